from __future__ import annotations

from typing import Any

import pytest

from quizzes.outcome import ResponseError
from tests.quizzes.factories import fault_codes, item


@pytest.mark.parametrize(
    ("value", "unit", "score"),
    [
        ("2", "ай", 1),
        ("екі", "ай", 1),
        ("2 ай", "", 1),
        ("2 месяца", "ай", 1),
        ("2,0", "ай", 1),
        ("1440 сағат", "", 1),
        ("2", "тәулік", 0),
        ("3", "ай", 0),
    ],
)
def test_score(value: str, unit: str, score: int) -> None:
    one = item("number")
    assert one.score(one.parse({"value": [value], "unit": [unit]})).score == score


def test_a_known_false_answer_tells_its_own_reason_and_the_right_one() -> None:
    one = item("number")
    outcome = one.score(one.parse({"value": ["бір ай"]}))
    assert [(part.id, part.verdict, part.why, part.answer) for part in outcome.parts] == [
        ("answer", "wrong", "Бұл анықтаудікі.", "2 ай"),
        ("key", "missed", "Алдын ала тергеу екі айдан аспайды.", "2 ай"),
    ]
    assert outcome.misconceptions == ("wrong-length",)


@pytest.mark.parametrize(
    ("value", "unit", "kind", "code", "field"),
    [
        ("", "ай", "blank", "response.blank", "value"),
        ("2", "", "retype", "response.number.unit_missing", "unit"),
        ("2 ай", "тәулік", "retype", "response.number.two_units", "unit"),
        ("2 апта", "", "unreadable", "response.number.unit_unknown", "value"),
        ("2", "апта", "unreadable", "response.unknown_option", "unit"),
        ("көп", "ай", "unreadable", "response.number.unreadable", "value"),
    ],
)
def test_refusals(value: str, unit: str, kind: str, code: str, field: str) -> None:
    with pytest.raises(ResponseError) as refused:
        item("number").parse({"value": [value], "unit": [unit]})
    assert (refused.value.kind, refused.value.code, refused.value.field) == (kind, code, field)


def test_the_only_unit_need_not_be_chosen_and_none_need_not_be_typed() -> None:
    one = item("number", units=["ай"], accept=[])
    assert one.score(one.parse({"value": ["2"]})).right
    bare = item("number", units=[], key={"value": "3"}, wrong=[], accept=[])
    assert bare.score(bare.parse({"value": ["үш"]})).right


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"key": {"value": "екі-үш", "unit": "ай"}}, [(("key", "value"), "number.unreadable")]),
        ({"key": {"value": "2", "unit": "апта"}}, [(("key", "unit"), "number.unknown_unit")]),
        ({"key": {"value": "2"}}, [(("key", "unit"), "number.unknown_unit")]),
        (
            {"wrong": [{"value": "2,0", "unit": "ай", "why": "?", "misconception": "x"}]},
            [(("wrong", 0, "value"), "wrong.is_right")],
        ),
        (
            {
                "wrong": [
                    {"value": one, "unit": "ай", "why": "?", "misconception": "x"}
                    for one in ("4", "4,0")
                ]
            },
            [(("wrong", 1, "value"), "wrong.repeated")],
        ),
        (
            {"accept": [{"value": "2", "unit": "ай"}]},
            [(("accept", 0), "accept.repeated")],
        ),
    ],
)
def test_faults(changes: dict[str, Any], faults: list[object]) -> None:
    assert fault_codes(item("number", **changes)) == faults
