from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.certainty import CERTAINTIES, Certainty
from quizzes.results import ItemScore, SittingResult, counted, passed, sitting_result
from quizzes.rules import Counts, Rules

HALF = Fraction(1, 2)
CERTAIN = Rules(certainty=True)
shares = st.fractions(min_value=0, max_value=1)


@st.composite
def item_scores(draw: st.DrawFn) -> ItemScore:
    answered = draw(st.booleans())
    return ItemScore(
        points=draw(st.integers(1, 100)),
        share=draw(st.none() | shares) if answered else Fraction(0),
        answered=answered,
        certainty=draw(st.none() | st.sampled_from(CERTAINTIES)),
        left_out=draw(st.booleans()),
    )


item_lists = st.lists(item_scores(), max_size=10)


def blank(points: int = 1) -> ItemScore:
    return ItemScore(points, Fraction(0), answered=False)


def result(share: Fraction | int, answered: int = 1) -> SittingResult:
    return SittingResult(Fraction(share), 1, Fraction(share), 0, answered, late=False)


# --- one sitting --------------------------------------------------------------------------------


def test_points_are_added_up_exactly() -> None:
    found = sitting_result(
        [ItemScore(1, Fraction(1, 3)), ItemScore(2, Fraction(1, 7)), blank(3)], Rules()
    )
    assert found.earned == Fraction(13, 21)
    assert found.most == 6
    assert found.share == Fraction(13, 126)
    assert (found.awaiting, found.answered, found.final, found.late) == (0, 2, True, False)


def test_what_waits_for_a_person_is_in_the_total_but_not_earned_yet() -> None:
    found = sitting_result([ItemScore(1, Fraction(1)), ItemScore(3, None)], Rules())
    assert (found.earned, found.most, found.share) == (1, 4, Fraction(1, 4))
    assert (found.awaiting, found.final) == (1, False)


def test_what_is_left_out_is_in_no_total_and_waits_for_nobody() -> None:
    left_out = ItemScore(3, None, left_out=True)
    found = sitting_result([ItemScore(1, HALF), left_out], Rules())
    assert (found.earned, found.most, found.share) == (HALF, 1, HALF)
    assert found.final
    assert found.answered == 2  # the work was done all the same


def test_of_nothing_nothing_is_earned() -> None:
    for items in ([], [ItemScore(1, Fraction(1), left_out=True)]):
        found = sitting_result(items, Rules())
        assert (found.earned, found.most, found.share) == (0, 0, 0)


@pytest.mark.parametrize("late", [Fraction(0), Fraction(4, 5), Fraction(1)])
def test_lateness_costs_a_share_of_the_credit_and_not_of_the_points(late: Fraction) -> None:
    rules = Rules(late=late)
    items = [ItemScore(2, Fraction(3, 4))]
    found = sitting_result(items, rules, late=True)
    assert found.late
    assert found.earned == Fraction(3, 2)
    assert found.share == Fraction(3, 4) * late
    assert sitting_result(items, rules).share == Fraction(3, 4)


def test_certainty_counts_only_where_it_is_asked_for_and_said() -> None:
    sure = ItemScore(1, Fraction(1), certainty="2")
    assert sitting_result([sure], Rules()).share == 1
    assert sitting_result([sure], CERTAIN).share == Fraction(2, 3)
    assert sitting_result([ItemScore(1, Fraction(1))], CERTAIN).share == 1


def test_a_wrong_answer_given_for_sure_takes_from_the_others() -> None:
    items = [
        ItemScore(3, Fraction(1), certainty="3"),
        ItemScore(1, Fraction(0), certainty="3"),
    ]
    assert sitting_result(items, CERTAIN).earned == 1


def test_a_total_never_falls_below_nought() -> None:
    found = sitting_result([ItemScore(1, Fraction(0), certainty="3")], CERTAIN)
    assert (found.earned, found.share) == (0, 0)


def test_an_unanswered_item_loses_nothing_whatever_was_ticked_beside_it() -> None:
    items = [
        ItemScore(1, Fraction(1), certainty="3"),
        ItemScore(1, Fraction(0), answered=False, certainty="3"),
    ]
    assert sitting_result(items, CERTAIN).share == HALF


