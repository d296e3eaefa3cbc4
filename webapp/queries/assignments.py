"""Assignments: their rules, to whom they are given, and what single persons are granted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, or_, select, true

from quizzes.assessment import Assessment
from quizzes.rules import Rules
from quizzes.timing import Allowance, Window, for_person
from webapp.tables import (
    accommodations,
    assessments,
    assignment_targets,
    assignments,
    cohorts,
    enrolments,
    extensions,
    groups,
    users,
)


@dataclass(frozen=True, slots=True)
class AssignmentInfo:
    """An assignment as stored. ``window`` is the one for everybody."""

    id: int
    cohort_id: int
    assessment_id: int
    title: str
    note: str
    window: Window
    rules: Rules
    password_hash: str | None
    revision: int
    created_by: int
    withdrawn: bool


_COLUMNS = (
    assignments.c.id,
    assignments.c.cohort_id,
    assignments.c.assessment_id,
    assignments.c.title,
    assignments.c.note,
    assignments.c.opens_at,
    assignments.c.due_at,
    assignments.c.closes_at,
    assignments.c.limit_s,
    assignments.c.rules,
    assignments.c.password_hash,
    assignments.c.revision,
    assignments.c.created_by,
    assignments.c.withdrawn_at,
)


@lru_cache(maxsize=500)
def _rules(text: str) -> Rules:
    return Rules.model_validate_json(text)


@lru_cache(maxsize=500)
def _assessment(text: str) -> Assessment:
    return Assessment.model_validate_json(text)


def _info(row: Any) -> AssignmentInfo:
    return AssignmentInfo(
        id=row[0],
        cohort_id=row[1],
        assessment_id=row[2],
        title=row[3],
        note=row[4],
        window=Window(
            row[5], row[6], row[7], timedelta(seconds=row[8]) if row[8] is not None else None
        ),
        rules=_rules(row[9]),
        password_hash=row[10],
        revision=row[11],
        created_by=row[12],
        withdrawn=row[13] is not None,
    )


def find_assignment(connection: Connection, assignment_id: int) -> AssignmentInfo | None:
    row = connection.execute(select(*_COLUMNS).where(assignments.c.id == assignment_id)).first()
    return _info(row) if row is not None else None


def list_of_cohort(connection: Connection, cohort_id: int) -> list[AssignmentInfo]:
    """All assignments of a cohort, the withdrawn too, by opening."""
    return [
        _info(row)
        for row in connection.execute(
            select(*_COLUMNS)
            .where(assignments.c.cohort_id == cohort_id)
            .order_by(assignments.c.opens_at, assignments.c.id)
        )
    ]


def list_for_student(connection: Connection, user_id: int) -> list[AssignmentInfo]:
    """What is given to a person as a student, in cohorts that are not archived, by opening."""
    return [
        _info(row)
        for row in connection.execute(
            select(*_COLUMNS)
            .join(cohorts, cohorts.c.id == assignments.c.cohort_id)
            .where(
                cohorts.c.archived_at.is_(None),
                assignments.c.withdrawn_at.is_(None),
                exists().where(_given(user_id)),
            )
            .order_by(assignments.c.opens_at, assignments.c.id)
        )
    ]


def _given(user_id: Any) -> Any:
    """Whether an active enrolment as a student and a target meet."""
    return and_(
        enrolments.c.user_id == user_id,
        enrolments.c.cohort_id == assignments.c.cohort_id,
        enrolments.c.role == "student",
        enrolments.c.ended_at.is_(None),
        assignment_targets.c.assignment_id == assignments.c.id,
        or_(
            and_(
                assignment_targets.c.kind == "cohort",
                assignment_targets.c.target_id == enrolments.c.cohort_id,
            ),
            and_(
                assignment_targets.c.kind == "group",
                assignment_targets.c.target_id == enrolments.c.group_id,
            ),
            and_(
                assignment_targets.c.kind == "student",
                assignment_targets.c.target_id == enrolments.c.user_id,
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Student:
    """A student to whom an assignment is given, by the enrolment that makes it so."""

    user_id: int
    name: str
    login: str
    enrolment_id: int
    group_id: int | None
    group: str


def list_students(
    connection: Connection, assignment_id: int, group_ids: frozenset[int] | None = None
) -> list[Student]:
    """To whom an assignment is given now; each person once. ``group_ids``: only those who have it
    in one of these groups.
    """
    within: Any = true() if group_ids is None else enrolments.c.group_id.in_(group_ids)
    rows = connection.execute(
        select(
            users.c.id,
            users.c.name,
            users.c.login,
            enrolments.c.id,
            enrolments.c.group_id,
            groups.c.title,
        )
        .select_from(assignments)
        .join(enrolments, enrolments.c.cohort_id == assignments.c.cohort_id)
        .join(users, users.c.id == enrolments.c.user_id)
        .outerjoin(groups, groups.c.id == enrolments.c.group_id)
        .join(assignment_targets, assignment_targets.c.assignment_id == assignments.c.id)
        .where(assignments.c.id == assignment_id, _given(users.c.id), within)
        .order_by(users.c.id, enrolments.c.id)
    )
    found: dict[int, Student] = {}
    for row in rows:
        found.setdefault(
            row[0], Student(row[0], row[1], row[2] or "", row[3], row[4], row[5] or "")
        )
    return list(found.values())


_find_student = (  # asked with every save: built once
    select(enrolments.c.id)
    .select_from(assignments)
    .join(enrolments, enrolments.c.cohort_id == assignments.c.cohort_id)
    .join(assignment_targets, assignment_targets.c.assignment_id == assignments.c.id)
    .where(assignments.c.id == bindparam("assignment_id"), _given(bindparam("user_id")))
    .order_by(enrolments.c.id)
    .limit(1)
)


def find_student(connection: Connection, assignment_id: int, user_id: int) -> int | None:
    """Id of the enrolment by which an assignment is given to a person; None: it is not."""
    return connection.execute(
        _find_student, {"assignment_id": assignment_id, "user_id": user_id}
    ).scalar()


def allowances(
    connection: Connection, assignment: AssignmentInfo, user_id: int | None = None
) -> dict[int, Allowance]:
    """Person → what they are granted in an assignment: the accommodation and the extensions that
    stand. People with nothing granted are not named.
    """
    return allowances_in(connection, assignment.cohort_id, [assignment.id], user_id)[assignment.id]


def allowances_in(
    connection: Connection,
    cohort_id: int,
    assignment_ids: Collection[int],
    user_id: int | None = None,
) -> dict[int, dict[int, Allowance]]:
    """Assignment → :func:`allowances`, of several assignments of one cohort."""
    mine: Any = accommodations.c.cohort_id == cohort_id
    if user_id is not None:
        mine = and_(mine, accommodations.c.user_id == user_id)
    everywhere: dict[int, Allowance] = {}
    for row in connection.execute(
        select(
            accommodations.c.user_id,
            accommodations.c.time_num,
            accommodations.c.time_den,
            accommodations.c.extra_attempts,
            accommodations.c.later_close_s,
        ).where(mine)
    ):
        everywhere[row[0]] = Allowance(
            factor=Fraction(row[1], row[2]),
            later_close=timedelta(seconds=row[4]),
            extra_attempts=row[3],
        )
    found = {assignment_id: dict(everywhere) for assignment_id in assignment_ids}
    granted: Any = and_(
        extensions.c.assignment_id.in_(assignment_ids), extensions.c.revoked_at.is_(None)
    )
    if user_id is not None:
        granted = and_(granted, extensions.c.user_id == user_id)
    grants: Any = connection.execute(
        select(
            extensions.c.user_id,
            extensions.c.closes_at,
            extensions.c.extra_s,
            extensions.c.extra_attempts,
            extensions.c.assignment_id,
        )
        .where(granted)
        .order_by(extensions.c.id)
    )
    for row in grants:
        theirs = found[row[4]]
        before = theirs.get(row[0], Allowance())
        theirs[row[0]] = Allowance(
            factor=before.factor,
            later_close=before.later_close,
            closes=row[1] if row[1] is not None else before.closes,
            extra_time=before.extra_time + timedelta(seconds=row[2]),
            extra_attempts=before.extra_attempts + row[3],
        )
    return found


def allowance_of(connection: Connection, assignment: AssignmentInfo, user_id: int) -> Allowance:
    """What one person is granted; nothing, if nothing was."""
    return allowances(connection, assignment, user_id).get(user_id, Allowance())


def latest_close(connection: Connection, assignment: AssignmentInfo) -> datetime | None:
    """When an assignment has closed for everyone: the latest close of all who have it. None: it
    never closes. Keys may be seen only after that.
    """
    if assignment.window.closes is None:
        return None
    closes = [assignment.window.closes]
    given = {one.user_id for one in list_students(connection, assignment.id)}
    for user_id, allowance in allowances(connection, assignment).items():
        theirs = for_person(assignment.window, allowance).closes
        if user_id in given and theirs is not None:
            closes.append(theirs)
    return max(closes)


def find_assessment(connection: Connection, assessment_id: int) -> tuple[Any, Assessment] | None:
    """(row id, cohort_id, title, revision, archived_at, created_by; what is asked)."""
    row = connection.execute(
        select(
            assessments.c.id,
            assessments.c.cohort_id,
            assessments.c.title,
            assessments.c.revision,
            assessments.c.archived_at,
            assessments.c.created_by,
            assessments.c.definition,
        ).where(assessments.c.id == assessment_id)
    ).first()
    return (row, _assessment(row[6])) if row is not None else None
