"""What can be practised: the items of the course, its recall cards, and generators of variants.

Essays are left out: a person would have to mark them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from course.model import Course
from quizzes.generator import generate, practised
from quizzes.generators import GENERATORS
from quizzes.item import Item

Kind = Literal["item", "card", "generator"]

_SECONDS = {
    "recall": 15,
    "single-choice": 45,
    "multiple-choice": 60,
    "matching": 90,
    "ordering": 90,
    "cloze": 75,
    "number": 60,
    "date": 75,
    "short-text": 45,
    "citation": 45,
}
"""What an answer usually takes; a learner's own pace replaces it (:func:`quizzes.minutes.pace`)."""


@dataclass(frozen=True, slots=True)
class Practicable:
    """Something to practise. ``key`` is the id of its memory, ``seconds`` what it usually takes.
    ``type`` of a generator is "generator": its variants tell their own.
    """

    key: str
    kind: Kind
    section: str
    theme: str
    objectives: tuple[str, ...]
    type: str
    difficulty: int
    norms: tuple[str, ...]
    case: str | None
    seconds: int


_kept: tuple[Course, Mapping[str, Practicable]] | None = None


def pool(course: Course) -> Mapping[str, Practicable]:
    """By key, in the order of the course: a section's items, then its cards and generators."""
    global _kept
    if _kept is None or _kept[0] is not course:
        _kept = (course, _pool(course))
    return _kept[1]


def _pool(course: Course) -> Mapping[str, Practicable]:
    by_section: dict[str, list[Practicable]] = {number: [] for number in course.sections}
    for item in course.items.values():
        if item.type != "essay":
            section = course.lessons[course.item_lessons[item.id]].section
            by_section[section].append(_of_item(item, "item", section))
    for card in course.cards.values():
        section = card.id.partition("-")[0]
        if section in by_section:
            by_section[section].append(_of_item(card, "card", section))
    for one in GENERATORS.values():
        # a course that does not teach what it practises has no use for it
        taught = all(name in course.objectives for name in one.objectives)
        if taught and one.section in by_section:
            by_section[one.section].append(
                Practicable(
                    one.id,
                    "generator",
                    one.section,
                    one.theme,
                    one.objectives,
                    "generator",
                    one.difficulty,
                    one.norms,
                    None,
                    90,
                )
            )
    return {one.key: one for section in by_section.values() for one in section}


def _of_item(item: Item, kind: Kind, section: str) -> Practicable:
    return Practicable(
        item.id,
        kind,
        section,
        item.theme,
        item.objectives,
        item.type,
        item.difficulty,
        item.norms,
        item.case,
        _SECONDS.get(item.type, 60),
    )


def make(course: Course, key: str, seed: str, *, copy: int = 1) -> Item:
    """The item to ask: of the course, a card, or the variant of a generator that belongs to a seed.

    Raises:
        KeyError: nothing is practised under this key.
        quizzes.generator.BadSeed, CannotGenerate: as :func:`quizzes.generator.generate`.
    """
    found = course.items.get(key) or course.cards.get(key)
    if found is not None:
        return found
    return generate(GENERATORS[key], seed, course.working_days, copy=copy)


def section_of(course: Course, item_id: str) -> str:
    """The section that an item, a card or a variant belongs to."""
    lesson = course.item_lessons.get(item_id)
    if lesson is not None:
        return course.lessons[lesson].section
    return practised(item_id).partition("-")[0]
