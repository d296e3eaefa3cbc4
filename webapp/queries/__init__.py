"""Every statement sent to the database.

Functions take a Connection first and never commit. ``get_`` raises when there is nothing,
``find_`` may return None. They run unchanged on SQLite and PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


class Prepared:
    """A statement of the busy paths: built once for each engine, then only run.

    Building a statement costs several times what the engine needs to answer it. ``build`` gets
    the dialect's module, for what the engines spell apart. Values come by name at each call.
    """

    def __init__(self, build: Callable[[Any], Executable]) -> None:
        self._build = build
        self._built: dict[str, Executable] = {}
        self._sqlite: tuple[str, tuple[str, ...], dict[str, Any]] | None = None

    def _statement(self, engine: str) -> Executable:
        statement = self._built.get(engine)
        if statement is None:
            module = sqlite if engine == "sqlite" else postgresql
            statement = self._built[engine] = self._build(module)
        return statement

    def __call__(self, connection: Connection, **values: Any) -> Any:
        """Run the statement."""
        return connection.execute(self._statement(connection.dialect.name), values)

    def first_raw(self, connection: sqlite3.Connection, **values: Any) -> Any | None:
        """The first row straight from the SQLite driver: numbers and text only, no times."""
        if self._sqlite is None:
            compiled: Any = self._statement("sqlite")
            compiled = compiled.compile(dialect=sqlite.dialect())
            self._sqlite = (str(compiled), tuple(compiled.positiontup), dict(compiled.params))
        sql, names, fixed = self._sqlite
        given = fixed | values
        return connection.execute(sql, tuple(given[name] for name in names)).fetchone()


def insert_or_ignore(connection: Connection, table: Table) -> Any:
    """``INSERT … ON CONFLICT DO NOTHING`` of the engine in use."""
    return _insert(connection, table).on_conflict_do_nothing()


def upsert(connection: Connection, table: Table, values: dict[str, Any], key: list[str]) -> Any:
    """``INSERT … ON CONFLICT (key) DO UPDATE`` of the engine in use."""
    changed = {name: value for name, value in values.items() if name not in key}
    statement = _insert(connection, table).values(values)
    return statement.on_conflict_do_update(index_elements=key, set_=changed)


def _insert(connection: Connection, table: Table) -> Any:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)
