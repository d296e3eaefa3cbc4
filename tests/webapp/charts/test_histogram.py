"""Columns stand in proportion to the scores."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.charts.drawing import WIDTH
from webapp.charts.histogram import HISTOGRAM_ROOM, histogram

HALF = Fraction(1, 2)
shares = st.fractions(0, 1, max_denominator=60)


@given(st.dictionaries(shares, st.integers(1, 40)), st.none() | shares)
def test_each_score_stands_in_one_bin_and_the_pass_mark_between_pass_and_fail(scores, pass_mark):
    chart = histogram(scores, pass_mark=pass_mark)
    assert sum(one.n for one in chart.bins) == chart.n == sum(scores.values())
    for one in chart.bins:
        inside = {s: t for s, t in scores.items() if one.low <= s < one.high}
        inside |= {s: t for s, t in scores.items() if s == one.high == 1}
        assert one.n == sum(inside.values())
        assert not one.below or all(share < pass_mark for share in inside)
        assert one.y + one.height == pytest.approx(chart.base, abs=0.02)
    most = max(one.n for one in chart.bins)
    for one in chart.bins:
        assert one.height == float(
            round(Fraction(HISTOGRAM_ROOM * one.n, most) if most else Fraction(0), 2)
        )


def test_a_score_on_the_edge_belongs_to_the_higher_bin():
    chart = histogram({HALF: 12, Fraction(1): 3}, pass_mark=HALF)
    assert [one.n for one in chart.bins] == [0, 0, 0, 0, 0, 12, 0, 0, 0, 3]
    assert [one.below for one in chart.bins] == [True] * 5 + [False] * 5
    assert chart.below == 0
    assert chart.pass_x == WIDTH / 2


def test_extra_points_and_less_than_nought_stay_in_the_outer_bins():
    chart = histogram({Fraction(6, 5): 1, Fraction(-1, 5): 2})
    assert chart.bins[-1].n == 1
    assert chart.bins[0].n == 2
