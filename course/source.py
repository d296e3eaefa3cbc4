"""Where a piece of Markdown stands in its file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from course.diagnostics import Position
from course.positioned import Document, Path


@dataclass(frozen=True)
class Source:
    """A Markdown text and the way from its own lines and columns (from 0) to the file's."""

    path: str
    lines: tuple[str, ...]
    at: Callable[[int, int], Position]

    def offset(self, first: int, content: str, offset: int) -> Position:
        """The place of `content[offset]`, where `content` was read from line `first` on.

        The block parser strips indents and markers, so the line is searched for again.
        """
        row = first + content.count("\n", 0, offset)
        begin = content.rfind("\n", 0, offset) + 1
        text = content[begin:].split("\n", 1)[0]
        line = self.lines[row] if row < len(self.lines) else ""
        column = line.find(text)
        if column >= 0:
            return self.at(row, column + offset - begin)
        return self.at(row, max(line.find(content[offset : offset + 12].split("\n")[0]), 0))

    def find(self, lines: Sequence[int] | None, needle: str) -> Position:
        """The place of `needle` within the lines of a token, or their beginning."""
        first, last = (lines[0], lines[1]) if lines else (0, len(self.lines))
        for row in range(first, min(last, len(self.lines))):
            column = self.lines[row].find(needle)
            if column >= 0:
                return self.at(row, column)
        return self.start(first)

    def start(self, row: int) -> Position:
        """The first letter of a line."""
        line = self.lines[row] if row < len(self.lines) else ""
        return self.at(row, len(line) - len(line.lstrip()))


def file_source(path: str, text: str, first_line: int) -> Source:
    """The source of Markdown that begins on `first_line` of its file."""
    return Source(
        path,
        tuple(text.split("\n")),
        lambda row, column: Position(row + first_line, column + 1),
    )


def yaml_source(path: str, document: Document, where: Path, text: str) -> Source:
    """The source of Markdown written as a YAML text."""
    return Source(
        path,
        tuple(text.split("\n")),
        lambda row, column: document.locate(where, row, column),
    )
