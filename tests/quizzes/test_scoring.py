"""Properties of marking that hold for any answer to any type."""

from __future__ import annotations

import json
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.item import Item
from quizzes.outcome import NOTES, RESPONSE_CODES, Outcome, ResponseError
from tests.quizzes.factories import TYPES, item, with_other_key

every_type = pytest.mark.parametrize("type_", TYPES)


def forms(one: Item) -> st.SearchStrategy[dict[str, list[str]]]:
    """Forms with the item's own fields, filled with fitting values and with anything."""
    samples = [sample.form for sample in one.samples() if sample.name != "too long"]
    names = sorted({name for form in samples for name in form})
    fitting = sorted(
        {
            value
            for form in samples
            for values in form.values()
            for value in values
            if len(value) < 99
        }
    )
    value = st.sampled_from(fitting) | st.text(max_size=30)
    return st.dictionaries(
        st.sampled_from(names), st.lists(value, max_size=3), max_size=len(names)
    ) | st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(fitting), min_size=1, max_size=1) for name in names}
    )


def refusal(error: ResponseError) -> str:
    """The kind, once it is known that there are words for it."""
    assert error.code in RESPONSE_CODES
    return error.kind


def marked(one: Item, form: dict[str, list[str]]) -> Outcome | str:
    """The outcome, or the kind of the refusal; everything that must hold is checked on the way."""
    try:
        response = one.parse(form)
    except ResponseError as error:
        return refusal(error)
    stored = json.loads(json.dumps(response.model_dump(mode="json"), ensure_ascii=False))
    assert one.response_from_json(stored) == response
    assert one.parse(one.form(response)) == response
    try:
        outcome = one.score(response)
    except ResponseError as error:
        kind = refusal(error)
        assert kind == "retype", "only the form of an answer can be in doubt once it is read"
        return kind
    assert one.score(response) == outcome
    return outcome


@every_type
@given(data=st.data())
def test_any_form_is_marked_or_refused(type_: str, data: st.DataObject) -> None:
    one = item(type_)
    outcome = marked(one, data.draw(forms(one)))
    if isinstance(outcome, str):
        return
    assert isinstance(outcome.score, Fraction)
    assert 0 <= outcome.score <= 1
    assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome
    assert set(outcome.misconceptions) <= {code for _, code in one.misconceptions()}
    assert set(outcome.notes) <= NOTES
    ids = [part.id for part in outcome.parts]
    assert len(ids) == len(set(ids))
    if outcome.score == 1:
        assert {part.verdict for part in outcome.parts} <= {"right", "left"}
        assert outcome.misconceptions == ()
    elif outcome.status == "scored":
        assert {part.verdict for part in outcome.parts} & {"wrong", "missed", "missing", "part"}


@every_type
@given(data=st.data())
def test_an_answer_to_another_version_is_marked_all_the_same(
    type_: str, data: st.DataObject
) -> None:
    old, new = item(type_), with_other_key(type_)
    with suppress(ResponseError):
        response = old.parse(data.draw(forms(old)))
        outcome = new.score(new.response_from_json(response.model_dump(mode="json")))
        assert 0 <= outcome.score <= 1


@pytest.mark.parametrize(
    ("type_", "response"),
    [
        ("single-choice", {"choice": "gone"}),
        ("multiple-choice", {"choices": ["gone", "a"]}),
        ("matching", {"matches": {"a": "gone", "gone": "ush-ay"}}),
        ("ordering", {"steps": ["gone", "again"]}),
        ("ordering", {"steps": []}),
        ("cloze", {"gaps": {"kim": "gone", "gone": "a"}}),
        ("citation", {"text": "?", "norms": ["?"]}),
    ],
)
def test_options_that_are_gone_earn_nothing_and_break_nothing(
    type_: str, response: dict[str, object]
) -> None:
    one = item(type_)
    outcome = one.score(one.response_from_json(response))
    assert outcome.score < 1
    assert "gone" not in [part.id for part in outcome.parts]


@every_type
@pytest.mark.parametrize("value", ["\x00", "\ud800", "\r\n", "\u200b", "\x7f\x1b"])
def test_no_control_character_reaches_the_database(type_: str, value: str) -> None:
    one = item(type_)
    right = one.samples()[0].form
    spoiled = {name: [f"{values[0]}{value}"] for name, values in right.items()}
    try:
        response = one.parse(spoiled)
    except ResponseError:
        return
    stored = response.model_dump_json()
    assert "\\u0000" not in stored
    assert "\\u001b" not in stored
    assert stored.encode()


@every_type
def test_an_empty_form_and_an_empty_field_are_blank(type_: str) -> None:
    one = item(type_)
    assert marked(one, {}) == "blank"
    assert marked(one, {name: [""] for name in one.samples()[0].form}) == "blank"
    assert marked(one, {name: [] for name in one.samples()[0].form}) == "blank"
