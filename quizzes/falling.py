"""Whether mastery of an objective has fallen, or only seems to: then, now, and the evidence.

The share behind a word rests on eight first tries at most, so it wavers by luck: of a learner who
always knows two thirds it sinks by a fifth within eight tries one time in five. **Then** is how
the objective stood on a day, **now** how it stands. Two counts are the evidence of a fall: the
first tries **behind** then, and those **since** that count now; and how often luck alone would
deal the right ones so (:func:`by_luck`).

First tries of a sitting belong to the day on which it began: it may go on after midnight, and
nobody's mastery fell between two days in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from fractions import Fraction
from math import comb
from typing import NamedTuple

from quizzes.mastery import PER_ITEM, WINDOW, Mastery, Try, Word, counted, standing

PAUSE = timedelta(hours=2)
"""After a longer pause another sitting begins."""

STEPS = 12
"""Days with answers that the history of an objective goes back."""


class FirstTry(NamedTuple):
    """A first try: its day, the exact share of the points, and the moment."""

    day: date
    score: Fraction
    at: datetime


class Tries(NamedTuple):
    """So many first tries, of which ``right`` earned all points."""

    n: int
    right: int


NONE = Tries(0, 0)
NOUGHT = Fraction(0)


class Step(NamedTuple):
    """How an objective stood after a day on which it was practised: ``behind`` it so many first
    tries; ``since``: those that count at the end of the history and are newer.
    """

    day: date
    word: Word
    share: Fraction | None
    behind: Tries = NONE
    since: Tries = NONE


@dataclass(frozen=True, slots=True)
class Falling:
    """An objective as it stood then and stands now, with the tries behind then and since.
    ``fall``: by how much the share is lower now. None: it was not known, or is not.
    """

    then: Mastery
    now: Mastery
    behind: Tries = NONE
    since: Tries = NONE
    fall: Fraction | None = field(init=False, compare=False)

    def __post_init__(self) -> None:
        then, now = self.then, self.now
        known = "unknown" not in (then.word, now.word)
        fall = None
        if known and then.share is not None and now.share is not None:
            fall = then.share - now.share if then is not now else NOUGHT
        object.__setattr__(self, "fall", fall)


def began(moments: Sequence[datetime], zone: tzinfo) -> list[date]:
    """The day on which the sitting of each answer began; ``moments`` of answers, oldest first."""
    found: list[date] = []
    for place, moment in enumerate(moments):
        if place and moment - moments[place - 1] <= PAUSE:
            found.append(found[-1])
        else:
            found.append(moment.astimezone(zone).date())
    return found


def history(
    items: Sequence[str], tries: Mapping[str, Sequence[FirstTry]], zone: tzinfo
) -> tuple[Step, ...]:
    """How an objective stood after each of the newest :data:`STEPS` days on which a sitting with
    a first try began, oldest first. Tries of an item are in the order of their days.
    """
    all_items = len(set(items))
    every = sorted((one.at, key, one.day) for key, theirs in tries.items() for one in theirs)
    sat = dict(
        zip(
            ((day, key) for _, key, day in every),
            began([at for at, _, _ in every], zone),
            strict=True,
        )
    )
    days = sorted(set(sat.values()))[-STEPS:]
    found = []
    now: list[tuple[date, str, Fraction]] = []
    for day in reversed(days):
        then = counted(
            items,
            {
                key: [Try(one.day, one.score) for one in theirs if sat[one.day, key] <= day][
                    -PER_ITEM:
                ]
                for key, theirs in tries.items()
            },
        )
        stood = standing(then, all_items)
        now = now or then[:WINDOW]
        since = [one for one in now if sat[one[0], one[1]] > day]
        found.append(Step(day, stood.word, stood.share, _tally(then[:WINDOW]), _tally(since)))
    return tuple(reversed(found))


def _tally(tries: Sequence[tuple[date, str, Fraction]]) -> Tries:
    return Tries(len(tries), sum(score == 1 for _, _, score in tries))


def then_and_now(steps: Sequence[Step], line: date) -> Falling:
    """How an objective with this history stood after a day, and how it stands."""
    then = next((one for one in reversed(steps) if one.day <= line), None)
    return between(then, steps[-1] if steps else None)


def between(then: Step | None, now: Step | None) -> Falling:
    """The fall, if it is one, from a step to another. None: nothing was known yet."""
    stands = Mastery(now.word, share=now.share) if now is not None else Mastery("unknown")
    if then is None:
        return Falling(Mastery("unknown"), stands)
    return Falling(Mastery(then.word, share=then.share), stands, then.behind, then.since)


def by_luck(behind: Tries, since: Tries) -> Fraction:
    """How often chance alone would leave so few right ones, or fewer, among the tries since, if
    nothing had changed: the one-sided exact test of Fisher. A part of the points is not right.
    """
    right = behind.right + since.right
    ways = sum(
        comb(since.n, one) * comb(behind.n, right - one)
        for one in range(since.right + 1)
        if one <= right
    )
    return Fraction(ways, comb(behind.n + since.n, right))
