from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizzes.minutes import IDLE, INSTEAD, gaps, pace, spent

START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)

moments = st.lists(st.timedeltas(timedelta(0), timedelta(hours=5)).map(lambda t: START + t))


def test_a_pause_longer_than_five_minutes_counts_as_one_minute() -> None:
    answers = [START, START + 2 * MINUTE, START + 7 * MINUTE, START + 60 * MINUTE]
    assert gaps(answers) == [INSTEAD, 2 * MINUTE, 5 * MINUTE, INSTEAD]
    assert spent(answers) == 9 * MINUTE


def test_a_known_beginning_is_counted_from() -> None:
    assert spent([START + 20 * SECOND], since=START) == 20 * SECOND
    assert spent([START - 20 * SECOND], since=START) == INSTEAD, "a clock was moved"


def test_no_answers_took_no_time() -> None:
    assert spent([]) == timedelta(0)


@given(moments)
def test_time_spent_is_bounded_and_the_order_does_not_matter(answers: list[datetime]) -> None:
    assert timedelta(0) <= spent(answers) <= len(answers) * IDLE
    assert spent(answers) == spent(reversed(answers))


def test_ones_own_pace_counts_from_a_few_answers_on_within_reason() -> None:
    assert pace([10] * 4, 60) == 60
    assert pace([40, 50, 45, 300, 48], 60) == 48
    assert pace([1] * 9, 60) == 20
    assert pace([900] * 9, 60) == 180
