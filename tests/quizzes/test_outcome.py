from __future__ import annotations

import json
from fractions import Fraction

import pytest

from quizzes.outcome import Outcome, Part, ResponseError, distinct_codes

OUTCOME = Outcome(
    Fraction(1, 3),
    parts=(
        Part("a", "right", "Иә.", "**екі ай**", True),
        Part("b", "missing", "Жоқ.", None, False),
    ),
    misconceptions=("wrong-body",),
    notes=("note.spelling",),
)


def test_json_keeps_a_third_exact() -> None:
    data = OUTCOME.to_json()
    assert data["score"] == [1, 3]
    assert Outcome.from_json(json.loads(json.dumps(data, ensure_ascii=False))) == OUTCOME


@pytest.mark.parametrize("score", [Fraction(-1, 9), Fraction(10, 9)])
def test_a_score_outside_0_to_1_is_refused(score: Fraction) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Outcome(score)


@pytest.mark.parametrize(
    "spoiled",
    [{"score": [2, 1]}, {"score": [1, 0]}, {"status": "lost"}, {"parts": [{"verdict": "odd"}]}],
)
def test_json_of_something_else_is_refused(spoiled: dict[str, object]) -> None:
    with pytest.raises((ValueError, ZeroDivisionError)):
        Outcome.from_json({**OUTCOME.to_json(), **spoiled})


def test_only_a_scored_full_outcome_is_right() -> None:
    assert Outcome(Fraction(1)).right
    assert not Outcome(Fraction(1, 2)).right
    assert not Outcome(Fraction(0), status="awaiting").right


def test_codes_are_told_once_in_the_order_met() -> None:
    assert distinct_codes(["b", None, "a", "b", ""]) == ("b", "a")


def test_an_error_carries_what_the_page_needs() -> None:
    error = ResponseError("too-long", "response.text.too_long", {"limit": 300}, "text")
    assert (error.kind, error.code, error.params, error.field) == (
        "too-long",
        "response.text.too_long",
        {"limit": 300},
        "text",
    )
    assert ResponseError("blank", "response.blank").params == {}
