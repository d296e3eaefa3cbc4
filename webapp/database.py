"""Engines and connections, the same for SQLite and PostgreSQL.

SQLite runs in WAL mode with ``synchronous=FULL``: what was acknowledged survives a power cut.
Writers begin with ``BEGIN IMMEDIATE``, so that read-change-write cannot lose an update; readers
use a plain ``BEGIN`` on connections of their own and never wait for the writer.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

T = TypeVar("T")

BUSY_TIMEOUT_MS = 5_000


def _sqlite_engine(url: str, begin: str, **options: Any) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, **options)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        if not driver.in_transaction:  # see Database.read
            connection.exec_driver_sql(begin)

    return engine


def _postgresql_engine(url: URL, **options: Any) -> Engine:
    engine = create_engine(url, **options)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # compiling a statement, or starting helpers for it, takes longer than any of ours
        connection.execute("SET jit = off")
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.commit()

    return engine


class Database:
    """A database: an engine to read with and one to write with."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._kept = threading.local()
        if self.is_sqlite:
            if self.url.database:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            self.writing = _sqlite_engine(url, "BEGIN IMMEDIATE", pool_size=2)
            self.reading = _sqlite_engine(url, "BEGIN")
        else:
            self.writing = _postgresql_engine(self.url, pool_size=2)
            # a read is one statement nearly always: no transaction around it, no round trips
            self.reading = _postgresql_engine(self.url, pool_size=8, isolation_level="AUTOCOMMIT")

    def read(self, query: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
        """Run ``query(connection, …)`` on a reading connection and give its result."""
        with self.reading.connect() as connection:
            if self.is_sqlite:  # all that one query asks is of one moment, prepared or not
                driver: Any = connection.connection.driver_connection
                driver.execute("BEGIN")
            return query(connection, *args, **kwargs)

    def glance(self, query: Callable[[sqlite3.Connection, str], T], key: str) -> T:
        """Ask SQLite one small question at once, on a connection kept for this thread."""
        connection: sqlite3.Connection | None = getattr(self._kept, "connection", None)
        if connection is None:
            connection = sqlite3.connect(str(self.url.database), isolation_level=None)
            connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            self._kept.connection = connection
        return query(connection, key)

    def write(self, work: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
        """Run ``work(connection, …)`` in one transaction of its own (start-up, commands)."""
        with self.writing.begin() as connection:
            return work(connection, *args, **kwargs)

    def close(self) -> None:
        connection = getattr(self._kept, "connection", None)
        if connection is not None:
            connection.close()
        self.writing.dispose()
        self.reading.dispose()
