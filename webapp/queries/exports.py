"""Rows for the files that an instructor takes away, read in pieces so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from webapp.queries.trails import list_trails
from webapp.tables import (
    accommodations,
    assignments,
    attempts,
    corrections,
    enrolments,
    extensions,
    groups,
    marks,
    sitting_items,
    sittings,
    users,
)

TOGETHER = 100
"""Sittings whose answers are read at a time."""


def _pieces(ids: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while piece := list(islice(rest, TOGETHER)):
        yield piece


def sitting_ids(
    connection: Connection, cohort_id: int, people: frozenset[int], assignment_id: int | None = None
) -> list[int]:
    """Sittings of a cohort's assignments (of one) by these people, in the order begun."""
    which: Any = assignments.c.cohort_id == cohort_id
    if assignment_id is not None:
        which = assignments.c.id == assignment_id
    rows = connection.execute(
        select(sittings.c.id, sittings.c.user_id)
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(which)
        .order_by(sittings.c.id)
    )
    return [row[0] for row in rows if row[1] in people]


def answers(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[Any, list[Any]]]:
    """(answer, its outcomes oldest first) of sittings. Answer: assignment title, user id, name,
    login, try, started, finished, position, item id, version, points, number, form, received,
    attempt id, sitting id. Outcome: attempt id, status, num, den, at, marker, reason, correction.
    """
    for piece in _pieces(ids):
        trails = list_trails(connection, piece)
        given: Any = connection.execute(
            select(
                assignments.c.title,
                users.c.id,
                users.c.name,
                users.c.login,
                sittings.c.ordinal,
                sittings.c.started_at,
                sittings.c.closed_at,
                sitting_items.c.position,
                attempts.c.item_id,
                attempts.c.item_version,
                sitting_items.c.points,
                attempts.c.number,
                attempts.c.form,
                attempts.c.received_at,
                attempts.c.id,
                sittings.c.id,
            )
            .select_from(attempts)
            .join(sittings, sittings.c.id == attempts.c.sitting_id)
            .join(assignments, assignments.c.id == sittings.c.assignment_id)
            .join(users, users.c.id == sittings.c.user_id)
            .outerjoin(
                sitting_items,
                (sitting_items.c.sitting_id == attempts.c.sitting_id)
                & (sitting_items.c.item_id == attempts.c.item_id),
            )
            .where(attempts.c.sitting_id.in_(piece))
            .order_by(attempts.c.sitting_id, sitting_items.c.position, attempts.c.number)
        )
        for row in given:
            yield row, trails.get(row[14], [])


def members(connection: Connection, cohort_id: int) -> list[Any]:
    """user id, name, login, role, group id, group, joined, ended of every enrolment."""
    return list(
        connection.execute(
            select(
                users.c.id,
                users.c.name,
                users.c.login,
                enrolments.c.role,
                enrolments.c.group_id,
                groups.c.title,
                enrolments.c.created_at,
                enrolments.c.ended_at,
            )
            .join(users, users.c.id == enrolments.c.user_id)
            .outerjoin(groups, groups.c.id == enrolments.c.group_id)
            .where(enrolments.c.cohort_id == cohort_id)
            .order_by(enrolments.c.role.desc(), users.c.name, enrolments.c.id)
        )
    )


def granted(connection: Connection, cohort_id: int) -> tuple[list[Any], list[Any]]:
    """(accommodations, extensions) of a cohort."""
    setter = users.alias()
    first: Any = connection.execute(
        select(
            users.c.id,
            users.c.name,
            accommodations.c.time_num,
            accommodations.c.time_den,
            accommodations.c.extra_attempts,
            accommodations.c.later_close_s,
            accommodations.c.note,
            setter.c.name,
            accommodations.c.set_at,
        )
        .join(users, users.c.id == accommodations.c.user_id)
        .join(setter, setter.c.id == accommodations.c.set_by)
        .where(accommodations.c.cohort_id == cohort_id)
        .order_by(users.c.name)
    )
    second: Any = connection.execute(
        select(
            users.c.id,
            users.c.name,
            assignments.c.title,
            extensions.c.closes_at,
            extensions.c.extra_s,
            extensions.c.extra_attempts,
            extensions.c.reason,
            setter.c.name,
            extensions.c.granted_at,
            extensions.c.revoked_at,
        )
        .join(assignments, assignments.c.id == extensions.c.assignment_id)
        .join(users, users.c.id == extensions.c.user_id)
        .join(setter, setter.c.id == extensions.c.granted_by)
        .where(assignments.c.cohort_id == cohort_id)
        .order_by(extensions.c.id)
    )
    return list(first), list(second)


def corrections_made(connection: Connection, cohort_id: int) -> list[Any]:
    """assignment, item, ordinal, kind, new version, reason, changed, maker, when."""
    return list(
        connection.execute(
            select(
                assignments.c.title,
                corrections.c.item_id,
                corrections.c.ordinal,
                corrections.c.kind,
                corrections.c.new_version,
                corrections.c.reason,
                corrections.c.changed,
                users.c.name,
                corrections.c.made_at,
            )
            .join(assignments, assignments.c.id == corrections.c.assignment_id)
            .join(users, users.c.id == corrections.c.made_by)
            .where(assignments.c.cohort_id == cohort_id)
            .order_by(corrections.c.id)
        )
    )


def marks_given(connection: Connection, ids: Sequence[int]) -> Iterator[Any]:
    """assignment, student id, student, item, marker, part, points (JSON), comment, when."""
    marker = users.alias()
    for piece in _pieces(ids):
        yield from connection.execute(
            select(
                assignments.c.title,
                users.c.id,
                users.c.name,
                attempts.c.item_id,
                marker.c.name,
                marks.c.part,
                marks.c.points,
                marks.c.comment,
                marks.c.created_at,
            )
            .join(attempts, attempts.c.id == marks.c.attempt_id)
            .join(sittings, sittings.c.id == attempts.c.sitting_id)
            .join(assignments, assignments.c.id == sittings.c.assignment_id)
            .join(users, users.c.id == sittings.c.user_id)
            .join(marker, marker.c.id == marks.c.marker_id)
            .where(attempts.c.sitting_id.in_(piece))
            .order_by(marks.c.id)
        )
