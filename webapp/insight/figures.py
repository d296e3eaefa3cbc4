"""Figures and flags of an item version, as they are stored beside its summary.

A list of hundreds of items reads these; the page of one item works out all of its figures from
the summary itself (:func:`all_figures`), so that both come from one function.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from quizzes.choices import guess_level, offered
from quizzes.intervals import Interval
from quizzes.item import Item
from quizzes.item_figures import Figure, ItemFigures, item_figures
from quizzes.item_flags import CODES, Flag, item_flags
from quizzes.item_summary import ItemSummary

NO_FLAG = 99
"""``worst`` of an item version without a flag."""

KEPT = ("facility", "discrimination", "guess", "seconds")
"""The figures a list shows; the others are worked out on the page of the item."""

FEWEST_PEOPLE = 5
"""Of fewer people nothing is told over cohorts, not even how many they are."""

_guess_levels: dict[str, Fraction | None] = {}  # by version: trying out every answer is slow


@dataclass(frozen=True, slots=True)
class StoredFigures:
    """``n`` answers, ``blank`` of them without an answer. ``flags``: gravest first."""

    n: int
    blank: int
    facility: Figure
    discrimination: Figure
    guess: Figure
    seconds: Figure
    flags: tuple[Flag, ...]

    @property
    def worst(self) -> int:
        """Place of the gravest flag in :data:`quizzes.item_flags.CODES`, two for each: likely
        before worth a look. :data:`NO_FLAG` without one.
        """
        return min((place(flag) for flag in self.flags), default=NO_FLAG)


def place(flag: Flag) -> int:
    """How grave a flag is: the lower, the graver."""
    return 2 * CODES.index(flag.code) + (0 if flag.likely else 1)


def all_figures(item: Item | None, summary: ItemSummary) -> ItemFigures:
    """Every figure of an item version. ``item`` None: it is not at hand, or many variants stand
    in one summary; then there is no key to compare choices with, and no guess level.
    """
    if item is None:
        return item_figures(summary)
    return item_figures(summary, offered=offered(item), guess=guess_of(item))


def over_cohorts(found: ItemFigures) -> ItemFigures:
    """Figures as they may be told over all cohorts: without thirds of fewer than
    :data:`FEWEST_PEOPLE`, and without the mean rest of so few who took a choice.
    """
    cut = found.thirds
    if cut is not None and min(cut.bottom, cut.top) < FEWEST_PEOPLE:
        cut = None
    rows = tuple(
        replace(
            one,
            bottom=one.bottom if cut is not None else None,
            top=one.top if cut is not None else None,
            mean_rest=one.mean_rest if one.ranked >= FEWEST_PEOPLE else None,
        )
        for one in found.choices
    )
    return replace(found, thirds=cut, choices=rows)


def over_few(flag: Flag) -> bool:
    """Whether a flag's evidence tells of a third of fewer than :data:`FEWEST_PEOPLE`: over cohorts
    the flag is told, its numbers are not.
    """
    if flag.code not in ("key-doubtful", "second-key"):
        return False
    sizes = [flag.params[name] for name in ("of", "of_top", "of_bottom") if name in flag.params]
    return min(sizes, default=0) < FEWEST_PEOPLE


def guess_of(item: Item) -> Fraction | None:
    """:func:`quizzes.choices.guess_level`, worked out once for each version."""
    if item.version not in _guess_levels:
        _guess_levels[item.version] = guess_level(item)
    return _guess_levels[item.version]


def figures_of(item: Item | None, summary: ItemSummary) -> dict[str, Any]:
    """What is stored of an item version, for JSON; ``worst`` comes from :func:`read` of it."""
    found = all_figures(item, summary)
    return {
        "n": found.n,
        "blank": found.blank,
        **{name: _written(getattr(found, name)) for name in KEPT},
        "flags": [
            [flag.code, flag.likely, flag.choice, dict(flag.params)] for flag in item_flags(found)
        ],
    }


def read(figures: str) -> StoredFigures:
    """What :func:`figures_of` gave, from its JSON. Raises KeyError, TypeError or ValueError if it
    did not come from there.
    """
    data = json.loads(figures)
    return StoredFigures(
        n=int(data["n"]),
        blank=int(data["blank"]),
        **{name: _read(data[name]) for name in KEPT},
        flags=tuple(
            Flag(CODES[CODES.index(code)], bool(likely), choice, dict(params))
            for code, likely, choice, params in data["flags"]
        ),
    )


def _written(figure: Figure) -> list[Any]:
    interval = None if figure.interval is None else [figure.interval.low, figure.interval.high]
    return [figure.n, figure.value, figure.missing, interval]


def _read(data: list[Any]) -> Figure:
    n, value, missing, interval = data
    return Figure(n, value, missing, None if interval is None else Interval(*interval))
