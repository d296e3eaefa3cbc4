"""Bars of a ranking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from webapp.charts.drawing import LINE, WIDTH, units, wrapped

FEWEST_BARS = 3
"""Bars that are worth comparing by eye."""

VALUE_ROOM = 8
"""Units a character of the value needs at the bar's end."""
BAR = 14


@dataclass(frozen=True, slots=True)
class Value:
    """One thing in a ranking. ``shown``: the value in words («7 / 12», «58 %»), as it stands at
    the bar's end and in the table; ``more``: further cells of its row in the table; ``href``:
    where its answers are; ``marked``: drawn solid, where the others are hatched.
    """

    label: str
    value: Fraction | int
    shown: str
    more: tuple[str, ...] = ()
    href: str | None = None
    marked: bool = True


class Bar(NamedTuple):
    """``lines``: the label above it, with the y of each base line."""

    of: Value
    lines: tuple[tuple[float, str], ...]
    y: float
    width: float
    value_x: float
    value_y: float


@dataclass(frozen=True, slots=True)
class Bars:
    bars: tuple[Bar, ...]
    values: tuple[Value, ...]
    height: float
    drawn: bool
    hatched: bool


def bars(values: Iterable[Value], *, top: Fraction | int | None = None, most: int = 12) -> Bars:
    """Horizontal bars in the order given; at most ``most`` are drawn, the table has all.
    ``top``: what the whole width stands for (1 for shares); without it, the highest value.
    """
    given = tuple(values)
    shown = given[:most]
    end = Fraction(top if top is not None else max((one.value for one in shown), default=0))
    room = WIDTH - 6 - VALUE_ROOM * max((len(one.shown) for one in shown), default=0)
    found = []
    y = Fraction(0)
    for one in shown:
        lines = []
        for line in wrapped(one.label):
            y += LINE
            lines.append((units(y - 5), line))
        width = room * min(Fraction(1), max(Fraction(0), Fraction(one.value) / end)) if end else 0
        found.append(
            Bar(one, tuple(lines), units(y), units(width), units(width + 6), units(y + 12))
        )
        y += BAR + 10
    return Bars(
        tuple(found),
        given,
        units(y),
        drawn=len(shown) >= FEWEST_BARS and any(one.value for one in shown),
        hatched=any(not one.marked for one in shown),
    )
