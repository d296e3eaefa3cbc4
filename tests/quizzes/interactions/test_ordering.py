from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from quizzes.item import Item
from quizzes.outcome import Outcome, ResponseError
from tests.quizzes.factories import fault_codes, item, raw


def step(one: str, *after: str) -> dict[str, Any]:
    return {"id": one, "text": f"қадам {one}", "why": f"себебі {one}", "after": list(after)}


CHAIN = [{**step(one)} for one in "abcd"]
# b and c both follow a, in either order; d follows both.
GRAPH = [step("a"), step("b", "a"), step("c", "a"), step("d", "b", "c")]


def ordering(steps: list[dict[str, Any]], credit: str = "longest-run") -> Item:
    return item("ordering", steps=steps, credit=credit)


def answer(one: Item, order: str) -> Outcome:
    return one.score(one.parse({f"step.{id_}": [str(at)] for at, id_ in enumerate(order, 1)}))


@pytest.mark.parametrize(
    ("steps", "order", "run", "strict"),
    [
        (CHAIN, "abcd", Fraction(1), 1),
        (CHAIN, "bacd", Fraction(3, 4), 0),
        (CHAIN, "bcda", Fraction(3, 4), 0),
        (CHAIN, "badc", Fraction(1, 2), 0),
        (CHAIN, "dcba", Fraction(0), 0),
        (GRAPH, "abcd", Fraction(1), 1),
        (GRAPH, "acbd", Fraction(1), 1),
        (GRAPH, "cabd", Fraction(3, 4), 0),
        (GRAPH, "dbca", Fraction(1, 2), 0),
    ],
)
def test_credit(steps: list[dict[str, Any]], order: str, run: Fraction, strict: int) -> None:
    assert answer(ordering(steps), order).score == run
    assert answer(ordering(steps, "all-or-nothing"), order).score == strict


def test_the_places_told_keep_what_was_in_order() -> None:
    outcome = answer(ordering(CHAIN), "bcda")
    assert [(part.id, part.verdict, part.answer) for part in outcome.parts] == [
        ("a", "wrong", "1"),
        ("b", "right", "2"),
        ("c", "right", "3"),
        ("d", "right", "4"),
    ]
    assert outcome.misconceptions == ("order-of-steps",)


def test_a_lawful_order_other_than_the_listed_one_is_left_as_it_is() -> None:
    outcome = answer(ordering(GRAPH), "acbd")
    assert [part.answer for part in outcome.parts] == ["1", "3", "2", "4"]
    assert outcome.misconceptions == ()


@pytest.mark.parametrize(
    ("form", "code", "field"),
    [
        ({"step.a": ["1"], "step.b": ["2"]}, "incomplete", "step.c"),
        ({f"step.{one}": ["1"] for one in "abcd"}, "positions", "step.b"),
        (
            dict(
                zip(
                    ("step.a", "step.b", "step.c", "step.d"),
                    (["1"], ["2"], ["3"], ["5"]),
                    strict=True,
                )
            ),
            "positions",
            "step.d",
        ),
        (
            dict(
                zip(
                    ("step.a", "step.b", "step.c", "step.d"),
                    (["1"], ["2"], ["x"], ["4"]),
                    strict=True,
                )
            ),
            "positions",
            "step.c",
        ),
        (
            dict(
                zip(
                    ("step.a", "step.b", "step.c", "step.d"),
                    (["1"], ["0"], ["3"], ["4"]),
                    strict=True,
                )
            ),
            "positions",
            "step.b",
        ),
        (
            dict(
                zip(
                    ("step.a", "step.b", "step.c", "step.d"),
                    (["1"], ["²"], ["3"], ["4"]),
                    strict=True,
                )
            ),
            "positions",
            "step.b",
        ),
    ],
)
def test_places_that_are_no_order_are_asked_again(
    form: dict[str, list[str]], code: str, field: str
) -> None:
    with pytest.raises(ResponseError) as refused:
        ordering(CHAIN).parse(form)
    assert (refused.value.kind, refused.value.code) == (
        "unreadable",
        f"response.ordering.{code}",
    )
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ([step("a", "b"), step("b", "a")], (("steps",), "ordering.cycle")),
        ([step("a"), step("b", "a", "z")], (("steps", 1, "after", 1), "ordering.unknown_step")),
        (
            [step("a"), {**step("b", "a"), "text": "Қадам A"}],
            (("steps", 1, "text"), "options.equal"),
        ),
        (
            [step("a"), step("b", "a"), {**step("a"), "text": "басқа"}],
            (("steps", 2, "id"), "ids.repeated"),
        ),
    ],
)
def test_faults(steps: list[dict[str, Any]], fault: object) -> None:
    assert fault in fault_codes(ordering(steps))


def test_a_cycle_names_its_steps() -> None:
    (fault,) = ordering([step("a", "c"), step("b", "a"), step("c", "b")]).faults()
    assert sorted(str(fault.params["steps"]).split(" → ")) == ["a", "b", "c"]


def test_the_display_order_does_not_follow_the_listed_one() -> None:
    turned = item("ordering", steps=raw("ordering")["steps"][::-1])
    assert {turned.order(str(n)) == item("ordering").order(str(n)) for n in range(20)} == {True}
