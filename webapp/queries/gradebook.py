"""What the gradebook shows: who studies in a cohort, what is given to whom, what they handed in."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, select

from quizzes.timing import Allowance
from webapp.queries import assignments as assignments_
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.giving import list_targets_of, targets_that_reach
from webapp.queries.kept_scores import load_kept
from webapp.queries.results import SittingScore, load_many
from webapp.queries.trails import list_trails
from webapp.tables import (
    assignments,
    attempts,
    enrolments,
    groups,
    set_aside,
    sitting_items,
    sittings,
    users,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A student of a cohort. ``groups`` are those of the person now (id → title); for someone who
    left, the last one. ``left``: no longer a student here.
    """

    user_id: int
    name: str
    login: str
    groups: dict[int, str]
    left: bool


def list_members(connection: Connection, cohort_id: int) -> list[Member]:
    """All who study or studied in a cohort, each once."""
    rows = connection.execute(
        select(
            users.c.id,
            users.c.name,
            users.c.login,
            enrolments.c.group_id,
            groups.c.title,
            enrolments.c.ended_at,
        )
        .join(users, users.c.id == enrolments.c.user_id)
        .outerjoin(groups, groups.c.id == enrolments.c.group_id)
        .where(enrolments.c.cohort_id == cohort_id, enrolments.c.role == "student")
        .order_by(enrolments.c.user_id, enrolments.c.id)
    )
    mine: dict[int, list[Any]] = {}
    for row in rows:
        mine.setdefault(row[0], []).append(row)
    found = []
    for user_id, theirs in mine.items():
        active = [row for row in theirs if row[5] is None]
        shown = active or [max(theirs, key=lambda row: row[5])]
        found.append(
            Member(
                user_id=user_id,
                name=shown[0][1],
                login=shown[0][2] or "",
                groups={row[3]: row[4] for row in shown if row[3] is not None},
                left=not active,
            )
        )
    return found


def visible(members: Collection[Member], groups_: frozenset[int] | None) -> list[Member]:
    """Those whom a member of staff with these groups (None: all) may see."""
    if groups_ is None:
        return list(members)
    return [one for one in members if not groups_.isdisjoint(one.groups)]


@dataclass(frozen=True, slots=True)
class Grid:
    """All of a cohort's assignments, students and sittings."""

    infos: list[AssignmentInfo]
    members: list[Member]
    given: dict[int, frozenset[int]]  # assignment → people to whom it is given now
    scores: dict[int, list[SittingScore]]  # assignment → sittings


def load_grid(
    connection: Connection,
    cohort_id: int,
    only: int | None = None,
    user_ids: Collection[int] | None = None,
) -> Grid:
    """``only``: one assignment of the cohort, with the lines of its sittings; else results, as
    they are counted. ``user_ids``: the sittings of these people (with ``only`` at most 500); None:
    of all. The number of statements does not grow with the assignments.
    """
    infos = [
        info
        for info in assignments_.list_of_cohort(connection, cohort_id)
        if only is None or info.id == only
    ]
    members = list_members(connection, cohort_id)
    targets = list_targets_of(connection, [info.id for info in infos])
    reach = {
        one.user_id: targets_that_reach(cohort_id, one.user_id, one.groups)
        for one in members
        if not one.left
    }
    given = {
        assignment_id: frozenset(
            user_id for user_id, mine in reach.items() if not theirs.isdisjoint(mine)
        )
        for assignment_id, theirs in targets.items()
    }
    if only is None:
        scores = load_kept(connection, infos, user_ids)
    else:
        scores = load_many(connection, infos, user_ids=user_ids)
    return Grid(infos, members, given, scores)


def list_who_began(connection: Connection, assignment_id: int) -> set[int]:
    """The people who have a sitting of an assignment."""
    statement = select(sittings.c.user_id).where(sittings.c.assignment_id == assignment_id)
    return set(connection.execute(statement).scalars())


@dataclass(frozen=True, slots=True)
class SittingHead:
    """Who sat what, when, and how it ended."""

    sitting_id: int
    assignment_id: int
    cohort_id: int
    user_id: int
    name: str
    login: str
    ordinal: int
    seed: str
    started_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    stamped_at: datetime | None
    scored_at: datetime | None
    group_then: int | None  # the group of the enrolment it was begun by


