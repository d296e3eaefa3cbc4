"""Options taken by the strong and the weak third."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from webapp.charts.drawing import CHARACTERS, LINE, WIDTH, units, wrapped

FEWEST_IN_THIRD = 3
"""People in a third from which shares of it are drawn."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An option: its letter (or short name), its text, whether it belongs to the key (None: not
    known), and how many took it: of all, of the strong third, of the weak one.
    """

    letter: str
    text: str
    key: bool | None
    taken: int
    strong: int
    weak: int


class Pair(NamedTuple):
    """Widths are exact shares, per cents rounded."""

    of: Taken
    lines: tuple[tuple[float, str], ...]
    strong_y: float
    strong_width: float
    strong_percent: int
    weak_y: float
    weak_width: float
    weak_percent: int


@dataclass(frozen=True, slots=True)
class Strip:
    """``strong`` and ``weak``: how many people the thirds are."""

    pairs: tuple[Pair, ...]
    n: int
    strong: int
    weak: int
    bar_x: float
    height: float
    drawn: bool


STRIP_LEFT, STRIP_VALUE = 16, 84
"""Room for the sign of the key, and at the right for «120 · 86 %»."""


def strip(options: Iterable[Taken], *, n: int, strong: int, weak: int) -> Strip:
    """Two bars an option: its share of the strong third over that of the weak one. ``n``: all who
    were asked; where one may take several options, shares add up to more than 1.
    """
    room = WIDTH - STRIP_LEFT - STRIP_VALUE
    found = []
    y = Fraction(0)
    given = tuple(options)
    for one in given:
        lines = []
        for line in wrapped(f"{one.letter} {one.text}".strip(), CHARACTERS - 2):
            y += LINE
            lines.append((units(y - 5), line))
        shares = (
            Fraction(one.strong, strong) if strong else Fraction(0),
            Fraction(one.weak, weak) if weak else Fraction(0),
        )
        found.append(
            Pair(
                one,
                tuple(lines),
                units(y),
                units(room * shares[0]),
                round(shares[0] * 100),
                units(y + 15),
                units(room * shares[1]),
                round(shares[1] * 100),
            )
        )
        y += 15 + 12 + 12
    return Strip(
        tuple(found),
        n,
        strong,
        weak,
        STRIP_LEFT,
        units(y),
        drawn=len(given) > 1 and min(strong, weak) >= FEWEST_IN_THIRD,
    )
