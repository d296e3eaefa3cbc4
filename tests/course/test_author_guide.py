"""The author's guide: what it shows, works."""

import re
from pathlib import Path

import pytest

from course.loader import Loaded, load
from course.schema import FrontMatter
from course.syntax.box import TITLES
from quizzes.interaction import Expectation, Sample
from quizzes.interactions import AUTHORED
from quizzes.item import Item
from quizzes.outcome import ResponseError
from tests.course.tree import FRONT

GUIDES = [Path("docs/author-guide.kk.md"), Path("docs/author-guide.en.md")]

_FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def examples(guide: Path) -> list[tuple[str, str]]:
    """Language and text of every example, in order."""
    return [(found[2], found[3]) for found in _FENCE.finditer(guide.read_text(encoding="utf-8"))]


def loaded(guide: Path, root: Path) -> Loaded:
    """All examples of the guide as one content directory."""
    bodies: list[str] = []
    for language, text in examples(guide):
        if language == "yaml":
            file = root / text.partition("\n")[0].removeprefix("# ")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        elif text.startswith("---"):
            (root / "chapters/02-tergeu").mkdir(parents=True, exist_ok=True)
            (root / "chapters/02-tergeu/2.1.1-merzim.md").write_text(text)
        elif language == "markdown":
            bodies.append(text)
    (root / "chapters/02-tergeu/2.1.2-ulgiler.md").write_text(FRONT + "\n".join(bodies))
    return load(root)


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_examples_load_clean(guide: Path, tmp_path: Path) -> None:
    result = loaded(guide, tmp_path)
    # Examples are shorter than lessons, and nobody registers them.
    told = [
        one.line_of_text()
        for one in result.diagnostics
        if one.code not in {"lesson.short", "register.missing"}
    ]
    assert told == []
    assert result.course is not None


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_every_item_type_and_box_is_shown(guide: Path, tmp_path: Path) -> None:
    result = loaded(guide, tmp_path)
    assert {item.type for item in result.contents.items.values()} == set(AUTHORED)
    text = guide.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in TITLES)
    assert all(f"{name}:" in text for name in FrontMatter.model_fields)


def fate(item: Item, sample: Sample) -> Expectation:
    try:
        outcome = item.score(item.parse(sample.form))
    except ResponseError as error:
        return error.kind
    return "awaiting" if outcome.status == "awaiting" else outcome.score


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_samples_of_the_shown_items_score_as_declared(guide: Path, tmp_path: Path) -> None:
    for item in loaded(guide, tmp_path).contents.items.values():
        for sample in item.samples():
            assert fate(item, sample) == sample.expect, (item.id, sample.name)


def test_both_guides_show_the_same_examples() -> None:
    assert examples(GUIDES[0]) == examples(GUIDES[1])
    assert len(examples(GUIDES[0])) >= 10
