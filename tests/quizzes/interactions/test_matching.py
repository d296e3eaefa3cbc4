from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.quizzes.factories import fault_codes, item, raw

PROMPTS = raw("matching")["prompts"]
TARGETS = raw("matching")["targets"]


@pytest.mark.parametrize(
    ("credit", "first", "second", "score"),
    [
        ("per-part", "ush-ay", "on-eki-ay", Fraction(1)),
        ("per-part", "ush-ay", "ush-ay", Fraction(1, 2)),
        ("per-part", "", "on-eki-ay", Fraction(1, 2)),
        ("per-part", "bir-ay", "ush-ay", Fraction(0)),
        ("all-or-nothing", "ush-ay", "on-eki-ay", Fraction(1)),
        ("all-or-nothing", "ush-ay", "", Fraction(0)),
    ],
)
def test_credit(credit: str, first: str, second: str, score: Fraction) -> None:
    one = item("matching", credit=credit)
    assert one.score(one.parse({"match.a": [first], "match.b": [second]})).score == score


def test_a_prompt_without_an_answer_is_missing_not_wrong() -> None:
    one = item("matching")
    outcome = one.score(one.parse({"match.b": ["bir-ay"]}))
    assert [(part.verdict, part.answer) for part in outcome.parts] == [
        ("missing", "үш айға дейін"),
        ("wrong", "он екі айға дейін"),
    ]
    assert outcome.misconceptions == ("wrong-body",)


def test_targets_are_shuffled_whatever_order_they_were_listed_in() -> None:
    turned = item("matching", targets=TARGETS[::-1])
    assert turned.order("7") == item("matching").order("7")
    assert len({item("matching").order(str(seed)) for seed in range(200)}) == 6


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"prompts": [{**PROMPTS[0], "key": "joq"}, PROMPTS[1]]},
            (("prompts", 0, "key"), "matching.unknown_target"),
        ),
        (
            {"prompts": [PROMPTS[0], {**PROMPTS[1], "key": "ush-ay"}]},
            (("prompts", 1, "key"), "matching.target_used_twice"),
        ),
        (
            {"targets": [*TARGETS, {"id": "ush-ay", "text": "басқа"}]},
            (("targets", 3, "id"), "ids.repeated"),
        ),
        (
            {"targets": [*TARGETS, {"id": "tagy", "text": "Үш айға дейін"}]},
            (("targets", 3, "text"), "options.equal"),
        ),
        (
            {"prompts": [PROMPTS[0], {**PROMPTS[1], "text": "аудан"}]},
            (("prompts", 1, "text"), "options.equal"),
        ),
    ],
)
def test_faults(changes: dict[str, Any], fault: object) -> None:
    assert fault_codes(item("matching", **changes)) == [fault]


def test_a_target_may_serve_twice_where_the_author_says_so() -> None:
    prompts = [PROMPTS[0], {**PROMPTS[1], "key": "ush-ay"}]
    assert fault_codes(item("matching", prompts=prompts, reuse="true")) == []
