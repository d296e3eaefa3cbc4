"""What a group's monthly report reads beside the dashboards' derived tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from webapp.insight.facts import Tried
from webapp.queries import chunks
from webapp.queries.assignments import AssignmentInfo, list_of_cohort
from webapp.queries.giving import list_targets_of
from webapp.queries.newest import newest_outcome
from webapp.queries.student_reach import not_own
from webapp.report.helped import AlertEvent
from webapp.tables import (
    alert_events,
    attempts,
    outcomes,
    sittings,
    users,
)


@dataclass(frozen=True, slots=True)
class Activity:
    """In one span: ``students`` who answered, ``answers`` given, ``right`` of the ``marked``."""

    students: int
    answers: int
    marked: int
    right: int


def find_activity(
    connection: Connection, user_ids: Collection[int], since: datetime, until: datetime
) -> Activity:
    """Answers of these students in lessons and assignments from ``since`` up to, not with,
    ``until``.
    """
    scored = outcomes.c.status == "scored"
    whole = and_(scored, outcomes.c.score_num == outcomes.c.score_den)
    totals = [0, 0, 0, 0]
    for few in chunks(user_ids):
        row: Any = connection.execute(
            select(
                func.count(sittings.c.user_id.distinct()),
                func.count(attempts.c.id),
                func.coalesce(func.sum(case((scored, 1), else_=0)), 0),
                func.coalesce(func.sum(case((whole, 1), else_=0)), 0),
            )
            .select_from(sittings)
            .join(attempts, attempts.c.sitting_id == sittings.c.id)
            .outerjoin(outcomes, outcomes.c.id == newest_outcome)
            .where(
                sittings.c.user_id.in_(few),
                not_own,
                attempts.c.received_at >= since,
                attempts.c.received_at < until,
            )
        ).one()
        totals = [one + int(more) for one, more in zip(totals, row, strict=True)]
    return Activity(*totals)


def list_tried(
    connection: Connection, user_ids: Collection[int], until: datetime
) -> dict[int, list[Tried]]:
    """Student → every answer in lessons and assignments before ``until``, with the mark that
    counts now.
    """
    found: dict[int, list[Tried]] = {user_id: [] for user_id in user_ids}
    for few in chunks(user_ids):
        rows: Any = connection.execute(
            select(
                sittings.c.user_id,
                attempts.c.id,
                attempts.c.item_id,
                attempts.c.received_at,
                outcomes.c.status,
                outcomes.c.score_num,
                outcomes.c.score_den,
            )
            .select_from(sittings)
            .join(attempts, attempts.c.sitting_id == sittings.c.id)
            .join(outcomes, outcomes.c.id == newest_outcome)
            .where(sittings.c.user_id.in_(few), not_own, attempts.c.received_at < until)
        )
        for row in rows:
            score = Fraction(row[5], row[6]) if row[4] == "scored" else Fraction(0)
            found[row[0]].append(Tried(row[1], row[2], row[3], row[4], score))
    return found


@dataclass(frozen=True, slots=True)
class GivenTo:
    """An assignment and to whom it is given: (kind, id)."""

    info: AssignmentInfo
    targets: frozenset[tuple[str, int]]


def list_assignments(
    connection: Connection, cohort_id: int, since: datetime, until: datetime
) -> list[GivenTo]:
    """The assignments of a cohort that opened, were due or closed from ``since`` up to, not with,
    ``until``, by opening; the withdrawn left out.
    """
    infos = [
        one
        for one in list_of_cohort(connection, cohort_id)
        if not one.withdrawn
        and any(
            at is not None and since <= at < until
            for at in (one.window.opens, one.window.due, one.window.closes)
        )
    ]
    targets = list_targets_of(connection, [one.id for one in infos])
    return [GivenTo(one, frozenset(targets[one.id])) for one in infos]


def list_alert_events(
    connection: Connection,
    cohort_id: int,
    user_ids: Sequence[int],
    since: datetime,
    until: datetime,
) -> list[tuple[str, str, int]]:
    """(kind, name, student) of what became of the alerts of these students, the oldest first."""
    wanted = set(user_ids)
    rows: Any = connection.execute(
        select(alert_events.c.kind, users.c.name, alert_events.c.user_id)
        .join(users, users.c.id == alert_events.c.user_id)
        .where(
            alert_events.c.cohort_id == cohort_id,
            alert_events.c.at >= since,
            alert_events.c.at < until,
        )
        .order_by(alert_events.c.id)
    )
    return [(row[0], row[1], row[2]) for row in rows if row[2] in wanted]


def list_alert_log(
    connection: Connection, cohort_id: int, user_ids: Collection[int]
) -> list[AlertEvent]:
    """All that became of the alerts of these students, each student's in the order it was
    written.
    """
    found: list[AlertEvent] = []
    for few in chunks(user_ids):
        rows: Any = connection.execute(
            select(
                alert_events.c.user_id,
                alert_events.c.kind,
                alert_events.c.reasons,
                alert_events.c.at,
            )
            .where(alert_events.c.cohort_id == cohort_id, alert_events.c.user_id.in_(few))
            .order_by(alert_events.c.id)
        )
        found += [AlertEvent(row[0], row[1], tuple(json.loads(row[2])), row[3]) for row in rows]
    return found


def find_first_alert_event(connection: Connection, cohort_id: int) -> datetime | None:
    """Since when the alerts of a cohort are written down; None: nothing is."""
    found: datetime | None = connection.execute(
        select(alert_events.c.at)
        .where(alert_events.c.cohort_id == cohort_id)
        .order_by(alert_events.c.at)
        .limit(1)
    ).scalar()
    return found