@given(items=item_lists, certainty=st.booleans(), late=st.booleans(), credit=shares)
def test_a_result_lies_within_its_bounds(
    items: list[ItemScore], certainty: bool, late: bool, credit: Fraction
) -> None:
    found = sitting_result(items, Rules(certainty=certainty, late=credit), late)
    assert isinstance(found.share, Fraction)
    assert 0 <= found.share <= 1
    assert 0 <= found.earned <= found.most
    assert found.most == sum(one.points for one in items if not one.left_out)
    assert found.answered == sum(one.answered for one in items)
    if not late and found.most:
        assert found.share * found.most == found.earned


@given(items=item_lists, marked=shares)
def test_a_mark_by_a_person_never_lowers_what_was_sure(
    items: list[ItemScore], marked: Fraction
) -> None:
    before = sitting_result(items, Rules())
    after = sitting_result(
        [
            ItemScore(
                one.points,
                marked if one.share is None else one.share,
                one.answered,
                left_out=one.left_out,
            )
            for one in items
        ],
        Rules(),
    )
    assert after.share >= before.share
    assert after.final


@given(items=item_lists, seed=st.randoms())
def test_the_order_of_items_does_not_matter(items: list[ItemScore], seed) -> None:  # type: ignore[no-untyped-def]
    mixed = list(items)
    seed.shuffle(mixed)
    assert sitting_result(mixed, CERTAIN) == sitting_result(items, CERTAIN)


@given(items=item_lists, certainty=st.sampled_from(CERTAINTIES))
def test_full_marks_without_a_certainty_are_never_less_than_with_one(
    items: list[ItemScore], certainty: Certainty
) -> None:
    with_one = [*items, ItemScore(5, Fraction(1), certainty=certainty)]
    without = [*items, ItemScore(5, Fraction(1))]
    assert sitting_result(without, CERTAIN).earned >= sitting_result(with_one, CERTAIN).earned


# --- several sittings ---------------------------------------------------------------------------

THREE = [result(HALF), result(1), result(Fraction(1, 4))]


@pytest.mark.parametrize(
    ("counts", "share"),
    [
        ("best", Fraction(1)),
        ("last", Fraction(1, 4)),
        ("first", HALF),
        ("average", Fraction(7, 12)),
    ],
)
def test_which_sitting_counts(counts: Counts, share: Fraction) -> None:
    assert counted(THREE, counts) == share


@pytest.mark.parametrize("counts", ["best", "last", "first", "average"])
def test_a_sitting_without_answers_never_replaces_a_result(counts: Counts) -> None:
    empty = result(0, answered=0)
    assert counted([empty, *THREE, empty], counts) == counted(THREE, counts)


@pytest.mark.parametrize("counts", ["best", "last", "first", "average"])
def test_without_answers_the_result_is_nought_and_without_sittings_there_is_none(
    counts: Counts,
) -> None:
    assert counted([result(0, answered=0)], counts) == 0
    assert counted([], counts) is None


def results_of(shares_: Sequence[Fraction]) -> list[SittingResult]:
    return [result(one) for one in shares_]


@given(found=st.lists(shares, min_size=1, max_size=6), more=shares)
def test_under_best_trying_again_never_costs(found: list[Fraction], more: Fraction) -> None:
    before = counted(results_of(found), "best")
    after = counted(results_of([*found, more]), "best")
    assert before is not None
    assert after is not None
    assert after >= before


@given(found=st.lists(shares, min_size=1, max_size=6))
def test_no_rule_gives_more_than_best(found: list[Fraction]) -> None:
    results = results_of(found)
    best = counted(results, "best")
    for counts in ("last", "first", "average"):
        share = counted(results, counts)
        assert isinstance(share, Fraction)
        assert best is not None
        assert min(found) <= share <= best


@pytest.mark.parametrize(
    ("share", "mark", "is_passed"),
    [
        (HALF, HALF, True),
        (Fraction(49, 100), HALF, False),
        (Fraction(1), HALF, True),
        (Fraction(0), Fraction(0), True),
        (None, HALF, None),
        (HALF, None, None),
    ],
)
def test_passing(share: Fraction | None, mark: Fraction | None, is_passed: bool | None) -> None:
    assert passed(share, Rules(pass_share=mark)) is is_passed
