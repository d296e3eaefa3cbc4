"""Reading rosters: encodings, separators, headings, names, formulas."""

import io

import pytest
from openpyxl import Workbook

from webapp import roster
from webapp.roster import CannotRead, Row, read_file, read_text

ROWS = [Row(1, "Серікова Әлия", "aliya", "ПҚ-301"), Row(2, "Оспанов Ұлан", "ulan", "ПҚ-301")]
TEXT = "Серікова Әлия;aliya;ПҚ-301\nОспанов Ұлан;ulan;ПҚ-301\n"


def xlsx(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fault_of(data: bytes | str) -> str:
    with pytest.raises(CannotRead) as caught:
        read_file(data if isinstance(data, bytes) else data.encode())
    return caught.value.key.removeprefix("roster.cannot.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "kz1048"])
def test_a_file_is_read_in_the_encodings_that_spreadsheets_write(encoding):
    assert read_file(TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize(
    "data",
    [
        "Серикова Алия;aliya\nБаев Бауыржан;baur".encode("cp866"),
        "Серікова Әлия;aliya".encode("utf-16-le"),
        b"\xff\xfe\x00",
        b"\x00\x01\x02",
        b"name;log\x98in",
    ],
    ids=["dos", "utf-16 without a mark", "half a letter", "binary", "undefined byte"],
)
def test_another_encoding_is_refused_with_what_to_do(data):
    assert fault_of(data) == "encoding"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separators_are_told_apart(separator):
    assert read_text(TEXT.replace(";", separator)) == ROWS


def test_a_quoted_cell_may_hold_the_separator():
    assert read_text('"Серікова, Әлия",aliya')[0].name == "Серікова, Әлия"


def test_excels_line_naming_the_separator_is_no_row():
    assert [row.login for row in read_text("sep=;\nСерікова Әлия;aliya")] == ["aliya"]


@pytest.mark.parametrize(
    "heading",
    [
        "Аты-жөні;E-mail;Логин;Топ",
        "ФИО;e-mail;Логин;Группа",
        "Full name;Email;Username;Group",
        "аты жөні ; почта ; ЛОГИН: ; тобы",
    ],
)
def test_headings_in_three_languages_set_the_order_and_mail_is_ignored(heading):
    row = read_text(f"{heading}\nСерікова Әлия;a@b.kz;aliya;ПҚ-301")
    assert row == [Row(2, "Серікова Әлия", "aliya", "ПҚ-301")]


def test_a_name_may_stand_in_two_columns_or_three():
    assert read_text("логин;аты;тегі\naliya;Әлия;Серікова")[0].name == "Серікова Әлия"
    assert read_text("Серікова;Әлия;aliya;ПҚ-301")[0].name == "Серікова Әлия"
    three = "фамилия,имя,отчество,логин\nСерікова,Әлия,Болатқызы,aliya"
    assert read_text(three)[0].name == "Серікова Әлия Болатқызы"


def test_spaces_of_a_name_are_put_in_order_and_no_letter_changes():
    name = "Ғабдуллин-Үмбет\u00a0  Қуаныш Ілияс һәм Ңөұ"
    assert read_text(f" {name} ;quanysh")[0].name == "Ғабдуллин-Үмбет Қуаныш Ілияс һәм Ңөұ"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (";aliya", "no_name"),
        ("Әлия Серікова;", "no_login"),
        ("Ә;aliya", "name"),
        ("Әлия 3;aliya", "name"),
        ("Әлия <b>;aliya", "name"),
        ("Әлия Серікова;a", "login"),
        ("Әлия Серікова;a b c", "login"),
        ("=cmd|' /C calc'!A0;aliya", "formula"),
        ("Әлия Серікова;=1+1", "formula"),
        ("Әлия Серікова;@SUM(A1)", "formula"),
        ("Әлия Серікова;-2+3", "formula"),
        ("Әлия Серікова;'=1+1", "formula"),
    ],
)
def test_a_faulty_row_is_marked_and_the_others_are_read(line, fault):
    rows = read_text(f"{line}\nОспанов Ұлан;ulan")
    assert [row.fault for row in rows] == [fault, ""]


def test_a_phone_number_is_a_login():
    assert read_text("Әлия Серікова;+77011234567")[0] == Row(1, "Әлия Серікова", "+77011234567")


def test_a_login_that_comes_twice_names_the_line_of_the_first():
    rows = read_text("Әлия;aliya\n\nҰлан;ulan\nӘлия;ALIYA ")
    assert [(row.line, row.fault, row.other) for row in rows] == [
        (1, "", 0),
        (3, "", 0),
        (4, "twice", 1),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "empty"),
        (" \n ;; \n", "empty"),
        ("логин;аты-жөні\n", "empty"),
        ("Аты-жөні;Топ\nӘлия;ПҚ", "headings"),
        ("жалғыз баған\n", "columns"),
        ("a;b;c;d;e\n", "columns"),
        ('Әлия;"aliya\n', "quotes"),
    ],
)
def test_what_is_no_table_is_refused(text, key):
    assert fault_of(text) == key


class TestSpreadsheets:
    def test_cells_are_read_as_text(self):
        data = xlsx(["Аты-жөні", "Логин", "Топ"], ["Серікова Әлия", 20261, "ПҚ-301"])
        assert read_file(data) == [Row(2, "Серікова Әлия", "20261", "ПҚ-301")]

    def test_a_formula_is_a_fault_and_never_a_value(self):
        data = xlsx(["ФИО", "Логин"], ["=A1", "aliya"], ["Оспанов Ұлан", '="u"&"lan"'])
        assert [row.fault for row in read_file(data)] == ["formula", "formula"]

    def test_an_old_or_broken_file_is_refused(self):
        assert fault_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100) == "old_excel"
        assert fault_of(b"PK\x03\x04 nonsense") == "xlsx"
        assert fault_of(xlsx(["Әлия", "aliya"])[:-200]) == "xlsx"

    def test_a_file_that_unpacks_to_a_flood_is_refused(self, monkeypatch):
        monkeypatch.setattr(roster, "MOST_UNPACKED", 1_000)
        assert fault_of(xlsx(["Әлия", "aliya"])) == "too_many"


def test_ten_thousand_rows_are_read_and_one_more_is_refused():
    lines = [f"Студент Әлия;login{number};ПҚ-301" for number in range(10_001)]
    assert len(read_text("\n".join(lines[:10_000]))) == 10_000
    assert fault_of("\n".join(lines)) == "too_many"
    assert len(read_file(xlsx(*(line.split(";") for line in lines[:10_000])))) == 10_000
