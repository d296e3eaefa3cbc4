from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.moments import Sums, best_covariance, sums

shares = st.integers(0, 12).map(lambda twelfths: Fraction(twelfths, 12))
pairs_of_shares = st.lists(st.tuples(shares, shares), min_size=2, max_size=30)


@given(pairs_of_shares)
def test_sums_are_exactly_those_of_the_pairs(pairs: list[tuple[Fraction, Fraction]]) -> None:
    found = sums((x, y, times) for (x, y), times in Counter(pairs).items())
    assert found == Sums(
        len(pairs),
        sum((x for x, _ in pairs), Fraction(0)),
        sum((y for _, y in pairs), Fraction(0)),
        sum((x * x for x, _ in pairs), Fraction(0)),
        sum((y * y for _, y in pairs), Fraction(0)),
        sum((x * y for x, y in pairs), Fraction(0)),
    )
    assert found.variance_x == statistics.variance([x for x, _ in pairs])
    assert found.variance_y == statistics.variance([y for _, y in pairs])


@given(pairs_of_shares)
def test_correlation_is_pearsons(pairs: list[tuple[Fraction, Fraction]]) -> None:
    found = sums((x, y, 1) for x, y in pairs).correlation
    xs, ys = [float(x) for x, _ in pairs], [float(y) for _, y in pairs]
    if len({x for x, _ in pairs}) == 1 or len({y for _, y in pairs}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(statistics.correlation(xs, ys), abs=1e-6)


def test_no_correlation_of_one_pair_and_an_exact_one_on_a_line() -> None:
    assert sums([]).correlation is None
    assert sums([(Fraction(1), Fraction(1), 1)]).correlation is None
    line = [(Fraction(k, 7), Fraction(-k, 3), 1) for k in range(5)]
    assert sums(line).correlation == -1


@given(st.lists(st.tuples(shares, shares), min_size=2, max_size=5))
def test_best_covariance_is_the_highest_of_all_pairings(
    pairs: list[tuple[Fraction, Fraction]],
) -> None:
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    highest = max(
        sums((x, y, 1) for x, y in zip(xs, order, strict=True)).covariance
        for order in permutations(ys)
    )
    assert best_covariance(Counter(xs), Counter(ys)) == highest


def test_best_covariance_needs_as_many_of_both() -> None:
    with pytest.raises(ValueError, match="not as many"):
        best_covariance({Fraction(1): 2}, {Fraction(1): 3})
