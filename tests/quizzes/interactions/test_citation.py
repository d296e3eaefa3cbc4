from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from quizzes.item import Item
from quizzes.outcome import Outcome, ResponseError
from tests.quizzes.factories import fault_codes, item

ACTS = {"ҚПК": ["УПК", "CPC"], "ҚК": ["УК"]}


def answer(one: Item, text: str) -> Outcome:
    knowing = one.with_acts(ACTS)
    return knowing.score(knowing.parse({"text": [text]}))


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("ҚПК 192-бап 2-бөлік", Fraction(1)),
        ("ст. 192 ч. 2 УПК", Fraction(1)),
        ("ҚПК 192-2", Fraction(1)),  # read as part 2 as well
        ("ҚПК 192-бап 3-бөлік", Fraction(1)),  # accepted
        ("ҚПК 192-бап 2-бөлік 1-тармақ", Fraction(1)),  # a piece of the norm asked for
        ("ҚПК 192-бап", Fraction(1, 2)),
        ("ҚПК 192-бап 4-бөлік", Fraction(1, 2)),
        ("ҚПК 193-бап 2-бөлік", Fraction(0)),
        ("УК 192-бап 2-бөлік", Fraction(0)),
        ("ҚПК 190-бап", Fraction(0)),
    ],
)
def test_score(text: str, score: Fraction) -> None:
    outcome = answer(item("citation"), text)
    assert outcome.score == score
    assert outcome.notes == (("note.citation.other_part",) if score == Fraction(1, 2) else ())


def test_half_the_credit_shows_as_part_with_the_right_norm_beside() -> None:
    outcome = answer(item("citation"), "ҚПК 192")
    assert [(part.id, part.verdict, part.answer) for part in outcome.parts] == [
        ("answer", "part", "[[ҚПК 192.2]]"),
        ("key", "missed", "[[ҚПК 192.2]]"),
    ]


def test_a_known_false_norm_betrays_its_misconception() -> None:
    outcome = answer(item("citation"), "ст. 190 УПК")
    assert outcome.misconceptions == ("source-confused",)
    assert outcome.parts[0].why == "Ол — басқа нысан."


def test_a_piece_of_the_key_listed_as_wrong_is_wrong() -> None:
    wrong = [{"norm": "ҚПК 192.2", "why": "Тым тар.", "misconception": "too-narrow"}]
    one = item("citation", key="ҚПК 192", accept=[], wrong=wrong)
    assert answer(one, "ҚПК 192.2").score == Fraction(1, 2)
    assert answer(one, "ҚПК 192.5").score == 1


def test_the_act_is_asked_for_unless_it_is_given() -> None:
    with pytest.raises(ResponseError) as refused:
        answer(item("citation"), "192-бап 2-бөлік")
    assert refused.value.code == "response.citation.no_act"
    assert answer(item("citation", act_given="true"), "192-бап 2-бөлік").score == 1


def test_without_a_register_the_items_own_acts_are_known() -> None:
    one = item("citation")
    assert one.score(one.parse({"text": ["қпк 192.2"]})).score == 1
    with pytest.raises(ResponseError, match="no_act"):
        one.parse({"text": ["УПК 192.2"]})


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"key": "192-бап"}, [(("key",), "citation.unreadable")]),
        ({"accept": ["ҚПК"]}, [(("accept", 0), "citation.unreadable")]),
        ({"accept": ["ҚПК 192.2"]}, [(("accept", 0), "accept.repeated")]),
        (
            {"wrong": [{"norm": "ҚПК 192.3", "why": "?", "misconception": "x"}]},
            [(("wrong", 0, "norm"), "wrong.is_right")],
        ),
        (
            {"wrong": [{"norm": "бап", "why": "?", "misconception": "x"}]},
            [(("wrong", 0, "norm"), "citation.unreadable")],
        ),
    ],
)
def test_faults(changes: dict[str, Any], faults: list[object]) -> None:
    assert fault_codes(item("citation", **changes)) == faults
