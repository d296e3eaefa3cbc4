"""Today's plan: what is due, what is weak and what is new, in the minutes a learner has.

Everything is worked out anew each day from the memories as they are; nothing is owed. Days missed
do not pile up: reviews are cut to the minutes, the most valuable first (lowest recall × weight),
and what does not fit simply waits. A thing longer than all the minutes is given alone, when it is
the first in its row.

**Without an exam date** reviews come first, then a little of what is weak, then new things in what
is left of the minutes.

**With one**, three phases:

- *learning*: new things are spread over the days left, somewhat faster than evenly (:data:`PACE`),
  so that a missed day breaks nothing. If reviews crowd, new things keep up to half the minutes as
  far as they need them (:data:`NEW_SHARE`): a question never met costs more at an exam than one
  known a little less well.
- *last days* (a tenth of all, 2 to 7): nothing new; what will be weakest on the day of the exam
  comes first.
- on the *day of the exam* a plan is only what is due; after it, as without one.

What cannot be covered at this pace is told as :class:`Shortfall`.

After a week away the first day is a **restart**: few things, the most valuable ones, nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Literal, TypeVar

from quizzes.memory import Memory, own_due, recall

FEWEST_MINUTES, MOST_MINUTES = 1, 600
MOST_NEW = 500
MOST_DAYS = 1500
"""How far off an exam may be: about four years."""

AWAY = 7
"""Days without study after which the first day is a restart."""

RESTART_SECONDS = 10 * 60
RESTART_THINGS = 12

WEAK_SHARE = 0.2
"""Share of the minutes for things that are weak though not due."""

FRESH = 0.97
"""A weak thing likelier known than this is left alone: asking it today would tell nothing."""

SAFE = 0.95
"""In the last days a thing likelier known than this at the exam needs no last look."""

NEW_SHARE = 0.5
"""Share of the minutes new things may claim before reviews, an exam ahead, if they need it."""

PACE = 0.7
"""New things are spread as if only this share of the days were left."""

REPEATS = (2, 13, 59)
"""Days after its first answer on which a thing answered well is asked again (FSRS: intervals of 2,
11 and 46 days); used to look ahead."""

FORGOTTEN = 1.15
"""Reviews cost so much more in the look ahead, as one in ten is wrong and comes back."""

GROWTH = 3
"""How much longer the interval of a thing met before is after its next review, in the look ahead.
FSRS lengthens it 2 to 5 times."""

Phase = Literal["open", "learning", "last_days", "exam_day"]
PlanFault = Literal[
    "study.minutes_range", "study.new_range", "study.exam_past", "study.exam_soon", "study.exam_far"
]


class BadSettings(ValueError):
    """Settings no plan can be made with; ``code`` is a :data:`PlanFault`."""

    def __init__(self, code: PlanFault) -> None:
        super().__init__(code)
        self.code: PlanFault = code


@dataclass(frozen=True, slots=True)
class Settings:
    """What the learner chose. ``minutes`` a day; ``new_a_day`` None: as the plan sees fit;
    ``since``: the day the exam date was set, from which its days are counted (None: today).
    """

    minutes: int
    exam_on: date | None = None
    new_a_day: int | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A thing met before. ``seconds``: what an answer to it takes; ``weak``: it is on the list of
    mistakes or its objective is weak; ``weight``: importance, 1 is usual.
    """

    key: str
    memory: Memory
    seconds: int = 60
    weak: bool = False
    weight: int = 1


