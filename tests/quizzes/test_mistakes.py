from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.memory import Memory
from quizzes.mistakes import Mistake, answered, replay, statuses

DAY = timedelta(days=1)
TODAY = date(2026, 11, 25)

answers = st.lists(
    st.tuples(st.integers(0, 9).map(lambda n: TODAY + n * DAY), st.booleans()), max_size=12
)


@pytest.mark.parametrize(
    ("history", "listed"),
    [
        ("", False),
        ("0+", False),
        ("0-", True),
        ("0- 1+", True),
        ("0- 1+ 1+", True),
        ("0- 1+ 2+", False),
        ("0- 0+ 1+", False),
        ("0- 1+ 2- 3+", True),
        ("0- 1+ 2- 3+ 4+", False),
        ("0- 1+ 1- 2+", True),
        ("0- 1+ 2+ 3-", True),
    ],
)
def test_a_mistake_leaves_after_two_right_days_and_a_wrong_one_resets(
    history: str, listed: bool
) -> None:
    found = replay((TODAY + int(one[0]) * DAY, one[1] == "+") for one in history.split())
    assert (found is not None) is listed


@given(answers)
def test_it_is_listed_while_fewer_than_two_days_were_right_since_the_last_wrong(
    history: list[tuple[date, bool]],
) -> None:
    ordered = sorted(history, key=lambda one: one[0])
    wrong = [number for number, (_, right) in enumerate(ordered) if not right]
    since = ordered[wrong[-1] + 1 :] if wrong else []
    listed = bool(wrong) and len({day for day, _ in since}) < 2
    found = replay(history)
    assert (found is not None) is listed
    if found is not None:
        assert found.still in (1, 2)
        assert Mistake.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_a_late_wrong_answer_does_not_undo_a_later_right_one() -> None:
    state = Mistake(TODAY, (TODAY + 2 * DAY,))
    assert answered(state, right=False, day=TODAY + DAY) == Mistake(TODAY + DAY, (TODAY + 2 * DAY,))
    assert answered(state, right=False, day=TODAY - DAY) == state


def test_a_right_answer_from_before_the_mistake_is_no_amends() -> None:
    state = Mistake(TODAY)
    assert answered(state, right=True, day=TODAY - DAY) == state


def test_the_statuses_of_a_thing() -> None:
    young = Memory(3.0, 5.0, due=TODAY + 3 * DAY, last=TODAY)
    old = Memory(30.0, 5.0, due=TODAY, last=TODAY - 30 * DAY)
    assert statuses(None, None, TODAY) == {"new"}
    assert statuses(None, None, TODAY, flagged=True) == {"new", "flagged"}
    assert statuses(young, None, TODAY, right=True) == frozenset()
    assert statuses(young, None, TODAY, right=True, certainty="1") == {"unsure"}
    assert statuses(young, Mistake(TODAY), TODAY, right=False, certainty="0") == {"missed"}
    assert statuses(old, None, TODAY, right=True, certainty="3") == {"due", "mastered"}
    assert statuses(old, None, TODAY, right=True, certainty="0") == {"due", "unsure"}
    assert statuses(old, Mistake(TODAY), TODAY, right=True) == {"due", "missed"}
