"""Which outcome of an answer counts: the newest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from webapp.tables import attempts, outcomes

newest_outcome: Any = (
    select(func.max(outcomes.c.id))
    .where(outcomes.c.attempt_id == attempts.c.id)
    .correlate(attempts)
    .scalar_subquery()
)
"""Its number, in a statement that reads ``attempts``."""
