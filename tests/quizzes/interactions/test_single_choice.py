from __future__ import annotations

from typing import Any

import pytest

from quizzes.outcome import ResponseError
from tests.quizzes.factories import fault_codes, item, option, raw

OPTIONS = raw("single-choice")["options"]


def test_each_option_tells_whether_it_was_right_and_why() -> None:
    one = item("single-choice")
    outcome = one.score(one.parse({"choice": ["a"]}))
    assert outcome.score == 0
    assert [(part.id, part.verdict, part.chosen) for part in outcome.parts] == [
        ("a", "wrong", True),
        ("b", "missed", False),
        ("c", "left", False),
    ]
    assert [part.why for part in outcome.parts] == [one["why"] for one in OPTIONS]
    assert outcome.misconceptions == ("wrong-body",)


def test_the_right_option_betrays_no_misconception() -> None:
    one = item("single-choice")
    outcome = one.score(one.parse({"choice": ["b"]}))
    assert outcome.right
    assert outcome.misconceptions == ()
    assert {part.verdict for part in outcome.parts} == {"right", "left"}


@pytest.mark.parametrize(
    ("form", "kind", "code"),
    [
        ({}, "blank", "response.blank"),
        ({"choice": ["", ""]}, "blank", "response.blank"),
        ({"choice": ["a", "b"]}, "unreadable", "response.one_only"),
        ({"choice": ["d"]}, "unreadable", "response.unknown_option"),
    ],
)
def test_refusals_name_the_field(form: dict[str, list[str]], kind: str, code: str) -> None:
    with pytest.raises(ResponseError) as refused:
        item("single-choice").parse(form)
    assert (refused.value.kind, refused.value.code) == (kind, code)
    assert refused.value.field == "choice"


def test_a_fixed_order_stands_and_another_is_shuffled() -> None:
    fixed = item("single-choice", fixed_order="true")
    assert {fixed.order(str(seed)) for seed in range(20)} == {("a", "b", "c")}
    assert len({item("single-choice").order(str(seed)) for seed in range(200)}) == 6


def spoilt(place: int, **changes: Any) -> list[dict[str, Any]]:
    return [{**one, **changes} if at == place else one for at, one in enumerate(OPTIONS)]


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (spoilt(0, right="true"), (("options",), "options.several_right")),
        (spoilt(1, right="false", misconception="x"), (("options",), "options.none_right")),
        (spoilt(2, text="Аудан  прокуроры."), (("options", 2, "text"), "options.equal")),
        (spoilt(2, text="ayдaн пpoкypopы"), (("options", 2, "text"), "options.equal")),  # Latin
        (spoilt(0, why=" "), (("options", 0, "why"), "why.missing")),
        (spoilt(2, id="a"), (("options", 2, "id"), "ids.repeated")),
        (OPTIONS[:2], (("options",), "options.count")),
        ([*OPTIONS, *(option(f"жауап {n}") for n in range(3))], (("options",), "options.count")),
    ],
)
def test_faults(options: list[dict[str, Any]], fault: object) -> None:
    assert fault_codes(item("single-choice", options=options)) == [fault]


def test_a_wrong_option_without_a_misconception_is_only_a_warning() -> None:
    (fault,) = item("single-choice", options=spoilt(2, misconception=None)).faults()
    assert (fault.path, fault.code, fault.severity) == (
        ("options", 2, "misconception"),
        "misconception.missing",
        "warning",
    )
