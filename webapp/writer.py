"""Group commit: writes that arrive together are committed together.

A durable commit costs one flush of the disk however much it holds. One thread takes all the
pieces of work that wait, runs them in one transaction, commits, and only then answers them all.
Nothing is answered before it is durable. A piece that fails takes nothing with it: on SQLite each
has a savepoint; on PostgreSQL, where a savepoint costs two round trips, the others are run again
one by one.

A database that is locked, full or gone fails all that waits at once: trying each piece alone
would keep everyone waiting for the same refusal.

A piece of work may be run again (after a deadlock, or alone after its batch failed), so it must
only read and write through the connection it is given.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

T = TypeVar("T")
log = logging.getLogger(__name__)

MOST_TOGETHER = 256
TRIES = 3
_CONFLICTS = frozenset({"40001", "40P01"})  # PostgreSQL: serialization failure, deadlock


class StorageError(Exception):
    """The database did not take a write (locked, full, gone). Nothing was stored."""


@dataclass(slots=True)
class _Job(Generic[T]):
    work: Callable[[Connection], T]
    future: Future[T]
    loop: asyncio.AbstractEventLoop | None
    waiter: asyncio.Future[T] | None
    result: T | None = None
    fault: BaseException | None = None


class _End(Enum):
    """How a transaction ended."""

    DONE = "each piece has its result or its own fault"
    SPOILED = "one piece spoiled it for the others"
    CONFLICT = "another process was in the way"
    LOST = "the connection broke"
    REFUSED = "the database takes nothing now"


class Writer:
    """The one place that writes. Start it before use, stop it before the engine is disposed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._savepoints = engine.dialect.name == "sqlite"
        self._queue: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._gate = threading.Lock()  # nothing enters the queue behind its end
        self._closed = False

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what waits, then stop; work that comes later is refused."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def do(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` durably from a thread that may wait.

        Raises:
            StorageError: nothing was stored.
        """
        job: _Job[T] = _Job(work, Future(), None, None)
        self._put(job)
        return job.future.result()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` durably from the event loop.

        Raises:
            StorageError: nothing was stored.
        """
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()
        self._put(_Job(work, Future(), loop, waiter))
        return await waiter

    def leave(self, work: Callable[[Connection], object]) -> None:
        """Hand in ``work`` that nobody waits for and that may be lost."""
        try:
            self._put(_Job(work, Future(), None, None))
        except StorageError:
            log.info("left undone: the writer has stopped")

    def _put(self, job: _Job[Any]) -> None:
        with self._gate:
            if self._closed:
                raise StorageError("the writer has stopped")
            self._queue.put(job)

    def _run(self) -> None:
        while True:
            first = self._queue.get()
            if first is None:
                return
            jobs = [first]
            stop = False
            while len(jobs) < MOST_TOGETHER:
                try:
                    job = self._queue.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    stop = True
                    break
                jobs.append(job)
            try:
                self._commit(jobs)
            except BaseException as fault:
                log.exception("writer failed")
                for job in jobs:
                    job.fault = job.fault or StorageError(str(fault))
            _answer(jobs)
            if stop:
                return

    def _commit(self, jobs: list[_Job[Any]]) -> None:
        end = self._together(jobs)
        if end in (_End.DONE, _End.REFUSED):
            return
        for place, job in enumerate(jobs):
            if self._alone(job) in (_End.LOST, _End.REFUSED):  # so it would be for the rest
                for later in jobs[place + 1 :]:
                    later.fault = job.fault
                return

    def _alone(self, job: _Job[Any]) -> _End:
        for _ in range(TRIES):
            end = self._together([job])
            if end is not _End.CONFLICT:
                break
        return end

    def _together(self, jobs: list[_Job[Any]]) -> _End:
        """Run jobs in one transaction; but for DONE nothing is stored."""
        for job in jobs:
            job.result = job.fault = None
        try:
            with self._engine.begin() as connection:
                for job in jobs:
                    self._one(connection, job)
        except DBAPIError as fault:
            log.warning("write failed: %s", fault.orig)
            for job in jobs:
                job.fault = StorageError(str(fault.orig))
            return _end(fault)
        except _Undone:  # alone, a piece has its own fault and is done
            return _End.DONE if len(jobs) == 1 else _End.SPOILED
        return _End.DONE

    def _one(self, connection: Connection, job: _Job[Any]) -> None:
        # straight to the driver: a savepoint is cheap, the way through the engine is not
        driver: Any = connection.connection.driver_connection
        if self._savepoints:
            driver.execute("SAVEPOINT job")
        try:
            job.result = job.work(connection)
        except OperationalError:
            raise  # the engine may have ended the transaction: a full disk does
        except Exception as fault:
            job.fault = fault
            if not self._savepoints:
                raise _Undone from fault
            driver.execute("ROLLBACK TO SAVEPOINT job")
        if self._savepoints:
            driver.execute("RELEASE SAVEPOINT job")


class _Undone(Exception):
    """A piece of work failed and the transaction goes back with it."""


def _end(fault: DBAPIError) -> _End:
    if fault.connection_invalidated:
        return _End.LOST
    if getattr(fault.orig, "sqlstate", None) in _CONFLICTS:
        return _End.CONFLICT
    return _End.SPOILED if isinstance(fault, IntegrityError) else _End.REFUSED


def _answer(jobs: list[_Job[Any]]) -> None:
    """Tell each its result. Whatever goes wrong here, the writer goes on."""
    waiting: dict[asyncio.AbstractEventLoop, list[_Job[Any]]] = {}
    for job in jobs:
        if job.loop is not None:
            waiting.setdefault(job.loop, []).append(job)
        else:
            _settle(job.future, job)
    for loop, ready in waiting.items():
        try:
            loop.call_soon_threadsafe(_wake, ready)
        except Exception:  # the loop closed while its work was stored
            log.warning("%d answers had no one waiting", len(ready))


def _wake(jobs: list[_Job[Any]]) -> None:
    for job in jobs:
        if job.waiter is not None:
            _settle(job.waiter, job)


def _settle(future: Future[Any] | asyncio.Future[Any], job: _Job[Any]) -> None:
    if future.done():  # its request was given up meanwhile
        return
    try:
        if job.fault is not None:
            future.set_exception(job.fault)
        else:
            future.set_result(job.result)
    except Exception as fault:  # an exception that a future does not take: StopIteration
        log.exception("an answer could not be told")
        if not future.done():
            future.set_exception(StorageError(str(fault)))
