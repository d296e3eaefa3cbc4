from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.memory import Memory
from quizzes.study_plan import (
    RESTART_SECONDS,
    RESTART_THINGS,
    BadSettings,
    DayPlan,
    Done,
    Known,
    New,
    Settings,
    faults,
    forecast,
    last_days,
    plan,
    shortfall,
)

DAY = timedelta(days=1)
TODAY = date(2026, 11, 25)
YESTERDAY = TODAY - DAY
EXAM = TODAY + 60 * DAY


def _known(
    key: str, *, stability: float = 5.0, ago: int = 5, due: int | None = None, **more: int
) -> Known:
    """Met ``ago`` days ago, due ``due`` days from today (by its stability unless told)."""
    last = TODAY - ago * DAY
    after = round(stability) - ago if due is None else due
    return Known(key, Memory(stability, 5.0, due=TODAY + after * DAY, last=last), **more)


def _new(count: int, *, weight: int = 1) -> list[New]:
    return [New(f"n{number:03}", weight=weight) for number in range(count)]


known_things = st.lists(
    st.builds(
        lambda stability, ago, seconds, weak, weight: _known(
            "", stability=stability, ago=ago, seconds=seconds, weak=weak, weight=weight
        ),
        st.floats(0.1, 300),
        st.integers(0, 90),
        st.integers(1, 900),
        st.booleans(),
        st.integers(1, 5),
    ),
    max_size=40,
).map(lambda found: [replace(one, key=f"k{n:02}") for n, one in enumerate(found)])
all_settings = st.builds(
    lambda minutes, exam, new_a_day: Settings(
        minutes, TODAY + exam * DAY if exam is not None else None, new_a_day
    ),
    st.integers(1, 600),
    st.none() | st.integers(-30, 400),
    st.none() | st.integers(0, 30),
)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(20), ()),
        (Settings(20, EXAM, 10), ()),
        (Settings(20, TODAY + 2 * DAY), ()),
        (Settings(0), ("study.minutes_range",)),
        (Settings(601), ("study.minutes_range",)),
        (Settings(20, new_a_day=-1), ("study.new_range",)),
        (Settings(20, YESTERDAY), ("study.exam_past",)),
        (Settings(20, TODAY), ("study.exam_soon",)),
        (Settings(20, TODAY + DAY), ("study.exam_soon",)),
        (Settings(20, TODAY + 5000 * DAY), ("study.exam_far",)),
        (Settings(0, YESTERDAY), ("study.minutes_range", "study.exam_past")),
    ],
)
def test_settings_that_make_no_plan_are_told(settings: Settings, expected: tuple[str, ...]) -> None:
    assert faults(settings, TODAY) == expected


def test_a_plan_without_minutes_is_refused() -> None:
    with pytest.raises(BadSettings) as caught:
        plan(Settings(0), [], [], TODAY)
    assert caught.value.code == "study.minutes_range"


def test_with_nothing_known_and_nothing_new_there_is_nothing_to_do() -> None:
    assert plan(Settings(20), [], [], TODAY) == DayPlan()


def test_a_first_day_is_new_things_in_the_order_of_the_course() -> None:
    assert plan(Settings(4), [], _new(9), TODAY).new == ("n000", "n001", "n002")


def test_reviews_come_before_new_things_the_likeliest_forgotten_and_weightiest_first() -> None:
    known = [
        _known("fair", ago=6),
        _known("worst", ago=50),
        _known("heavy", ago=6, weight=9),
        _known("not-yet", ago=2),
    ]
    found = plan(Settings(20), known, _new(1), TODAY, last_studied=YESTERDAY)
    assert found.due == ("heavy", "worst", "fair")
    assert found.new == ("n000",)
    assert (found.minutes_estimate, found.left_over) == (5, 0)


def test_missed_days_do_not_pile_up() -> None:
    known = [_known(f"k{number:03}", ago=20) for number in range(300)]
    found = plan(Settings(15), known, _new(9), TODAY, last_studied=YESTERDAY)
    assert len(found.due) == 13
    assert found.minutes_estimate == 15
    assert found.new == ()
    assert found.left_over == 287


def test_new_things_a_day_are_limited_as_the_learner_wishes() -> None:
    settings = Settings(20, new_a_day=4)
    assert len(plan(settings, [], _new(9), TODAY).new) == 4
    done = plan(settings, [], _new(6), TODAY, done=Done(seconds=180, new=3))
    assert len(done.new) == 1
    assert plan(Settings(20, new_a_day=0), [], _new(9), TODAY).new == ()


def test_what_was_done_today_is_off_the_minutes_and_not_asked_again() -> None:
    known = [_known("done", ago=0, due=0, weak=True), _known("due")]
    found = plan(Settings(2), known, _new(9), TODAY, done=Done(seconds=60))
    assert found.keys == ("due",)


