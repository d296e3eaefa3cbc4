"""What is planted in the demo group for an instructor to find: five students, three items.

The troubles lie in the answers only; the course is as it is. What they look like in figures is
told in ``tests/recount/story.py``.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from course.model import Course
from quizzes.item import Item
from webapp.demo_answers import Faults, Habit, Learner, Reply

STUCK, FALLING, SILENT, BEHIND, HASTY = 6, 11, 17, 22, 27
"""Places (from 0) of the five in the list of students, all in the first group."""

STUCK_ITEMS = {"2.1-039": 6, "2.1-041": 5, "2.1-049": 4}
"""Item → wrong tries, none right."""
STUCK_REACHED = "2.1.6-uzartu"
"""The lesson in which they are."""

FALLING_OBJECTIVES = ("1.3.d", "1.3.g")
FALLING_DAYS = (12, 9, 5, 2)
"""Days ago on which they came back to these, worse and worse."""

SILENT_DAYS = 12
SILENT_REACHED = 31
"""Lessons they did before they fell silent."""

BEHIND_ANSWERS = 1
"""Answers so far in the assignment that runs."""

HASTY_THEME = "deadlines"
HASTY_CODE = "counting-rule"

WRONG_KEY = "5.2-036"
SECOND_KEY = "5.2-056"
GUESSED = "5.2-064"
FAULTY = (WRONG_KEY, SECOND_KEY, GUESSED)

TOP, LOW = 0.4, -0.4
"""Strength from which someone is strong, up to which weak: about a third of the group each."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a student goes through the lessons: ``reached`` of them, between two days ago;
    ``pause`` between answers (seconds, from and to).
    """

    reached: int
    first: float
    last: float
    pause: tuple[int, int] = (40, 220)
    whole: bool = False  # passes nothing over


def faults() -> Faults:
    """How everybody answers the three items at first."""
    return {WRONG_KEY: _wrong_key, SECOND_KEY: _second_key, GUESSED: _guessed}


def _wrong_key(strength: float, chance: random.Random) -> str:
    weights = (
        {"a": 1, "b": 1, "c": 1, "d": 17}
        if strength > TOP
        else {"a": 3, "b": 5, "c": 3, "d": 9}
        if strength > LOW
        else {"a": 5, "b": 7, "c": 5, "d": 3}
    )
    return _pick(weights, chance)


def _second_key(strength: float, chance: random.Random) -> str:
    weights = (
        {"a": 10, "b": 0, "c": 10, "d": 0}
        if strength > TOP
        else {"a": 9, "b": 4, "c": 3, "d": 4}
        if strength > LOW
        else {"a": 6, "b": 7, "c": 0, "d": 7}
    )
    return _pick(weights, chance)


def _guessed(_strength: float, chance: random.Random) -> str:
    return _pick({"a": 5, "b": 7, "c": 5, "d": 4}, chance)


def _pick(weights: dict[str, int], chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def plant(place: int, learner: Learner, course: Course) -> Plan | None:
    """Give one of the five their habit and their way; None: an ordinary student."""
    lessons = list(course.lessons)
    if place == STUCK:
        learner.strength = 0.0
        learner.habit = _stuck(learner)
        return Plan(lessons.index(STUCK_REACHED) + 1, 45, 1.2, whole=True)
    if place == FALLING:
        learner.strength = 0.5
        learner.habit = _falling(learner)
        return Plan(40, 56, 1.5, whole=True)
    if place == SILENT:
        learner.strength = 0.1
        return Plan(SILENT_REACHED, 50, SILENT_DAYS)
    if place == BEHIND:
        learner.strength = 0.2
        return Plan(52, 54, 0.4)
    if place == HASTY:
        learner.strength = 1.3
        learner.habit = _hasty(learner)
        return Plan(len(lessons), 17, 0.6, pause=(7, 20), whole=True)
    return None


def _stuck(learner: Learner) -> Habit:
    def habit(item: Item, _at: datetime, _number: int) -> Reply | None:
        if item.id not in STUCK_ITEMS:
            return None
        return learner.replies.choose(item, learner.chance, right=False)

    return habit


def _falling(learner: Learner) -> Habit:
    def habit(item: Item, at: datetime, _number: int) -> Reply | None:
        if not set(item.objectives) & set(FALLING_OBJECTIVES):
            return None
        right = learner.now - at > timedelta(days=FALLING_DAYS[0] + 1)
        return learner.replies.choose(item, learner.chance, right=right)

    return habit


def _hasty(learner: Learner) -> Habit:
    def habit(item: Item, _at: datetime, _number: int) -> Reply | None:
        if item.theme != HASTY_THEME:
            return None
        return learner.replies.betraying(item, HASTY_CODE)

    return habit


def tries_at_most(place: int, item: Item) -> int:
    """How often an item of a lesson is tried in one sitting before going on."""
    return STUCK_ITEMS.get(item.id, 3) if place == STUCK else 2 if place == HASTY else 3


def returns(place: int, course: Course, now: datetime) -> list[tuple[datetime, Item]]:
    """Items of lessons that one of the five comes back to, beside their way through the lessons."""
    if place != FALLING:
        return []
    found = []
    for name in FALLING_OBJECTIVES:
        items = [item for item in course.items.values() if item.objectives == (name,)]
        items = [item for item in items if item.type != "essay"]
        for number, days in enumerate(FALLING_DAYS):
            for step, item in enumerate(items[number::2][:2]):
                found.append((now - timedelta(days=days, minutes=30 - 3 * step), item))
    return sorted(found, key=lambda one: (one[0], one[1].id))
