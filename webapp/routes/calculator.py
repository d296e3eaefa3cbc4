"""The deadline calculator: a term, the event that begins it, and the count step by step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import cast, get_args
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from quizzes.false_counts import false_ends, false_moments
from quizzes.generators import GENERATORS
from quizzes.term_catalogue import GROUPS, TERMS, NamedTerm
from quizzes.terms import Counted, Counting, Step, Term, Unit, count
from quizzes.working_days import OutsideCalendar, WorkingDays
from webapp import messages
from webapp.pages.calculator import (
    CalculatorPage,
    CalendarLine,
    CountResult,
    CountStep,
    FalseEnd,
)
from webapp.site import Site, Visit, page

FIELDS = ("term", "date", "time", "amount", "unit", "counting")
MOST = 1000
"""Units a term may last: longer than any of the Code, short enough to count at once."""

MOST_TYPED = 40
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?", re.ASCII)
_AMOUNT = re.compile(r"\d{1,9}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FALSE_HOURS = {
    "counted-first-day": "calculator.false.counted-first-hour",
    "skipped-first-day": "calculator.false.skipped-first-minutes",
}
"""The same two mistakes where a term runs in hours."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Asked:
    """What the form asks for; ``errors`` by field, as sentences, when it cannot be counted."""

    def __init__(self, site: Site, visit: Visit, values: Mapping[str, str]) -> None:
        self.errors: dict[str, str] = {}
        self._visit = visit
        self._site = site
        self.named: NamedTerm | None = TERMS.get(values["term"])
        if values["term"] and self.named is None:
            self._fault("term", site.say(visit, "calculator.no_term"))
        self.term, self.counting = self._rule(values)
        self.began = self._event(values)

    def _fault(self, name: str, text: str) -> None:
        self.errors.setdefault(name, text)

    def _rule(self, values: Mapping[str, str]) -> tuple[Term | None, Counting]:
        if self.named is not None:
            return self.named.term, self.named.counting
        say, visit = self._site.say, self._visit
        amount = int(values["amount"]) if _AMOUNT.fullmatch(values["amount"]) else None
        if not values["term"] and amount is None:
            self._fault("amount", say(visit, "calculator.amount_unreadable"))
        elif amount is not None and not 1 <= amount <= MOST:
            self._fault("amount", say(visit, "calculator.amount_range", most=MOST))
        if values["unit"] not in get_args(Unit):
            self._fault("unit", say(visit, "calculator.choose"))
        if values["counting"] not in get_args(Counting):
            self._fault("counting", say(visit, "calculator.choose"))
        if self.errors or amount is None:
            return None, "ordinary"
        return Term(amount, cast(Unit, values["unit"])), cast(Counting, values["counting"])

    def _event(self, values: Mapping[str, str]) -> datetime | None:
        say, visit = self._site.say, self._visit
        day = None
        if _DATE.fullmatch(values["date"]):
            try:
                day = date.fromisoformat(values["date"])
            except ValueError:
                day = None
        if day is None:
            self._fault("date", say(visit, "calculator.date_unreadable"))
        elif not 1900 <= day.year <= 2100:
            self._fault("date", self._outside(day.year))
        at = time()
        if values["time"]:
            read = _TIME.fullmatch(values["time"])
            if read is None:
                self._fault("time", say(visit, "calculator.time_unreadable"))
            else:
                at = time(int(read[1]), int(read[2]))
        elif (self.named.unit if self.named is not None else values["unit"]) == "hours":
            self._fault("time", say(visit, "calculator.time_needed"))
        return None if self.errors or day is None else datetime.combine(day, at)

    def _outside(self, year: int) -> str:
        years = sorted(self._site.course.working_days.years)
        say, visit = self._site.say, self._visit
        if not years:
            return say(visit, "calculator.no_calendar", year=year)
        return say(visit, "calculator.outside", year=year, first=years[0], last=years[-1])

    def count(self) -> Counted | None:
        """The count, or None with the fault told."""
        if self.errors or self.term is None or self.began is None:
            return None
        try:
            return count(self.began, self.term, self.counting, self._site.course.working_days)
        except OutsideCalendar as fault:
            self._fault("date", self._outside(fault.day.year))
            return None


async def _calculator(site: Site, visit: Visit) -> Response:
    given = visit.request.query_params
    values = {name: given.get(name, "").strip()[:MOST_TYPED] for name in FIELDS}
    if not any(name in given for name in FIELDS):
        values |= {"unit": "days", "counting": "ordinary"}
        return _answer(site, visit, values, None, {})
    values["unit"] = values["unit"] or "days"
    values["counting"] = values["counting"] or "ordinary"
    if values["term"] in TERMS and "date" not in given:
        return _answer(site, visit, values, None, {})  # a link to a named term, no event yet
    asked = _Asked(site, visit, values)
    counted = asked.count()
    if counted is None:
        return _answer(site, visit, values, None, asked.errors)
    return _answer(site, visit, values, _result(site, visit, values, asked, counted), {})


