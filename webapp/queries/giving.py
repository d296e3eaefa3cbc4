"""Giving an assessment to people: making an assignment, changing it, withdrawing it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from quizzes.rules import Rules
from quizzes.timing import Window
from webapp.queries import chunks
from webapp.tables import (
    assessments,
    assignment_targets,
    assignments,
    enrolments,
    groups,
    sittings,
    users,
)

Target = tuple[str, int]
"""(cohort | group | student, id)."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an instructor decides about an assignment, but for the targets."""

    assessment_id: int
    title: str
    note: str
    window: Window
    rules: Rules
    password_hash: str | None


def _columns(terms: Terms) -> dict[str, Any]:
    limit = terms.window.limit
    return {
        "assessment_id": terms.assessment_id,
        "title": terms.title,
        "note": terms.note,
        "opens_at": terms.window.opens,
        "due_at": terms.window.due,
        "closes_at": terms.window.closes,
        "limit_s": int(limit.total_seconds()) if limit is not None else None,
        "rules": terms.rules.model_dump_json(),
        "password_hash": terms.password_hash,
    }


def add_assignment(
    connection: Connection, cohort_id: int, terms: Terms, made_by: int, now: datetime
) -> int:
    """A new assignment, given to nobody yet; gives its id."""
    key = connection.execute(
        insert(assignments).values(
            cohort_id=cohort_id,
            revision=1,
            created_by=made_by,
            created_at=now,
            updated_at=now,
            **_columns(terms),
        )
    ).inserted_primary_key
    assert key is not None
    return int(key[0])


def find_twin(
    connection: Connection, cohort_id: int, terms: Terms, made_by: int, since: datetime
) -> int | None:
    """An assignment of the same terms that the same person made since then: a second press. The
    password is not compared, its hash is new each time.
    """
    columns = _columns(terms)
    del columns["password_hash"]
    return connection.execute(
        select(func.max(assignments.c.id)).where(
            assignments.c.cohort_id == cohort_id,
            assignments.c.created_by == made_by,
            assignments.c.created_at >= since,
            *(
                assignments.c[name].is_(None) if value is None else assignments.c[name] == value
                for name, value in columns.items()
            ),
        )
    ).scalar()


def change_assignment(
    connection: Connection, assignment_id: int, revision: int, terms: Terms, now: datetime
) -> bool:
    """New terms over those of ``revision``. False: someone else changed it meanwhile."""
    done = connection.execute(
        update(assignments)
        .where(assignments.c.id == assignment_id, assignments.c.revision == revision)
        .values(revision=revision + 1, updated_at=now, **_columns(terms))
    )
    return done.rowcount == 1


def set_withdrawn(
    connection: Connection, assignment_id: int, withdrawn: bool, now: datetime
) -> None:
    """Withdraw from students, or give again; sittings stay."""
    connection.execute(
        update(assignments)
        .where(assignments.c.id == assignment_id)
        .values(
            withdrawn_at=now if withdrawn else None,
            updated_at=now,
            revision=assignments.c.revision + 1,
        )
    )


def list_targets(connection: Connection, assignment_id: int) -> set[Target]:
    return {
        (row[0], row[1])
        for row in connection.execute(
            select(assignment_targets.c.kind, assignment_targets.c.target_id).where(
                assignment_targets.c.assignment_id == assignment_id
            )
        )
    }


def list_targets_of(
    connection: Connection, assignment_ids: Collection[int]
) -> dict[int, set[Target]]:
    """Assignment → to whom it is given, of these."""
    found: dict[int, set[Target]] = {one: set() for one in assignment_ids}
    for few in chunks(assignment_ids):
        for row in connection.execute(
            select(
                assignment_targets.c.assignment_id,
                assignment_targets.c.kind,
                assignment_targets.c.target_id,
            ).where(assignment_targets.c.assignment_id.in_(few))
        ):
            found[row[0]].add((row[1], row[2]))
    return found


def targets_that_reach(cohort_id: int, user_id: int, groups: Iterable[int]) -> set[Target]:
    """By which a student of these groups has an assignment."""
    return {("cohort", cohort_id), ("student", user_id), *(("group", one) for one in groups)}


def set_targets(connection: Connection, assignment_id: int, targets: Iterable[Target]) -> None:
    """Give an assignment to these and nobody else."""
    connection.execute(
        delete(assignment_targets).where(assignment_targets.c.assignment_id == assignment_id)
    )
    rows = [
        {"assignment_id": assignment_id, "kind": kind, "target_id": target_id}
        for kind, target_id in dict.fromkeys(targets)
    ]
    if rows:
        connection.execute(insert(assignment_targets), rows)


def begun(connection: Connection, assignment_id: int) -> bool:
    """Whether anyone has begun it."""
    return bool(
        connection.execute(
            select(exists().where(sittings.c.assignment_id == assignment_id))
        ).scalar()
    )


def list_assessments(connection: Connection, cohort_id: int) -> list[tuple[int, str]]:
    """(id, title) of what a cohort may be asked, without what lies in the archive."""
    return [
        (row[0], row[1])
        for row in connection.execute(
            select(assessments.c.id, assessments.c.title)
            .where(assessments.c.cohort_id == cohort_id, assessments.c.archived_at.is_(None))
            .order_by(assessments.c.id.desc())
        )
    ]


def list_groups(connection: Connection, cohort_id: int) -> list[tuple[int, str, int]]:
    """(id, title, number of students) of the groups of a cohort that are not archived."""
    rows = connection.execute(
        select(groups.c.id, groups.c.title, func.count(enrolments.c.id))
        .select_from(groups)
        .outerjoin(
            enrolments,
            (enrolments.c.group_id == groups.c.id)
            & (enrolments.c.role == "student")
            & enrolments.c.ended_at.is_(None),
        )
        .where(groups.c.cohort_id == cohort_id, groups.c.archived_at.is_(None))
        .group_by(groups.c.id, groups.c.title)
        .order_by(groups.c.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def list_cohort_students(connection: Connection, cohort_id: int) -> list[Any]:
    """Rows (user id, name, login, group id, group title) of who studies in a cohort now; a person
    in two groups has two.
    """
    return list(
        connection.execute(
            select(users.c.id, users.c.name, users.c.login, groups.c.id, groups.c.title)
            .select_from(enrolments)
            .join(users, users.c.id == enrolments.c.user_id)
            .outerjoin(groups, groups.c.id == enrolments.c.group_id)
            .where(
                enrolments.c.cohort_id == cohort_id,
                enrolments.c.role == "student",
                enrolments.c.ended_at.is_(None),
            )
            .order_by(users.c.id, enrolments.c.id)
        )
    )
