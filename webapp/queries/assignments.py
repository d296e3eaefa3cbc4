"""Assignments: their rules, to whom they are given, and what single persons are granted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, or_, select, true

from quizzes.assessment import Assessment
from quizzes.rules import Rules
from quizzes.timing import Allowance, Window, for_person
from webapp.queries import Prepared, chunks
from webapp.tables import (
    accommodations,
    assessments,
    assignment_targets,
    assignments,
    cohorts,
    enrolments,
    extensions,
    groups,
    sittings,
    users,
)

_handed_in = sittings.alias()


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


_find_assignment = Prepared(
    lambda _: select(*_COLUMNS).where(assignments.c.id == bindparam("assignment_id"))
)


def find_assignment(connection: Connection, assignment_id: int) -> AssignmentInfo | None:
    row = _find_assignment.first(connection, assignment_id=assignment_id)
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


_list_for_student = Prepared(
    lambda _: (
        select(*_COLUMNS, cohorts.c.title)
        .join(cohorts, cohorts.c.id == assignments.c.cohort_id)
        .where(
            cohorts.c.archived_at.is_(None),
            assignments.c.withdrawn_at.is_(None),
            exists().where(_given(bindparam("user_id"))),
        )
        .order_by(assignments.c.opens_at, assignments.c.id)
    )
)


def list_for_student(connection: Connection, user_id: int) -> list[AssignmentInfo]:
    """What is given to a person as a student, in cohorts that are not archived, by opening."""
    return [info for info, _ in list_with_cohort(connection, user_id)]


def list_with_cohort(connection: Connection, user_id: int) -> list[tuple[AssignmentInfo, str]]:
    """The same, each with the title of its cohort."""
    return [
        (_info(row), row[len(_COLUMNS)])
        for row in _list_for_student.rows(connection, user_id=user_id)
    ]


@dataclass(frozen=True, slots=True)
class ToDo:
    """An assignment that a student has not handed in yet; ``begun``: when the sitting under way
    began, None: none is.
    """

    info: AssignmentInfo
    begun: datetime | None


def list_to_do(
    connection: Connection, user_id: int, opens_by: datetime, closes_after: datetime
) -> list[ToDo]:
    """What is given to a student and was never handed in, by opening. The dates are those for
    everybody.
    """
    theirs = and_(sittings.c.assignment_id == assignments.c.id, sittings.c.user_id == user_id)
    rows = connection.execute(
        select(*_COLUMNS, sittings.c.started_at)
        .join(cohorts, cohorts.c.id == assignments.c.cohort_id)
        .outerjoin(sittings, and_(theirs, sittings.c.closed_at.is_(None)))
        .where(
            cohorts.c.archived_at.is_(None),
            assignments.c.withdrawn_at.is_(None),
            assignments.c.opens_at <= opens_by,
            or_(assignments.c.closes_at.is_(None), assignments.c.closes_at > closes_after),
            exists().where(_given(user_id)),
            ~exists().where(
                _handed_in.c.assignment_id == assignments.c.id,
                _handed_in.c.user_id == user_id,
                _handed_in.c.closed_at.is_not(None),
            ),
        )
        .order_by(assignments.c.opens_at, assignments.c.id)
    )
    return [ToDo(_info(row), row[-1]) for row in rows]


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


def list_student_ids(
    connection: Connection, assignment_id: int, group_ids: frozenset[int] | None = None
) -> frozenset[int]:
    """The same people as of :func:`list_students`, by number alone."""
    within: Any = true() if group_ids is None else enrolments.c.group_id.in_(group_ids)
    rows = connection.execute(
        select(enrolments.c.user_id)
        .select_from(assignments)
        .join(enrolments, enrolments.c.cohort_id == assignments.c.cohort_id)
        .join(assignment_targets, assignment_targets.c.assignment_id == assignments.c.id)
        .where(assignments.c.id == assignment_id, _given(enrolments.c.user_id), within)
    )
    return frozenset(rows.scalars())


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


def list_given(connection: Connection, cohort_id: int, user_id: int) -> set[int]:
    """Ids of the assignments of a cohort that are given to a person now."""
    return set(
        connection.execute(
            select(assignments.c.id).where(
                assignments.c.cohort_id == cohort_id, exists().where(_given(user_id))
            )
        ).scalars()
    )


_find_student = Prepared(
    lambda _: (
        select(enrolments.c.id)
        .select_from(assignments)
        .join(enrolments, enrolments.c.cohort_id == assignments.c.cohort_id)
        .join(assignment_targets, assignment_targets.c.assignment_id == assignments.c.id)
        .where(assignments.c.id == bindparam("assignment_id"), _given(bindparam("user_id")))
        .order_by(enrolments.c.id)
        .limit(1)
    )
)


def find_student(connection: Connection, assignment_id: int, user_id: int) -> int | None:
    """Id of the enrolment by which an assignment is given to a person; None: it is not."""
    row = _find_student.first(connection, assignment_id=assignment_id, user_id=user_id)
    return row[0] if row is not None else None


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
    found: dict[int, dict[int, Allowance]] = {one: {} for one in assignment_ids}
    for row in connection.execute(select(*_ACCOMMODATION).where(mine)):
        for theirs in found.values():
            theirs[row[0]] = _accommodated(row)
    granted: Any = and_(
        extensions.c.assignment_id.in_(assignment_ids), extensions.c.revoked_at.is_(None)
    )
    if user_id is not None:
        granted = and_(granted, extensions.c.user_id == user_id)
    grants: Any = connection.execute(
        select(*_EXTENSION, extensions.c.assignment_id).where(granted).order_by(extensions.c.id)
    )
    for row in grants:
        theirs = found[row[4]]
        theirs[row[0]] = _extended(theirs.get(row[0], Allowance()), row)
    return found


_ACCOMMODATION = (
    accommodations.c.user_id,
    accommodations.c.time_num,
    accommodations.c.time_den,
    accommodations.c.extra_attempts,
    accommodations.c.later_close_s,
)
_EXTENSION = (
    extensions.c.user_id,
    extensions.c.closes_at,
    extensions.c.extra_s,
    extensions.c.extra_attempts,
)


def _accommodated(row: Any) -> Allowance:
    return Allowance(
        factor=Fraction(row[1], row[2]),
        later_close=timedelta(seconds=row[4]),
        extra_attempts=row[3],
    )


def _extended(before: Allowance, row: Any) -> Allowance:
    """What was granted before, and an extension more."""
    return Allowance(
        factor=before.factor,
        later_close=before.later_close,
        closes=row[1] if row[1] is not None else before.closes,
        extra_time=before.extra_time + timedelta(seconds=row[2]),
        extra_attempts=before.extra_attempts + row[3],
    )


_accommodation_of = Prepared(
    lambda _: select(*_ACCOMMODATION).where(
        accommodations.c.cohort_id == bindparam("cohort_id"),
        accommodations.c.user_id == bindparam("user_id"),
    )
)
_extensions_of = Prepared(
    lambda _: (
        select(*_EXTENSION)
        .where(
            extensions.c.assignment_id == bindparam("assignment_id"),
            extensions.c.user_id == bindparam("user_id"),
            extensions.c.revoked_at.is_(None),
        )
        .order_by(extensions.c.id)
    )
)


def allowance_of(connection: Connection, assignment: AssignmentInfo, user_id: int) -> Allowance:
    """What one person is granted; nothing, if nothing was."""
    found = Allowance()
    row = _accommodation_of.first(connection, cohort_id=assignment.cohort_id, user_id=user_id)
    if row is not None:
        found = _accommodated(row)
    for row in _extensions_of.rows(connection, assignment_id=assignment.id, user_id=user_id):
        found = _extended(found, row)
    return found


def latest_close(connection: Connection, assignment: AssignmentInfo) -> datetime | None:
    """When an assignment has closed for everyone: the latest close of all who have it. None: it
    never closes. Keys may be seen only after that.
    """
    return latest_closes(connection, [assignment])[assignment.id]


def latest_closes(
    connection: Connection,
    infos: Sequence[AssignmentInfo],
    granted: Mapping[int, Mapping[int, Allowance]] | None = None,
) -> dict[int, datetime | None]:
    """Assignment → :func:`latest_close`, of several assignments of one cohort. ``granted``: what
    :func:`allowances_in` gave for them and everybody, if that was asked.
    """
    found = {info.id: info.window.closes for info in infos}
    closing = {info.id: info for info in infos if info.window.closes is not None}
    if not closing:
        return found
    if granted is None:
        granted = allowances_in(connection, infos[0].cohort_id, list(closing))
    people = {user_id for one in closing for user_id in granted[one]}
    for assignment_id, user_id in _given_among(connection, list(closing), people):
        allowance = granted[assignment_id].get(user_id)
        if allowance is None:
            continue
        theirs = for_person(closing[assignment_id].window, allowance).closes
        latest = found[assignment_id]
        if theirs is not None and latest is not None and theirs > latest:
            found[assignment_id] = theirs
    return found


def _given_among(
    connection: Connection, assignment_ids: Collection[int], user_ids: Collection[int]
) -> list[tuple[int, int]]:
    """(assignment, person) of these assignments and people, where the one is given to the other."""
    found: list[tuple[int, int]] = []
    for some in chunks(user_ids):
        rows: Any = connection.execute(
            select(assignments.c.id, enrolments.c.user_id)
            .select_from(assignments)
            .join(enrolments, enrolments.c.cohort_id == assignments.c.cohort_id)
            .join(assignment_targets, assignment_targets.c.assignment_id == assignments.c.id)
            .where(
                assignments.c.id.in_(assignment_ids),
                enrolments.c.user_id.in_(some),
                _given(enrolments.c.user_id),
            )
            .distinct()
        )
        found += [(row[0], row[1]) for row in rows]
    return found


_find_assessment = Prepared(
    lambda _: select(
        assessments.c.id,
        assessments.c.cohort_id,
        assessments.c.title,
        assessments.c.revision,
        assessments.c.archived_at,
        assessments.c.created_by,
        assessments.c.definition,
    ).where(assessments.c.id == bindparam("assessment_id"))
)


def find_assessment(connection: Connection, assessment_id: int) -> tuple[Any, Assessment] | None:
    """(row id, cohort_id, title, revision, archived_at, created_by; what is asked)."""
    row = _find_assessment.first(connection, assessment_id=assessment_id)
    return (row, _assessment(row[6])) if row is not None else None
