"""Secret addresses of calendars. Only the hash of a token is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from webapp.queries.assignments import AssignmentInfo, list_of_cohort
from webapp.tables import assignment_targets, calendar_feeds, cohorts, groups


def find_feed(connection: Connection, token_hash: str) -> tuple[int | None, int | None] | None:
    """(user id, group id) of an address, one of them None. None: it leads nowhere."""
    row = connection.execute(
        select(calendar_feeds.c.user_id, calendar_feeds.c.group_id).where(
            calendar_feeds.c.token_hash == token_hash
        )
    ).first()
    return (row[0], row[1]) if row is not None else None


def feed_since(
    connection: Connection, *, user_id: int | None = None, group_id: int | None = None
) -> datetime | None:
    """Since when a person or a group has an address; None: they have none."""
    found: datetime | None = connection.execute(
        select(calendar_feeds.c.created_at).where(
            calendar_feeds.c.user_id == user_id
            if user_id is not None
            else calendar_feeds.c.group_id == group_id
        )
    ).scalar()
    return found


def drop_feed(
    connection: Connection, *, user_id: int | None = None, group_id: int | None = None
) -> None:
    """Switch the address off."""
    connection.execute(
        delete(calendar_feeds).where(
            calendar_feeds.c.user_id == user_id
            if user_id is not None
            else calendar_feeds.c.group_id == group_id
        )
    )


def make_feed(
    connection: Connection,
    token_hash: str,
    made_by: int,
    now: datetime,
    *,
    user_id: int | None = None,
    group_id: int | None = None,
) -> None:
    """A new address; the one before works no more."""
    drop_feed(connection, user_id=user_id, group_id=group_id)
    connection.execute(
        insert(calendar_feeds).values(
            token_hash=token_hash,
            user_id=user_id,
            group_id=group_id,
            made_by=made_by,
            created_at=now,
        )
    )


def list_of_group(connection: Connection, group_id: int) -> list[AssignmentInfo]:
    """What is given to a whole group, by itself or with its cohort, and not withdrawn."""
    row = connection.execute(
        select(groups.c.cohort_id, cohorts.c.archived_at)
        .join(cohorts, cohorts.c.id == groups.c.cohort_id)
        .where(groups.c.id == group_id)
    ).first()
    if row is None or row[1] is not None:
        return []
    given = set(
        connection.execute(
            select(assignment_targets.c.assignment_id).where(
                (
                    (assignment_targets.c.kind == "cohort")
                    & (assignment_targets.c.target_id == row[0])
                )
                | (
                    (assignment_targets.c.kind == "group")
                    & (assignment_targets.c.target_id == group_id)
                )
            )
        ).scalars()
    )
    return [
        one for one in list_of_cohort(connection, row[0]) if one.id in given and not one.withdrawn
    ]
