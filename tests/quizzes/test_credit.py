from __future__ import annotations

from fractions import Fraction

import pytest

from quizzes.credit import (
    all_or_nothing,
    half_for_article,
    longest_run,
    per_part,
    right_minus_wrong,
)


@pytest.mark.parametrize(
    ("right", "wrong", "total", "score"),
    [(3, 0, 3, 1), (2, 0, 3, 0), (3, 1, 3, 0), (0, 0, 3, 0), (1, 0, 1, 1), (0, 1, 1, 0)],
)
def test_all_or_nothing(right: int, wrong: int, total: int, score: int) -> None:
    assert all_or_nothing(right, wrong, total) == score


@pytest.mark.parametrize(
    ("right", "wrong", "total", "score"),
    [
        (3, 0, 3, Fraction(1)),
        (2, 0, 3, Fraction(2, 3)),
        (2, 1, 3, Fraction(1, 3)),
        (3, 1, 3, Fraction(2, 3)),
        (1, 1, 3, Fraction(0)),
        (0, 2, 3, Fraction(0)),
        (2, 3, 2, Fraction(0)),
    ],
)
def test_right_minus_wrong(right: int, wrong: int, total: int, score: Fraction) -> None:
    assert right_minus_wrong(right, wrong, total) == score


@pytest.mark.parametrize(
    ("right", "total", "score"),
    [(0, 3, Fraction(0)), (1, 3, Fraction(1, 3)), (3, 3, Fraction(1))],
)
def test_per_part(right: int, total: int, score: Fraction) -> None:
    assert per_part(right, total) == score


@pytest.mark.parametrize(
    ("run", "total", "score"),
    [(0, 4, Fraction(0)), (1, 4, Fraction(0)), (2, 4, Fraction(1, 2)), (4, 4, Fraction(1))],
)
def test_longest_run_pays_nothing_for_a_step_alone(run: int, total: int, score: Fraction) -> None:
    assert longest_run(run, total) == score


@pytest.mark.parametrize(
    ("article", "whole", "score"),
    [(True, True, Fraction(1)), (True, False, Fraction(1, 2)), (False, False, Fraction(0))],
)
def test_half_for_article(article: bool, whole: bool, score: Fraction) -> None:
    assert half_for_article(article, whole) == score


def test_marks_are_exact() -> None:
    thirds = [per_part(1, 3), right_minus_wrong(1, 0, 3), longest_run(2, 6)]
    assert sum(thirds) == 1
    assert all(type(one) is Fraction for one in (*thirds, all_or_nothing(1, 0, 1)))


def test_nothing_to_earn_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to earn"):
        per_part(0, 0)
    with pytest.raises(ValueError, match="below zero"):
        all_or_nothing(-1, 0, 2)
