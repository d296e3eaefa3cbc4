"""A day of study: what a learner chose, what there is to do, and where the day stands before the
exam. :mod:`quizzes.study_plan` makes the plan of it, :mod:`quizzes.study_ahead` looks further.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Literal

from quizzes.memory import Memory, own_due, recall

FEWEST_MINUTES, MOST_MINUTES = 1, 600
MOST_NEW = 500
MOST_DAYS = 730
"""How far off an exam may be: two years."""

FRESH = 0.97
"""A weak thing likelier known than this is left alone: asking it today would tell nothing."""

SAFE = 0.95
"""In the last days a thing likelier known than this at the exam needs no last look."""

NEW_SHARE = 0.5
"""Share of the minutes new things may claim before reviews, an exam ahead, if they need it."""

PACE = 0.7
"""New things are spread as if only this share of the days were left."""

MORE = 2
"""So many times what the spread asks for may be new on a day whose minutes are not used up: minutes
unused in the first days are missed in the last. (Simulated learners ended better for it.)"""

AGAIN = 1.15
"""A round takes so much longer than its things, as the wrong ones are asked once more at its end:
about a quarter, in half the time. The minutes of a plan include it."""

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


NOTHING_DONE = Done()


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


def room(minutes: int, done: Done) -> int:
    """Seconds for things in what is left of so many minutes a day, asking again taken off."""
    return max(0, int((minutes * 60 - done.seconds) / AGAIN))


def last_days(settings: Settings, today: date) -> int:
    """How many days before the exam bring nothing new: a tenth of all its days, 2 to 7, but no more
    than half of them; 0 without an exam.
    """
    if settings.exam_on is None:
        return 0
    days = (settings.exam_on - min(settings.since or today, today)).days
    return max(0, min(7, max(2, round(days / 10)), days // 2))


class StudyDay:
    """Where a day stands before the exam, and what a thing is worth on it."""

    def __init__(self, settings: Settings, today: date, any_known: bool) -> None:
        self.today = today
        self.fence = settings.exam_on
        self.exam = settings.exam_on if settings.exam_on and settings.exam_on >= today else None
        self.last_phase = date.max
        self.phase: Phase = "open"
        self._learning = 0  # days that may bring new things, today among them
        if self.exam is not None:
            self.last_phase = self.exam - last_days(settings, today) * DAY
            self.phase = "last_days" if today >= self.last_phase and any_known else "learning"
            self._learning = max(1, (self.last_phase - today).days)
            if self.exam == today:
                self.phase = "exam_day"

    def due_on(self, memory: Memory) -> date:
        """Its due day; where only the exam brought it forward, its own. The exam makes a last look
        in the last days worth while, not a duty on the very last one.
        """
        fence = self.fence
        if fence is not None and memory.last < fence and memory.due >= fence - DAY:
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
        has not had its last look, else what is weak and not fresh.
        """
        if self.phase == "last_days" and self.exam is not None:
            return one.memory.last < self.last_phase or recall(one.memory, self.exam) < SAFE
        return one.weak and recall(one.memory, self.today) < FRESH

    def new_a_day(self, left: int, number: int = 0) -> int:
        """How many of ``left`` new things are needed on the day ``number`` days from today."""
        if self.exam is None:
            return left
        if self.phase != "learning":
            return 0
        days = self._learning - number
        if days <= 0:
            return 0
        return ceil(left / max(1.0, PACE * days))


DAY = timedelta(days=1)
