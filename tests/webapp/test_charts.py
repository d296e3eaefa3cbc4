"""Marks of a drawing stand in proportion to the data, and every text is inside it."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp import charts
from webapp.charts import Point, Series, Taken, Value
from webapp.templating import Templates

HALF = Fraction(1, 2)
shares = st.fractions(0, 1, max_denominator=60)


@given(st.dictionaries(shares, st.integers(1, 40)), st.none() | shares)
def test_each_score_stands_in_one_bin_and_the_pass_mark_between_pass_and_fail(scores, pass_mark):
    chart = charts.histogram(scores, pass_mark=pass_mark)
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
            round(Fraction(charts.HISTOGRAM_ROOM * one.n, most) if most else Fraction(0), 2)
        )


def test_a_score_on_the_edge_belongs_to_the_higher_bin():
    chart = charts.histogram({HALF: 12, Fraction(1): 3}, pass_mark=HALF)
    assert [one.n for one in chart.bins] == [0, 0, 0, 0, 0, 12, 0, 0, 0, 3]
    assert [one.below for one in chart.bins] == [True] * 5 + [False] * 5
    assert chart.below == 0
    assert chart.pass_x == charts.WIDTH / 2


def test_extra_points_and_less_than_nought_stay_in_the_outer_bins():
    chart = charts.histogram({Fraction(6, 5): 1, Fraction(-1, 5): 2})
    assert chart.bins[-1].n == 1
    assert chart.bins[0].n == 2


def test_bars_are_in_proportion_and_leave_room_for_their_values():
    chart = charts.bars([Value(f"n{n}", n, f"{n} / 12") for n in (12, 6, 0)])
    assert [one.width for one in chart.bars] == [chart.bars[0].width, chart.bars[0].width / 2, 0]
    assert chart.bars[0].value_x + charts.VALUE_ROOM * len("12 / 12") == charts.WIDTH
    assert charts.bars([Value("", HALF, "50 %")], top=1).bars[0].width == pytest.approx(
        (charts.WIDTH - 6 - 4 * charts.VALUE_ROOM) / 2
    )


def test_the_table_has_what_the_drawing_has_no_room_for():
    chart = charts.bars([Value(f"n{n}", n, str(n)) for n in range(40)])
    assert (len(chart.bars), len(chart.values)) == (12, 40)


@given(st.text(alphabet="абв ,", max_size=200))
def test_labels_fit_into_their_lines(text):
    lines = charts.wrapped(text)
    assert 1 <= len(lines) <= 2
    assert all(len(one) <= charts.CHARACTERS for one in lines)
    if " ".join(lines) != " ".join(text.split()):
        assert any(one.endswith("…") for one in lines)


START = date(2026, 9, 7)


def week(number: int, value: int | None) -> Point:
    return Point(START + timedelta(7 * number), value, str(value), f"week {number}", f"{number}")


def test_a_line_breaks_where_nothing_is_known_and_keeps_days_in_proportion():
    chart = charts.line([Series("answers", [week(0, 0), week(1, 100), week(2, None), week(4, 50)])])
    across = chart.right - chart.left
    dots = chart.series[0].dots
    assert [dot.x for dot in dots] == [
        chart.left,
        chart.left + across / 4,
        chart.left + across,
    ]
    assert [dot.y for dot in dots] == [
        chart.base,
        charts.LINE_TOP,
        charts.LINE_TOP + charts.LINE_ROOM / 2,
    ]
    assert chart.series[0].path.count("M") == 2
    assert [label for label, _ in chart.rows] == ["week 0", "week 1", "week 2", "week 4"]


def test_a_state_holds_until_the_next_is_known():
    chart = charts.line([Series("", [week(0, 1), week(1, 0), week(2, 1)])], top=1, step=True)
    assert chart.series[0].path.startswith("M34 22H")
    assert "L" not in chart.series[0].path


@given(st.lists(st.none() | st.integers(0, 900), min_size=1, max_size=60))
def test_written_values_never_stand_upon_each_other(values):
    chart = charts.line([Series("", [week(n, value) for n, value in enumerate(values)])])
    told = sorted(dot.x for dot in chart.series[0].dots if dot.told)
    assert all(after - before >= 44 for before, after in pairwise(told))
    ticks = [x for x, _, _ in chart.ticks]
    assert all(after - before >= 62 for before, after in pairwise(ticks)) or (len(values) < 3)


def test_four_lines_are_refused():
    with pytest.raises(ValueError, match="three"):
        charts.line([Series(str(n), []) for n in range(4)])


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (3, 4), (7, 10), (45, 50), (310, 400), (1001, 2000)]
)
def test_an_axis_ends_at_a_round_number(highest, top):
    assert charts.round_top(highest) == top


def test_thirds_of_different_size_are_compared_by_share():
    chart = charts.strip(
        [Taken("А", "", True, 30, 9, 2), Taken("Б", "", False, 12, 3, 6)], n=42, strong=12, weak=8
    )
    one, other = chart.pairs
    assert (one.strong_percent, one.weak_percent) == (75, 25)
    assert (other.strong_percent, other.weak_percent) == (25, 75)
    assert one.strong_width == other.weak_width == 3 * one.weak_width
    assert chart.drawn
    assert not charts.strip([], n=3, strong=1, weak=1).drawn


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_chart_has_a_name_and_its_table_all_values(sample, language):
    environment = Templates(sample, ZoneInfo("Asia/Almaty")).environment(language)
    page = environment.from_string(
        '{% import "_charts.html" as charts %}'
        '{{ charts.histogram("a", a, title="Finding <1>") }}{{ charts.bars("b", b, title="F2") }}'
        '{{ charts.line("c", c, title="F3") }}{{ charts.strip("d", d, title="F4") }}'
        '{{ charts.histogram("e", e, title="F5") }}'
    ).render(
        a=charts.histogram({HALF: 8, Fraction(9, 10): 5}, pass_mark=HALF),
        b=charts.bars([Value(f"<b>{n}", n, f"v{n}", href="/x") for n in (3, 2, 1)]),
        c=charts.line([Series("s", [week(0, 1), week(1, 2), week(2, None), week(3, 3)])]),
        d=charts.strip([Taken("А", "t", True, 9, 4, 3), Taken("Б", "u", False, 2, 0, 1)], n=12,
                       strong=4, weak=4),
        e=charts.histogram({HALF: 2}),
    )  # fmt: skip
    assert page.count('role="img"') == 4  # two scores are no picture
    assert page.count("<table>") == page.count("<details") == 5
    assert page.count('<details class="chart-data" open') == 1
    for name in "abcd":
        assert f'aria-labelledby="{name}-t {name}-d"' in page
        assert f'<title id="{name}-t">' in page
    assert "<1>" not in page
    assert "<b>" not in page
    assert " style=" not in page
