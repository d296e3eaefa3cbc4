"""The text of a PDF with its structure, as a screen reader gets it: a tree as of a page.

Reads what Typst writes (tagged, its objects in a plain table, fonts that map to Unicode), with the
standard library alone; it is no reader for any PDF.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.recount.looking import Node


@dataclass(frozen=True)
class Name:
    text: str


@dataclass(frozen=True)
class Ref:
    number: int


@dataclass(frozen=True)
class Word:
    """A keyword or an operator."""

    text: str


_TOKEN = re.compile(
    rb"\s*(?:%[^\r\n]*\s*)*(?:"
    rb"(?P<ref>(\d+)\s+\d+\s+R\b)|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+))|/(?P<name>[^\s<>\[\]()/%]*)"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])|<(?P<hex>[0-9A-Fa-f\s]*)>|(?P<text>\()"
    rb"|(?P<word>[A-Za-z'\"*]+[\d*]?))"
)
_CLOSE = object()
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class _Scanner:
    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def next(self) -> Any:
        """The next value; raises StopIteration at the end."""
        found = _TOKEN.match(self.data, self.at)
        if found is None:
            raise StopIteration
        self.at = found.end()
        kind = found.lastgroup
        piece = found[kind] if kind else b""
        match kind:
            case "ref":
                return Ref(int(piece.split()[0]))
            case "number":
                return float(piece) if b"." in piece else int(piece)
            case "name":
                return Name(piece.decode("latin-1"))
            case "hex":
                digits = re.sub(rb"\s", b"", piece)
                return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
            case "text":
                return self._text()
            case "close":
                return _CLOSE
            case "open":
                values = list(iter(self.next, _CLOSE))
                if piece == b"[":
                    return values
                return {
                    key.text: value for key, value in zip(values[::2], values[1::2], strict=True)
                }
        return {b"true": True, b"false": False, b"null": None}.get(piece, Word(piece.decode()))

    def _text(self) -> bytes:
        found, depth = bytearray(), 1
        while True:
            sign = self.data[self.at : self.at + 1]
            self.at += 1
            if sign == b"\\":
                octal = re.compile(rb"[0-7]{1,3}").match(self.data, self.at)
                if octal:
                    found.append(int(octal[0], 8) & 255)
                    self.at = octal.end()
                    continue
                sign = self.data[self.at : self.at + 1]
                self.at += 1
                found += _ESCAPED.get(sign, sign)
                continue
            depth += (sign == b"(") - (sign == b")")
            if not depth:
                return bytes(found)
            found += sign


class _File:
    def __init__(self, data: bytes) -> None:
        self._data = data
        table = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        rows = re.finditer(rb"(\d{10}) \d{5} ([fn])", data[table:])
        self._places = [int(row[1]) if row[2] == b"n" else None for row in rows]
        self._kept: dict[int, tuple[Any, int]] = {}
        self.trailer = _Scanner(data, data.index(b"trailer", table) + 7).next()

    def _read(self, number: int) -> tuple[Any, int]:
        if number not in self._kept:
            place = self._places[number]
            if place is None:
                raise ValueError(f"no object {number}")
            scanner = _Scanner(self._data, self._data.index(b"obj", place) + 3)
            self._kept[number] = scanner.next(), scanner.at
        return self._kept[number]

    def of(self, value: Any) -> Any:
        """What a reference stands for."""
        while isinstance(value, Ref):
            value = self._read(value.number)[0]
        return value

    def stream(self, ref: Ref) -> bytes:
        head, at = self._read(ref.number)
        begins = self._data.index(b"stream", at) + 6
        begins += 2 if self._data[begins : begins + 2] == b"\r\n" else 1
        piece = self._data[begins : begins + self.of(head["Length"])]
        return zlib.decompress(piece) if "Filter" in head else piece

    def inherited(self, page: Any, name: str) -> Any:
        while name not in page:
            page = self.of(page["Parent"])
        return self.of(page[name])


def _unicode(file: _File, font: Any) -> dict[int, str]:
    """Code of two bytes → its text."""
    found: dict[int, str] = {}
    scanner = _Scanner(file.stream(font["ToUnicode"]))
    values: list[Any] = []
    while True:
        try:
            value = scanner.next()
        except StopIteration:
            return found
        if not isinstance(value, Word):
            values.append(value)
            continue
        if value.text == "endbfchar":
            for code, text in zip(values[::2], values[1::2], strict=True):
                found[int.from_bytes(code)] = text.decode("utf-16-be")
        elif value.text == "endbfrange":
            for low, high, text in zip(values[::3], values[1::3], values[2::3], strict=True):
                for step, code in enumerate(range(int.from_bytes(low), int.from_bytes(high) + 1)):
                    one = text[step] if isinstance(text, list) else text
                    known = one.decode("utf-16-be")
                    if not isinstance(text, list):
                        known = known[:-1] + chr(ord(known[-1]) + step)
                    found[code] = known
        values = []


def _pieces(file: _File, page: Any) -> dict[int, str]:
    """Number of a marked piece → its text. Lines of it are parted by a space."""
    fonts = {
        name: _unicode(file, file.of(font))
        for name, font in file.of(file.inherited(page, "Resources").get("Font", {})).items()
    }
    parts = page["Contents"] if isinstance(page["Contents"], list) else [page["Contents"]]
    scanner = _Scanner(b"\n".join(file.stream(part) for part in parts))
    texts: dict[int, list[str]] = {}
    marks: list[tuple[int | None, bool]] = []  # (number, whether its text is said beside it)
    given: list[Any] = []
    font: dict[int, str] = {}

    def put(text: str) -> None:
        number = next((one for one, _ in reversed(marks) if one is not None), None)
        if number is not None:
            texts.setdefault(number, []).append(text)

    while True:
        try:
            value = scanner.next()
        except StopIteration:
            return {number: "".join(parts) for number, parts in texts.items()}
        if not isinstance(value, Word):
            given.append(value)
            continue
        match value.text:
            case "BDC":
                about = given[-1] if isinstance(given[-1], dict) else {}
                marks.append((about.get("MCID"), "ActualText" in about))
                if "ActualText" in about:
                    put(_string(about["ActualText"]))
            case "BMC":
                marks.append((None, False))
            case "EMC":
                marks.pop()
            case "Tf":
                font = fonts[given[-2].text]
            case "BT" | "Td" | "TD" | "T*" | "Tm":
                put(" ")
            case "Tj" | "TJ":
                shown = given[-1] if isinstance(given[-1], list) else [given[-1]]
                if not any(said for _, said in marks):
                    for run in shown:
                        if isinstance(run, bytes):
                            codes = (run[at : at + 2] for at in range(0, len(run), 2))
                            put("".join(font.get(int.from_bytes(one), "�") for one in codes))
        given = []


def _string(data: bytes) -> str:
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be")
    return data.decode("latin-1")


def tree(data: bytes) -> Node:
    """Raises LookupError or ValueError: it is not tagged, or not as Typst writes it."""
    file = _File(data)
    catalog = file.of(file.trailer["Root"])
    kept: dict[int, dict[int, str]] = {}

    def pieces(ref: Any) -> dict[int, str]:
        if ref.number not in kept:
            kept[ref.number] = _pieces(file, file.of(ref))
        return kept[ref.number]

    def children(kids: Any, page: Ref | None) -> Iterator[Node | str]:
        for kid in kids if isinstance(kids, list) else [kids]:
            found = file.of(kid)
            if isinstance(found, int) and page is not None:
                yield pieces(page).get(found, "")
            elif isinstance(found, dict) and "MCID" in found:
                where = found.get("Pg", page)
                yield pieces(where).get(found["MCID"], "")
            elif isinstance(found, dict) and "S" in found:
                yield node(found, page)

    def node(found: Any, page: Ref | None) -> Node:
        made = Node(found["S"].text)
        made.children = list(children(file.of(found.get("K", [])), found.get("Pg", page)))
        return made

    root = Node("")
    root.children = list(children(file.of(file.of(catalog["StructTreeRoot"])["K"]), None))
    return root
