"""Tasks on counting a term: the dated question, its known false answers, the solution in words.

A generator draws the case and says the rule; here the count becomes an item of type ``date`` or,
for hours, ``single-choice``. Whatever one false rule gives twice is kept once; an answer that
falls together with the key is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.false_counts import false_ends, false_moments
from quizzes.generator import Redraw
from quizzes.terms import Counted, Counting, Term, count
from quizzes.working_days import WorkingDays

FIRST = date(2026, 1, 5)
LAST = date(2026, 11, 20)
"""Events are drawn between: years of which the days off are known, under the law in force."""

_SATURDAY = 5
_FALSE_MOMENTS = 3

_OFTEN = 0.4
"""Share of tasks whose last day must be a day off, for it is what candidates forget."""

_MONTH_ENDS = 0.15
"""Share of events at the end of a month: the last month may have no such day."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A false answer peculiar to the task: another term, another start."""

    last: date
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Former:
    """A term of an edition no longer in force, and what to say to whoever takes it."""

    term: Term
    why: str


def event_day(
    random: Random,
    days: WorkingDays,
    first: date = FIRST,
    last: date = LAST,
    *,
    any_day: bool = False,
) -> date:
    """A day on which something happened: a working day, unless ``any_day``.

    Raises:
        Redraw: a day off was drawn.
        quizzes.working_days.OutsideCalendar: its year is not known.
    """
    day = first + timedelta(days=random.randrange((last - first).days + 1))
    if random.random() < _MONTH_ENDS:
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        day -= timedelta(days=random.randrange(3))
    if days.is_off(day) and not any_day:
        raise Redraw
    return day


def at_nine(day: date) -> datetime:
    """A moment of the day, where the hour does not matter."""
    return datetime.combine(day, time(9))


def last_day(day: date, term: Term, days: WorkingDays) -> date:
    """The last day of an ordinary term that began on a day: for a :class:`Slip`."""
    return count(at_nine(day), term, "ordinary", days).last


def date_task(
    random: Random,
    days: WorkingDays,
    *,
    stem: str,
    began: date,
    term: Term,
    rule: str,
    counting: Counting = "ordinary",
    slips: Sequence[Slip] = (),
    former: Former | None = None,
    hint: str = "",
) -> Mapping[str, Any]:
    """A question whose answer is the last day of a term. ``rule`` says which term it is, why, and
    by which norm; it opens the solution.

    Raises:
        Redraw: a task with a day off at its end was wanted, and this is none.
    """
    moment = at_nine(began)
    counted = count(moment, term, counting, days)
    if random.random() < _OFTEN and not _meets_day_off(counted):
        raise Redraw
    false = false_ends(moment, term, counting, days, former.term if former else None)
    old = false.get("old-edition")
    if former and old is None:  # the old term ends on the same day
        raise Redraw
    wrong = [one for one in slips if one.last != old]
    known = {one.last for one in wrong}
    for code, last in false.items():
        if last not in known:
            said = former.why if former and last == old else ""
            wrong.append(Slip(last, code, said or false_why(code, began, term, last, days)))
    return dated(
        days,
        stem=stem,
        key=counted.last,
        why=words.in_short(term, counted, moment, counting),
        slips=wrong,
        explanation=f"{rule}\n\n{words.solved(term, counted, moment, days)}",
        hint=hint,
    )


def dated(
    days: WorkingDays,
    *,
    stem: str,
    key: date,
    why: str,
    slips: Sequence[Slip],
    explanation: str,
    hint: str = "",
) -> Mapping[str, Any]:
    """A question whose answer is a date, counted by the generator itself. Of two slips with one
    day the first is kept, one that falls together with the key is left out.

    Raises:
        Redraw: no false answer differs from the key.
    """
    known = {one.last: one for one in reversed(slips) if one.last != key}
    if not known:
        raise Redraw
    wrong = sorted(known.values(), key=lambda one: one.last)
    made: dict[str, Any] = {
        "type": "date",
        "stem": stem + calendar_note([key, *known], days),
        "key": key.isoformat(),
        "why": why,
        "wrong": [
            {"date": one.last.isoformat(), "why": one.why, "misconception": one.code}
            for one in wrong
        ],
        "explanation": explanation,
    }
    if hint:
        made["hints"] = [hint]
    return made


def working_end(day: date, amount: int, days: WorkingDays) -> date:
    """The last of so many working days after a day, or before it where ``amount`` is negative."""
    step = timedelta(days=1 if amount > 0 else -1)
    left = abs(amount)
    while left:
        day += step
        left -= not days.is_off(day)
    return day


