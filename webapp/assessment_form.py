"""The builder's form: what it starts from, how it is read, what its buttons do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from quizzes.assessment import (
    MOST_ITEMS,
    Assessment,
    AssessmentSection,
    CaseDraw,
    Draw,
    Entry,
    Filter,
    FixedItem,
)
from webapp.forms import Form
from webapp.item_writing import THEMES, TYPES

MOST_SECTIONS = 20
MOST_INTRO = 5_000


def blueprint() -> tuple[AssessmentSection, ...]:
    """«One shared case, 6 on deadlines of level 2, 4 appellate»."""
    return (
        AssessmentSection(
            entries=(
                CaseDraw(count=1),
                Draw(count=6, of=Filter(themes=("deadlines",), difficulties=(2,))),
                Draw(count=4, of=Filter(themes=("appellate",))),
            )
        ),
    )


@dataclass(slots=True)
class TypedEntry:
    """An entry as it stands in the form. ``item`` is set for an item named by itself."""

    kind: str
    item: str = ""
    count: str = "1"
    points: str = ""
    sections: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    objectives: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    difficulties: list[str] = field(default_factory=list)
    norms: str = ""


@dataclass(slots=True)
class TypedSection:
    title: str = ""
    way_back: bool = True
    shuffle: bool = True
    entries: list[TypedEntry] = field(default_factory=list)


@dataclass(slots=True)
class TypedAssessment:
    title: str
    intro: str = ""
    shuffle_options: bool = True
    sections: list[TypedSection] = field(default_factory=list)


_MANY = ("sections", "themes", "objectives", "types", "difficulties")
_ENTRY = re.compile(r"s\.(\d{1,2})\.(\d{1,3})\.([a-z]+)")
_SECTION = re.compile(r"s\.(\d{1,2})\.([a-z_]+)")


def typed_from(title: str, asked: Assessment) -> TypedAssessment:
    """The form filled in with an assessment."""
    return TypedAssessment(
        title,
        asked.intro,
        asked.shuffle_options,
        [
            TypedSection(
                section.title,
                section.way_back,
                section.shuffle,
                [_typed_entry(entry) for entry in section.entries],
            )
            for section in asked.sections
        ],
    )


def _typed_entry(entry: Entry) -> TypedEntry:
    points = str(entry.points or "")
    if isinstance(entry, FixedItem):
        return TypedEntry("item", entry.item, points=points)
    return TypedEntry(
        entry.kind,
        count=str(entry.count),
        points=points,
        sections=list(entry.of.sections),
        themes=list(entry.of.themes),
        objectives=list(entry.of.objectives),
        types=list(entry.of.types),
        difficulties=[str(one) for one in entry.of.difficulties],
        norms="; ".join(entry.of.norms),
    )


def read_typed(form: Form) -> TypedAssessment:
    """The builder's form as it was sent."""
    sections: dict[int, TypedSection] = {}
    entries: dict[tuple[int, int], TypedEntry] = {}
    for name, values in form.fields.items():
        if found := _ENTRY.fullmatch(name):
            place = (int(found[1]), int(found[2]))
            entry = entries.setdefault(place, TypedEntry("draw"))
            if found[3] == "kind":
                entry.kind, _, entry.item = values[0].partition(":")
            elif found[3] in _MANY:
                setattr(entry, found[3], values)
            elif found[3] in ("count", "points", "norms"):
                setattr(entry, found[3], values[0].strip())
        elif found := _SECTION.fullmatch(name):
            section = sections.setdefault(int(found[1]), TypedSection("", False, False))
            if found[2] == "title":
                section.title = " ".join(values[0].split())
            elif found[2] in ("way_back", "shuffle"):
                setattr(section, found[2], bool(values[0]))
    for number, position in sorted(entries):
        if number in sections:
            sections[number].entries.append(entries[number, position])
    return TypedAssessment(
        " ".join(form.one("title").split()),
        form.one("intro").replace("\r\n", "\n").strip(),
        bool(form.one("shuffle_options")),
        [sections[number] for number in sorted(sections)],
    )


