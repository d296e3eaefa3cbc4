"""The month of a report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from webapp.report.month import Month, month_of

TODAY = date(2026, 11, 25)


def test_the_weeks_of_a_month_are_cut_to_it():
    month = Month.of(date(2026, 11, 1), date(2026, 12, 4))
    assert month.over
    assert month.weeks()[0] == (date(2026, 11, 1), date(2026, 11, 1))
    assert month.weeks()[-1] == (date(2026, 11, 30), date(2026, 11, 30))
    days = [
        first + timedelta(n)
        for first, last in month.weeks()
        for n in range((last - first).days + 1)
    ]
    assert days == [date(2026, 11, 1) + timedelta(n) for n in range(30)]
    assert Month.of(date(2026, 11, 1), TODAY).weeks()[-1][1] == TODAY


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("", date(2026, 11, 1)),
        ("2026-10", date(2026, 10, 1)),
        ("2026-12", None),
        ("2026-13", None),
        ("2026-1", None),
        ("26-11", None),
        ("ҚАЗАН", None),
        ("2026-10-01", None),
        ("0001-01", None),  # its midnight is before all time
        ("2019-12", None),
    ],
)
def test_a_month_is_one_that_has_begun(text, first):
    assert month_of(text, TODAY) == first
