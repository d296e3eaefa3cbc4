"""Who of the staff looked at a student's pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from webapp.queries import chunks
from webapp.tables import assignments, attempts, cohorts, looks, sitting_items, sittings, users


@dataclass(frozen=True, slots=True)
class Looked:
    """``page``: what kind, and after a colon which, where there are several."""

    viewer: str  # name
    cohort: str  # title
    page: str
    at: datetime


def list_unlooked(
    connection: Connection, viewer_id: int, user_ids: Collection[int], page: str, since: datetime
) -> list[int]:
    """Those of these students whose page someone has not looked at since then."""
    seen: set[int] = set()
    for few in chunks(user_ids):
        seen.update(
            connection.execute(
                select(looks.c.user_id).where(
                    looks.c.user_id.in_(few),
                    looks.c.at > since,
                    looks.c.viewer_id == viewer_id,
                    looks.c.page == page,
                )
            ).scalars()
        )
    return [one for one in dict.fromkeys(user_ids) if one not in seen]


def add_all(
    connection: Connection,
    viewer_id: int,
    user_ids: Collection[int],
    cohort_id: int,
    page: str,
    now: datetime,
) -> None:
    """Log a look at each of these students."""
    same = {"viewer_id": viewer_id, "cohort_id": cohort_id, "page": page, "at": now}
    connection.execute(insert(looks), [{**same, "user_id": one} for one in user_ids])


def count_looks(connection: Connection, user_id: int) -> int:
    """How often a student's pages were looked at."""
    statement = select(func.count()).select_from(looks).where(looks.c.user_id == user_id)
    return int(connection.execute(statement).scalar_one())


def list_looks(connection: Connection, user_id: int, *, offset: int, limit: int) -> list[Looked]:
    """The looks at a student's pages, newest first."""
    statement = (
        select(users.c.name, users.c.login, cohorts.c.title, looks.c.page, looks.c.at)
        .join(users, users.c.id == looks.c.viewer_id)
        .join(cohorts, cohorts.c.id == looks.c.cohort_id)
        .where(looks.c.user_id == user_id)
        .order_by(looks.c.at.desc(), looks.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        Looked(name or login or "", title, page, at)
        for name, login, title, page, at in connection.execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class LookedAnswer:
    """An answer that was looked at. ``assignment``: its title, and ``position`` of the question in
    it; None: it was given in a lesson.
    """

    item_id: str
    at: datetime
    sitting_id: int
    assignment: str | None
    position: int | None


def list_answers(
    connection: Connection, user_id: int, attempt_ids: Collection[int]
) -> dict[int, LookedAnswer]:
    """Attempt → answer, of those that are this person's own."""
    found: dict[int, LookedAnswer] = {}
    for few in chunks(attempt_ids):
        rows = connection.execute(
            select(
                attempts.c.id,
                attempts.c.item_id,
                attempts.c.received_at,
                attempts.c.sitting_id,
                assignments.c.title,
                sitting_items.c.position,
            )
            .join(sittings, sittings.c.id == attempts.c.sitting_id)
            .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
            .outerjoin(
                sitting_items,
                (sitting_items.c.sitting_id == sittings.c.id)
                & (sitting_items.c.item_id == attempts.c.item_id),
            )
            .where(attempts.c.id.in_(few), sittings.c.user_id == user_id)
        )
        found |= {row[0]: LookedAnswer(*row[1:]) for row in rows}
    return found


def list_sittings(
    connection: Connection, user_id: int, sitting_ids: Collection[int]
) -> dict[int, str]:
    """Sitting → title of its assignment, of those that are this person's own."""
    found: dict[int, str] = {}
    for few in chunks(sitting_ids):
        rows = connection.execute(
            select(sittings.c.id, assignments.c.title)
            .join(assignments, assignments.c.id == sittings.c.assignment_id)
            .where(sittings.c.id.in_(few), sittings.c.user_id == user_id)
        )
        found |= {row[0]: row[1] for row in rows}
    return found
