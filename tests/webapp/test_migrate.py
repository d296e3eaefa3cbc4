import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

import webapp.tables
from tests.conftest import ENGINES, ROOT, START
from tests.webapp.exams import make_school
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


def test_looks_that_were_events_before_are_looks_afterwards(database: Database):
    school = make_school(database)
    school.give()
    sitting = school.add(
        webapp.tables.sittings,
        user_id=school.people["aliya"],
        assessment=f"assignment:{school.assignment}",
        assignment_id=school.assignment,
        started_at=START,
    )
    downgrade(database, "0003")
    for who in ("ustaz", "aliya"):
        database.write(
            people.add_event, school.people[who], "looked", START, for_user=2, sitting=sitting
        )
    database.write(people.add_event, None, "sign-in", START)
    upgrade(database)
    (look,) = school.rows(webapp.tables.looks)
    assert (look.viewer_id, look.user_id) == (school.people["ustaz"], school.people["aliya"])
    assert (look.cohort_id, look.page, look.at) == (school.cohort, "sitting", START)


def test_foreign_keys_hold_after_a_migration(database: Database):
    from sqlalchemy.exc import IntegrityError

    from webapp.queries import sittings

    with pytest.raises(IntegrityError):
        database.write(sittings.put_draft, 999, "x", 1, {}, START)


@pytest.mark.parametrize("engine", ENGINES)
def test_several_processes_may_start_at_once_on_an_empty_database(engine, request, tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    if engine == "postgresql":
        cluster = request.getfixturevalue("cluster")
        admin = create_engine(cluster.url(), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE empty")
        admin.dispose()
        url = str(cluster.url("empty"))
    program = (
        "import sys, alembic.command\n"
        "from webapp.database import Database\n"
        "from webapp.migrate import upgrade\n"
        "sys.stdin.readline()\n"
        "database = Database(sys.argv[1])\n"
        "upgrade(database)\n"
        "database.close()\n"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[1] for process in started]
    assert [process.returncode for process in started] == [0] * 4, "\n".join(said)
