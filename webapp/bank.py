"""The bank as a cohort's staff sees it: every item with where it comes from and whether it is
used, and the search in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Literal
from urllib.parse import urlencode

from sqlalchemy import Connection

from course.kazakh import stems
from course.model import Course
from quizzes.assessment import Filter
from quizzes.drawing import Candidate, passes
from quizzes.item import Item
from webapp.item_bank import candidate, find_item
from webapp.queries import assessments, own_items

A_PAGE = 25
LEVELS = {"1": 1, "2": 2, "3": 3}
STATUSES = ("unused", "excluded", "own", "shared")


@dataclass(frozen=True, slots=True)
class BankItem:
    """An item and what it is to a cohort. ``left_out``: the reason why the cohort does not use
    it, None if it does. ``used``: given to a student, or named in an assessment, of this cohort.
    """

    item: Item
    candidate: Candidate
    origin: Literal["course", "own", "shared"]
    left_out: str | None
    used: bool
    retired: bool = False

    @property
    def drawable(self) -> bool:
        return self.left_out is None and not self.retired


def all_items(connection: Connection, course: Course, cohort_id: int) -> list[BankItem]:
    """Every item that a cohort's staff may see, by sections; own items after the course's."""
    left_out = own_items.list_exclusions(connection, cohort_id)
    used = own_items.list_drawn(connection, cohort_id)
    for one in assessments.list_of_cohort(connection, cohort_id):
        if not one.archived:
            used.update(one.asked.fixed())

    def made(item: Item, origin: Literal["course", "own", "shared"], retired: bool) -> BankItem:
        reason = left_out.get(item.id)
        return BankItem(
            item,
            candidate(course, item),
            origin,
            reason[0] if reason is not None else None,
            item.id in used,
            retired,
        )

    found = [made(item, "course", False) for item in course.items.values()]
    for row in own_items.list_seen(connection, cohort_id):
        item = find_item(connection, course, row.item_id, row.version)
        if item is not None:
            origin: Literal["own", "shared"] = "own" if row.cohort_id == cohort_id else "shared"
            found.append(made(item, origin, row.retired))
    place = {section: position for position, section in enumerate(course.sections)}
    found.sort(key=lambda one: place.get(one.candidate.section, len(place)))
    return found


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; an empty text is no condition. ``norm`` is the beginning of a citation,
    ``words`` stand in the stem, in any form. ``status``: one of STATUSES.
    """

    section: str = ""
    theme: str = ""
    objective: str = ""
    type: str = ""
    difficulty: str = ""
    norm: str = ""
    words: str = ""
    status: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> Search:
        """The search of an address. What is too long to be meant is cut."""
        return cls(**{one.name: params.get(one.name, "").strip()[:200] for one in fields(cls)})

    def query(self, **more: object) -> str:
        """The same search as the query of an address, with further parameters."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return urlencode({name: value for name, value in (named | more).items() if value})

    @property
    def filter(self) -> Filter:
        def one(value: str) -> tuple[str, ...]:
            return (value,) if value else ()

        return Filter(
            sections=one(self.section),
            themes=one(self.theme),
            objectives=one(self.objective),
            types=one(self.type),
            # what is no level is one that no item has
            difficulties=(LEVELS.get(self.difficulty, 0),) if self.difficulty else (),
            norms=one(" ".join(self.norm.split())),
        )


def search(course: Course, bank: Iterable[BankItem], wanted: Search) -> list[BankItem]:
    """The items that meet all conditions, in the bank's order. Retired items are found only among
    the own ones.
    """
    of = wanted.filter
    words = stems(wanted.words)
    return [
        one
        for one in bank
        if passes(one.candidate, of)
        and _has_status(one, wanted.status)
        and (not words or _says(course, one.item, words))
    ]


def _has_status(one: BankItem, status: str) -> bool:
    match status:
        case "own":
            return one.origin == "own"
        case "shared":
            return one.origin == "shared" and not one.retired
        case "excluded":
            return one.left_out is not None and not one.retired
        case "unused":
            return not one.used and one.drawable
        case _:
            return not one.retired


def _says(course: Course, item: Item, words: list[str]) -> bool:
    told = stems(course.plain(item.stem))
    return all(any(one.startswith(word) for one in told) for word in words)


def short_stem(course: Course, item: Item, most: int = 160) -> str:
    """The stem without its markup, on one line."""
    text = " ".join(course.plain(item.stem).split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
