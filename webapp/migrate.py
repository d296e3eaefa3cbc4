"""Bringing a database to the tables of this version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webapp.database import Database
from webapp.queries.schema import find_revision

if TYPE_CHECKING:  # Alembic is slow to import and seldom needed
    from alembic.config import Config

FOLDER = Path(__file__).with_name("migrations")
LOCK = 0x6B75_7273  # any number that every process of ours asks for
PATIENCE_MS = 120_000  # to wait for another process that migrates the same SQLite file


def newest() -> str:
    """The revision of this version: the files are named by number."""
    return max(path.name for path in (FOLDER / "versions").glob("[0-9]*.py"))[:4]


def configuration() -> Config:
    """Alembic's configuration; there is no alembic.ini to keep in step."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply the migrations that are missing."""
    if revision == "head" and database.read(find_revision) == newest():
        return
    from alembic import command

    _run(database, lambda config: command.upgrade(config, revision))


def downgrade(database: Database, revision: str) -> None:
    from alembic import command

    _run(database, lambda config: command.downgrade(config, revision))


def _run(database: Database, step: Callable[[Config], None]) -> None:
    config = configuration()
    with database.writing.connect() as connection:
        if database.is_sqlite:
            # another process may be migrating, which takes longer than a write; said to the driver
            # itself, because the first statement here begins a transaction
            driver: Any = connection.connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout={PATIENCE_MS}").close()
            # Rebuilding a table (batch mode) with foreign keys on would delete its children.
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # held to the commit; who waited for it finds the tables made
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        config.attributes["connection"] = connection
        step(config)
        if database.is_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                connection.rollback()
                raise RuntimeError(f"migration would break references: {broken[:3]}")
        connection.commit()
        connection.detach()  # not back to the pool: its foreign keys are off
