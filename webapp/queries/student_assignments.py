"""The assignments that a student has to do with."""

from __future__ import annotations

from sqlalchemy import Connection, select

from webapp.queries import assignments as assignments_
from webapp.queries.assignments import AssignmentInfo
from webapp.tables import (
    assignments,
    sittings,
)


def list_assignments(connection: Connection, cohort_id: int, user_id: int) -> list[AssignmentInfo]:
    """The cohort's assignments that are given to a student or were sat by them, the newest
    first; a withdrawn one only if it was sat.
    """
    sat = set(
        connection.execute(
            select(sittings.c.assignment_id)
            .join(assignments, assignments.c.id == sittings.c.assignment_id)
            .where(sittings.c.user_id == user_id, assignments.c.cohort_id == cohort_id)
        ).scalars()
    )
    given = assignments_.list_given(connection, cohort_id, user_id)
    return [
        info
        for info in reversed(assignments_.list_of_cohort(connection, cohort_id))
        if info.id in sat or (info.id in given and not info.withdrawn)
    ]


def list_sat(connection: Connection, user_id: int) -> list[AssignmentInfo]:
    """The assignments that a person has begun."""
    ids = connection.execute(
        select(sittings.c.assignment_id)
        .where(sittings.c.user_id == user_id, sittings.c.assignment_id.is_not(None))
        .distinct()
    ).scalars()
    found = [assignments_.find_assignment(connection, one) for one in ids.all()]
    return [info for info in found if info is not None]


def sat_elsewhere(connection: Connection, user_id: int, cohort_id: int) -> bool:
    """Whether someone has worked at an assignment of another cohort."""
    statement = (
        select(sittings.c.id)
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(sittings.c.user_id == user_id, assignments.c.cohort_id != cohort_id)
        .limit(1)
    )
    return connection.execute(statement).first() is not None
