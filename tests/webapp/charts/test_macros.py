"""What ``_charts.html`` makes of the drawings."""

from __future__ import annotations

from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from tests.webapp.charts.weeks import week
from webapp.charts.histogram import histogram
from webapp.charts.line import Series, line
from webapp.charts.strip import Taken, strip
from webapp.templating import Templates

HALF = Fraction(1, 2)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_chart_has_a_name_and_its_table_all_values(sample, language):
    environment = Templates(sample, ZoneInfo("Asia/Almaty")).environment(language)
    page = environment.from_string(
        '{% import "_charts.html" as charts %}'
        '{{ charts.histogram("a", a, title="Finding <1>") }}'
        '{{ charts.line("c", c, title="F3") }}{{ charts.strip("d", d, title="F4") }}'
        '{{ charts.histogram("e", e, title="F5") }}'
    ).render(
        a=histogram({HALF: 8, Fraction(9, 10): 5}, pass_mark=HALF),
        c=line([Series("<b>s", [week(0, 1), week(1, 2), week(2, None), week(3, 3)])]),
        d=strip([Taken("А", "t", True, 9, 4, 3), Taken("Б", "u", False, 2, 0, 1)], n=12,
                strong=4, weak=4),
        e=histogram({HALF: 2}),
    )  # fmt: skip
    assert page.count('role="img"') == 3  # two scores are no picture
    assert page.count("<table>") == page.count("<details") == 4
    assert page.count('<details class="chart-data" open') == 1
    for name in "acd":
        assert f'aria-labelledby="{name}-t {name}-d"' in page
        assert f'<title id="{name}-t">' in page
    assert "<1>" not in page
    assert "<b>" not in page
    assert " style=" not in page
