"""Reports that an item is faulty.

A report is one row, whoever will read it. Made in a sitting, it belongs to the assignment's cohort;
made elsewhere, it reaches the staff of the groups its author studies in. What comes from readers
who study nowhere reaches everyone who leads a cohort.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from webapp.queries.marks import studies_with
from webapp.tables import assignments, enrolments, item_reports, sitting_items, sittings, users

DAY = timedelta(days=1)
UNANSWERED = ("open", "passed-on")
"""States in which an answer may still come."""


@dataclass(frozen=True, slots=True)
class Report:
    report_id: int
    item_id: str
    version: str
    user_id: int | None
    name: str
    kind: str
    text: str
    at: datetime
    state: str
    reply: str
    answered_at: datetime | None


_COLUMNS = (
    item_reports.c.id,
    item_reports.c.item_id,
    item_reports.c.item_version,
    item_reports.c.user_id,
    func.coalesce(users.c.name, ""),
    item_reports.c.kind,
    item_reports.c.text,
    item_reports.c.created_at,
    item_reports.c.state,
    item_reports.c.reply,
    item_reports.c.answered_at,
)


def _reports() -> Any:
    return (
        select(*_COLUMNS)
        .select_from(item_reports)
        .outerjoin(users, users.c.id == item_reports.c.user_id)
    )


def count_since(connection: Connection, user_id: int, since: datetime) -> int:
    """How many reports a person has made since then."""
    return int(
        connection.execute(
            select(func.count()).where(
                item_reports.c.user_id == user_id, item_reports.c.created_at > since
            )
        ).scalar_one()
    )


def is_there(connection: Connection, user_id: int, item_id: str, kind: str, text: str) -> bool:
    """Whether a person has an open report of this content: a form sent twice is one report."""
    return (
        connection.execute(
            select(item_reports.c.id).where(
                item_reports.c.user_id == user_id,
                item_reports.c.item_id == item_id,
                item_reports.c.kind == kind,
                item_reports.c.text == text,
                item_reports.c.state == "open",
            )
        ).first()
        is not None
    )


def sitting_of(
    connection: Connection, sitting_id: int, item_id: str
) -> tuple[int, int | None, str] | None:
    """(owner, cohort or None, version drawn) of a sitting in which an item was drawn."""
    row = connection.execute(
        select(sittings.c.user_id, assignments.c.cohort_id, sitting_items.c.item_version)
        .select_from(sittings)
        .join(sitting_items, sitting_items.c.sitting_id == sittings.c.id)
        .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(sittings.c.id == sitting_id, sitting_items.c.item_id == item_id)
    ).first()
    return (row[0], row[1], row[2]) if row is not None else None


def add(
    connection: Connection,
    item_id: str,
    version: str,
    user_id: int,
    cohort_id: int | None,
    sitting_id: int | None,
    kind: str,
    text: str,
    now: datetime,
) -> None:
    connection.execute(
        insert(item_reports).values(
            item_id=item_id,
            item_version=version,
            user_id=user_id,
            cohort_id=cohort_id,
            sitting_id=sitting_id,
            kind=kind,
            text=text,
            created_at=now,
        )
    )


def list_of_person(connection: Connection, user_id: int) -> list[Report]:
    """What a person has reported, newest first."""
    return [
        Report(*row)
        for row in connection.execute(
            _reports().where(item_reports.c.user_id == user_id).order_by(item_reports.c.id.desc())
        )
    ]


def list_of_cohort(
    connection: Connection,
    cohort_id: int,
    groups: Collection[int] | None,
    item_id: str | None = None,
    *,
    outside: bool = False,
) -> list[Report]:
    """Reports that reach the staff of these groups, oldest first. ``outside``: also those of
    readers who study in no cohort.
    """
    mine = studies_with(cohort_id, item_reports.c.user_id, groups)
    reach = [and_(item_reports.c.cohort_id.is_(None), mine)]
    if groups is None:
        reach.append(item_reports.c.cohort_id == cohort_id)
    else:
        reach.append(and_(item_reports.c.cohort_id == cohort_id, mine))
    if outside:
        studies = (
            select(enrolments.c.id)
            .where(
                enrolments.c.user_id == item_reports.c.user_id,
                enrolments.c.role == "student",
                enrolments.c.ended_at.is_(None),
            )
            .exists()
        )
        reach.append(and_(item_reports.c.cohort_id.is_(None), ~studies))
    statement = _reports().where(or_(*reach)).order_by(item_reports.c.id)
    if item_id is not None:
        statement = statement.where(item_reports.c.item_id == item_id)
    return [Report(*row) for row in connection.execute(statement)]


def answer(
    connection: Connection,
    report_ids: Collection[int],
    state: str,
    reply: str,
    answered_by: int,
    now: datetime,
) -> list[int]:
    """Answer those of the reports that may still be answered; gives their authors."""
    waiting = and_(item_reports.c.id.in_(report_ids), item_reports.c.state.in_(UNANSWERED))
    authors = [
        int(row[0])
        for row in connection.execute(
            select(item_reports.c.user_id).where(waiting).order_by(item_reports.c.id)
        )
        if row[0] is not None
    ]
    connection.execute(
        update(item_reports)
        .where(waiting)
        .values(state=state, reply=reply, answered_by=answered_by, answered_at=now)
    )
    return authors
