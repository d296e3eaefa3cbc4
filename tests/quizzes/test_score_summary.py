from __future__ import annotations

import json
import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.score_summary import ScoreSummary, alpha_of, score_figures, score_summary
from tests.quizzes.item_analysis_vectors import LSAT6_ROWS

Sitting = dict[str, Fraction]


def points(marks: str | list[str]) -> Sitting:
    return {str(place): Fraction(mark) for place, mark in enumerate(marks, 1)}


COMPLETE = "111111 111011 101101 011110 110100 011100 101000 010010 100000".split()


def columns(rows: list[str]) -> list[list[int]]:
    return [[int(mark) for mark in column] for column in zip(*rows, strict=True)]


def kr20(rows: list[str]) -> float:
    """Kuder and Richardson's formula 20, with the variances of the whole group."""
    k = len(rows[0])
    pq = sum(statistics.mean(one) * (1 - statistics.mean(one)) for one in columns(rows))
    return k / (k - 1) * (1 - pq / statistics.pvariance([row.count("1") for row in rows]))


def test_law_school_test_by_the_formulas_of_the_standard_library() -> None:
    found = score_figures(score_summary(points(marks) for marks in LSAT6_ROWS))
    totals = [marks.count("1") for marks in LSAT6_ROWS]
    assert (found.n, found.band) == (1000, "poor")
    assert found.mean == Fraction(sum(totals), 1000)
    assert found.spread == pytest.approx(statistics.stdev(totals), rel=1e-12)
    assert found.alpha.value == pytest.approx(kr20(LSAT6_ROWS), rel=1e-12)
    assert found.standard_error == pytest.approx(
        statistics.stdev(totals) * (1 - kr20(LSAT6_ROWS)) ** 0.5, rel=1e-12
    )
    for place, own in enumerate(columns(LSAT6_ROWS), 1):
        part = found.parts[str(place)]
        rest = [total - mark for total, mark in zip(totals, own, strict=True)]
        without = [marks[: place - 1] + marks[place:] for marks in LSAT6_ROWS]
        assert part.spread == pytest.approx(statistics.stdev(own), rel=1e-12)
        assert part.item_total == pytest.approx(statistics.correlation(own, totals), rel=1e-12)
        assert part.item_rest == pytest.approx(statistics.correlation(own, rest), rel=1e-12)
        assert part.alpha_without == pytest.approx(kr20(without), rel=1e-12)


def test_reliability_of_parts_that_go_against_each_other_is_negative_and_shown_so() -> None:
    rows = "110 101 011 110 101 001 110 010 101 011 100 011".split()
    found = score_figures(score_summary(points(marks) for marks in rows))
    assert found.alpha.value == pytest.approx(kr20(rows), rel=1e-12)
    assert found.alpha.value is not None
    assert found.alpha.value < 0
    assert found.error_ratio == pytest.approx((1 - kr20(rows)) ** 0.5, rel=1e-12)
    assert found.interval is not None
    assert found.interval.low < found.alpha.value < found.interval.high
    assert found.band == "poor"


def test_effective_weights_are_roots_of_covariances_as_shares_of_their_sum() -> None:
    rows = [*COMPLETE, "101110", "001000"]
    found = score_figures(score_summary(points(marks) for marks in rows))
    totals = [marks.count("1") for marks in rows]
    pull = [statistics.covariance(own, totals) ** 0.5 for own in columns(rows)]
    for place, one in enumerate(pull, 1):
        assert found.parts[str(place)].effective_weight == pytest.approx(one / sum(pull), rel=1e-12)


@given(st.lists(st.integers(0, 12), min_size=10, max_size=30))
def test_shape_by_the_formulas_with_standard_scores(totals: list[int]) -> None:
    """Skewness and excess kurtosis as statistics packages write them: sums of z³ and z⁴."""
    found = score_figures(score_summary({"1": Fraction(total)} for total in totals))
    if len(set(totals)) == 1:
        assert (found.skewness, found.kurtosis) == (None, None)
        return
    n, mean, sd = len(totals), statistics.mean(totals), statistics.stdev(totals)
    z = [(total - mean) / sd for total in totals]
    skewness = n / ((n - 1) * (n - 2)) * sum(one**3 for one in z)
    kurtosis = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * sum(one**4 for one in z)
    kurtosis -= 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))
    assert found.skewness == pytest.approx(skewness, abs=1e-9)
    assert found.kurtosis == pytest.approx(kurtosis, abs=1e-9)


