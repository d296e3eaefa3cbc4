"""Every statement sent to the database.

Functions take a Connection first and never commit. ``get_`` raises when there is nothing,
``find_`` may return None. They run unchanged on SQLite and PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

T = TypeVar("T")
MOST_AT_ONCE = 500
"""Values in one ``IN (…)``: SQLite takes a limited number."""


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Values in lists that one statement can hold."""
    rest = iter(values)
    while some := list(islice(rest, MOST_AT_ONCE)):
        yield some


SECOND_PRESS = timedelta(seconds=10)
"""The same thing made again by the same person within this time is a button pressed twice."""


class _Compiled:
    """A statement as one driver takes it."""

    def __init__(self, statement: Any, dialect: Dialect, keys: Collection[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(keys) or None)
        self.sql = str(compiled)
        self._names: tuple[str, ...] | None = None
        if compiled.positional:
            self._names = tuple(compiled.positiontup)
        self._fixed = dict(compiled.params)
        self._processors = {
            name: processor
            for name, bind in compiled.binds.items()
            if (processor := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        self._readers = [
            (place, reader)
            for place, column in enumerate(getattr(compiled, "_result_columns", ()))
            if (reader := column.type.dialect_impl(dialect).result_processor(dialect, None))
            is not None
        ]

    def arguments(self, values: dict[str, Any]) -> Any:
        """Values as the driver takes them: in order, or by name."""
        given = self._fixed | values
        for name, processor in self._processors.items():
            given[name] = processor(given[name])
        if self._names is None:
            return given
        return tuple(given[name] for name in self._names)

    def read(self, row: Any) -> list[Any]:
        """A row of the driver with times and truth values as Python has them."""
        values = list(row)
        for place, reader in self._readers:
            values[place] = reader(values[place])
        return values


class Prepared:
    """A statement of the busy paths: compiled once for each engine, then given to the driver.

    Building a statement and taking it through the engine costs many times what the database
    needs to answer it. ``build`` gets the dialect's module, for what the engines spell apart.
    Values come by name, always the same names, and never a list for ``IN``. The cursor gives rows
    as the driver has them: numbers and text only; :meth:`rows` and :meth:`first` read times too.
    """

    def __init__(self, build: Callable[[Any], Executable]) -> None:
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def _for(self, dialect: Dialect, keys: Collection[str]) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            module = sqlite if dialect.name == "sqlite" else postgresql
            found = self._compiled[dialect.name] = _Compiled(self._build(module), dialect, keys)
        return found

    def __call__(self, connection: Connection, **values: Any) -> Any:
        """Run the statement; gives the driver's cursor.

        Raises:
            sqlalchemy.exc.OperationalError, sqlalchemy.exc.DBAPIError: as from the engine.
        """
        dialect = connection.dialect
        compiled = self._for(dialect, values.keys())
        driver: Any = dialect.dbapi
        cursor: Any = connection.connection.cursor()
        try:
            return cursor.execute(compiled.sql, compiled.arguments(values))
        except driver.OperationalError as fault:
            raise OperationalError(compiled.sql, None, fault) from fault
        except driver.IntegrityError as fault:
            raise IntegrityError(compiled.sql, None, fault) from fault
        except driver.Error as fault:
            raise DBAPIError(compiled.sql, None, fault) from fault

    def read(self, connection: Connection, rows: Iterable[Any]) -> list[list[Any]]:
        """Rows of the driver, each value in the type of its column."""
        read = self._compiled[connection.dialect.name].read
        return [read(row) for row in rows]

    def rows(self, connection: Connection, **values: Any) -> list[list[Any]]:
        """All rows, each value in the type of its column.

        Raises:
            sqlalchemy.exc.OperationalError, sqlalchemy.exc.DBAPIError: as from the engine.
        """
        return self.read(connection, self(connection, **values).fetchall())

    def first(self, connection: Connection, **values: Any) -> list[Any] | None:
        """The first row, each value in the type of its column; None: there is none.

        Raises:
            sqlalchemy.exc.OperationalError, sqlalchemy.exc.DBAPIError: as from the engine.
        """
        row = self(connection, **values).fetchone()
        return self._compiled[connection.dialect.name].read(row) if row is not None else None

    def first_raw(self, connection: sqlite3.Connection, **values: Any) -> Any | None:
        """The first row, asked on a bare SQLite connection."""
        compiled = self._for(_SQLITE, values.keys())
        return connection.execute(compiled.sql, compiled.arguments(values)).fetchone()


_SQLITE = sqlite.dialect()


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
