"""How invented people answer: by what they can do, from the sample answers of each item.

Nobody answers like a die: who is strong is strong everywhere, an item is as hard for all, wrong
answers fall on some options more than on others, and what was learnt stays learnt.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import exp
from zlib import crc32

from course.model import Course
from quizzes.item import Item
from quizzes.mastery import Try, mastery, with_try
from quizzes.outcome import ResponseError

SLOPE = 2.0
"""How steeply the chance to be right grows with strength."""

MOST_WRONG = 2
"""Wrong tries at an item in a row after which an ordinary student has it right: whoever is stuck
for longer is rare."""

FALL = Fraction(3, 20)
CALM_DAYS = 14
"""An ordinary student does not unlearn: no objective sinks by this share in so many days."""

_TODAY = date(2026, 12, 31)
_LINE = _TODAY - timedelta(days=CALM_DAYS)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer ready to be stored. ``choice``: of a single choice; else the sample's name."""

    choice: str
    fields: Mapping[str, list[str]]
    form: str
    response: str
    status: str
    score: Fraction
    codes: tuple[str, ...]
    misconceptions: str

    @property
    def right(self) -> bool:
        return self.status == "awaiting" or self.score == 1


class Replies:
    """The right and the wrong answers of items, worked out once for each version."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[list[Reply], list[Reply]]] = {}

    def of(self, item: Item) -> tuple[list[Reply], list[Reply]]:
        key = item.id, item.version
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = _replies(item)
        return found

    def choose(self, item: Item, chance: random.Random, *, right: bool) -> Reply | None:
        """One of them; wrong ones by their attraction. An item that nobody can answer wrongly
        (an essay) is answered anyhow. None: the item has no answers to be made up.
        """
        rights, wrongs = self.of(item)
        if right or not wrongs:
            return rights[0] if rights else None
        weights = [attraction(item.id, place) for place in range(len(wrongs))]
        return chance.choices(wrongs, weights)[0]

    def named(self, item: Item, choice: str) -> Reply | None:
        """The answer with a choice (of a single-choice item)."""
        rights, wrongs = self.of(item)
        return next((one for one in (*rights, *wrongs) if one.choice == choice), None)

    def betraying(self, item: Item, code: str) -> Reply | None:
        """A wrong answer that betrays this misconception and no other."""
        return next((one for one in self.of(item)[1] if one.codes == (code,)), None)


def attraction(item_id: str, place: int) -> int:
    """How much a wrong answer draws, 1 to 6, ever the same."""
    return 1 + crc32(f"{item_id}/{place}".encode()) % 6


def _replies(item: Item) -> tuple[list[Reply], list[Reply]]:
    rights: list[Reply] = []
    wrongs: list[Reply] = []
    for sample in item.samples():
        if isinstance(sample.expect, str) and sample.name != "right":
            continue
        fields = {name: list(values) for name, values in sample.form.items()}
        try:
            response = item.parse(fields)
            outcome = item.score(response)
        except ResponseError:
            continue
        reply = Reply(
            choice=fields["choice"][0] if item.type == "single-choice" else sample.name,
            fields=fields,
            form=json.dumps(fields, ensure_ascii=False),
            response=response.model_dump_json(),
            status=outcome.status,
            score=outcome.score,
            codes=outcome.misconceptions,
            misconceptions=json.dumps(list(outcome.misconceptions)),
        )
        (rights if reply.right else wrongs).append(reply)
    return rights, wrongs


def chance_right(strength: float, item: Item) -> float:
    """Strength is 0 in the middle, ±1 for a third of the group each way."""
    own = (crc32(item.id.encode()) % 1000 / 1000 - 0.5) * 0.7
    hard = (item.difficulty - 2) * 0.4 + own - 0.45
    return 0.08 + 0.9 / (1 + exp(-SLOPE * (strength - hard)))


Habit = Callable[[Item, datetime, int], Reply | None]
"""(item, moment, number of the try in its sitting) → what someone answers; None: as anybody."""

Faults = Mapping[str, Callable[[float, random.Random], str]]
"""Item id → the choice that someone of this strength makes at first."""


@dataclass
class Learner:
    """Someone who answers. ``objectives`` (→ items): those that do not sink; ``faults``: items
    that are answered oddly by everybody; ``habit``: of this one. What they answered is remembered
    for as long as it bears on what they will.
    """

    user_id: int
    strength: float
    chance: random.Random
    replies: Replies
    now: datetime
    objectives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: Faults = field(default_factory=dict)
    habit: Habit | None = None
    wrong: dict[str, int] = field(default_factory=dict)
    tries: dict[str, tuple[Try, ...]] = field(default_factory=dict)

    def answer(self, item: Item, at: datetime, number: int = 1) -> Reply | None:
        """What is answered at a moment, remembered. None: nothing can be made up."""
        reply = self.habit(item, at, number) if self.habit is not None else None
        if reply is None:
            reply = self._fault(item, number) or self._ordinary(item, at, number)
        if reply is not None:
            self.wrong[item.id] = 0 if reply.right else self.wrong.get(item.id, 0) + 1
            kept = self.tries.get(item.id, ())
            self.tries[item.id] = with_try(kept, self._day(at), reply.score)
        return reply

    def _fault(self, item: Item, number: int) -> Reply | None:
        fault = self.faults.get(item.id)
        if fault is None or number > 1:
            return None
        # a chance of its own: whatever else changes, the item stays as odd as it is
        own = random.Random(f"{item.id}/{self.strength}")  # noqa: S311
        return self.replies.named(item, fault(self.strength, own))

    def _ordinary(self, item: Item, at: datetime, number: int) -> Reply | None:
        right = self.chance.random() < chance_right(self.strength, item) + 0.3 * (number - 1)
        if not right and (self.wrong.get(item.id, 0) >= MOST_WRONG or self._would_fall(item, at)):
            right = True
        return self.replies.choose(item, self.chance, right=right)

    def _day(self, at: datetime) -> date:
        """Days before now, counted from a day that is always the same: the hour at which a demo
        is made changes nothing of it.
        """
        return _TODAY + timedelta(days=(at - self.now).days)

    def _would_fall(self, item: Item, at: datetime) -> bool:
        day = self._day(at)
        if day <= _LINE:
            return False
        for name in item.objectives:
            items = self.objectives.get(name, ())
            then = mastery(items, {key: _before(self.tries.get(key, ())) for key in items})
            if then.word == "unknown" or then.share is None:
                continue
            after = dict(self.tries)
            after[item.id] = with_try(after.get(item.id, ()), day, Fraction(0))
            share = mastery(items, after).share
            if share is not None and then.share - share >= FALL:
                return True
        return False


def _before(tries: tuple[Try, ...]) -> tuple[Try, ...]:
    return tuple(one for one in tries if one.day <= _LINE)


def items_by_objective(course: Course) -> dict[str, tuple[str, ...]]:
    """Objective → its items."""
    found: dict[str, list[str]] = {}
    for item in course.items.values():
        for name in item.objectives:
            found.setdefault(name, []).append(item.id)
    return {name: tuple(ids) for name, ids in found.items()}
