import csv
import io
from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from webapp.roster import read_text
from webapp.spreadsheets import (
    MOST_IN_CELL,
    Table,
    decimal,
    disposition,
    pieces,
    safe_cell,
    write_csv,
    write_xlsx,
)

ZONE = ZoneInfo("Asia/Almaty")
EVIL = ["=1+1", "+7", "-2+3", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1"]


def as_csv(*rows: tuple[object, ...]) -> list[list[str]]:
    file = io.BytesIO()
    write_csv(file, Table("Кесте", ["а"], rows), ZONE)
    text = file.getvalue()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=";"))[1:]


def as_xlsx(*tables: Table) -> openpyxl.Workbook:
    file = io.BytesIO()
    write_xlsx(file, tables, ZONE)
    file.seek(0)
    return openpyxl.load_workbook(file)


@pytest.mark.parametrize("text", EVIL)
def test_a_text_that_begins_like_a_formula_is_made_harmless_in_csv(text):
    assert safe_cell(text) == "'" + text
    assert as_csv((text,)) == [["'" + text]]


@pytest.mark.parametrize("text", ["", "Әлия", "1-бап", "a=b", "'=1", "— жоқ"])
def test_other_text_is_left_as_it_is(text):
    assert safe_cell(text) == text


def test_csv_holds_kazakh_letters_line_breaks_and_separators():
    row = ("Әғқңөұүһі; «сөз»", 'а"б', "бір\nекі", 7, None)
    assert as_csv(row) == [["Әғқңөұүһі; «сөз»", 'а"б', "бір\nекі", "7", ""]]


def test_times_are_in_the_courses_zone_and_fractions_have_a_comma():
    moment = datetime(2026, 11, 25, 9, 0, 5, tzinfo=UTC)
    assert as_csv((moment, Fraction(2, 3), Fraction(-1, 2))) == [
        ["2026-11-25 14:00:05", "0,6666", "-0,5"]
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(-1, 3), "-0,3334"),
        (Fraction(1, 100_000), "0"),
        (Fraction(10), "10"),
        (Fraction(201, 2), "100,5"),
    ],
)
def test_a_decimal_is_rounded_down(value, text):
    assert decimal(value) == text


def test_in_xlsx_a_text_is_a_text_and_a_number_a_number():
    moment = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    rows = [*((text, None) for text in EVIL), (5, Fraction(1, 4)), (moment, "http://a.kz")]
    sheet = as_xlsx(Table("Кесте", ["а", "ә"], rows))["Кесте"]
    column = [cell for (cell,) in sheet.iter_rows(min_row=2, max_col=1)]
    assert all(cell.data_type == "s" for cell in column[: len(EVIL)])
    assert sheet.cell(len(EVIL) + 2, 1).value == 5
    assert sheet.cell(len(EVIL) + 2, 2).value == 0.25
    assert sheet.cell(len(EVIL) + 3, 1).value == datetime(2026, 11, 25, 14, 0)  # noqa: DTZ001
    assert sheet.cell(len(EVIL) + 3, 2).hyperlink is None


def test_sheets_have_names_that_a_workbook_may_have():
    tables = [Table(name, ["а"], []) for name in ("а/б[в]:*?", "Аты " * 20, "Аты " * 20, "")]
    names = as_xlsx(*tables).sheetnames
    assert len(set(names)) == 4
    assert all(0 < len(name) <= 31 for name in names)


def test_a_very_long_answer_is_cut_in_xlsx_and_whole_in_csv():
    text = "ә" * (MOST_IN_CELL + 10)
    assert len(as_xlsx(Table("К", ["а"], [(text,)]))["К"]["A2"].value) == MOST_IN_CELL
    assert as_csv((text,)) == [[text]]


def test_a_file_name_is_ascii_with_the_true_one_beside_it():
    found = disposition('баға "журналы"\r\n.xlsx')
    assert found.isascii()
    assert "\r" not in found
    assert 'filename="course.xlsx"' in found
    assert "filename*=UTF-8''%D0%B1%D0%B0" in found
    assert 'filename="gradebook-2026.csv"' in disposition("gradebook-ағын-2026.csv")


def test_a_file_is_given_piece_by_piece():
    assert list(pieces(io.BytesIO(b"abcde"), 2)) == [b"ab", b"cd", b"e"]


def test_a_guarded_login_is_read_back_from_a_roster_without_the_guard():
    assert read_text(f"Әлия Серікова;{safe_cell('+77011234567')}")[0].login == "+77011234567"
