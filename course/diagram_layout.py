"""Where the boxes and lines of a diagram go.

Rows run from top to bottom. Lines leave a box below and enter one above; between two rows each
line that must turn has a track of its own, and a line that would cross a box goes round by a
lane at the side. Units are those of the SVG's view box, which is as wide as a phone's column,
so that text keeps a readable size there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH = 360.0
FONT = 13.0
LINE = 16.0

_PAD_X = {1: 9.0, 2: 9.0, 3: 5.0}
_PAD_Y = 9.0
_QUESTION_PAD = 10.0
_BETWEEN = {1: 16.0, 2: 16.0, 3: 10.0}
_WIDEST = {1: 240.0, 2: 172.0, 3: 130.0}
_LANE = 14.0
_TRACK = 11.0
_ARROW = 14.0
_STUB = 10.0
_PORT_GAP = 30.0
_EDGE_OF_BOX = 18.0
_LABEL_WIDTH = 104.0

_NARROW = set("іІ.,:;!|()'«» -1")
_VOWELS = set("аәеёиоөуұүыіэюяАӘЕЁИОӨУҰҮЫІЭЮЯ")
_WIDE = set("шщжмюыфдШЩЖМЮЫФДЭЯОҚҢӨ@W—")

NodeInput = tuple[str, str, bool]
EdgeInput = tuple[str, str, str]


@dataclass
class Box:
    id: str
    lines: tuple[str, ...]
    row: int
    column: int
    x: float
    width: float
    y: float = 0.0
    height: float = 0.0

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass
class Route:
    """A line as points; the last two give the direction of the arrow."""

    source: Box
    target: Box
    label: tuple[str, ...]
    points: list[tuple[float, float]] = field(default_factory=list)
    label_at: tuple[float, float] = (0.0, 0.0)
    anchor: str = "start"
    corridor: float | None = None
    leaves: float = 0.0
    enters: float = 0.0

    @property
    def beside(self) -> bool:
        """Whether the boxes are neighbours in one row."""
        return (
            self.source.row == self.target.row and abs(self.source.column - self.target.column) == 1
        )

    @property
    def direct(self) -> bool:
        return self.target.row == self.source.row + 1

    @property
    def heading(self) -> float:
        """Where the line goes after it has left its box."""
        return self.target.middle if self.corridor is None else self.corridor


@dataclass(frozen=True)
class Layout:
    width: float
    height: float
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]


def text_width(text: str) -> float:
    """An estimate of the width of a line, on the wide side."""
    total = 0.0
    for letter in text:
        share = 0.33 if letter in _NARROW else 0.8 if letter in _WIDE else 0.58
        total += share * FONT
    return total


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """The text over lines no wider than `width`; a longer word is divided by syllables."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        while text_width(word) > width and (cut := _cut(word, width)):
            if line:
                lines.append(line)
                line = ""
            lines.append(word[:cut] + "-")
            word = word[cut:]
        longer = f"{line} {word}" if line else word
        if line and text_width(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return tuple([*lines, line] if line else lines)


def _cut(word: str, width: float) -> int:
    """Where to divide a word: the last syllable that fits, at least two letters on each side."""
    for cut in range(len(word) - 2, 1, -1):
        begins_syllable = word[cut] not in _VOWELS and word[cut + 1] in _VOWELS
        has_vowel = any(letter in _VOWELS for letter in word[:cut])
        if begins_syllable and has_vowel and text_width(word[:cut] + "-") <= width:
            return cut
    return 0


def laid_out(rows: Sequence[Sequence[NodeInput]], edges: Sequence[EdgeInput]) -> Layout:
    """Place boxes and lines."""
    lanes = _lane_sides(rows, edges)
    left = _LANE * sum(side == "left" for side in lanes.values())
    right = _LANE * sum(side == "right" for side in lanes.values())
    boxes = _boxes(rows, edges, left, WIDTH - right)
    by_id = {box.id: box for row in boxes for box in row}
    routes = [
        Route(by_id[source], by_id[target], wrapped(label, _LABEL_WIDTH))
        for source, target, label in edges
    ]
    _corridors(routes, boxes, lanes)
    _ports(routes)
    height = _heights(boxes, routes)
    return Layout(WIDTH, height, tuple(by_id.values()), tuple(routes))


def _lane_sides(rows: Sequence[Sequence[NodeInput]], edges: Sequence[EdgeInput]) -> dict[str, str]:
    """The targets that are reached by a lane, and the side of it.

    All lines round the side to one box share a lane: they meet there anyway.
    """
    places = {
        node[0]: (number, (index + 0.5) / len(row))
        for number, row in enumerate(rows)
        for index, node in enumerate(row)
    }
    found: dict[str, str] = {}
    for source, target, _ in edges:
        (row_a, x_a), (row_b, x_b) = places[source], places[target]
        if row_b == row_a + 1 or _are_neighbours(rows, row_a, row_b, source, target):
            continue
        if row_b > row_a and _free(rows, row_a, row_b, x_b):
            continue
        found.setdefault(target, "left" if x_a + x_b < 1 else "right")
    return found


def _are_neighbours(
    rows: Sequence[Sequence[NodeInput]], row_a: int, row_b: int, source: str, target: str
) -> bool:
    if row_a != row_b:
        return False
    ids = [node[0] for node in rows[row_a]]
    return abs(ids.index(source) - ids.index(target)) == 1


def _free(rows: Sequence[Sequence[NodeInput]], row_a: int, row_b: int, x: float) -> bool:
    """Whether a line straight down at share `x` of the width meets no box between the rows."""
    for row in rows[row_a + 1 : row_b]:
        count = len(row)
        for index in range(count):
            half = min(0.5 / count, _WIDEST[count] / WIDTH / 2) + 0.03
            if abs((index + 0.5) / count - x) < half:
                return False
    return True


def _boxes(
    rows: Sequence[Sequence[NodeInput]], edges: Sequence[EdgeInput], left: float, right: float
) -> list[list[Box]]:
    result: list[list[Box]] = []
    for number, row in enumerate(rows):
        between = _BETWEEN[len(row)]
        ids = [node[0] for node in row]
        for source, target, label in edges:
            if source in ids and target in ids:
                between = max(between, min(text_width(label), 64.0) + 18.0)
        room = right - left
        slot = room / len(row)
        width = min(_WIDEST[len(row)], slot - between)
        boxes: list[Box] = []
        for index, (node, text, question) in enumerate(row):
            pad = _PAD_X[len(row)] + (_QUESTION_PAD if question else 0.0)
            lines = wrapped(text, width - 2 * pad)
            x = left + slot * index + (slot - width) / 2
            boxes.append(Box(node, lines, number, index, x, width))
        height = max(len(box.lines) for box in boxes) * LINE + 2 * _PAD_Y
        for box in boxes:
            box.height = height
        result.append(boxes)
    return result


def _corridors(routes: list[Route], boxes: list[list[Box]], lanes: dict[str, str]) -> None:
    order = {side: [t for t, s in lanes.items() if s == side] for side in ("left", "right")}
    for route in routes:
        if route.direct or route.beside:
            continue
        side = lanes.get(route.target.id)
        between = [box for row in boxes[route.source.row + 1 : route.target.row] for box in row]
        down = route.target.row > route.source.row
        x = route.target.middle
        if down and all(not box.x - 6 < x < box.x + box.width + 6 for box in between):
            route.corridor = x
        elif side == "left":
            route.corridor = 6.0 + _LANE * order["left"].index(route.target.id)
        else:
            position = order["right"].index(route.target.id) if side else 0
            route.corridor = WIDTH - 6.0 - _LANE * position


def _ports(routes: list[Route]) -> None:
    """Where lines leave and enter, so that as many as possible run straight."""
    sources = {id(route.source): route.source for route in routes}
    for key, box in sources.items():
        leaving = [one for one in routes if id(one.source) == key and not one.beside]
        leaving.sort(key=lambda one: (one.heading, one.target.row))
        low, high = box.x + _EDGE_OF_BOX, box.x + box.width - _EDGE_OF_BOX
        wished = [min(max(one.heading, low), high) for one in leaving]
        for route, x in zip(leaving, _apart(wished, low, high), strict=True):
            route.leaves = x
    for route in routes:
        entering = [one for one in routes if one.target is route.target and not one.beside]
        route.enters = route.target.middle
        if len(entering) == 1 and route.direct:
            low = route.target.x + _EDGE_OF_BOX
            high = route.target.x + route.target.width - _EDGE_OF_BOX
            route.enters = min(max(route.leaves, low), high)


def _apart(wished: list[float], low: float, high: float) -> list[float]:
    """Sorted positions moved so far that no two are too near, within the box."""
    if not wished:
        return []
    gap = min(_PORT_GAP, (high - low) / max(len(wished) - 1, 1))
    placed = list(wished)
    for index in range(1, len(placed)):
        placed[index] = max(placed[index], placed[index - 1] + gap)
    overflow = placed[-1] - high
    if overflow > 0:
        placed[-1] = high
        for index in range(len(placed) - 2, -1, -1):
            placed[index] = min(placed[index], placed[index + 1] - gap)
    return placed


@dataclass
class _Turn:
    """A level piece of a line in the space below row `gap` (-1: above the first row)."""

    gap: int
    route: Route
    begin: float
    end: float
    track: int = 0


def _turns(route: Route) -> list[_Turn]:
    if route.beside:
        return []
    gap_in = route.target.row - 1
    if route.corridor is None:
        return [_Turn(gap_in, route, route.leaves, route.enters)]
    return [
        _Turn(route.source.row, route, route.leaves, route.corridor),
        _Turn(gap_in, route, route.corridor, route.enters),
    ]


def _heights(boxes: list[list[Box]], routes: list[Route]) -> float:
    """Give every row its place and every line its points; returns the height of the whole."""
    turns = {id(route): _turns(route) for route in routes}
    level = [turn for one in turns.values() for turn in one if turn.begin != turn.end]
    tracks: dict[int, int] = {}
    for gap in range(-1, len(boxes)):
        tracks[gap] = _assign([turn for turn in level if turn.gap == gap])

    first_track: dict[int, float] = {}
    y = 2.0
    if tracks[-1]:
        first_track[-1] = y + 4.0
        y += tracks[-1] * _TRACK + _ARROW
    for number, row in enumerate(boxes):
        for box in row:
            box.y = y
        y += row[0].height
        leaving = [one for one in routes if one.source.row == number and not one.beside]
        if not leaving and number == len(boxes) - 1:
            continue
        label = max((len(one.label) for one in leaving), default=0)
        first_track[number] = y + (label * LINE + 6.0 if label else _STUB)
        y = first_track[number] + max(tracks[number] - 1, 0) * _TRACK
        if number < len(boxes) - 1:
            y += _ARROW + (2.0 if tracks[number] else 0.0)
    for route in routes:
        _draw(route, turns[id(route)], first_track)
    return y + 4.0


def _assign(turns: list[_Turn]) -> int:
    """Give level pieces that would lie on one another different tracks; returns their number."""
    turns.sort(key=lambda turn: (abs(turn.end - turn.begin), turn.begin))
    taken: list[list[_Turn]] = []
    for turn in turns:
        low, high = sorted((turn.begin, turn.end))
        for number, track in enumerate(taken):
            if all(
                one.route.target is turn.route.target
                or max(one.begin, one.end) + 6 < low
                or high + 6 < min(one.begin, one.end)
                for one in track
            ):
                track.append(turn)
                turn.track = number
                break
        else:
            turn.track = len(taken)
            taken.append([turn])
    return len(taken)


def _draw(route: Route, turns: list[_Turn], first_track: dict[int, float]) -> None:
    source, target = route.source, route.target
    if route.beside:
        y = source.y + source.height / 2
        right = target.column > source.column
        begin = source.x + source.width if right else source.x
        end = target.x if right else target.x + target.width
        route.points = [(begin, y), (end, y)]
        # Above the line, in the middle.
        route.label_at = ((begin + end) / 2, y - 6.0 - len(route.label) * LINE / 2)
        route.anchor = "middle"
        return
    points = [(route.leaves, source.y + source.height)]
    for turn in turns:
        if turn.begin == turn.end:
            continue
        y = first_track[turn.gap] + turn.track * _TRACK
        points += [(turn.begin, y), (turn.end, y)]
    points.append((route.enters, target.y))
    route.points = points
    _place_label(route)


def _place_label(route: Route) -> None:
    """Beside the line where it leaves, on the side it does not turn to another label's."""
    if not route.label:
        return
    width = max(text_width(line) for line in route.label)
    x = route.leaves
    to_left = route.heading < route.source.middle - 1 or x + width + 5 > WIDTH
    if to_left and x - width - 5 < 0:
        to_left = False
    y = route.source.y + route.source.height + 4.0 + len(route.label) * LINE / 2
    route.label_at = (x - 5.0, y) if to_left else (x + 5.0, y)
    route.anchor = "end" if to_left else "start"
