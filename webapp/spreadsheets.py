"""Tables for spreadsheet programs: the one place that writes CSV and XLSX.

CSV is UTF-8 with a byte order mark, its fields parted by semicolons and its decimals by commas:
so a program set to Kazakh or Russian opens it right by a double click. Text that looks like a
formula is made harmless in CSV; in XLSX a text is a text and a number a number.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import BinaryIO
from urllib.parse import quote
from zoneinfo import ZoneInfo

from webapp.figures import rounded_down

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PLACES = 4
"""Decimals of a share or of points, rounded down; exact ones have columns of their own."""
MOST_IN_CELL = 32_767
"""Characters a cell of XLSX can hold; CSV holds all."""

ROUGH_PLACES = 6
"""Decimals of a statistic (a float) in CSV, rounded; XLSX has all of them."""

Value = str | int | float | Fraction | datetime | date | None


def safe_cell(text: str) -> str:
    """A text as a cell that no spreadsheet program takes for a formula.

    What begins like one gets an apostrophe in front, as the programs themselves write it
    (OWASP, CSV injection).
    """
    return "'" + text if text.startswith(_BEGINS_A_FORMULA) else text


@dataclass(frozen=True, slots=True)
class Table:
    """``title`` is the sheet's name. Rows are asked for once, one after another."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]


def write_csv(file: BinaryIO, table: Table, zone: ZoneInfo) -> None:
    """Write a table. Times are given in ``zone``."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in table.header])
    for row in table.rows:
        writer.writerow([_as_text(value, zone) for value in row])
    text.flush()
    text.detach()


def _as_text(value: Value, zone: ZoneInfo) -> str:
    match value:
        case None:
            return ""
        case str():
            return safe_cell(value)
        case datetime():
            return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return value.isoformat()
        case float():
            return f"{value:.{ROUGH_PLACES}f}".rstrip("0").rstrip(".").replace(".", ",")
        case Fraction():
            return decimal(value)
        case _:
            return str(value)


def decimal(value: Fraction) -> str:
    """A number with a decimal comma: «0,6666»."""
    down = rounded_down(value, PLACES)
    if down.denominator == 1:
        return str(down.numerator)
    units = abs(int(down * 10**PLACES))
    whole, rest = divmod(units, 10**PLACES)
    return f"{'-' if down < 0 else ''}{whole},{rest:0{PLACES}d}".rstrip("0")


def write_xlsx(file: BinaryIO, tables: Sequence[Table], zone: ZoneInfo) -> None:
    """Write a workbook, a sheet a table, row by row in constant memory."""
    import xlsxwriter  # type: ignore[import-untyped]  # only who exports needs it

    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "remove_timezone": True,
        },
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    names: set[str] = set()
    for table in tables:
        sheet = book.add_worksheet(_sheet_name(table.title, names))
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, max(1, len(table.header) - 1), 16)
        for column, name in enumerate(table.header):
            sheet.write_string(0, column, name[:MOST_IN_CELL], bold)
        for place, row in enumerate(table.rows, start=1):
            for column, value in enumerate(row):
                match value:
                    case None:
                        continue
                    case str():
                        sheet.write_string(place, column, value[:MOST_IN_CELL])
                    case datetime():
                        local = value.astimezone(zone).replace(tzinfo=None)
                        sheet.write_datetime(place, column, local, moment)
                    case date():
                        sheet.write_datetime(place, column, value, day)
                    case _:
                        sheet.write_number(place, column, float(value))
    book.close()


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that a sheet may have: up to 31 characters, none of []:*?/\\, each once."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip("' ")[:31]
    name, number = plain or "1", 2
    while name.casefold() in taken:
        name = f"{plain[:27]} {number}"
        number += 1
    taken.add(name.casefold())
    return name


def disposition(name: str) -> str:
    """``Content-Disposition`` of a file: a name in ASCII, and the true one (RFC 5987)."""
    stem, dot, ending = name.rpartition(".")
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in stem)
    plain = "-".join(part for part in plain.split("-") if part) or "course"
    return f"attachment; filename=\"{plain}{dot}{ending}\"; filename*=UTF-8''{quote(name, safe='')}"


def pieces(file: BinaryIO, size: int = 65_536) -> Iterator[bytes]:
    """The file from its beginning, piece by piece; closed at the end."""
    with file:
        file.seek(0)
        while piece := file.read(size):
            yield piece
