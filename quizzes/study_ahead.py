"""A look ahead: what the coming days bring, and what will not be covered before the exam.

The second is a reckoning in sums, not a promise: it plays the plan's rules over the days left, with
the intervals of somebody usual. Tried on simulated learners (``tests/simulation``) it foretold what
would not be met to the thing, and what would wait within a third.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from quizzes.study_day import (
    DAY,
    MORE,
    MOST_MINUTES,
    NEW_SHARE,
    NOTHING_DONE,
    Done,
    Known,
    New,
    Settings,
    StudyDay,
    room,
)

STAGES = (3, 10, 26, 78, 234)
"""Used to look ahead: days to the next review, after the first, second, … review that went well. A
thing just met comes back the next day. Rounded from FSRS with its usual share of wrong answers."""

LAPSES = 0.15
"""Used to look ahead: share of reviews that fail; such a thing begins again with the next day."""

_STABLE = (2, 6, 16, 45)
"""Days of stability from which a thing is at the second, third, … of :data:`STAGES`."""

LATE_SHARE = 20
"""Reviews that will wait at the exam are told from a twentieth of all things on."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """``unmet`` of ``of`` things will not be met before the exam at ``minutes`` a day. ``enough``
    minutes a day would do, to meet and to repeat them (None: not even :data:`MOST_MINUTES`).
    ``capped``: it is the limit ``new_a_day`` that stands in the way, not the minutes.
    """

    unmet: int
    of: int
    minutes: int
    enough: int | None
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Overload:
    """Of what will have been met, about ``late`` things will wait to be repeated at the exam.
    ``enough`` minutes a day would do (None: no number of them, in the days left).
    """

    late: int
    minutes: int
    enough: int | None


@dataclass(frozen=True, slots=True)
class Load:
    """What a coming day brings: ``things`` due, and the ``seconds`` they take."""

    day: date
    things: int
    seconds: int


def forecast(
    settings: Settings, known: Iterable[Known], today: date, days: int
) -> tuple[Load, ...]:
    """What is due on ``days`` days from today, as the plan would deal it out: what does not fit
    into the minutes of a day waits for the next; last looks before the exam are spread over the
    last days. Reviews that will follow from these are not foreseen.
    """
    day = StudyDay(settings, today, True)
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
        left = room(settings.minutes, NOTHING_DONE)
        taken = 0
        while taken < len(carried) and (carried[taken] <= left or taken == 0):
            left -= carried[taken]
            taken += 1
        found.append(Load(today + number * DAY, taken, sum(carried[:taken])))
        del carried[:taken]
    return tuple(found)


def shortfall(
    settings: Settings,
    known: Sequence[Known],
    new: Sequence[New],
    today: date,
    *,
    done: Done = NOTHING_DONE,
) -> Shortfall | None:
    """What will not be met before the exam, by a look ahead at the days left: reviews of what is
    known, of what will be met, and the plan's own rules. None: all will, or there is no exam.
    """
    day = StudyDay(settings, today, bool(known))
    dues = [day.due_on(one.memory) for one in known]
    return look_ahead(settings, day, known, dues, new, done)[0]


def look_ahead(
    settings: Settings,
    day: StudyDay,
    known: Sequence[Known],
    dues: Sequence[date],
    new: Sequence[New],
    done: Done,
) -> tuple[Shortfall | None, Overload | None]:
    """What will not be met, and what will not be repeated; ``dues``: when each known thing is due
    on this day.
    """
    if day.exam is None or day.phase == "exam_day":
        return None, None
    ahead = _Ahead(day, known, dues, new, done)
    minutes, limit = settings.minutes, settings.new_a_day
    unmet, late = ahead.look(minutes, limit)
    if not unmet and not late:
        return None, None
    enough = None
    capped = False
    if not any(ahead.look(MOST_MINUTES, limit)):
        enough = ahead.enough(minutes, limit)
    elif limit is not None:
        capped = ahead.look(MOST_MINUTES, None)[0] < unmet
    return (
        Shortfall(unmet, ahead.all, minutes, enough, capped) if unmet else None,
        Overload(late, minutes, enough) if late else None,
    )


class _Ahead:
    """A look at the days to the exam, in sums: how many new things find room, what waits."""

    def __init__(
        self,
        day: StudyDay,
        known: Sequence[Known],
        dues: Sequence[date],
        new: Sequence[New],
        done: Done,
    ) -> None:
        assert day.exam is not None
        self.day = day
        self.done = done
        self.days = (day.exam - day.today).days
        self.new = len(new)
        self.all = len(known) + len(new)
        things: Sequence[Known | New] = new or known
        self.each = max(1.0, sum(one.seconds for one in things) / max(1, len(things)))
        self.coming = [[0.0] * len(STAGES) for _ in range(self.days)]  # seconds by day and stage
        today = day.today.toordinal()
        for one, due in zip(known, dues, strict=True):
            after = one.memory.last.toordinal() + 1 - today  # not again on the day it was answered
            at = max(0, after, due.toordinal() - today)
            if at < self.days:
                self.coming[at][bisect(_STABLE, one.memory.stability)] += one.seconds

    def look(self, minutes: int, new_a_day: int | None) -> tuple[int, int]:
        """How many new things find no room at so many minutes a day, and how many reviews wait on
        the eve of the exam (0 if few).
        """
        coming = [list(day) for day in self.coming]
        waiting = [0.0] * len(STAGES)
        left = self.new
        usual = room(minutes, NOTHING_DONE)
        for number, today in enumerate(coming):
            first = number == 0
            budget = room(minutes, self.done) if first else usual
            met = self.done.new if first else 0
            share = self.day.new_a_day(left + met, number) if left else 0
            limit = left + met if new_a_day is None else min(new_a_day, left + met)
            needed = max(0, min(share, limit) - met)
            wanted = max(0, min(share * MORE, limit) - met)
            reserve = min(needed * self.each, budget * NEW_SHARE)
            waiting = [before + more for before, more in zip(waiting, today, strict=True)]
            asked = sum(waiting)
            reviewed = min(asked, budget - reserve)
            fits = min(wanted, int((budget - reviewed) / self.each + 0.5))
            left -= fits
            part = reviewed / asked if asked else 0.0
            for stage, days in enumerate(STAGES):
                if number + days < self.days:
                    after = min(stage + 1, len(STAGES) - 1)
                    coming[number + days][after] += waiting[stage] * part * (1 - LAPSES)
            if number + 1 < self.days:
                coming[number + 1][0] += fits * self.each + reviewed * LAPSES
            waiting = [one * (1 - part) for one in waiting]
        late = min(int(sum(waiting) / self.each), self.all - left)
        return left, late if late * LATE_SHARE >= self.all else 0

    def enough(self, minutes: int, new_a_day: int | None) -> int:
        """The fewest minutes that would do, in steps of five above what does not."""
        low, high = minutes // 5, MOST_MINUTES // 5
        while high - low > 1:
            middle = (low + high) // 2
            if any(self.look(middle * 5, new_a_day)):
                low = middle
            else:
                high = middle
        return high * 5
