"""Dates as people type them into a form, in the course's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.messages import translate

EARLIEST, LATEST = 2020, 2100


def read_local(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment of a ``datetime-local`` field («2026-11-25T14:00»), in UTC. None: unreadable.

    «23:59» is meant to the end of that minute.
    """
    text = text.strip().replace(" ", "T")
    try:
        found = datetime.strptime(text[:16], "%Y-%m-%dT%H:%M")  # noqa: DTZ007  the zone follows
    except ValueError:
        return None
    if not EARLIEST <= found.year <= LATEST:
        return None
    if (found.hour, found.minute) == (23, 59):
        found += timedelta(seconds=59)
    return found.replace(tzinfo=zone).astimezone(UTC)


def show_local(moment: datetime | None, zone: ZoneInfo) -> str:
    """The value of a ``datetime-local`` field for a moment; "" for none."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if moment is not None else ""


def zone_name(language: str, zone: ZoneInfo) -> str:
    """What the course's zone is called beside a time: «Астана уақыты»."""
    return translate(language, "zone.astana") if zone.key == "Asia/Almaty" else zone.key
