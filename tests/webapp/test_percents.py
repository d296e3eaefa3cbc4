from fractions import Fraction

import pytest

from webapp.percents import read_percent, show_percent


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("80", Fraction(4, 5)),
        ("33,3 %", Fraction(333, 1000)),
        ("12.5", Fraction(1, 8)),
        ("0", Fraction(0)),
        ("100", Fraction(1)),
    ],
)
def test_a_share_is_read_exactly_and_shown_again_as_it_was(text, share):
    assert read_percent(text) == share
    assert read_percent(show_percent(share)) == share


@pytest.mark.parametrize("text", ["", "сексен", "101", "-1", "1e1", "٨٠", "1/2", "1,2,3"])
def test_what_is_not_a_share_is_not_guessed(text):
    assert read_percent(text) is None


def test_a_share_without_an_end_is_cut():
    assert show_percent(Fraction(1, 3)) == "33,33"
    assert show_percent(Fraction(2, 3)) == "66,66"
