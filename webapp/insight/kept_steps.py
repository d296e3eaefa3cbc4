"""The history of an objective as :class:`webapp.tables.LearnerSection` keeps it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import cast, overload

from quizzes.falling import Falling, Step, Tries, between
from quizzes.mastery import Mastery, Word


class KeptSteps(Sequence[Step]):
    """A history as it is stored, one text for an objective. A page asks for two of its dozen steps,
    for a thousand objectives: so each is made when it is asked for.
    """

    __slots__ = ("_kept",)

    def __init__(self, text: str) -> None:
        self._kept = text.split("|") if text else []

    @staticmethod
    def text(steps: Sequence[Step]) -> str:
        """What is stored of a history."""
        return "|".join(
            f"{one.day.isoformat()} {one.word} {'-' if one.share is None else one.share}"
            f" {one.behind.n} {one.behind.right} {one.since.n} {one.since.right}"
            for one in steps
        )

    def falling(self, line: date) -> Falling:
        """As :func:`quizzes.falling.then_and_now`; the tries only of what has fallen."""
        if not self._kept:
            return between(None, None)
        # a text of the day itself is before its day with "~"
        place = bisect_right(self._kept, f"{line.isoformat()}~")
        if not place:
            return between(None, self[-1])
        then, now = self._kept[place - 1], self._kept[-1]
        stood = _stood(*then.split(" ", 3)[1:3], *now.split(" ", 3)[1:3])
        if stood.fall is None or stood.fall.numerator <= 0:
            return stood
        return between(_step(then), _step(now))

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, place: int) -> Step: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Step]: ...
    def __getitem__(self, place: int | slice) -> Step | Sequence[Step]:
        if isinstance(place, slice):
            return [_step(one) for one in self._kept[place]]
        return _step(self._kept[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


def _step(text: str) -> Step:
    day, word, share, behind, behind_right, since, since_right = text.split(" ")
    return Step(
        _day(day),
        cast(Word, word),
        None if share == "-" else kept_share(share),
        Tries(int(behind), int(behind_right)),
        Tries(int(since), int(since_right)),
    )


def stands_at(word: Word, share: Fraction | None) -> Falling:
    """Of an objective without a history: it stood as it stands."""
    text = "-" if share is None else str(share)
    return _stood(word, text, word, text)


# the same few words, days and shares stand in thousands of steps
@lru_cache(maxsize=8_192)
def _stood(then: str, then_share: str, now: str, now_share: str) -> Falling:
    return Falling(_mastery(then, then_share), _mastery(now, now_share))


def _mastery(word: str, share: str) -> Mastery:
    return Mastery(cast(Word, word), share=None if share == "-" else kept_share(share))


@lru_cache(maxsize=1_024)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=4_096)
def kept_share(text: str) -> Fraction:
    """A share as it is stored."""
    return Fraction(text)