def find_sitting(connection: Connection, sitting_id: int) -> SittingHead | None:
    """A sitting of an assignment; None for practice in lessons, too."""
    row: Any = connection.execute(
        select(
            sittings.c.id,
            sittings.c.assignment_id,
            assignments.c.cohort_id,
            sittings.c.user_id,
            users.c.name,
            users.c.login,
            sittings.c.ordinal,
            sittings.c.seed,
            sittings.c.started_at,
            sittings.c.closed_at,
            sittings.c.closed_by,
            sittings.c.stamped_at,
            sittings.c.scored_at,
            enrolments.c.group_id,
        )
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .join(users, users.c.id == sittings.c.user_id)
        .outerjoin(enrolments, enrolments.c.id == sittings.c.enrolment_id)
        .where(sittings.c.id == sitting_id)
    ).first()
    if row is None:
        return None
    values = list(row)
    values[5], values[7] = row[5] or "", row[7] or ""
    return SittingHead(*values)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One outcome of an answer, as it was given."""

    status: str
    score: Fraction
    at: datetime
    marker: str | None  # name; None: the machine
    reason: str
    correction: str | None  # kind of the correction that made it


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An attempt with all its outcomes, oldest first."""

    attempt_id: int
    item_id: str
    version: str
    number: int
    response: Any  # None: it could not be read
    form: dict[str, list[str]]
    received_at: datetime
    trail: tuple[Judgement, ...]


def list_answers(connection: Connection, sitting_id: int) -> list[GivenAnswer]:
    """What was answered in a sitting, in the order it came."""
    trails = {
        attempt_id: tuple(Judgement(row[1], Fraction(row[2], row[3]), *row[4:]) for row in rows)
        for attempt_id, rows in list_trails(connection, [sitting_id]).items()
    }
    return [
        GivenAnswer(
            *row[:4], json.loads(row[4]), json.loads(row[5]), row[6], trails.get(row[0], ())
        )
        for row in connection.execute(
            select(
                attempts.c.id,
                attempts.c.item_id,
                attempts.c.item_version,
                attempts.c.number,
                attempts.c.response,
                attempts.c.form,
                attempts.c.received_at,
            )
            .where(attempts.c.sitting_id == sitting_id)
            .order_by(attempts.c.id)
        )
    ]


@dataclass(frozen=True, slots=True)
class Aside:
    """A text that something newer replaced."""

    item_id: str
    form: dict[str, list[str]]
    reason: str
    at: datetime


def list_aside(connection: Connection, sitting_id: int) -> list[Aside]:
    return [
        Aside(row[0], json.loads(row[1]), row[2], row[3])
        for row in connection.execute(
            select(set_aside.c.item_id, set_aside.c.form, set_aside.c.reason, set_aside.c.at)
            .where(set_aside.c.sitting_id == sitting_id)
            .order_by(set_aside.c.id)
        )
    ]


def list_openings(
    connection: Connection, sitting_id: int
) -> dict[int, tuple[datetime | None, bool]]:
    """Position → (when the item was first opened, whether it is flagged)."""
    return {
        row[0]: (row[1], row[2])
        for row in connection.execute(
            select(
                sitting_items.c.position, sitting_items.c.opened_at, sitting_items.c.flagged
            ).where(sitting_items.c.sitting_id == sitting_id)
        )
    }


@dataclass(frozen=True, slots=True)
class SittingFile:
    """All that staff may see of one sitting."""

    head: SittingHead
    assignment: AssignmentInfo
    allowance: Allowance
    scores: list[SittingScore]  # of all tries of the person
    answers: list[GivenAnswer]
    aside: list[Aside]
    openings: dict[int, tuple[datetime | None, bool]]
    member: Member | None


def load_sitting(connection: Connection, head: SittingHead) -> SittingFile:
    info = assignments_.find_assignment(connection, head.assignment_id)
    assert info is not None
    member = next(
        (one for one in list_members(connection, head.cohort_id) if one.user_id == head.user_id),
        None,
    )
    return SittingFile(
        head,
        info,
        assignments_.allowance_of(connection, info, head.user_id),
        load_many(connection, [info], user_id=head.user_id)[info.id],
        list_answers(connection, head.sitting_id),
        list_aside(connection, head.sitting_id),
        list_openings(connection, head.sitting_id),
        member,
    )


def groups_of_sitting(connection: Connection, head: SittingHead) -> frozenset[int]:
    """The groups whose staff may see a sitting: the student's groups now; after leaving, the one
    it was begun in.
    """
    now = {
        row[0]
        for row in connection.execute(
            select(enrolments.c.group_id).where(
                enrolments.c.user_id == head.user_id,
                enrolments.c.cohort_id == head.cohort_id,
                enrolments.c.role == "student",
                enrolments.c.ended_at.is_(None),
                enrolments.c.group_id.is_not(None),
            )
        )
    }
    if not now and head.group_then is not None:
        now = {head.group_then}
    return frozenset(now)


def list_groups(connection: Connection, cohort_id: int) -> list[tuple[int, str]]:
    """(id, title) of a cohort's groups."""
    return [
        (row[0], row[1])
        for row in connection.execute(
            select(groups.c.id, groups.c.title)
            .where(groups.c.cohort_id == cohort_id)
            .order_by(groups.c.title, groups.c.id)
        )
    ]
