"""Counting procedural terms as the Criminal Procedure Code does (ҚПК 48), step by step.

Two ways of counting. ``ordinary``: the hour and the day on which a term begins are not counted, and
a last day that is a day off moves to the next working day. ``custody`` (detention, custody, house
arrest, a medical or special educational institution): the first day is counted, detention runs
from the minute, and a day off moves nothing.

The result carries its steps, so that a page can show the way and not the answer alone.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from quizzes.working_days import WorkingDays

Unit = Literal["hours", "days", "months", "years"]
Counting = Literal["ordinary", "custody"]

STEP_CODES = frozenset(
    {
        "term.hour_not_counted",  # params: from
        "term.minute_counted",  # params: from
        "term.day_not_counted",  # params: first
        "term.day_counted",  # params: first
        "term.last_day",  # params: last
        "term.no_such_day",  # params: wanted, last
        "term.day_off_moves",  # params: last, to
        "term.day_off_stays",  # params: last
        "term.midnight",  # params: last
        "term.doubt_custody_months",  # the first day is counted: the corresponding date is one late
    }
)
"""Every ``code`` a :class:`Step` may carry; the words are the pages' business."""


@dataclass(frozen=True, slots=True)
class Term:
    """So many hours, days (тәулік), months or years."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a term lasts at least one unit")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the count: what was done, with which days, by which norm."""

    code: str
    norm: str
    days: tuple[date | datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """When a term ends: ``ends`` is the first moment after it. ``last`` is its last day (for
    hours the day of the last hour).
    """

    ends: datetime
    last: date
    steps: tuple[Step, ...]

    @property
    def doubtful(self) -> bool:
        """The law leaves room for another reading; the steps say where."""
        return any(step.code.startswith("term.doubt") for step in self.steps)


def add_months(day: date, months: int) -> tuple[date, bool]:
    """The corresponding day of a later month, and whether that month had no such day (then it is
    its last day; ҚПК 48.4).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)), day.day > last


def count(began: datetime, term: Term, counting: Counting, days: WorkingDays) -> Counted:
    """When a term that began at a moment (local time) ends.

    Raises:
        quizzes.working_days.OutsideCalendar: the last day is beyond the calendar.
    """
    if term.unit == "hours":
        return _hours(began, term.amount, counting)
    steps = []
    first = began.date()
    if counting == "custody":
        steps.append(Step("term.day_counted", "ҚПК 48.5", (first,)))
    else:
        steps.append(Step("term.day_not_counted", "ҚПК 48.2", (first,)))
    if term.unit == "days":
        last = first + timedelta(days=term.amount - (counting == "custody"))
        steps.append(Step("term.last_day", "ҚПК 48.4", (last,)))
    else:
        months = term.amount * (12 if term.unit == "years" else 1)
        last, short = add_months(first, months)
        if short:
            steps.append(Step("term.no_such_day", "ҚПК 48.4", (last,)))
        elif counting == "custody":
            last -= timedelta(days=1)
            steps.append(Step("term.last_day", "ҚПК 48.5", (last,)))
            steps.append(Step("term.doubt_custody_months", "ҚПК 48.4"))
        else:
            steps.append(Step("term.last_day", "ҚПК 48.4", (last,)))
    if days.is_off(last):
        if counting == "custody":
            steps.append(Step("term.day_off_stays", "ҚПК 48.4", (last,)))
        else:
            moved = days.next_working(last)
            steps.append(Step("term.day_off_moves", "ҚПК 48.4", (last, moved)))
            last = moved
    steps.append(Step("term.midnight", "ҚПК 48.4", (last,)))
    return Counted(_after(last), last, tuple(steps))


def _hours(began: datetime, amount: int, counting: Counting) -> Counted:
    """Detention runs from the minute (ҚПК 48.5), every other term in hours from the next hour."""
    if counting == "custody":
        ends = began + timedelta(hours=amount)
        steps = (Step("term.minute_counted", "ҚПК 48.5", (began,)),)
    else:
        whole = began.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        ends = whole + timedelta(hours=amount)
        steps = (Step("term.hour_not_counted", "ҚПК 48.2", (whole,)),)
    last = (ends - timedelta(microseconds=1)).date()
    return Counted(ends, last, (*steps, Step("term.last_day", "ҚПК 48.1", (ends,))))


def _after(last: date) -> datetime:
    """Twenty-four o'clock of the last day is nought o'clock of the next."""
    return datetime.combine(last + timedelta(days=1), time())
