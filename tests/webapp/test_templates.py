"""Templates compile, use only what they are given, and speak only messages that exist."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from jinja2 import meta, nodes

from quizzes.outcome import NOTES, RESPONSE_CODES
from tests.conftest import ROOT
from webapp import messages
from webapp.pages import LANGUAGES
from webapp.templating import Templates

TEMPLATES = sorted((ROOT / "webapp" / "templates").rglob("*.html"))
VIEWS = sorted((ROOT / "quizzes" / "interactions").rglob("*.html"))
GIVEN = {"chrome", "page"}
PIECES = (
    "_rubric.html",
    "_asked.html",
    "_judged.html",
    "_assessment_summary.html",
    "_preview_item.html",
)
SOURCES = sorted((ROOT / "webapp").rglob("*.py"))


def catalogue(language: str) -> dict[str, str]:
    found = yaml.load(source(language), Loader=yaml.BaseLoader)
    assert isinstance(found, dict)
    return found


def source(language: str) -> str:
    """All files of a language as one text: a key given in two of them is given twice."""
    folder = ROOT / "webapp" / "messages" / language
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml")))


@pytest.fixture(scope="module")
def environment(sample):
    return Templates(sample, ZoneInfo("Asia/Almaty")).environment("kk")


@pytest.mark.parametrize("path", TEMPLATES + VIEWS, ids=lambda path: path.name)
def test_a_template_uses_only_what_it_is_given(environment, path: Path):
    tree = environment.parse(path.read_text(encoding="utf-8"))
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    own |= {macro.name for macro in tree.find_all(nodes.Macro)}
    own |= {one.target for one in tree.find_all(nodes.Import)}
    free = meta.find_undeclared_variables(tree) - set(environment.globals) - own
    pieces = path in VIEWS or path.name in PIECES
    allowed = GIVEN | ({"view"} if pieces else set())
    assert free <= allowed


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_script_or_style(path: Path):
    text = path.read_text(encoding="utf-8")
    assert re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) is None
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_question_view_never_reads_the_key(path: Path):
    if path.name == "question.html":
        assert (
            re.search(r"\.(right|key|why|accept|wrong|misconception)\b", path.read_text()) is None
        )


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "kk"])
def test_every_language_has_the_same_messages_and_placeholders(language):
    kazakh, other = catalogue("kk"), catalogue(language)
    assert set(other) == set(kazakh)
    for key, text in kazakh.items():
        names = set(re.findall(r"{(\w+)}", text))
        assert set(re.findall(r"{(\w+)}", other[key])) == names, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_or_given_twice(language):
    text = source(language)
    keys = re.findall(r"^([\w.\-]+):", text, re.M)
    assert len(keys) == len(set(keys))
    assert all(value.strip() for value in catalogue(language).values())


def test_every_message_that_is_spoken_exists():
    spoken = set(RESPONSE_CODES) | set(NOTES)
    for path in TEMPLATES + VIEWS:
        spoken |= set(re.findall(r"""\bt\(\s*["']([a-z_.]+)["']\s*[,)]""", path.read_text()))
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        spoken |= set(re.findall(r'"((?:error|flash|response)\.[a-z_.]+)"', text))
        spoken |= set(re.findall(r'say\(visit, "([a-z_.]+)"', text))
    assert spoken - set(catalogue("kk")) == {"error.html"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("kk", "2026 ж. 23 қараша, 14:05"),
        ("ru", "23 ноября 2026 г., 14:05"),
        ("en", "23 November 2026, 14:05"),
    ],
)
def test_moments_are_written_as_people_write_them_in_the_courses_zone(language, text):
    moment = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
    assert messages.moment(language, moment, ZoneInfo("Asia/Almaty")) == text
