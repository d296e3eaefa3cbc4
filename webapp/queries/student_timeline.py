"""What happened with one student when, before those who teach them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, true

from quizzes.needs_help import Rule
from webapp.queries.newest import newest_outcome
from webapp.queries.student_reach import Reach, reached
from webapp.tables import (
    alert_events,
    assignments,
    attempts,
    outcomes,
    readings,
    sittings,
)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer in the timeline."""

    at: datetime
    lesson: bool
    right: bool


@dataclass(frozen=True, slots=True)
class HandedIn:
    at: datetime
    sitting_id: int
    assignment_id: int
    title: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Alerted:
    """``kind``: raised | more | fewer | cleared."""

    at: datetime
    kind: str
    reasons: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened in a span of time; ``read``: (when, lesson id)."""

    answers: tuple[Given, ...]
    handed_in: tuple[HandedIn, ...]
    begun: tuple[HandedIn, ...]  # and not handed in yet
    read: tuple[tuple[datetime, str], ...]
    alerts: tuple[Alerted, ...]


def list_happened(
    connection: Connection, reach: Reach, since: datetime, until: datetime
) -> Happened:
    """All from ``since`` up to, not with, ``until``; in no order."""
    answers: Any = connection.execute(
        select(
            attempts.c.received_at,
            sittings.c.assignment_id,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
        )
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
        .outerjoin(outcomes, outcomes.c.id == newest_outcome)
        .where(reached(reach), attempts.c.received_at >= since, attempts.c.received_at < until)
    )
    given = tuple(
        Given(row[0], row[1] is None, row[2] == "scored" and row[3] == row[4]) for row in answers
    )
    closed: Any = connection.execute(
        select(
            sittings.c.closed_at,
            sittings.c.id,
            assignments.c.id,
            assignments.c.title,
            sittings.c.ordinal,
        )
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(reached(reach), sittings.c.closed_at >= since, sittings.c.closed_at < until)
    )
    begun: Any = connection.execute(
        select(
            sittings.c.started_at,
            sittings.c.id,
            assignments.c.id,
            assignments.c.title,
            sittings.c.ordinal,
        )
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(
            reached(reach),
            sittings.c.closed_at.is_(None),
            sittings.c.started_at >= since,
            sittings.c.started_at < until,
        )
    )
    return Happened(
        given,
        tuple(HandedIn(*row) for row in closed),
        tuple(HandedIn(*row) for row in begun),
        _list_read(connection, reach, since, until),
        _list_alerts(connection, reach, since, until),
    )


def _list_read(
    connection: Connection, reach: Reach, since: datetime, until: datetime
) -> tuple[tuple[datetime, str], ...]:
    if not reach.lessons:
        return ()
    rows: Any = connection.execute(
        select(readings.c.finished_at, readings.c.lesson_id).where(
            readings.c.user_id == reach.user_id,
            readings.c.finished_at >= since,
            readings.c.finished_at < until,
        )
    )
    return tuple((row[0], row[1]) for row in rows)


def _list_alerts(
    connection: Connection, reach: Reach, since: datetime, until: datetime
) -> tuple[Alerted, ...]:
    rows: Any = connection.execute(
        select(alert_events.c.at, alert_events.c.kind, alert_events.c.reasons).where(
            alert_events.c.cohort_id == reach.cohort_id,
            alert_events.c.user_id == reach.user_id,
            alert_events.c.at >= since,
            alert_events.c.at < until,
        )
    )
    return tuple(Alerted(row[0], row[1], tuple(json.loads(row[2]))) for row in rows)


def find_before(connection: Connection, reach: Reach, before: datetime) -> datetime | None:
    """When something last happened before a moment. None: nothing did."""
    newest = [
        connection.execute(statement).scalar()
        for statement in (
            select(func.max(attempts.c.received_at))
            .select_from(sittings)
            .join(attempts, attempts.c.sitting_id == sittings.c.id)
            .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
            .where(reached(reach), attempts.c.received_at < before),
            select(func.max(sittings.c.closed_at))
            .join(assignments, assignments.c.id == sittings.c.assignment_id)
            .where(reached(reach), sittings.c.closed_at < before),
            select(func.max(sittings.c.started_at))
            .join(assignments, assignments.c.id == sittings.c.assignment_id)
            .where(reached(reach), sittings.c.closed_at.is_(None), sittings.c.started_at < before),
            select(func.max(readings.c.finished_at)).where(
                readings.c.user_id == reach.user_id,
                readings.c.finished_at < before,
                true() if reach.lessons else readings.c.user_id.is_(None),
            ),
            select(func.max(alert_events.c.at)).where(
                alert_events.c.cohort_id == reach.cohort_id,
                alert_events.c.user_id == reach.user_id,
                alert_events.c.at < before,
            ),
        )
    ]
    return max((one for one in newest if one is not None), default=None)
