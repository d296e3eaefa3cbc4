"""Counting beside the requests, so that a dashboard finds little left to do.

It rests three times as long as it works: answers come first. After a change of the course that
moves questions to other sections or objectives everything is counted anew.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection

from course.model import Course
from webapp.insight.alerts import bring_all_up_to_date
from webapp.insight.counting import count_some
from webapp.insight.facts import places
from webapp.queries import count_queue, counting
from webapp.self_test.pool import section_of
from webapp.site import Site
from webapp.writer import StorageError

log = logging.getLogger(__name__)

EVERY_S = 5.0
ALERTS_EVERY = timedelta(hours=1)
REST = 3.0
"""Times as long as the work took."""


def layout(course: Course) -> str:
    """A digest of where things belong in a course: what facts and costs were counted with."""
    digest = hashlib.sha256()
    for item_id in sorted(course.items):
        digest.update(f"{item_id} {section_of(course, item_id)}\n".encode())
    for key, names in sorted(places(course).of_key.items()):
        digest.update(f"{key} {' '.join(names)}\n".encode())
    return digest.hexdigest()


class Keeper:
    """Counts what waits, every few seconds. Faults of the database do not end it."""

    def __init__(self, site: Site, every_s: float = EVERY_S) -> None:
        self._site = site
        self._every_s = every_s
        self._task: asyncio.Task[None] | None = None
        self._ends = asyncio.Event()
        self._judged: datetime | None = None

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._task = asyncio.create_task(self._run(), name="keeper")

    async def stop(self) -> None:
        """End after the step that runs: a thread may still be asking the database."""
        if self._task is not None:
            self._ends.set()
            await self._task
            self._task = None

    async def _run(self) -> None:
        seen = False
        while not self._ends.is_set():
            try:
                if not seen:
                    await mind_course(self._site)
                    seen = True
                await self._work()
                await self._alerts()
            except StorageError as fault:
                log.warning("counting: %s", fault)
            except Exception:
                log.exception("counting failed")
            await self._rest(self._every_s)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ends.wait(), seconds)

    async def _alerts(self) -> None:
        """Silence and due dates come by themselves: who needs help is asked anew every hour."""
        now = self._site.now()
        if self._ends.is_set():
            return
        if self._judged is None or now - self._judged >= ALERTS_EVERY:
            self._judged = now
            await bring_all_up_to_date(self._site, now)

    async def _work(self) -> None:
        while not self._ends.is_set():
            begun = time.perf_counter()
            if await count_some(self._site) == 0:
                return
            await self._rest(REST * (time.perf_counter() - begun))


async def mind_course(site: Site) -> None:
    """At the start: queue everybody if the course has changed since it was counted, and try those
    again who were put aside.
    """
    await site.writer.run(count_queue.take_up_again)
    now = layout(site.course)

    def changed(connection: Connection) -> str:
        return counting.find_state(connection)[1]

    before = await site.read(changed)
    if before == now:
        return

    def note(connection: Connection) -> None:
        if before:
            count_queue.queue_everybody(connection, site.now())
        counting.put_course(connection, now)

    await site.writer.run(note)
