"""An instructor's care for one sitting: opening it again with the answers and the time left."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from quizzes.timing import for_person
from webapp.queries import count_queue, people, sittings
from webapp.queries.assignments import AssignmentInfo, allowance_of, find_assignment
from webapp.queries.grants import add_extension
from webapp.tables import assignments, attempts, drafts, enrolments, events, users
from webapp.tables import sittings as sittings_table


@dataclass(frozen=True, slots=True)
class Cared:
    """A sitting of an assignment as its staff sees it. ``groups``: where its student studies in the
    cohort now; of who has left, the one in which the sitting was begun.
    """

    sitting_id: int
    user_id: int
    name: str
    assignment_id: int
    ordinal: int
    started_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    groups: frozenset[int]


@dataclass(frozen=True, slots=True)
class Happened:
    """What was done to a sitting, by whom, and why."""

    kind: str  # sitting-reopened | sitting-closed
    by: str
    at: datetime
    data: dict[str, Any]


class CannotReopen(Exception):
    """``key``: the message that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def find_cared(connection: Connection, assignment_id: int, sitting_id: int) -> Cared | None:
    """A sitting of this assignment."""
    row: Any = connection.execute(
        select(
            sittings_table.c.id,
            sittings_table.c.user_id,
            users.c.name,
            sittings_table.c.assignment_id,
            sittings_table.c.ordinal,
            sittings_table.c.started_at,
            sittings_table.c.closed_at,
            sittings_table.c.closed_by,
            assignments.c.cohort_id,
            enrolments.c.group_id,
        )
        .outerjoin(enrolments, enrolments.c.id == sittings_table.c.enrolment_id)
        .join(users, users.c.id == sittings_table.c.user_id)
        .join(assignments, assignments.c.id == sittings_table.c.assignment_id)
        .where(sittings_table.c.id == sitting_id, sittings_table.c.assignment_id == assignment_id)
    ).first()
    if row is None:
        return None
    groups = set(
        connection.execute(
            select(enrolments.c.group_id).where(
                enrolments.c.user_id == row[1],
                enrolments.c.cohort_id == row[8],
                enrolments.c.role == "student",
                enrolments.c.ended_at.is_(None),
                enrolments.c.group_id.is_not(None),
            )
        ).scalars()
    )
    if not groups and row[9] is not None:
        groups = {row[9]}
    return Cared(
        sitting_id=row[0],
        user_id=row[1],
        name=row[2],
        assignment_id=row[3],
        ordinal=row[4],
        started_at=row[5],
        closed_at=row[6],
        closed_by=row[7],
        groups=frozenset(groups),
    )


def list_happened(connection: Connection, sitting_id: int, user_id: int) -> list[Happened]:
    """What instructors did to a sitting, the oldest first."""
    by = users.alias("by")
    rows: Any = connection.execute(
        select(events.c.kind, events.c.at, events.c.data)
        .where(
            events.c.user_id == user_id,
            events.c.kind.in_(("sitting-reopened", "sitting-closed")),
        )
        .order_by(events.c.id)
    ).all()
    found = [(row[0], row[1], json.loads(row[2])) for row in rows]
    found = [one for one in found if one[2].get("sitting") == sitting_id]
    if not found:
        return []
    names = {
        row[0]: row[1]
        for row in connection.execute(
            select(by.c.id, by.c.name).where(by.c.id.in_({one[2]["by"] for one in found}))
        )
    }
    return [Happened(kind, names.get(data["by"], ""), at, data) for kind, at, data in found]


@dataclass(frozen=True, slots=True)
class LastAnswer:
    number: int
    form: dict[str, list[str]]


def last_answers(connection: Connection, sitting_id: int) -> dict[str, LastAnswer]:
    """Item id → its newest attempt in a sitting: what is handed in after a reopening follows it."""
    return {
        row[0]: LastAnswer(row[1], json.loads(row[2]))
        for row in connection.execute(
            select(attempts.c.item_id, attempts.c.number, attempts.c.form)
            .where(attempts.c.sitting_id == sitting_id)
            .order_by(attempts.c.number)
        )
    }


