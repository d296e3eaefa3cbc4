"""What a group's page reads: who studies in it, what is given to whom and how far it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from quizzes.needs_help import MISSED_DAYS
from quizzes.timing import Allowance, Window, for_person
from webapp.queries import chunks
from webapp.queries.assignments import AssignmentInfo, allowances_in, list_of_cohort
from webapp.queries.giving import list_targets_of, targets_that_reach
from webapp.queries.kept_scores import answers_in
from webapp.tables import (
    attempts,
    cohorts,
    counted_sittings,
    drafts,
    enrolments,
    learner_costs,
    sitting_items,
    sittings,
    users,
)

EXTENDED = timedelta(days=60)
"""An assignment that closed for everybody longer ago is open to nobody: no extension goes on for
so long."""
MISSED = timedelta(days=MISSED_DAYS + 1)
"""An assignment that closed for everybody not longer ago may be one that somebody missed."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A student of a cohort: in which groups of it, since when."""

    user_id: int
    name: str
    login: str
    groups: frozenset[int]
    since: datetime


def list_enrolled(
    connection: Connection, cohort_id: int, group_ids: Collection[int] | None = None
) -> list[Enrolled]:
    """The students of these groups of a cohort (None: of all), each once, with all of their
    groups.
    """
    student = (
        enrolments.c.cohort_id == cohort_id,
        enrolments.c.role == "student",
        enrolments.c.group_id.is_not(None),
        enrolments.c.ended_at.is_(None),
    )
    statement = (
        select(
            users.c.id,
            users.c.name,
            func.coalesce(users.c.login, ""),
            enrolments.c.group_id,
            enrolments.c.created_at,
        )
        .join(users, users.c.id == enrolments.c.user_id)
        .where(*student)
        .order_by(users.c.id, enrolments.c.id)
    )
    if group_ids is not None:
        here = select(enrolments.c.user_id).where(enrolments.c.group_id.in_(group_ids), *student)
        statement = statement.where(enrolments.c.user_id.in_(here))
    rows: dict[int, list[Any]] = {}
    for row in connection.execute(statement):
        rows.setdefault(row[0], []).append(row)
    return [
        Enrolled(
            user_id,
            theirs[0][1],
            theirs[0][2],
            frozenset(row[3] for row in theirs),
            min(row[4] for row in theirs),
        )
        for user_id, theirs in rows.items()
    ]


def find_term(connection: Connection, cohort_id: int) -> tuple[date | None, date | None]:
    """First and last day of a cohort, as far as they are set."""
    row = connection.execute(
        select(cohorts.c.starts_on, cohorts.c.ends_on).where(cohorts.c.id == cohort_id)
    ).one()
    return row[0], row[1]


class Try(NamedTuple):
    """A sitting of an assignment. ``given`` of ``items`` are answered, of one that runs.
    ``answered``, ``earned`` of ``most`` points: of a finished one of an assignment with a pass
    mark, as it is counted; ``earned`` None: not yet, or an answer waits.
    """

    user_id: int
    started_at: datetime
    closed_at: datetime | None
    items: int = 0
    given: int = 0
    answered: int = 0
    earned: Fraction | None = None
    most: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """An assignment that is open to somebody, or was of late: to whom it is given, what they are
    granted, and their sittings, oldest first.
    """

    info: AssignmentInfo
    targets: frozenset[tuple[str, int]]
    allowances: Mapping[int, Allowance]
    tries: Mapping[int, list[Try]]

    def given_to(self, student: Enrolled) -> bool:
        wanted = targets_that_reach(self.info.cohort_id, student.user_id, student.groups)
        return not self.targets.isdisjoint(wanted)


def list_given(
    connection: Connection,
    cohort_id: int,
    user_ids: Collection[int],
    now: datetime,
    lately: timedelta = MISSED,
) -> list[Given]:
    """The assignments of a cohort that are open, to some perhaps only by an extension, and those
    that closed ``lately``, by opening. A fixed number of statements, whatever the number of people.
    """
    infos, granted = _of_late(connection, cohort_id, now, lately)
    if not infos:
        return []
    ids = [one.id for one in infos]
    targets = list_targets_of(connection, ids)
    marked = {one.id for one in infos if one.rules.pass_share is not None}
    tries = _tries(connection, ids, user_ids, marked)
    return [
        Given(one, frozenset(targets[one.id]), granted[one.id], tries.get(one.id, {}))
        for one in infos
    ]


