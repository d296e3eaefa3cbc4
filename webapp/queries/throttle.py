"""Counting failed tries."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from webapp.queries import insert_or_ignore
from webapp.tables import throttles

WINDOW = timedelta(minutes=15)


def failures(connection: Connection, key: str, now: datetime) -> int:
    """Failed tries with this key in the running window."""
    row = connection.execute(
        select(throttles.c.count).where(
            throttles.c.key == key, throttles.c.window_started_at > now - WINDOW
        )
    ).first()
    return row[0] if row else 0


def add_failure(connection: Connection, key: str, now: datetime) -> None:
    """Count a failed try; a window that has run out starts anew."""
    connection.execute(
        delete(throttles).where(
            throttles.c.key == key, throttles.c.window_started_at <= now - WINDOW
        )
    )
    connection.execute(
        insert_or_ignore(connection, throttles).values(key=key, window_started_at=now, count=0)
    )
    connection.execute(
        update(throttles).where(throttles.c.key == key).values(count=throttles.c.count + 1)
    )


def take_back(connection: Connection, key: str) -> None:
    """Count one failed try less; its window stays."""
    connection.execute(
        update(throttles)
        .where(throttles.c.key == key, throttles.c.count > 0)
        .values(count=throttles.c.count - 1)
    )


def forget(connection: Connection, key: str) -> None:
    """The key's owner signed in: earlier failures no longer count."""
    connection.execute(delete(throttles).where(throttles.c.key == key))


def login_key(login: str) -> str:
    """The key under which failed tries with a login are counted."""
    return f"login:{login[:150]}"


def forget_login(connection: Connection, login: str) -> None:
    """Its owner signed in, or erased the account."""
    forget(connection, login_key(login))
