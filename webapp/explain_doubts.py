"""What stands beside «explain again»: questions that may be bad, a mistake of one student."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection

from course.model import Course
from quizzes.explain_again import Cost
from quizzes.item_figures import FEWEST
from webapp.explaining import Kind
from webapp.item_bank import find_items
from webapp.queries.own_items import list_of_others
from webapp.queries.suspects import (
    SuspectCount,
    Suspects,
    count_missed,
    list_heavy,
    list_suspects,
)

A_THIRD = 3
"""One in so many of the missed answers: then it is worth a word."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """``missed``: kind and name → suspect → missed answers that fell on it. ``foreign``: suspects
    whose analysis is not shown in this cohort, for they are another's own.
    """

    suspects: Suspects
    missed: Mapping[tuple[Kind, str], Counter[tuple[str, str]]] = field(default_factory=dict)
    foreign: Collection[str] = ()

    def analysis(self, cohort_id: int, pair: tuple[str, str]) -> str:
        """Where the flag of a suspect is explained to an instructor; "" where they may not look."""
        one = self.suspects[pair]
        if one.assignment_id is not None:
            return f"/teach/assignments/{one.assignment_id}/analysis/{quote(one.item_id)}"
        if one.item_id in self.foreign:
            return ""
        return f"/teach/cohorts/{cohort_id}/bank/{quote(one.item_id)}/analysis"

    def of(self, kind: Kind, cost: Cost) -> Counter[tuple[str, str]]:
        """The suspects that a third or more of what was missed fell on; empty: of less."""
        found = self.missed.get((kind, cost.name), Counter())
        return found if 0 < cost.tally.missed <= A_THIRD * found.total() else Counter()


def doubts(
    connection: Connection,
    course: Course,
    cohort_id: int,
    user_ids: Collection[int],
    since: datetime,
    until: datetime,
) -> Doubts:
    """Which objectives and misconceptions rest on suspects, of some students in a span: two
    statements, one for whose they are, and one for items that are not the course's of today.
    """
    suspects = list_suspects(connection, cohort_id)
    counts = count_missed(connection, cohort_id, user_ids, suspects, since, until)
    found = _by_name(connection, course, counts)
    met = {one.item_id for one in counts}
    return Doubts(suspects, found, list_of_others(connection, cohort_id, met))


def _by_name(
    connection: Connection, course: Course, counts: Sequence[SuspectCount]
) -> dict[tuple[Kind, str], Counter[tuple[str, str]]]:
    items = find_items(connection, course, {(one.item_id, one.version) for one in counts})
    found: dict[tuple[Kind, str], Counter[tuple[str, str]]] = {}
    for one in counts:
        pair = one.item_id, one.version
        item = items.get(pair)
        names: list[tuple[Kind, str]] = [("misconception", code) for code in one.misconceptions]
        if item is not None and item.type != "essay":
            names += [("objective", objective) for objective in item.objectives]
        for name in names:
            found.setdefault(name, Counter())[pair] += one.missed
    return found


class OneStudents(NamedTuple):
    """A student who makes a third or more of the answers that betray a misconception."""

    user_id: int
    answers: int


def heavy_one(cost: Cost, people: Iterable[tuple[int, int]]) -> OneStudents | None:
    """``people``: (student, answers). None: nobody stands out, or there are fewer than ten
    answers.
    """
    user_id, answers = max(people, key=lambda one: (one[1], -one[0]), default=(0, 0))
    if cost.tally.missed < FEWEST or A_THIRD * answers < cost.tally.missed:
        return None
    return OneStudents(user_id, answers)


def heavy_ones(
    connection: Connection,
    user_ids: Collection[int],
    since: date,
    until: date,
    costs: Iterable[Cost],
) -> dict[str, OneStudents]:
    """Misconception → the student who makes a third or more of it."""
    least = -(-FEWEST // A_THIRD)
    people: dict[str, list[tuple[int, int]]] = {}
    for name, user_id, answers in list_heavy(connection, user_ids, since, until, least):
        people.setdefault(name, []).append((user_id, answers))
    found = {cost.name: heavy_one(cost, people.get(cost.name, ())) for cost in costs}
    return {name: one for name, one in found.items() if one is not None}
