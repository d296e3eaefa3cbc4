"""Working answers into what is known of a learner, before a page reads it.

Every answer counts, wherever it was given: in a lesson, a set, an assignment. One whose score its
author may not see yet waits: a schedule must not tell what an exam keeps back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from webapp.queries import assignments, memories, people, study
from webapp.queries.study import Answered, State
from webapp.self_test.folding import Objectives, Study, fold, odd
from webapp.self_test.pool import pool
from webapp.site import Site
from webapp.sitting.seeing import shown_after

_TURNS = 3
"""How often another process may be faster before a page does with what there is."""

_AT_ONCE = 50
"""Answers worked in without the detour of a thread."""


async def up_to_date(site: Site, user_id: int, now: datetime) -> None:
    """Work in what is new; the first time, and after a mark was changed, everything.

    Raises:
        webapp.writer.StorageError: nothing was stored.
    """
    for _ in range(_TURNS):
        state = await site.glance(study.find_state, user_id)
        if state is None:
            await site.writer.run(lambda connection: study.begin_state(connection, user_id, now))
            state = (True, True)
        stale, waiting = state
        if not stale and not waiting:
            return
        if not stale and await _few(site, user_id, now):
            return
        if (stale or await _is_stale(site, user_id)) and await _all(site, user_id, now):
            return


async def _is_stale(site: Site, user_id: int) -> bool:
    state = await site.read(study.find_state, user_id)
    return state is not None and state[0]


async def _few(site: Site, user_id: int, now: datetime) -> bool:
    """Work in the queue. False: it was changed meanwhile, or all must be made anew."""

    def load(connection: Connection) -> tuple[State, list[Answered], Study]:
        state = study.read_state(connection, user_id)
        answers = _seen(connection, study.list_queued(connection, user_id), now)
        if not answers:
            return state, answers, Study.of({}, ())
        return (
            state,
            answers,
            Study.of(
                memories.list_memories(connection, user_id), study.list_days(connection, user_id)
            ),
        )

    state, answers, found = await site.read(load)
    if not answers:
        return True
    if odd(found, answers):
        await site.writer.run(lambda connection: study.mark_stale(connection, [user_id]))
        return False
    objectives = _objectives(site)
    objectives.judge(found.remembered, found.remembered)
    things = pool(site.course)
    if len(answers) <= _AT_ONCE:
        fold(found, answers, site.settings.zone, things, objectives)
    else:
        await asyncio.to_thread(fold, found, answers, site.settings.zone, things, objectives)

    def store(connection: Connection) -> None:
        same = study.read_state(connection, user_id, hold=True) == state
        if not same or not study.drop_queued(
            connection, user_id, [one.attempt_id for one in answers]
        ):
            raise _Overtaken
        _put(connection, user_id, found)

    return await _stored(site, store)


async def _stored(site: Site, store: Callable[[Connection], None]) -> bool:
    try:
        await site.writer.run(store)
    except _Overtaken:
        return False
    return True


class _Overtaken(Exception):
    """Something else was stored meanwhile: what was read holds no more."""


async def _all(site: Site, user_id: int, now: datetime) -> bool:
    """Make everything anew. False: something was answered, marked or erased meanwhile."""

    def load(connection: Connection) -> _Everything:
        state = study.read_state(connection, user_id)
        judged = study.find_judged(connection, user_id)
        queued = study.list_queued(connection, user_id)
        every = study.list_answers(connection, user_id)
        seen = _seen(connection, every, now)
        known = {one.attempt_id for one in seen}
        return _Everything(
            state,
            judged,
            seen,
            [one.attempt_id for one in queued if one.attempt_id in known],
            [one.attempt_id for one in every if one.attempt_id not in known],
        )

    read = await site.read(load)
    found = Study.of({}, ())
    # many answers take a second: not here, where every request passes
    await asyncio.to_thread(
        fold, found, read.seen, site.settings.zone, pool(site.course), _objectives(site)
    )

    def store(connection: Connection) -> None:
        state = study.read_state(connection, user_id, hold=True)
        if state != read.state or study.find_judged(connection, user_id) != read.judged:
            raise _Overtaken
        study.clear_derived(connection, user_id, now)
        study.drop_queued(connection, user_id, read.queued)
        study.queue_again(connection, user_id, read.hidden)
        _put(connection, user_id, found)

    return await _stored(site, store)


@dataclass(frozen=True, slots=True)
class _Everything:
    """All answers of a learner: those they may see the score of, of these the queued, the rest."""

    state: State
    judged: tuple[int, int]
    seen: list[Answered]
    queued: list[int]
    hidden: list[int]


def _put(connection: Connection, user_id: int, found: Study) -> None:
    memories.put_memories(connection, user_id, [found.remembered[key] for key in found.changed])
    study.put_days(connection, user_id, [found.days[day] for day in found.days_changed])
    people.bump(connection, user_id)  # kept pages tell how objectives stand


def _objectives(site: Site) -> Objectives:
    return Objectives(pool(site.course), site.course.objectives)


def _seen(connection: Connection, answers: Sequence[Answered], now: datetime) -> list[Answered]:
    """Those whose score their author may see."""
    known: dict[int, bool] = {}

    def visible(assignment_id: int) -> bool:
        if assignment_id not in known:
            found = assignments.find_assignment(connection, assignment_id)
            known[assignment_id] = found is not None and "key" in shown_after(
                connection, found, now
            )
        return known[assignment_id]

    return [one for one in answers if one.assignment_id is None or visible(one.assignment_id)]
