from fractions import Fraction

import pytest

from webapp.figures import percent, points, rounded_down

THIN = "\u202f"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1), "100"),
        (Fraction(1, 3), "33,33"),
        (Fraction(2, 3), "66,66"),
        (Fraction(49_996, 100_000), "49,99"),
        (Fraction(999_999, 1_000_000), "99,99"),
        (Fraction(1, 20_000), "0"),
    ],
)
def test_a_share_is_shown_rounded_down(share, text):
    assert percent(share) == f"{text}{THIN}%"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(50, 3), "16,66"),
        (Fraction(3, 2), "1,5"),
        (Fraction(12_000), f"12{THIN}000"),
        (Fraction(-2, 3), "−0,67"),
        (Fraction(1, 1000), "0"),
    ],
)
def test_points_are_shown_rounded_down(value, text):
    assert points(value) == text


def test_what_is_shown_as_reaching_the_pass_mark_does_reach_it():
    for numerator in range(1, 300):
        share = Fraction(numerator, 300)
        assert (rounded_down(share * 100, 2) >= 50) == (share >= Fraction(1, 2))
