"""Whatever an author writes becomes diagnostics, never a traceback."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from course.loader import load
from course.model import HtmlBlock
from tests.course.test_author_guide import GUIDES, loaded

_VALUE = re.compile(r"(?<=: )[^\n|]+$|(?<=- )[^\n:{]+$", re.MULTILINE)

SHAPES = ["[]", "{}", "[[ҚПК 192]]", "{a: [b]}", "", "null", "-1", "1/0", "9" * 400, '"{x}"', "[["]
SLIPS = ["```", ":::", "[[", "- ", "  ", "\t", "|", "---", '{facts="', "{", "'"]


def changed_files(root: Path) -> Iterator[tuple[Path, str]]:
    """Each file of the guide's examples with one thing in it spoiled, in many ways."""
    for file in sorted(one for one in root.rglob("*") if one.is_file()):
        text = file.read_text(encoding="utf-8")
        for number, found in enumerate(_VALUE.finditer(text)):
            shape = SHAPES[number % len(SHAPES)]
            yield file, text[: found.start()] + shape + text[found.end() :]
        lines = text.split("\n")
        for number in range(0, len(lines), 3):
            slip = SLIPS[number // 3 % len(SLIPS)]
            yield file, "\n".join([*lines[:number], slip + lines[number], *lines[number + 1 :]])
        for number in range(0, len(lines), 7):
            yield file, "\n".join(lines[:number])


def test_spoiled_files_are_told_of_in_both_languages(tmp_path: Path) -> None:
    loaded(GUIDES[0], tmp_path)
    count = 0
    for file, text in changed_files(tmp_path):
        before = file.read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8")
        result = load(tmp_path)
        assert (result.course is None) == any(one.severity == "error" for one in result.diagnostics)
        for one in result.diagnostics:
            assert one.line_of_text("kk") != one.line_of_text("en")
            assert one.line >= 1
            assert one.column >= 1
        file.write_text(before, encoding="utf-8")
        count += 1
    assert count > 300


class _Tags(HTMLParser):
    """Follows open tags and collects ids and what refers to them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wanted: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"] or "")
        self.wanted += (values.get("aria-labelledby") or "").split()
        href = values.get("href") or ""
        if href.startswith("#"):
            self.wanted.append(href[1:])
        if tag not in {"img", "hr", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in {"img", "hr", "br"}:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_html_is_balanced_its_ids_are_unique_and_its_references_lead_somewhere(
    guide: Path, tmp_path: Path
) -> None:
    course = loaded(guide, tmp_path).course
    assert course is not None
    for lesson in course.lessons.values():
        tags = _Tags()
        for block in lesson.blocks:
            if isinstance(block, HtmlBlock):
                tags.feed(block.html)
                # Items stand between blocks, so each block is whole by itself.
                assert tags.open == []
        assert len(tags.ids) == len(set(tags.ids))
        assert set(tags.wanted) <= set(tags.ids)
        assert {heading.id for heading in lesson.headings} <= set(tags.ids)
