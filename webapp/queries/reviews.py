"""Requests for a second look at a mark."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Connection, and_, select, update

from webapp.queries import insert_or_ignore
from webapp.queries.marks import studies_with
from webapp.queries.newest import newest_outcome
from webapp.tables import (
    assignments,
    attempts,
    outcomes,
    review_requests,
    sitting_items,
    sittings,
    users,
)


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """An answer in a sitting of an assignment, with the mark that counts."""

    attempt_id: int
    item_id: str
    version: str
    response: str  # JSON
    form: str  # JSON
    sitting_id: int
    user_id: int
    seed: str
    closed_at: datetime | None
    assignment_id: int
    status: str | None  # None: not scored yet
    score: Fraction
    points: int
    position: int


def find_answer(connection: Connection, attempt_id: int) -> MarkedAnswer | None:
    """None: there is no such answer in an assignment."""
    row = connection.execute(
        select(
            attempts.c.id,
            attempts.c.item_id,
            attempts.c.item_version,
            attempts.c.response,
            attempts.c.form,
            attempts.c.sitting_id,
            sittings.c.user_id,
            sittings.c.seed,
            sittings.c.closed_at,
            sittings.c.assignment_id,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            sitting_items.c.points,
            sitting_items.c.position,
        )
        .select_from(attempts)
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .join(
            sitting_items,
            and_(
                sitting_items.c.sitting_id == attempts.c.sitting_id,
                sitting_items.c.item_id == attempts.c.item_id,
            ),
        )
        .outerjoin(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(attempts.c.id == attempt_id, sittings.c.assignment_id.is_not(None))
    ).first()
    if row is None:
        return None
    score = Fraction(row[11], row[12]) if row[10] is not None else Fraction(0)
    return MarkedAnswer(
        *row[:7],
        seed=row[7] or "",
        closed_at=row[8],
        assignment_id=row[9],
        status=row[10],
        score=score,
        points=row[13],
        position=row[14],
    )


def owner(connection: Connection, attempt_id: int) -> int | None:
    """Whose answer it is, in a lesson or an assignment."""
    found = connection.execute(
        select(sittings.c.user_id)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .where(attempts.c.id == attempt_id)
    ).scalar()
    return int(found) if found is not None else None


@dataclass(frozen=True, slots=True)
class Request:
    """A request as its author sees it."""

    request_id: int
    text: str
    at: datetime
    granted: bool | None
    reply: str
    answered_at: datetime | None


_REQUEST = (
    review_requests.c.id,
    review_requests.c.text,
    review_requests.c.created_at,
    review_requests.c.granted,
    review_requests.c.reply,
    review_requests.c.answered_at,
)


def list_of_answer(connection: Connection, attempt_id: int) -> list[Request]:
    """Oldest first."""
    return [
        Request(*row)
        for row in connection.execute(
            select(*_REQUEST)
            .where(review_requests.c.attempt_id == attempt_id)
            .order_by(review_requests.c.id)
        )
    ]


def open_of_sitting(connection: Connection, sitting_id: int) -> dict[int, bool]:
    """Attempt → whether a request for it waits; only those with a request."""
    return {
        row[0]: row[1] is None
        for row in connection.execute(
            select(review_requests.c.attempt_id, review_requests.c.answered_at)
            .join(attempts, attempts.c.id == review_requests.c.attempt_id)
            .where(attempts.c.sitting_id == sitting_id)
            .order_by(review_requests.c.id)
        )
    }


def add(connection: Connection, attempt_id: int, user_id: int, text: str, now: datetime) -> bool:
    """Ask. False: a request for this answer waits already; nothing changed."""
    row = connection.execute(
        insert_or_ignore(connection, review_requests)
        .values(attempt_id=attempt_id, user_id=user_id, text=text, created_at=now)
        .returning(review_requests.c.id)
    ).first()
    return row is not None


@dataclass(frozen=True, slots=True)
class RequestHead:
    """A request in the list of its cohort's staff."""

    request_id: int
    attempt_id: int
    item_id: str
    version: str
    assignment: str  # title
    user_id: int
    name: str
    at: datetime
    granted: bool | None
    answered_at: datetime | None
    answered_by: int | None


def list_of_cohort(
    connection: Connection,
    cohort_id: int,
    groups: Collection[int] | None,
    request_id: int | None = None,
) -> list[RequestHead]:
    """Requests by students of these groups: the open ones first, oldest first; then the answered,
    newest first.
    """
    statement = (
        select(
            review_requests.c.id,
            review_requests.c.attempt_id,
            attempts.c.item_id,
            attempts.c.item_version,
            assignments.c.title,
            review_requests.c.user_id,
            users.c.name,
            review_requests.c.created_at,
            review_requests.c.granted,
            review_requests.c.answered_at,
            review_requests.c.answered_by,
        )
        .select_from(review_requests)
        .join(attempts, attempts.c.id == review_requests.c.attempt_id)
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .join(users, users.c.id == review_requests.c.user_id)
        .where(
            assignments.c.cohort_id == cohort_id,
            studies_with(cohort_id, sittings.c.user_id, groups, sittings.c.enrolment_id),
        )
        .order_by(review_requests.c.id)
    )
    if request_id is not None:
        statement = statement.where(review_requests.c.id == request_id)
    found = [RequestHead(*row) for row in connection.execute(statement)]
    answered = [one for one in found if one.answered_at is not None]
    return [one for one in found if one.answered_at is None] + answered[::-1]


def find(connection: Connection, request_id: int) -> Request | None:
    row = connection.execute(select(*_REQUEST).where(review_requests.c.id == request_id)).first()
    return Request(*row) if row is not None else None


def answer(
    connection: Connection,
    request_id: int,
    granted: bool,
    reply: str,
    answered_by: int,
    now: datetime,
) -> bool:
    """Answer an open request. False: it has been answered meanwhile; nothing changed."""
    done = connection.execute(
        update(review_requests)
        .where(review_requests.c.id == request_id, review_requests.c.answered_at.is_(None))
        .values(granted=granted, reply=reply, answered_by=answered_by, answered_at=now)
    )
    return bool(done.rowcount == 1)
