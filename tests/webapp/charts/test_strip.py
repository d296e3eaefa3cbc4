"""Two thirds beside each other."""

from __future__ import annotations

from webapp.charts.strip import Taken, strip


def test_thirds_of_different_size_are_compared_by_share():
    chart = strip(
        [Taken("А", "", True, 30, 9, 2), Taken("Б", "", False, 12, 3, 6)], n=42, strong=12, weak=8
    )
    one, other = chart.pairs
    assert (one.strong_percent, one.weak_percent) == (75, 25)
    assert (other.strong_percent, other.weak_percent) == (25, 75)
    assert one.strong_width == other.weak_width == 3 * one.weak_width
    assert chart.drawn
    assert not strip([], n=3, strong=1, weak=1).drawn
