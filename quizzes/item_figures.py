"""Item analysis by classical test theory, from the summary of one item version.

Each figure carries the number of answers it rests on; with fewer than :data:`FEWEST` there is no
figure but a reason. Definitions (the words for pages, help and export go by the names of
:data:`FIGURES`):

- ``facility``: mean share of the item's points; no answer earns nought.
- ``spread``: standard deviation of that share (divisor n − 1).
- ``discrimination``: Pearson's r of the item's score and the **rest** of the sitting, the item
  left out (corrected item–total correlation; Moodle's «discrimination index» / 100).
- ``efficiency``: covariance of score and rest, as a part of the highest that the same scores and
  rests could have in another pairing (Moodle's «discriminative efficiency» / 100).
- ``guess``: what blind guessing earns on average (:func:`quizzes.choices.guess_level`).
- ``seconds``: median time of an answer.

Sources: L. Crocker, J. Algina, *Introduction to Classical and Modern Test Theory* (1986), ch. 14;
Moodle's quiz statistics calculations for the two figures named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Literal, TypeVar

from quizzes import intervals
from quizzes.intervals import Interval
from quizzes.item_summary import BLANK, ItemSummary
from quizzes.moments import Sums, best_covariance, sums

FEWEST = 10
"""Under so many answers no figure is shown."""

FIGURES = ("facility", "spread", "discrimination", "efficiency", "guess", "seconds")

Missing = Literal["too-few", "all-alike", "no-rest", "unknown"]
"""Why there is no figure: fewer than :data:`FEWEST` answers; all earned the same, or all are
equally strong in the rest; no other items to tell strength by; not known (time, guess level)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic and the ``n`` answers it rests on. Just one of ``value`` and ``missing`` is
    None. ``interval``: 95 %, where there is one.
    """

    n: int
    value: float | None = None
    missing: Missing | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Thirds:
    """The weakest and the strongest third by their rest: as near to a third as equal rests allow,
    for equals are never parted. ``bottom`` and ``top`` are numbers of people; ``low``: highest
    rest in the bottom third, ``high``: lowest in the top one.
    """

    bottom: int
    top: int
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One line of the distractor table. ``taken`` of all who were asked; ``bottom`` and ``top``:
    by how many of each third (None: no thirds). ``ranked``: how many of the takers have a rest,
    ``mean_rest``: its mean. ``key``: whether the choice is part of the key; None: not known
    (a choice that the item no longer offers, an unforeseen text).
    """

    choice: str
    key: bool | None
    taken: int
    bottom: int | None
    top: int | None
    ranked: int
    mean_rest: Fraction | None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """``n`` answers, ``blank`` of them without an answer; ``mean``: the exact facility, None
    without answers enough. ``choices``: every choice offered, and met; the key first, then by
    how often it was taken. Empty with fewer than :data:`FEWEST` answers.
    """

    n: int
    blank: int
    mean: Fraction | None
    facility: Figure
    spread: Figure
    discrimination: Figure
    efficiency: Figure
    guess: Figure
    seconds: Figure
    thirds: Thirds | None
    choices: tuple[ChoiceRow, ...]

    @property
    def enough(self) -> bool:
        return self.n >= FEWEST


def item_figures(
    seen: ItemSummary,
    *,
    offered: Mapping[str, bool] | None = None,
    guess: Fraction | None = None,
) -> ItemFigures:
    """All figures of one item version. ``offered``: its choices and whether each belongs to the
    key (:func:`quizzes.choices.offered`); ``guess``: its guess level.
    """
    n = seen.n
    few = n < FEWEST
    scores: Counter[Fraction] = Counter()
    for (score, _), times in seen.scores.items():
        scores[score] += times
    ranked = sums((x, rest, times) for (x, rest), times in seen.scores.items() if rest is not None)
    alone = sums((x, x, times) for x, times in scores.items())
    mean = None if few else alone.mean_x
    rests = _rests(seen)
    cut = None if ranked.n < FEWEST else thirds(rests)
    return ItemFigures(
        n=n,
        blank=seen.blank,
        mean=mean,
        facility=_few(n)
        if mean is None
        else Figure(n, float(mean), interval=intervals.of_share(float(mean), n)),
        spread=_few(n) if few else Figure(n, sqrt(alone.variance_x)),
        discrimination=_discrimination(n, ranked),
        efficiency=_efficiency(n, ranked, seen, rests),
        guess=Figure(n, missing="unknown") if guess is None else Figure(n, float(guess)),
        seconds=_seconds(seen.seconds),
        thirds=cut,
        choices=() if few else tuple(_rows(seen, offered or {}, cut)),
    )


