"""A text diagram: its nodes and edges, the faults in them, and the drawing as SVG and as words.

Colours, weights and type come from the style sheet by the classes `dg-node` (with `dg-start`,
`dg-step`, `dg-question`, `dg-end`), `dg-text`, `dg-edge` and `dg-label`. The attributes given
here only keep a drawing readable where no style sheet is read. What lies on a way that was taken
has the class `dg-taken`.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from markdown_it.common.utils import escapeHtml

from course.diagram_layout import FONT, LINE, Box, Layout, Route, laid_out
from course.schema import DiagramFence

MOST_IN_ROW = 3
LONGEST_TEXT = 60

Kind = Literal["start", "step", "question", "end"]

_EDGE = re.compile(r"^(\S+)\s*->\s*([^\s:]+)\s*(?::\s*(.*\S))?\s*$", re.DOTALL)
_TAKEN = " dg-taken"
_KIND_WORDS = {"start": "Басы", "question": "Сұрақ", "end": "Соңы"}


@dataclass(frozen=True)
class Node:
    id: str
    text: str
    kind: Kind


@dataclass(frozen=True)
class Edge:
    source: str
    target: str
    label: str


@dataclass(frozen=True)
class Diagram:
    title: str
    alt: str
    rows: tuple[tuple[Node, ...], ...]
    edges: tuple[Edge, ...]

    def nodes(self) -> Iterator[Node]:
        for row in self.rows:
            yield from row


@dataclass(frozen=True)
class BadDiagram:
    """A fault of a diagram at a path of its YAML."""

    where: tuple[str | int, ...]
    code: str
    params: dict[str, str] = field(default_factory=dict)


def diagram_from(fence: DiagramFence, faults: list[BadDiagram]) -> Diagram | None:
    """The diagram, or None when it cannot be drawn; faults are added to `faults`."""
    before = len(faults)
    places: dict[str, tuple[str | int, ...]] = {}
    kinds: dict[str, str] = {}
    rows: list[tuple[Node, ...]] = []
    for number, row in enumerate(fence.rows):
        where = ("rows", number)
        if not row:
            faults.append(BadDiagram(where, "diagram.row-empty"))
        if len(row) > MOST_IN_ROW:
            params = {"count": str(len(row)), "most": str(MOST_IN_ROW)}
            faults.append(BadDiagram(where, "diagram.row-too-wide", params))
        for index, entry in enumerate(row):
            if entry.id in places:
                at = (*where, index, "id")
                faults.append(BadDiagram(at, "diagram.duplicate-node", {"node": entry.id}))
            if len(entry.text) > LONGEST_TEXT:
                params = {"count": str(len(entry.text)), "most": str(LONGEST_TEXT)}
                faults.append(BadDiagram((*where, index, "text"), "diagram.text-too-long", params))
            places.setdefault(entry.id, (*where, index))
            kinds.setdefault(entry.id, entry.kind)
        rows.append(tuple(Node(entry.id, entry.text, entry.kind) for entry in row))
    edges = _edges(fence, places, faults)
    drawable = len(faults) == before
    _check_ways(edges, places, kinds, faults)
    return Diagram(fence.title, fence.alt, tuple(rows), tuple(edges)) if drawable else None


def _edges(
    fence: DiagramFence, places: dict[str, tuple[str | int, ...]], faults: list[BadDiagram]
) -> list[Edge]:
    edges: list[Edge] = []
    for number, text in enumerate(fence.edges):
        where = ("edges", number)
        found = _EDGE.match(text.strip())
        if found is None:
            faults.append(BadDiagram(where, "diagram.bad-edge", {"edge": text}))
            continue
        edge = Edge(found[1], found[2], " ".join((found[3] or "").split()))
        unknown = [node for node in (edge.source, edge.target) if node not in places]
        for node in unknown:
            faults.append(BadDiagram(where, "diagram.unknown-node", {"node": node}))
        if edge.source == edge.target:
            faults.append(BadDiagram(where, "diagram.self-loop", {"node": edge.source}))
        elif any((one.source, one.target) == (edge.source, edge.target) for one in edges):
            faults.append(BadDiagram(where, "diagram.duplicate-edge", {"edge": text}))
        elif not unknown:
            edges.append(edge)
    return edges


def _check_ways(
    edges: list[Edge],
    places: dict[str, tuple[str | int, ...]],
    kinds: dict[str, str],
    faults: list[BadDiagram],
) -> None:
    """Whether the reader can follow the ways: these are warnings."""
    for node, where in places.items():
        leaving = [edge for edge in edges if edge.source == node]
        if kinds[node] == "question":
            if len(leaving) < 2:
                faults.append(BadDiagram(where, "diagram.question-one-way", {"node": node}))
            elif not all(edge.label for edge in leaving):
                faults.append(BadDiagram(where, "diagram.question-unlabelled", {"node": node}))
        entered = any(edge.target == node for edge in edges)
        if not entered and kinds[node] != "start" and where != ("rows", 0, 0):
            faults.append(BadDiagram(where, "diagram.unreachable", {"node": node}))


def drawn(diagram: Diagram, anchor: str) -> str:
    """The diagram as an HTML figure; `anchor` is its id, unique on the page."""
    return (
        f'<figure class="diagram" id="{anchor}">\n'
        f"{_svg(diagram, _layout(diagram), anchor, _Marks())}\n"
        f"<figcaption>{escapeHtml(diagram.title)}</figcaption>\n"
        f"{_words(diagram)}"
        "</figure>\n"
    )


def picture(
    diagram: Diagram,
    anchor: str,
    *,
    taken: Collection[tuple[str, str]] = (),
    ends: Collection[str] = (),
    hrefs: Mapping[str, str],
) -> str:
    """The drawing alone, for a page that says the same in words itself.

    ``taken`` are the lines of a way that was taken, ``ends`` the boxes on it; ``hrefs`` says where
    each box leads.
    """
    return _svg(diagram, _layout(diagram), anchor, _Marks(frozenset(taken), frozenset(ends), hrefs))


@dataclass(frozen=True)
class _Marks:
    taken: frozenset[tuple[str, str]] = frozenset()
    ends: frozenset[str] = frozenset()
    hrefs: Mapping[str, str] = field(default_factory=dict)


def _layout(diagram: Diagram) -> Layout:
    return laid_out(
        [[(node.id, node.text, node.kind == "question") for node in row] for row in diagram.rows],
        [(edge.source, edge.target, edge.label) for edge in diagram.edges],
    )


def _svg(diagram: Diagram, layout: Layout, anchor: str, marks: _Marks) -> str:
    kinds = {node.id: node.kind for node in diagram.nodes()}
    # What was taken is drawn last, above what it meets.
    routes = sorted(layout.routes, key=lambda route: _ends(route) in marks.taken)
    parts = [_edge(route, _ends(route) in marks.taken) for route in routes]
    for box in layout.boxes:
        drawn_box = _node(box, kinds[box.id], box.id in marks.ends)
        href = marks.hrefs.get(box.id)
        parts.append(f'<a href="{escapeHtml(href)}">{drawn_box}</a>' if href else drawn_box)
    parts += [_label(route) for route in layout.routes if route.label]
    width, height = layout.width, layout.height
    # Inside an image nothing can be reached: with links the drawing is a group.
    role = "group" if marks.hrefs else "img"
    return (
        f'<svg class="dg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
        f' height="{height:g}" role="{role}" aria-labelledby="{anchor}-title {anchor}-alt"'
        f' font-size="{FONT:g}">'
        f'<title id="{anchor}-title">{escapeHtml(diagram.title)}</title>'
        f'<desc id="{anchor}-alt">{escapeHtml(diagram.alt)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _ends(route: Route) -> tuple[str, str]:
    return route.source.id, route.target.id


def _node(box: Box, kind: Kind, taken: bool) -> str:
    return (
        f'<path class="dg-node dg-{kind}{_TAKEN if taken else ""}" d="{_outline(box, kind)}"'
        f' fill="none" stroke="currentColor" stroke-linejoin="round"/>'
        + _text("dg-text", box.lines, box.x + box.width / 2, box.y + box.height / 2, "middle")
    )


def _outline(box: Box, kind: Kind) -> str:
    x, y, w, h = box.x, box.y, box.width, box.height
    if kind == "question":
        # A hexagon: the points of a diamond, the room of a rectangle.
        cut = 13.0
        return (
            f"M{x + cut:g} {y:g}H{x + w - cut:g}L{x + w:g} {y + h / 2:g}"
            f"L{x + w - cut:g} {y + h:g}H{x + cut:g}L{x:g} {y + h / 2:g}Z"
        )
    r = min(h / 2, 18.0) if kind in {"start", "end"} else 5.0
    return (
        f"M{x + r:g} {y:g}H{x + w - r:g}A{r:g} {r:g} 0 0 1 {x + w:g} {y + r:g}"
        f"V{y + h - r:g}A{r:g} {r:g} 0 0 1 {x + w - r:g} {y + h:g}"
        f"H{x + r:g}A{r:g} {r:g} 0 0 1 {x:g} {y + h - r:g}"
        f"V{y + r:g}A{r:g} {r:g} 0 0 1 {x + r:g} {y:g}Z"
    )


def _edge(route: Route, taken: bool) -> str:
    path = "".join(
        f"{'L' if index else 'M'}{x:g} {y:g}" for index, (x, y) in enumerate(route.points)
    )
    (x0, y0), (x, y) = route.points[-2:]
    back = 5.0
    # An open arrow head needs no fill, so one stroke colour serves line and head.
    if y != y0:
        side = -back if y > y0 else back
        head = f"M{x - 4:g} {y + side:g}L{x:g} {y:g}L{x + 4:g} {y + side:g}"
    else:
        side = -back if x > x0 else back
        head = f"M{x + side:g} {y - 4:g}L{x:g} {y:g}L{x + side:g} {y + 4:g}"
    name = f"dg-edge{_TAKEN if taken else ''}"
    return f'<path class="{name}" d="{path}{head}" fill="none" stroke="currentColor"/>'


def _label(route: Route) -> str:
    x, y = route.label_at
    return _text("dg-label", route.label, x, y, route.anchor)


def _text(kind: str, lines: tuple[str, ...], x: float, middle: float, anchor: str) -> str:
    # 0.35 em below the middle is where the base line of one line of letters lies.
    first = middle - (len(lines) - 1) * LINE / 2 + FONT * 0.35
    spans = "".join(
        f'<tspan x="{x:g}" y="{first + number * LINE:.4g}">{escapeHtml(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text class="{kind}" text-anchor="{anchor}" fill="currentColor">{spans}</text>'


def _words(diagram: Diagram) -> str:
    """The same in words, for those who cannot see the drawing and those who prefer to read."""
    texts = {node.id: node.text for node in diagram.nodes()}
    lines = []
    for node in diagram.nodes():
        kind = _KIND_WORDS.get(node.kind)
        words = escapeHtml(f"{kind}: {node.text}" if kind else node.text)
        ways = [
            f"<li>{escapeHtml(f'{edge.label} → ' if edge.label else '→ ')}"
            f"{escapeHtml(texts[edge.target])}</li>"
            for edge in diagram.edges
            if edge.source == node.id
        ]
        inner = f"\n<ul>{''.join(ways)}</ul>\n" if ways else ""
        lines.append(f"<li>{words}{inner}</li>")
    steps = "\n".join(lines)
    return (
        '<details class="dg-words">\n<summary>Сызба сөзбен</summary>\n'
        f"<ol>\n{steps}\n</ol>\n</details>\n"
    )
