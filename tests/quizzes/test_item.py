from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizzes.item import Item, fault_path, item_from_canonical, item_from_mapping
from tests.quizzes.factories import TYPES, fault_codes, item, raw

every_type = pytest.mark.parametrize("type_", TYPES)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for key in value:
            yield from leaves(value[key], (*path, key))
    elif isinstance(value, list):
        for place in range(len(value)):
            yield from leaves(value[place], (*path, place))
    else:
        yield path


def changed(mapping: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, Any] | None:
    """The mapping with one leaf given another valid value; None if it has only one."""
    for other in ("powers", "textbook", "3", "false", "per-part", "all-or-nothing", "2027-01-01"):
        copy = deepcopy(mapping)
        found: Any = copy
        for step in path[:-1]:
            found = found[step]
        old = found[path[-1]]
        found[path[-1]] = other if old != other else "1"
        try:
            made = item_from_mapping(copy)
        except ValidationError:
            continue
        if made != item_from_mapping(mapping):
            return copy
    return None


@every_type
def test_the_version_changes_when_any_field_changes(type_: str) -> None:
    mapping = raw(type_)
    versions = {item_from_mapping(mapping).version}
    single = {("type",), ("act_given",)}
    for path in leaves(mapping):
        other = changed(mapping, path)
        if other is None:
            assert path in single, path
            continue
        version = item_from_mapping(other).version
        assert version != item_from_mapping(mapping).version, path
        versions.add(version)
    assert all(len(version) == 16 and int(version, 16) >= 0 for version in versions)


@every_type
@pytest.mark.parametrize("name", ["hints", "facts", "case", "norms"])
def test_the_version_changes_when_a_field_is_taken_away(type_: str, name: str) -> None:
    assert item(type_, **{name: None}).version != item(type_).version


@every_type
@given(data=st.data())
def test_the_version_does_not_depend_on_the_order_of_keys(type_: str, data: st.DataObject) -> None:
    def stirred(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: stirred(value[key]) for key in data.draw(st.permutations(list(value)))}
        return [stirred(one) for one in value] if isinstance(value, list) else value

    assert item_from_mapping(stirred(raw(type_))).version == item(type_).version


@every_type
def test_the_version_does_not_depend_on_defaults_or_white_space(type_: str) -> None:
    one = item(type_)
    assert item(type_, points="1").version == one.version
    assert item(type_, stem=f"\n{one.stem}\n").version == one.version
    assert item(type_, points="2").version != one.version


@every_type
def test_the_order_of_options_is_part_of_the_version(type_: str) -> None:
    for name in ("options", "targets", "prompts", "steps", "accept", "rubric", "hints"):
        value = raw(type_).get(name)
        if isinstance(value, list) and len(value) > 1:
            assert item(type_, **{name: value[::-1]}).version != item(type_).version


@every_type
def test_canonical_json_gives_the_same_item_back(type_: str) -> None:
    one = item(type_)
    again = item_from_canonical(one.canonical())
    assert again == one
    assert again.canonical() == one.canonical()
    assert again.version == one.version
    data = json.loads(one.canonical())
    assert one.canonical() == json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert data["type"] == type_
    assert "points" not in data


def test_a_version_once_stored_stays() -> None:
    """Answers in databases point to it: if this fails, the canonical form has changed."""
    assert item("single-choice").version == "bba269aae3c7fb1b"


def test_options_and_prompts_without_ids_get_letters() -> None:
    made = item("single-choice").interaction.model_dump()
    assert [one["id"] for one in made["options"]] == ["a", "b", "c"]


def test_an_id_given_by_the_author_stays() -> None:
    options = raw("single-choice")["options"]
    options[1]["id"] = "oblys"
    made = item("single-choice", options=options).interaction.model_dump()
    assert [one["id"] for one in made["options"]] == ["a", "oblys", "c"]


