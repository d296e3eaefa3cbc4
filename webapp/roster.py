"""Reading a roster: rows of name, login and group from a file or from pasted text.

A file is CSV (comma, semicolon or tab) or XLSX. Formulas are never evaluated: a cell that is one
makes its row faulty. Letters of names are never changed, only spaces put in order.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from webapp.logins import folded_login, is_login

MOST_ROWS = 10_000
MOST_LINES = 30_000
"""Lines looked at, the blank ones too."""
MOST_COLUMNS = 40
MOST_UNPACKED = 60_000_000
"""Bytes an XLSX file may unpack to: a small archive can hold a flood."""

Cells = tuple[str, ...]


class CannotRead(Exception):
    """A file that is no roster. ``key`` is the message that says why and what to do."""

    def __init__(self, key: str, line: int = 0) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``line`` counts from 1 as in the file; ``login`` is folded; ``group`` may be "".

    ``fault``: "" or the last part of a message ``roster.fault.…``; ``other`` the line it repeats.
    """

    line: int
    name: str
    login: str
    group: str = ""
    fault: str = ""
    other: int = 0


_HEADERS = {
    "name": "аты-жөні аты,жөні аты-жөні,тегі тегі,аты,жөні т.а.ә фио ф.и.о имя,и,фамилия "
    "фамилия,и,имя фамилия,имя фамилия,имя,отчество name full,name student студент оқушы "
    "fullname",
    "family": "тегі фамилия surname last,name family,name lastname",
    "given": "аты есімі имя first,name given,name firstname",
    "login": "логин login username user,name user логині пайдаланушы пайдаланушы,аты "
    "имя,пользователя",
    "group": "топ тобы топ,атауы топ,аты группа group group,name класс",
    "ignored": "e-mail email mail пошта почта эл.пошта электрондық,пошта электронная,почта "
    "№ n no нөмірі номер р/с п/п телефон phone",
    "patronymic": "әкесінің,аты отчество patronymic middle,name",
}
_COLUMN = {
    name.replace(",", " "): column for column, names in _HEADERS.items() for name in names.split()
}
#: columns of a file without headings, by how many there are
_ORDER = {
    2: ("name", "login"),
    3: ("name", "login", "group"),
    4: ("family", "given", "login", "group"),
}
_FORMULA = re.compile(r"[=@]|[+-](?!\d{6,}$)")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .,'’ʼ`\-‐‑()]|[\u0300-\u036f])*")
_FOREIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f¤¦©¬®±µ¶·†‡‰\ufffd]")
"""Signs that no name or login holds: bytes of another encoding look so."""


