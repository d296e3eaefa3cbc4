from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.intervals import beta_share, f_quantile, of_alpha, of_correlation, of_share

chances = st.floats(0.001, 0.999)
degrees = st.integers(1, 4000)


@given(chances, degrees)
def test_f_with_two_degrees_above_has_a_closed_form(share: float, below: int) -> None:
    quantile = f_quantile(share, 2, below)
    assert (1 + 2 * quantile / below) ** (-below / 2) == pytest.approx(1 - share, rel=1e-8)


@given(chances, degrees, degrees)
def test_f_the_other_way_round_is_the_reciprocal(share: float, above: int, below: int) -> None:
    assert f_quantile(share, above, below) == pytest.approx(
        1 / f_quantile(1 - share, below, above), rel=1e-6
    )


@pytest.mark.parametrize(
    ("share", "above", "below", "value"),
    [(0.95, 1, 1, 161.4476), (0.95, 10, 20, 2.3479), (0.975, 5, 7, 5.2852), (0.99, 4, 60, 3.6490)],
)
def test_f_as_in_printed_tables(share: float, above: int, below: int, value: float) -> None:
    assert f_quantile(share, above, below) == pytest.approx(value, abs=6e-5)


def test_no_quantile_of_everything_or_nothing() -> None:
    for share, above, below in ((0.0, 1, 1), (1.0, 1, 1), (0.5, 0, 1), (0.5, 1, 0)):
        with pytest.raises(ValueError, match="no such quantile"):
            f_quantile(share, above, below)


def test_all_of_a_beta_variable_lies_between_nought_and_one() -> None:
    assert beta_share(0, 2, 3) == 0
    assert beta_share(1, 2, 3) == 1
    assert beta_share(0.5, 4, 4) == pytest.approx(0.5)


@given(st.floats(-2, 0.99), st.integers(2, 60))
def test_feldts_interval_of_alpha_for_three_people_has_a_closed_form(
    alpha: float, parts: int
) -> None:
    """With three people F has two degrees above, so that its quantiles are elementary."""
    found = of_alpha(alpha, 3, parts)
    assert found is not None
    below = 2 * (parts - 1)
    for bound, tail in ((found.low, 0.975), (found.high, 0.025)):
        quantile = below / 2 * ((1 - tail) ** (-2 / below) - 1)
        assert 1 - bound == pytest.approx((1 - alpha) * quantile, rel=1e-7)


def test_one_person_or_one_part_has_no_interval_of_alpha() -> None:
    assert of_alpha(0.5, 1, 5) is None
    assert of_alpha(0.5, 5, 1) is None


def test_wilsons_interval_of_a_share() -> None:
    found = of_share(0.8, 10)
    assert (found.low, found.high) == pytest.approx((0.4902, 0.9433), abs=5e-5)
    nobody = of_share(0, 10)
    assert nobody.low == 0
    assert nobody.high == pytest.approx(0.2775, abs=5e-5)
    with pytest.raises(ValueError, match="no values"):
        of_share(0.5, 0)


def test_fishers_interval_of_a_correlation() -> None:
    found = of_correlation(0.5, 28)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.1559, 0.7357), abs=5e-4)
    assert of_correlation(0.5, 3) is None
    perfect = of_correlation(1.0, 10)
    assert perfect is not None
    assert (perfect.low, perfect.high) == (1, 1)
