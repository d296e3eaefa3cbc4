"""Keeping what is derived from answers up to date, a few people at a time.

Whoever stores an outcome puts its author into the queue. Each is worked out beside the requests
(:mod:`webapp.insight.working_out`) and stored in one short write; if another process has counted
meanwhile, it begins again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from course.model import Course
from webapp.insight.working_out import Batch, work_out
from webapp.queries import count_queue, counted, counting, insight
from webapp.site import Site
from webapp.writer import StorageError

log = logging.getLogger(__name__)

AT_ONCE = 10
"""People worked out in one go: so long the write after it, and so much memory."""

AT_A_LOOK = 40
"""People whom a page works in before it shows what there is."""

_TURNS = 5
"""How often another process may be faster before a page does with what there is."""


class _Overtaken(Exception):
    """Another process has counted meanwhile, or a person is gone."""


async def up_to_date(
    site: Site, user_ids: Collection[int] | None = None, *, most: int = AT_A_LOOK
) -> int:
    """Work in what waits for these people (None: anybody), of at most ``most`` people.

    Returns how many still wait.

    Raises:
        webapp.writer.StorageError: nothing was stored.
    """
    waiting = await site.read(insight.count_waiting, user_ids)
    turns = _TURNS
    while waiting and most > 0 and turns:
        done = await count_some(site, user_ids, min(AT_ONCE, most))
        if done is None:
            turns -= 1
        elif done == 0:
            break
        else:
            most -= done
        waiting = await site.read(insight.count_waiting, user_ids)
    return waiting


async def up_to_date_of(
    site: Site,
    who: Callable[[Connection], Collection[int]],
    *,
    most: int = AT_A_LOOK,
) -> int:
    """The same for people who are looked up only if anybody waits at all: mostly nobody does."""

    def waiting(connection: Connection) -> Collection[int]:
        return who(connection) if insight.count_waiting(connection) else ()

    people = await site.read(waiting)
    return await up_to_date(site, people, most=most) if people else 0


async def count_some(
    site: Site, user_ids: Collection[int] | None = None, most: int = AT_ONCE
) -> int | None:
    """Count who waits longest; gives how many people were seen to. None: another process was
    faster.

    Someone whose answers cannot be counted (a fault of ours) is put aside and logged: the others
    must not wait for them.

    Raises:
        webapp.writer.StorageError: nothing was stored.
    """
    try:
        batch = await site.read(work_out, site.course, site.settings.zone, most, user_ids)
        if not batch.queued:
            return 0
        await site.writer.run(lambda connection: store(connection, batch))
    except _Overtaken:
        return None
    except StorageError:
        raise
    except Exception:
        if most > 1:
            return await count_some(site, user_ids, 1)
        log.exception("answers could not be counted")
        return await site.writer.run(lambda connection: count_queue.put_aside(connection, user_ids))
    return len(batch.queued)


def count_all(connection: Connection, course: Course, zone: ZoneInfo) -> int:
    """Count everything that waits, in this transaction (the demo, a command). Gives how many
    people.
    """
    total = 0
    while True:
        batch = work_out(connection, course, zone, 50)
        if not batch.queued:
            return total
        store(connection, batch)
        total += len(batch.queued)


def store(connection: Connection, batch: Batch) -> None:
    """Raises _Overtaken: what was worked out no longer holds; nothing is stored."""
    if not counting.step(connection, batch.revision):
        raise _Overtaken
    try:
        _put(connection, batch)
    except IntegrityError as fault:  # somebody's account was erased meanwhile
        raise _Overtaken from fault


def _put(connection: Connection, batch: Batch) -> None:
    counted.put_counted(connection, batch.gone, batch.counted)
    for one in batch.summaries:
        counted.put_summary(connection, *one)
    for scope, body in batch.scores.items():
        counted.put_scores(connection, scope, body)
    for user_id, (sections, rows) in batch.sections.items():
        counted.put_sections(connection, user_id, sections, rows)
    for user_id, (weeks, costs) in batch.costs.items():
        counted.put_costs(connection, user_id, weeks, costs)
    for user_id in batch.no_students:
        counted.forget_student(connection, user_id)
    count_queue.drop_queued(connection, batch.queued)
