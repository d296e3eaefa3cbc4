"""What was answered in the first finished sittings of an assignment, as its analysis counts it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, select

from webapp.queries import chunks
from webapp.tables import attempts, counted_sittings, sitting_items, users


def list_lines(
    connection: Connection, assignment_id: int, user_ids: Collection[int]
) -> list[tuple[int, str]]:
    """(person, lines of :mod:`webapp.insight.lines`) of the first finished sittings of some
    people.
    """
    found: list[tuple[int, str]] = []
    for few in chunks(user_ids):
        rows: Any = connection.execute(
            select(counted_sittings.c.user_id, counted_sittings.c.lines)
            .where(
                counted_sittings.c.assignment_id == assignment_id,
                counted_sittings.c.first,
                counted_sittings.c.user_id.in_(few),
            )
            .order_by(counted_sittings.c.sitting_id)
        )
        found += [(row[0], row[1]) for row in rows]
    return found


@dataclass(frozen=True, slots=True)
class Answered:
    """An item in a first finished sitting; ``attempt_id`` None: left without an answer."""

    sitting_id: int
    user_id: int
    name: str
    position: int
    item_id: str
    version: str
    attempt_id: int | None
    response: str | None


def list_answered(
    connection: Connection,
    assignment_id: int,
    item_ids: Collection[str],
    user_ids: Collection[int] | None,
) -> list[Answered]:
    """What people (None: all) answered to an item, known by these ids. Of several answers in one
    sitting the last one.
    """
    rows: Any = connection.execute(
        select(
            sitting_items.c.sitting_id,
            counted_sittings.c.user_id,
            users.c.name,
            sitting_items.c.position,
            sitting_items.c.item_id,
            sitting_items.c.item_version,
            attempts.c.id,
            attempts.c.response,
        )
        .select_from(counted_sittings)
        .join(sitting_items, sitting_items.c.sitting_id == counted_sittings.c.sitting_id)
        .join(users, users.c.id == counted_sittings.c.user_id)
        .outerjoin(
            attempts,
            and_(
                attempts.c.sitting_id == sitting_items.c.sitting_id,
                attempts.c.item_id == sitting_items.c.item_id,
            ),
        )
        .where(
            counted_sittings.c.assignment_id == assignment_id,
            counted_sittings.c.first,
            counted_sittings.c.points > 0,
            sitting_items.c.item_id.in_(list(item_ids)),
        )
        .order_by(sitting_items.c.sitting_id, sitting_items.c.position, attempts.c.number)
    )
    theirs = None if user_ids is None else frozenset(user_ids)
    found = {(row[0], row[3]): Answered(*row) for row in rows if theirs is None or row[1] in theirs}
    return list(found.values())