@dataclass(frozen=True, slots=True)
class New:
    """A thing never met; given in the order of the course."""

    key: str
    seconds: int = 60
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Done:
    """What was done today already: it is taken off the minutes and the new ones."""

    seconds: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class Shortfall:
    """``unmet`` of ``of`` things will not be met before the exam at ``minutes`` a day; ``enough``
    minutes a day would do (None: not even :data:`MOST_MINUTES`). ``capped``: it is the limit
    ``new_a_day`` that stands in the way, not the minutes.
    """

    unmet: int
    of: int
    minutes: int
    enough: int | None
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """What a coming day brings: ``things`` due, and the ``seconds`` they take."""

    day: date
    things: int
    seconds: int


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Keys to do, in this order: ``due``, ``weak``, ``new``. ``minutes_estimate``: what they take,
    rounded up. ``left_over``: things due that wait for another day. ``days_left``: to the exam.
    """

    due: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    minutes_estimate: int = 0
    left_over: int = 0
    shortfall: Shortfall | None = None
    restart: bool = False
    phase: Phase = "open"
    days_left: int | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return self.due + self.weak + self.new


def faults(settings: Settings, today: date) -> tuple[PlanFault, ...]:
    """What is wrong with settings that a learner wants to save ``today``; empty: nothing.

    ``study.exam_soon``: today or tomorrow. A plan saved earlier may well come to that: then
    :func:`plan` makes the best of the day.
    """
    found: list[PlanFault] = []
    if not FEWEST_MINUTES <= settings.minutes <= MOST_MINUTES:
        found.append("study.minutes_range")
    if settings.new_a_day is not None and not 0 <= settings.new_a_day <= MOST_NEW:
        found.append("study.new_range")
    if settings.exam_on is not None:
        ahead = (settings.exam_on - today).days
        if ahead < 0:
            found.append("study.exam_past")
        elif ahead < 2:
            found.append("study.exam_soon")
        elif ahead > MOST_DAYS:
            found.append("study.exam_far")
    return tuple(found)


def last_days(settings: Settings, today: date) -> int:
    """How many days before the exam bring nothing new: a tenth of all its days, 2 to 7, but no more
    than half of them; 0 without an exam.
    """
    if settings.exam_on is None:
        return 0
    days = (settings.exam_on - min(settings.since or today, today)).days
    return max(0, min(7, max(2, round(days / 10)), days // 2))


def plan(
    settings: Settings,
    known: Sequence[Known],
    new: Sequence[New],
    today: date,
    *,
    last_studied: date | None = None,
    done: Done = Done(),
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
    day = _Day(settings, today, bool(known))
    ranked = sorted(
        (one for one in known if one.memory.last < today), key=lambda one: day.rank(one)
    )
    due = [one for one in ranked if day.due_on(one.memory) <= today]
    budget = max(0, settings.minutes * 60 - done.seconds)
    if known and last_studied is not None and (today - last_studied).days >= AWAY:
        few = _fitting(due, min(budget, max(0, RESTART_SECONDS - done.seconds)))[:RESTART_THINGS]
        return _told(day, few, [], [], left_over=len(due) - len(few), restart=True)

    short = shortfall(settings, known, new, today, done=done)
    wanted = _wanted(settings, day, new, short, done)
    reserve = 0
    if day.phase == "learning":
        reserve = min(sum(one.seconds for one in wanted), int(budget * NEW_SHARE))
    chosen = _fitting(due, budget - reserve)
    left = budget - _seconds(chosen)
    spare = [one for one in ranked if one.weak or day.phase == "last_days"]
    spare = [one for one in spare if day.due_on(one.memory) > today and day.worth_asking(one)]
    share = left if day.phase == "last_days" else min(left - reserve, int(budget * WEAK_SHARE))
    weak = _fitting(spare, share)
    fresh = _fitting(wanted, left - _seconds(weak))
    return _told(day, chosen, weak, fresh, left_over=len(due) - len(chosen), short=short)


def forecast(
    settings: Settings, known: Iterable[Known], today: date, days: int
) -> tuple[Load, ...]:
    """What is due on ``days`` days from today, as the plan would deal it out: what does not fit
    into the minutes of a day waits for the next; last looks before the exam are spread over the
    last days. Reviews that will follow from these are not foreseen.
    """
    day = _Day(settings, today, True)
    waiting: list[list[int]] = [[] for _ in range(days)]
    looks: list[int] = []
    for one in known:
        due = day.due_on(one.memory)
        if day.exam is not None and due >= day.last_phase:
            looks.append(one.seconds)
        elif (due - today).days < days:
            waiting[max(0, (due - today).days, (one.memory.last - today).days + 1)].append(
                one.seconds
            )
    if day.exam is not None and looks:
        first = max(0, (day.last_phase - today).days)
        span = max(1, (day.exam - today).days - first)
        for number, seconds in enumerate(looks):
            at = first + number % span
            if at < days:
                waiting[at].append(seconds)
    found: list[Load] = []
    carried: list[int] = []
    for number, coming in enumerate(waiting):
        carried += coming
        room = settings.minutes * 60
        taken = 0
        while taken < len(carried) and (carried[taken] <= room or taken == 0):
            room -= carried[taken]
            taken += 1
        found.append(Load(today + number * _DAY, taken, sum(carried[:taken])))
        del carried[:taken]
    return tuple(found)


def shortfall(
    settings: Settings,
    known: Sequence[Known],
    new: Sequence[New],
    today: date,
    *,
    done: Done = Done(),
) -> Shortfall | None:
    """What will not be met before the exam, by a look ahead at the days left: reviews of what is
    known, of what will be met, and the plan's own rules. None: all will, or there is no exam.
    """
    day = _Day(settings, today, bool(known))
    if day.exam is None or not new or day.phase == "exam_day":
        return None
    ahead = _Ahead(day, known, new, done)
    unmet = ahead.unmet(settings.minutes, settings.new_a_day)
    if not unmet:
        return None
    enough = None
    capped = settings.new_a_day is not None and ahead.unmet(MOST_MINUTES, settings.new_a_day) > 0
    if not capped and not ahead.unmet(MOST_MINUTES, settings.new_a_day):
        enough = ahead.enough(settings.minutes, settings.new_a_day)
    if capped:
        capped = ahead.unmet(MOST_MINUTES, None) < unmet
    return Shortfall(unmet, len(known) + len(new), settings.minutes, enough, capped)


class _Day:
    """Where a day stands before the exam."""

    def __init__(self, settings: Settings, today: date, any_known: bool) -> None:
        self.today = today
        self.fence = settings.exam_on
        self.exam = settings.exam_on if settings.exam_on and settings.exam_on >= today else None
        self.last_phase = date.max
        self.phase: Phase = "open"
        if self.exam is not None:
            self.last_phase = self.exam - last_days(settings, today) * _DAY
            self.phase = "last_days" if today >= self.last_phase and any_known else "learning"
            if self.exam == today:
                self.phase = "exam_day"

    def due_on(self, memory: Memory) -> date:
        """Its due day; where only the exam brought it forward, its own. The exam makes a last look
        in the last days worth while, not a duty on the very last one.
        """
        fence = self.fence
        if fence is not None and memory.last < fence and memory.due >= fence - _DAY:
            return own_due(memory)
        return memory.due

    def rank(self, one: Known) -> tuple[float, str]:
        """The most valuable first: what is likeliest forgotten, times its weight; in the last days
        as it will be at the exam, and half as much again for what is weak.
        """
        if self.phase == "last_days" and self.exam is not None:
            lost = (1 - recall(one.memory, self.exam)) * (1.5 if one.weak else 1)
        else:
            lost = 1 - recall(one.memory, self.today)
        return -lost * one.weight, one.key

    def worth_asking(self, one: Known) -> bool:
        """Whether a thing that is not due may be asked today: in the last days what is not safe or
        has not had its last look, else what is not fresh.
        """
        if self.phase == "last_days" and self.exam is not None:
            return one.memory.last < self.last_phase or recall(one.memory, self.exam) < SAFE
        return recall(one.memory, self.today) < FRESH

    def new_a_day(self, left: int, number: int = 0) -> int:
        """How many of ``left`` new things belong to the day ``number`` days from today."""
        if self.exam is None:
            return left
        if self.phase != "learning":
            return 0
        days = max(1, (self.last_phase - self.today).days - number)
        return ceil(left / max(1.0, PACE * days))


class _Ahead:
    """A look at the days to the exam, in sums: how many new things find room."""

    def __init__(self, day: _Day, known: Sequence[Known], new: Sequence[New], done: Done) -> None:
        assert day.exam is not None
        self.day = day
        self.done = done
        self.new = len(new)
        self.each = max(1.0, sum(one.seconds for one in new) / len(new))
        learning = (day.last_phase - day.today).days if day.phase == "learning" else 0
        if day.phase == "learning":
            learning = max(1, learning)
        self.loads = [0.0] * learning
        for one in known:
            self._foresee(one)

    def _foresee(self, one: Known) -> None:
        """Its reviews on the days that matter: the next one, and those that follow from it."""
        day = max(self.day.due_on(one.memory), one.memory.last + _DAY)
        at = max(0, (day - self.day.today).days)
        interval = max(1.0, one.memory.stability)
        while at < len(self.loads):
            self.loads[at] += one.seconds * FORGOTTEN
            interval *= GROWTH
            at += max(1, round(interval))

    def unmet(self, minutes: int, new_a_day: int | None) -> int:
        """How many new things find no room at so many minutes a day."""
        loads = list(self.loads)
        left = self.new
        waiting = 0.0
        for number in range(len(loads)):
            budget = minutes * 60.0 - (self.done.seconds if number == 0 else 0)
            met = self.done.new if number == 0 else 0
            wanted = self.day.new_a_day(left + met, number)
            wanted = min(wanted if new_a_day is None else min(wanted, new_a_day), left + met) - met
            reserve = min(wanted * self.each, budget * NEW_SHARE)
            waiting += loads[number]
            reviewed = max(0.0, min(waiting, budget - reserve))
            waiting -= reviewed
            fits = min(wanted, int((budget - reviewed + 0.5) / self.each))
            if fits <= 0:
                continue
            left -= fits
            if not left:
                return 0
            for after in REPEATS:
                if number + after < len(loads):
                    loads[number + after] += fits * self.each * FORGOTTEN
        return left

    def enough(self, minutes: int, new_a_day: int | None) -> int:
        """The fewest minutes that would do, in steps of five above what does not."""
        low, high = minutes // 5, MOST_MINUTES // 5
        while high - low > 1:
            middle = (low + high) // 2
            if self.unmet(middle * 5, new_a_day):
                low = middle
            else:
                high = middle
        return high * 5


_Thing = TypeVar("_Thing", Known, New)


def _wanted(
    settings: Settings, day: _Day, new: Sequence[New], short: Shortfall | None, done: Done
) -> list[New]:
    """The new things that belong to today, if there is room, in the order of the course. Where not
    all will be met, the lightest are left out.
    """
    count = day.new_a_day(len(new) + done.new)
    if settings.new_a_day is not None:
        count = min(count, settings.new_a_day)
    count -= done.new
    if count <= 0:
        return []
    if short is None:
        return list(new[:count])
    kept = max(count, len(new) - short.unmet)
    heaviest = sorted(range(len(new)), key=lambda number: (-new[number].weight, number))[:kept]
    return [new[number] for number in sorted(heaviest)[:count]]


def _fitting(things: Iterable[_Thing], budget: int) -> list[_Thing]:
    """Of things in their order those that fit; one too long for the whole budget if it is first."""
    found: list[_Thing] = []
    left = budget
    for number, one in enumerate(things):
        if left <= 0:
            break
        if one.seconds <= left or number == 0:
            found.append(one)
            left -= one.seconds
    return found


def _seconds(things: Iterable[Known | New]) -> int:
    return sum(one.seconds for one in things)


def _told(
    day: _Day,
    due: Sequence[Known],
    weak: Sequence[Known],
    new: Sequence[New],
    *,
    left_over: int,
    short: Shortfall | None = None,
    restart: bool = False,
) -> DayPlan:
    return DayPlan(
        due=tuple(one.key for one in due),
        weak=tuple(one.key for one in weak),
        new=tuple(one.key for one in new),
        minutes_estimate=ceil(_seconds([*due, *weak, *new]) / 60),
        left_over=left_over,
        shortfall=short,
        restart=restart,
        phase=day.phase,
        days_left=(day.exam - day.today).days if day.exam else None,
    )


_DAY = timedelta(days=1)