def test_ids_made_for_steps_do_not_tell_their_order() -> None:
    steps = raw("ordering")["steps"]
    ids = {one["text"]: one["id"] for one in item("ordering").interaction.model_dump()["steps"]}
    turned = item("ordering", steps=steps[::-1]).interaction.model_dump()["steps"]
    assert {one["text"]: one["id"] for one in turned} == ids
    assert sorted(ids.values()) != list(ids.values())


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"stem": None}, ("stem",)),
        ({"difficulty": "4"}, ("difficulty",)),
        ({"theme": "criminal"}, ("theme",)),
        ({"objectives": []}, ("objectives",)),
        ({"objectives": ["2.1.c", ""]}, ("objectives", 1)),
        ({"type": None}, ("type",)),
        ({"type": "riddle"}, ("type",)),
        ({"opshions": []}, ("opshions",)),
        ({"interaction": {}}, ("interaction",)),
        ({"options": None}, ("options",)),
        ({"options": [{"text": "жалғыз"}]}, ("options",)),
        ({"options": [{"text": "бір"}, {"txt": "екі"}]}, ("options", 1, "text")),
        (
            {"options": [{"text": "бір"}, {"text": "екі", "right": "қалай"}]},
            ("options", 1, "right"),
        ),
    ],
)
def test_a_fault_of_the_schema_points_into_the_yaml(
    changes: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    with pytest.raises(ValidationError) as refused:
        item("single-choice", **changes)
    assert path in [fault_path(error["loc"]) for error in refused.value.errors()]


def test_a_fault_inside_a_gap_points_into_the_yaml() -> None:
    with pytest.raises(ValidationError) as refused:
        item("cloze", gaps={"kim": {"options": [{"text": "бір"}]}})
    assert fault_path(refused.value.errors()[0]["loc"]) == ("gaps", "kim", "options")


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"id": "uzartu"}, [(("id",), "item.id")]),
        ({"id": "2.1-Uzartu"}, [(("id",), "item.id")]),
        ({"norms": []}, [(("norms",), "item.no_norm")]),
        ({"norms": [], "basis": "textbook"}, [(("stem",), "item.textbook_stem")]),
        ({"norms": [], "basis": "textbook", "stem": "Оқулық бойынша кім?"}, []),
        ({"explanation": ""}, [(("explanation",), "why.missing")]),
        ({"norms": ["ҚПК 1", "ҚПК 2", "ҚПК 1"]}, [(("norms", 2), "item.repeated")]),
        ({"objectives": ["2.1.c", "2.1.c"]}, [(("objectives", 1), "item.repeated")]),
    ],
)
def test_faults_of_the_common_fields(changes: dict[str, Any], faults: list[object]) -> None:
    assert fault_codes(item("single-choice", **changes)) == faults


def test_norms_of_a_citation_item_are_cited_with_their_places() -> None:
    assert list(item("citation").cited()) == [
        (("norms", 0), "ҚПК 192.4"),
        (("key",), "ҚПК 192.2"),
        (("accept", 0), "ҚПК 192.3"),
        (("wrong", 0, "norm"), "ҚПК 190"),
    ]


@every_type
def test_names_of_acts_are_no_part_of_the_version(type_: str) -> None:
    one = item(type_)
    knowing = one.with_acts({"ҚПК": ["УПК"], "ҚК": []})
    assert knowing.version == one.version
    assert knowing.canonical() == one.canonical()
    assert (knowing is one) == (type_ != "citation")


@every_type
def test_an_item_cannot_be_changed(type_: str) -> None:
    one = item(type_)
    with pytest.raises(ValidationError):
        one.stem = "басқа"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        one.interaction.type = "date"  # type: ignore[misc]


def test_the_item_names_its_type_folder_and_rule() -> None:
    one: Item = item("multiple-choice")
    assert (one.type, one.folder, one.credit_rule) == (
        "multiple-choice",
        "multiple_choice",
        "right-minus-wrong",
    )
