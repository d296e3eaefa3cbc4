"""From a positioned YAML document to a model, every fault with its place."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from course.catalogue import WORDINGS
from course.diagnostics import Report
from course.positioned import Document, Path
from quizzes.interactions import GENERATED

Model = TypeVar("Model", bound=BaseModel)

_SHOWN = 60
_ROUNDS = 8


def report_yaml_faults(path: str, document: Document, report: Report) -> None:
    for fault in document.faults:
        report.put(path, fault.position, fault.code, fault.params)


def validated(model: type[Model], path: str, document: Document, report: Report) -> Model | None:
    """The document as `model`, or None when it has faults, which are then reported."""
    report_yaml_faults(path, document, report)
    if not isinstance(document.value, dict):
        if not document.faults:
            report.add(path, document.place(()), "yaml.not-a-mapping")
        return None
    try:
        result = model.model_validate(document.value)
    except ValidationError as error:
        report_validation(path, document, report, error, known=field_names(model))
        return None
    return None if document.faults else result


def salvaged(
    model: type[Model], path: str, document: Document | None, report: Report
) -> tuple[Model | None, Report]:
    """The document as `model` after reporting its faults and leaving the faulty entries out.

    So one slip in a register does not make every use of the register look wrong. The second
    value is where further faults of the file go: nowhere when entries were left out, because
    the places of those after them are no longer known.
    """
    if document is None:
        return None, report
    whole = validated(model, path, document, report)
    if whole is not None:
        return whole, report
    value = document.value if isinstance(document.value, dict) else None
    for _ in range(_ROUNDS):
        if value is None:
            break
        try:
            return model.model_validate(value), Report()
        except ValidationError as error:
            value = _without(value, error.errors(include_url=False))
    return None, Report()


def _without(value: Any, errors: Iterable[Any]) -> Any:
    """The value without unknown fields and without the innermost list entries that are faulty.

    None when a fault is in no list, so that nothing would be left.
    """
    doomed = set()
    for error in errors:
        place = error["loc"]
        inside = [index for index, part in enumerate(place) if isinstance(part, int)]
        if error["type"] == "extra_forbidden":
            doomed.add(place)
        elif inside:
            doomed.add(place[: inside[-1] + 1])
        else:
            return None
    return _pruned(value, (), doomed)


def _pruned(value: Any, at: tuple[Any, ...], doomed: set[tuple[Any, ...]]) -> Any:
    if isinstance(value, dict):
        return {
            key: _pruned(one, (*at, key), doomed)
            for key, one in value.items()
            if (*at, key) not in doomed
        }
    if isinstance(value, list):
        return [
            _pruned(one, (*at, index), doomed)
            for index, one in enumerate(value)
            if (*at, index) not in doomed
        ]
    return value


def field_names(model: type[BaseModel]) -> frozenset[str]:
    """The YAML names of the fields of a model and of the models inside it."""
    names: set[str] = set()
    _gather(model.model_json_schema(by_alias=True), names)
    return frozenset(names)


def _gather(schema: Any, names: set[str]) -> None:
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            names.update(properties)
        for value in schema.values():
            _gather(value, names)
    elif isinstance(schema, list):
        for value in schema:
            _gather(value, names)


def report_validation(
    path: str,
    document: Document,
    report: Report,
    error: ValidationError,
    *,
    known: Iterable[str] = (),
    to_path: Callable[[tuple[Any, ...]], Path] = tuple,
) -> None:
    """Turn each error of pydantic into a diagnostic at the YAML it is about."""
    errors = error.errors(include_url=False)
    for one in errors:
        if one["type"] == "too_short" and any(
            _inside(other["loc"], one["loc"]) for other in errors
        ):
            # The list is short only because a faulty entry of it was not counted.
            continue
        where = to_path(tuple(one["loc"]))
        code, params = _explained(one, where, known)
        position = (
            document.key_place(where)
            if code in {"field.unknown", "field.unknown-near", "field.empty"}
            else document.place(where)
        )
        report.put(path, position, code, params)


def _inside(inner: tuple[Any, ...], outer: tuple[Any, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _explained(error: Any, where: Path, known: Iterable[str]) -> tuple[str, dict[str, str]]:
    kind: str = error["type"]
    given = error.get("input")
    context: dict[str, Any] = error.get("ctx") or {}
    name = field_label(where)
    params = {"field": name, "value": _shown(given)}
    if kind in WORDINGS["kk"]:
        return kind, {**params, **{key: str(value) for key, value in context.items()}}
    if kind == "missing":
        return "field.missing", params
    if kind == "extra_forbidden":
        near = get_close_matches(name, [word for word in known if word != name], n=1)
        return (
            ("field.unknown-near", {**params, "near": near[0]})
            if near
            else (
                "field.unknown",
                params,
            )
        )
    if given is None:
        return "field.empty", params
    if kind == "string_type":
        return "field.not-text", params
    if kind in {"literal_error", "enum"}:
        return "field.not-allowed", {**params, "allowed": _allowed(context.get("expected", ""))}
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        tags = _allowed(context.get("expected_tags", "")).split(", ")
        allowed = ", ".join(tag for tag in tags if tag not in GENERATED)
        return "field.not-allowed", {
            **params,
            "field": "type",
            "value": str(context.get("tag", params["value"])),
            "allowed": allowed,
        }
    if kind.startswith(("date", "timezone")):
        return "field.bad-date", params
    if kind in {"list_type", "tuple_type", "set_type", "frozen_set_type"}:
        return "field.not-list", params
    if kind in {"dict_type", "model_type", "model_attributes_type", "mapping_type"}:
        return "field.not-mapping", params
    if kind.startswith(("int", "bool", "float", "decimal", "fraction")):
        return "field.not-number", params
    if kind in {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}:
        limit = next((str(context[key]) for key in ("ge", "gt", "le", "lt") if key in context), "")
        return "field.out-of-range", {**params, "limit": limit}
    if kind in {"too_short", "string_too_short"}:
        least = context.get("min_length", "")
        return (
            ("field.empty", params)
            if least == 1
            else (
                "field.too-few",
                {**params, "least": str(least)},
            )
        )
    if kind in {"too_long", "string_too_long"}:
        return "field.too-many", {**params, "most": str(context.get("max_length", ""))}
    if kind == "string_pattern_mismatch":
        return "field.bad-form", params
    return "field.invalid", {**params, "problem": error["msg"]}


def field_label(where: Path) -> str:
    """The last name in the path, with the entry numbers after it: «options 2»."""
    numbers: list[str] = []
    for part in reversed(where):
        if isinstance(part, str):
            return " ".join([part, *reversed(numbers)])
        numbers.append(str(part + 1))
    return " ".join(reversed(numbers)) or "—"


def _allowed(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ")


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
