"""A course of days or weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from webapp.charts.drawing import WIDTH, units

FEWEST_POINTS = 3
"""Values in time that make a course."""

LINE_TOP, LINE_ROOM, LINE_LEFT, LINE_RIGHT = 22, 104, 34, 14


def round_top(highest: Fraction | int) -> Fraction:
    """The end of an axis: the lowest of 1, 2, 4, 5, 10, 20, 40, 50, 100 … that reaches
    ``highest``; 1 for nought. For shares give the end (1) yourself.
    """
    step = Fraction(1)
    while True:
        for factor in (1, 2, 4, 5):
            if factor * step >= highest:
                return factor * step
        step *= 10


@dataclass(frozen=True, slots=True)
class Point:
    """``value`` None: nothing is known of that day, the line breaks. ``label``: the day or week
    as a reader is told it; ``short``: the same under the axis («24.11»).
    """

    at: date
    value: Fraction | int | None
    shown: str
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    points: Sequence[Point]


class Dot(NamedTuple):
    of: Point
    x: float
    y: float
    anchor: Literal["start", "middle", "end"]
    told: bool


class Drawn(NamedTuple):
    """``path``: SVG path data. ``told`` dots have their value written above them."""

    name: str
    number: int
    path: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """``ticks``: (x, words, anchor) under the base line; ``levels``: (y, value) of the lines
    across. ``rows`` of the table: the points of all series at one day.
    """

    series: tuple[Drawn, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    ticks: tuple[tuple[float, str, Literal["start", "middle", "end"]], ...]
    levels: tuple[tuple[float, Fraction], ...]
    left: float
    right: float
    base: float
    height: float
    drawn: bool


def line(
    series: Sequence[Series], *, top: Fraction | int | None = None, step: bool = False
) -> Line:
    """Values over time, days in proportion. ``step``: a value holds until the next one is known
    (mastery, a state); else straight lines join what was counted (answers a week). At most three
    series: more cannot be told apart. ``top``: end of the axis (1 for shares).

    Raises:
        ValueError: more than three series.
    """
    if len(series) > 3:
        raise ValueError("more than three lines cannot be told apart")
    known = [one for theirs in series for one in theirs.points if one.value is not None]
    days = sorted({one.at for theirs in series for one in theirs.points})
    end = Fraction(top) if top is not None else round_top(_highest(known))
    base = LINE_TOP + LINE_ROOM
    across = WIDTH - LINE_LEFT - LINE_RIGHT

    def x_of(day: date) -> float:
        long = (days[-1] - days[0]).days
        return units(LINE_LEFT + (Fraction(across * (day - days[0]).days, long) if long else 0))

    def y_of(value: Fraction | int) -> float:
        return units(base - LINE_ROOM * min(Fraction(1), Fraction(value) / end))

    drawn = tuple(
        _drawn(number, theirs, x_of, y_of, step=step) for number, theirs in enumerate(series)
    )
    return Line(
        series=drawn,
        rows=_rows(series, days),
        ticks=_ticks(series, days, x_of),
        levels=tuple(
            (y_of(value), value) for value in (Fraction(0), end / 2, end) if _wanted(value, top)
        ),
        left=LINE_LEFT,
        right=WIDTH - LINE_RIGHT,
        base=base,
        height=base + 22,
        drawn=len({one.at for one in known}) >= FEWEST_POINTS,
    )


def _highest(known: Sequence[Point]) -> Fraction:
    return max((Fraction(one.value) for one in known if one.value is not None), default=Fraction(0))


def _wanted(value: Fraction, top: Fraction | int | None) -> bool:
    """Half of an odd count is no count."""
    return top is not None or value.denominator == 1


def _drawn(number: int, series: Series, x_of, y_of, *, step: bool) -> Drawn:  # type: ignore[no-untyped-def]
    points = sorted(series.points, key=lambda one: one.at)
    told = _told(points, x_of) if number == 0 else set()
    path: list[str] = []
    dots = []
    broken = True
    for place, one in enumerate(points):
        if one.value is None:
            broken = True
            continue
        x, y = x_of(one.at), y_of(one.value)
        path.append(f"M{x:g} {y:g}" if broken else f"H{x:g}V{y:g}" if step else f"L{x:g} {y:g}")
        broken = False
        dots.append(Dot(one, x, y, _anchor(x), place in told))
    return Drawn(series.name, number, "".join(path), tuple(dots))


def _anchor(x: float) -> Literal["start", "middle", "end"]:
    if x < LINE_LEFT + 12:
        return "start"
    return "end" if x > WIDTH - LINE_RIGHT - 20 else "middle"


def _told(points: Sequence[Point], x_of) -> set[int]:  # type: ignore[no-untyped-def]
    """The points whose value is written out: the last, the highest, the lowest and the first, as
    far as there is room between them.
    """
    known = [place for place, one in enumerate(points) if one.value is not None]
    if not known:
        return set()

    def value(place: int) -> Fraction:
        return Fraction(points[place].value or 0)

    wishes = (
        known[-1],
        max(known, key=lambda place: (value(place), place)),
        min(known, key=lambda place: (value(place), -place)),
        known[0],
    )
    found: list[int] = []
    for place in wishes:
        if all(abs(x_of(points[place].at) - x_of(points[one].at)) >= 44 for one in found):
            found.append(place)
    return set(found)


def _ticks(  # type: ignore[no-untyped-def]
    series: Sequence[Series], days: Sequence[date], x_of
) -> tuple[tuple[float, str, Literal["start", "middle", "end"]], ...]:
    """Under the axis: the first and the last day, and those between with room around them."""
    short = {one.at: one.short for theirs in series for one in theirs.points}
    if len(days) < 2:
        return tuple((x_of(day), short[day], _anchor(x_of(day))) for day in days)
    last = x_of(days[-1])
    found = [(x_of(days[0]), short[days[0]])]
    for day in days[1:-1]:
        x = x_of(day)
        if x - found[-1][0] >= 62 and last - x >= 62:
            found.append((x, short[day]))
    found.append((last, short[days[-1]]))
    return tuple((x, words, _anchor(x)) for x, words in found)


def _rows(
    series: Sequence[Series], days: Sequence[date]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for day in days:
        at = [next((one for one in theirs.points if one.at == day), None) for theirs in series]
        label = next(one.label for one in at if one is not None)
        found.append((label, tuple(one.shown if one is not None else "" for one in at)))
    return tuple(found)
