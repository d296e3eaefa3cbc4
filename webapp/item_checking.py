"""What is wrong with an item as it was typed, told at the fields of the form.

What was typed becomes the author's YAML, and the course's reader reads it; so every rule and every
sentence about a fault is the one that authors of the course get. A fault comes back to the field
or, where the author wrote YAML, to the line it is about.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from course.diagnostics import Diagnostic, Report
from course.files import mixed_words
from course.items import ItemReader
from course.model import Course
from course.positioned import Path
from course.resolving import Resolver
from course.texts import Texts
from quizzes.item import Item
from webapp.item_writing import AS_YAML, COMMON, LISTS, Typed, mapping_of
from webapp.messages import catalogue, translate

_EMPTY = frozenset({"field.missing", "field.empty"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake of the author. ``field`` is the name of a form field, ``line`` (from 1) a line of
    the YAML box if the fault is there; ``text`` says what is wrong and how to mend it.
    """

    field: str
    line: int | None
    text: str
    warning: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """``item`` is None when it cannot be read at all; with errors it can be seen, not kept."""

    item: Item | None
    faults: tuple[Fault, ...]

    @property
    def good(self) -> bool:
        return self.item is not None and all(fault.warning for fault in self.faults)

    def of(self, name: str) -> str:
        """What must be mended in a field, "" for nothing."""
        return self._said(name, warning=False)

    def advice(self, name: str) -> str:
        """What could be better in a field, "" for nothing."""
        return self._said(name, warning=True)

    def _said(self, name: str, *, warning: bool) -> str:
        return " ".join(
            one.text for one in self.faults if one.field == name and one.warning == warning
        )


def check(course: Course, typed: Typed, item_id: str, language: str) -> Checked:
    """Read the form as an item and gather all that is wrong with it, in the reader's language."""
    mapping = {"id": item_id, **mapping_of(typed)}
    box = typed.yaml.rstrip().split("\n") if typed.type in AS_YAML else []
    lines, places = _written(mapping, len(box))
    report = Report()
    texts = Texts(Resolver(course.norms, course.glossary, course.lessons, report))
    reader = ItemReader(course.norms, course.misconceptions, course.objectives, texts, report)
    found = reader.read("", "\n".join([*box, *lines]) + "\n", 1, 0)
    faults = [
        _fault(one, places, len(box), language)
        for one in report.sorted()
        if one.code != "text.not-composed"
    ]
    case = typed.texts.get("case", "")
    if case and case not in course.cases:
        faults.append(Fault("case", None, translate(language, "own.fault_case", case=case), False))
    for number, line in enumerate(box, 1):
        faults += [
            _mixed(word, letters, "yaml", number, language)
            for _, word, letters in mixed_words(line)
        ]
    for path, text in _scalars((), mapping):
        for line in text.split("\n"):
            faults += [
                _mixed(word, letters, field_name(path), None, language)
                for _, word, letters in mixed_words(line)
            ]
    return Checked(found.item, tuple(dict.fromkeys(faults)))


def _scalars(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _scalars((*path, number), one)
    else:
        for key, one in value.items():
            yield from _scalars((*path, key), one)


def _written(mapping: Mapping[str, Any], after: int) -> tuple[list[str], dict[int, Path]]:
    """The mapping as YAML, a value a line, and which line (from 1, ``after`` lines stand before)
    holds which value. A text of several lines is followed by as many blank ones, so that a place
    inside it does not fall on the next value.
    """
    lines: list[str] = []
    places: dict[int, Path] = {}

    def put(line: str, path: Path) -> None:
        lines.append(line)
        places[after + len(lines)] = path

    def write(before: str, value: Any, path: Path, behind: str) -> None:
        if isinstance(value, str):
            put(before + json.dumps(value, ensure_ascii=False) + behind, path)
            for _ in range(value.count("\n")):
                put("", path)
            return
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        put(before + opening, path)
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            write(f" {json.dumps(key)}: " if isinstance(key, str) else " ", one, (*path, key), ",")
        put(f" {closing}{behind}", path)

    for key, value in mapping.items():
        write(f"{key}: ", value, (key,), "")
    return lines, places


def field_name(path: Path) -> str:
    """The form field of a place in the mapping."""
    if path[:1] == ("hints",) or path[:1] == ("objectives",):
        return str(path[0])
    if path and path[0] in LISTS and len(path) <= 2:
        return str(path[0])
    return ".".join(str(one) for one in path)


def _fault(one: Diagnostic, places: Mapping[int, Path], box: int, language: str) -> Fault:
    if one.line <= box:
        return Fault("yaml", one.line, worded(one, language), one.severity == "warning")
    path = places.get(one.line, ())
    path = () if path == ("id",) else path  # where the whole begins
    # a field that is missing has no line of its own: the fault names it
    name = field_name(path)
    if one.code == "field.missing":
        absent = one.params.get("field", "").split(" ")[0]
        if box and not path and absent not in COMMON:
            return Fault("yaml", 1, worded(one, language), False)
        name = ".".join([name, absent]) if name else absent
    missing = one.code.removesuffix(".missing")
    if missing in ("why", "misconception") and not name.endswith((missing, "explanation")):
        name = f"{name}.{missing}" if name else missing
    if name == "type" or (box and name == ""):
        name = "yaml" if box else "stem"
    text = worded(one, language, label_of(name, language))
    return Fault(name, None, text, one.severity == "warning")


def label_of(name: str, language: str) -> str:
    """What a form field is called on the page."""
    last = next((one for one in reversed(name.split(".")) if not one.isdigit()), name)
    return catalogue(language).get(f"own.field.{last}", last)


def worded(one: Diagnostic, language: str, label: str = "") -> str:
    """A diagnostic as a sentence; with the field's own name if it has one on the page."""
    if one.code in _EMPTY and label:
        return translate(language, "own.fault_empty", field=label)
    if one.code == "misconception.missing" and label:
        return translate(language, "own.fault_misconception")
    params = dict(one.params)
    if label and "field" in params:
        params["field"] = label
    named = Diagnostic(one.path, one.line, one.column, one.severity, one.code, params)
    message, mend = named.worded("en" if language == "en" else "kk")
    return f"{message[:1].upper()}{message[1:]}: {mend}."


def _mixed(word: str, letters: str, name: str, line: int | None, language: str) -> Fault:
    one = Diagnostic("", 1, 1, "error", "text.mixed-scripts", {"word": word, "letters": letters})
    return Fault(name, line, worded(one, language), False)
