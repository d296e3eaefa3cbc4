"""The distribution of scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal, NamedTuple

from webapp.charts.drawing import WIDTH, units

FEWEST_SCORES = 10
"""Scores from which their distribution has a shape; fewer are told one by one."""

HISTOGRAM_TOP, HISTOGRAM_ROOM = 36, 110
"""Above the tallest bar: the words at the pass mark and the bar's number."""
HISTOGRAM_LEFT = 8
"""So that the words at 0 and 100 have room."""


class Bin(NamedTuple):
    """Scores from ``low`` up to, but without, ``high``; the last one with it. ``below``: all of
    them miss the pass mark.
    """

    low: Fraction
    high: Fraction
    n: int
    below: bool
    x: float
    y: float
    width: float
    height: float
    middle: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """``ticks``: (x, share) under the base line. ``pass_x``: where the pass mark stands;
    ``pass_anchor``: the side of the line on which there is room for its words.
    """

    bins: tuple[Bin, ...]
    n: int
    drawn: bool
    base: float
    height: float
    left: float
    right: float
    ticks: tuple[tuple[float, Fraction], ...]
    pass_mark: Fraction | None
    pass_x: float | None
    pass_anchor: Literal["start", "end"]

    @property
    def below(self) -> int | None:
        """Scores in bins that lie wholly under the pass mark."""
        return None if self.pass_mark is None else sum(one.n for one in self.bins if one.below)


def histogram(
    scores: Mapping[Fraction, int], *, bins: int = 10, pass_mark: Fraction | None = None
) -> Histogram:
    """``scores``: share of the points, from 0 to 1 → how many have it. What is above 1 (extra
    points) counts in the last bin, what is under 0 in the first.
    """
    counts = [0] * bins
    for share, times in scores.items():
        counts[min(bins - 1, max(0, floor(share * bins)))] += times
    most = max(counts, default=0)
    room = Fraction(WIDTH - 2 * HISTOGRAM_LEFT)
    step = room / bins
    base = HISTOGRAM_TOP + HISTOGRAM_ROOM
    found = []
    for place, n in enumerate(counts):
        low, high = Fraction(place, bins), Fraction(place + 1, bins)
        height = Fraction(HISTOGRAM_ROOM * n, most) if most else Fraction(0)
        left = HISTOGRAM_LEFT + place * step
        found.append(
            Bin(
                low,
                high,
                n,
                pass_mark is not None and high <= pass_mark and high < 1,  # 1 passes
                units(left + 1),
                units(base - height),
                units(step - 2),
                units(height),
                units(left + step / 2),
            )
        )
    n = sum(counts)
    return Histogram(
        bins=tuple(found),
        n=n,
        drawn=n >= FEWEST_SCORES,
        base=base,
        height=base + 22,
        left=HISTOGRAM_LEFT,
        right=WIDTH - HISTOGRAM_LEFT,
        ticks=tuple(
            (units(HISTOGRAM_LEFT + room * Fraction(tick, 5)), Fraction(tick, 5))
            for tick in range(6)
        ),
        pass_mark=pass_mark,
        pass_x=None if pass_mark is None else units(HISTOGRAM_LEFT + room * pass_mark),
        pass_anchor="start" if pass_mark is None or pass_mark < Fraction(1, 2) else "end",
    )
