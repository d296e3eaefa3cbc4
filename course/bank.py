"""Checks of the bank of items as a whole, against what targets.yaml aims at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from course.diagnostics import Report
from course.kazakh import stem, words
from course.positioned import Document
from course.schema import TargetsFile
from quizzes.interactions.single_choice import SingleChoice

if TYPE_CHECKING:
    from course.lesson import ReadLesson
    from course.loader import Contents

_NORM = re.compile(r"\[\[[^#]|\d+(?:-\d+)?-бап|\d+(?:-\d+)?-б\.")
"""A citation, linked or in words."""

_SHORT_STEM = 5
"""Stems of fewer words are too short to be called alike."""


def check(
    path: str, document: Document, aims: TargetsFile, contents: Contents, report: Report
) -> None:
    """Report where the bank falls short of its targets."""
    _counts(path, document, aims, contents, report)
    _single_choice(path, document, aims, contents, report)
    _citations(contents, report)
    _alike(aims, contents, report)


def _counts(
    path: str, document: Document, aims: TargetsFile, contents: Contents, report: Report
) -> None:
    sections = Counter(one.section for one in contents.used.values())
    written = {lesson.front.section for lesson in contents.lessons.values()}
    for section in sorted(written):
        least = aims.sections.get(section, aims.section)
        if sections[section] < least:
            place = document.place(("sections", section))
            report.add(
                path,
                place,
                "bank.section-short",
                section=section,
                count=sections[section],
                least=least,
            )
    themes: Counter[str] = Counter(item.theme for item in contents.items.values())
    for theme, least in aims.themes.items():
        if themes[theme] < least:
            place = document.place(("themes", theme))
            report.add(
                path, place, "bank.theme-short", theme=theme, count=themes[theme], least=least
            )


def _single_choice(
    path: str, document: Document, aims: TargetsFile, contents: Contents, report: Report
) -> None:
    """Whether the length or the place of the right option gives it away over the bank."""
    longest = 0
    total = 0
    places: Counter[int] = Counter()
    fours = 0
    for item in contents.items.values():
        interaction = item.interaction
        if not isinstance(interaction, SingleChoice):
            continue
        options = interaction.options
        lengths = [len(option.text) for option in options]
        at = next((n for n, option in enumerate(options) if option.right), None)
        if at is None:
            continue
        total += 1
        longest += lengths[at] == max(lengths) and lengths.count(lengths[at]) == 1
        if len(options) == 4 and not interaction.fixed_order:
            fours += 1
            places[at] += 1
    if total and longest * 100 > aims.longest_right * total:
        place = document.place(("longest_right",))
        report.add(
            path,
            place,
            "bank.longest-right",
            share=round(longest * 100 / total),
            most=aims.longest_right,
        )
    for at in range(4) if fours >= 20 else ():
        share = round(places[at] * 100 / fours)
        if not aims.position_least <= share <= aims.position_most:
            place = document.place(("position_most",))
            report.add(path, place, "bank.key-position", position=at + 1, share=share)


def _citations(contents: Contents, report: Report) -> None:
    """An item on the law whose explanation names no norm."""
    for lesson in contents.lessons.values():
        for found in lesson.items:
            item = found.item
            if item is not None and item.basis == "law" and not _NORM.search(item.explanation):
                report.add(
                    lesson.path, found.place("explanation"), "bank.no-norm-cited", id=item.id
                )


def _alike(aims: TargetsFile, contents: Contents, report: Report) -> None:
    """Stems that share most of their words, case endings aside; the later one is reported."""
    seen = list(_stems(contents))
    for (_, one, first), (lesson, other, second) in combinations(seen, 2):
        short, long = sorted((len(first), len(second)))
        if short < _SHORT_STEM or short * 100 < aims.similar_stems * long:
            continue  # even if all words of the shorter were shared
        share = len(first & second) * 100 // len(first | second)
        if share >= aims.similar_stems:
            found = next(f for f in lesson.items if f.id == other)
            report.add(
                lesson.path, found.place("stem"), "bank.alike", id=other, other=one, share=share
            )


def _stems(contents: Contents) -> Iterator[tuple[ReadLesson, str, frozenset[str]]]:
    for lesson in contents.lessons.values():
        for found in lesson.items:
            if found.item is None:
                continue
            item = found.item
            # items on one case ask alike about the same people: what they ask is in the options
            told = [stem(word) for word, _, _ in words(item.stem)]
            if item.type != "cloze":
                told += (
                    [
                        stem(word)
                        for _, text in item.interaction.texts()
                        for word, _, _ in words(text)
                    ][:12]
                    if item.case
                    else []
                )
            yield lesson, item.id, frozenset(told)
