"""The figures of an assignment for one member of staff.

Basis: the first finished sitting of each student. Whoever has all groups sees the figures of all.
Who has some groups sees the scores of their own students; of an item and of the test as a whole
the figures over everybody, which are better the more have answered, and tell no names. But where
these would rest on fewer than :data:`FEWEST_OTHERS` students of other groups, taking one's own away
would show what few people did: then the figures are of one's own students alone. Within a figure
over everybody nothing is shown that rests on so few: no thirds, no mean of those who took a choice
(:func:`webapp.insight.figures.over_cohorts`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sqlalchemy import Connection

from course.model import Course
from quizzes.item import Item
from quizzes.item_figures import FEWEST, ItemFigures
from quizzes.item_flags import Flag, item_flags
from quizzes.item_summary import ItemSummary
from quizzes.rules import Rules
from quizzes.score_summary import ScoreFigures, ScoreSummary, score_figures
from webapp import item_bank
from webapp.insight import lines as counted_lines
from webapp.insight.figures import (
    StoredFigures,
    all_figures,
    figures_of,
    over_cohorts,
    over_few,
    read,
)
from webapp.insight.lines import VARIANTS
from webapp.permissions import Post
from webapp.queries import assignment_answers, assignments, summaries
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.summaries import CountedRow, of_assignment

FEWEST_OTHERS = 5
"""Of other groups' students no figure is shown that rests on fewer."""

Basis = Literal["all", "own"]


@dataclass(frozen=True, slots=True)
class Version:
    """The figures of an item version, over ``basis``."""

    item_id: str
    version: str
    basis: Basis
    figures: StoredFigures


@dataclass(frozen=True, slots=True)
class Times:
    """How long sittings took, in seconds: the middle, and between what half of them lie."""

    n: int
    median: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Scores:
    """The results of the students one has. ``shares``: part of the points → students (below
    nought, as certainty marking may give, counts as nought). ``waiting``: how many have an answer
    that waits for a person; they are not in it. ``passed`` None: there is no pass mark. ``times``
    None: fewer than ten.
    """

    shares: Counter[Fraction]
    waiting: int
    passed: int | None
    times: Times | None

    @property
    def n(self) -> int:
        return self.shares.total()


@dataclass(frozen=True, slots=True)
class View:
    """``mine``: people whose answers may be seen by name; None: everybody's. ``students``: to whom
    the assignment is given, of those. ``others``: students of other groups who finished it.
    """

    mine: frozenset[int] | None
    students: frozenset[int]
    others: int
    own: dict[tuple[str, str], ItemSummary]
    own_scores: ScoreSummary
    counted: tuple[CountedRow, ...]  # first finished sittings of one's own

    def basis(self, key: tuple[str, str], n: int) -> Basis:
        """Over whom the figures of an item version with ``n`` answers in all are shown."""
        if self.mine is None:
            return "all"
        theirs = self.own.get(key)
        return self.may_show(n - (theirs.n if theirs is not None else 0))

    def partly(self, basis: Basis) -> bool:
        """Whether figures over this basis tell of people whose answers may not be seen by name."""
        return basis == "all" and self.mine is not None

    def may_show(self, others: int) -> Basis:
        return "own" if 0 < others < FEWEST_OTHERS else "all"


def view_of(connection: Connection, info: AssignmentInfo, post: Post) -> View:
    """What of an assignment's answers a member of staff may see."""
    students = assignments.list_student_ids(connection, info.id, post.groups)
    counted = [one for one in summaries.list_counted(connection, info.id) if one.first]
    if post.groups is None:
        return View(None, students, 0, {}, ScoreSummary(), tuple(counted))
    own: dict[tuple[str, str], ItemSummary] = {}
    scores = ScoreSummary()
    for _, text in assignment_answers.list_lines(connection, info.id, students):
        lines = counted_lines.from_json(text)
        for key, seen in counted_lines.for_assignment(lines):
            own.setdefault(key, ItemSummary()).add(seen)
        parts = counted_lines.parts(lines)
        if parts and (not scores.n or parts.keys() == scores.parts.keys()):
            scores.add(parts)
    mine = tuple(one for one in counted if one.user_id in students)
    return View(students, students, len(counted) - len(mine), own, scores, mine)


