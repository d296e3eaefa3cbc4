"""The people of a cohort: its students, its staff, and how they come and go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from webapp.namesakes import Namesakes
from webapp.queries import cohorts, groups, people
from webapp.tables import enrolments, users
from webapp.tables import groups as group_table


class LastLead(Exception):
    """The last instructor of the whole cohort cannot go."""


def list_students(
    connection: Connection, cohort_id: int, group_ids: Collection[int] | None
) -> list[Any]:
    """Rows (user id, name, login, group id, group title); ``group_ids`` None: of all groups."""
    query = (
        select(users.c.id, users.c.name, users.c.login, enrolments.c.group_id, group_table.c.title)
        .select_from(enrolments)
        .join(users, users.c.id == enrolments.c.user_id)
        .join(group_table, group_table.c.id == enrolments.c.group_id)
        .where(
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.role == "student",
            enrolments.c.ended_at.is_(None),
        )
        .order_by(users.c.id, enrolments.c.id)
    )
    if group_ids is not None:
        query = query.where(enrolments.c.group_id.in_(group_ids))
    return list(connection.execute(query))


def find_namesakes(connection: Connection, cohort_id: int) -> Namesakes:
    """Who of those who study or studied in a cohort bear the same name."""
    rows: Any = connection.execute(
        select(users.c.id, users.c.name, users.c.login)
        .join(enrolments, enrolments.c.user_id == users.c.id)
        .where(enrolments.c.cohort_id == cohort_id, enrolments.c.role == "student")
    )
    return Namesakes(rows)


def list_removed(
    connection: Connection, cohort_id: int, group_ids: Collection[int] | None
) -> list[Any]:
    """Rows (user id, name, login, group id, group title, ended_at) of those who studied here and
    do not any more; each person once, by the group left last.
    """
    still = enrolments.alias("still")
    query = (
        select(
            users.c.id,
            users.c.name,
            users.c.login,
            enrolments.c.group_id,
            group_table.c.title,
            enrolments.c.ended_at,
        )
        .select_from(enrolments)
        .join(users, users.c.id == enrolments.c.user_id)
        .join(group_table, group_table.c.id == enrolments.c.group_id)
        .where(
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.role == "student",
            enrolments.c.ended_at.is_not(None),
            ~select(still.c.id)
            .where(
                still.c.user_id == enrolments.c.user_id,
                still.c.cohort_id == cohort_id,
                still.c.role == "student",
                still.c.ended_at.is_(None),
            )
            .exists(),
        )
        .order_by(enrolments.c.ended_at.desc(), enrolments.c.id.desc())
    )
    found: dict[int, Any] = {}
    for row in connection.execute(query):
        found.setdefault(row[0], row)
    return [row for row in found.values() if group_ids is None or row[3] in group_ids]


def list_studies(connection: Connection, cohort_id: int, user_id: int) -> list[Any]:
    """Rows (group id, group title, created_at, ended_at, added_by) of a person's time as a
    student of a cohort, the newest first, what goes on before what has ended.
    """
    rows = connection.execute(
        select(
            enrolments.c.group_id,
            group_table.c.title,
            enrolments.c.created_at,
            enrolments.c.ended_at,
            enrolments.c.added_by,
        )
        .join(group_table, group_table.c.id == enrolments.c.group_id)
        .where(
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.user_id == user_id,
            enrolments.c.role == "student",
        )
        .order_by(enrolments.c.id.desc())
    ).all()
    going = [row for row in rows if row[3] is None]
    ended = sorted((row for row in rows if row[3] is not None), key=lambda row: row[3])
    return going + ended[::-1]


def move(
    connection: Connection,
    cohort_id: int,
    user_id: int,
    group_id: int,
    now: datetime,
    added_by: int | None = None,
) -> None:
    """Make a group the one where a person studies: their other groups of the cohort end."""
    groups.enrol(connection, user_id, group_id, cohort_id, "student", now, added_by)
    _end(
        connection,
        now,
        enrolments.c.cohort_id == cohort_id,
        enrolments.c.user_id == user_id,
        enrolments.c.role == "student",
        enrolments.c.group_id != group_id,
    )
    people.bump(connection, user_id)


def take_out(
    connection: Connection,
    cohort_id: int,
    user_id: int,
    group_ids: Collection[int] | None,
    now: datetime,
) -> bool:
    """End a person's studies in groups of a cohort (None: all). What they did stays. False: they
    did not study there.
    """
    where = [
        enrolments.c.cohort_id == cohort_id,
        enrolments.c.user_id == user_id,
        enrolments.c.role == "student",
    ]
    if group_ids is not None:
        where.append(enrolments.c.group_id.in_(group_ids))
    ended = _end(connection, now, *where)
    people.bump(connection, user_id)
    return ended > 0


def _end(connection: Connection, now: datetime, *where: Any) -> int:
    return connection.execute(
        update(enrolments).where(*where, enrolments.c.ended_at.is_(None)).values(ended_at=now)
    ).rowcount


def list_staff(connection: Connection, cohort_id: int) -> list[Any]:
    """Rows (user id, name, login, role, group id or None, group title or None)."""
    return list(
        connection.execute(
            select(
                users.c.id,
                users.c.name,
                users.c.login,
                enrolments.c.role,
                enrolments.c.group_id,
                group_table.c.title,
            )
            .select_from(enrolments)
            .join(users, users.c.id == enrolments.c.user_id)
            .outerjoin(group_table, group_table.c.id == enrolments.c.group_id)
            .where(
                enrolments.c.cohort_id == cohort_id,
                enrolments.c.role != "student",
                enrolments.c.ended_at.is_(None),
            )
            .order_by(enrolments.c.id)
        )
    )


def set_post(
    connection: Connection,
    cohort_id: int,
    user_id: int,
    role: str | None,
    group_ids: Collection[int] | None,
    now: datetime,
    added_by: int,
) -> None:
    """Give a person a post in a cohort instead of any they had; ``role`` None: no post any more.

    ``group_ids`` None: for the whole cohort.

    Raises:
        LastLead: nobody would lead the cohort then.
    """
    cohorts.lock(connection, cohort_id)
    _end(
        connection,
        now,
        enrolments.c.cohort_id == cohort_id,
        enrolments.c.user_id == user_id,
        enrolments.c.role != "student",
    )
    if role is not None:
        for group_id in [None] if group_ids is None else group_ids:
            groups.enrol(connection, user_id, group_id, cohort_id, role, now, added_by)
    leads = connection.execute(
        select(enrolments.c.id)
        .where(
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.role == "instructor",
            enrolments.c.group_id.is_(None),
            enrolments.c.ended_at.is_(None),
        )
        .limit(1)
    ).first()
    if leads is None:
        raise LastLead
    people.bump(connection, user_id)
