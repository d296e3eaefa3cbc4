"""An assignment while it is sat: who runs, and how far the answers of some sittings have come."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select

from webapp.queries import Prepared, chunks
from webapp.tables import attempts, drafts, sitting_items, sittings


@dataclass(frozen=True, slots=True)
class NewestSitting:
    """A person's newest sitting of an assignment; ``ordinal``: which try it is. ``heard_at``: the
    latest moment at which the server heard from its page.
    """

    sitting_id: int
    user_id: int
    ordinal: int
    started_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    heard_at: datetime


_moment: Any = sittings.c.started_at.type
_list_newest = Prepared(
    lambda _: (
        select(
            sittings.c.id,
            sittings.c.user_id,
            sittings.c.ordinal,
            sittings.c.started_at,
            sittings.c.closed_at,
            sittings.c.closed_by,
            func.coalesce(sittings.c.touched_at, sittings.c.started_at, type_=_moment),
        )
        .where(sittings.c.assignment_id == bindparam("assignment_id"))
        .order_by(sittings.c.user_id, sittings.c.ordinal)
    )
)


def list_newest(connection: Connection, assignment_id: int) -> dict[int, NewestSitting]:
    """Person → their newest sitting of an assignment."""
    rows = _list_newest.rows(connection, assignment_id=assignment_id)
    return {row[1]: NewestSitting(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class Filled:
    """How far a sitting has come. ``given``: positions with an answer sent for good, ``typed``:
    position → what is saved and not sent. ``saved_at`` the newest of both, at ``position`` of
    ``section`` (from 0); None: nothing yet.
    """

    items: int
    given: frozenset[int]
    typed: dict[int, dict[str, list[str]]]
    saved_at: datetime | None
    position: int | None
    section: int | None


def list_filled(connection: Connection, sitting_ids: Collection[int]) -> dict[int, Filled]:
    """Sitting → how far it has come, in two statements for some hundred sittings."""
    found: dict[int, Filled] = {}
    for some in chunks(sitting_ids):
        found |= _list_filled(connection, some)
    return found


def _list_filled(connection: Connection, sitting_ids: list[int]) -> dict[int, Filled]:
    sent: dict[tuple[int, str], datetime] = {}
    given: Any = connection.execute(
        select(
            attempts.c.sitting_id,
            attempts.c.item_id,
            func.max(attempts.c.received_at, type_=attempts.c.received_at.type),
        )
        .where(attempts.c.sitting_id.in_(sitting_ids))
        .group_by(attempts.c.sitting_id, attempts.c.item_id)
    )
    for row in given:
        sent[row[0], row[1]] = row[2]
    places: dict[int, list[Any]] = {}
    rows: Any = connection.execute(
        select(
            sitting_items.c.sitting_id,
            sitting_items.c.position,
            sitting_items.c.section,
            sitting_items.c.item_id,
            drafts.c.form,
            drafts.c.saved_at,
        )
        .outerjoin(
            drafts,
            and_(
                drafts.c.sitting_id == sitting_items.c.sitting_id,
                drafts.c.item_id == sitting_items.c.item_id,
            ),
        )
        .where(sitting_items.c.sitting_id.in_(sitting_ids))
    )
    for row in rows:
        places.setdefault(row[0], []).append(row)
    return {sitting_id: _filled(rows, sent) for sitting_id, rows in places.items()}


def _filled(rows: list[Any], sent: dict[tuple[int, str], datetime]) -> Filled:
    given: set[int] = set()
    typed: dict[int, dict[str, list[str]]] = {}
    newest: tuple[datetime, int, int] | None = None
    for sitting_id, position, section, item_id, form, saved_at in rows:
        at = sent.get((sitting_id, item_id))
        if at is not None:
            given.add(position)
        if form is not None:
            typed[position] = json.loads(form)
            at = saved_at if at is None else max(at, saved_at)
        if at is not None:
            newest = max(newest or (at, position, section), (at, position, section))
    at, position, section = newest or (None, None, None)
    return Filled(len(rows), frozenset(given), typed, at, position, section)