def test_weak_things_get_a_share_unless_they_are_fresh() -> None:
    known = [
        _known("weak", stability=9, ago=6, weak=True),
        _known("fresh", stability=90, ago=1, weak=True),
        _known("sound", stability=9, ago=6),
    ]
    found = plan(Settings(10), known, _new(20), TODAY, last_studied=YESTERDAY)
    assert found.weak == ("weak",)
    assert len(found.new) == 7


def test_a_thing_longer_than_all_the_minutes_is_given_alone() -> None:
    known = [_known("essay", ago=50, seconds=1800), _known("short", ago=6)]
    assert plan(Settings(10), known, [], TODAY, last_studied=YESTERDAY).keys == ("essay",)


def test_after_a_week_away_the_first_day_is_a_short_restart_of_the_most_valuable() -> None:
    known = [_known(f"k{number:02}", ago=20 + number) for number in range(40)]
    found = plan(Settings(60, EXAM), known, _new(9), TODAY, last_studied=TODAY - 7 * DAY)
    assert found.restart
    assert found.due == tuple(f"k{39 - number:02}" for number in range(8))
    assert found.new == ()
    assert found.minutes_estimate == 10
    assert not plan(Settings(60), known, [], TODAY, last_studied=TODAY - 6 * DAY).restart
    assert not plan(Settings(60), [], _new(9), TODAY, last_studied=TODAY - 9 * DAY).restart


def test_a_restart_stays_short_while_it_is_under_way() -> None:
    known = [_known(f"k{number:02}", ago=20) for number in range(40)]
    found = plan(
        Settings(60), known, [], TODAY, last_studied=TODAY - 9 * DAY, done=Done(seconds=530)
    )
    assert (found.restart, len(found.due)) == (True, 1)


@pytest.mark.parametrize(("days", "last"), [(2, 1), (4, 2), (10, 2), (40, 4), (60, 6), (200, 7)])
def test_the_last_days_are_a_tenth(days: int, last: int) -> None:
    settings = Settings(20, TODAY + days * DAY)
    assert last_days(settings, TODAY) == last
    begun = replace(settings, since=TODAY)
    assert last_days(begun, TODAY + (days - 1) * DAY) == last


def test_new_things_are_spread_so_that_all_are_met_before_the_last_days() -> None:
    settings = Settings(60, EXAM, since=TODAY)
    left = _new(200)
    a_day = []
    day = TODAY
    while left:
        found = plan(settings, [], left, day)
        a_day.append(len(found.new))
        left = left[len(found.new) :]
        day += DAY
    assert max(a_day) <= 12, "twice the pace, as minutes are left"
    assert len(a_day) > 25
    assert EXAM - day >= 6 * DAY


def test_an_exam_ahead_new_things_keep_a_part_of_the_minutes() -> None:
    known = [_known(f"k{number:03}", ago=20) for number in range(300)]
    found = plan(Settings(20, EXAM), known, _new(100), TODAY, last_studied=YESTERDAY)
    assert len(found.new) == 3
    assert len(found.due) == 14


def test_in_the_last_days_nothing_is_new_and_the_weakest_at_the_exam_come_first() -> None:
    settings = Settings(20, TODAY + 3 * DAY, since=TODAY - 57 * DAY)
    known = [
        _known("sound", stability=60, ago=30, due=2),
        _known("shaky", stability=4, ago=2),
        _known("missed", stability=8, ago=4, weak=True),
        _known("safe", stability=300, ago=1, due=2),
    ]
    found = plan(settings, known, _new(5), TODAY, last_studied=YESTERDAY)
    assert found.phase == "last_days"
    assert found.new == ()
    assert found.keys == ("missed", "shaky", "sound")
    assert found.shortfall is not None
    assert found.shortfall.unmet == 5


def test_what_only_the_exam_brought_forward_is_not_owed_on_the_eve() -> None:
    settings = Settings(5, TODAY + DAY, since=TODAY - 59 * DAY)
    known = [_known(f"k{n}", stability=90, ago=30, due=0) for n in range(50)]
    found = plan(settings, known, [], TODAY, last_studied=YESTERDAY)
    assert (found.due, found.left_over) == ((), 0)
    assert len(found.weak) == 4


def test_who_begins_two_days_before_the_exam_still_meets_something() -> None:
    for days in (1, 2, 3):
        assert plan(Settings(10, TODAY + days * DAY), [], _new(50), TODAY).new


def test_a_shortfall_is_told_with_the_minutes_that_would_do() -> None:
    settings = Settings(10, TODAY + 30 * DAY)
    found = shortfall(settings, [], _new(400), TODAY)
    assert found is not None
    assert 0 < found.unmet < 400
    assert (found.of, found.minutes, found.capped) == (400, 10, False)
    assert found.enough is not None
    assert found.enough > 10
    assert shortfall(replace(settings, minutes=found.enough), [], _new(400), TODAY) is None
    less = plan(replace(settings, minutes=found.enough - 5), [], _new(400), TODAY)
    assert less.shortfall or less.overload


