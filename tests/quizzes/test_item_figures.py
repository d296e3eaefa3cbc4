from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.item_figures import FEWEST, FIGURES, item_figures, median, thirds
from quizzes.item_summary import BLANK, ItemSummary, Line, Observation, follow, summary
from tests.quizzes.item_analysis_vectors import LSAT6_ROWS

shares = st.integers(0, 6).map(lambda sixths: Fraction(sixths, 6))


def analysed(sittings: list[list[str]]) -> list[ItemSummary]:
    summaries: dict[tuple[str, str], ItemSummary] = {}
    for marks in sittings:
        lines = [Line(str(n), "1", 1, Fraction(mark)) for n, mark in enumerate(marks, 1)]
        follow(summaries, (), lines)
    return [summaries[key] for key in sorted(summaries)]


def test_law_school_test_by_the_formulas_of_the_standard_library() -> None:
    for place, seen in enumerate(analysed([list(marks) for marks in LSAT6_ROWS])):
        found = item_figures(seen)
        own = [int(marks[place]) for marks in LSAT6_ROWS]
        rest = [sum(map(int, marks)) - one for marks, one in zip(LSAT6_ROWS, own, strict=True)]
        assert found.n == 1000
        assert found.mean == Fraction(sum(own), 1000)
        assert found.spread.value == pytest.approx(statistics.stdev(own), rel=1e-12)
        assert found.discrimination.value == pytest.approx(
            statistics.correlation(own, rest), rel=1e-12
        )


def test_efficiency_is_the_part_reached_of_the_best_pairing() -> None:
    """Twelve people, five items with parts of a point; the third goes against the others."""
    rows = """
        1 1 0 1 .5 | 1 1 .5 1 1 | 1 .5 0 1 1 | 1 1 1 .5 1 | .5 1 0 1 .5 | 1 0 .5 1 1
        0 1 1 .5 .5 | .5 0 1 0 1 | 1 0 .5 .5 0 | 0 .5 1 0 .5 | 0 0 1 .5 0 | 0 0 .5 0 0
    """
    sittings = [row.split() for line in rows.strip().splitlines() for row in line.split("|")]
    for place, seen in enumerate(analysed(sittings)):
        own = [float(marks[place]) for marks in sittings]
        rest = [sum(map(float, marks)) - float(marks[place]) for marks in sittings]
        best = statistics.covariance(sorted(own), sorted(rest))
        found = item_figures(seen)
        assert found.efficiency.value == pytest.approx(
            statistics.covariance(own, rest) / best, rel=1e-12
        )
        assert found.efficiency.value is not None
        assert (found.efficiency.value < 0) == (place == 2)


def test_under_ten_answers_there_are_reasons_and_no_figures() -> None:
    one = Observation(Fraction(1), Fraction(1, 2), ("a",), seconds=5)
    found = item_figures(summary([one] * (FEWEST - 1)), offered={"a": True}, guess=Fraction(1, 4))
    assert (found.n, found.enough, found.mean, found.choices, found.thirds) == (
        9, False, None, (), None,
    )  # fmt: skip
    for name in FIGURES:
        figure = getattr(found, name)
        if name != "guess":  # known of the item, not of its answers
            assert (figure.value, figure.missing, figure.n) == (None, "too-few", 9)
    assert item_figures(summary([one] * FEWEST)).mean == 1


def test_each_missing_figure_says_why() -> None:
    alone = item_figures(summary([Observation(Fraction(n % 2)) for n in range(20)]))
    assert alone.discrimination.missing == alone.efficiency.missing == "no-rest"
    assert alone.discrimination.n == 0
    assert (alone.guess.missing, alone.seconds.missing) == ("unknown", "unknown")
    all_right = item_figures(
        summary([Observation(Fraction(1), Fraction(n, 20)) for n in range(20)])
    )
    assert (all_right.discrimination.missing, all_right.facility.value) == ("all-alike", 1)
    few = [Observation(Fraction(n % 2), Fraction(n, 9) if n < 9 else None) for n in range(20)]
    assert item_figures(summary(few)).discrimination.missing == "too-few"
    assert item_figures(summary(few)).discrimination.n == 9


