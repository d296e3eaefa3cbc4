import pytest

from webapp.roster import read_text
from webapp.spreadsheets import safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+7701", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_begins_like_a_formula_is_written_as_text(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Әлия", "ПҚ-301", "a=b", "12"])
def test_other_text_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_a_guarded_login_is_read_back_without_the_guard():
    assert read_text(f"Әлия Серікова;{safe_cell('+77011234567')}")[0].login == "+77011234567"
