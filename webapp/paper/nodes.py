"""Our own Markdown as a tree that the paper can set: texts and a few marks, nothing else.

A node is a text, or ``{"t": tag, "c": [nodes]}``. Texts reach the typesetter as data, so nothing
in them is ever read as a command.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

Node = str | dict[str, Any]

_KEPT = frozenset(
    {"p", "ul", "ol", "li", "strong", "em", "code", "blockquote", "br", "sup", "sub"}
    | {"table", "tr", "th", "td"}
)
_VOID = frozenset({"br", "hr", "img", "wbr", "input"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top: list[Node] = []
        self._open: list[tuple[str, list[Node]]] = []

    @property
    def _here(self) -> list[Node]:
        return self._open[-1][1] if self._open else self.top

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inner = self._here
        if tag in _KEPT:
            inner = []
            self._here.append({"t": tag, "c": inner})
        if tag not in _VOID:
            self._open.append((tag, inner))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        blank = not data.strip()
        if not (blank and "\n" in data):  # between blocks
            self._here.append(data.replace("\n", " "))


def from_html(html: str) -> list[Node]:
    """The tree of HTML that our own Markdown made."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.top


_MARK = re.compile(r"\{(\w[\w-]*)\}")


def with_gaps(nodes: list[Node], numbers: dict[str, int]) -> list[Node]:
    """The tree with the marks of gaps turned into ``{"t": "gap", "n": number}``."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, dict):
            found.append({**node, "c": with_gaps(node["c"], numbers)})
            continue
        for place, piece in enumerate(_MARK.split(node)):
            if place % 2 and piece in numbers:
                found.append({"t": "gap", "n": numbers[piece], "c": []})
            elif place % 2:
                found.append("{" + piece + "}")
            elif piece:
                found.append(piece)
    return found
