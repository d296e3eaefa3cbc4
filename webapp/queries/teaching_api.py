"""What programs of the faculty ask for and no page reads in this way: a student's answers in the
order they came, item summaries in bulk, and the log of these looks.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Connection, select

from quizzes.item_summary import ItemSummary
from webapp.queries import chunks, looks
from webapp.queries.newest import newest_outcome
from webapp.queries.student_reach import Reach, reached
from webapp.tables import (
    assignment_targets,
    assignments,
    attempts,
    item_summaries,
    outcomes,
    sittings,
)

PAGE = "api"
"""What the log of looks calls what a program got."""


def list_unlooked(
    connection: Connection, viewer_id: int, user_ids: Collection[int], since: datetime
) -> list[int]:
    """Those of these students whose data no program of this instructor got since then."""
    others = [one for one in user_ids if one != viewer_id]
    return looks.list_unlooked(connection, viewer_id, others, PAGE, since)


def add_looks(
    connection: Connection,
    viewer_id: int,
    user_ids: Collection[int],
    cohort_id: int,
    since: datetime,
    now: datetime,
) -> None:
    """Log that a program got data of these students; who is in the log since then is not again."""
    new = list_unlooked(connection, viewer_id, user_ids, since)
    if new:
        looks.add_all(connection, viewer_id, new, cohort_id, PAGE, now)


def list_targets(connection: Connection, cohort_id: int) -> dict[int, set[tuple[str, int]]]:
    """Assignment → to whom it is given: (cohort | group | student, id)."""
    found: dict[int, set[tuple[str, int]]] = {}
    for row in connection.execute(
        select(
            assignment_targets.c.assignment_id,
            assignment_targets.c.kind,
            assignment_targets.c.target_id,
        )
        .join(assignments, assignments.c.id == assignment_targets.c.assignment_id)
        .where(assignments.c.cohort_id == cohort_id)
    ):
        found.setdefault(row[0], set()).add((row[1], row[2]))
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with the outcome that counts. ``status`` None: not judged yet."""

    attempt_id: int
    item_id: str
    version: str
    number: int
    form: dict[str, list[str]]
    received_at: datetime
    assignment_id: int | None
    assessment: str
    status: str | None
    score: Fraction
    by_person: bool
    misconceptions: list[str]


def list_answers(
    connection: Connection,
    user_id: int,
    cohort_id: int,
    *,
    lessons: bool,
    after: int,
    limit: int,
) -> list[Answer]:
    """A student's answers in the assignments of a cohort and (``lessons``) in lessons, by id, from
    the one after ``after``. Sets of one's own are never among them.
    """
    rows = connection.execute(
        select(
            attempts.c.id,
            attempts.c.item_id,
            attempts.c.item_version,
            attempts.c.number,
            attempts.c.form,
            attempts.c.received_at,
            sittings.c.assignment_id,
            sittings.c.assessment,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            outcomes.c.marked_by,
            outcomes.c.misconceptions,
        )
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
        .outerjoin(outcomes, outcomes.c.id == newest_outcome)
        .where(reached(Reach(user_id, cohort_id, lessons)), attempts.c.id > after)
        .order_by(attempts.c.id)
        .limit(limit)
    )
    return [
        Answer(
            attempt_id=row[0],
            item_id=row[1],
            version=row[2],
            number=row[3],
            form=json.loads(row[4]),
            received_at=row[5],
            assignment_id=row[6],
            assessment=row[7],
            status=row[8],
            score=Fraction(row[9] or 0, row[10] or 1),
            by_person=row[11] is not None,
            misconceptions=json.loads(row[12] or "[]"),
        )
        for row in rows
    ]


def list_summaries(
    connection: Connection, scope: str, item_ids: Collection[str]
) -> dict[tuple[str, str], ItemSummary]:
    """(item, version) → what was counted of it in a scope, of these items."""
    found = {}
    for few in chunks(item_ids):
        for row in connection.execute(
            select(item_summaries.c.item_id, item_summaries.c.version, item_summaries.c.body).where(
                item_summaries.c.scope == scope, item_summaries.c.item_id.in_(few)
            )
        ):
            found[row[0], row[1]] = ItemSummary.from_json(json.loads(row[2]))
    return found