def note(
    connection: Connection,
    found: Cared,
    kind: str,
    by: int,
    reason: str,
    now: datetime,
    **more: Any,
) -> None:
    """Remember what an instructor did to a sitting."""
    people.add_event(
        connection, found.user_id, kind, now, sitting=found.sitting_id, by=by, reason=reason, **more
    )


def reopen(
    connection: Connection,
    assignment_id: int,
    sitting_id: int,
    extra: timedelta,
    reason: str,
    by: int,
    now: datetime,
    *,
    answers_back: bool,
) -> Cared:
    """Open a sitting again. The time between its end and now is not counted: what was left of the
    limit is left again, and ``extra`` on top. Where the close has passed the person gets one of
    their own. With ``answers_back`` the answers lie in the drafts
    again, to be changed; the attempts made of them stay.

    Raises:
        CannotReopen: it runs; another sitting of the same person runs; or no time would be left.
    """
    info = find_assignment(connection, assignment_id)
    found = find_cared(connection, assignment_id, sitting_id)
    if info is None or found is None or found.closed_at is None:
        raise CannotReopen("care.error_runs")
    running = connection.execute(
        select(sittings_table.c.id).where(
            sittings_table.c.user_id == found.user_id,
            sittings_table.c.assignment_id == assignment_id,
            sittings_table.c.closed_at.is_(None),
        )
    ).first()
    if running is not None:
        raise CannotReopen("care.error_other_runs")
    started, ends = _time_left(connection, info, found, extra, now)
    done = connection.execute(
        update(sittings_table)
        .where(sittings_table.c.id == sitting_id, sittings_table.c.closed_at.is_not(None))
        .values(
            closed_at=None,
            closed_by=None,
            stamped_at=None,
            scored_at=None,
            started_at=started,
            touched_at=now,
        )
    )
    if done.rowcount != 1:
        raise CannotReopen("care.error_runs")
    if extra or ends is not None:
        add_extension(connection, assignment_id, found.user_id, ends, extra, 0, reason, by, now)
    if answers_back:
        _answers_back(connection, sitting_id, now)
    note(
        connection,
        found,
        "sitting-reopened",
        by,
        reason,
        now,
        extra_s=int(extra.total_seconds()),
        started_at=found.started_at.isoformat(),
        closed_at=found.closed_at.isoformat(),
    )
    count_queue.queue_people(connection, [found.user_id], now)
    people.bump(connection, found.user_id)
    return found


def _time_left(
    connection: Connection, info: AssignmentInfo, found: Cared, extra: timedelta, now: datetime
) -> tuple[datetime, datetime | None]:
    """(moment from which the limit counts now, close of their own or None)."""
    assert found.closed_at is not None
    window = for_person(info.window, allowance_of(connection, info, found.user_id))
    away = max(timedelta(0), now - found.closed_at)
    started = found.started_at
    left: timedelta | None = None  # of the limit
    if window.limit is not None:
        started = found.started_at + away
        left = window.limit - (found.closed_at - found.started_at)
    closed = window.closes is not None and window.closes <= now
    if window.closes is not None and closed:
        of_close = max(timedelta(0), window.closes - found.closed_at)
        left = of_close if left is None else min(left, of_close)
    if left is not None and left + extra <= timedelta(0):
        raise CannotReopen("care.error_no_time")
    if window.closes is None:
        return started, None
    if closed:
        assert left is not None
        return started, now + left + extra
    if window.limit is not None or not extra:
        return started, None  # extra time moves the close by itself where there is a limit
    return started, window.closes + extra


def _answers_back(connection: Connection, sitting_id: int, now: datetime) -> None:
    """The newest answer to each item as a draft again; a draft that is there stays."""
    there = {one.item_id for one in sittings.list_drafts(connection, sitting_id)}
    rows = [
        {
            "sitting_id": sitting_id,
            "item_id": item_id,
            "revision": 1,
            "form": json.dumps(answer.form, ensure_ascii=False),
            "saved_at": now,
        }
        for item_id, answer in last_answers(connection, sitting_id).items()
        if item_id not in there
    ]
    if rows:
        connection.execute(insert(drafts), rows)
