"""Keys, reasons and explanations stay on the server until the answer is in.

Runs over every item and lesson of the real course, in every language.
"""

import html
import json
import re

import pytest
from starlette.testclient import TestClient

from course.loader import load
from quizzes.item import item_from_canonical
from tests.conftest import ROOT, Browser, settings_for
from webapp.app import create_app
from webapp.database import Database
from webapp.pages import LANGUAGES


@pytest.fixture(scope="module")
def course():
    loaded = load(ROOT / "content")
    assert loaded.course is not None
    return loaded.course


@pytest.fixture(scope="module")
def site(course, tmp_path_factory, sqlite_template):
    import shutil

    folder = tmp_path_factory.mktemp("keys")
    shutil.copy(sqlite_template, folder / "course.db")
    database = Database(f"sqlite:///{folder}/course.db")
    app = create_app(settings_for(database, folder), course, database)
    with Browser(app) as browser:
        yield browser
    database.close()


#: names of fields that hold a key or what explains it
TELLING = {
    "right",
    "key",
    "why",
    "misconception",
    "accept",
    "wrong",
    "explanation",
    "model_answer",
    "after",
}


def words(text: str) -> str:
    """Text without markup, entities and white space."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", text)))


def secrets(course, item) -> list[str]:
    """What an answer alone may bring: reasons, explanation, model answers, typed keys."""
    shown = [item.stem, *item.hints]
    raw = json.loads(item.canonical())
    found: list[str] = [raw.get("explanation", "")]

    def collect(value, name=""):
        if isinstance(value, dict):
            for key, inner in value.items():
                collect(inner, key)
        elif isinstance(value, list):
            for inner in value:
                collect(inner, name)
        elif name in ("why", "model_answer", "misconception"):
            found.append(str(value))

    collect(raw)
    if item.type in ("short-text", "citation"):
        found += raw.get("accept", [])
    texts = [words(course.html(text)) for text in found if text]
    open_text = "".join(words(course.html(text)) for text in shown)
    return [text for text in texts if len(text) > 12 and text not in open_text]


def test_there_is_something_to_keep(course):
    assert sum(len(secrets(course, item)) for item in course.items.values()) > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_a_lesson_holds_a_reason_or_an_explanation(site: TestClient, course, language):
    site.cookies.clear()
    site.cookies.set("prefs", f"{language}.auto.m")
    for lesson in course.lessons.values():
        page = site.get(lesson.href).text
        blocks = dict(
            re.findall(r'<section class="item[^>]*id="item-([^"]+)"(.*?)</section>', page, re.S)
        )
        assert set(blocks) == set(lesson.item_ids)
        for item_id, block in blocks.items():
            text = words(block)
            for secret in secrets(course, course.items[item_id]):
                assert secret not in text, (item_id, secret)


def test_the_api_gives_no_reason_key_or_explanation(site: TestClient, course):
    for item in course.items.values():
        answer = site.get(f"/api/v1/items/{item.id}")
        assert answer.status_code == 200
        names = set(re.findall(r'"(\w+)":', answer.text))
        assert not names & {
            "right",
            "key",
            "why",
            "misconception",
            "accept",
            "wrong",
            "explanation",
            "model_answer",
            "after",
        }
        text = words(json.dumps(answer.json(), ensure_ascii=False))
        for secret in secrets(course, item):
            assert secret not in text, (item.id, secret)


def flipped(item):
    """The same item with another key; None where the key cannot change alone."""
    raw = json.loads(item.canonical())
    match item.type:
        case "single-choice":
            options = raw["options"]
            at = next(n for n, option in enumerate(options) if option.get("right"))
            other = (at + 1) % len(options)
            options[at].pop("right")
            options[other]["right"] = True
        case "multiple-choice":
            for option in raw["options"]:
                if not option.pop("right", False):
                    option["right"] = True
        case "matching":
            targets = [target["id"] for target in raw["targets"]]
            for prompt in raw["prompts"]:
                prompt["key"] = targets[(targets.index(prompt["key"]) + 1) % len(targets)]
        case "cloze":
            for gap in raw["gaps"].values():
                options = gap["options"]
                at = next(n for n, option in enumerate(options) if option.get("right"))
                options[at].pop("right")
                options[(at + 1) % len(options)]["right"] = True
        case "number":
            raw["key"]["value"] = str(int(raw["key"]["value"]) + 1)
        case "date":
            raw["key"] = "2031-01-01"
        case "short-text":
            raw["accept"] = ["өзге сөз"]
        case _:
            return None
    return item_from_canonical(json.dumps(raw, ensure_ascii=False))


def test_the_question_as_shown_does_not_change_with_the_key(site: TestClient, course):
    from dataclasses import replace

    lessons = site.app.state.site.lessons
    compared = 0
    for lesson in course.lessons.values():
        for item_id in lesson.item_ids:
            item = course.items[item_id]
            other = flipped(item)
            if other is None:
                continue
            view = lessons.items.fresh(lesson, item_id)
            mine = lessons.items.fragment(view, "kk", "")
            theirs = lessons.items.fragment(replace(view, item=other), "kk", "")
            strip = re.compile(rb'name="version" value="[0-9a-f]+"')
            assert strip.sub(b"", mine) == strip.sub(b"", theirs), item_id
            assert item.public() == other.public(), item_id
            compared += 1
    assert compared > 50
