from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizzes.wrong_tries import KEPT, Place, WrongTries, joined, replay, tried

START = datetime(2026, 11, 23, 8, tzinfo=UTC)


def at(minute: int, attempt: int = 1) -> Place:
    return START + timedelta(minutes=minute), attempt


answers = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(1, 6)).map(lambda one: at(*one)),
    st.booleans(),
    max_size=14,
).map(lambda found: list(found.items()))


def counted(history: list[tuple[Place, bool]]) -> int:
    """From the definition: wrong answers after the newest right one."""
    tail = 0
    for _, right in sorted(history):
        tail = 0 if right else tail + 1
    return min(tail, KEPT)


@given(answers, st.integers())
def test_in_any_order_it_is_the_recount(history: list[tuple[Place, bool]], seed: int) -> None:
    state = replay(history)
    assert state.count == counted(history)
    mixed = list(history)
    Random(seed).shuffle(mixed)
    assert replay(mixed) == state
    assert WrongTries.from_json(json.loads(json.dumps(state.to_json()))) == state


@given(answers, st.integers(0, 14))
def test_joining_two_is_the_recount_of_both(history: list[tuple[Place, bool]], cut: int) -> None:
    assert joined(replay(history[:cut]), replay(history[cut:])) == replay(history)


def test_a_right_answer_that_comes_late_forgives_only_what_was_before_it() -> None:
    state = replay([(at(0), False), (at(10), False), (at(20), False)])
    assert state.count == 3
    assert tried(state, at(15), right=True).count == 1


def test_the_same_answer_told_twice_counts_once() -> None:
    state = tried(WrongTries(), at(0), right=False)
    assert tried(state, at(0), right=False) == state


def test_it_stays_small() -> None:
    assert replay((at(minute), False) for minute in range(50)).count == KEPT
