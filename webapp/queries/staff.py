"""Who is on the staff of a cohort."""

from __future__ import annotations

from sqlalchemy import Connection, select

from webapp.tables import cohorts, enrolments, users

_RANK = {"assistant": 0, "instructor": 1}


def find_post(
    connection: Connection, user_id: int, cohort_id: int
) -> tuple[str, bool, str | None, frozenset[int] | None] | None:
    """(cohort title, whether archived, highest role or None, groups or None for all) of a person.

    None: there is no such cohort. The groups are those where the person has the highest role.
    """
    cohort = connection.execute(
        select(cohorts.c.title, cohorts.c.archived_at).where(cohorts.c.id == cohort_id)
    ).first()
    if cohort is None:
        return None
    rows = connection.execute(
        select(enrolments.c.role, enrolments.c.group_id).where(
            enrolments.c.user_id == user_id,
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.role.in_(_RANK),
            enrolments.c.ended_at.is_(None),
        )
    ).all()
    if not rows:
        return cohort[0], cohort[1] is not None, None, frozenset()
    role = max((row[0] for row in rows), key=_RANK.__getitem__)
    groups = {row[1] for row in rows if row[0] == role}
    return (
        cohort[0],
        cohort[1] is not None,
        role,
        None if None in groups else frozenset(group for group in groups if group is not None),
    )


def list_leads(connection: Connection, cohort_id: int) -> list[str]:
    """The names of the instructors who have all groups of a cohort."""
    rows = connection.execute(
        select(users.c.name, users.c.login, users.c.id)
        .join(enrolments, enrolments.c.user_id == users.c.id)
        .where(
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.role == "instructor",
            enrolments.c.group_id.is_(None),
            enrolments.c.ended_at.is_(None),
        )
        .order_by(users.c.name, users.c.id)
        .distinct()
    )
    return [name or login or "" for name, login, _ in rows]
