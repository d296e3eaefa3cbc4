from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.explain_again import Answered, Cost, Costs, Tally, costs, in_order, ranked

NOTHING, HALF, ALL = Fraction(0), Fraction(1, 2), Fraction(1)

answered = st.builds(
    Answered,
    student=st.integers(1, 4),
    names=st.lists(st.sampled_from("abc"), max_size=3).map(tuple),
    share=st.integers(0, 6).map(lambda sixths: Fraction(sixths, 6)),
)
several = st.lists(answered, max_size=12)


@given(several, several, several)
def test_added_merged_and_taken_back_is_a_recount(
    kept: list[Answered], withdrawn: list[Answered], elsewhere: list[Answered]
) -> None:
    found = costs([*withdrawn, *kept])
    for one in withdrawn:
        found.take_back(one)
    assert found == costs(kept)
    found.merge(costs(elsewhere))
    assert found == costs([*elsewhere, *kept])


@given(several)
def test_the_ranking_says_what_the_answers_say(answers: list[Answered]) -> None:
    for cost in ranked(costs(answers)):
        about = [one for one in answers if cost.name in one.names]
        missed = [one for one in about if one.share < 1]
        assert cost.tally.asked == len(about)
        assert cost.tally.missed == len(missed) > 0
        assert cost.students == len({one.student for one in missed})
        assert cost.asked_students == len({one.student for one in about})


def test_many_students_go_before_many_answers_and_these_before_the_name() -> None:
    found = ranked(
        costs(
            [
                *(Answered(1, ("one-person",), NOTHING) for _ in range(5)),
                *(Answered(student, ("many",), HALF) for student in range(3)),
                Answered(1, ("known",), ALL),
                Answered(2, ("b", "a"), NOTHING),
            ]
        )
    )
    assert found == [
        Cost("many", 3, 3, Tally(3, 3)),
        Cost("one-person", 1, 1, Tally(5, 5)),
        Cost("a", 1, 1, Tally(1, 1)),
        Cost("b", 1, 1, Tally(1, 1)),
    ]


def test_of_as_many_students_the_larger_share_goes_first_and_one_that_is_not_told_last() -> None:
    found = [
        Cost("long", 14, 22, Tally(100, 36)),
        Cost("few", 14, 14, Tally(9, 9)),
        Cost("short", 14, 15, Tally(45, 22)),
        Cost("more", 15, 22, Tally(100, 15)),
    ]
    assert [one.name for one in in_order(found)] == ["more", "short", "long", "few"]


def test_a_share_of_fewer_than_ten_answers_is_not_told() -> None:
    nine = ranked(costs(Answered(n, ("a",), NOTHING) for n in range(9)))[0]
    assert nine.missed_share is None
    ten = ranked(costs(Answered(n, ("a",), Fraction(n % 2)) for n in range(10)))[0]
    assert ten.missed_share == HALF


def test_what_was_never_added_cannot_be_taken_back() -> None:
    found = costs([Answered(1, ("a",), ALL)])
    for other in (
        Answered(2, ("a",), ALL),
        Answered(1, ("a",), HALF),
        Answered(1, ("a", "b"), ALL),
    ):
        with pytest.raises(ValueError, match="never added"):
            found.take_back(other)
    assert found == costs([Answered(1, ("a",), ALL)])
    found.take_back(Answered(1, ("a",), ALL))
    assert found == Costs()
