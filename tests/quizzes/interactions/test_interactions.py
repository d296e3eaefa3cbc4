"""The contract of every item type, run over the whole registry."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from quizzes.interaction import FAULT_CODES
from quizzes.interactions import INTERACTIONS, AnyInteraction
from quizzes.item import Item, item_from_mapping
from quizzes.outcome import NOTES, RESPONSE_CODES, Outcome, ResponseError
from tests.quizzes.factories import TYPES, item, raw, with_other_key

every_type = pytest.mark.parametrize("type_", sorted(INTERACTIONS))


def test_the_union_and_the_registry_name_the_same_types() -> None:
    union = get_args(get_args(AnyInteraction)[0])
    assert set(union) == set(INTERACTIONS.values())
    assert set(INTERACTIONS) == set(TYPES)


@every_type
def test_the_class_stands_in_the_folder_of_its_type(type_: str) -> None:
    made = item(type_)
    assert type(made.interaction) is INTERACTIONS[type_]
    assert INTERACTIONS[type_].__module__ == f"quizzes.interactions.{made.folder}"


@every_type
def test_a_sound_item_has_no_faults(type_: str) -> None:
    assert list(item(type_).faults()) == []


@every_type
def test_samples_of_every_fate_are_there(type_: str) -> None:
    names = {sample.name.split()[0] for sample in item(type_).samples()}
    assert {"right", "wrong", "blank", "malformed"} <= names
    divisible = {"multiple-choice", "matching", "ordering", "cloze", "citation"}
    assert ("part" in names) == (type_ in divisible)


def fate(one: Item, form: dict[str, list[str]]) -> Fraction | str:
    try:
        outcome = one.score(one.parse(form))
    except ResponseError as error:
        return error.kind if error.code in RESPONSE_CODES else f"no words for {error.code}"
    return "awaiting" if outcome.status == "awaiting" else outcome.score


@every_type
def test_samples_fare_as_declared(type_: str) -> None:
    for one in (item(type_), with_other_key(type_)):
        for sample in one.samples():
            assert fate(one, sample.form) == sample.expect, sample.name


@every_type
def test_a_right_sample_gives_all_and_only_a_right_one_does(type_: str) -> None:
    for sample in item(type_).samples():
        right = sample.name.startswith("right")
        assert (sample.expect in (1, "awaiting")) == (right or sample.name == "longest")


@every_type
def test_responses_and_outcomes_survive_json(type_: str) -> None:
    one = item(type_)
    for sample in one.samples():
        if not isinstance(sample.expect, Fraction) and sample.expect != "awaiting":
            continue
        response = one.parse(sample.form)
        stored = json.loads(response.model_dump_json())
        assert one.response_from_json(stored) == response
        assert one.parse(one.form(response)) == response
        outcome = one.score(response)
        assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome
        assert set(outcome.notes) <= NOTES


@every_type
def test_what_is_shown_before_answering_does_not_depend_on_the_key(type_: str) -> None:
    one, other = item(type_), with_other_key(type_)
    assert one.version != other.version
    assert one.public() == other.public()
    for seed in ("", "1", "reader-7:2"):
        assert one.order(seed) == other.order(seed)


@every_type
def test_what_is_shown_before_answering_holds_no_reason_and_no_code(type_: str) -> None:
    one = item(type_)
    shown = json.dumps(one.public(), ensure_ascii=False)
    hidden = [text for path, text in one.texts() if path[-1] == "why"]
    hidden += [code for _, code in one.misconceptions()]
    hidden += [one.explanation, *one.hints]
    assert not [text for text in hidden if text in shown]


@every_type
def test_the_order_is_the_same_for_a_seed_and_holds_everything(type_: str) -> None:
    one = item(type_)
    order = one.order("a")
    assert order == one.order("a")
    orders = order.values() if isinstance(order, dict) else [order]
    again = one.order("b")
    others = again.values() if isinstance(again, dict) else [again]
    assert [sorted(ids) for ids in orders] == [sorted(ids) for ids in others]


@every_type
def test_places_of_texts_and_codes_lead_to_them_in_the_yaml(type_: str) -> None:
    mapping: Any = raw(type_)
    one = item(type_)
    for path, text in (*one.texts(), *one.misconceptions(), *one.cited()):
        found = mapping
        for step in path:
            found = found[step]
        assert found == text


@every_type
def test_every_text_is_listed(type_: str) -> None:
    def texts(value: object, name: str) -> list[str]:
        if isinstance(value, dict):
            return [text for key, one in value.items() for text in texts(one, key)]
        if isinstance(value, list):
            return [text for one in value for text in texts(one, name)]
        shown = {"stem", "hints", "explanation", "text", "why", "criterion", "model_answer", "back"}
        return [str(value)] if name in shown else []

    listed = {text for _, text in item(type_).texts()}
    answers = {"ден қою актісі"}  # compared, not shown as Markdown
    assert set(texts(raw(type_), "")) - listed <= answers


@every_type
def test_a_form_of_another_type_is_blank_or_refused_never_scored(type_: str) -> None:
    one = item(type_)
    for other in TYPES:
        if other == type_ or {other, type_} <= {"short-text", "citation", "essay"}:
            continue
        if {other, type_} == {"single-choice", "multiple-choice"}:
            continue
        form = item(other).samples()[0].form
        with pytest.raises(ResponseError) as refused:
            one.parse(form)
        assert refused.value.kind == "blank"


@every_type
def test_another_types_response_is_a_mistake_of_the_program(type_: str) -> None:
    other = item("date" if type_ != "date" else "essay")
    response = other.parse(other.samples()[0].form)
    with pytest.raises(TypeError):
        item(type_).score(response)


@every_type
def test_a_missing_reason_is_a_fault(type_: str) -> None:
    if type_ in ("essay", "recall"):
        with pytest.raises(ValidationError):
            item(type_, **{"model_answer" if type_ == "essay" else "back": ""})
        return
    mapping = raw(type_)
    places = [path for path, _ in item(type_).texts() if path[-1] == "why"]
    assert places
    for path in places:
        spoiled = json.loads(json.dumps(mapping))
        found = spoiled
        for step in path[:-1]:
            found = found[step]
        del found[path[-1]]
        faults = list(item_from_mapping(spoiled).faults())
        assert [(fault.path, fault.code) for fault in faults] == [(path, "why.missing")]


@every_type
def test_fault_codes_are_declared(type_: str) -> None:
    """Broken in every way at once, an item still reports only codes that have words."""
    spoiled = raw(type_, id="?", norms=[], hints=["a", "a"], why="", credit=None)
    for name in ("options", "steps", "prompts", "rubric", "wrong"):
        if name in spoiled:
            spoiled[name] = [
                {**one, "id": "x"} if name != "wrong" else one for one in spoiled[name]
            ]
            spoiled[name].append(spoiled[name][-1])
    if "why" not in raw(type_):
        del spoiled["why"]
    codes = {fault.code for fault in item_from_mapping(spoiled).faults()}
    assert {"item.id", "item.no_norm", "item.repeated"} <= codes <= FAULT_CODES


def final_fate(one: Item, form: dict[str, list[str]]) -> Fraction | str | None:
    """What becomes of a form when no more can be asked; None: no answer."""
    try:
        response = one.parse_final(form)
    except ResponseError:
        return "unreadable"
    if response is None:
        return None
    stored = one.response_from_json(json.loads(response.model_dump_json()))
    outcome = one.score(stored)  # never asks again
    return "awaiting" if outcome.status == "awaiting" else outcome.score


@every_type
def test_when_time_is_up_what_can_be_read_counts_and_nothing_is_asked_again(type_: str) -> None:
    for one in (item(type_), with_other_key(type_)):
        for sample in one.samples():
            found = final_fate(one, sample.form)
            match sample.expect:
                case "blank":
                    assert found is None, sample.name
                case "retype":
                    assert found in (0, 1), sample.name
                case "too-short" | "too-long":
                    assert found == ("awaiting" if type_ == "essay" else "unreadable"), sample.name
                case "unreadable" if sample.name != "partly filled":
                    assert found == "unreadable", sample.name
                case "unreadable":  # steps without a place earn nothing, the others count
                    assert isinstance(found, Fraction)
                    assert found < 1
                case _:
                    assert found == sample.expect, sample.name


@every_type
def test_an_empty_form_is_no_answer_when_time_is_up(type_: str) -> None:
    assert final_fate(item(type_), {}) is None