def list_ends(
    connection: Connection, cohort_id: int, now: datetime
) -> dict[int, tuple[Window, Mapping[int, Allowance]]]:
    """Assignment → its window and what people are granted there, of those of :func:`list_given`."""
    infos, granted = _of_late(connection, cohort_id, now, MISSED)
    return {one.id: (one.window, granted[one.id]) for one in infos}


def _of_late(
    connection: Connection, cohort_id: int, now: datetime, lately: timedelta
) -> tuple[list[AssignmentInfo], dict[int, dict[int, Allowance]]]:
    infos = [
        one
        for one in list_of_cohort(connection, cohort_id)
        if not one.withdrawn
        and one.window.opens <= now
        and (one.window.closes is None or one.window.closes > now - max(EXTENDED, lately))
    ]
    if not infos:
        return [], {}
    granted = allowances_in(connection, cohort_id, [one.id for one in infos])
    return [one for one in infos if _open(one, granted[one.id], now - lately)], granted


def _open(info: AssignmentInfo, granted: Mapping[int, Allowance], now: datetime) -> bool:
    """Whether somebody could begin it after ``now``."""
    closes = [info.window.closes]
    closes += [for_person(info.window, one).closes for one in granted.values()]
    return any(one is None or one > now for one in closes)


def _tries(
    connection: Connection,
    assignment_ids: Collection[int],
    user_ids: Collection[int],
    marked: Collection[int],
) -> dict[int, dict[int, list[Try]]]:
    """Assignment → student → sittings; of those ``marked`` with what they earned."""
    rows: list[Any] = []
    for some in chunks(user_ids):
        rows += connection.execute(
            select(
                sittings.c.assignment_id,
                sittings.c.user_id,
                sittings.c.id,
                sittings.c.started_at,
                sittings.c.closed_at,
            )
            .where(sittings.c.assignment_id.in_(assignment_ids), sittings.c.user_id.in_(some))
            .order_by(sittings.c.id)
        )
    running = [row[2] for row in rows if row[4] is None]
    drawn = _counts(connection, sitting_items, sitting_items.c.position, running)
    typed = _counts(connection, drafts, drafts.c.item_id, running)
    sent = _counts(connection, attempts, attempts.c.item_id, running)
    ended = [row[2] for row in rows if row[4] is not None and row[0] in marked]
    earned = _earned(connection, ended)
    found: dict[int, dict[int, list[Try]]] = {}
    for row in rows:
        items = drawn.get(row[2], 0)
        given = min(items, typed.get(row[2], 0) + sent.get(row[2], 0))
        theirs = found.setdefault(row[0], {}).setdefault(row[1], [])
        result = earned.get(row[2], (0, None, 0))
        theirs.append(Try(row[1], row[3], row[4], items, given, *result))
    return found


def _earned(
    connection: Connection, sitting_ids: Collection[int]
) -> dict[int, tuple[int, Fraction | None, int]]:
    """Counted sitting → (answers, points earned, points there are)."""
    found: dict[int, tuple[int, Fraction | None, int]] = {}
    for some in chunks(sitting_ids):
        rows: Any = connection.execute(
            select(
                counted_sittings.c.sitting_id,
                counted_sittings.c.mark,
                counted_sittings.c.score_num,
                counted_sittings.c.score_den,
                counted_sittings.c.points,
            ).where(counted_sittings.c.sitting_id.in_(some))
        )
        for sitting_id, mark, num, den, points in rows:
            earned = Fraction(num, den) if num is not None else None
            found[sitting_id] = answers_in(mark), earned, points
    return found


def _counts(
    connection: Connection, table: Any, column: Any, sitting_ids: Collection[int]
) -> dict[int, int]:
    """Sitting → how many different values a column has."""
    found: dict[int, int] = {}
    for some in chunks(sitting_ids):
        rows: Any = connection.execute(
            select(table.c.sitting_id, func.count(column.distinct()))
            .where(table.c.sitting_id.in_(some))
            .group_by(table.c.sitting_id)
        )
        found |= {row[0]: row[1] for row in rows}
    return found


class Missed(NamedTuple):
    """An objective that so many ``students`` missed, in so many ``answers``."""

    name: str
    students: int
    answers: int