def test_nine_sittings_give_an_alpha_that_is_not_shown() -> None:
    seen = score_summary(points(marks) for marks in COMPLETE)
    totals = [Fraction(marks.count("1")) for marks in COMPLETE]
    own = sum(
        statistics.variance([points(marks)[part] for marks in COMPLETE]) for part in seen.parts
    )
    alpha = alpha_of(len(seen.parts), Fraction(own), Fraction(statistics.variance(totals)))
    assert alpha is not None
    assert float(alpha) == pytest.approx(kr20(COMPLETE), rel=1e-12)
    few = score_figures(seen)
    assert (few.n, few.alpha.value, few.alpha.missing, few.parts) == (9, None, "too-few", {})
    # Each sitting twice: the variances shrink alike, so alpha is the same and may be shown.
    seen.merge(score_summary(points(marks) for marks in COMPLETE))
    assert score_figures(seen).alpha.value == pytest.approx(kr20(COMPLETE), rel=1e-12)


def test_a_sitting_with_other_parts_is_refused() -> None:
    seen = score_summary([points("110")])
    with pytest.raises(ValueError, match="other parts"):
        seen.add(points("11"))
    with pytest.raises(ValueError, match="other parts"):
        seen.merge(score_summary([points("1101")]))
    with pytest.raises(ValueError, match="other parts"):
        ScoreSummary().add({})


def test_what_was_never_added_cannot_be_taken_back() -> None:
    seen = score_summary([points("110")])
    with pytest.raises(ValueError, match="never added"):
        seen.take_back(points("111"))
    assert seen == score_summary([points("110")])


def test_no_reliability_of_one_part_or_of_equal_totals() -> None:
    alone = score_figures(score_summary([points("1")] * 5 + [points("0")] * 5))
    assert (alone.alpha.value, alone.alpha.missing) == (None, "no-rest")
    alike = score_figures(score_summary([points("10")] * 6 + [points("01")] * 6))
    assert (alike.alpha.value, alike.alpha.missing) == (None, "all-alike")
    assert alike.spread == 0
    assert alike.skewness is None


def test_a_part_that_goes_against_the_total_has_no_effective_weight() -> None:
    rows = [points([str(1 - up), str(3 * up), str(3 * up)]) for up in (0, 1) for _ in range(6)]
    found = score_figures(score_summary(rows))
    assert found.parts["1"].effective_weight is None
    assert found.parts["2"].effective_weight == pytest.approx(0.5)


marks = st.integers(0, 18).map(lambda sixths: Fraction(sixths, 6))
sitting = st.tuples(marks, marks, marks, marks).map(
    lambda row: {str(place): mark for place, mark in enumerate(row)}
)
sittings = st.lists(sitting, max_size=8)


@given(sittings, sittings, sittings)
def test_added_merged_and_taken_back_is_a_recount(
    kept: list[Sitting], withdrawn: list[Sitting], elsewhere: list[Sitting]
) -> None:
    seen = ScoreSummary()
    for row in withdrawn:
        seen.add(row)
    for row in kept:
        seen.add(row)
    for row in withdrawn:
        seen.take_back(row)
    seen = ScoreSummary.from_json(json.loads(json.dumps(seen.to_json())))
    seen.merge(score_summary(elsewhere))
    assert seen == score_summary([*elsewhere, *kept])
    assert seen.to_json() == score_summary([*kept, *elsewhere]).to_json()


@given(st.lists(sitting, min_size=10, max_size=15))
def test_figures_are_those_of_the_definitions(rows: list[Sitting]) -> None:
    found = score_figures(score_summary(rows))
    totals = [sum(row.values(), Fraction(0)) for row in rows]
    assert found.mean == statistics.mean(totals)
    assert found.median == statistics.median(totals)
    assert found.spread == pytest.approx(float(statistics.stdev(totals)), abs=1e-9)
    for part, figures in found.parts.items():
        own = [row[part] for row in rows]
        rest = [total - mark for total, mark in zip(totals, own, strict=True)]
        if len(set(own)) > 1 and len(set(rest)) > 1:
            assert figures.item_rest == pytest.approx(
                statistics.correlation([float(x) for x in own], [float(y) for y in rest]), abs=1e-6
            )
        else:
            assert figures.item_rest is None
