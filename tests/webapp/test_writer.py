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


def batch(writer: Writer, *works):
    """Results of works that are committed together."""
    gate = threading.Event()

    async def together():
        first = asyncio.ensure_future(writer.run(lambda connection: gate.wait(5)))
        await asyncio.sleep(0.05)
        gathered = asyncio.gather(*map(writer.run, works), return_exceptions=True)
        await asyncio.sleep(0.05)
        gate.set()
        await first
        return await asyncio.wait_for(gathered, 10)

    return asyncio.run(together())


class Trouble:
    """A piece of work that meets a fault the first times it is run."""

    def __init__(self, fault: Exception, times: int) -> None:
        self.fault = fault
        self.times = times
        self.runs = 0

    def __call__(self, connection: Connection) -> str:
        self.runs += 1
        if self.runs <= self.times:
            raise self.fault
        return "done"


def conflict(state: str) -> Exception:
    from sqlalchemy.exc import OperationalError

    origin = Exception("could not serialize")
    origin.sqlstate = state  # type: ignore[attr-defined]
    return OperationalError("INSERT", {}, origin)


def lost() -> Exception:
    from sqlalchemy.exc import OperationalError

    origin = Exception("server closed the connection")
    return OperationalError("INSERT", {}, origin, connection_invalidated=True)


def test_a_full_database_fails_the_whole_batch_at_once(database, writer):
    begun = []
    event.listen(database.writing, "begin", lambda connection: begun.append(1))
    trouble = Trouble(_full(database), 100)
    results = batch(writer, add("a"), trouble, add("b"))
    assert all(isinstance(result, StorageError) for result in results)
    assert trouble.runs == 1
    assert len(begun) == 2  # the one that held the gate, and the batch
    assert count(database) == 0


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_after_a_conflict_each_piece_is_tried_again(database, writer, state):
    trouble = Trouble(conflict(state), 2)
    first, second, third = batch(writer, add("a"), trouble, add("b"))
    assert isinstance(first, int)
    assert isinstance(third, int)
    assert second == "done"
    assert count(database) == 2


def test_a_conflict_that_lasts_fails_its_own_piece_only(database, writer):
    first, second, third = batch(writer, add("a"), Trouble(conflict("40001"), 100), add("b"))
    assert isinstance(second, StorageError)
    assert isinstance(first, int)
    assert isinstance(third, int)


def test_after_a_lost_connection_work_is_tried_once_more(database, writer):
    once, ever = Trouble(lost(), 1), Trouble(lost(), 100)
    assert batch(writer, once, add("a"))[0] == "done"
    results = batch(writer, ever, add("b"), add("c"))
    assert all(isinstance(result, StorageError) for result in results)
    assert ever.runs == 2
    assert count(database) == 1


@pytest.mark.postgresql
def test_a_connection_that_postgresql_ends_costs_no_answer(database, writer):
    if database.is_sqlite:
        return
    runs = []

    def work(connection: Connection) -> int:
        runs.append(1)
        if len(runs) == 1:
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return add("aliya")(connection)

    first, second = batch(writer, work, add("b"))
    assert isinstance(first, int)
    assert isinstance(second, int)
    assert count(database) == 2


def test_after_the_stop_work_is_refused_and_not_forgotten(database):
    writer = Writer(database.writing)
    writer.start()
    writer.stop()
    writer.stop()
    with pytest.raises(StorageError):
        writer.do(add("late"))

    async def late():
        await asyncio.wait_for(writer.run(add("late")), 5)

    with pytest.raises(StorageError):
        asyncio.run(late())


def test_a_result_that_cannot_be_told_neither_hangs_nor_ends_the_writer(database, writer):
    first, second = batch(writer, Trouble(StopIteration(), 100), add("a"))
    assert isinstance(first, StorageError)
    assert isinstance(second, int)

    gate = threading.Event()

    async def gone():
        asyncio.ensure_future(writer.run(lambda connection: gate.wait(5)))  # noqa: RUF006
        await asyncio.sleep(0.05)

    asyncio.run(gone())  # its loop is closed before the answer comes
    gate.set()
    assert isinstance(writer.do(add("b")), int)


def test_a_locked_sqlite_file_is_reported_and_nothing_is_stored(
    tmp_path, sqlite_template, monkeypatch, caplog
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
    assert caplog.text.count("locked") == 1  # waited for once
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
