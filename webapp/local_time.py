"""Dates as people type them into a form, in the course's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.messages import translate

EARLIEST, LATEST = 2020, 2100
_FIELD = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::[0-5]\d(?:\.\d+)?)?", re.ASCII)


def read_local(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment of a ``datetime-local`` field («2026-11-25T14:00»), in UTC. None: unreadable.

    «23:59» is meant to the end of that minute. Seconds, which some browsers add, are left away.
    """
    field = _FIELD.fullmatch(text.strip())
    if field is None:
        return None
    try:
        found = datetime.fromisoformat(f"{field[1]}T{field[2]}")
    except ValueError:
        return None
    if not EARLIEST <= found.year <= LATEST:
        return None
    if (found.hour, found.minute) == (23, 59):
        found = found.replace(second=59, microsecond=999_999)
    return found.replace(tzinfo=zone).astimezone(UTC)


def show_local(moment: datetime | None, zone: ZoneInfo) -> str:
    """The value of a ``datetime-local`` field for a moment; "" for none."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if moment is not None else ""


def zone_name(language: str, zone: ZoneInfo) -> str:
    """What the course's zone is called beside a time: «Астана уақыты»."""
    return translate(language, "zone.astana") if zone.key == "Asia/Almaty" else zone.key


def read_day(text: str) -> date | None:
    """The day of a ``date`` field («2026-11-25»). None: unreadable."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None


def shifted(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same time of the clock in the course's zone so many days later, in UTC."""
    local = moment.astimezone(zone)
    return (local.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=zone).astimezone(UTC)
