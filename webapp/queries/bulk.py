"""Very many rows at once, for databases that are made and not lived in (demo, benchmarks).

Keys are given here, so that rows which belong together need no way back to the database. For a
database that nobody else writes to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from webapp.tables import (
    attempts,
    drafts,
    enrolments,
    outcomes,
    readings,
    self_tests,
    sitting_items,
    sittings,
    study_plans,
    users,
)

AT_ONCE = 20_000
"""Rows of a table that are held before they are sent: memory stays bounded."""

TABLES = (
    users,
    enrolments,
    sittings,
    sitting_items,
    self_tests,
    attempts,
    outcomes,
    drafts,
    readings,
    study_plans,
)
"""In the order in which they refer to each other."""


class Bulk:
    """Rows of :data:`TABLES`, sent together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in TABLES}
        self._next = {
            table.name: int(connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1
            for table in TABLES
            if "id" in table.c
        }

    def add(self, table: Table, **values: Any) -> int:
        """A row; gives its id (0 where the table has none). What no row of the table names takes
        the default of its model; what some name must be named by all.
        """
        key = 0
        if table.name in self._next:
            key = self._next[table.name]
            self._next[table.name] += 1
            values["id"] = key
        rows = self._rows[table.name]
        rows.append(values)
        if len(rows) >= AT_ONCE:
            self.send()
        return key

    def send(self) -> None:
        """Everything that is held goes to the database."""
        for table in TABLES:
            rows = self._rows[table.name]
            if rows:
                send_rows(self._connection, table, rows)
                rows.clear()

    def end(self) -> None:
        """Send the rest, and let the database give the keys that follow."""
        self.send()
        if self._connection.dialect.name == "postgresql":
            for name, following in self._next.items():
                self._connection.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :following, false)"),
                    {"name": name, "following": following},
                )


def send_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """All of these rows into a table; they name the same columns."""
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        connection.execute(insert(table), list(rows))


def _copy(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """PostgreSQL's way, several times as fast as INSERT. Columns that the rows do not name get the
    defaults that SQLAlchemy would give.
    """
    names = list(rows[0])
    fixed = {
        column.name: column.default.arg  # type: ignore[attr-defined]
        for column in table.c
        if column.name not in rows[0] and column.default is not None and column.default.is_scalar
    }
    columns = ", ".join(f'"{name}"' for name in (*names, *fixed))
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy,
    ):
        tail = tuple(fixed.values())
        for row in rows:
            copy.write_row((*(row[name] for name in names), *tail))
