"""What the counting of answers reads (:mod:`webapp.insight.counting`)."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select, update

from webapp.queries import Prepared, chunks
from webapp.queries.newest import newest_outcome
from webapp.tables import attempts, enrolments, insight_states, outcomes, sittings, users


def find_state(connection: Connection) -> tuple[int, str]:
    """(revision, digest of the course it was counted with)."""
    row = connection.execute(select(insight_states.c.revision, insight_states.c.course)).first()
    assert row is not None  # the migration made it
    return row[0], row[1]


def step(connection: Connection, revision: int) -> bool:
    """Take the next revision. False: another process was faster."""
    done = connection.execute(
        update(insight_states)
        .where(insight_states.c.revision == revision)
        .values(revision=revision + 1)
    )
    return done.rowcount == 1


def put_course(connection: Connection, course: str) -> None:
    connection.execute(update(insight_states).values(course=course))


def basis(connection: Connection, user_ids: Collection[int]) -> set[int]:
    """Those of them whose answers count: who was ever a student of a cohort, and never staff."""
    roles: dict[int, set[str]] = {}
    for few in chunks(user_ids):
        for user_id, role in connection.execute(
            select(enrolments.c.user_id, enrolments.c.role)
            .join(users, users.c.id == enrolments.c.user_id)
            .where(enrolments.c.user_id.in_(few))
        ):
            roles.setdefault(user_id, set()).add(role)
    return {user_id for user_id, theirs in roles.items() if theirs == {"student"}}


@dataclass(frozen=True, slots=True)
class SittingHead:
    """``lesson``: of a lesson's practice; else of an assignment, or one's own."""

    id: int
    user_id: int
    assignment_id: int | None
    lesson: bool
    ordinal: int
    started_at: datetime
    closed_at: datetime | None
    scored: bool


def list_heads(connection: Connection, user_ids: Collection[int]) -> list[SittingHead]:
    found = []
    for few in chunks(user_ids):
        for row in connection.execute(
            select(
                sittings.c.id,
                sittings.c.user_id,
                sittings.c.assignment_id,
                sittings.c.seed,
                sittings.c.ordinal,
                sittings.c.started_at,
                sittings.c.closed_at,
                sittings.c.scored_at,
            )
            .where(sittings.c.user_id.in_(few))
            .order_by(sittings.c.id)
        ):
            lesson = row[2] is None and row[3] is None
            found.append(SittingHead(*row[:3], lesson, *row[4:7], row[7] is not None))
    return found


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with the mark that counts. ``corrected``: a correction made that mark."""

    attempt_id: int
    user_id: int
    sitting_id: int
    item_id: str
    version: str
    number: int
    at: datetime
    outcome_id: int
    status: str
    score: Fraction
    codes: str  # JSON
    corrected: bool


_judged = Prepared(
    lambda _: (
        select(
            attempts.c.id,
            sittings.c.user_id,
            attempts.c.sitting_id,
            attempts.c.item_id,
            attempts.c.item_version,
            attempts.c.number,
            attempts.c.received_at,
            outcomes.c.id,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            outcomes.c.misconceptions,
            outcomes.c.correction_id,
        )
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .join(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(sittings.c.user_id == bindparam("user_id"))
        # what is kept of a sitting must not hang on the order in which an engine finds rows
        .order_by(attempts.c.id)
    )
)


def list_judged(connection: Connection, user_id: int) -> list[Judged]:
    """Every answer of a person that has an outcome, in the order they came in."""
    rows: list[Any] = _judged.rows(connection, user_id=user_id)
    return [_as_judged(*row) for row in rows]


def _as_judged(*row: Any) -> Judged:
    return Judged(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        row[6],
        row[7],
        row[8],
        Fraction(row[9], row[10]),
        row[11],
        row[12] is not None,
    )


def list_uncorrected(
    connection: Connection, attempt_ids: Collection[int]
) -> dict[int, tuple[str, Fraction, str]]:
    """Attempt → (status, score, codes) of the newest outcome that no correction made."""
    found = {}
    for few in chunks(attempt_ids):
        for row in connection.execute(
            select(
                outcomes.c.attempt_id,
                outcomes.c.status,
                outcomes.c.score_num,
                outcomes.c.score_den,
                outcomes.c.misconceptions,
            )
            .where(outcomes.c.attempt_id.in_(few), outcomes.c.correction_id.is_(None))
            .order_by(outcomes.c.id)
        ):
            found[row[0]] = (row[1], Fraction(row[2], row[3]), row[4])
    return found


def list_responses(connection: Connection, sitting_ids: Collection[int]) -> dict[int, str]:
    """Attempt → its response (JSON), of some sittings."""
    return {
        row[0]: row[1]
        for few in chunks(sitting_ids)
        for row in connection.execute(
            select(attempts.c.id, attempts.c.response).where(attempts.c.sitting_id.in_(few))
        )
    }


def codes_of(text: str) -> tuple[str, ...]:
    """Misconception codes as an outcome keeps them."""
    return tuple(json.loads(text)) if text != "[]" else ()
