"""Tidying up beside the requests: sittings whose time is up are ended, what is handed in scored.

Every step may be done twice or by several processes: the database takes each end and each scoring
once.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection

from webapp.queries import exam_sittings
from webapp.site import Site
from webapp.sitting import scoring
from webapp.sitting.ending import end_if_over
from webapp.sitting.standing import stand_all
from webapp.writer import StorageError

log = logging.getLogger(__name__)

EVERY_S = 10.0
AT_ONCE = 50


def _over(connection: Connection, now: datetime) -> list[int]:
    rows = exam_sittings.list_open(connection)
    return [one.sitting.id for one in stand_all(connection, rows, now) if one.over]


async def score_one(site: Site, sitting_id: int) -> bool:
    """Score one sitting that was handed in. False: there was nothing to do."""
    scores = await site.read(scoring.judge, site.course, sitting_id)
    if scores is None:
        return False
    return await site.writer.run(
        lambda connection: scoring.store(connection, site.course, scores, site.now())
    )


async def end_one(site: Site, sitting_id: int, now: datetime) -> bool:
    """End one sitting if it is over. False: nothing changed."""
    return await site.writer.run(
        lambda connection: end_if_over(connection, site.course, sitting_id, now)
    )


async def sweep(site: Site) -> tuple[int, int]:
    """One pass; (sittings ended, sittings scored). A sitting that fails is left for the next."""
    now = site.now()
    over = await site.read(_over, now)
    ended = 0
    for start in range(0, len(over), AT_ONCE):
        group = [end_one(site, one, now) for one in over[start : start + AT_ONCE]]
        ended += _count(await asyncio.gather(*group, return_exceptions=True))
    waiting = await site.read(exam_sittings.list_unscored)
    scored = 0
    for start in range(0, len(waiting), AT_ONCE):
        few = [score_one(site, one) for one in waiting[start : start + AT_ONCE]]
        scored += _count(await asyncio.gather(*few, return_exceptions=True))
    return ended, scored


def _count(results: list[bool | BaseException]) -> int:
    for one in results:
        if isinstance(one, Exception):
            log.warning("sweeping: %s", one)
        elif isinstance(one, BaseException):
            raise one
    return sum(1 for one in results if one is True)


class Sweeper:
    """Sweeps every few seconds, and at once when woken. Faults of the database do not end it."""

    def __init__(self, site: Site, every_s: float = EVERY_S) -> None:
        self._site = site
        self._every_s = every_s
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Something was handed in."""
        self._woken.set()

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._task = asyncio.create_task(self._run(), name="sweeper")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._every_s)
            self._woken.clear()
            try:
                await sweep(self._site)
            except StorageError as fault:
                log.warning("sweeping: %s", fault)
            except Exception:
                log.exception("sweeping failed")
