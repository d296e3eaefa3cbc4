"""Alerts are brought up to date: one for each student who needs help, never a second beside it.

It is worked out from what is counted (:mod:`webapp.insight.counting`), when staff open a group's
page and by the background keeper. Doing it again changes nothing; a write happens only when
something has changed, and what two do at once is done by one (:func:`webapp.queries.alerts.store`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from quizzes.needs_help import followed
from webapp.insight.standing import Known, StudentStanding, load, standings
from webapp.queries import alerts
from webapp.queries.alerts import Change
from webapp.site import Site


def changes(known: Known, found: Iterable[StudentStanding], now: datetime) -> list[Change]:
    """What has to be kept otherwise than it is. Of those whose newest answers are not counted yet
    nothing is: their silence may be ours.
    """
    wanted = []
    for one in found:
        user_id = one.student.user_id
        if user_id in known.waiting:
            continue
        stored = known.alerts.get(user_id)
        before = stored.alert if stored is not None else None
        after, event = followed(before, one.judgement, now)
        if after != before:
            text = stored.text if stored is not None else None
            wanted.append(Change(user_id, text, after, event))
    return wanted


async def bring_up_to_date(
    site: Site, cohort_id: int, now: datetime, group_ids: Collection[int] | None = None
) -> int:
    """Judge the students of a cohort (of these groups) and keep what has changed; gives how many
    alerts did.

    Raises:
        webapp.writer.StorageError: something had changed and could not be stored.
    """

    def look(connection: Connection) -> tuple[list[Change], bool]:
        known = load(connection, cohort_id, group_ids, now)
        found = standings(site.course, known, now, site.settings.zone, cells=False)
        gone = group_ids is None and alerts.any_of_gone(connection, cohort_id)
        return changes(known, found, now), gone

    wanted, gone = await site.read(look)
    if not wanted and not gone:
        return 0

    def work(connection: Connection) -> int:
        done = len(alerts.store(connection, cohort_id, wanted, now))
        return done + (alerts.drop_of_gone(connection, cohort_id) if gone else 0)

    return await site.writer.run(work)


async def bring_all_up_to_date(site: Site, now: datetime) -> int:
    """The same for every cohort that is not archived, group by group so that nobody waits long."""
    done = 0
    for cohort_id, group_ids in (await site.read(alerts.list_running)).items():
        for group_id in group_ids:
            begun = time.perf_counter()
            done += await bring_up_to_date(site, cohort_id, now, [group_id])
            await asyncio.sleep(time.perf_counter() - begun)  # pages have their turn
        if await site.read(alerts.any_of_gone, cohort_id):
            done += await site.writer.run(partial(alerts.drop_of_gone, cohort_id=cohort_id))
    return done
