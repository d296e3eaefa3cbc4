"""Instructors' own items: what a form holds, as the author's YAML, and how it is kept.

What is wrong with it, :mod:`webapp.item_checking` says.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args

import yaml
from sqlalchemy import Connection

from course.model import Course
from quizzes.interaction import position_id
from quizzes.interactions import AUTHORED
from quizzes.item import Item, Theme, item_from_mapping
from webapp.forms import Form
from webapp.messages import catalogue
from webapp.queries import own_items
from webapp.queries.sittings import archive_item_versions

THEMES: tuple[str, ...] = get_args(Theme)
TYPES = AUTHORED
AS_YAML = frozenset({"matching", "ordering", "cloze", "citation"})
"""Types whose own part is written as YAML; the others have fields."""

COMMON = ("theme", "basis", "difficulty", "points", "case", "norms", "stem", "explanation")
SINGLE: dict[str, tuple[str, ...]] = {
    "single-choice": ("fixed_order",),
    "multiple-choice": ("credit", "fixed_order"),
    "short-text": ("accept", "why", "distinct"),
    "number": ("key.value", "key.unit", "units", "why"),
    "date": ("key", "why"),
    "essay": ("min_words", "max_words", "model_answer"),
}
"""Fields of a type that hold one text."""

LISTS = frozenset({"norms", "units", "distinct", "accept"})
"""Among them those with an entry a line."""

ROWS: dict[str, dict[str, tuple[str, ...]]] = {
    "single-choice": {"options": ("text", "why", "misconception")},
    "multiple-choice": {"options": ("text", "why", "misconception")},
    "short-text": {"wrong": ("text", "why", "misconception")},
    "number": {"accept": ("value", "unit"), "wrong": ("value", "unit", "why", "misconception")},
    "date": {"wrong": ("date", "why", "misconception")},
    "essay": {"rubric": ("criterion",)},
}
"""Lists of a type whose entries have fields of their own."""

_FEWEST = {"options": 4, "wrong": 2, "accept": 1, "rubric": 2}
_LEVELS = 3
_MOST_ROWS = 20
_ROW = re.compile(r"([a-z]+)\.(\d{1,2})\.([a-z]+)")
_LEVEL = re.compile(r"rubric\.(\d{1,2})\.levels\.(\d{1,2})\.(points|text)")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff\ufffd]")
_BOUNDS = re.compile(r"[\n;]")


@dataclass(slots=True)
class Typed:
    """What stands in the form. ``rows``: list → entries, each field → text; an essay's criterion
    has its levels under ``levels``. ``yaml`` is the own part of a type written as YAML.
    """

    type: str
    texts: dict[str, str] = field(default_factory=dict)
    objectives: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    yaml: str = ""
    shared: bool = False

    def widened(self, more: str = "") -> Typed:
        """With blank rows to fill in: up to the usual number, two more in the list ``more``."""
        for name in ROWS.get(self.type, {}):
            rows = self.rows.setdefault(name, [])
            least = max(_FEWEST[name], len(rows) + (2 if more == name else 0))
            while len(rows) < min(least, _MOST_ROWS):
                rows.append({})
        for row in self.rows.get("rubric", ()):
            levels = row.setdefault("levels", [])
            least = max(_LEVELS, len(levels) + (1 if more == "levels" else 0))
            while len(levels) < min(least, _MOST_ROWS):
                levels.append({"points": str(len(levels)), "text": ""})
        while len(self.hints) < 2:
            self.hints.append("")
        return self


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def read_typed(form: Form, type_: str) -> Typed:
    """The item form as it was sent; entries left blank are dropped, the others move up."""
    fields = {name: [_clean(value) for value in values] for name, values in form.fields.items()}
    typed = Typed(type_)
    for name in (*COMMON, *SINGLE.get(type_, ())):
        typed.texts[name] = fields.get(name, [""])[0].strip("\n")
    typed.objectives = fields.get("objectives", [])
    typed.hints = [one.strip() for one in fields.get("hints", []) if one.strip()]
    typed.shared = bool(fields.get("shared"))
    typed.yaml = fields.get("yaml", [""])[0]
    lists = ROWS.get(type_, {})
    sparse: dict[str, dict[int, dict[str, Any]]] = {name: {} for name in lists}
    for name, values in fields.items():
        if found := _ROW.fullmatch(name):
            group, at, key = found[1], int(found[2]), found[3]
            if group in lists and key in (*lists[group], "id"):
                sparse[group].setdefault(at, {})[key] = values[0]
        elif (found := _LEVEL.fullmatch(name)) and "rubric" in lists:
            row = sparse["rubric"].setdefault(int(found[1]), {})
            level = row.setdefault("_levels", {}).setdefault(int(found[2]), {})
            level[found[3]] = values[0]
    for group, rows in sparse.items():
        chosen = fields.get(f"{group}.right", [])
        for at in rows:
            rows[at]["right"] = "1" if str(at) in chosen else ""
        entries = [_row(rows[at]) for at in sorted(rows)]
        typed.rows[group] = [row for row in entries if _filled(row)][:_MOST_ROWS]
    return typed


def _row(row: dict[str, Any]) -> dict[str, Any]:
    levels = row.pop("_levels", None)
    if levels is not None:
        row["levels"] = [levels[at] for at in sorted(levels) if levels[at].get("text", "").strip()]
    return row


def _filled(row: dict[str, Any]) -> bool:
    if any(level.get("text", "").strip() for level in row.get("levels", ())):
        return True
    return any(
        str(value).strip()
        for name, value in row.items()
        if name not in ("id", "right", "unit", "levels", "misconception")
    )


def mapping_of(typed: Typed) -> dict[str, Any]:
    """The author's flat mapping, without what was left blank (and without the YAML box)."""
    names = (*COMMON, *SINGLE.get(typed.type, ()))
    texts = {name: typed.texts[name] for name in names if typed.texts.get(name, "").strip()}
    found: dict[str, Any] = {"type": typed.type}
    if typed.type == "number":
        key = {name: texts.get(f"key.{name}", "").strip() for name in ("value", "unit")}
        found["key"] = {name: value for name, value in key.items() if value}
    for name, value in texts.items():
        if name.startswith("key."):
            continue
        if name in LISTS:
            found[name] = [one.strip() for one in _BOUNDS.split(value) if one.strip()]
        elif name == "fixed_order":
            found[name] = "true"
        else:
            found[name] = value
    found["objectives"] = typed.objectives
    if typed.hints:
        found["hints"] = [hint for hint in typed.hints if hint.strip()]
    for group, rows in typed.rows.items():
        entries = [_entry(row) for row in rows if _filled(row)]
        if group in ("options", "rubric"):
            _name_all(entries)
        if entries or group in ("options", "rubric"):
            found[group] = entries
    return found


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        name: value
        for name, value in row.items()
        if isinstance(value, str) and value.strip() and name != "right"
    }
    if row.get("right"):
        entry["right"] = "true"
    if "levels" in row:
        entry["levels"] = [
            {name: value for name, value in level.items() if value.strip()}
            for level in row["levels"]
            if level.get("text", "").strip()
        ]
    return entry


