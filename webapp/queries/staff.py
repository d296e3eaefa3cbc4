"""Who is on the staff of a cohort."""

from __future__ import annotations

from collections.abc import Sequence

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
    return cohort[0], cohort[1] is not None, *_highest([(row[0], row[1]) for row in rows])


def _highest(posts: Sequence[tuple[str, int | None]]) -> tuple[str, frozenset[int] | None]:
    """(highest role, groups where a person has it or None for all) of their posts in a cohort."""
    role = max((role for role, _ in posts), key=_RANK.__getitem__)
    groups = {group for one, group in posts if one == role}
    return role, None if None in groups else frozenset(one for one in groups if one is not None)


def list_posts(connection: Connection, user_id: int) -> dict[int, frozenset[int] | None]:
    """Cohort → groups that a person has in it, None for all: as :func:`find_post` tells of one."""
    posts: dict[int, list[tuple[str, int | None]]] = {}
    for cohort_id, role, group_id in connection.execute(
        select(enrolments.c.cohort_id, enrolments.c.role, enrolments.c.group_id).where(
            enrolments.c.user_id == user_id,
            enrolments.c.role.in_(_RANK),
            enrolments.c.ended_at.is_(None),
        )
    ):
        posts.setdefault(cohort_id, []).append((role, group_id))
    return {cohort_id: _highest(theirs)[1] for cohort_id, theirs in posts.items()}


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
