from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.certainty import CERTAINTIES, UNSAID, Certainty, adjusted

shares = st.fractions(min_value=0, max_value=1)


@pytest.mark.parametrize(
    ("certainty", "right", "wrong"),
    [
        ("0", Fraction(0), Fraction(0)),
        ("1", Fraction(1, 3), Fraction(0)),
        ("2", Fraction(2, 3), Fraction(-2, 3)),
        ("3", Fraction(1), Fraction(-2)),
    ],
)
def test_marks_of_right_and_wrong(certainty: Certainty, right: Fraction, wrong: Fraction) -> None:
    assert adjusted(Fraction(1), certainty) == right
    assert adjusted(Fraction(0), certainty) == wrong


def expected(chance: Fraction, certainty: Certainty) -> Fraction:
    return chance * adjusted(Fraction(1), certainty) + (1 - chance) * adjusted(
        Fraction(0), certainty
    )


@pytest.mark.parametrize(
    ("chance", "less", "more"), [(Fraction(2, 3), "1", "2"), (Fraction(4, 5), "2", "3")]
)
def test_where_it_begins_to_pay_to_be_surer(
    chance: Fraction, less: Certainty, more: Certainty
) -> None:
    step = Fraction(1, 1000)
    assert expected(chance, less) == expected(chance, more)
    assert expected(chance - step, less) > expected(chance - step, more)
    assert expected(chance + step, less) < expected(chance + step, more)


@given(chance=shares)
def test_who_says_honestly_how_sure_they_are_gains_most(chance: Fraction) -> None:
    honest: Certainty = "1"
    if chance >= Fraction(2, 3):
        honest = "2"
    if chance >= Fraction(4, 5):
        honest = "3"
    assert expected(chance, honest) == max(expected(chance, one) for one in CERTAINTIES)


@given(low=shares, high=shares, certainty=st.sampled_from(CERTAINTIES))
def test_a_better_answer_never_earns_less(
    low: Fraction, high: Fraction, certainty: Certainty
) -> None:
    low, high = sorted((low, high))
    assert adjusted(low, certainty) <= adjusted(high, certainty)
    assert -2 <= adjusted(low, certainty) <= 1


def test_half_right_stands_half_way() -> None:
    assert adjusted(Fraction(1, 2), "3") == Fraction(-1, 2)


def test_an_unsaid_certainty_can_lose_nothing() -> None:
    assert adjusted(Fraction(0), UNSAID) == 0
