"""Items that instructors wrote, and items that a cohort does not use."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from webapp.queries import MOST_AT_ONCE, insert_or_ignore, upsert
from webapp.tables import (
    assignments,
    cohorts,
    exclusions,
    own_items,
    sitting_items,
    sittings,
    users,
)


def find_version(connection: Connection, item_id: str) -> str | None:
    """Newest version of an own item, also of a retired one."""
    found = connection.execute(
        select(own_items.c.version).where(own_items.c.item_id == item_id)
    ).scalar()
    return str(found) if found is not None else None


def list_usable(connection: Connection, cohort_id: int) -> list[tuple[str, str]]:
    """(item id, version) of the own items a cohort may use: its own, those of the cohorts it was
    copied from (a copied assessment must stay drawable), and the shared ones.
    """
    return [
        (row[0], row[1])
        for row in connection.execute(
            select(own_items.c.item_id, own_items.c.version)
            .where(
                or_(own_items.c.cohort_id.in_(_line(cohort_id)), own_items.c.shared),
                own_items.c.retired_at.is_(None),
            )
            .order_by(own_items.c.id)
        )
    ]


def _line(cohort_id: int) -> Any:
    """Ids of a cohort and those it was copied from."""
    line = (
        select(cohorts.c.id, cohorts.c.copied_from)
        .where(cohorts.c.id == cohort_id)
        .cte("line", recursive=True)
    )
    before = cohorts.alias("before")
    line = line.union(
        select(before.c.id, before.c.copied_from).where(before.c.id == line.c.copied_from)
    )
    return select(line.c.id)


def list_exclusions(connection: Connection, cohort_id: int) -> dict[str, tuple[str, datetime]]:
    """Item id → (reason, since when) of what a cohort does not use."""
    rows: Any = connection.execute(
        select(exclusions.c.item_id, exclusions.c.reason, exclusions.c.made_at).where(
            exclusions.c.cohort_id == cohort_id
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


@dataclass(frozen=True, slots=True)
class OwnItemRow:
    """An instructor's own item as stored. ``version`` is the newest."""

    item_id: str
    version: str
    cohort_id: int
    author: str
    shared: bool
    adapted_from: str | None
    updated_at: datetime
    retired: bool


_COLUMNS = (
    own_items.c.item_id,
    own_items.c.version,
    own_items.c.cohort_id,
    users.c.name,
    own_items.c.shared,
    own_items.c.adapted_from,
    own_items.c.updated_at,
    own_items.c.retired_at,
)


def _row(row: Any) -> OwnItemRow:
    item_id, version, cohort_id, author, shared, adapted_from, updated_at, retired_at = row
    return OwnItemRow(
        item_id,
        version,
        cohort_id,
        author,
        shared,
        adapted_from,
        updated_at,
        retired_at is not None,
    )


def find_own(connection: Connection, item_id: str) -> OwnItemRow | None:
    """An own item by its id, also a retired one."""
    row = connection.execute(
        select(*_COLUMNS)
        .join(users, users.c.id == own_items.c.author_id)
        .where(own_items.c.item_id == item_id)
    ).first()
    return _row(row) if row is not None else None


def list_of_others(connection: Connection, cohort_id: int, item_ids: Collection[str]) -> set[str]:
    """Of some items the own ones of other cohorts: their figures over all cohorts are not shown
    here. At most 500 are looked for.
    """
    if not item_ids:
        return set()
    rows = connection.execute(
        select(own_items.c.item_id).where(
            own_items.c.item_id.in_(sorted(item_ids)[:MOST_AT_ONCE]),
            own_items.c.cohort_id != cohort_id,
        )
    )
    return set(rows.scalars())


def list_seen(connection: Connection, cohort_id: int) -> list[OwnItemRow]:
    """The own items a cohort's staff sees: its own, the retired too, and whatever else may be
    drawn there (see :func:`list_usable`).
    """
    rows = connection.execute(
        select(*_COLUMNS)
        .join(users, users.c.id == own_items.c.author_id)
        .where(
            or_(
                own_items.c.cohort_id == cohort_id,
                and_(
                    or_(own_items.c.cohort_id.in_(_line(cohort_id)), own_items.c.shared),
                    own_items.c.retired_at.is_(None),
                ),
            )
        )
        .order_by(own_items.c.id)
    )
    return [_row(row) for row in rows]


def next_number(connection: Connection) -> int:
    """A number for the id of the next own item; may be taken by the time it is used."""
    return (connection.execute(select(func.max(own_items.c.id))).scalar() or 0) + 1


def add_own(
    connection: Connection,
    item_id: str,
    version: str,
    cohort_id: int,
    author_id: int,
    now: datetime,
    *,
    shared: bool,
    adapted_from: str | None,
) -> bool:
    """Store a new own item. False: the id is taken; nothing changed."""
    row = connection.execute(
        insert_or_ignore(connection, own_items)
        .values(
            item_id=item_id,
            version=version,
            cohort_id=cohort_id,
            author_id=author_id,
            shared=shared,
            adapted_from=adapted_from,
            created_at=now,
            updated_at=now,
        )
        .returning(own_items.c.id)
    ).first()
    return row is not None


def change_own(
    connection: Connection, item_id: str, base: str, version: str, shared: bool, now: datetime
) -> bool:
    """Make ``version`` the newest. False: ``base`` is not the newest any more; nothing changed."""
    done = connection.execute(
        update(own_items)
        .where(own_items.c.item_id == item_id, own_items.c.version == base)
        .values(version=version, shared=shared, updated_at=now)
    )
    return bool(done.rowcount)


def set_retired(connection: Connection, item_id: str, at: datetime | None) -> None:
    """Take an own item out of the bank, or (None) back into it."""
    connection.execute(
        update(own_items).where(own_items.c.item_id == item_id).values(retired_at=at)
    )


def leave_out(
    connection: Connection, cohort_id: int, item_id: str, reason: str, made_by: int, now: datetime
) -> None:
    """From now on a cohort does not use an item; said again, the new reason stands."""
    values = {
        "cohort_id": cohort_id,
        "item_id": item_id,
        "reason": reason,
        "made_by": made_by,
        "made_at": now,
    }
    connection.execute(upsert(connection, exclusions, values, ["cohort_id", "item_id"]))


def take_back(connection: Connection, cohort_id: int, item_id: str) -> None:
    """The cohort uses an item again."""
    connection.execute(
        delete(exclusions).where(
            exclusions.c.cohort_id == cohort_id, exclusions.c.item_id == item_id
        )
    )


def list_drawn(connection: Connection, cohort_id: int) -> set[str]:
    """Ids of the items that students of a cohort were given in its assignments."""
    rows: Any = connection.execute(
        select(sitting_items.c.item_id)
        .join(sittings, sittings.c.id == sitting_items.c.sitting_id)
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(assignments.c.cohort_id == cohort_id)
        .distinct()
    )
    return {row[0] for row in rows}
