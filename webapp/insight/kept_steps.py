"""The history of an objective as :class:`webapp.tables.LearnerSection` keeps it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import cast, overload

from quizzes.falling import Step, Tries
from quizzes.mastery import Word


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

    def at(self, line: date) -> Step | None:
        """The last step of that day or before. None: there is none."""
        place = bisect_right(self._kept, f"{line.isoformat()}~")  # a text of the day is before it
        return _step(self._kept[place - 1]) if place else None

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


# the same few days and shares stand in thousands of steps
@lru_cache(maxsize=1_024)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=4_096)
def kept_share(text: str) -> Fraction:
    """A share as it is stored."""
    return Fraction(text)
