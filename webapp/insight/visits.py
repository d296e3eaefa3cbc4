"""When staff last looked at a group: from where «since your last visit» counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.queries.alerts import Visited

SAME_VISIT = timedelta(minutes=30)
"""A look within this time after the one before belongs to the same visit."""

NOTED_AGAIN = timedelta(minutes=5)
"""Looks of one visit that come closer together are not written down each."""

AT_FIRST = timedelta(days=7)
"""What the first visit is told of."""


def after_look(found: Visited | None, now: datetime) -> Visited | None:
    """What to write down at a look. None: what stands is near enough."""
    if found is None:
        return Visited(now, None)
    gone = now - found.at
    if gone > SAME_VISIT:
        return Visited(now, found.at)
    return Visited(now, found.before) if gone >= NOTED_AGAIN else None


def since(found: Visited | None, now: datetime) -> datetime | None:
    """The end of the visit before this one. None: this is the first."""
    if found is None:
        return None
    return found.at if now - found.at > SAME_VISIT else found.before
