"""What stands beside «explain again»: questions that may be bad, a mistake of one student."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection

from course.model import Course
from quizzes.explain_again import Cost, Tally, in_order
from quizzes.item_figures import FEWEST
from webapp.explaining import Kind
from webapp.item_bank import find_items
from webapp.queries.own_items import list_of_others
from webapp.queries.suspects import Suspects, count_answers, list_heavy, list_suspects

A_THIRD = 3
"""One in so many of the missed answers: then it is worth a word."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """``missed``: kind and name → suspect → missed answers that fell on it; ``asked``: → answers
    to suspects. ``foreign``: suspects whose analysis is not shown in this cohort, for they are
    another's own.
    """

    suspects: Suspects
    missed: Mapping[tuple[Kind, str], Counter[tuple[str, str]]] = field(default_factory=dict)
    asked: Mapping[tuple[Kind, str], int] = field(default_factory=dict)
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

    def rest(self, kind: Kind, cost: Cost) -> Tally | None:
        """What is left without the answers to suspects; None: newer answers are not counted
        yet.
        """
        fell = self.missed.get((kind, cost.name), Counter()).total()
        left = cost.tally - Tally(self.asked.get((kind, cost.name), 0), fell)
        return left if left.possible else None

    def in_order(self, kind: Kind, costs: Iterable[Cost]) -> list[Cost]:
        """Those that cost anything: first what does not rest on suspects."""
        return sorted(in_order(costs), key=lambda cost: bool(self.of(kind, cost)))

    def first_of(self, kind: Kind, costs: Iterable[Cost], most: int) -> list[Cost]:
        """The first ``most`` that do not rest on suspects; after them what does, if it is among the
        ``most`` that cost most.
        """
        ordered = in_order(costs)
        sound = [one for one in ordered if not self.of(kind, one)]
        return sound[:most] + [one for one in ordered[:most] if self.of(kind, one)]


class Leading(NamedTuple):
    """``first``: the objectives to explain first; ``passed_over``: those that cost more than the
    first of them, but rest on suspects.
    """

    first: tuple[Cost, ...]
    passed_over: tuple[Cost, ...]


def leading(doubts: Doubts, objectives: Iterable[Cost]) -> Leading:
    """Of what was asked of a group: only what two students or more missed is for all of them."""
    several = [one for one in in_order(objectives) if one.students > 1]
    first = [one for one in several if not doubts.of("objective", one)]
    until = several.index(first[0]) if first else len(several)
    return Leading(tuple(first), tuple(several[:until]))


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
    counts = count_answers(connection, cohort_id, user_ids, suspects, since, until)
    about = objectives_of(connection, course, {(one.item_id, one.version) for one in counts})
    missed: dict[tuple[Kind, str], Counter[tuple[str, str]]] = {}
    asked: Counter[tuple[Kind, str]] = Counter()
    for one in counts:
        pair = one.item_id, one.version
        names: list[tuple[Kind, str]] = [("misconception", code) for code in one.misconceptions]
        names += [("objective", objective) for objective in about.get(pair, ())]
        for name in names:
            # what betrays a misconception was asked of nobody: it is seen where it is missed
            asked[name] += one.asked if name[0] == "objective" else one.missed
            if one.missed:
                missed.setdefault(name, Counter())[pair] += one.missed
    met = {one.item_id for one in counts}
    return Doubts(suspects, missed, asked, list_of_others(connection, cohort_id, met))


def objectives_of(
    connection: Connection, course: Course, pairs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Item version → the objectives whose costs its answers are among: those of essays are not."""
    items = find_items(connection, course, pairs)
    return {key: one.objectives for key, one in items.items() if one.type != "essay"}


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
