"""Today's plan: what is due, what is weak and what is new, in the minutes a learner has.

Everything is worked out anew each day from the memories as they are; nothing is owed. Days missed
do not pile up: reviews are cut to the minutes, the most valuable first (lowest recall × weight),
and what does not fit simply waits. A thing longer than all the minutes is given alone, when it is
the first in its row.

**Without an exam date** reviews come first, then a little of what is weak, then new things in what
is left of the minutes.

**With one**, three phases:

- *learning*: new things are spread over the days left, somewhat faster than evenly (``PACE``),
  so that a missed day breaks nothing; minutes left over bring up to twice as many. If reviews
  crowd, new things keep up to half the minutes as far as they need them (``NEW_SHARE``): a
  question never met costs more at an exam than one known a little less well.
- *last days* (a tenth of all, 2 to 7): nothing new; what will be weakest on the day of the exam
  comes first.
- on the *day of the exam* nothing is new; after it, as without one.

What cannot be covered at this pace is told: as :class:`Shortfall` what will not be met, as
:class:`Overload` what will not be repeated.

After a week away the first day is a **restart**: few things, the most valuable ones, nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from operator import itemgetter
from typing import TypeVar

from quizzes.study_ahead import Load, Overload, Shortfall, forecast, look_ahead, shortfall
from quizzes.study_day import (
    AGAIN,
    FEWEST_MINUTES,
    MORE,
    MOST_DAYS,
    MOST_MINUTES,
    MOST_NEW,
    NEW_SHARE,
    NOTHING_DONE,
    BadSettings,
    Done,
    Known,
    New,
    Phase,
    PlanFault,
    Settings,
    StudyDay,
    faults,
    last_days,
    room,
)

__all__ = [
    "AWAY",
    "FEWEST_MINUTES",
    "MOST_DAYS",
    "MOST_MINUTES",
    "MOST_NEW",
    "RESTART_SECONDS",
    "RESTART_THINGS",
    "BadSettings",
    "DayPlan",
    "Done",
    "Known",
    "Load",
    "New",
    "Overload",
    "Phase",
    "PlanFault",
    "Settings",
    "Shortfall",
    "faults",
    "forecast",
    "last_days",
    "plan",
    "shortfall",
]

AWAY = 7
"""Days without study after which the first day is a restart."""

RESTART_SECONDS = 10 * 60
RESTART_THINGS = 12

WEAK_SHARE = 0.2
"""Share of the minutes for things that are weak though not due."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Keys to do, in this order: ``due``, ``weak``, ``new``. ``minutes_estimate``: what they take,
    asking the wrong ones again included, rounded up. ``left_over``: things due that wait for
    another day. ``days_left``: to the exam.
    """

    due: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    minutes_estimate: int = 0
    left_over: int = 0
    shortfall: Shortfall | None = None
    overload: Overload | None = None
    restart: bool = False
    phase: Phase = "open"
    days_left: int | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return self.due + self.weak + self.new


def plan(
    settings: Settings,
    known: Sequence[Known],
    new: Sequence[New],
    today: date,
    *,
    last_studied: date | None = None,
    done: Done = NOTHING_DONE,
) -> DayPlan:
    """The plan for what is left of ``today``.

    ``last_studied`` is the last day **before today** with an answer (so that a restart stays one
    while it is under way); None: never. Things answered today are not in the plan again.

    Raises:
        BadSettings: minutes or new things a day out of range. An exam in the past is taken as
            over, one today or tomorrow as it is.
    """
    for fault in faults(settings, today):
        if fault in ("study.minutes_range", "study.new_range"):
            raise BadSettings(fault)
    day = StudyDay(settings, today, bool(known))
    dues = [day.due_on(one.memory) for one in known]
    ranked = [
        (day.rank(one), due <= today, one)
        for one, due in zip(known, dues, strict=True)
        if one.memory.last < today
    ]
    ranked.sort(key=itemgetter(0))
    due = [one for _, is_due, one in ranked if is_due]
    budget = room(settings.minutes, done)
    if known and last_studied is not None and (today - last_studied).days >= AWAY:
        short_day = min(budget, room(RESTART_SECONDS // 60, done))
        few = _fitting(due, short_day, alone=True)[:RESTART_THINGS]
        return _told(day, few, [], [], left_over=len(due) - len(few), restart=True)

    short, over = look_ahead(settings, day, known, dues, new, done)
    wanted, needed = _wanted(settings, day, new, short, done)
    reserve = 0
    if day.phase == "learning":
        reserve = min(_seconds(wanted[:needed]), int(budget * NEW_SHARE))
    chosen = _fitting(due, budget - reserve, alone=True)
    left = budget - _seconds(chosen)
    spare = [one for _, is_due, one in ranked if not is_due and day.worth_asking(one)]
    share = left if day.phase == "last_days" else min(left - reserve, int(budget * WEAK_SHARE))
    weak = _fitting(spare, share, alone=not chosen and not wanted)
    left -= _seconds(weak)
    fresh = _fitting(wanted, left, alone=not chosen and not weak)
    waiting = len(due) - len(chosen)
    return _told(day, chosen, weak, fresh, left_over=waiting, short=short, over=over)


_Thing = TypeVar("_Thing", Known, New)


def _wanted(
    settings: Settings, day: StudyDay, new: Sequence[New], short: Shortfall | None, done: Done
) -> tuple[Sequence[New], int]:
    """The new things for today, if there is room, in the order of the course, and how many of them
    are needed. Where not all will be met, the lightest are left out.
    """
    limit = MOST_NEW if settings.new_a_day is None else settings.new_a_day
    share = day.new_a_day(len(new) + done.new)
    needed = max(0, min(share, limit) - done.new)
    count = max(0, min(share * MORE, limit) - done.new)
    if short is None or not count:
        return new[:count], needed
    kept = max(count, len(new) - short.unmet)
    heaviest = sorted(range(len(new)), key=lambda number: (-new[number].weight, number))[:kept]
    return [new[number] for number in sorted(heaviest)[:count]], needed


def _fitting(things: Iterable[_Thing], budget: int, *, alone: bool = False) -> list[_Thing]:
    """Of things in their order those that fit. ``alone``: nothing else is in the plan, so that one
    too long for all the minutes is taken if it is the first.
    """
    found: list[_Thing] = []
    left = budget
    for number, one in enumerate(things):
        if left <= 0:
            break
        if one.seconds <= left or (alone and number == 0):
            found.append(one)
            left -= one.seconds
    return found


def _seconds(things: Iterable[Known | New]) -> int:
    return sum(one.seconds for one in things)


def _told(
    day: StudyDay,
    due: Sequence[Known],
    weak: Sequence[Known],
    new: Sequence[New],
    *,
    left_over: int,
    short: Shortfall | None = None,
    over: Overload | None = None,
    restart: bool = False,
) -> DayPlan:
    return DayPlan(
        due=tuple(one.key for one in due),
        weak=tuple(one.key for one in weak),
        new=tuple(one.key for one in new),
        minutes_estimate=ceil(_seconds([*due, *weak, *new]) * AGAIN / 60),
        left_over=left_over,
        shortfall=short,
        overload=over,
        restart=restart,
        phase=day.phase,
        days_left=(day.exam - day.today).days if day.exam else None,
    )
