"""Points a week apart."""

from __future__ import annotations

from datetime import date, timedelta

from webapp.charts.line import Point

START = date(2026, 9, 7)


def week(number: int, value: int | None) -> Point:
    return Point(START + timedelta(7 * number), value, str(value), f"week {number}", f"{number}")
