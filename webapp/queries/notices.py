"""Notices: what a person should know and has perhaps not seen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from webapp.queries.people import bump, bump_all
from webapp.tables import notices


@dataclass(frozen=True, slots=True)
class StoredNotice:
    notice_id: int
    kind: str
    params: dict[str, Any]
    href: str
    at: datetime
    read: bool


def tell(
    connection: Connection,
    user_ids: Iterable[int],
    kind: str,
    href: str,
    now: datetime,
    **params: str | int,
) -> None:
    """Leave a notice for each person. ``kind`` names the message ``notice.<kind>``, ``params`` its
    placeholders; ``href`` is where it leads.
    """
    rows = [
        {
            "user_id": user_id,
            "kind": kind,
            "params": json.dumps(params, ensure_ascii=False),
            "href": href,
            "at": now,
        }
        for user_id in dict.fromkeys(user_ids)
    ]
    if rows:
        connection.execute(insert(notices), rows)
    bump_all(connection, (int(row["user_id"]) for row in rows))  # type: ignore[call-overload]


def list_notices(connection: Connection, user_id: int, most: int = 100) -> list[StoredNotice]:
    """Newest first."""
    return [
        StoredNotice(row[0], row[1], json.loads(row[2]), row[3], row[4], row[5] is not None)
        for row in connection.execute(
            select(
                notices.c.id,
                notices.c.kind,
                notices.c.params,
                notices.c.href,
                notices.c.at,
                notices.c.read_at,
            )
            .where(notices.c.user_id == user_id)
            .order_by(notices.c.id.desc())
            .limit(most)
        )
    ]


def mark_read(connection: Connection, user_id: int, up_to: int, now: datetime) -> None:
    """A person has seen their notices up to this one."""
    connection.execute(
        update(notices)
        .where(notices.c.user_id == user_id, notices.c.id <= up_to, notices.c.read_at.is_(None))
        .values(read_at=now)
    )
    bump(connection, user_id)


def find_notice(connection: Connection, user_id: int, notice_id: int) -> StoredNotice | None:
    """A person's own notice."""
    row = connection.execute(
        select(
            notices.c.id,
            notices.c.kind,
            notices.c.params,
            notices.c.href,
            notices.c.at,
            notices.c.read_at,
        ).where(notices.c.user_id == user_id, notices.c.id == notice_id)
    ).first()
    if row is None:
        return None
    return StoredNotice(row[0], row[1], json.loads(row[2]), row[3], row[4], row[5] is not None)


def mark_one_read(connection: Connection, user_id: int, notice_id: int, now: datetime) -> None:
    """A person opened one of their notices."""
    connection.execute(
        update(notices)
        .where(notices.c.user_id == user_id, notices.c.id == notice_id, notices.c.read_at.is_(None))
        .values(read_at=now)
    )
    bump(connection, user_id)


def list_told(connection: Connection, kind: str, href: str) -> set[int]:
    """Who has had a notice of this kind about this address."""
    return set(
        connection.execute(
            select(notices.c.user_id).where(notices.c.kind == kind, notices.c.href == href)
        ).scalars()
    )
