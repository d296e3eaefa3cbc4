"""What is asked: assessments as instructors keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, update

from quizzes.assessment import Assessment
from webapp.queries import SECOND_PRESS
from webapp.tables import assessments, assignments, sittings


@dataclass(frozen=True, slots=True)
class AssessmentInfo:
    """An assessment as stored. ``locked``: someone has sat it."""

    id: int
    cohort_id: int
    title: str
    asked: Assessment
    revision: int
    updated_at: datetime
    archived: bool
    locked: bool


_locked: Any = (
    exists()
    .where(assignments.c.assessment_id == assessments.c.id)
    .where(sittings.c.assignment_id == assignments.c.id)
)
_COLUMNS = (
    assessments.c.id,
    assessments.c.cohort_id,
    assessments.c.title,
    assessments.c.definition,
    assessments.c.revision,
    assessments.c.updated_at,
    assessments.c.archived_at,
    _locked,
)


def _info(row: Any) -> AssessmentInfo:
    return AssessmentInfo(
        row[0],
        row[1],
        row[2],
        Assessment.model_validate_json(row[3]),
        row[4],
        row[5],
        row[6] is not None,
        bool(row[7]),
    )


def find(connection: Connection, assessment_id: int) -> AssessmentInfo | None:
    row = connection.execute(select(*_COLUMNS).where(assessments.c.id == assessment_id)).first()
    return _info(row) if row is not None else None


def list_of_cohort(connection: Connection, cohort_id: int) -> list[AssessmentInfo]:
    """All assessments of a cohort, the archived too, the newest first."""
    return [
        _info(row)
        for row in connection.execute(
            select(*_COLUMNS)
            .where(assessments.c.cohort_id == cohort_id)
            .order_by(assessments.c.id.desc())
        )
    ]


def list_uses(connection: Connection, assessment_id: int) -> list[tuple[int, str]]:
    """(id, title) of the assignments that give an assessment."""
    rows = connection.execute(
        select(assignments.c.id, assignments.c.title)
        .where(assignments.c.assessment_id == assessment_id)
        .order_by(assignments.c.id)
    )
    return [(row[0], row[1]) for row in rows]


def add(
    connection: Connection,
    cohort_id: int,
    title: str,
    asked: Assessment,
    created_by: int,
    now: datetime,
) -> int:
    """A new assessment; gives its id. The same one made by the same person a moment ago is a
    second press, and is the one given.
    """
    twin = connection.execute(
        select(func.max(assessments.c.id)).where(
            assessments.c.cohort_id == cohort_id,
            assessments.c.title == title,
            assessments.c.definition == asked.model_dump_json(),
            assessments.c.created_by == created_by,
            assessments.c.created_at >= now - SECOND_PRESS,
        )
    ).scalar()
    if twin is not None:
        return int(twin)
    row = connection.execute(
        insert(assessments)
        .values(
            cohort_id=cohort_id,
            title=title,
            definition=asked.model_dump_json(),
            created_by=created_by,
            created_at=now,
            updated_at=now,
        )
        .returning(assessments.c.id)
    ).first()
    assert row is not None
    return int(row[0])


def change(
    connection: Connection,
    assessment_id: int,
    revision: int,
    title: str,
    asked: Assessment,
    now: datetime,
) -> bool:
    """Store a change made to ``revision``. False: someone else's change came before, or someone
    has sat it meanwhile; nothing was stored.
    """
    done = connection.execute(
        update(assessments)
        .where(
            assessments.c.id == assessment_id,
            assessments.c.revision == revision,
            ~_locked,
        )
        .values(
            title=title,
            definition=asked.model_dump_json(),
            revision=revision + 1,
            updated_at=now,
        )
    )
    return bool(done.rowcount)


def set_archived(connection: Connection, assessment_id: int, at: datetime | None) -> None:
    """Put an assessment away, or (None) bring it back."""
    connection.execute(
        update(assessments).where(assessments.c.id == assessment_id).values(archived_at=at)
    )
