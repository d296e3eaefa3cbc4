from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.timing import (
    GRACE,
    Allowance,
    Window,
    accepts,
    deadline,
    finish,
    for_person,
    late,
    may_start,
)

OPENS = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)

spans = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60))
moments = spans.map(lambda span: OPENS + span)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    closes = draw(st.none() | moments)
    due = draw(st.none() | moments)
    if due is not None and closes is not None:
        due = min(due, closes)
    limit = draw(
        st.none() | st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=1))
    )
    return Window(OPENS, due, closes, limit)


@st.composite
def grants(draw: st.DrawFn) -> Allowance:
    return Allowance(
        factor=draw(st.fractions(min_value=1, max_value=4, max_denominator=100)),
        later_close=draw(spans),
        closes=draw(st.none() | moments),
        extra_time=draw(st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=5))),
    )


def no_sooner(new: datetime | None, old: datetime | None) -> bool:
    """None is never."""
    return new is None or (old is not None and new >= old)


# --- what one person has ------------------------------------------------------------------------

EXAM = Window(OPENS, OPENS + 2 * HOUR, OPENS + 2 * HOUR, HOUR)


def test_who_has_nothing_granted_has_the_window_of_everybody() -> None:
    assert for_person(EXAM, Allowance()) == EXAM


def test_a_factor_stretches_the_limit_and_moves_the_close_by_what_it_adds() -> None:
    mine = for_person(EXAM, Allowance(factor=Fraction(3, 2)))
    assert mine.limit == HOUR * 3 / 2
    assert mine.closes == OPENS + HOUR * 5 / 2
    assert mine.due == mine.closes
    assert mine.opens == OPENS


def test_a_factor_without_a_limit_moves_nothing() -> None:
    window = replace(EXAM, limit=None)
    assert for_person(window, Allowance(factor=Fraction(2))) == window


def test_what_is_granted_adds_up() -> None:
    mine = for_person(
        EXAM,
        Allowance(
            factor=Fraction(2), later_close=DAY, extra_time=timedelta(minutes=10), extra_attempts=1
        ),
    )
    assert mine.limit == timedelta(minutes=130)
    assert mine.closes == EXAM.closes + DAY + timedelta(minutes=70)  # type: ignore[operator]


@pytest.mark.parametrize("due", [None, OPENS + HOUR, OPENS + 2 * HOUR])
def test_the_due_date_moves_with_the_close(due: datetime | None) -> None:
    window = replace(EXAM, due=due)
    for allowance in (
        Allowance(factor=Fraction(2)),
        Allowance(later_close=DAY),
        Allowance(closes=OPENS + 5 * DAY),
        Allowance(later_close=DAY, closes=OPENS + 5 * DAY),
    ):
        mine = for_person(window, allowance)
        assert mine.closes is not None
        assert window.closes is not None
        moved = mine.closes - window.closes
        assert moved > timedelta(0)
        assert mine.due == (due + moved if due is not None else None)


def test_a_close_of_their_own_is_taken_as_it_stands() -> None:
    own = OPENS + 3 * DAY
    assert for_person(EXAM, Allowance(closes=own)).closes == own
    assert for_person(EXAM, Allowance(later_close=DAY, closes=own)).closes == own


@pytest.mark.parametrize(
    "allowance",
    [
        Allowance(closes=OPENS + HOUR),  # granted before the close was moved for everybody
        Allowance(later_close=DAY, closes=OPENS + 3 * HOUR),
    ],
)
def test_an_extension_takes_nothing_from_who_has_more_without_it(allowance: Allowance) -> None:
    assert for_person(EXAM, allowance) == for_person(EXAM, replace(allowance, closes=None))


def test_what_never_closes_does_not_begin_to_close_by_an_extension() -> None:
    window = Window(OPENS, due=OPENS + DAY)
    mine = for_person(window, Allowance(closes=OPENS + 2 * DAY))
    assert mine.closes is None
    assert mine.due == OPENS + 2 * DAY  # until then it is not late


