"""The answers given in a sitting: handed in, kept aside, corrected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, exists, insert, or_, select

from webapp.queries import Prepared, insert_or_ignore
from webapp.queries.newest import newest_outcome
from webapp.queries.sittings import note_waiting, queue_for_study
from webapp.tables import attempts, corrections, drafts, outcomes, set_aside


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of a sitting with the outcome that counts; ``status`` None: not scored yet."""

    attempt_id: int
    item_id: str
    version: str
    response: Any  # None: could not be read when time was up
    form: dict[str, list[str]]
    received_at: datetime
    status: str | None
    score: Fraction
    reason: str
    by_person: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """The newest correction of an item in an assignment."""

    kind: str
    reason: str
    new_version: str | None
    made_at: datetime


def add_attempts(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store what was handed in; an item that was answered before keeps that answer."""
    if rows:
        connection.execute(insert_or_ignore(connection, attempts), list(rows))


def add_outcomes(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(outcomes), list(rows))
        note_waiting(connection, [row["attempt_id"] for row in rows if row["status"] == "awaiting"])
        for row in rows:
            queue_for_study(connection, row["attempt_id"])


def drop_drafts(connection: Connection, sitting_id: int) -> None:
    """All that was typed is handed in."""
    connection.execute(delete(drafts).where(drafts.c.sitting_id == sitting_id))


_list_given = Prepared(
    lambda _: (
        select(
            attempts.c.id,
            attempts.c.item_id,
            attempts.c.item_version,
            attempts.c.response,
            attempts.c.form,
            attempts.c.received_at,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            outcomes.c.reason,
            outcomes.c.marked_by,
        )
        .outerjoin(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(attempts.c.sitting_id == bindparam("sitting_id"))
        .order_by(attempts.c.number, attempts.c.id)
    )
)


def list_given(connection: Connection, sitting_id: int) -> dict[str, Given]:
    """Item id → the answer given, with the outcome that counts if it has one."""
    return {
        row[1]: Given(
            row[0],
            row[1],
            row[2],
            json.loads(row[3]),
            json.loads(row[4]),
            row[5],
            row[6],
            Fraction(row[7], row[8]) if row[6] is not None else Fraction(0),
            row[9] or "",
            row[10] is not None,
        )
        for row in _list_given.rows(connection, sitting_id=sitting_id)
    }


_find_given_form = Prepared(
    lambda _: (
        select(attempts.c.form)
        .where(
            attempts.c.sitting_id == bindparam("sitting_id"),
            attempts.c.item_id == bindparam("item_id"),
        )
        .order_by(attempts.c.number.desc())
        .limit(1)
    )
)


def find_given_form(
    connection: Connection, sitting_id: int, item_id: str
) -> dict[str, list[str]] | None:
    """What was typed in the answer handed in; None: there is no answer."""
    row = _find_given_form.first(connection, sitting_id=sitting_id, item_id=item_id)
    return json.loads(row[0]) if row is not None else None


def list_aside(
    connection: Connection, sitting_id: int, item_id: str, reason: str
) -> list[dict[str, list[str]]]:
    """Texts of an item kept aside for a reason."""
    return [
        json.loads(form)
        for form in connection.execute(
            select(set_aside.c.form).where(
                set_aside.c.sitting_id == sitting_id,
                set_aside.c.item_id == item_id,
                set_aside.c.reason == reason,
            )
        ).scalars()
    ]


def has_late(connection: Connection, sitting_id: int) -> bool:
    """Whether text arrived after the end."""
    return bool(
        connection.execute(
            select(
                exists().where(
                    set_aside.c.sitting_id == sitting_id,
                    or_(set_aside.c.reason == "late", set_aside.c.reason == "section-left"),
                )
            )
        ).scalar()
    )


def list_corrections(connection: Connection, assignment_id: int) -> dict[str, Corrected]:
    """Item id → its newest correction in an assignment."""
    return {
        row[0]: Corrected(row[1], row[2], row[3], row[4])
        for row in connection.execute(
            select(
                corrections.c.item_id,
                corrections.c.kind,
                corrections.c.reason,
                corrections.c.new_version,
                corrections.c.made_at,
            )
            .where(corrections.c.assignment_id == assignment_id)
            .order_by(corrections.c.id)
        )
    }
