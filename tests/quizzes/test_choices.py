from __future__ import annotations

from fractions import Fraction

import pytest

from quizzes.choices import OTHER, PARTLY, RIGHT, choices, guess_level, offered
from quizzes.item import Item
from tests.quizzes.factories import TYPES, item


def chosen(one: Item, form: dict[str, list[str]]) -> tuple[str, ...]:
    response = one.parse(form)
    return choices(one, response, one.score(response))


def test_choices_are_named_as_the_item_offers_them() -> None:
    assert chosen(item("single-choice"), {"choice": ["b"]}) == ("b",)
    assert chosen(item("multiple-choice"), {"choice": ["c", "a"]}) == ("a", "c")
    assert chosen(item("matching"), {"match.a": ["bir-ay"]}) == ("a:bir-ay",)
    assert chosen(item("cloze"), {"gap.kim": ["a"], "gap.shek": ["c"]}) == ("kim:a", "shek:c")
    assert offered(item("single-choice")) == {"a": False, "b": True, "c": False}
    assert offered(item("multiple-choice")) == {"a": True, "b": True, "c": False, "d": False}
    assert offered(item("matching"))["b:on-eki-ay"] is True
    assert sum(offered(item("matching")).values()) == 2
    assert offered(item("cloze")) == {
        "kim:a": True, "kim:b": False, "shek:a": False, "shek:b": True, "shek:c": False,
    }  # fmt: skip


@pytest.mark.parametrize("type_", ["single-choice", "multiple-choice", "matching", "cloze"])
def test_a_wholly_right_answer_chooses_the_key(type_: str) -> None:
    one = item(type_)
    right = next(sample for sample in one.samples() if sample.expect == 1)
    assert set(chosen(one, right.form)) == {name for name, key in offered(one).items() if key}


def test_a_typed_answer_is_right_or_foreseen_or_another() -> None:
    number = item("number")
    assert chosen(number, {"value": ["2"], "unit": ["ай"]}) == (RIGHT,)
    assert chosen(number, {"value": ["1"], "unit": ["ай"]}) == ("wrong-length",)
    assert chosen(number, {"value": ["7"], "unit": ["ай"]}) == (OTHER,)
    assert offered(number) == {}


def test_a_part_of_the_credit_is_told_from_none() -> None:
    ordering = item("ordering", misconception=None)
    steps = [step.id for step in ordering.interaction.steps]  # type: ignore[union-attr]
    order = [steps[0], steps[1], steps[3], steps[2]]
    form = {f"step.{step}": [str(place)] for place, step in enumerate(order, 1)}
    assert chosen(ordering, form) == (PARTLY,)


def test_an_essay_has_no_choices_while_it_waits() -> None:
    assert chosen(item("essay"), {"text": ["Қаулы кеш ұсынылды, мерзім бұзылды."]}) == ()


def test_guess_levels() -> None:
    assert guess_level(item("single-choice")) == Fraction(1, 3)
    assert guess_level(item("cloze")) == Fraction(1, 2) * (Fraction(1, 2) + Fraction(1, 3))
    assert guess_level(item("matching")) == Fraction(1, 3)
    assert guess_level(item("matching", reuse="true", credit="all-or-nothing")) == Fraction(1, 9)
    assert guess_level(item("ordering", credit="all-or-nothing")) == Fraction(1, 24)
    # Two right of four, net: {a} {b} ½; {a,b} 1; {a,b,c} {a,b,d} ½; eleven others of fifteen 0.
    assert guess_level(item("multiple-choice")) == Fraction(3, 15)


def test_typed_answers_are_not_guessed_and_of_others_it_is_not_known() -> None:
    for type_ in ("number", "date", "short-text", "citation"):
        assert guess_level(item(type_)) == 0
    assert guess_level(item("essay")) is None
    assert guess_level(item("recall")) is None


def test_every_type_has_a_level_or_none() -> None:
    for type_ in TYPES:
        level = guess_level(item(type_))
        assert level is None or 0 <= level < 1


def test_too_many_possible_answers_are_not_tried_out() -> None:
    steps = [{"text": f"{n}-қадам", "why": "себебі"} for n in range(8)]
    assert guess_level(item("ordering", steps=steps)) is None
