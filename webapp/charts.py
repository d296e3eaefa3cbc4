"""From data to the marks of a drawing: pure geometry, in units of an SVG view box.

A drawing is :data:`WIDTH` units wide, about what a phone of 360 px leaves for it, so that its text
(12 to 13 units) is never smaller than it looks here. ``_charts.html`` draws what these functions
give and puts the table behind it. Lengths are in proportion to the values, rounded to a hundredth
of a unit; of the same data comes the same drawing.

**No chart where a sentence does**: each drawing has ``drawn``, False where too few values are
there to show a shape. The template then says so and opens the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import Literal, NamedTuple

WIDTH = 320

FEWEST_SCORES = 10
"""Scores from which their distribution has a shape; fewer are told one by one."""
FEWEST_BARS = 3
"""Bars that are worth comparing by eye."""
FEWEST_POINTS = 3
"""Values in time that make a course."""
FEWEST_IN_THIRD = 3
"""People in a third from which shares of it are drawn."""


def _units(value: Fraction | int) -> float:
    return float(round(Fraction(value), 2))


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


# ---- distribution of scores -------------------------------------------------------------------

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
                _units(left + 1),
                _units(base - height),
                _units(step - 2),
                _units(height),
                _units(left + step / 2),
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
            (_units(HISTOGRAM_LEFT + room * Fraction(tick, 5)), Fraction(tick, 5))
            for tick in range(6)
        ),
        pass_mark=pass_mark,
        pass_x=None if pass_mark is None else _units(HISTOGRAM_LEFT + room * pass_mark),
        pass_anchor="start" if pass_mark is None or pass_mark < Fraction(1, 2) else "end",
    )


# ---- ranked bars ------------------------------------------------------------------------------

LINE = 16
"""A line of text."""
CHARACTERS = 42
"""Characters of a label that fit into a line (Golos at 13 units, Kazakh and Russian)."""
VALUE_ROOM = 8
"""Units a character of the value needs at the bar's end."""
BAR = 14


def wrapped(text: str, characters: int = CHARACTERS, lines: int = 2) -> tuple[str, ...]:
    """The text in lines; what does not fit into the last ends in «…». The table has it whole."""
    found: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and len(longer) > characters:
            found.append(line)
            line = word
        else:
            line = longer
    found.append(line)
    kept = [
        one if len(one) <= characters else one[: characters - 1].rstrip() + "…"
        for one in found[:lines]
    ]
    if len(found) > lines and not kept[-1].endswith("…"):
        kept[-1] = kept[-1][: characters - 1].rstrip(" ,;:.–") + "…"
    return tuple(kept)


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
            lines.append((_units(y - 5), line))
        width = room * min(Fraction(1), max(Fraction(0), Fraction(one.value) / end)) if end else 0
        found.append(
            Bar(one, tuple(lines), _units(y), _units(width), _units(width + 6), _units(y + 12))
        )
        y += BAR + 10
    return Bars(
        tuple(found),
        given,
        _units(y),
        drawn=len(shown) >= FEWEST_BARS and any(one.value for one in shown),
        hatched=any(not one.marked for one in shown),
    )


# ---- a course of days or weeks ----------------------------------------------------------------

LINE_TOP, LINE_ROOM, LINE_LEFT, LINE_RIGHT = 22, 104, 34, 14


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
        return _units(LINE_LEFT + (Fraction(across * (day - days[0]).days, long) if long else 0))

    def y_of(value: Fraction | int) -> float:
        return _units(base - LINE_ROOM * min(Fraction(1), Fraction(value) / end))

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


# ---- options taken by the strong and the weak third -------------------------------------------


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
            lines.append((_units(y - 5), line))
        shares = (
            Fraction(one.strong, strong) if strong else Fraction(0),
            Fraction(one.weak, weak) if weak else Fraction(0),
        )
        found.append(
            Pair(
                one,
                tuple(lines),
                _units(y),
                _units(room * shares[0]),
                round(shares[0] * 100),
                _units(y + 15),
                _units(room * shares[1]),
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
        _units(y),
        drawn=len(given) > 1 and min(strong, weak) >= FEWEST_IN_THIRD,
    )
