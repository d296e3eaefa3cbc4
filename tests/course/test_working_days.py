"""The calendar of working days."""

from datetime import date
from pathlib import Path

from course.diagnostics import Report
from course.positioned import read
from course.working_days import working_days_from

HEAD = "years:\n  - year: 2026\n    source: Заң\n    off:\n"


def told(text: str) -> list[str]:
    report = Report()
    working_days_from("working-days.yaml", read(text), report)
    return [f"{one.line}:{one.column} {one.code}" for one in report.sorted()]


def test_a_day_under_another_year_is_told_with_its_place():
    assert told(HEAD + "      - {day: 2025-03-08, why: мереке}\n") == ["5:15 calendar.other-year"]


def test_a_day_or_a_year_written_twice_is_told_with_its_place():
    twice = HEAD + "      - {day: 2026-05-09, why: Жеңіс күні}\n    working: [2026-05-09]\n"
    assert told(twice) == ["6:15 calendar.day-twice"]
    years = HEAD + "      []\n"
    again = years.replace("    off:\n      []\n", "    off: []\n")
    assert told(again + again.removeprefix("years:\n")) == ["5:11 calendar.year-twice"]


def test_the_calendar_of_the_course_knows_moved_days_both_ways():
    report = Report()
    text = Path("content/working-days.yaml").read_text(encoding="utf-8")
    days = working_days_from("working-days.yaml", read(text), report)
    assert not report.sorted()
    assert days.is_off(date(2024, 5, 8))
    assert not days.is_off(date(2024, 5, 4))  # a Saturday made a working day
    assert days.next_working(date(2026, 3, 21)) == date(2026, 3, 26)
    assert not days.is_off(date(2026, 8, 31))  # the day of the Constitution was moved to March
    assert days.is_off(date(2027, 3, 15))
