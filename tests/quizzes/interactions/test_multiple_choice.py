from __future__ import annotations

from fractions import Fraction

import pytest

from tests.quizzes.factories import fault_codes, item, option


@pytest.mark.parametrize(
    ("credit", "chosen", "score"),
    [
        ("all-or-nothing", "ab", Fraction(1)),
        ("all-or-nothing", "a", Fraction(0)),
        ("all-or-nothing", "abc", Fraction(0)),
        ("right-minus-wrong", "ab", Fraction(1)),
        ("right-minus-wrong", "a", Fraction(1, 2)),
        ("right-minus-wrong", "abc", Fraction(1, 2)),
        ("right-minus-wrong", "abcd", Fraction(0)),
        ("right-minus-wrong", "cd", Fraction(0)),
        ("per-part", "ab", Fraction(1)),
        ("per-part", "a", Fraction(3, 4)),
        ("per-part", "abcd", Fraction(1, 2)),
        ("per-part", "c", Fraction(1, 4)),
        ("per-part", "cd", Fraction(0)),
    ],
)
def test_credit(credit: str, chosen: str, score: Fraction) -> None:
    one = item("multiple-choice", credit=credit)  # a and b are right, c and d wrong
    assert one.credit_rule == credit
    assert one.score(one.parse({"choice": list(chosen)})).score == score


def test_parts_and_misconceptions() -> None:
    one = item("multiple-choice")
    outcome = one.score(one.parse({"choice": ["c", "a"]}))
    assert [part.verdict for part in outcome.parts] == ["right", "missed", "wrong", "left"]
    assert outcome.misconceptions == ("wrong-body",)


def test_the_order_and_number_of_ticks_do_not_matter() -> None:
    one = item("multiple-choice")
    assert one.parse({"choice": ["b", "a", "b"]}) == one.parse({"choice": ["a", "b"]})


def test_every_option_right_is_a_fault_and_one_right_is_not() -> None:
    rights = [option(f"жауап {number}", True) for number in range(3)]
    assert fault_codes(item("multiple-choice", options=rights)) == [
        (("options",), "options.all_right")
    ]
    one_right = [option("иә", True), option("жоқ"), option("кейде")]
    assert fault_codes(item("multiple-choice", options=one_right)) == []
