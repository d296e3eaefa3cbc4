from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.mastery import (
    KEPT,
    WINDOW,
    WORDS,
    Mastery,
    Try,
    counts,
    mastery,
    rolled_up,
    with_try,
)

DAY = timedelta(days=1)
TODAY = date(2026, 11, 25)
ITEMS = ("a", "b", "c", "d", "e")

scores = st.integers(0, 6).map(lambda n: Fraction(n, 6))
tries_of_one = st.lists(
    st.tuples(st.integers(0, 30).map(lambda n: TODAY + n * DAY), scores), max_size=6
)
all_tries = st.dictionaries(st.sampled_from([*ITEMS, "other"]), tries_of_one)


def test_without_enough_tries_there_is_no_word() -> None:
    assert mastery(ITEMS, {}) == Mastery("unknown", all_items=5, needed_items=4)
    assert _after("a+ b+").word == "unknown"
    assert _after("a- b-").word == "unknown"
    assert _after("a+ b+ c+").word == "growing"


def test_firm_needs_enough_items_and_two_days() -> None:
    assert _after("a+ b+ c+ d+").word == "firm"
    assert _after("a+ b+ c+ a+ b+ c+").word == "growing", "three of five items"
    one_day = {key: [Try(TODAY, Fraction(1))] for key in ITEMS}
    assert mastery(ITEMS, one_day).word == "growing"


def test_an_objective_with_few_items_needs_them_all() -> None:
    assert _after("a+ b+ a+", items=("a", "b")).word == "firm"
    assert _after("a+", items=("a",)).word == "unknown"
    assert _after("a+ a+", items=("a",)).word == "firm"


def test_one_long_sitting_does_not_hide_the_days_before_it() -> None:
    items = [f"i{number}" for number in range(10)]
    tries = {key: (Try(TODAY, Fraction(1)), Try(TODAY + DAY, Fraction(1))) for key in items}
    assert mastery(items, tries).word == "firm"


def test_the_word_falls_and_rises_again() -> None:
    firm = "a+ b+ c+ d+ e+ a+ b+ c+"
    assert _after(firm).word == "firm"
    assert _after(firm + " d-").word == "growing"
    assert _after(firm + " d- e-").word == "weak"
    assert _after(firm + " d- e+").word == "growing"
    assert _after(firm + " d- e+ a+ b+").word == "firm"


def test_blind_guessing_is_weak_and_partial_credit_counts_exactly() -> None:
    assert _after("a- b- c+ d- e- a+ b- c-").word == "weak"
    thirds = {key: [Try(TODAY, Fraction(1, 3)), Try(TODAY + DAY, Fraction(2, 3))] for key in "ab"}
    found = mastery("ab", thirds)
    assert found.share == (Fraction(2, 3) * (8 + 7) + Fraction(1, 3) * (6 + 5)) / 26


def test_repeating_one_item_does_not_drown_the_others() -> None:
    tries = {
        "a": [Try(TODAY + n * DAY, Fraction(1)) for n in range(4)],
        **{key: [Try(TODAY, Fraction(0))] for key in "bcde"},
    }
    found = mastery(ITEMS, tries)
    assert found.tries == 7
    assert found.word == "growing"
    assert found.share == Fraction(8 + 7 + 6, sum(range(2, 9)))


def test_only_the_first_answer_of_a_day_is_a_first_try() -> None:
    tries = with_try((), TODAY, Fraction(0))
    assert with_try(tries, TODAY, Fraction(1)) == tries
    assert with_try(tries, TODAY - DAY, Fraction(1)) == (
        Try(TODAY - DAY, Fraction(1)),
        Try(TODAY, Fraction(0)),
    )


@given(tries_of_one)
def test_kept_tries_are_few_in_order_and_one_a_day(tries: list[tuple[date, Fraction]]) -> None:
    kept = _kept(tries)
    assert len(kept) <= KEPT
    found = [one.day for one in kept]
    assert found == sorted(set(found))


@given(all_tries)
def test_the_numbers_behind_the_word_hold_together(
    raw: dict[str, list[tuple[date, Fraction]]],
) -> None:
    tries = {key: _kept(found) for key, found in raw.items()}
    found = mastery(ITEMS, tries)
    assert found.tries <= WINDOW
    assert found.items <= min(found.tries, found.all_items)
    assert (found.share is None) == (found.tries == 0)
    if found.share is not None:
        assert 0 <= found.share <= 1
    if found.word == "firm":
        assert found.days >= 2
        assert found.items >= 4
    without = {key: one for key, one in tries.items() if key != "other"}
    assert mastery(ITEMS[::-1], without) == found


@given(all_tries, st.sampled_from(ITEMS))
def test_one_more_right_answer_never_lowers_the_share_below_a_wrong_one(
    raw: dict[str, list[tuple[date, Fraction]]], key: str
) -> None:
    tries = {one: _kept(found) for one, found in raw.items()}
    later = TODAY + 60 * DAY
    share = {}
    for score in (Fraction(0), Fraction(1)):
        more = {**tries, key: with_try(tries.get(key, ()), later, score)}
        share[score] = mastery(ITEMS, more).share or Fraction(0)
    assert share[Fraction(0)] < share[Fraction(1)]


def test_words_are_counted_by_section_every_word_named() -> None:
    places = {"1.1-a": "1.1", "1.1-b": "1.1", "1.2-a": "1.2"}
    found = rolled_up(places, {"1.1-a": "firm", "1.2-a": "weak"})
    assert found == {
        "1.1": {"unknown": 1, "weak": 0, "growing": 0, "firm": 1},
        "1.2": {"unknown": 0, "weak": 1, "growing": 0, "firm": 0},
    }
    assert counts([]) == dict.fromkeys(WORDS, 0)


def _after(history: str, items: Sequence[str] = ITEMS) -> Mastery:
    """The mastery after first tries on days in a row, «a+»: item a answered right."""
    tries: dict[str, tuple[Try, ...]] = {}
    for number, one in enumerate(history.split()):
        score = Fraction(int(one[1] == "+"))
        tries[one[0]] = with_try(tries.get(one[0], ()), TODAY + number * DAY, score)
    return mastery(items, tries)


@pytest.mark.parametrize("word", WORDS)
def test_every_word_can_be_reached(word: str) -> None:
    histories = ("a+", "a- b- c-", "a+ b- c+", "a+ b+ c+ d+")
    assert word in {_after(history).word for history in histories}


def _kept(tries: list[tuple[date, Fraction]]) -> tuple[Try, ...]:
    kept: tuple[Try, ...] = ()
    for day, score in tries:
        kept = with_try(kept, day, score)
    return kept
