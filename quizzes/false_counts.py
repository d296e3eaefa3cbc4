"""The wrong ways of counting that people take, each by the false rule that gives its answer.

They make the wrong options of a generated question, and name what went wrong in a typed answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from quizzes.terms import Counting, Term, add_months, count
from quizzes.working_days import OutsideCalendar, WorkingDays

FALSE_RULES = (
    "counted-first-day",  # the day of the event taken as the first, where it is not counted
    "skipped-first-day",  # the day of the event left out, where it is counted
    "thirty-days",  # a month taken for thirty days
    "ignored-day-off",  # the last day is a day off, and the term was left there
    "moved-in-custody",  # moved off a day off, where nothing moves
    "working-days",  # only working days counted
    "old-edition",  # a term of a law that is no longer in force
)
"""Names of the false rules; each is a misconception code as well."""


def false_ends(
    began: datetime,
    term: Term,
    counting: Counting,
    days: WorkingDays,
    old: Term | None = None,
) -> dict[str, date]:
    """False rule → the last day it gives; only those that differ from the right one. Of two rules
    with the same day the first is named. ``old`` is the term of an edition no longer in force."""
    right = count(began, term, counting, days).last
    found: dict[str, date] = {}
    former = () if old is None else (("old-edition", count(began, old, counting, days).last),)
    for name, last in (*former, *_all(began.date(), term, counting, days)):
        if last != right and last not in found.values():
            found.setdefault(name, last)
    return found


def false_moments(
    began: datetime, hours: int, counting: Counting, days: WorkingDays
) -> dict[str, datetime]:
    """False rule → the moment at which it ends a term in hours, as :func:`false_ends` for days."""
    term = Term(hours, "hours")
    right = count(began, term, counting, days).ends
    found: dict[str, datetime] = {}
    for name, ends in _moments(began, term, counting, right, days):
        if ends != right and ends not in found.values():
            found.setdefault(name, ends)
    return found


def _moments(
    began: datetime, term: Term, counting: Counting, right: datetime, days: WorkingDays
) -> Iterator[tuple[str, datetime]]:
    if counting == "ordinary":
        yield "counted-first-day", count(began, term, "custody", days).ends
    else:
        yield "skipped-first-day", count(began, term, "ordinary", days).ends
        moved = days.next_working(right.date())
        yield "moved-in-custody", datetime.combine(moved, right.time())


def first_day_counted(first: date, term: Term, days: WorkingDays) -> date:
    """Where an ordinary term ends for whoever counts the day it began on, days off and all. It may
    be the right day: then the task does not tell who knows the rule."""
    return days.next_working(_plain(first, term) - timedelta(days=1))


def diagnose(
    said: date, began: datetime, term: Term, counting: Counting, days: WorkingDays
) -> str | None:
    """The false rule that gives this answer; None: the answer is right, or no rule explains it."""
    for name, last in false_ends(began, term, counting, days).items():
        if last == said:
            return name
    return None


def _all(
    first: date, term: Term, counting: Counting, days: WorkingDays
) -> Iterator[tuple[str, date]]:
    if term.unit == "hours":
        return
    plain = _plain(first, term)
    day = timedelta(days=1)
    if counting == "ordinary":
        yield "ignored-day-off", plain
        yield "counted-first-day", days.next_working(plain - day)
        yield "counted-first-day", plain - day
    else:
        yield "skipped-first-day", plain
        yield "moved-in-custody", days.next_working(plain - day)
    if term.unit in ("months", "years"):
        span = term.amount * (30 if term.unit == "months" else 365)
        rough = first + timedelta(days=span)
        if counting == "ordinary":
            yield "thirty-days", days.next_working(rough)
        else:
            yield "thirty-days", rough - day
    elif counting == "ordinary":
        try:
            yield "working-days", _working(first, term.amount, days)
        except OutsideCalendar:
            return


def _plain(first: date, term: Term) -> date:
    """The last day with the first one not counted and no day off looked at."""
    if term.unit == "days":
        return first + timedelta(days=term.amount)
    return add_months(first, term.amount * (12 if term.unit == "years" else 1))[0]


def _working(first: date, amount: int, days: WorkingDays) -> date:
    last = first
    while amount:
        last += timedelta(days=1)
        amount -= not days.is_off(last)
    return last
