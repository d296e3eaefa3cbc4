"""How much is new in each of many groups: counts only, for the page of all of one's groups.

What happened is read by time and sorted to the groups here: joined to thousands of students, the
database would go through all their answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, select

from webapp.queries import chunks
from webapp.queries.glance import EXTENDED
from webapp.queries.marks import list_unmarked
from webapp.tables import (
    alert_events,
    assignments,
    attempts,
    enrolments,
    item_reports,
    review_requests,
    sittings,
)

News = Literal["alert", "handed-in", "waiting", "review", "report"]


def count_news(
    connection: Connection,
    since: Mapping[int, datetime],
    cohort_ids: Collection[int],
    now: datetime,
) -> dict[int, Counter[News]]:
    """Group → how many of each happened after its own moment in ``since``: students whose alert
    changed, works handed in, requests, reports; and of answers all that wait for a mark, whenever
    they came: as the marking queue says. A fixed number of statements.
    """
    found: dict[int, Counter[News]] = {group_id: Counter() for group_id in since}
    if not since:
        return found
    floor = min(since.values())
    groups = _groups_of(connection, since, cohort_ids)
    cohorts = _cohorts_of_assignments(connection, cohort_ids)
    counted: set[tuple[Any, ...]] = set()

    def count(kind: News, cohort_id: int | None, user_id: int, at: datetime, *once: object) -> None:
        """``once``: what is counted one time, however often it comes; nothing: each time."""
        for cohort, group_id in groups.get(user_id, ()):
            if cohort_id not in (None, cohort) or at <= since[group_id]:
                continue
            key = (kind, group_id, user_id, *once)
            if once and key in counted:
                continue
            counted.add(key)
            found[group_id][kind] += 1

    for row in connection.execute(
        select(alert_events.c.cohort_id, alert_events.c.user_id, alert_events.c.at).where(
            alert_events.c.cohort_id.in_(cohort_ids), alert_events.c.at > floor
        )
    ):
        count("alert", row[0], row[1], row[2], row[0])
    for some in chunks(_may_be_handed_in(connection, cohort_ids, floor)):
        for row in connection.execute(
            select(sittings.c.assignment_id, sittings.c.user_id, sittings.c.closed_at).where(
                sittings.c.assignment_id.in_(some), sittings.c.closed_at > floor
            )
        ):
            count("handed-in", cohorts[row[0]], row[1], row[2], row[0])
    for one in list_unmarked(connection, cohort_ids):
        if one.studies:
            theirs = [group for cohort, group in groups.get(one.user_id, ()) if cohort == one[0]]
        else:
            theirs = [group_id for group_id in since if group_id == one.group_then]
        for group_id in theirs:
            found[group_id]["waiting"] += 1
    asked = (
        select(sittings.c.assignment_id, sittings.c.user_id, review_requests.c.created_at)
        .select_from(review_requests)
        .join(attempts, attempts.c.id == review_requests.c.attempt_id)
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .where(review_requests.c.created_at > floor, review_requests.c.answered_at.is_(None))
    )
    for row in connection.execute(asked):
        if row[0] in cohorts:
            count("review", cohorts[row[0]], row[1], row[2])
    reported = select(
        item_reports.c.cohort_id, item_reports.c.user_id, item_reports.c.created_at
    ).where(item_reports.c.created_at > floor, item_reports.c.user_id.is_not(None))
    for row in connection.execute(reported):
        count("report", row[0], row[1], row[2])
    return found


def _groups_of(
    connection: Connection, group_ids: Collection[int], cohort_ids: Collection[int]
) -> dict[int, list[tuple[int, int]]]:
    """Student → (cohort, group), of these groups."""
    found: dict[int, list[tuple[int, int]]] = {}
    for row in connection.execute(
        select(enrolments.c.user_id, enrolments.c.cohort_id, enrolments.c.group_id).where(
            enrolments.c.cohort_id.in_(cohort_ids),
            enrolments.c.role == "student",
            enrolments.c.ended_at.is_(None),
        )
    ):
        if row[2] in group_ids:
            found.setdefault(row[0], []).append((row[1], row[2]))
    return found


def _cohorts_of_assignments(connection: Connection, cohort_ids: Collection[int]) -> dict[int, int]:
    return {
        row[0]: row[1]
        for row in connection.execute(
            select(assignments.c.id, assignments.c.cohort_id).where(
                assignments.c.cohort_id.in_(cohort_ids)
            )
        )
    }


def _may_be_handed_in(
    connection: Connection, cohort_ids: Collection[int], floor: datetime
) -> list[int]:
    """Assignments that somebody may have handed in after ``floor``, extensions too."""
    return list(
        connection.execute(
            select(assignments.c.id).where(
                assignments.c.cohort_id.in_(cohort_ids),
                assignments.c.closes_at.is_(None) | (assignments.c.closes_at > floor - EXTENDED),
            )
        ).scalars()
    )
