"""How answers came to their marks: every judgement with who made it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from webapp.tables import attempts, corrections, outcomes, users


def list_trails(connection: Connection, sitting_ids: Sequence[int]) -> dict[int, list[Any]]:
    """Attempt id → its outcomes, oldest first: attempt id, status, num, den, at, marker's name,
    reason, kind of correction. As many sittings as one statement can name.
    """
    trails: dict[int, list[Any]] = {}
    for row in connection.execute(
        select(
            outcomes.c.attempt_id,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            outcomes.c.created_at,
            users.c.name,
            outcomes.c.reason,
            corrections.c.kind,
        )
        .join(attempts, attempts.c.id == outcomes.c.attempt_id)
        .outerjoin(users, users.c.id == outcomes.c.marked_by)
        .outerjoin(corrections, corrections.c.id == outcomes.c.correction_id)
        .where(attempts.c.sitting_id.in_(list(sitting_ids)))
        .order_by(outcomes.c.id)
    ):
        trails.setdefault(row[0], []).append(row)
    return trails
