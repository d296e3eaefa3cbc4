"""Comments that staff of a cohort keep for an item, to be used again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from webapp.tables import remarks


def list_remarks(connection: Connection, cohort_id: int, item_id: str) -> list[tuple[int, str]]:
    """(id, text) of the comments kept for an item in a cohort."""
    return [
        (row[0], row[1])
        for row in connection.execute(
            select(remarks.c.id, remarks.c.text)
            .where(
                remarks.c.cohort_id == cohort_id,
                remarks.c.item_id == item_id,
                remarks.c.removed_at.is_(None),
            )
            .order_by(remarks.c.id)
        )
    ]


def add_remark(
    connection: Connection, cohort_id: int, item_id: str, text: str, author_id: int, now: datetime
) -> None:
    """Keep a comment; the same text twice is kept once."""
    if text not in [kept for _, kept in list_remarks(connection, cohort_id, item_id)]:
        connection.execute(
            insert(remarks).values(
                cohort_id=cohort_id,
                item_id=item_id,
                text=text,
                author_id=author_id,
                created_at=now,
            )
        )


def remove_remark(
    connection: Connection, cohort_id: int, item_id: str, remark_id: int, now: datetime
) -> None:
    connection.execute(
        update(remarks)
        .where(
            remarks.c.id == remark_id,
            remarks.c.cohort_id == cohort_id,
            remarks.c.item_id == item_id,
            remarks.c.removed_at.is_(None),
        )
        .values(removed_at=now)
    )