def scores_of(view: View, rules: Rules) -> Scores:
    waiting = sum(one.score is None for one in view.counted)
    # whole numbers first: a thousand fractions are slow to divide and to look up
    alike = Counter(
        (one.score.numerator, one.score.denominator * one.points)
        for one in view.counted
        if one.score is not None and one.points
    )
    shares: Counter[Fraction] = Counter()
    for (earned, of), n in alike.items():
        shares[max(Fraction(0), Fraction(earned, of))] += n
    mark = rules.pass_share
    passed = sum(n for share, n in shares.items() if mark is not None and share >= mark)
    return Scores(
        shares,
        waiting,
        None if mark is None else passed,
        _times(one.seconds for one in view.counted if one.seconds is not None),
    )


def _times(seconds: Iterable[int]) -> Times | None:
    """Quartiles as medians of the halves (the middle one in neither)."""
    ordered = sorted(seconds)
    if len(ordered) < FEWEST:
        return None
    half = len(ordered) // 2
    return Times(len(ordered), _middle(ordered), _middle(ordered[:half]), _middle(ordered[-half:]))


def _middle(ordered: list[int]) -> Fraction:
    """The median of numbers in their order."""
    n = len(ordered)
    return Fraction(ordered[(n - 1) // 2] + ordered[n // 2], 2)


@dataclass(frozen=True, slots=True)
class TestAndTotals:
    """``totals``: mean, median and spread of the students one has; ``whole``: what is said of the
    test, over ``basis``.
    """

    totals: ScoreFigures
    whole: ScoreFigures
    basis: Basis


def whole_figures(connection: Connection, info: AssignmentInfo, view: View) -> TestAndTotals:
    found = summaries.find_scores(connection, of_assignment(info.id)) or ScoreSummary()
    if view.mine is None:
        whole = score_figures(found)
        return TestAndTotals(whole, whole, "all")
    own = score_figures(view.own_scores)
    if view.may_show(found.n - view.own_scores.n) == "own":
        return TestAndTotals(own, own, "own")
    return TestAndTotals(own, score_figures(found), "all")


def versions_of(
    connection: Connection, course: Course, info: AssignmentInfo, view: View
) -> list[Version]:
    """Every item version answered, in no order."""
    found = []
    own = []
    for head in summaries.list_item_rows(connection, of_assignment(info.id)):
        key = head.item_id, head.version
        if view.basis(key, head.n) == "all":
            found.append(Version(*key, "all", read(head.figures)))
        elif key in view.own:
            own.append(key)
    items = item_bank.find_items(connection, course, own)
    for key in own:
        made = read(json.dumps(figures_of(items.get(key), view.own[key])))
        found.append(Version(*key, "own", made))
    return found


@dataclass(frozen=True, slots=True)
class WholeVersion:
    """All figures of an item version, as they may be shown. ``item`` None: many variants stand in
    one, or its text is lost. ``flags``: found in all there is, each with whether its evidence may
    be told.
    """

    version: str
    item: Item | None
    basis: Basis
    figures: ItemFigures
    flags: tuple[tuple[Flag, bool], ...]


def as_shown(
    found: ItemFigures, *, partly: bool
) -> tuple[ItemFigures, tuple[tuple[Flag, bool], ...]]:
    """Figures, and flags as :class:`WholeVersion` has them. ``partly``: they tell of people whose
    answers may not be seen by name.
    """
    flags = tuple((flag, not (partly and over_few(flag))) for flag in item_flags(found))
    return (over_cohorts(found) if partly else found), flags


def item_versions(
    connection: Connection, course: Course, info: AssignmentInfo, view: View, item_id: str
) -> list[WholeVersion]:
    """Every version of an item that was answered in an assignment, the most answered first."""
    found = []
    for row in summaries.find_item_figures(connection, of_assignment(info.id), item_id):
        key = row.item_id, row.version
        basis = view.basis(key, row.n)
        summary = row.summary if basis == "all" else view.own.get(key)
        if summary is None:
            continue
        item = None
        if row.version != VARIANTS:
            item = item_bank.find_item(connection, course, *key)
        shown, flags = as_shown(all_figures(item, summary), partly=view.partly(basis))
        found.append(WholeVersion(row.version, item, basis, shown, flags))
    return found
