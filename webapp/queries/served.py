"""When versions of items were first served."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from webapp.queries import chunks
from webapp.tables import item_versions


def list_served(connection: Connection, versions: Mapping[str, str]) -> dict[str, datetime]:
    """Item id → when the given version of it was first served."""
    found: dict[str, datetime] = {}
    for some in chunks(versions):
        rows = connection.execute(
            select(
                item_versions.c.item_id, item_versions.c.version, item_versions.c.first_served_at
            ).where(item_versions.c.item_id.in_(some))
        )
        found.update((row[0], row[2]) for row in rows if versions[row[0]] == row[1])
    return found
