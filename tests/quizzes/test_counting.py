from fractions import Fraction

import pytest

from quizzes.results import SittingResult, counted, counting


def result(share: Fraction, answered: int = 1) -> SittingResult:
    return SittingResult(share * 6, 6, share, 0, answered, False)


TRIES = [
    result(Fraction(1, 2)),
    result(Fraction(5, 6)),
    result(Fraction(5, 6)),
    result(Fraction(0), answered=0),
]


@pytest.mark.parametrize(("counts", "place"), [("best", 1), ("last", 2), ("first", 0)])
def test_the_sitting_that_counts_is_the_one_whose_share_counts(counts, place):
    assert counting(TRIES, counts) == place
    assert counted(TRIES, counts) == TRIES[place].share


def test_an_average_has_no_single_sitting():
    assert counting(TRIES, "average") is None


def test_an_empty_try_counts_if_there_is_no_other():
    assert counting(TRIES[3:], "best") == 0
    assert counting([], "best") is None
