"""The calendar of working days: dated data, passed in, with its own limits.

Days off and moved days change each year by a decision of the Government, so a calendar knows the
years it covers and refuses to guess beyond them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

_SATURDAY = 5


class OutsideCalendar(ValueError):
    """A day of a year for which no calendar is at hand."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no calendar for {day.year}")
        self.day = day


@dataclass(frozen=True)
class WorkingDays:
    """``off`` holds the days off that are no ordinary weekend, each with its reason; ``working``
    the weekend days that were made working ones. ``years`` are those known in full; ``sources``
    says of a year where its days come from.
    """

    years: frozenset[int]
    off: Mapping[date, str]
    working: frozenset[date] = frozenset()
    sources: Mapping[int, str] = field(default_factory=dict)

    def is_off(self, day: date) -> bool:
        """Whether it is a day off.

        Raises:
            OutsideCalendar: the year is not known.
        """
        if day.year not in self.years:
            raise OutsideCalendar(day)
        if day in self.off:
            return True
        return day.weekday() >= _SATURDAY and day not in self.working

    def why_off(self, day: date) -> str:
        """The reason of a day off that is no ordinary weekend, else ""."""
        return self.off.get(day, "")

    def next_working(self, day: date) -> date:
        """The day itself, or the first working day after it.

        Raises:
            OutsideCalendar: the calendar ends before one is found.
        """
        while self.is_off(day):
            day += timedelta(days=1)
        return day