def test_a_figure_has_a_value_or_a_reason_and_never_both() -> None:
    for sittings in ([], [["1"] * 6] * 12, [list("110101"), list("010110")] * 8):
        for seen in analysed(sittings) or [ItemSummary()]:
            found = item_figures(seen)
            for name in FIGURES:
                figure = getattr(found, name)
                assert (figure.value is None) == (figure.missing is not None)


@given(st.lists(st.tuples(shares, shares), min_size=FEWEST, max_size=20))
def test_discrimination_is_pearsons_with_the_rest(
    answers: list[tuple[Fraction, Fraction]],
) -> None:
    found = item_figures(summary([Observation(score, rest) for score, rest in answers]))
    scores, rests = zip(*answers, strict=True)
    assert found.mean == statistics.mean(scores)
    if len(set(scores)) > 1 and len(set(rests)) > 1:
        r = statistics.correlation([float(x) for x in scores], [float(y) for y in rests])
        assert found.discrimination.value == pytest.approx(r, abs=1e-6)
        assert found.efficiency.value is not None
        assert found.efficiency.value <= 1
    else:
        assert found.discrimination.missing == "all-alike"


@given(st.lists(shares, min_size=1, max_size=30))
def test_thirds_never_part_equals_and_never_overlap(rests: list[Fraction]) -> None:
    cut = thirds(Counter(rests))
    if cut is None:
        # One block is nearer to both thirds: nobody could be put on one side only.
        assert max(Counter(rests).values()) * 3 > len(rests)
        return
    assert cut.low < cut.high
    assert cut.bottom == sum(rest <= cut.low for rest in rests) > 0
    assert cut.top == sum(rest >= cut.high for rest in rests) > 0


def test_thirds_of_people_who_all_differ_are_thirds() -> None:
    cut = thirds({Fraction(n, 30): 1 for n in range(30)})
    assert cut is not None
    assert (cut.bottom, cut.top) == (10, 10)
    assert (cut.low, cut.high) == (Fraction(9, 30), Fraction(20, 30))
    assert thirds({}) is None
    assert thirds({Fraction(1): 30}) is None


def test_the_distractor_table_counts_each_choice_in_all_and_in_both_thirds() -> None:
    seen = summary(
        [
            Observation(Fraction(n >= 15), Fraction(n, 30), ("a" if n >= 15 else "b",))
            for n in range(30)
        ]
        + [Observation(Fraction(0), Fraction(0), (), answered=False)] * 2
        + [Observation(Fraction(0), None, ("gone",))]
    )
    found = item_figures(seen, offered={"b": False, "a": True, "c": False})
    rows = {row.choice: row for row in found.choices}
    assert [row.choice for row in found.choices] == ["a", "b", "gone", "c", BLANK]
    assert (rows["a"].key, rows["a"].taken, rows["a"].bottom) == (True, 15, 0)
    assert rows["a"].top == found.thirds.top if found.thirds else None
    assert (rows["b"].key, rows["b"].taken, rows["b"].top) == (False, 15, 0)
    assert rows["b"].mean_rest == Fraction(7, 30)
    assert (rows["c"].taken, rows["c"].mean_rest) == (0, None)
    assert (rows["gone"].key, rows["gone"].ranked, rows["gone"].bottom) == (None, 0, 0)
    assert (rows[BLANK].key, rows[BLANK].taken, rows[BLANK].bottom) == (False, 2, 2)
    assert found.blank == 2


@given(st.lists(shares, min_size=1, max_size=30))
def test_median_of_counted_values(values: list[Fraction]) -> None:
    assert median(Counter(values)) == statistics.median(values)


def test_median_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        median({})


def test_median_time() -> None:
    seen = summary([Observation(Fraction(1), seconds=n) for n in range(11)])
    assert item_figures(seen).seconds.value == 5
