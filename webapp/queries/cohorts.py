"""Cohorts: who teaches in which, what they are called, when they run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from webapp.tables import assessments, assignments, cohorts, enrolments, groups, sittings


@dataclass(frozen=True, slots=True)
class Taught:
    """A cohort where a person is on the staff, with the groups they have there."""

    cohort_id: int
    title: str
    starts_on: date | None
    ends_on: date | None
    archived: bool
    role: str
    groups: tuple[tuple[int, str, int], ...]  # id, title, students; without archived groups

    @property
    def students(self) -> int:
        return sum(group[2] for group in self.groups)


def list_taught(connection: Connection, user_id: int) -> list[Taught]:
    """The cohorts where a person is on the staff, the newest first."""
    posts: dict[int, tuple[Any, set[tuple[str, int | None]]]] = {}
    for row in connection.execute(
        select(
            cohorts.c.id,
            cohorts.c.title,
            cohorts.c.starts_on,
            cohorts.c.ends_on,
            cohorts.c.archived_at,
            enrolments.c.role,
            enrolments.c.group_id,
        )
        .join(enrolments, enrolments.c.cohort_id == cohorts.c.id)
        .where(
            enrolments.c.user_id == user_id,
            enrolments.c.role != "student",
            enrolments.c.ended_at.is_(None),
        )
        .order_by(cohorts.c.id.desc())
    ):
        posts.setdefault(row[0], (row, set()))[1].add((row[5], row[6]))
    mine = _groups_with_students(connection, list(posts))
    found = []
    for cohort_id, (row, held) in posts.items():
        role = "instructor" if any(one == "instructor" for one, _ in held) else "assistant"
        scope = {group for one, group in held if one == role}
        found.append(
            Taught(
                cohort_id=cohort_id,
                title=row[1],
                starts_on=row[2],
                ends_on=row[3],
                archived=row[4] is not None,
                role=role,
                groups=tuple(
                    (group_id, title, students)
                    for owner, group_id, title, students in mine
                    if owner == cohort_id and (None in scope or group_id in scope)
                ),
            )
        )
    return found


def _groups_with_students(connection: Connection, cohort_ids: list[int]) -> list[Any]:
    return list(
        connection.execute(
            select(
                groups.c.cohort_id,
                groups.c.id,
                groups.c.title,
                func.count(enrolments.c.user_id.distinct()),
            )
            .outerjoin(
                enrolments,
                (enrolments.c.group_id == groups.c.id)
                & (enrolments.c.role == "student")
                & enrolments.c.ended_at.is_(None),
            )
            .where(groups.c.cohort_id.in_(cohort_ids), groups.c.archived_at.is_(None))
            .group_by(groups.c.cohort_id, groups.c.id, groups.c.title)
            .order_by(groups.c.id)
        )
    )


def is_instructor(connection: Connection, user_id: int) -> bool:
    """Whether a person is an instructor anywhere: then they may open a cohort."""
    return (
        connection.execute(
            select(enrolments.c.id)
            .where(
                enrolments.c.user_id == user_id,
                enrolments.c.role == "instructor",
                enrolments.c.ended_at.is_(None),
            )
            .limit(1)
        ).first()
        is not None
    )


def add(
    connection: Connection,
    title: str,
    starts_on: date | None,
    ends_on: date | None,
    now: datetime,
    copied_from: int | None = None,
) -> int:
    """A new cohort; gives its id."""
    key = connection.execute(
        insert(cohorts).values(
            title=title,
            starts_on=starts_on,
            ends_on=ends_on,
            created_at=now,
            copied_from=copied_from,
        )
    ).inserted_primary_key
    assert key is not None
    return int(key[0])


def get(connection: Connection, cohort_id: int) -> Any:
    """Row (id, title, starts_on, ends_on, archived_at, copied_from)."""
    return connection.execute(
        select(
            cohorts.c.id,
            cohorts.c.title,
            cohorts.c.starts_on,
            cohorts.c.ends_on,
            cohorts.c.archived_at,
            cohorts.c.copied_from,
        ).where(cohorts.c.id == cohort_id)
    ).one()


def exists(connection: Connection, cohort_id: int) -> bool:
    return (
        connection.execute(select(cohorts.c.id).where(cohorts.c.id == cohort_id)).first()
        is not None
    )


def lock(connection: Connection, cohort_id: int) -> None:
    """Let nobody else change the people of a cohort until this transaction ends."""
    connection.execute(select(cohorts.c.id).where(cohorts.c.id == cohort_id).with_for_update())


def change(connection: Connection, cohort_id: int, **values: Any) -> None:
    """Set columns of a cohort: title, starts_on, ends_on, archived_at."""
    connection.execute(update(cohorts).where(cohorts.c.id == cohort_id).values(**values))


def list_assessments(connection: Connection, cohort_id: int) -> list[Any]:
    """Rows (id, title, updated_at, number of assignments) of what is not archived."""
    return list(
        connection.execute(
            select(
                assessments.c.id,
                assessments.c.title,
                assessments.c.updated_at,
                func.count(assignments.c.id),
            )
            .outerjoin(assignments, assignments.c.assessment_id == assessments.c.id)
            .where(assessments.c.cohort_id == cohort_id, assessments.c.archived_at.is_(None))
            .group_by(assessments.c.id, assessments.c.title, assessments.c.updated_at)
            .order_by(assessments.c.id)
        )
    )


def count_running(connection: Connection, cohort_id: int) -> int:
    """Sittings of a cohort's assignments that have not ended."""
    return int(
        connection.execute(
            select(func.count(sittings.c.id))
            .join(assignments, assignments.c.id == sittings.c.assignment_id)
            .where(assignments.c.cohort_id == cohort_id, sittings.c.closed_at.is_(None))
        ).scalar_one()
    )
