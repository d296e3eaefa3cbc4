from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.local_time import read_day, read_local, shifted, show_local

ALMATY = ZoneInfo("Asia/Almaty")  # UTC+5 since March 2024


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-25T14:00", datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
        (" 2026-11-25 14:00 ", datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
        ("2026-11-25T14:00:45", datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
        ("2026-11-25T14:00:45.123", datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
        ("2026-01-01T00:00", datetime(2025, 12, 31, 19, 0, tzinfo=UTC)),
    ],
)
def test_a_date_of_a_form_is_read_in_the_courses_zone(text: str, moment: datetime) -> None:
    assert read_local(text, ALMATY) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ертең",
        "25.11.2026 14:00",
        "2026-11-25",
        "2026-02-30T14:00",
        "2026-11-25T24:00",
        "2026-11-25T14:60",
        "2019-12-31T23:00",
        "2101-01-01T00:00",
        "2026-11-25T14:00x",
        "2026-11-25T14:0099",
        "2026-11-25T14:00+05:00",
        "2026-11-25T14:00:99",
        "2026-1-5T4:00",
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert read_local(text, ALMATY) is None


def test_a_minute_to_midnight_means_the_whole_minute() -> None:
    found = read_local("2026-11-25T23:59", ALMATY)
    assert found is not None
    assert found >= datetime(2026, 11, 25, 18, 59, 59, 900_000, tzinfo=UTC)
    assert found < datetime(2026, 11, 25, 19, 0, tzinfo=UTC)
    assert show_local(found, ALMATY) == "2026-11-25T23:59"


def test_no_moment_is_an_empty_field() -> None:
    assert show_local(None, ALMATY) == ""


@given(
    st.datetimes(datetime(2020, 1, 2), datetime(2100, 12, 30)).map(  # noqa: DTZ001
        lambda found: found.replace(second=0, microsecond=0)
    )
)
def test_what_a_form_shows_it_reads_back(local: datetime) -> None:
    text = local.strftime("%Y-%m-%dT%H:%M")
    found = read_local(text, ALMATY)
    assert found is not None
    assert found.tzinfo is UTC
    assert show_local(found, ALMATY) == text


def test_a_shift_keeps_the_time_of_day_in_the_courses_zone():
    moment = datetime(2026, 9, 14, 18, 59, 59, tzinfo=UTC)
    assert shifted(moment, 140, ALMATY) == datetime(2027, 2, 1, 18, 59, 59, tzinfo=UTC)
    assert shifted(moment, -7, ALMATY) == datetime(2026, 9, 7, 18, 59, 59, tzinfo=UTC)


def test_a_shift_keeps_the_time_of_day_over_a_change_of_clocks():
    before = datetime(2024, 2, 20, 3, 30, tzinfo=UTC)  # 09:30, the zone was UTC+6 then
    after = shifted(before, 28, ALMATY)
    assert after.astimezone(ALMATY).strftime("%d.%m %H:%M") == "19.03 09:30"
    assert after == datetime(2024, 3, 19, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "ертең", "2026-13-01", "1999-01-01", "2101-01-01"])
def test_a_day_that_cannot_be_is_none(text):
    assert read_day(text) is None


def test_a_day_is_read():
    assert read_day(" 2026-11-25 ") == date(2026, 11, 25)