def read_file(data: bytes) -> list[Row]:
    """The rows of a file.

    Raises:
        CannotRead: it is no table, has an unknown encoding or too many rows.
    """
    if data.startswith(b"PK\x03\x04"):
        return rows_of(_xlsx(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead("roster.cannot.old_excel")
    return read_text(decoded(data))


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, else KZ-1048, the Kazakh Windows code page.

    Raises:
        CannotRead: none of them.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise CannotRead("roster.cannot.encoding") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("kz1048")
        except UnicodeDecodeError:
            raise CannotRead("roster.cannot.encoding") from None
    if _FOREIGN.search(text):
        raise CannotRead("roster.cannot.encoding")
    return text


def read_text(text: str) -> list[Row]:
    """The rows of a text as it stands in a CSV file, or as copied from a spreadsheet.

    Raises:
        CannotRead: a quotation mark is not closed, too many rows.
    """
    return rows_of(_csv(text))


def _csv(text: str) -> Iterator[tuple[int, Cells]]:
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max("\t;,", key=first.count)
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's own line
        separator = first.strip()[4]
        text = text[text.index(first) + len(first) :]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, tuple(_unguarded(cell) for cell in cells)
    except csv.Error:
        raise CannotRead("roster.cannot.quotes", reader.line_num) from None


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that webapp.spreadsheets puts in front."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def _xlsx(data: bytes) -> Iterator[tuple[int, Cells]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise CannotRead("roster.cannot.too_many")
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says may be wrong
            for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
                if number > MOST_LINES:
                    raise CannotRead("roster.cannot.too_many")
                yield number, tuple(_cell(cell) for cell in cells)
        finally:
            book.close()
    except CannotRead:
        raise
    except Exception:  # a broken file breaks openpyxl in many ways
        raise CannotRead("roster.cannot.xlsx") from None


def _cell(cell: object) -> str:
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return "=" + str(value).removeprefix("=")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def rows_of(lines: Iterable[tuple[int, Cells]]) -> list[Row]:
    """Rows of the lines of a table, the faulty ones marked.

    Raises:
        CannotRead: too many, none, or columns that cannot be told apart.
    """
    table: list[tuple[int, Cells]] = []
    for line, cells in lines:
        neat = tuple(_neat(cell) for cell in cells[:MOST_COLUMNS])
        if any(neat):
            if len(table) > MOST_ROWS:  # one more for the headings
                raise CannotRead("roster.cannot.too_many")
            table.append((line, neat))
    if not table:
        raise CannotRead("roster.cannot.empty")
    columns = _columns(table[0][1])
    if columns is not None:
        table = table[1:]
        if not table:
            raise CannotRead("roster.cannot.empty")
    else:
        width = max(_width(cells) for _, cells in table)
        if width not in _ORDER:
            raise CannotRead("roster.cannot.columns")
        columns = {name: place for place, name in enumerate(_ORDER[width])}
    if len(table) > MOST_ROWS:
        raise CannotRead("roster.cannot.too_many")
    return _without_repeats(_row(line, cells, columns) for line, cells in table)


def _neat(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split())


def _width(cells: Cells) -> int:
    return max((place for place, cell in enumerate(cells, 1) if cell), default=0)


def _columns(cells: Cells) -> dict[str, int] | None:
    """Column → its place, if the line is of headings; None: it is a row already.

    Raises:
        CannotRead: headings without a login or a name.
    """
    found: dict[str, int] = {}
    known = 0
    for place, cell in enumerate(cells):
        column = _COLUMN.get(re.sub(r"\s*-\s*", "-", cell.casefold()).strip(" .:*"))
        if column is not None:
            known += 1
            found.setdefault(column, place)
    if "given" in found and "family" not in found and "name" not in found:
        found["name"] = found.pop("given")
    if "login" not in found and known < 2:
        return None
    if "login" not in found or not ("name" in found or "family" in found):
        raise CannotRead("roster.cannot.headings")
    return found


def _row(line: int, cells: Cells, columns: dict[str, int]) -> Row:
    def cell(column: str) -> str:
        place = columns.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    if "name" in columns:
        name = cell("name")
    else:
        name = " ".join(f"{cell('family')} {cell('given')} {cell('patronymic')}".split())
    login, group = folded_login(cell("login")), cell("group")
    row = Row(line, name, login, group)
    read = [cell(column) for column in columns if column != "ignored"]
    if any(_FORMULA.match(text) for text in read):
        return replace(row, fault="formula")
    if not name:
        return replace(row, fault="no_name")
    if not 2 <= len(name) <= 200 or _NAME.fullmatch(name) is None:
        return replace(row, fault="name")
    if not login:
        return replace(row, fault="no_login")
    if not is_login(login):
        return replace(row, fault="login")
    if len(group) > 200:
        return replace(row, fault="group")
    return row


def _without_repeats(rows: Iterable[Row]) -> list[Row]:
    """Rows with every login that came before marked as repeated."""
    first: dict[str, int] = {}
    found = []
    for row in rows:
        if not row.fault:
            before = first.setdefault(row.login, row.line)
            if before != row.line:
                row = replace(row, fault="twice", other=before)
        found.append(row)
    return found
