"""What a student has to do next, for the title page."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from quizzes.timing import deadline, for_person, may_start
from webapp.messages import moment, translate
from webapp.pages import HomeTask
from webapp.queries import assignments
from webapp.queries.assignments import ToDo

AHEAD = timedelta(days=7)
"""Within this time an assignment to come is named."""
REOPENED = timedelta(days=60)
"""Within this time after the close for everybody a person may still have a later one."""


def next_task(
    connection: Connection, user_id: int, lang: str, zone: ZoneInfo, now: datetime
) -> HomeTask | None:
    """The nearest end first, then what opens next; None: there is nothing to do."""
    found = []
    for one in assignments.list_to_do(connection, user_id, now + AHEAD, now - REOPENED):
        task = _task(connection, one, user_id, lang, zone, now)
        if task is not None:
            found.append(task)
    if not found:
        return None
    _, _, task_id, title, state, when = min(found)
    return HomeTask(task_id, title, state, when, len(found) - 1)


def _task(
    connection: Connection, one: ToDo, user_id: int, lang: str, zone: ZoneInfo, now: datetime
) -> tuple[int, datetime, int, str, str, str] | None:
    """(rank, what is waited for, id, title, state, when); None: there is nothing to do."""
    info = one.info
    window = for_person(info.window, assignments.allowance_of(connection, info, user_id))
    far = datetime.max.replace(tzinfo=now.tzinfo)
    key: str | None
    if one.begun is not None:
        at, rank, state = deadline(window, one.begun), 0, "runs"
        if at is not None and at <= now:
            return None
        key = "home.task_ends"
    elif now < window.opens:
        at, rank, state, key = window.opens, 2, "coming", "my.opens"
    elif may_start(window, now):
        rank, state = 1, "open"
        due = window.due is not None and now < window.due != window.closes
        at, key = (window.due, "my.due") if due else (window.closes, "my.closes")
    else:
        return None
    when = translate(lang, key, at=moment(lang, at, zone)) if at is not None else ""
    return rank, at or far, info.id, info.title, state, when
