"""Bars stand in proportion to their values, and every text is inside the drawing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from webapp.charts.bars import VALUE_ROOM, Value, bars
from webapp.charts.drawing import WIDTH

HALF = Fraction(1, 2)


def test_bars_are_in_proportion_and_leave_room_for_their_values():
    chart = bars([Value(f"n{n}", n, f"{n} / 12") for n in (12, 6, 0)])
    assert [one.width for one in chart.bars] == [chart.bars[0].width, chart.bars[0].width / 2, 0]
    assert chart.bars[0].value_x + VALUE_ROOM * len("12 / 12") == WIDTH
    assert bars([Value("", HALF, "50 %")], top=1).bars[0].width == pytest.approx(
        (WIDTH - 6 - 4 * VALUE_ROOM) / 2
    )


def test_the_table_has_what_the_drawing_has_no_room_for():
    chart = bars([Value(f"n{n}", n, str(n)) for n in range(40)])
    assert (len(chart.bars), len(chart.values)) == (12, 40)
