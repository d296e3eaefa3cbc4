"""Rows for the files that an instructor takes away, read in pieces so that memory stays small."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import islice
from typing import Any

from sqlalchemy import Connection, and_, or_, select, true

from quizzes.item_summary import ItemSummary
from webapp.queries.newest import newest_outcome
from webapp.queries.student_reach import Reach, reached
from webapp.queries.summaries import ItemHead, ItemRow
from webapp.queries.trails import list_trails
from webapp.tables import (
    accommodations,
    assignments,
    attempts,
    corrections,
    enrolments,
    extensions,
    groups,
    item_summaries,
    marks,
    outcomes,
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


ITEMS_TOGETHER = 200
"""Item versions whose counts are read at a time."""


def item_heads(connection: Connection, scope: str, least: int) -> Iterator[list[ItemHead]]:
    """The item versions of a scope with at least so many answers, by item."""
    after = ("", "")
    while True:
        rows: Any = connection.execute(_after(_HEAD, scope, after, least))
        piece = [ItemHead(*row) for row in rows]
        if not piece:
            return
        yield piece
        after = piece[-1].item_id, piece[-1].version


def item_rows(connection: Connection, scope: str) -> Iterator[list[ItemRow]]:
    """The item versions of a scope with their counts, by item."""
    after = ("", "")
    while True:
        rows: Any = connection.execute(_after((*_HEAD, item_summaries.c.body), scope, after, 0))
        piece = [
            ItemRow(
                row[0], row[1], row[2], row[3], row[4], ItemSummary.from_json(json.loads(row[5]))
            )
            for row in rows
        ]
        if not piece:
            return
        yield piece
        after = piece[-1].item_id, piece[-1].version


_HEAD: Any = (
    item_summaries.c.item_id,
    item_summaries.c.version,
    item_summaries.c.n,
    item_summaries.c.worst,
    item_summaries.c.figures,
)


def _after(columns: Any, scope: str, after: tuple[str, str], least: int) -> Any:
    key = item_summaries.c.item_id, item_summaries.c.version
    return (
        select(*columns)
        .where(
            item_summaries.c.scope == scope,
            item_summaries.c.n >= least,
            or_(key[0] > after[0], and_(key[0] == after[0], key[1] > after[1])),
        )
        .order_by(*key)
        .limit(ITEMS_TOGETHER)
    )


@dataclass(frozen=True, slots=True)
class StudentAnswer:
    """An answer with the mark that counts. ``place``: title of the assignment, "" in a lesson;
    ``status`` "" : not scored yet; ``share`` None: no mark yet.
    """

    item_id: str
    version: str
    number: int
    at: datetime
    place: str
    try_number: int | None
    form: dict[str, list[str]]
    status: str
    share: Fraction | None
    misconceptions: tuple[str, ...]


ANSWERS_TOGETHER = 500


def student_answers(
    connection: Connection, cohort_id: int, user_id: int, *, lessons: bool
) -> Iterator[list[StudentAnswer]]:
    """What a student answered in a cohort's assignments, and in ``lessons``; the newest first,
    by the time of the answer. Sets of their own are never among it.
    """
    reach = Reach(user_id, cohort_id, lessons)
    further: Any = true()
    while True:
        rows: Any = connection.execute(
            select(
                attempts.c.id,
                attempts.c.item_id,
                attempts.c.item_version,
                attempts.c.number,
                attempts.c.received_at,
                assignments.c.title,
                sittings.c.ordinal,
                attempts.c.form,
                outcomes.c.status,
                outcomes.c.score_num,
                outcomes.c.score_den,
                outcomes.c.misconceptions,
            )
            .select_from(sittings)
            .join(attempts, attempts.c.sitting_id == sittings.c.id)
            .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
            .outerjoin(outcomes, outcomes.c.id == newest_outcome)
            .where(reached(reach), further)
            .order_by(attempts.c.received_at.desc(), attempts.c.id.desc())
            .limit(ANSWERS_TOGETHER)
        ).all()
        if not rows:
            return
        last, at = rows[-1][0], rows[-1][4]
        further = or_(
            attempts.c.received_at < at, and_(attempts.c.received_at == at, attempts.c.id < last)
        )
        yield [
            StudentAnswer(
                item_id=row[1],
                version=row[2],
                number=row[3],
                at=row[4],
                place=row[5] or "",
                try_number=row[6] if row[5] is not None else None,
                form=json.loads(row[7]),
                status=row[8] or "",
                share=Fraction(row[9], row[10]) if row[8] == "scored" else None,
                misconceptions=tuple(json.loads(row[11])) if row[11] else (),
            )
            for row in rows
        ]