def list_missed(
    connection: Connection, group_ids: Collection[int], since: date
) -> dict[int, list[Missed]]:
    """Group → the objectives that two students or more missed, in the weeks whose Monday is from
    ``since`` on; those that most students missed first. Groups without any are not named.
    """
    per_student = (
        select(
            enrolments.c.group_id.label("group_id"),
            learner_costs.c.name.label("name"),
            func.sum(learner_costs.c.missed).label("missed"),
        )
        .join(learner_costs, learner_costs.c.user_id == enrolments.c.user_id)
        .where(*_asked(group_ids, since), learner_costs.c.missed > 0)
        .group_by(enrolments.c.group_id, learner_costs.c.user_id, learner_costs.c.name)
        .subquery()
    )
    found: dict[int, list[Missed]] = {}
    for row in connection.execute(
        select(
            per_student.c.group_id,
            per_student.c.name,
            func.count(),
            func.sum(per_student.c.missed),
        )
        .group_by(per_student.c.group_id, per_student.c.name)
        .having(func.count() > 1)
    ):
        found.setdefault(row[0], []).append(Missed(row[1], row[2], int(row[3])))
    for theirs in found.values():
        theirs.sort(key=lambda one: -one.students)
    return found


def list_asked(
    connection: Connection, group_ids: Collection[int], names: Collection[str], since: date
) -> dict[tuple[int, str], tuple[int, int]]:
    """(group, objective) → students who were asked, answers; of these objectives in these weeks."""
    rows: Any = connection.execute(
        select(
            enrolments.c.group_id,
            learner_costs.c.name,
            func.count(learner_costs.c.user_id.distinct()),
            func.sum(learner_costs.c.asked),
        )
        .join(learner_costs, learner_costs.c.user_id == enrolments.c.user_id)
        .where(*_asked(group_ids, since), learner_costs.c.name.in_(names))
        .group_by(enrolments.c.group_id, learner_costs.c.name)
    )
    return {(row[0], row[1]): (row[2], int(row[3])) for row in rows}


def _asked(group_ids: Collection[int], since: date) -> tuple[Any, ...]:
    """What the students of these groups were asked about objectives."""
    return (
        enrolments.c.group_id.in_(group_ids),
        enrolments.c.role == "student",
        enrolments.c.ended_at.is_(None),
        learner_costs.c.week >= since,
        learner_costs.c.kind == "objective",
    )


class HandedIn(NamedTuple):
    """How many of these groups' students have an open assignment, and have handed it in."""

    info: AssignmentInfo
    given: int
    handed_in: int


def list_handed_in(
    connection: Connection,
    cohort_id: int,
    group_ids: Collection[int],
    now: datetime,
    closed_since: datetime | None = None,
) -> list[HandedIn]:
    """The assignments open now for everybody, with counts over the students of these groups; with
    ``closed_since`` those that closed since then instead.
    """
    infos = [
        one
        for one in list_of_cohort(connection, cohort_id)
        if not one.withdrawn
        and one.window.opens <= now
        and (
            (one.window.closes is None or one.window.closes > now)
            if closed_since is None
            else (one.window.closes is not None and closed_since <= one.window.closes <= now)
        )
    ]
    if not infos:
        return []
    ids = [one.id for one in infos]
    groups: dict[int, set[int]] = {}  # student → groups, of these
    for row in connection.execute(
        select(enrolments.c.user_id, enrolments.c.group_id).where(
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.role == "student",
            enrolments.c.ended_at.is_(None),
        )
    ):
        if row[1] in group_ids:
            groups.setdefault(row[0], set()).add(row[1])
    reach = {
        user_id: targets_that_reach(cohort_id, user_id, theirs)
        for user_id, theirs in groups.items()
    }
    given = {
        assignment_id: {user_id for user_id, mine in reach.items() if not targets.isdisjoint(mine)}
        for assignment_id, targets in list_targets_of(connection, ids).items()
    }
    done: dict[int, set[int]] = {one: set() for one in ids}
    for row in connection.execute(
        select(sittings.c.assignment_id, sittings.c.user_id).where(
            sittings.c.assignment_id.in_(ids), sittings.c.closed_at.is_not(None)
        )
    ):
        done[row[0]].add(row[1])
    return [
        HandedIn(one, len(given[one.id]), len(given[one.id] & done[one.id]))
        for one in infos
        if given[one.id]
    ]
