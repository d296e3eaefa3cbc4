from __future__ import annotations

from typing import Any

import pytest

from quizzes.item import Item
from quizzes.outcome import Outcome, ResponseError
from tests.quizzes.factories import fault_codes, item


def answer(one: Item, text: str, asked: str = "") -> Outcome:
    return one.score(one.parse({"text": [text], "asked": [asked]}))


@pytest.mark.parametrize(
    ("text", "score", "notes"),
    [
        ("қадағалау актісі", 1, ()),
        ("Қадағалау құжаты", 1, ()),
        ("кадагалау кужаты", 1, ("note.spelling",)),
        ("ден қою актісі", 0, ()),
        ("ден кою актиси", 0, ()),
        ("қаулы", 0, ()),
    ],
)
def test_score(text: str, score: int, notes: tuple[str, ...]) -> None:
    outcome = answer(item("short-text"), text)
    assert outcome.score == score
    assert outcome.notes == notes


@pytest.mark.parametrize("text", ["ден қою актісі", "ДЕН ҚОЮ AKTICI", "ден кою актиси"])
def test_a_known_false_answer_is_known_in_every_spelling(text: str) -> None:
    outcome = answer(item("short-text"), text)
    assert outcome.misconceptions == ("old-edition",)
    assert outcome.parts[0].why == "Ескі атау."


@pytest.mark.parametrize("text", ["қадағалу актісі", "қадағалау актілері", "ден қою актілері"])
def test_a_slip_is_asked_again_near_a_right_answer_and_near_a_wrong_one(text: str) -> None:
    one = item("short-text")
    with pytest.raises(ResponseError) as refused:
        answer(one, text)
    assert (refused.value.kind, refused.value.field) == ("retype", "text")


def test_who_writes_the_same_again_is_not_asked_for_ever() -> None:
    outcome = answer(item("short-text"), "қадағалу актісі", asked="қадағалу актісі")
    assert outcome.score == 0
    assert outcome.notes == ("note.insisted",)
    with pytest.raises(ResponseError):
        answer(item("short-text"), "қадағалу актісі", asked="қадағалу акті")


def test_insisting_costs_nothing_where_nothing_is_in_doubt() -> None:
    outcome = answer(item("short-text"), "қадағалау актісі", asked="қадағалау актісі")
    assert outcome.score == 1
    assert outcome.notes == ()


def test_words_that_differ_by_a_letter_no_keyboard_has_must_be_exact() -> None:
    one = item(
        "short-text",
        accept=["тұра"],
        wrong=[{"text": "тура", "why": "Ол — басқа сөз.", "misconception": "everyday-sense"}],
        distinct=[],
    )
    assert answer(one, "тұра").score == 1
    assert answer(one, "тура").misconceptions == ("everyday-sense",)
    with pytest.raises(ResponseError, match="retype"):
        answer(one, "түра")


def test_signs_alone_are_no_answer() -> None:
    with pytest.raises(ResponseError, match="no_letters"):
        answer(item("short-text"), "?!")


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"accept": ["акт", "Акт."]}, [(("accept", 1), "accept.repeated")]),
        (
            {"wrong": [{"text": "Қадағалау актісі", "why": "?", "misconception": "x"}]},
            [(("wrong", 0, "text"), "wrong.is_right")],
        ),
    ],
)
def test_faults(changes: dict[str, Any], faults: list[object]) -> None:
    assert fault_codes(item("short-text", **changes)) == faults
