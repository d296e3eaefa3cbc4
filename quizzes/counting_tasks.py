"""Tasks on counting a term: the dated question, its known false answers, the solution in words.

A generator draws the case and says the rule; here the count becomes an item of type ``date`` or,
for hours, ``single-choice``. Whatever one false rule gives twice is kept once. A case in which a
trap does not catch is drawn again: the day of the event counted in, or a start or length that the
generator names, must not lead to the key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations, groupby
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.dates import KAZAKH_MONTHS
from quizzes.false_counts import false_ends, false_moments, first_day_counted
from quizzes.generator import Redraw
from quizzes.terms import Counted, Counting, Term, count
from quizzes.working_days import WorkingDays

FIRST = date(2026, 1, 5)
LAST = date(2026, 11, 20)
"""Events are drawn between: years of which the days off are known, under the law in force."""

_SATURDAY = 5
_FALSE_MOMENTS = 3
_ABOLISHED = (8, 30)
"""The Constitution Day of old, 30 August: many still take it for a day off."""

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
    may_move: bool = True,
    since: date | None = None,
    hint: str = "",
) -> Mapping[str, Any]:
    """A question whose answer is the last day of a term. ``rule`` says which term it is, why, and
    by which norm; it opens the solution. Without ``may_move`` it never ends on a day off: whether
    such a term moves, people may well dispute. ``since`` is the day told in the stem where another
    stretch of time goes before the term.

    Raises:
        Redraw: a task with a day off at its end was wanted, and this is none; or a trap gives the
            key.
    """
    moment = at_nine(began)
    counted = count(moment, term, counting, days)
    met = _meets_day_off(counted)
    if met and not may_move:
        raise Redraw
    if may_move and random.random() < _OFTEN and not met:
        raise Redraw
    if counting == "ordinary" and first_day_counted(began, term, days) == counted.last:
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
        began=since or began,
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
    began: date,
    key: date,
    why: str,
    slips: Sequence[Slip],
    explanation: str,
    hint: str = "",
) -> Mapping[str, Any]:
    """A question whose answer is a date, counted by the generator itself from ``began``, forwards
    or back. Of two slips with one day the first is kept.

    Raises:
        Redraw: a slip falls together with the key.
    """
    known = {one.last: one for one in reversed(slips)}
    if key in known:
        raise Redraw
    wrong = sorted(known.values(), key=lambda one: one.last)
    made: dict[str, Any] = {
        "type": "date",
        "stem": stem + calendar_note([began, key, *known], days),
        "key": key.isoformat(),
        "why": why,
        "wrong": [
            {"date": one.last.isoformat(), "why": one.why, "misconception": one.code}
            for one in wrong
        ],
        "explanation": explanation + _abolished(min(began, key), key, days),
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
    natural: Sequence[tuple[datetime, str, str]],
    others: Sequence[tuple[datetime, str, str]],
    explanation: str,
) -> Mapping[str, Any]:
    """A question whose answer is a moment, with three false ones (moment, code, why): every one of
    ``natural``, which most people take, and some of ``others``. Among the four moments the key is
    as often an early as a late one as they allow, and they stand in no order.

    Raises:
        Redraw: a natural one gives the key, or fewer than three false moments differ from it.
    """
    known = {
        moment: (code, why)
        for moment, code, why in reversed([*natural, *others])
        if moment != right
    }
    always = {moment for moment, _, _ in natural}
    if right in always or len(known) < _FALSE_MOMENTS:
        raise Redraw
    rest = sorted(known.keys() - always)
    picks = list(combinations(rest, _FALSE_MOMENTS - len(always)))
    places = sorted({_place(right, one) for one in picks})
    place = random.choice(places)
    picked = random.choice([one for one in picks if _place(right, one) == place])
    moments = [right, *sorted(always), *picked]
    random.shuffle(moments)
    options: list[dict[str, Any]] = []
    for moment in moments:
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
        "explanation": explanation,
    }


def _place(right: datetime, others: Sequence[datetime]) -> int:
    return sum(one < right for one in others)


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


def calendar_note(matter: Sequence[date], days: WorkingDays) -> str:
    """The days off and working ones that no wall calendar shows: all of the months in which the
    task and its answers lie, or nothing where there are none."""
    first = min(matter).replace(day=1)
    after = (max(matter).replace(day=28) + timedelta(days=4)).replace(day=1)
    off = [day for day in sorted(days.off) if first <= day < after and day.weekday() < _SATURDAY]
    worked = [day for day in sorted(days.working) if first <= day < after]
    when = words.months(first, after - timedelta(days=1))
    note = (
        f" Мереке және ауысқан демалыс ({when}, сенбі мен жексенбіден басқа): {_listed(off)}."
        if off
        else ""
    )
    return note + (f" Жұмыс күніне айналған демалыс ({when}): {_listed(worked)}." if worked else "")


def _listed(dates: Sequence[date]) -> str:
    """«1, 2 қаңтар; 9 наурыз»; the year is told where there are two."""
    several = dates[0].year != dates[-1].year
    told, year = [], 0
    for (of, month), days in groupby(dates, key=lambda day: (day.year, day.month)):
        new = f"{of} жылы — " if several and of != year else ""
        year = of
        numbers = ", ".join(str(day.day) for day in days)
        told.append(f"{new}{numbers} {KAZAKH_MONTHS[month - 1]}")
    return "; ".join(told)


def _abolished(first: date, key: date, days: WorkingDays) -> str:
    """A word to whoever still keeps the holiday of old, where the term ends about it."""
    old = date(key.year, *_ABOLISHED)
    near = timedelta(days=-1) <= key - old <= timedelta(days=3)
    if old in days.off or not near or first > old:
        return ""
    working = days.next_working(old)
    return (
        f"\n\nЕскеріңіз: 30 тамыз енді мереке емес, сондықтан {key.year} жылғы "
        f"{words.named(working)}, — кәдімгі жұмыс күні."
    )


def _meets_day_off(counted: Counted) -> bool:
    return any(step.code.startswith("term.day_off") for step in counted.steps)
