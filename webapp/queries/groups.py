"""Groups, enrolments and invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from webapp.queries import insert_or_ignore
from webapp.queries.count_queue import queue_people
from webapp.tables import cohorts, enrolments, groups, invitations


def add_group(
    connection: Connection, cohort_title: str, title: str, join_code: str, now: datetime
) -> int:
    """A new cohort with one group; gives the group's id."""
    cohort_key = connection.execute(
        insert(cohorts).values(title=cohort_title, created_at=now)
    ).inserted_primary_key
    assert cohort_key is not None
    group_key = connection.execute(
        insert(groups).values(
            cohort_id=cohort_key[0], title=title, join_code=join_code, created_at=now
        )
    ).inserted_primary_key
    assert group_key is not None
    return int(group_key[0])


def find_group_by_code(connection: Connection, join_code: str) -> Any | None:
    """Row as of :func:`find_group`."""
    return connection.execute(_groups().where(groups.c.join_code == join_code)).first()


def find_group(connection: Connection, group_id: int) -> Any | None:
    """Row (id, title, cohort_id, cohort title, join code, join_open, join_until, archived_at,
    archived_at of the cohort).
    """
    return connection.execute(_groups().where(groups.c.id == group_id)).first()


def _groups() -> Any:
    return select(
        groups.c.id,
        groups.c.title,
        groups.c.cohort_id,
        cohorts.c.title,
        groups.c.join_code,
        groups.c.join_open,
        groups.c.join_until,
        groups.c.archived_at,
        cohorts.c.archived_at,
    ).join(cohorts, cohorts.c.id == groups.c.cohort_id)


def enrol(
    connection: Connection,
    user_id: int,
    group_id: int | None,
    cohort_id: int,
    role: str,
    now: datetime,
    added_by: int | None = None,
) -> None:
    """Enrol a person; doing so again changes nothing, coming back ends the absence.

    ``group_id`` None: staff of the whole cohort. ``added_by``: who enrols them, if they do not
    come themselves (see :class:`webapp.tables.people.Enrolment`).
    """
    connection.execute(
        insert_or_ignore(connection, enrolments).values(
            user_id=user_id,
            group_id=group_id,
            cohort_id=cohort_id,
            role=role,
            created_at=now,
            added_by=added_by,
        )
    )
    back: dict[str, Any] = {"ended_at": None}
    if added_by is None:
        back["added_by"] = None
    same_group = (
        enrolments.c.group_id.is_(None) if group_id is None else enrolments.c.group_id == group_id
    )
    connection.execute(
        update(enrolments)
        .where(
            enrolments.c.user_id == user_id,
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.role == role,
            same_group,
            enrolments.c.ended_at.is_not(None) | enrolments.c.added_by.is_not(None),
        )
        .values(**back)
    )
    queue_people(connection, [user_id], now, stale=True)  # whose answers count goes by the role


def list_enrolments(connection: Connection, user_id: int) -> list[Any]:
    """Rows (cohort title, group title or "", role, group id or None) of a person."""
    return list(
        connection.execute(
            select(
                cohorts.c.title,
                func.coalesce(groups.c.title, ""),
                enrolments.c.role,
                enrolments.c.group_id,
            )
            .select_from(enrolments)
            .outerjoin(groups, groups.c.id == enrolments.c.group_id)
            .join(cohorts, cohorts.c.id == enrolments.c.cohort_id)
            .where(enrolments.c.user_id == user_id, enrolments.c.ended_at.is_(None))
            .order_by(enrolments.c.id)
        )
    )


def staff_role(connection: Connection, user_id: int, group_id: int) -> str | None:
    """The highest role of a person on the staff of a group or of its whole cohort; None: none."""
    roles = set(
        connection.execute(
            select(enrolments.c.role)
            .join(groups, groups.c.cohort_id == enrolments.c.cohort_id)
            .where(
                groups.c.id == group_id,
                enrolments.c.user_id == user_id,
                enrolments.c.role != "student",
                enrolments.c.ended_at.is_(None),
                (enrolments.c.group_id == group_id) | enrolments.c.group_id.is_(None),
            )
        ).scalars()
    )
    return "instructor" if "instructor" in roles else "assistant" if roles else None


