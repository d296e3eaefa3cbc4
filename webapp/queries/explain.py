"""The answers behind what is to be explained again: of some students of a cohort, in a span of
time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from webapp.queries import MOST_AT_ONCE, chunks
from webapp.queries.newest import newest_outcome
from webapp.queries.student_reach import in_lessons
from webapp.tables import assignments, attempts, outcomes, sittings

MOST = 2_000
"""Answers one page looks at, the newest."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A first try of a sitting with the mark that counts. ``misconceptions``: codes it betrays."""

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


@dataclass(frozen=True, slots=True)
class ItemCount:
    """First tries of each sitting at an item in a version: ``missed`` of ``asked``; ``newest``:
    attempt id.
    """

    item_id: str
    version: str
    asked: int
    missed: int
    newest: int


def count_first_answers(
    connection: Connection,
    cohort_id: int,
    user_ids: Collection[int],
    item_ids: Collection[str],
    since: datetime,
    until: datetime,
) -> list[ItemCount]:
    """First tries at some items, in lessons and the cohort's assignments, that have a mark: the
    newest :data:`MOST` by item. Of more than 500 items the first.
    """
    about = attempts.c.item_id.in_(list(item_ids)[:MOST_AT_ONCE])
    return _counts(connection, cohort_id, user_ids, about, since, until)


def count_betraying(
    connection: Connection,
    cohort_id: int,
    user_ids: Collection[int],
    code: str,
    since: datetime,
    until: datetime,
) -> list[ItemCount]:
    """Those that betray a misconception."""
    about = outcomes.c.misconceptions.contains(json.dumps(code), autoescape=True)
    return _counts(connection, cohort_id, user_ids, about, since, until)


def _counts(
    connection: Connection,
    cohort_id: int,
    user_ids: Collection[int],
    about: Any,
    since: datetime,
    until: datetime,
) -> list[ItemCount]:
    found: list[ItemCount] = []
    missed = case((outcomes.c.score_num < outcomes.c.score_den, 1), else_=0)
    for few in chunks(user_ids):
        newest = first_answers(
            [attempts.c.id, attempts.c.item_id, attempts.c.item_version, missed.label("missed")],
            cohort_id,
            few,
            about,
            since,
            until,
        ).subquery()
        rows: Any = connection.execute(
            select(
                newest.c.item_id,
                newest.c.item_version,
                func.count(),
                func.sum(newest.c.missed),
                func.max(newest.c.id),
            ).group_by(newest.c.item_id, newest.c.item_version)
        )
        found += [ItemCount(row[0], row[1], row[2], int(row[3]), row[4]) for row in rows]
    return found


def list_betraying(
    connection: Connection,
    cohort_id: int,
    user_ids: Collection[int],
    code: str,
    since: datetime,
    until: datetime,
) -> list[tuple[int, str, int]]:
    """(student, item, answers) of the first tries that betray a misconception."""
    about = outcomes.c.misconceptions.contains(json.dumps(code), autoescape=True)
    columns = [sittings.c.user_id, attempts.c.item_id]
    found: list[tuple[int, str, int]] = []
    for few in chunks(user_ids):
        newest = first_answers(columns, cohort_id, few, about, since, until).subquery()
        rows = connection.execute(select(*newest.c, func.count()).group_by(*newest.c))
        found += [(row[0], row[1], row[2]) for row in rows]
    return found


def list_newest_tries(
    connection: Connection, cohort_id: int, user_ids: Collection[int], item_ids: Collection[str]
) -> dict[tuple[int, str], bool]:
    """(student, item) → whether their newest try is wholly right, of those that there are. Of more
    than 500 items the first.
    """
    newest: dict[tuple[int, str], tuple[datetime, int, bool]] = {}
    right = (outcomes.c.status == "scored") & (outcomes.c.score_num == outcomes.c.score_den)
    for few in chunks(user_ids):
        for user_id, item_id, at, key, whole in connection.execute(
            select(
                sittings.c.user_id,
                attempts.c.item_id,
                attempts.c.received_at,
                attempts.c.id,
                case((right, 1), else_=0),
            )
            .select_from(sittings)
            .join(attempts, attempts.c.sitting_id == sittings.c.id)
            .join(
                outcomes,
                and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome),
            )
            .where(
                sittings.c.user_id.in_(few),
                _shown(cohort_id),
                attempts.c.item_id.in_(list(item_ids)[:MOST_AT_ONCE]),
            )
        ):
            before = newest.get((user_id, item_id))
            if before is None or before[:2] < (at, key):
                newest[user_id, item_id] = at, key, bool(whole)
    return {pair: one[2] for pair, one in newest.items()}


def list_first_answers(
    connection: Connection,
    cohort_id: int,
    user_ids: Collection[int],
    item_id: str,
    since: datetime,
    until: datetime,
) -> list[GivenAnswer]:
    """First tries at one item, the newest first, no more than :data:`MOST`."""
    found: list[GivenAnswer] = []
    for few in chunks(user_ids):
        about = attempts.c.item_id == item_id
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
            for row in connection.execute(
                first_answers(_COLUMNS, cohort_id, few, about, since, until)
            )
        ]
    return sorted(found, key=lambda one: -one.attempt_id)[:MOST]


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


def first_answers(
    columns: Sequence[Any],
    cohort_id: int,
    user_ids: Collection[int],
    about: Any,
    since: datetime,
    until: datetime,
    most: int | None = MOST,
) -> Any:
    """First tries of each sitting in lessons and assignments that have a mark, the newest
    ``most``; ``about`` narrows them. At most 500 students.
    """
    return (
        select(*columns)
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .join(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(
            sittings.c.user_id.in_(user_ids),
            _shown(cohort_id),
            about,
            attempts.c.received_at >= since,
            attempts.c.received_at <= until,
            attempts.c.number == _first_number,
            outcomes.c.status == "scored",
        )
        .order_by(attempts.c.id.desc())
        .limit(most)
    )


def _shown(cohort_id: int) -> Any:
    """Lessons and the cohort's assignments: one's own sets are one's own, and what was asked in
    another cohort is its staff's.
    """
    return or_(
        sittings.c.assignment_id.in_(
            select(assignments.c.id).where(assignments.c.cohort_id == cohort_id)
        ),
        in_lessons,
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
