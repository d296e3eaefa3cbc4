"""Reading content files: UTF-8, no stray characters, no words of two scripts."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from course.diagnostics import Report

_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# A word of both scripts has somewhere a letter of one beside a letter of the other.
_MIXED = re.compile(r"[A-Za-z\u00c0-\u024f][\u0400-\u052f]|[\u0400-\u052f][A-Za-z\u00c0-\u024f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufffd\ue000]")

# What is not words: code, addresses, the address of a link.
_NOT_WORDS = re.compile(r"`[^`]*`|https?://\S+|\]\([^)\s]*")


class FileReader:
    """Reads text files of the content directory; what is wrong with them is reported."""

    def __init__(self, root: Path, report: Report) -> None:
        self._root = root
        self._report = report

    def name(self, file: Path) -> str:
        """The path shown to authors: relative to the content directory."""
        try:
            return file.relative_to(self._root).as_posix()
        except ValueError:
            return file.as_posix()

    def text(self, file: Path) -> str | None:
        """The text with `\\n` line ends, or None when there is no readable file."""
        path = self.name(file)
        try:
            content = file.read_bytes()
        except OSError:
            self._report.add(path, (1, 1), "file.missing")
            return None
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            before = content[: error.start]
            line = before.count(b"\n") + 1
            column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
            byte = f"0x{content[error.start]:02x}"
            self._report.add(path, (line, column), "file.encoding", byte=byte)
            return None
        if text.startswith("\ufeff"):
            self._report.add(path, (1, 1), "file.byte-order-mark")
            text = text[1:]
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return self._cleaned(path, text)

    def _cleaned(self, path: str, text: str) -> str | None:
        # Each look over the whole text is quick; only a text with a fault is searched by lines.
        bad = _CONTROL.search(text) is not None
        lines = text.split("\n")
        if bad:
            self._controls(path, lines)
        if _MIXED.search(text):
            self._scripts(path, lines)
        if not unicodedata.is_normalized("NFC", text):
            self._composition(path, lines)
        return None if bad else text

    def _controls(self, path: str, lines: list[str]) -> None:
        for row, line in enumerate(lines, 1):
            for found in _CONTROL.finditer(line):
                code = f"U+{ord(found[0]):04X}"
                self._report.add(path, (row, found.start() + 1), "file.control", code=code)

    def _composition(self, path: str, lines: list[str]) -> None:
        for row, line in enumerate(lines, 1):
            composed = unicodedata.normalize("NFC", line)
            if composed != line:
                column = _first_difference(line, composed) + 1
                self._report.add(path, (row, column), "text.not-composed")

    def _scripts(self, path: str, lines: list[str]) -> None:
        for row, line in enumerate(lines, 1):
            for column, word, letters in mixed_words(line):
                place = (row, column)
                self._report.add(path, place, "text.mixed-scripts", word=word, letters=letters)


def mixed_words(line: str) -> Iterator[tuple[int, str, str]]:
    """(column from 1, word, its Latin letters) of the words of two scripts; they look right and
    are found by no search."""
    if not _MIXED.search(line):
        return
    shown = _NOT_WORDS.sub(lambda found: " " * len(found[0]), line)
    for word in _LETTERS.finditer(shown):
        if _MIXED.search(word[0]):
            letters = ", ".join(dict.fromkeys(_LATIN.findall(word[0])))
            yield word.start() + 1, word[0], letters


def _first_difference(one: str, other: str) -> int:
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return min(len(one), len(other))