def _answer(
    site: Site,
    visit: Visit,
    values: Mapping[str, str],
    result: CountResult | None,
    errors: Mapping[str, str],
) -> Response:
    days = site.course.working_days
    view = CalculatorPage(
        groups=tuple(
            (title, tuple(one for one in TERMS.values() if one.group == group))
            for group, title in GROUPS.items()
        ),
        values=values,
        units=get_args(Unit),
        countings=get_args(Counting),
        calendar=tuple(_line(days, year) for year in sorted(days.years)),
        result=result,
        errors=errors,
    )
    return site.page(
        visit,
        "calculator.html",
        view,
        title=site.say(visit, "calculator.title"),
        section="calculator",
        status=422 if errors else 200,
    )


def _result(
    site: Site, visit: Visit, values: Mapping[str, str], asked: _Asked, counted: Counted
) -> CountResult:
    assert asked.term is not None
    assert asked.began is not None
    days = site.course.working_days
    hours = asked.term.unit == "hours"
    named = asked.named
    other = counted.last + timedelta(days=1) if counted.doubtful else None
    kept = ("term", "date", "time") if named else FIELDS
    practised = named is not None and named.generator in GENERATORS
    return CountResult(
        last=counted.ends.date() if hours else counted.last,
        weekday=_weekday(site, visit, counted.ends.date() if hours else counted.last),
        clock=_clock(counted.ends) if hours else "24:00",
        length=site.say(visit, f"calculator.length.{asked.term.unit}", n=asked.term.amount),
        started=_moment(visit, asked.began) if hours else messages.day(visit.lang, asked.began),
        steps=tuple(_step(site, visit, step, days, hours) for step in counted.steps),
        false_ends=tuple(one for one in _false_ends(site, visit, asked, days) if one.day != other),
        doubt=other,
        doubt_weekday=_weekday(site, visit, other) if other else "",
        calendar=None if hours else _line(days, counted.last.year),
        named=named,
        practise=f"/practice/new?{urlencode({'generator': named.generator})}"
        if named is not None and practised
        else "",
        address="/calculator?" + urlencode({name: values[name] for name in kept if values[name]}),
    )


def _line(days: WorkingDays, year: int) -> CalendarLine:
    return CalendarLine(year, days.sources.get(year, ""))


def _step(site: Site, visit: Visit, step: Step, days: WorkingDays, hours: bool) -> CountStep:
    code = "term.last_hour" if hours and step.code == "term.last_day" else step.code
    shown = [
        _moment(visit, day) if isinstance(day, datetime) else _day(site, visit, day)
        for day in step.days
    ]
    off = step.days[0] if step.code in ("term.day_off_moves", "term.day_off_stays") else None
    reason = days.why_off(off) if off is not None else ""
    text = site.say(
        visit,
        f"calculator.{code}",
        first=shown[0] if shown else "",
        second=shown[1] if len(shown) > 1 else "",
        reason=f" ({reason})" if reason else "",
    )
    return CountStep(text, step.norm)


def _false_ends(site: Site, visit: Visit, asked: _Asked, days: WorkingDays) -> tuple[FalseEnd, ...]:
    assert asked.term is not None
    assert asked.began is not None
    found: Mapping[str, date]
    try:
        if asked.term.unit == "hours":
            found = false_moments(asked.began, asked.term.amount, asked.counting, days)
        else:
            found = false_ends(asked.began, asked.term, asked.counting, days)
    except OutsideCalendar:
        return ()
    return tuple(
        FalseEnd(
            day,
            _weekday(site, visit, day),
            _clock(day) if isinstance(day, datetime) else "",
            site.say(visit, _FALSE_HOURS.get(name, f"calculator.false.{name}"))
            if isinstance(day, datetime)
            else site.say(visit, f"calculator.false.{name}"),
        )
        for name, day in found.items()
    )


def _weekday(site: Site, visit: Visit, day: date) -> str:
    return site.say(visit, f"calculator.weekday.{_WEEKDAYS[day.weekday()]}")


def _day(site: Site, visit: Visit, day: date) -> str:
    return f"{messages.day(visit.lang, day)}, {_weekday(site, visit, day)}"


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def _moment(visit: Visit, moment: datetime) -> str:
    """A local moment: the calculator knows no zone, its times are the course's."""
    return f"{messages.day(visit.lang, moment)}, {_clock(moment)}"


routes = [Route("/calculator", page(_calculator))]
