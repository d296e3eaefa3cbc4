"""The answers behind what is to be explained again: of some students, in a span of time."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from webapp.queries import MOST_AT_ONCE, chunks
from webapp.tables import attempts, outcomes, sittings

MOST = 2_000
"""Answers one page looks at, the newest."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A first answer with the mark that counts. ``misconceptions``: codes it betrays."""

    attempt_id: int
    user_id: int
    item_id: str
    version: str
    form: Mapping[str, list[str]]
    response: str  # JSON
    at: datetime
    score: Fraction
    misconceptions: tuple[str, ...]

    @property
    def missed(self) -> bool:
        return self.score < 1


def list_first_answers(
    connection: Connection,
    user_ids: Collection[int],
    item_ids: Collection[str],
    since: datetime,
    until: datetime,
    most: int = MOST,
) -> list[GivenAnswer]:
    """First tries at some items, in lessons and assignments, that have a mark; the newest first.
    Of more than 500 items the first.
    """
    about = attempts.c.item_id.in_(list(item_ids)[:MOST_AT_ONCE])
    return _first_answers(connection, user_ids, about, since, until, most)


def list_betraying(
    connection: Connection,
    user_ids: Collection[int],
    code: str,
    since: datetime,
    until: datetime,
    most: int = MOST,
) -> list[GivenAnswer]:
    """Those that betray a misconception."""
    about = outcomes.c.misconceptions.contains(json.dumps(code), autoescape=True)
    return _first_answers(connection, user_ids, about, since, until, most)


def _first_answers(
    connection: Connection,
    user_ids: Collection[int],
    about: Any,
    since: datetime,
    until: datetime,
    most: int,
) -> list[GivenAnswer]:
    found: list[GivenAnswer] = []
    for few in chunks(user_ids):
        rows: Any = connection.execute(
            select(*_COLUMNS)
            .select_from(sittings)
            .join(attempts, attempts.c.sitting_id == sittings.c.id)
            .join(outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == _newest))
            .where(
                sittings.c.user_id.in_(few),
                # lessons and assignments: one's own sets are one's own
                or_(sittings.c.assignment_id.is_not(None), sittings.c.seed.is_(None)),
                about,
                attempts.c.received_at >= since,
                attempts.c.received_at <= until,
                attempts.c.number == _first_number,
                outcomes.c.status == "scored",
            )
            .order_by(attempts.c.id.desc())
            .limit(most)
        )
        found += [
            GivenAnswer(
                row[0],
                row[1],
                row[2],
                row[3],
                json.loads(row[4]),
                row[5],
                row[6],
                Fraction(row[7], row[8]),
                tuple(json.loads(row[9])),
            )
            for row in rows
        ]
    return sorted(found, key=lambda one: -one.attempt_id)[:most]


_COLUMNS = (
    attempts.c.id,
    sittings.c.user_id,
    attempts.c.item_id,
    attempts.c.item_version,
    attempts.c.form,
    attempts.c.response,
    attempts.c.received_at,
    outcomes.c.score_num,
    outcomes.c.score_den,
    outcomes.c.misconceptions,
)
_newest: Any = (
    select(func.max(outcomes.c.id))
    .where(outcomes.c.attempt_id == attempts.c.id)
    .correlate(attempts)
    .scalar_subquery()
)
_first = attempts.alias("first")
_first_number: Any = (
    select(func.min(_first.c.number))
    .where(
        _first.c.sitting_id == attempts.c.sitting_id,
        _first.c.item_id == attempts.c.item_id,
    )
    .correlate(attempts)
    .scalar_subquery()
)
