"""Answers that a person marks: what waits, who marked, what was earned and why."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, insert, or_, select, true, update

from quizzes.markers import Marking, Part
from webapp.queries.newest import newest_outcome
from webapp.tables import (
    assignments,
    attempts,
    enrolments,
    marks,
    outcomes,
    sitting_items,
    sittings,
    users,
)

_by_a_person: Any = (
    select(outcomes.c.id)
    .where(outcomes.c.attempt_id == attempts.c.id, outcomes.c.status == "awaiting")
    .correlate(attempts)
    .exists()
)
_after = attempts.alias("after")
_superseded: Any = (  # the sitting was opened again, or the item answered again in its lesson
    select(_after.c.id)
    .where(
        _after.c.sitting_id == attempts.c.sitting_id,
        _after.c.item_id == attempts.c.item_id,
        _after.c.number > attempts.c.number,
    )
    .correlate(attempts)
    .exists()
)


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """An answer that a person marks, without its text. ``outcome_id`` of the newest outcome."""

    attempt_id: int
    assignment_id: int | None  # None: sent in a lesson
    item_id: str
    version: str
    sitting_id: int
    user_id: int
    name: str
    outcome_id: int
    awaiting: bool
    score: Fraction


_HEAD = (
    attempts.c.id,
    sittings.c.assignment_id,
    attempts.c.item_id,
    attempts.c.item_version,
    attempts.c.sitting_id,
    sittings.c.user_id,
    users.c.name,
    outcomes.c.id,
    outcomes.c.status,
    outcomes.c.score_num,
    outcomes.c.score_den,
)


def _heads(rows: Iterable[Any]) -> list[AnswerHead]:
    return [
        AnswerHead(
            attempt_id=row[0],
            assignment_id=row[1],
            item_id=row[2],
            version=row[3],
            sitting_id=row[4],
            user_id=row[5],
            name=row[6],
            outcome_id=row[7],
            awaiting=row[8] == "awaiting",
            score=Fraction(row[9], row[10]),
        )
        for row in rows
    ]


def studies_with(
    cohort_id: Any, user_id: Any, groups: Collection[int] | None, sitting_enrolment: Any = None
) -> Any:
    """Condition: a person is a student of these groups of a cohort (None: of any).

    Who has left the cohort belongs to the group in which the sitting was begun.
    """
    student = and_(
        enrolments.c.user_id == user_id,
        enrolments.c.cohort_id == cohort_id,
        enrolments.c.role == "student",
    )
    within: Any = true() if groups is None else enrolments.c.group_id.in_(groups)
    active = select(enrolments.c.id).where(student, enrolments.c.ended_at.is_(None))
    now = active.where(within).exists()
    if sitting_enrolment is None:
        return now
    then: Any = true()
    if groups is not None:
        then = select(enrolments.c.id).where(enrolments.c.id == sitting_enrolment, within).exists()
    return or_(now, and_(~active.exists(), then))


def list_answers(
    connection: Connection,
    cohort_id: int,
    groups: Collection[int] | None,
    assignment_id: int | None = None,
    item_id: str | None = None,
) -> list[AnswerHead]:
    """Answers in assignments of a cohort that a person marks, by students of these groups; of
    several to an item in one sitting the last, which counts.
    """
    statement = (
        select(*_HEAD)
        .select_from(attempts)
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .join(users, users.c.id == sittings.c.user_id)
        .join(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(
            assignments.c.cohort_id == cohort_id,
            _by_a_person,
            ~_superseded,
            studies_with(cohort_id, sittings.c.user_id, groups, sittings.c.enrolment_id),
        )
        .order_by(attempts.c.id)
    )
    if assignment_id is not None:
        statement = statement.where(sittings.c.assignment_id == assignment_id)
    if item_id is not None:
        statement = statement.where(attempts.c.item_id == item_id)
    return _heads(connection.execute(statement))


class Unmarked(NamedTuple):
    """An answer in an assignment that has no mark yet. ``studies``: the student is in the cohort
    still; else they count with ``group_then``, in which the sitting was begun.
    """

    cohort_id: int
    assignment_id: int
    user_id: int
    name: str
    at: datetime
    studies: bool
    group_then: int | None


def list_unmarked(connection: Connection, cohort_ids: Collection[int]) -> list[Unmarked]:
    """What the marking queues of these cohorts hold, without what has its mark; the conditions are
    those of :func:`list_answers`. One statement.
    """
    then = enrolments.alias("then")
    studies = studies_with(assignments.c.cohort_id, sittings.c.user_id, None)
    rows = connection.execute(
        select(
            assignments.c.cohort_id,
            assignments.c.id,
            sittings.c.user_id,
            users.c.name,
            outcomes.c.created_at,
            studies,
            then.c.group_id,
            outcomes.c.status,
        )
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .join(outcomes, outcomes.c.attempt_id == attempts.c.id)
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .join(users, users.c.id == sittings.c.user_id)
        .outerjoin(then, (then.c.id == sittings.c.enrolment_id) & (then.c.role == "student"))
        .where(
            sittings.c.waits,  # by their index: they are few
            outcomes.c.id == newest_outcome,
            assignments.c.cohort_id.in_(cohort_ids),
            ~_superseded,
        )
    )
    # not in the statement: SQLite would begin with all that waits in lessons
    waiting = (row for row in rows if row[7] == "awaiting")
    return [Unmarked(*row[:5], bool(row[5]), row[6]) for row in waiting]


def list_practice(
    connection: Connection,
    cohort_id: int,
    groups: Collection[int] | None,
    item_id: str | None = None,
) -> list[AnswerHead]:
    """The newest answer of each student of these groups to each essay of the lessons."""
    statement = (
        select(*_HEAD)
        .select_from(attempts)
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .join(users, users.c.id == sittings.c.user_id)
        .join(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(
            sittings.c.seed.is_(None),
            _by_a_person,
            studies_with(cohort_id, sittings.c.user_id, groups),
        )
        .order_by(attempts.c.id)
    )
    if item_id is not None:
        statement = statement.where(attempts.c.item_id == item_id)
    newest: dict[tuple[int, str], AnswerHead] = {}
    for head in _heads(connection.execute(statement)):
        newest[head.user_id, head.item_id] = head
    return list(newest.values())


def find_response(connection: Connection, attempt_id: int) -> tuple[str, datetime] | None:
    """(response as JSON, when it came)."""
    row = connection.execute(
        select(attempts.c.response, attempts.c.received_at).where(attempts.c.id == attempt_id)
    ).first()
    return (row[0], row[1]) if row is not None else None


def list_marks(connection: Connection, attempt_ids: Collection[int]) -> dict[int, list[Marking]]:
    """Attempt → its markings, oldest first."""
    found: dict[int, list[Marking]] = {}
    if not attempt_ids:
        return found
    for row in connection.execute(
        select(
            marks.c.attempt_id,
            marks.c.id,
            marks.c.marker_id,
            marks.c.part,
            marks.c.points,
            marks.c.comment,
        )
        .where(marks.c.attempt_id.in_(attempt_ids))
        .order_by(marks.c.id)
    ):
        found.setdefault(row[0], []).append(
            Marking(row[1], row[2], row[3], json.loads(row[4]), row[5])
        )
    return found


def lock_answer(connection: Connection, attempt_id: int) -> tuple[int, bool] | None:
    """(id of the newest outcome, whether it waits), the answer held until the transaction ends
    (where the engine can): two people who mark it come one after the other.
    """
    held = connection.execute(
        select(attempts.c.id).where(attempts.c.id == attempt_id).with_for_update()
    ).first()
    if held is None:
        return None
    row = connection.execute(
        select(outcomes.c.id, outcomes.c.status)
        .where(outcomes.c.attempt_id == attempt_id)
        .order_by(outcomes.c.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1] == "awaiting") if row is not None else None


def add_mark(
    connection: Connection,
    attempt_id: int,
    marker_id: int,
    part: Part,
    points: dict[str, int],
    comment: str,
    now: datetime,
) -> None:
    connection.execute(
        insert(marks).values(
            attempt_id=attempt_id,
            marker_id=marker_id,
            part=part,
            points=json.dumps(points),
            comment=comment,
            created_at=now,
        )
    )


@dataclass(frozen=True, slots=True)
class Judgement:
    """One outcome of an answer, for the trail. ``by`` None: the machine."""

    outcome_id: int
    at: datetime
    by: str | None
    awaiting: bool
    score: Fraction
    reason: str
    corrected: bool


def list_outcomes(connection: Connection, attempt_id: int) -> list[Judgement]:
    """All judgements of an answer, oldest first."""
    return [
        Judgement(
            row[0],
            row[1],
            row[2],
            row[3] == "awaiting",
            Fraction(row[4], row[5]),
            row[6],
            row[7] is not None,
        )
        for row in connection.execute(
            select(
                outcomes.c.id,
                outcomes.c.created_at,
                users.c.name,
                outcomes.c.status,
                outcomes.c.score_num,
                outcomes.c.score_den,
                outcomes.c.reason,
                outcomes.c.correction_id,
            )
            .outerjoin(users, users.c.id == outcomes.c.marked_by)
            .where(outcomes.c.attempt_id == attempt_id)
            .order_by(outcomes.c.id)
        )
    ]


def all_marked(connection: Connection, sitting_id: int) -> bool:
    """Whether no answer of a sitting that counts waits for its mark."""
    newest = connection.execute(
        select(attempts.c.id, outcomes.c.status)
        .select_from(attempts)
        .outerjoin(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(attempts.c.sitting_id == sitting_id, ~_superseded)
    )
    return all(row[1] == "scored" for row in newest)


def end_waiting(connection: Connection, sitting_id: int) -> None:
    """Nothing waits in this sitting any more."""
    connection.execute(update(sittings).where(sittings.c.id == sitting_id).values(waits=False))


def find_sitting(connection: Connection, sitting_id: int) -> Any | None:
    """Row (user_id, assignment_id, closed_at, assessment)."""
    return connection.execute(
        select(
            sittings.c.user_id,
            sittings.c.assignment_id,
            sittings.c.closed_at,
            sittings.c.assessment,
        ).where(sittings.c.id == sitting_id)
    ).first()


def points_in_sitting(connection: Connection, sitting_id: int, item_id: str) -> int | None:
    """What an item is worth in a sitting. None: it was not drawn there."""
    found = connection.execute(
        select(sitting_items.c.points).where(
            sitting_items.c.sitting_id == sitting_id, sitting_items.c.item_id == item_id
        )
    ).scalar()
    return int(found) if found is not None else None