def _name_all(entries: list[dict[str, Any]]) -> None:
    """Ids for new entries. One that has an id keeps it, so that answers to an earlier version of
    the item still mean the same; an id is not given again while a later one is in use.
    """
    ids = [position_id(number) for number in range(2 * _MOST_ROWS + 26)]
    taken = [ids.index(entry["id"]) for entry in entries if entry.get("id") in ids]
    free = iter(ids[max(taken, default=-1) + 1 :])
    for entry in entries:
        if not entry.get("id"):
            entry["id"] = next(free)


def typed_from(item: Item, *, shared: bool = False) -> Typed:
    """The form filled in with an item."""
    flat: dict[str, Any] = json.loads(item.canonical())
    typed = Typed(item.type, shared=shared)
    typed.objectives = list(flat.pop("objectives"))
    typed.hints = list(flat.pop("hints", ()))
    for name in ("id", "type", "facts"):
        flat.pop(name, None)
    for name in COMMON:
        value = flat.pop(name, "")
        typed.texts[name] = "\n".join(value) if isinstance(value, list) else str(value)
    if item.type in AS_YAML:
        typed.yaml = yaml.safe_dump(flat, allow_unicode=True, sort_keys=False, width=88)
        return typed
    if item.type == "number":
        for name in ("value", "unit"):
            typed.texts[f"key.{name}"] = flat["key"].get(name) or ""
    for name in SINGLE.get(item.type, ()):
        if name.startswith("key."):
            continue
        value = flat.get(name, "")
        typed.texts[name] = "\n".join(value) if isinstance(value, list) else str(value or "")
    if item.type == "multiple-choice":
        typed.texts["credit"] = item.credit_rule
    for name in ROWS.get(item.type, {}):
        typed.rows[name] = [_row_from(entry) for entry in flat.get(name, ())]
    return typed


def _row_from(entry: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, value in entry.items():
        if name == "levels":
            row[name] = [{"points": str(level["points"]), "text": level["text"]} for level in value]
        elif name == "right":
            row[name] = "1" if value else ""
        else:
            row[name] = str(value or "")
    return row


def blank(type_: str, language: str) -> Typed:
    """An empty form of a type, with what usually holds."""
    texts = {"basis": "law", "difficulty": "1", "points": "1", "credit": "right-minus-wrong"}
    if type_ == "essay":
        texts |= {"min_words": "80", "max_words": "250"}
    skeleton = ""
    if type_ in AS_YAML:
        skeleton = catalogue(language)[f"own.skeleton.{type_}"]
    return Typed(type_, texts, yaml=skeleton)


def section_for(course: Course, typed: Typed) -> str:
    """The section of a new item: that of its first objective."""
    for one in typed.objectives:
        found = course.objectives.get(one)
        if found is not None:
            return found.section
    return next(iter(course.sections))


def store_new(
    connection: Connection,
    item: Item,
    section: str,
    cohort_id: int,
    author_id: int,
    now: datetime,
    *,
    shared: bool,
    adapted_from: str | None,
) -> str:
    """Keep a new item under an id of its own; gives the id."""
    number = own_items.next_number(connection)
    flat = json.loads(item.canonical())
    while True:
        flat["id"] = f"{section}-own-{number}"
        made = item_from_mapping(flat)
        archive_item_versions(connection, [(made.id, made.version, made.canonical())], now)
        if own_items.add_own(
            connection,
            made.id,
            made.version,
            cohort_id,
            author_id,
            now,
            shared=shared,
            adapted_from=adapted_from,
        ):
            return made.id
        number += 1


def store_change(
    connection: Connection, item: Item, base: str, now: datetime, *, shared: bool
) -> bool:
    """Make a text the newest of an own item. False: ``base`` is not the newest any more."""
    archive_item_versions(connection, [(item.id, item.version, item.canonical())], now)
    return own_items.change_own(connection, item.id, base, item.version, shared, now)
