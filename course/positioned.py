"""YAML read as text, lists and mappings that remember where each of them stands.

Every scalar stays text (an empty plain one is None), so `no`, `12:30` and `010` mean what
they say. Duplicate keys, anchors, aliases, several documents in one file and keys that are
not text are refused. Nothing here raises on bad input: faults are returned.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from course.diagnostics import START, Position

# The parser bound to libyaml is some twenty times faster; both give the same events.
_LOADER = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))

_DEEPEST = 40

_NOWHERE = Position(0, 0)

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlFault:
    position: Position
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A YAML document with positions.

    `value` holds str, None, list and dict only. `places` maps a path such as
    `("options", 1, "text")` to where that value begins, `keys` to where its key stands.
    """

    value: Any
    places: Mapping[Path, Position]
    keys: Mapping[Path, Position]
    faults: tuple[YamlFault, ...]
    _lines: tuple[str, ...] = ()
    _offset: Position = _NOWHERE
    _styles: Mapping[Path, str] = field(default_factory=dict)

    def place(self, path: Path) -> Position:
        """Where the value at `path` begins, or the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, START)

    def key_place(self, path: Path) -> Position:
        """Where the key of `path` stands; for a list entry, the entry."""
        return self.keys.get(path) or self.place(path)

    def locate(self, path: Path, line: int, column: int) -> Position:
        """The place in the file of line and column (from 0) of the text at `path`.

        Exact for text in `|` blocks and on one line; for folded text the first line.
        """
        start = self.place(path)
        style = self._styles.get(path, "")
        if style == "|":
            row = start.line - 1 - self._offset.line + 1 + line
            if row < len(self._lines):
                return Position(start.line + 1 + line, self._indent(start, row) + column + 1)
            return start
        if line or style == ">":
            return Position(start.line + line, start.column)
        return Position(start.line, start.column + column + (1 if style in "'\"" and style else 0))

    def _indent(self, start: Position, row: int) -> int:
        """Columns before the text of a `|` block, found from its first line with text."""
        first = start.line - self._offset.line
        for text in self._lines[first:]:
            if text.strip():
                return len(text) - len(text.lstrip(" ")) + self._offset.column
        return self._offset.column

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Every scalar of the document with its path."""
        yield from _texts((), self.value)


def _texts(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _texts((*path, number), one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _texts((*path, key), one)


def read(text: str, first_line: int = 1, indent: int = 0) -> Document:
    """Read YAML text that begins on `first_line` of its file, `indent` columns in."""
    builder = _Builder(first_line, indent)
    value: Any = None
    try:
        value = builder.build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # An unclosed bracket or quote is noticed only at the end: point at its beginning.
        context = error.context or ""
        if error.context_mark and any(word in context for word in ("flow", "quoted", "simple key")):
            mark = error.context_mark
        builder.fault_at(mark, *_explained(error))
    except yaml.YAMLError as error:
        builder.fault(START, "yaml.syntax", problem=str(error).splitlines()[0])
    except _TooDeep as error:
        builder.fault(error.position, "yaml.too-deep")
    return Document(
        value,
        builder.places,
        builder.keys,
        tuple(builder.faults),
        tuple(text.split("\n")),
        Position(first_line - 1, indent),
        builder.styles,
    )


def _explained(error: yaml.MarkedYAMLError) -> tuple[str, dict[str, str]]:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return "yaml.colon", {}
    if "cannot start any token" in problem or "tab character" in problem:
        return "yaml.bad-start", {}
    if "unexpected end of stream" in problem or "unexpected document indicator" in problem:
        return "yaml.unclosed-quote", {}
    if "flow" in (error.context or ""):
        return "yaml.unclosed-bracket", {}
    if "could not find expected ':'" in problem:
        return "yaml.no-colon", {}
    return "yaml.syntax", {"problem": problem}


def _events(text: str) -> Iterator[Any]:
    loader = _LOADER(text)
    # get_event returns None after the end of the stream.
    yield from iter(loader.get_event, None)


class _TooDeep(Exception):
    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position


class _Builder:
    """Builds the value from parser events, in one pass."""

    def __init__(self, first_line: int, indent: int) -> None:
        self.places: dict[Path, Position] = {}
        self.keys: dict[Path, Position] = {}
        self.styles: dict[Path, str] = {}
        self.faults: list[YamlFault] = []
        self._line = first_line
        self._indent = indent

    def position(self, mark: Any) -> Position:
        return Position(mark.line + self._line, mark.column + self._indent + 1)

    def fault(self, position: Position, code: str, **params: str) -> None:
        self.faults.append(YamlFault(position, code, params))

    def fault_at(self, mark: Any, code: str, params: dict[str, str]) -> None:
        position = self.position(mark) if mark else Position(self._line, self._indent + 1)
        self.fault(position, code, **params)

    def build(self, text: str) -> Any:
        events = _events(text)
        value: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.fault(self.position(event.start_mark), "yaml.second-document")
                    break
            elif not isinstance(
                event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent
            ):
                value = self._node(event, events, ())
        return value

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        here = self.position(event.start_mark)
        self.places[path] = here
        if len(path) > _DEEPEST:
            raise _TooDeep(here)
        if isinstance(event, yaml.AliasEvent):
            self.fault(here, "yaml.alias")
            return None
        if event.anchor is not None:
            self.fault(here, "yaml.alias")
        if isinstance(event, yaml.ScalarEvent):
            if event.style:
                self.styles[path] = event.style
            if event.value == "" and not event.style:
                return None
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path, event.flow_style)

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        values: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._node(event, events, (*path, len(values))))
        return values

    def _mapping(self, events: Iterator[Any], path: Path, flow: bool) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            here = self.position(event.start_mark)
            if not isinstance(event, yaml.ScalarEvent):
                self.fault(here, "yaml.key-not-text")
                discarded = _Builder(self._line, self._indent)
                discarded._node(event, events, path)
                discarded._node(next(events), events, path)
                continue
            key = event.value
            if key in values:
                first = self.keys[(*path, key)]
                self.fault(here, "yaml.duplicate-key", key=key, line=str(first.line))
                discarded = _Builder(self._line, self._indent)
                discarded._node(next(events), events, (*path, key))
                continue
            self.keys[(*path, key)] = here
            value = self._node(next(events), events, (*path, key))
            if flow and value is None and not key.isascii():
                # Field names are Latin: these are words cut off from their text by a comma.
                self.fault(here, "yaml.comma", text=key)
                continue
            values[key] = value
        return values
