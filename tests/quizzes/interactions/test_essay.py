from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from quizzes.interactions.essay import Essay, word_count
from quizzes.outcome import ResponseError
from tests.quizzes.factories import fault_codes, item, raw


def essay() -> Essay:
    interaction = item("essay").interaction
    assert isinstance(interaction, Essay)
    return interaction


def test_an_essay_waits_for_a_person() -> None:
    one = item("essay")
    outcome = one.score(one.parse({"text": ["Қаулы кеш ұсынылды."]}))
    assert outcome.status == "awaiting"
    assert outcome.score == 0
    assert not outcome.right


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        (" \n", "blank", "response.blank"),
        ("екі сөз", "too-short", "response.essay.too_short"),
        ("бір екі үш төрт бес алты жеті", "too-long", "response.essay.too_many_words"),
        ("а" * 100_001, "too-long", "response.essay.too_long"),
    ],
)
def test_length_is_judged_before_marking(text: str, kind: str, code: str) -> None:
    with pytest.raises(ResponseError) as refused:
        item("essay").parse({"text": [text]})
    assert (refused.value.kind, refused.value.code, refused.value.field) == (kind, code, "text")


def test_the_refusal_tells_the_count() -> None:
    with pytest.raises(ResponseError) as refused:
        item("essay").parse({"text": ["екі сөз"]})
    assert refused.value.params == {"count": 2, "min": 3}


def test_lines_are_kept_whatever_system_they_come_from() -> None:
    one = item("essay")
    assert one.form(one.parse({"text": ["бір\r\nекі\rүш"]})) == {"text": ["бір\nекі\nүш"]}


@pytest.mark.parametrize(
    ("text", "count"),
    [("сотқа дейінгі тергеп-тексеру", 3), ("192-бап, 2) — тармақ!", 3), ("… — !", 0)],
)
def test_word_count(text: str, count: int) -> None:
    assert word_count(text) == count


@pytest.mark.parametrize(
    ("points", "score", "verdicts"),
    [
        ({"a": 2, "b": 2}, Fraction(1), ["right", "right"]),
        ({"a": 0, "b": 1}, Fraction(1, 4), ["wrong", "part"]),
        ({"a": 0, "b": 0}, Fraction(0), ["wrong", "wrong"]),
    ],
)
def test_a_persons_marks_follow_the_rubric(
    points: dict[str, int], score: Fraction, verdicts: list[str]
) -> None:
    outcome = essay().mark(points)
    assert (outcome.status, outcome.score) == ("scored", score)
    assert [part.verdict for part in outcome.parts] == verdicts


@pytest.mark.parametrize("points", [{"a": 2}, {"a": 2, "b": 2, "c": 0}, {"a": 1, "b": 0}])
def test_marks_outside_the_rubric_are_refused(points: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="points"):
        essay().mark(points)


def levels(*points: int) -> dict[str, Any]:
    return {
        "criterion": "Негізі",
        "levels": [{"points": str(one), "text": f"деңгей {one}"} for one in points],
    }


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"min_words": "7"}, (("max_words",), "essay.words")),
        ({"rubric": [levels(0, 2, 2)]}, (("rubric", 0, "levels"), "essay.levels")),
        ({"rubric": [levels(0, 2), levels(2, 0)]}, (("rubric", 1, "levels"), "essay.levels")),
        (
            {"rubric": [{**one, "id": "x"} for one in raw("essay")["rubric"]]},
            (("rubric", 1, "id"), "ids.repeated"),
        ),
    ],
)
def test_faults(changes: dict[str, Any], fault: object) -> None:
    assert fault_codes(item("essay", **changes)) == [fault]
