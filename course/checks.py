"""Checks across files, made when everything has been read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown_it.token import Token

from course.diagnostics import Report
from course.kazakh import folded, stem, stems, words
from course.lesson import FEWEST_WORDS, MOST_WORDS, ReadLesson
from course.prose import plain

if TYPE_CHECKING:
    from course.loader import ChapterSource, Contents

FEWEST_ITEMS = 3
"""Items an objective should have."""

_QUESTION = re.compile(r"[^.?!\n]+(?:[?]|:\s*$)")
_ASKS = re.compile(r"\bқай(?:сы|сысы|сылары|ғандай)?\w*|\bқандай\w*|\bкім\w*|\bне\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:(?:дұрыс|қате|тән|тиіс|міндетті)\s+емес\w*|емес(?=\s*[?:]|\s+қай)|жатпайды|кірмейді|енбейді|жатпайтын\w*"
    r"|кірмейтін\w*|болып\s+табылмайды|табылмайтын\w*|болмайтын\w*)\b",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(\*\*|__)(?:(?!\1).)+\1", re.DOTALL)


def run(contents: Contents, report: Report) -> None:
    """Report every fault that shows only when the files are seen together."""
    for source in contents.chapters:
        _sections(source, contents)
    for lesson in contents.lessons.values():
        _front_matter(lesson, contents, report)
        _length(lesson, report)
        _negations(lesson, report)
        _item_sections(lesson, report)
    _forbidden_synonyms(contents, report)


def _sections(source: ChapterSource, contents: Contents) -> None:
    items = Counter(
        objective for item in contents.items.values() for objective in set(item.objectives)
    )
    taught = {one for lesson in contents.lessons.values() for one in lesson.front.objectives}
    for number, section in enumerate(source.entry.sections):
        if not section.lessons:
            continue
        for index, entry in enumerate(section.objectives):
            place = source.document.place(("sections", number, "objectives", index, "id"))
            count = items[entry.id]
            params = {"objective": entry.id, "count": count, "least": FEWEST_ITEMS}
            if count == 0:
                source.report.put(source.path, place, "objective.no-item", params)
            elif count < FEWEST_ITEMS:
                source.report.put(source.path, place, "objective.few-items", params)
            if entry.id not in taught:
                source.report.put(source.path, place, "objective.not-taught", params)


def _front_matter(lesson: ReadLesson, contents: Contents, report: Report) -> None:
    document = lesson.front_document
    expected = ".".join(lesson.id.partition("-")[0].split(".")[:2])
    if lesson.front.section != expected:
        report.add(
            lesson.path,
            document.place(("section",)),
            "front.other-section",
            section=lesson.front.section,
            expected=expected,
        )
    for number, objective in enumerate(lesson.front.objectives):
        if objective not in contents.objectives:
            place = document.place(("objectives", number))
            report.add(lesson.path, place, "objective.unknown", objective=objective)


def _length(lesson: ReadLesson, report: Report) -> None:
    limits = {"words": lesson.words, "least": FEWEST_WORDS, "most": MOST_WORDS}
    if lesson.words < FEWEST_WORDS:
        report.put(lesson.path, (1, 1), "lesson.short", limits)
    elif lesson.words > MOST_WORDS:
        report.put(lesson.path, (1, 1), "lesson.long", limits)


def _item_sections(lesson: ReadLesson, report: Report) -> None:
    for found in lesson.items:
        if found.id and not found.id.startswith(lesson.front.section + "-"):
            report.add(
                lesson.path,
                found.place("id"),
                "item.other-section",
                id=found.id,
                section=lesson.front.section,
            )


def _negations(lesson: ReadLesson, report: Report) -> None:
    """A stem that asks for what is wrong must show its negation in bold."""
    for found in lesson.items:
        if found.item is None:
            continue
        stem = found.item.stem
        hidden = _BOLD.sub(lambda bold: " " * len(bold[0]), stem)
        if not _NEGATION.search(hidden):
            continue
        for question in _QUESTION.finditer(hidden):
            if not _ASKS.search(question[0]):
                continue
            for negation in _NEGATION.finditer(hidden, question.start(), question.end()):
                row = hidden.count("\n", 0, negation.start())
                column = negation.start() - (hidden.rfind("\n", 0, negation.start()) + 1)
                place = found.document.locate(("stem",), row, column)
                report.add(lesson.path, place, "style.negation", word=negation[0])


def _forbidden_synonyms(contents: Contents, report: Report) -> None:
    """Words the glossary forbids, in any case ending, in the running text of lessons."""
    forbidden = [
        (stems(word), word, term.headword) for term in contents.glossary for word in term.forbid
    ]
    beginnings = {folded(word)[:3] for _, word, _ in forbidden}
    for lesson in contents.lessons.values():
        for token in _own_words(lesson):
            text = plain(token)
            short = folded(text)
            if not any(beginning in short for beginning in beginnings):
                continue
            found = words(text)
            found_stems = [stem(word) for word, _, _ in found]
            for wanted, word, headword in forbidden:
                at = _find(found_stems, wanted)
                if at is not None:
                    as_written = text[found[at][1] : found[at][2]]
                    place = lesson.source.find(token.map, as_written)
                    report.add(lesson.path, place, "term.forbidden", word=word, term=headword)


def _own_words(lesson: ReadLesson) -> Iterator[Token]:
    """Inline tokens outside the boxes in which a wrong word is named to be put right."""
    boxes: list[str] = []
    for token in lesson.tokens:
        if token.type == "box_open":
            boxes.append(token.meta["name"])
        elif token.type == "box_close" and boxes:
            boxes.pop()
        elif token.type == "inline" and not {"textbook", "mistakes"}.intersection(boxes):
            yield token


def _find(words: list[str], wanted: list[str]) -> int | None:
    for start in range(len(words) - len(wanted) + 1):
        if wanted and words[start : start + len(wanted)] == wanted:
            return start
    return None
