from __future__ import annotations

from fractions import Fraction

import pytest

from quizzes.outcome import ResponseError
from quizzes.typed import KnownWrong, typed, typed_outcome


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([" екі ай "], "екі ай"),
        ([], ""),
        (["бір", "екі"], "екі"),
        (["a\x00b\x1bc\x7fd"], "abcd"),
        (["a\ud800b"], "ab"),
        (["a\r\nb\rc\td"], "a\nb\nc\td"),
    ],
)
def test_typed(values: list[str], text: str) -> None:
    assert typed({"text": values}, "text") == text
    assert typed({}, "text") == ""


def test_too_much_is_refused_with_the_limit() -> None:
    assert typed({"text": ["а" * 300]}, "text") == "а" * 300
    with pytest.raises(ResponseError) as refused:
        typed({"text": ["а" * 301]}, "text")
    assert (refused.value.kind, refused.value.params) == ("too-long", {"limit": 300, "count": 301})


def test_a_right_answer_needs_no_second_part() -> None:
    outcome = typed_outcome(Fraction(1), why="Иә.", answer="екі ай")
    assert [(part.id, part.verdict) for part in outcome.parts] == [("answer", "right")]


def test_a_wrong_answer_without_a_known_reason_still_shows_the_right_one() -> None:
    outcome = typed_outcome(Fraction(0), why="Иә.", answer="екі ай")
    assert [(part.verdict, part.why, part.chosen) for part in outcome.parts] == [
        ("wrong", "", True),
        ("missed", "Иә.", False),
    ]


def test_a_known_reason_without_a_code_betrays_no_misconception() -> None:
    wrong = KnownWrong(why="Жоқ.")
    assert typed_outcome(Fraction(0), why="Иә.", answer="2", wrong=wrong).misconceptions == ()