def moment_task(
    random: Random,
    *,
    stem: str,
    right: datetime,
    right_why: str,
    wrong: Sequence[tuple[datetime, str, str]],
    explanation: str,
) -> Mapping[str, Any]:
    """A question whose answer is a moment, with three false ones of ``wrong`` (moment, code, why).

    Raises:
        Redraw: fewer than three false moments differ from the right one.
    """
    known = {moment: (code, why) for moment, code, why in reversed(wrong) if moment != right}
    if len(known) < _FALSE_MOMENTS:
        raise Redraw
    options: list[dict[str, Any]] = []
    for moment in sorted([right, *random.sample(sorted(known), _FALSE_MOMENTS)]):
        option: dict[str, Any] = {"text": words.clock(moment)}
        if moment == right:
            option |= {"right": True, "why": right_why}
        else:
            option |= {"misconception": known[moment][0], "why": known[moment][1]}
        options.append(option)
    return {
        "type": "single-choice",
        "stem": stem,
        "options": options,
        "fixed_order": True,
        "explanation": explanation,
    }


def false_moment_options(
    began: datetime, hours: int, counting: Counting, days: WorkingDays
) -> list[tuple[datetime, str, str]]:
    """The moments that false rules give, ready for :func:`moment_task`."""
    return [
        (ends, code, _MOMENT_WHY[code])
        for code, ends in false_moments(began, hours, counting, days).items()
    ]


_MOMENT_WHY = {
    "counted-first-day": (
        "Мұнда мерзім басталған сағаттың өзі есепке қосылған. Ол есепке алынбайды ([[ҚПК 48.2]])."
    ),
    "skipped-first-day": (
        "Мұнда санау келесі сағаттан басталған. Ұстау мерзімі нақты ұсталған минуттан "
        "есептеледі ([[ҚПК 48.5]])."
    ),
    "moved-in-custody": (
        "Мұнда мерзім демалыс күнінен жұмыс күніне жылжыған. Ұстау мерзімі жылжымайды "
        "([[ҚПК 48.4]])."
    ),
}


def false_why(code: str, began: date, term: Term, last: date, days: WorkingDays) -> str:
    """What to say to whoever counted by a false rule."""
    match code:
        case "counted-first-day":
            return (
                f"Мұнда мерзім басталған {words.short(began)} есепке қосылған. Басталған тәулік "
                "есепке алынбайды ([[ҚПК 48.2]])."
            )
        case "skipped-first-day":
            return (
                f"Мұнда {words.short(began)} есептен шығып қалған. Бостандықты шектейтін мерзімге "
                "бірінші тәулік кіреді ([[ҚПК 48.5]])."
            )
        case "thirty-days" if term.unit == "years":
            return (
                "Мұнда жыл үш жүз алпыс бес тәулікке теңелген. Жылдық мерзім соңғы жылдың сол айы "
                "мен санында бітеді ([[ҚПК 48.4]])."
            )
        case "thirty-days":
            return (
                "Мұнда ай отыз тәулікке теңелген. Айлық мерзім соңғы айдың сол санында бітеді, "
                "ондай сан болмаса, айдың соңғы күні алынады ([[ҚПК 48.4]])."
            )
        case "ignored-day-off":
            return (
                f"Есеп дұрыс, бірақ {words.short(last)} — {words.why_off(last, days)}. Мұндайда "
                "мерзім келесі жұмыс күні бітеді ([[ҚПК 48.4]])."
            )
        case "moved-in-custody":
            return (
                "Мұнда мерзім демалыс күнінен жұмыс күніне жылжыған. Бостандықты шектейтін "
                "мерзім жылжымайды ([[ҚПК 48.4]])."
            )
        case "working-days":
            return (
                f"Бұл — {words.number(term.amount)} жұмыс күні. Мерзім тәулікпен саналады, "
                "жұмыстан тыс уақыт та оған кіреді ([[ҚПК 48.3]])."
            )
        case _:
            raise ValueError(f"no words for {code}")


def calendar_note(ends: Sequence[date], days: WorkingDays) -> str:
    """Days off and working ones about the answers that the calendar on the wall does not show."""
    near = {end + timedelta(days=step) for end in ends for step in range(-2, 3)}
    off = [day for day in sorted(near & days.off.keys()) if day.weekday() < _SATURDAY]
    note = f" Мереке және ауысқан демалыс: {_listed(off)}." if off else ""
    worked = sorted(near & days.working)
    return note + (f" Жұмыс күніне айналған демалыс: {_listed(worked)}." if worked else "")


def _listed(dates: Sequence[date]) -> str:
    return ", ".join(words.short(day) for day in dates)


def _meets_day_off(counted: Counted) -> bool:
    return any(step.code.startswith("term.day_off") for step in counted.steps)
