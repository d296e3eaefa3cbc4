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
    lesson_ids: Collection[str],
    since: datetime,
    until: datetime,
    most: int = MOST,
) -> list[GivenAnswer]:
    """First tries at some items in lessons and assignments that have a mark, the newest first, no
    more than ``most``. ``lesson_ids``: the lessons in which these items stand. Of more than 500
    items the first.
    """
    found: list[GivenAnswer] = []
    for few in chunks(user_ids):
        found += _first_answers(connection, few, item_ids, lesson_ids, since, until, most)
    return sorted(found, key=lambda one: -one.attempt_id)[:most]


def _first_answers(
    connection: Connection,
    user_ids: Collection[int],
    item_ids: Collection[str],
    lesson_ids: Collection[str],
    since: datetime,
    until: datetime,
    most: int,
) -> list[GivenAnswer]:
    first = attempts.alias("first")
    lessons = [f"lesson:{one}" for one in lesson_ids]
    rows: Any = connection.execute(
        select(
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
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .join(
            outcomes,
            and_(
                outcomes.c.attempt_id == attempts.c.id,
                outcomes.c.id
                == select(func.max(outcomes.c.id))
                .where(outcomes.c.attempt_id == attempts.c.id)
                .correlate(attempts)
                .scalar_subquery(),
            ),
        )
        .where(
            sittings.c.user_id.in_(user_ids),
            or_(sittings.c.assignment_id.is_not(None), sittings.c.assessment.in_(lessons)),
            attempts.c.item_id.in_(list(item_ids)[:MOST_AT_ONCE]),
            attempts.c.received_at >= since,
            attempts.c.received_at <= until,
            attempts.c.number
            == select(func.min(first.c.number))
            .where(
                first.c.sitting_id == attempts.c.sitting_id,
                first.c.item_id == attempts.c.item_id,
            )
            .correlate(attempts)
            .scalar_subquery(),
            outcomes.c.status == "scored",
        )
        .order_by(attempts.c.id.desc())
        .limit(most)
    )
    return [
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
