from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

import webapp.tables  # noqa: F401
from tests.conftest import START
from webapp.database import Database
from webapp.migrate import downgrade, upgrade
from webapp.queries import people


def test_migrations_give_exactly_the_tables_of_the_code(database: Database):
    with database.reading.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_upgrading_twice_changes_nothing_and_keeps_what_is_there(database: Database):
    database.write(people.add_account, "aliya", "Әлия", "-", START)
    upgrade(database)
    assert database.read(people.find_account, "aliya") is not None


def test_migrations_can_be_taken_back(database: Database):
    downgrade(database, "base")
    upgrade(database)
    database.write(people.add_account, "aliya", "Әлия", "-", START)


def test_foreign_keys_hold_after_a_migration(database: Database):
    import pytest
    from sqlalchemy.exc import IntegrityError

    from webapp.queries import sittings

    with pytest.raises(IntegrityError):
        database.write(sittings.put_draft, 999, "x", 1, {}, START)
