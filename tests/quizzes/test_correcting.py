from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.correcting import Answered, Kind, corrected, moves

HALF = Fraction(1, 2)
KINDS: tuple[Kind, ...] = get_args(Kind)
shares = st.fractions(min_value=0, max_value=1)


@st.composite
def answers(draw: st.DrawFn) -> Answered:
    answered = draw(st.booleans())
    old = draw(shares) if answered else Fraction(0)
    return Answered(draw(st.integers(1, 10**6)), old, draw(st.none() | shares), answered)


@pytest.mark.parametrize(
    ("kind", "old", "by_new", "answered", "new"),
    [
        ("raise", Fraction(0), Fraction(1), True, Fraction(1)),
        ("raise", Fraction(1), Fraction(0), True, None),
        ("raise", HALF, HALF, True, None),
        ("raise", Fraction(0), None, True, None),
        ("raise", Fraction(0), Fraction(1), False, None),
        ("rescore", Fraction(0), Fraction(1), True, Fraction(1)),
        ("rescore", Fraction(1), Fraction(0), True, Fraction(0)),
        ("rescore", HALF, HALF, True, None),
        ("rescore", Fraction(1), None, True, None),
        ("rescore", Fraction(0), Fraction(1), False, None),
        ("full", Fraction(0), Fraction(0), True, Fraction(1)),
        ("full", Fraction(0), None, False, Fraction(1)),
        ("full", Fraction(1), None, True, None),
        ("leave-out", Fraction(0), Fraction(1), True, None),
        ("leave-out", Fraction(1), Fraction(0), True, None),
    ],
)
def test_what_a_correction_gives(
    kind: Kind, old: Fraction, by_new: Fraction | None, answered: bool, new: Fraction | None
) -> None:
    assert corrected(Answered(1, old, by_new, answered), kind) == new


@given(answer=answers(), kind=st.sampled_from(["raise", "full"]))
def test_raising_and_full_marks_never_lower(answer: Answered, kind: Kind) -> None:
    new = corrected(answer, kind)
    assert new is None or new > answer.old


@given(answer=answers(), kind=st.sampled_from(KINDS))
def test_what_does_not_move_is_not_named(answer: Answered, kind: Kind) -> None:
    new = corrected(answer, kind)
    assert new != answer.old
    assert new is None or 0 <= new <= 1


@given(answer=answers())
def test_where_rescoring_raises_raising_does_the_same(answer: Answered) -> None:
    both, up = corrected(answer, "rescore"), corrected(answer, "raise")
    assert up == (both if both is not None and both > answer.old else None)


@given(answer=answers(), kind=st.sampled_from(["raise", "rescore"]))
def test_an_unanswered_item_is_not_marked_anew(answer: Answered, kind: Kind) -> None:
    blank = Answered(answer.sitting_id, Fraction(0), answer.by_new, answered=False)
    assert corrected(blank, kind) is None


def test_the_preview_names_who_moves_from_where_to_where() -> None:
    found = [
        Answered(1, Fraction(0), Fraction(1)),
        Answered(2, Fraction(1), Fraction(0)),
        Answered(3, Fraction(1), Fraction(1)),
        Answered(4, Fraction(0), None, answered=False),
    ]
    rise, fall = (Fraction(0), Fraction(1)), (Fraction(1), Fraction(0))
    assert moves(found, "raise") == {1: rise}
    assert moves(found, "rescore") == {1: rise, 2: fall}
    assert moves(found, "full") == {1: rise, 4: rise}
    assert moves(found, "leave-out") == {}


@given(found=st.lists(answers(), max_size=8, unique_by=lambda one: one.sitting_id))
def test_a_correction_made_twice_moves_nothing_the_second_time(found: list[Answered]) -> None:
    for kind in KINDS:
        moved = moves(found, kind)
        after = [
            Answered(
                one.sitting_id,
                moved.get(one.sitting_id, (one.old, one.old))[1],
                one.by_new,
                one.answered,
            )
            for one in found
        ]
        assert moves(after, kind) == {}
