"""The items drawn for a sitting, and how far their answers are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, insert, select, tuple_, union, update

from quizzes.drawing import Drawn
from webapp.queries import Prepared
from webapp.tables import attempts, drafts, item_versions, sitting_items, sittings


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of a sitting: where it stands, in which version, whether flagged."""

    position: int
    section: int
    item_id: str
    version: str
    points: int
    flagged: bool


def list_seen(connection: Connection, user_id: int) -> set[str]:
    """Ids of the items a person has met: in a sitting, or by answering in a lesson."""
    drawn = (
        select(sitting_items.c.item_id)
        .join(sittings, sittings.c.id == sitting_items.c.sitting_id)
        .where(sittings.c.user_id == user_id)
    )
    answered = (
        select(attempts.c.item_id)
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .where(sittings.c.user_id == user_id)
    )
    return set(connection.execute(union(drawn, answered)).scalars())


def add_items(connection: Connection, sitting_id: int, drawn: Sequence[Drawn]) -> None:
    connection.execute(
        insert(sitting_items),
        [
            {
                "sitting_id": sitting_id,
                "position": position,
                "section": one.section,
                "item_id": one.item_id,
                "item_version": one.version,
                "points": one.points,
            }
            for position, one in enumerate(drawn, start=1)
        ],
    )


def _items() -> Any:
    return (
        select(
            sitting_items.c.position,
            sitting_items.c.section,
            sitting_items.c.item_id,
            sitting_items.c.item_version,
            sitting_items.c.points,
            sitting_items.c.flagged,
        )
        .where(sitting_items.c.sitting_id == bindparam("sitting_id"))
        .order_by(sitting_items.c.position)
    )


_list_items = Prepared(lambda _: _items())
_find_item = Prepared(lambda _: _items().where(sitting_items.c.item_id == bindparam("item_id")))


def list_items(connection: Connection, sitting_id: int) -> list[ItemRow]:
    """The items of a sitting in the order shown."""
    return [ItemRow(*row) for row in _list_items.rows(connection, sitting_id=sitting_id)]


def find_item(connection: Connection, sitting_id: int, item_id: str) -> ItemRow | None:
    """One item of a sitting."""
    row = _find_item.first(connection, sitting_id=sitting_id, item_id=item_id)
    return ItemRow(*row) if row is not None else None


_list_progress = Prepared(
    lambda _: (
        select(
            sitting_items.c.position,
            drafts.c.form,
            select(attempts.c.id)
            .where(
                attempts.c.sitting_id == sitting_items.c.sitting_id,
                attempts.c.item_id == sitting_items.c.item_id,
            )
            .exists()
            .label("given"),
        )
        .outerjoin(
            drafts,
            and_(
                drafts.c.sitting_id == sitting_items.c.sitting_id,
                drafts.c.item_id == sitting_items.c.item_id,
            ),
        )
        .where(sitting_items.c.sitting_id == bindparam("sitting_id"))
        .order_by(sitting_items.c.position)
    )
)


def list_progress(
    connection: Connection, sitting_id: int
) -> list[tuple[int, dict[str, list[str]] | None, bool]]:
    """(position, what is typed and not handed in, whether an answer was given) of each item."""
    return [
        (row[0], json.loads(row[1]) if row[1] is not None else None, bool(row[2]))
        for row in _list_progress.rows(connection, sitting_id=sitting_id)
    ]


def list_bodies(
    connection: Connection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """(item id, version) → canonical form, of archived item versions."""
    pairs = list(wanted)
    if not pairs:
        return {}
    rows: Any = connection.execute(
        select(item_versions.c.item_id, item_versions.c.version, item_versions.c.body).where(
            tuple_(item_versions.c.item_id, item_versions.c.version).in_(pairs)
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}


def set_flag(connection: Connection, sitting_id: int, position: int, flagged: bool) -> None:
    connection.execute(
        update(sitting_items)
        .where(sitting_items.c.sitting_id == sitting_id, sitting_items.c.position == position)
        .values(flagged=flagged)
    )