def test_a_shortfall_by_the_wish_for_few_new_ones_is_told_as_that() -> None:
    found = shortfall(Settings(60, TODAY + 30 * DAY, new_a_day=2), [], _new(100), TODAY)
    assert found is not None
    assert (found.capped, found.enough) == (True, None)


def test_no_minutes_would_do_for_too_much_in_too_few_days() -> None:
    found = shortfall(Settings(10, TODAY + 3 * DAY), [], _new(5000), TODAY)
    assert found is not None
    assert (found.enough, found.capped) == (None, False)


def test_where_not_all_will_be_met_the_lightest_are_left_out() -> None:
    new = [New(f"n{n}", weight=1 if n % 2 else 3) for n in range(400)]
    found = plan(Settings(10, TODAY + 20 * DAY), [], new, TODAY)
    assert found.new[:3] == ("n0", "n2", "n4")


def test_an_exam_that_is_over_is_no_exam() -> None:
    known = [_known("a"), _known("b", stability=60, ago=20, due=-2)]
    found = plan(Settings(10, TODAY - DAY), known, _new(1), TODAY, last_studied=YESTERDAY)
    assert (found.phase, found.days_left, found.due) == ("open", None, ("a",))
    assert found.new == ("n000",)


def test_on_the_day_of_the_exam_only_what_is_due() -> None:
    found = plan(Settings(10, TODAY), [_known("a")], _new(3), TODAY, last_studied=YESTERDAY)
    assert (found.phase, found.keys, found.days_left) == ("exam_day", ("a",), 0)


@given(known_things, st.integers(0, 40), all_settings, st.none() | st.integers(1, 30))
def test_a_plan_keeps_its_limits_whatever_it_is_given(
    known: list[Known], count: int, settings: Settings, away: int | None
) -> None:
    new = _new(count)
    last = TODAY - away * DAY if away else None
    found = plan(settings, known, new, TODAY, last_studied=last)
    assert found == plan(settings, known[::-1], new, TODAY, last_studied=last)
    seconds = {one.key: one.seconds for one in [*known, *new]}
    assert len(set(found.keys)) == len(found.keys)
    fits = sum(seconds[key] for key in found.keys) <= settings.minutes * 60
    assert fits or any(seconds[key] > settings.minutes * 60 / 5 for key in found.keys)
    assert set(found.new) <= {one.key for one in new}
    if settings.new_a_day is not None:
        assert len(found.new) <= settings.new_a_day
    if found.restart:
        assert len(found.keys) <= RESTART_THINGS
        assert sum(seconds[key] for key in found.keys) <= max(
            RESTART_SECONDS, seconds[found.keys[0]] if found.keys else 0
        )
    answered_today = {one.key for one in known if one.memory.last == TODAY}
    assert not answered_today & set(found.keys)


@given(known_things, all_settings)
def test_a_forecast_deals_out_no_more_than_the_minutes_and_nothing_twice(
    known: list[Known], settings: Settings
) -> None:
    loads = forecast(settings, known, TODAY, 30)
    assert [load.day for load in loads] == [TODAY + n * DAY for n in range(30)]
    assert sum(load.things for load in loads) <= len(known)
    for load in loads:
        assert load.seconds <= settings.minutes * 60 or load.things == 1


def test_a_forecast_carries_over_what_does_not_fit() -> None:
    known = [_known(f"k{n}", ago=9) for n in range(5)] + [_known("later", ago=2)]
    loads = forecast(Settings(3), known, TODAY, 5)
    assert [load.things for load in loads] == [2, 2, 1, 1, 0]


def test_a_forecast_spreads_the_last_looks_over_the_last_days() -> None:
    settings = Settings(20, TODAY + 20 * DAY)
    known = [_known(f"k{n}", stability=90, ago=5, due=19) for n in range(8)]
    loads = forecast(settings, known, TODAY, 25)
    assert [load.things for load in loads] == [0] * 18 + [4, 4] + [0] * 5


def test_reviews_that_will_not_be_kept_up_with_are_told_too() -> None:
    known = [_known(f"k{number:03}", ago=20) for number in range(300)]
    settings = Settings(10, TODAY + 20 * DAY)
    found = plan(settings, known, [], TODAY)
    assert found.shortfall is None
    assert found.overload is not None
    assert 0 < found.overload.late < 300
    assert found.overload.enough is not None
    more = replace(settings, minutes=found.overload.enough)
    assert plan(more, known, [], TODAY).overload is None


def test_what_a_restart_gives_is_at_most_twelve_things() -> None:
    known = [_known(f"k{number:02}", ago=20, seconds=5) for number in range(40)]
    found = plan(Settings(60), known, [], TODAY, last_studied=TODAY - 30 * DAY)
    assert (found.restart, len(found.due), found.left_over) == (True, 12, 28)
