"""A course of days: where its dots stand and which are told."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.charts.weeks import week
from webapp.charts.line import LINE_ROOM, LINE_TOP, Series, line, round_top


def test_a_line_breaks_where_nothing_is_known_and_keeps_days_in_proportion():
    chart = line([Series("answers", [week(0, 0), week(1, 100), week(2, None), week(4, 50)])])
    across = chart.right - chart.left
    dots = chart.series[0].dots
    assert [dot.x for dot in dots] == [
        chart.left,
        chart.left + across / 4,
        chart.left + across,
    ]
    assert [dot.y for dot in dots] == [
        chart.base,
        LINE_TOP,
        LINE_TOP + LINE_ROOM / 2,
    ]
    assert chart.series[0].path.count("M") == 2
    assert [label for label, _ in chart.rows] == ["week 0", "week 1", "week 2", "week 4"]


def test_a_state_holds_until_the_next_is_known():
    chart = line([Series("", [week(0, 1), week(1, 0), week(2, 1)])], top=1, step=True)
    assert chart.series[0].path.startswith("M34 22H")
    assert "L" not in chart.series[0].path


@given(st.lists(st.none() | st.integers(0, 900), min_size=1, max_size=60))
def test_written_values_never_stand_upon_each_other(values):
    chart = line([Series("", [week(n, value) for n, value in enumerate(values)])])
    told = sorted(dot.x for dot in chart.series[0].dots if dot.told)
    assert all(after - before >= 44 for before, after in pairwise(told))
    ticks = [x for x, _, _ in chart.ticks]
    assert all(after - before >= 62 for before, after in pairwise(ticks)) or (len(values) < 3)


def test_four_lines_are_refused():
    with pytest.raises(ValueError, match="three"):
        line([Series(str(n), []) for n in range(4)])


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (3, 4), (7, 10), (45, 50), (310, 400), (1001, 2000)]
)
def test_an_axis_ends_at_a_round_number(highest, top):
    assert round_top(highest) == top