@given(window=windows(), allowance=grants(), after=spans)
def test_what_is_granted_never_shortens_anything(
    window: Window, allowance: Allowance, after: timedelta
) -> None:
    mine = for_person(window, allowance)
    assert no_sooner(mine.closes, window.closes)
    assert no_sooner(mine.due, window.due)
    assert (mine.limit is None) == (window.limit is None)
    assert mine.limit is None or window.limit is None or mine.limit >= window.limit
    started = OPENS + after
    assert no_sooner(deadline(mine, started), deadline(window, started))


@given(window=windows(), allowance=grants())
def test_due_never_comes_after_close(window: Window, allowance: Allowance) -> None:
    mine = for_person(window, allowance)
    assert mine.due is None or mine.closes is None or mine.due <= mine.closes


@given(window=windows(), allowance=grants())
def test_who_starts_in_the_last_moment_has_the_time_the_factor_adds(
    window: Window, allowance: Allowance
) -> None:
    """Whoever could work a whole limit before the close still can."""
    mine = for_person(window, allowance)
    if window.closes is None or window.limit is None or mine.limit is None:
        return
    started = window.closes - window.limit
    ends = deadline(mine, started)
    assert ends is not None
    assert ends - started >= mine.limit - TICK


# --- the deadline -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closes", "limit", "ends"),
    [
        (None, None, None),
        (2 * HOUR, None, 2 * HOUR),
        (None, HOUR, HOUR + timedelta(minutes=30)),
        (2 * HOUR, HOUR, HOUR + timedelta(minutes=30)),
        (HOUR, HOUR, HOUR),  # only what remains until the close
    ],
)
def test_the_deadline_is_the_earlier_of_close_and_start_plus_limit(
    closes: timedelta | None, limit: timedelta | None, ends: timedelta | None
) -> None:
    window = Window(OPENS, None, OPENS + closes if closes is not None else None, limit)
    found = deadline(window, OPENS + timedelta(minutes=30))
    assert found == (OPENS + ends if ends is not None else None)


@given(window=windows(), started=moments)
def test_the_deadline_is_never_after_the_close_or_the_limit(
    window: Window, started: datetime
) -> None:
    ends = deadline(window, started)
    assert window.closes is None or (ends is not None and ends <= window.closes)
    assert window.limit is None or (ends is not None and ends <= started + window.limit)
    if ends is None:
        assert window.closes is None
        assert window.limit is None


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (OPENS - TICK, False),
        (OPENS, True),
        (OPENS + 2 * HOUR - TICK, True),
        (OPENS + 2 * HOUR, False),
        (OPENS + 2 * HOUR + GRACE, False),  # the grace is for answers, not for starts
    ],
)
def test_when_a_sitting_may_begin(now: datetime, may: bool) -> None:
    assert may_start(EXAM, now) is may


def test_what_never_closes_may_always_be_started() -> None:
    assert may_start(Window(OPENS), OPENS + 1000 * DAY)


@pytest.mark.parametrize(
    ("now", "counts"),
    [(OPENS, True), (OPENS + GRACE, True), (OPENS + GRACE + TICK, False)],
)
def test_an_answer_is_accepted_until_the_end_of_the_grace(now: datetime, counts: bool) -> None:
    assert accepts(OPENS, now) is counts
    assert accepts(None, now)


@given(ends=st.none() | moments, now=moments)
def test_the_recorded_finish_is_never_after_the_deadline_nor_in_the_future(
    ends: datetime | None, now: datetime
) -> None:
    found = finish(ends, now)
    assert found <= now
    assert ends is None or found <= ends
    assert found in (now, ends)


@given(window=windows(), now=moments)
def test_what_was_sent_in_the_grace_of_a_close_that_is_due_is_not_late(
    window: Window, now: datetime
) -> None:
    window = replace(window, due=window.closes)
    assert not late(window, finish(deadline(window, OPENS), now))


@pytest.mark.parametrize(
    ("due", "finished", "is_late"),
    [(None, OPENS, False), (OPENS, OPENS, False), (OPENS, OPENS + TICK, True)],
)
def test_lateness(due: datetime | None, finished: datetime, is_late: bool) -> None:
    assert late(Window(OPENS - DAY, due), finished) is is_late
