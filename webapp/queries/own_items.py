"""Items that instructors wrote, and items that a cohort does not use."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from webapp.tables import cohorts, exclusions, own_items


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
    line = (
        select(cohorts.c.id, cohorts.c.copied_from)
        .where(cohorts.c.id == cohort_id)
        .cte("line", recursive=True)
    )
    before = cohorts.alias("before")
    line = line.union(
        select(before.c.id, before.c.copied_from).where(before.c.id == line.c.copied_from)
    )
    return [
        (row[0], row[1])
        for row in connection.execute(
            select(own_items.c.item_id, own_items.c.version)
            .where(
                or_(own_items.c.cohort_id.in_(select(line.c.id)), own_items.c.shared),
                own_items.c.retired_at.is_(None),
            )
            .order_by(own_items.c.id)
        )
    ]


def list_exclusions(connection: Connection, cohort_id: int) -> dict[str, tuple[str, datetime]]:
    """Item id → (reason, since when) of what a cohort does not use."""
    rows: Any = connection.execute(
        select(exclusions.c.item_id, exclusions.c.reason, exclusions.c.made_at).where(
            exclusions.c.cohort_id == cohort_id
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}
