from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from quizzes.interactions.cloze import Cloze
from tests.quizzes.factories import fault_codes, item, option, raw

GAPS = raw("cloze")["gaps"]


@pytest.mark.parametrize(
    ("credit", "kim", "shek", "score"),
    [
        ("per-part", "a", "b", Fraction(1)),
        ("per-part", "a", "a", Fraction(1, 2)),
        ("per-part", "", "b", Fraction(1, 2)),
        ("per-part", "b", "c", Fraction(0)),
        ("all-or-nothing", "a", "b", Fraction(1)),
        ("all-or-nothing", "a", "", Fraction(0)),
    ],
)
def test_credit(credit: str, kim: str, shek: str, score: Fraction) -> None:
    one = item("cloze", credit=credit)
    assert one.score(one.parse({"gap.kim": [kim], "gap.shek": [shek]})).score == score


def test_a_gap_tells_why_the_chosen_word_is_wrong_and_which_is_right() -> None:
    one = item("cloze")
    outcome = one.score(one.parse({"gap.shek": ["c"]}))
    assert [(part.id, part.verdict, part.why, part.answer) for part in outcome.parts] == [
        ("kim", "missing", "Себебі: аудан прокуроры", "аудан прокуроры"),
        ("shek", "wrong", "Себебі: бір айға", "үш айға"),
    ]
    assert outcome.misconceptions == ("wrong-body",)


def test_pieces_follow_the_text() -> None:
    interaction = item("cloze", text="{shek} – {kim} {belgisiz}").interaction
    assert isinstance(interaction, Cloze)
    assert interaction.pieces == (
        ("gap", "shek"),
        ("text", " – "),
        ("gap", "kim"),
        ("text", " "),
        ("text", "belgisiz"),
    )
    assert interaction.gap_names == ("shek", "kim")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"text": "{kim} ғана"}, (("gaps", "shek"), "cloze.gap_without_mark")),
        ({"text": "{kim} {shek} {qashan}"}, (("text",), "cloze.mark_without_gap")),
        ({"text": "{kim} {shek} {kim}"}, (("text",), "cloze.mark_repeated")),
        (
            {"gaps": {**GAPS, "kim": {"options": [option("бір"), option("екі")]}}},
            (("gaps", "kim", "options"), "options.none_right"),
        ),
        (
            {"gaps": {**GAPS, "kim": {"options": [option("бір", True), option("Бір")]}}},
            (("gaps", "kim", "options", 1, "text"), "options.equal"),
        ),
    ],
)
def test_faults(changes: dict[str, Any], fault: object) -> None:
    assert fault_codes(item("cloze", **changes)) == [fault]
