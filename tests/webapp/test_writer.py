import asyncio
import sqlite3
import threading

import pytest
from sqlalchemy import Connection, event, text

from tests.conftest import START
from webapp.database import Database
from webapp.queries import people
from webapp.tables import users
from webapp.writer import StorageError, Writer


@pytest.fixture
def writer(database: Database):
    made = Writer(database.writing)
    made.start()
    yield made
    made.stop()


def count(database: Database) -> int:
    return database.read(lambda c: len(c.execute(users.select()).all()))


def add(login: str):
    return lambda connection: people.add_account(connection, login, login, "-", START)


def test_work_is_durable_when_it_is_answered(database, writer):
    writer.do(add("aliya"))
    assert count(database) == 1


def test_one_failing_piece_of_work_leaves_the_others_of_its_batch_stored(database, writer):
    async def together():
        return await asyncio.gather(
            writer.run(add("a")),
            writer.run(add("a")),  # the login is taken
            writer.run(add("b")),
            return_exceptions=True,
        )

    first, second, third = asyncio.run(together())
    assert isinstance(first, int)
    assert isinstance(third, int)
    assert "UNIQUE" in str(second).upper()
    assert count(database) == 2


def test_work_that_arrives_together_is_committed_together(database, writer):
    commits = []
    event.listen(database.writing, "commit", lambda connection: commits.append(1))
    gate = threading.Event()

    async def together():
        first = asyncio.ensure_future(writer.run(lambda connection: gate.wait(5)))
        await asyncio.sleep(0.05)
        rest = [asyncio.ensure_future(writer.run(add(f"u{n}"))) for n in range(50)]
        await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(first, *rest)

    asyncio.run(together())
    assert count(database) == 50
    assert len(commits) == 2


def test_a_failed_commit_stores_nothing_and_says_so(database, writer):
    def fail(connection: Connection) -> None:
        add("lost")(connection)
        raise _full(database)

    with pytest.raises(StorageError):
        writer.do(fail)
    assert count(database) == 0
    writer.do(add("later"))
    assert count(database) == 1


def _full(database: Database) -> Exception:
    from sqlalchemy.exc import OperationalError

    return OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))


def test_a_batch_broken_by_one_piece_is_tried_again_piece_by_piece(database, writer):
    gate = threading.Event()

    async def together():
        first = asyncio.ensure_future(writer.run(lambda connection: gate.wait(5)))
        await asyncio.sleep(0.05)

        def broken(connection: Connection) -> None:
            raise _full(database)

        rest = [writer.run(add("a")), writer.run(broken), writer.run(add("b"))]
        gathered = asyncio.gather(*rest, return_exceptions=True)
        await asyncio.sleep(0.05)
        gate.set()
        await first
        return await gathered

    first, second, third = asyncio.run(together())
    assert isinstance(second, StorageError)
    assert isinstance(first, int)
    assert isinstance(third, int)
    assert count(database) == 2


def test_a_locked_sqlite_file_is_reported_and_nothing_is_stored(
    tmp_path, sqlite_template, monkeypatch
):
    import shutil

    monkeypatch.setattr("webapp.database.BUSY_TIMEOUT_MS", 50)
    path = tmp_path / "course.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    writer = Writer(database.writing)
    writer.start()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="locked"):
        writer.do(add("aliya"))
    holder.execute("ROLLBACK")
    holder.close()
    writer.do(add("aliya"))
    assert count(database) == 1
    writer.stop()
    database.close()


def test_a_full_disk_is_reported_and_what_was_stored_stays(tmp_path, sqlite_template):
    import shutil

    path = tmp_path / "course.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    writer = Writer(database.writing)
    writer.start()
    writer.do(add("before"))
    pages = database.read(lambda c: c.execute(text("PRAGMA page_count")).scalar())
    database.writing.dispose()
    event.listen(
        database.writing,
        "connect",
        lambda connection, _: connection.execute(f"PRAGMA max_page_count={pages + 2}").close(),
    )
    with pytest.raises(StorageError, match="full"):
        writer.do(
            lambda connection: people.add_event(connection, None, "big", START, text="ә" * 20_000)
        )
    assert count(database) == 1
    writer.do(add("after"))
    assert count(database) == 2
    writer.stop()
    database.close()
