"""Copying a cohort to the next term: everything but the students and what they did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from webapp.local_time import shifted
from webapp.queries import cohorts, groups
from webapp.tables import (
    assessments,
    assignment_targets,
    assignments,
    enrolments,
    exclusions,
)
from webapp.tables import cohorts as cohort_table
from webapp.tables import groups as group_table


@dataclass(frozen=True, slots=True)
class CopiedAssignment:
    """An assignment with its dates as they will be."""

    source: Any  # row of the table
    opens_at: datetime
    due_at: datetime | None
    closes_at: datetime | None
    targets: tuple[tuple[str, int], ...]  # of the source; students are left out

    @property
    def to_nobody(self) -> bool:
        return not self.targets


@dataclass(frozen=True, slots=True)
class Copy:
    """What copying would make."""

    days: int
    ends_on: date | None
    groups: tuple[Any, ...]
    staff: tuple[Any, ...]
    assessments: tuple[Any, ...]
    assignments: tuple[CopiedAssignment, ...]
    exclusions: tuple[Any, ...]


def plan(connection: Connection, cohort_id: int, starts_on: date, zone: ZoneInfo) -> Copy:
    """What a copy that starts on a day holds.

    Dates move by whole days: the difference of the starts. A cohort without a start counts from
    the day its first assignment opens.
    """
    cohort = cohorts.get(connection, cohort_id)
    given: Any = connection.execute(
        select(assignments)
        .where(assignments.c.cohort_id == cohort_id, assignments.c.withdrawn_at.is_(None))
        .order_by(assignments.c.opens_at, assignments.c.id)
    ).all()
    start = cohort[2] or (given[0].opens_at.astimezone(zone).date() if given else starts_on)
    days = (starts_on - start).days
    kept_groups: Any = connection.execute(
        select(group_table)
        .where(group_table.c.cohort_id == cohort_id, group_table.c.archived_at.is_(None))
        .order_by(group_table.c.id)
    ).all()
    known = {group.id for group in kept_groups}
    targets: dict[int, list[tuple[str, int]]] = {}
    for row in connection.execute(
        select(assignment_targets)
        .where(assignment_targets.c.assignment_id.in_([one.id for one in given]))
        .order_by(assignment_targets.c.kind, assignment_targets.c.target_id)
    ):
        if row.kind == "cohort" or (row.kind == "group" and row.target_id in known):
            targets.setdefault(row.assignment_id, []).append((row.kind, row.target_id))
    used = [one.assessment_id for one in given]
    asked: Any = connection.execute(
        select(assessments)
        .where(
            assessments.c.cohort_id == cohort_id,
            assessments.c.archived_at.is_(None) | assessments.c.id.in_(used),
        )
        .order_by(assessments.c.id)
    ).all()
    staff: Any = connection.execute(
        select(enrolments.c.user_id, enrolments.c.role, enrolments.c.group_id)
        .where(
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.role != "student",
            enrolments.c.ended_at.is_(None),
        )
        .order_by(enrolments.c.id)
    ).all()
    left_out: Any = connection.execute(
        select(exclusions).where(exclusions.c.cohort_id == cohort_id)
    ).all()

    def later(moment: datetime | None) -> datetime | None:
        return shifted(moment, days, zone) if moment is not None else None

    return Copy(
        days=days,
        ends_on=cohort[3] + timedelta(days=days) if cohort[3] is not None else None,
        groups=tuple(kept_groups),
        staff=tuple(row for row in staff if row[2] is None or row[2] in known),
        assessments=tuple(asked),
        assignments=tuple(
            CopiedAssignment(
                source=one,
                opens_at=shifted(one.opens_at, days, zone),
                due_at=later(one.due_at),
                closes_at=later(one.closes_at),
                targets=tuple(targets.get(one.id, ())),
            )
            for one in given
        ),
        exclusions=tuple(left_out),
    )


def make(
    connection: Connection,
    cohort_id: int,
    title: str,
    starts_on: date,
    zone: ZoneInfo,
    user_id: int,
    now: datetime,
    new_code: Callable[[], str],
) -> int:
    """Copy a cohort; gives the new one's id. The same copy asked for twice is made once."""
    cohorts.lock(connection, cohort_id)
    before = connection.execute(
        select(cohort_table.c.id).where(
            cohort_table.c.copied_from == cohort_id,
            cohort_table.c.title == title,
            cohort_table.c.starts_on == starts_on,
            cohort_table.c.archived_at.is_(None),
        )
    ).scalar()
    if before is not None:
        return int(before)
    copy = plan(connection, cohort_id, starts_on, zone)
    made = cohorts.add(connection, title, starts_on, copy.ends_on, now, cohort_id)
    new_group = {
        group.id: groups.add_to_cohort(
            connection,
            made,
            group.title,
            new_code(),
            now,
            shifted(group.join_until, copy.days, zone) if group.join_until is not None else None,
        )
        for group in copy.groups
    }
    for member, role, group_id in copy.staff:
        group = new_group[group_id] if group_id is not None else None
        groups.enrol(connection, member, group, made, role, now, user_id)
    new_assessment = {
        one.id: _inserted(
            connection,
            assessments,
            cohort_id=made,
            title=one.title,
            definition=one.definition,
            revision=1,
            created_by=user_id,
            created_at=now,
            updated_at=now,
            archived_at=now if one.archived_at is not None else None,
        )
        for one in copy.assessments
    }
    for one in copy.assignments:
        assignment_id = _inserted(
            connection,
            assignments,
            cohort_id=made,
            assessment_id=new_assessment[one.source.assessment_id],
            title=one.source.title,
            note=one.source.note,
            opens_at=one.opens_at,
            due_at=one.due_at,
            closes_at=one.closes_at,
            limit_s=one.source.limit_s,
            rules=one.source.rules,
            password_hash=one.source.password_hash,
            revision=1,
            created_by=user_id,
            created_at=now,
            updated_at=now,
        )
        for kind, target in one.targets:
            connection.execute(
                insert(assignment_targets).values(
                    assignment_id=assignment_id,
                    kind=kind,
                    target_id=made if kind == "cohort" else new_group[target],
                )
            )
    if copy.exclusions:
        connection.execute(
            insert(exclusions),
            [
                {
                    "cohort_id": made,
                    "item_id": row.item_id,
                    "reason": row.reason,
                    "made_by": row.made_by,
                    "made_at": row.made_at,
                }
                for row in copy.exclusions
            ],
        )
    return made


def _inserted(connection: Connection, table: Any, **values: Any) -> int:
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])