def studies(connection: Connection, user_id: int, group_id: int) -> bool:
    """Whether a person is a student of a group."""
    return (
        connection.execute(
            select(enrolments.c.id).where(
                enrolments.c.user_id == user_id,
                enrolments.c.group_id == group_id,
                enrolments.c.role == "student",
                enrolments.c.ended_at.is_(None),
            )
        ).first()
        is not None
    )


def on_staff(connection: Connection, user_id: int) -> bool:
    """Whether a person is on the staff of any cohort."""
    return (
        connection.execute(
            select(enrolments.c.id)
            .where(
                enrolments.c.user_id == user_id,
                enrolments.c.role != "student",
                enrolments.c.ended_at.is_(None),
            )
            .limit(1)
        ).first()
        is not None
    )


def add_to_cohort(
    connection: Connection,
    cohort_id: int,
    title: str,
    join_code: str,
    now: datetime,
    join_until: datetime | None = None,
) -> int:
    """A new group in a cohort that is there; gives its id."""
    key = connection.execute(
        insert(groups).values(
            cohort_id=cohort_id,
            title=title,
            join_code=join_code,
            created_at=now,
            join_until=join_until,
        )
    ).inserted_primary_key
    assert key is not None
    return int(key[0])


def change(connection: Connection, group_id: int, **values: Any) -> None:
    """Set columns of a group: title, join_code, join_open, join_until, archived_at."""
    connection.execute(update(groups).where(groups.c.id == group_id).values(**values))


def list_of_cohort(connection: Connection, cohort_id: int) -> list[Any]:
    """Rows (id, title, join_code, join_open, join_until, archived_at, number of students)."""
    return list(
        connection.execute(
            select(
                groups.c.id,
                groups.c.title,
                groups.c.join_code,
                groups.c.join_open,
                groups.c.join_until,
                groups.c.archived_at,
                func.count(enrolments.c.user_id.distinct()),
            )
            .outerjoin(
                enrolments,
                (enrolments.c.group_id == groups.c.id)
                & (enrolments.c.role == "student")
                & enrolments.c.ended_at.is_(None),
            )
            .where(groups.c.cohort_id == cohort_id)
            .group_by(groups.c.id)
            .order_by(groups.c.id)
        )
    )


def any_instructor(connection: Connection) -> bool:
    return (
        connection.execute(
            select(enrolments.c.id).where(enrolments.c.role == "instructor").limit(1)
        ).first()
        is not None
    )


def add_invitation(
    connection: Connection,
    token_hash: str,
    purpose: str,
    now: datetime,
    expires_at: datetime,
    *,
    user_id: int | None = None,
    issued_by: int | None = None,
) -> None:
    connection.execute(
        insert(invitations).values(
            token_hash=token_hash,
            purpose=purpose,
            user_id=user_id,
            issued_by=issued_by,
            created_at=now,
            expires_at=expires_at,
        )
    )


def expire_invitations(
    connection: Connection, purpose: str, user_id: int | None, now: datetime
) -> None:
    """End unused links of a kind: only the newest one works."""
    same = invitations.c.user_id.is_(None) if user_id is None else invitations.c.user_id == user_id
    connection.execute(
        update(invitations)
        .where(invitations.c.purpose == purpose, same, invitations.c.used_at.is_(None))
        .values(used_at=now)
    )


def find_invitation(
    connection: Connection, token_hash: str, purpose: str, now: datetime
) -> Any | None:
    """Row (user_id, issued_by) of a link that may still be used."""
    return connection.execute(
        select(invitations.c.user_id, invitations.c.issued_by).where(
            invitations.c.token_hash == token_hash,
            invitations.c.purpose == purpose,
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > now,
        )
    ).first()


def use_invitation(connection: Connection, token_hash: str, now: datetime) -> bool:
    """Mark a link used. False: someone was faster."""
    done = connection.execute(
        update(invitations)
        .where(invitations.c.token_hash == token_hash, invitations.c.used_at.is_(None))
        .values(used_at=now)
    )
    return done.rowcount == 1