def _few(n: int) -> Figure:
    return Figure(n, missing="too-few")


def _unranked(n: int, ranked: Sums) -> Figure | None:
    """Why answers cannot be compared with the rest, if so."""
    if n < FEWEST:
        return _few(n)
    if not ranked.n:
        return Figure(0, missing="no-rest")
    if ranked.n < FEWEST:
        return _few(ranked.n)
    if not ranked.variance_x or not ranked.variance_y:
        return Figure(ranked.n, missing="all-alike")
    return None


def _discrimination(n: int, ranked: Sums) -> Figure:
    missing = _unranked(n, ranked)
    if missing:
        return missing
    r = ranked.correlation
    assert r is not None
    return Figure(ranked.n, r, interval=intervals.of_correlation(r, ranked.n))


def _efficiency(n: int, ranked: Sums, seen: ItemSummary, rests: Counter[Fraction]) -> Figure:
    missing = _unranked(n, ranked)
    if missing:
        return missing
    xs: Counter[Fraction] = Counter()
    for (x, rest), times in seen.scores.items():
        if rest is not None:
            xs[x] += times
    return Figure(ranked.n, float(ranked.covariance / best_covariance(xs, rests)))


def _rests(seen: ItemSummary) -> Counter[Fraction]:
    found: Counter[Fraction] = Counter()
    for (_, rest), times in seen.scores.items():
        if rest is not None:
            found[rest] += times
    return found


def _seconds(times: Counter[int]) -> Figure:
    n = times.total()
    if not n:
        return Figure(0, missing="unknown")
    return _few(n) if n < FEWEST else Figure(n, float(median(times)))


Value = TypeVar("Value", Fraction, int)


def median(values: Mapping[Value, int]) -> Fraction:
    """Of values that each occur so many times; between two, their mean. Raises ValueError for
    none.
    """
    n = sum(values.values())
    if not n:
        raise ValueError("no values")
    reached = 0
    below: Value | None = None
    for value, times in sorted(values.items()):
        reached += times
        if below is not None:
            return Fraction(below + value) / 2
        if 2 * reached > n:
            return Fraction(value)
        if 2 * reached == n:
            below = value
    raise AssertionError("half of the values is reached before their end")


def thirds(rests: Mapping[Fraction, int]) -> Thirds | None:
    """None where no two thirds can be told apart, because too many are equal."""
    blocks = sorted(rests.items())
    n = sum(rests.values())
    bottom = _nearest_third([times for _, times in blocks], n)
    top = _nearest_third([times for _, times in reversed(blocks)], n)
    if not blocks or bottom + top > len(blocks):
        return None
    return Thirds(
        bottom=sum(times for _, times in blocks[:bottom]),
        top=sum(times for _, times in blocks[-top:]),
        low=blocks[bottom - 1][0],
        high=blocks[-top][0],
    )


def _nearest_third(sizes: Iterable[int], n: int) -> int:
    """How many blocks, at least one, come nearest to a third; of equally near ones the fewer."""
    best, nearest, reached = 1, None, 0
    for blocks, size in enumerate(sizes, 1):
        reached += size
        off = abs(3 * reached - n)
        if nearest is None or off < nearest:
            best, nearest = blocks, off
    return best


def _within(
    cells: Iterable[tuple[Fraction, int]],
    *,
    low: Fraction | None = None,
    high: Fraction | None = None,
) -> int:
    return sum(
        times
        for rest, times in cells
        if (low is None or rest >= low) and (high is None or rest <= high)
    )


def _rows(
    seen: ItemSummary, offered: Mapping[str, bool], cut: Thirds | None
) -> Iterable[ChoiceRow]:
    by_choice: dict[str, list[tuple[Fraction | None, int]]] = {one: [] for one in offered}
    for (choice, rest), times in seen.picks.items():
        by_choice.setdefault(choice, []).append((rest, times))
    rows = []
    for choice, cells in by_choice.items():
        known = [(rest, times) for rest, times in cells if rest is not None]
        ranked = sums((rest, rest, times) for rest, times in known)
        rows.append(
            ChoiceRow(
                choice=choice,
                key=False if choice == BLANK else offered.get(choice),
                taken=sum(times for _, times in cells),
                bottom=_within(known, high=cut.low) if cut else None,
                top=_within(known, low=cut.high) if cut else None,
                ranked=ranked.n,
                mean_rest=ranked.mean_x if ranked.n else None,
            )
        )
    return sorted(
        rows, key=lambda row: (row.key is not True, row.choice == BLANK, -row.taken, row.choice)
    )