def read_assessment(typed: TypedAssessment) -> tuple[Assessment | None, dict[str, str]]:
    """(what is asked, form field → message key of what is wrong). None: there are mistakes."""
    errors: dict[str, str] = {}
    if not typed.title:
        errors["title"] = "builder.error_title"
    elif len(typed.title) > 200:
        errors["title"] = "builder.error_long"
    if len(typed.intro) > MOST_INTRO:
        errors["intro"] = "builder.error_long"
    if len(typed.sections) > MOST_SECTIONS:
        errors["title"] = "builder.error_sections"
    sections = []
    for number, section in enumerate(typed.sections):
        if len(section.title) > 200:
            errors[f"s.{number}.title"] = "builder.error_long"
        made = []
        for position, entry in enumerate(section.entries):
            one = _entry(entry, f"s.{number}.{position}", errors)
            if one is not None:
                made.append(one)
        sections.append((section, tuple(made)))
    if errors:
        return None, errors
    return (
        Assessment(
            intro=typed.intro,
            shuffle_options=typed.shuffle_options,
            sections=tuple(
                AssessmentSection(
                    title=section.title,
                    way_back=section.way_back,
                    shuffle=section.shuffle,
                    entries=made,
                )
                for section, made in sections
            ),
        ),
        {},
    )


def _entry(entry: TypedEntry, name: str, errors: dict[str, str]) -> Entry | None:
    points = None
    if entry.points:
        points = _whole(entry.points, 100)
        if points is None:
            errors[f"{name}.points"] = "builder.error_points"
    if entry.kind == "item":
        if not entry.item or len(entry.item) > 100:
            errors[f"{name}.points"] = "builder.fault_gone"
            return None
        return FixedItem(item=entry.item, points=points)
    most = 20 if entry.kind == "case" else MOST_ITEMS
    count = _whole(entry.count, most)
    if count is None:
        key = "builder.error_count_cases" if entry.kind == "case" else "builder.error_count"
        errors[f"{name}.count"] = key
        return None
    of = Filter(
        sections=tuple(entry.sections),
        themes=tuple(one for one in entry.themes if one in THEMES),
        objectives=tuple(entry.objectives),
        types=tuple(one for one in entry.types if one in TYPES),
        difficulties=tuple(int(one) for one in entry.difficulties if one in ("1", "2", "3")),
        norms=tuple(" ".join(one.split()) for one in entry.norms.split(";") if one.strip()),
    )
    made: dict[str, Any] = {"count": count, "of": of, "points": points}
    return CaseDraw(**made) if entry.kind == "case" else Draw(**made)


def _whole(text: str, most: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return None
    return int(text) if 1 <= int(text) <= most else None


def act(typed: TypedAssessment, action: str) -> None:
    """Do what a button of the builder says: «up:0:2», «remove:0:2», «draw:1», «section» …

    What cannot be done (a stale button) is not done.
    """
    verb, *numbers = action.split(":")
    if not all(one.isascii() and one.isdigit() and len(one) <= 3 for one in numbers):
        return
    at = [int(one) for one in numbers]
    sections = typed.sections
    if verb == "section":
        sections.append(TypedSection())
        return
    if not at or at[0] >= len(sections):
        return
    number = at[0]
    entries = sections[number].entries
    match verb:
        case "draw":
            entries.append(TypedEntry("draw", count="5"))
        case "case":
            entries.append(TypedEntry("case", count="1"))
        case "drop":
            del sections[number]
        case "raise" if number > 0:
            sections.insert(number - 1, sections.pop(number))
        case "lower" if number + 1 < len(sections):
            sections.insert(number + 1, sections.pop(number))
        case "remove" if len(at) == 2 and at[1] < len(entries):
            del entries[at[1]]
        case "up" if len(at) == 2 and at[1] < len(entries):
            if at[1] > 0:
                entries.insert(at[1] - 1, entries.pop(at[1]))
            elif number > 0:
                sections[number - 1].entries.append(entries.pop(0))
        case "down" if len(at) == 2 and at[1] < len(entries):
            if at[1] + 1 < len(entries):
                entries.insert(at[1] + 1, entries.pop(at[1]))
            elif number + 1 < len(sections):
                sections[number + 1].entries.insert(0, entries.pop())
        case _:
            pass


def with_items(asked: Assessment, section: int, item_ids: Sequence[str]) -> Assessment:
    """An assessment with items added at the end of a section; those it has already are left."""
    new = [one for one in dict.fromkeys(item_ids) if one not in asked.fixed()]
    sections = list(asked.sections) or [AssessmentSection()]
    place = min(section, len(sections) - 1)
    entries = (*sections[place].entries, *(FixedItem(item=one) for one in new))
    sections[place] = sections[place].model_copy(update={"entries": entries})
    return asked.model_copy(update={"sections": tuple(sections)})
