"""Who waits to be counted anew (:mod:`webapp.insight.counting`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    false,
    literal_column,
    select,
    update,
)

from webapp.queries import Prepared, chunks, insert_or_ignore
from webapp.tables import (
    attempts,
    counted_sittings,
    insight_queue,
    sittings,
)


def _queue_in(dialect: Any) -> Any:
    theirs = (
        select(sittings.c.user_id, _ONE, false(), bindparam("now", type_=_AT))
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .where(attempts.c.id == bindparam("attempt_id"))
    )
    return (
        dialect.insert(insight_queue)
        .from_select(["user_id", "changes", "stale", "queued_at"], theirs)
        .on_conflict_do_update(
            index_elements=["user_id"], set_={"changes": insight_queue.c.changes + _ONE}
        )
    )


_ONE: Any = literal_column("1")  # a prepared statement has no values without a name
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_ASIDE = datetime(2200, 1, 1, tzinfo=UTC)  # of those whose answers cannot be counted
_AT = insight_queue.c.queued_at.type
_queue = Prepared(_queue_in)


def queue_answer(connection: Connection, attempt_id: int, now: datetime) -> None:
    """An answer has a new outcome: its author is to be counted anew."""
    _queue(connection, attempt_id=attempt_id, now=now)


def queue_people(
    connection: Connection,
    user_ids: Iterable[int],
    now: datetime | None = None,
    *,
    stale: bool = False,
) -> None:
    """Something about these people changed; ``stale``: more than new answers, so that all of
    their sittings are counted anew. ``now`` None: before all others.
    """
    first = now or _FIRST
    values: dict[str, Any] = {"changes": insight_queue.c.changes + 1}
    if stale:
        values["stale"] = True
    for few in chunks(sorted(set(user_ids))):
        connection.execute(
            insert_or_ignore(connection, insight_queue),
            [
                {"user_id": user_id, "changes": 0, "stale": stale, "queued_at": first}
                for user_id in few
            ],
        )
        connection.execute(
            update(insight_queue).where(insight_queue.c.user_id.in_(few)).values(values)
        )


def queue_of_assignment(connection: Connection, assignment_id: int, now: datetime) -> None:
    """All who sat an assignment are to be counted anew: how it counts was changed."""
    theirs = connection.execute(
        select(sittings.c.user_id).where(sittings.c.assignment_id == assignment_id).distinct()
    ).scalars()
    queue_people(connection, list(theirs), now, stale=True)


def queue_everybody(connection: Connection, now: datetime) -> None:
    """Count all that was ever answered anew."""
    everybody = set(connection.execute(select(sittings.c.user_id).distinct()).scalars())
    everybody |= set(connection.execute(select(counted_sittings.c.user_id).distinct()).scalars())
    queue_people(connection, everybody, now, stale=True)


def list_queued(
    connection: Connection, most: int, user_ids: Collection[int] | None = None
) -> list[Any]:
    """Rows (user id, changes, stale), who waits longest first."""
    statement = select(insight_queue.c.user_id, insight_queue.c.changes, insight_queue.c.stale)
    statement = (
        statement.where(insight_queue.c.queued_at < _ASIDE)
        .order_by(insight_queue.c.queued_at, insight_queue.c.user_id)
        .limit(most)
    )
    if user_ids is None:
        return list(connection.execute(statement))
    found: list[Any] = []
    for few in chunks(user_ids):
        found += connection.execute(statement.where(insight_queue.c.user_id.in_(few)))
    return found[:most]


def put_aside(connection: Connection, user_ids: Collection[int] | None = None) -> int:
    """Who waits longest waits until the server starts again; gives how many were put aside."""
    first = [row[0] for row in list_queued(connection, 1, user_ids)]
    connection.execute(
        update(insight_queue).where(insight_queue.c.user_id.in_(first)).values(queued_at=_ASIDE)
    )
    return len(first)


def take_up_again(connection: Connection) -> None:
    """Who was put aside is tried again, before all others."""
    connection.execute(
        update(insight_queue).where(insight_queue.c.queued_at >= _ASIDE).values(queued_at=_FIRST)
    )


def drop_queued(connection: Connection, rows: Iterable[Any]) -> None:
    """These are counted, but for what came in meanwhile."""
    for row in rows:
        connection.execute(
            delete(insight_queue).where(
                insight_queue.c.user_id == row[0], insight_queue.c.changes == row[1]
            )
        )
