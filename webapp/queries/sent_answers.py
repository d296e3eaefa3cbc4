"""Answers made without a network: each is taken once, by the id its device gave it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, update

from webapp.queries import insert_or_ignore
from webapp.tables import attempts, outcomes, sent_answers, sitting_items, sittings, users


@dataclass(frozen=True, slots=True)
class SentRow:
    """What became of an answer that was sent later. ``status`` and ``score`` are those of the
    outcome that counts, None where there is no attempt. ``assessment`` and ``position``: where the
    answer lies (``position`` in a drawn sitting).
    """

    client_id: str
    user_id: int
    item_id: str
    item_version: str
    sitting_id: int | None
    attempt_id: int | None
    form: dict[str, list[str]]
    answered_at: datetime
    received_at: datetime
    fate: str
    reason: str
    status: str | None
    score: Fraction | None
    assessment: str | None
    position: int | None


def take(
    connection: Connection,
    client_id: str,
    user_id: int,
    item_id: str,
    item_version: str,
    form: dict[str, list[str]],
    answered_at: datetime,
    now: datetime,
) -> bool:
    """Take an answer, kept until :func:`settle` says more. False: it was taken before; another
    transaction that takes it at this moment is waited for.
    """
    row = connection.execute(
        insert_or_ignore(connection, sent_answers)
        .values(
            client_id=client_id,
            user_id=user_id,
            item_id=item_id,
            item_version=item_version,
            form=json.dumps(form, ensure_ascii=False),
            answered_at=answered_at,
            received_at=now,
            fate="kept",
        )
        .returning(sent_answers.c.client_id)
    ).first()
    return row is not None


def settle(
    connection: Connection,
    client_id: str,
    *,
    fate: str,
    reason: str = "",
    sitting_id: int | None = None,
    attempt_id: int | None = None,
) -> None:
    """Say what became of an answer taken."""
    connection.execute(
        update(sent_answers)
        .where(sent_answers.c.client_id == client_id)
        .values(fate=fate, reason=reason, sitting_id=sitting_id, attempt_id=attempt_id)
    )


def find_attempt(
    connection: Connection, sitting_id: int, item_id: str, number: int
) -> tuple[int, dict[str, list[str]]] | None:
    """(id, form) of an attempt by its number."""
    row = connection.execute(
        select(attempts.c.id, attempts.c.form).where(
            attempts.c.sitting_id == sitting_id,
            attempts.c.item_id == item_id,
            attempts.c.number == number,
        )
    ).first()
    return (row[0], json.loads(row[1])) if row is not None else None


def is_named(connection: Connection, attempt_id: int) -> bool:
    """Whether an answer sent later became this attempt."""
    named = select(sent_answers.c.client_id).where(sent_answers.c.attempt_id == attempt_id)
    return connection.execute(named.limit(1)).first() is not None


def _rows(connection: Connection, *where: Any, most: int) -> list[SentRow]:
    newest = (
        select(func.max(outcomes.c.id))
        .where(outcomes.c.attempt_id == sent_answers.c.attempt_id)
        .correlate(sent_answers)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            sent_answers.c.client_id,
            sent_answers.c.user_id,
            sent_answers.c.item_id,
            sent_answers.c.item_version,
            sent_answers.c.sitting_id,
            sent_answers.c.attempt_id,
            sent_answers.c.form,
            sent_answers.c.answered_at,
            sent_answers.c.received_at,
            sent_answers.c.fate,
            sent_answers.c.reason,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            sittings.c.assessment,
            sitting_items.c.position,
        )
        .outerjoin(outcomes, outcomes.c.id == newest)
        .outerjoin(sittings, sittings.c.id == sent_answers.c.sitting_id)
        .outerjoin(
            sitting_items,
            and_(
                sitting_items.c.sitting_id == sent_answers.c.sitting_id,
                sitting_items.c.item_id == sent_answers.c.item_id,
            ),
        )
        .where(*where)
        .order_by(sent_answers.c.received_at.desc(), sent_answers.c.answered_at.desc())
        .limit(most)
    )
    return [_sent(row) for row in rows]


def _sent(row: Any) -> SentRow:
    score = Fraction(row[12], row[13]) if row[12] is not None else None
    form = json.loads(row[6])
    values: tuple[Any, ...] = (*row[:6], form, *row[7:12], score, *row[14:16])
    return SentRow(*values)


def list_by_ids(connection: Connection, client_ids: Collection[str]) -> dict[str, SentRow]:
    """Answers taken, by the ids their devices gave them (at most those of one sending)."""
    found = _rows(connection, sent_answers.c.client_id.in_(list(client_ids)), most=len(client_ids))
    return {row.client_id: row for row in found}


def list_recent(
    connection: Connection, user_id: int, since: datetime, most: int = 30
) -> list[SentRow]:
    """What a person sent later, also as the guest they were; the newest first."""
    joined = select(users.c.id).where(users.c.merged_into == user_id)
    return _rows(
        connection,
        or_(sent_answers.c.user_id == user_id, sent_answers.c.user_id.in_(joined)),
        sent_answers.c.received_at >= since,
        most=most,
    )
