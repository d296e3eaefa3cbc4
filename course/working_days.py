"""The calendar of working days: content/working-days.yaml, dated data with its sources."""

from __future__ import annotations

from datetime import date

from course.diagnostics import Report
from course.positioned import Document
from course.schema import WorkingDaysFile
from course.validation import validated
from quizzes.working_days import WorkingDays

NO_CALENDAR = WorkingDays(years=frozenset(), off={})
"""For a part of a course that has none."""


def working_days_from(path: str, document: Document, report: Report) -> WorkingDays:
    """The calendar; every day must lie in the year it stands under, once."""
    file = validated(WorkingDaysFile, path, document, report)
    if file is None:
        return NO_CALENDAR
    off: dict[date, str] = {}
    working: set[date] = set()
    years: set[int] = set()
    for number, year in enumerate(file.years):
        if year.year in years:
            place = document.place(("years", number, "year"))
            report.add(path, place, "calendar.year-twice", year=year.year)
        years.add(year.year)
        entries: list[tuple[tuple[str | int, ...], date]] = [
            *((("off", n, "day"), one.day) for n, one in enumerate(year.off)),
            *((("working", n), day) for n, day in enumerate(year.working)),
        ]
        seen: set[date] = set()
        for where, day in entries:
            place = document.place(("years", number, *where))
            if day.year != year.year:
                report.add(path, place, "calendar.other-year", day=day, year=year.year)
            if day in seen:
                report.add(path, place, "calendar.day-twice", day=day)
            seen.add(day)
        off.update((one.day, one.why) for one in year.off)
        working.update(year.working)
    return WorkingDays(
        frozenset(years),
        off,
        frozenset(working),
        {year.year: year.source for year in file.years},
    )
