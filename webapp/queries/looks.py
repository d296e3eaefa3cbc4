"""Who of the staff looked at a student's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from webapp.tables import cohorts, looks, users


@dataclass(frozen=True, slots=True)
class Looked:
    viewer: str  # name
    cohort: str  # title
    page: str
    at: datetime


def has_looked(
    connection: Connection, viewer_id: int, user_id: int, page: str, since: datetime
) -> bool:
    """Whether someone looked at this page of a student since then."""
    statement = (
        select(looks.c.id)
        .where(
            looks.c.user_id == user_id,
            looks.c.at > since,
            looks.c.viewer_id == viewer_id,
            looks.c.page == page,
        )
        .limit(1)
    )
    return connection.execute(statement).first() is not None


def add(
    connection: Connection,
    viewer_id: int,
    user_id: int,
    cohort_id: int,
    page: str,
    now: datetime,
) -> None:
    """Log a look."""
    connection.execute(
        insert(looks).values(
            viewer_id=viewer_id, user_id=user_id, cohort_id=cohort_id, page=page, at=now
        )
    )


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
