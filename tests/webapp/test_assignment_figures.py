"""The figures of an assignment."""

from __future__ import annotations

from fractions import Fraction

from webapp.assignment_figures import Times, _times


def test_half_of_the_sittings_lie_between_the_quartiles():
    assert _times(range(1, 10)) is None
    assert _times(range(1, 12)) == Times(11, Fraction(6), Fraction(3), Fraction(9))
    assert _times([10, *range(1, 10)]) == Times(10, Fraction(11, 2), Fraction(3), Fraction(8))
