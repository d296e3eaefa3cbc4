"""Building assessments: what is wrong with one, what it comes to, and how its form is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from course.model import Course
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
from quizzes.drawing import Candidate, CannotDraw, draw, passes
from quizzes.interactions.essay import Essay
from quizzes.item import Item
from webapp.forms import Form
from webapp.item_bank import candidates
from webapp.item_writing import THEMES, TYPES
from webapp.messages import translate
from webapp.queries.assignments import find_assessment

MOST_SECTIONS = 20
MOST_INTRO = 5_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an assessment cannot be given: at an entry (from 0), a section, or as a whole. ``key``
    and ``params`` make the sentence.
    """

    section: int | None
    entry: int | None
    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        return translate(language, self.key, **self.params)


def faults(
    connection: Connection, course: Course, cohort_id: int, assessment: Assessment
) -> list[Fault]:
    """All that keeps an assessment from being given to a cohort; empty: it can be given, whatever
    the seed."""
    return faults_in(assessment, candidates(connection, course, cohort_id))


def cannot_be_given(
    connection: Connection, course: Course, cohort_id: int, assessment_id: int
) -> bool:
    """Whether an assessment of a cohort has faults, or is not that cohort's."""
    found = find_assessment(connection, assessment_id)
    if found is None or found[0][1] != cohort_id:
        return True
    return bool(faults(connection, course, cohort_id, found[1]))


def faults_in(assessment: Assessment, bank: Sequence[Candidate]) -> list[Fault]:
    """The same against a bank that is at hand.

    Draws of single items give way to each other, so that one trial tells for every seed. Whole
    cases do not: beside one, a draw must be met whatever those before it took.
    """
    found: list[Fault] = []
    cases_asked = any(
        isinstance(entry, CaseDraw) for section in assessment.sections for entry in section.entries
    )
    if not any(section.entries for section in assessment.sections):
        return [Fault(None, None, "builder.fault_nothing")]
    by_id = {one.item_id: one for one in bank}
    fixed = set(assessment.fixed())
    free = [one for one in bank if one.item_id not in fixed]
    named: set[str] = set()
    earlier: list[tuple[set[str], int]] = []  # what a draw may take from, how many items at most
    most = 0
    for number, section in enumerate(assessment.sections):
        if not section.entries:
            found.append(Fault(number, None, "builder.fault_section"))
        for position, entry in enumerate(section.entries):
            if isinstance(entry, FixedItem):
                most += 1
                if entry.item in named:
                    found.append(Fault(number, position, "builder.fault_twice"))
                elif entry.item not in by_id:
                    found.append(Fault(number, position, "builder.fault_gone"))
                named.add(entry.item)
                continue
            pool = [one for one in free if passes(one, entry.of)]
            ids = {one.item_id for one in pool}
            if isinstance(entry, Draw):
                taken = sum(min(count, len(ids & theirs)) for theirs, count in earlier)
                there, left, wants = len(ids), len(ids) - taken, entry.count
            else:
                cases = _shared_cases(pool)
                inside = {one for case in cases for one in case}
                taken = sum(min(count, len(inside & theirs)) for theirs, count in earlier)
                there, left = len(cases), len(cases) - _spoilt(cases, taken)
                ids = inside
                wants = sum(sorted((len(case) for case in cases), reverse=True)[: entry.count])
            most += wants
            short = entry.count
            if there < short:
                params = {"found": there, "wanted": short}
                found.append(Fault(number, position, _few(entry), params))
            elif left < short and cases_asked:
                params = {"found": there, "left": max(left, 0), "wanted": short}
                found.append(Fault(number, position, "builder.fault_order", params))
            earlier.append((ids, wants))
    if most > MOST_ITEMS:
        found.append(Fault(None, None, "builder.fault_many", {"n": most, "most": MOST_ITEMS}))
    if not found:
        try:
            draw(assessment, bank, (), "trial")
        except CannotDraw as cannot:  # the reckoning above missed something: the engine decides
            params = {"found": cannot.found, "wanted": cannot.wanted}
            found.append(Fault(cannot.section, cannot.entry, "builder.fault_few", params))
    return found


def _few(entry: Draw | CaseDraw) -> str:
    return "builder.fault_few_cases" if isinstance(entry, CaseDraw) else "builder.fault_few"


def _shared_cases(pool: Sequence[Candidate]) -> list[list[str]]:
    by_case: dict[str, list[str]] = {}
    for one in pool:
        if one.case is not None:
            by_case.setdefault(one.case, []).append(one.item_id)
    return [items for items in by_case.values() if len(items) > 1]


def _spoilt(cases: Sequence[Sequence[str]], taken: int) -> int:
    """How many cases are no longer shared, at worst, when ``taken`` of their items are gone."""
    spoilt = 0
    for size in sorted(len(case) for case in cases):
        taken -= size - 1
        if taken < 0:
            break
        spoilt += 1
    return spoilt


# What it comes to

_SECONDS: Mapping[str, int] = {
    "single-choice": 60,
    "multiple-choice": 90,
    "matching": 150,
    "ordering": 120,
    "cloze": 120,
    "number": 120,
    "date": 90,
    "short-text": 60,
    "citation": 90,
}
_WORDS_A_MINUTE = 12


def seconds(item: Item) -> int:
    """How long an item is reckoned to take: by its type, a third more on level 2, two thirds more
    on level 3; an essay, a minute for each 12 words of its least length.
    """
    if isinstance(item.interaction, Essay):
        return 60 * item.interaction.min_words // _WORDS_A_MINUTE
    return _SECONDS[item.type] * (2 + item.difficulty) // 3


@dataclass(frozen=True, slots=True)
class Share:
    """How many items of a kind are to be expected; ``exact`` if every drawing gives so many."""

    name: str
    items: Fraction
    exact: bool

    @property
    def rounded(self) -> int:
        return round(self.items)


@dataclass(frozen=True, slots=True)
class Summary:
    """What an assessment comes to. Where drawings differ, the least and the most."""

    items: tuple[int, int]
    points: tuple[int, int]
    minutes: int
    themes: tuple[Share, ...]
    difficulties: tuple[Share, ...]


def summary(
    assessment: Assessment, bank: Sequence[Candidate], items: Mapping[str, Item]
) -> Summary:
    """Numbers for the builder's page. What a draw brings is reckoned as the mean of all that pass;
    ``items`` holds the items of the bank by id.
    """
    by_id = {one.item_id: one for one in bank}
    fixed = set(assessment.fixed())
    least = most = low = high = 0
    time = Fraction(0)
    themes: dict[str, list[tuple[Fraction, bool]]] = {}
    levels: dict[str, list[tuple[Fraction, bool]]] = {}
    for section in assessment.sections:
        for entry in section.entries:
            pool, few, many = _pool(entry, by_id, bank, fixed)
            if not pool:
                continue
            mean = Fraction(few + many, 2)
            least, most = least + few, most + many
            worth = sorted(entry.points or one.points for one in pool)
            low += few * worth[0] if len(pool) > many else sum(worth[:few])
            high += many * worth[-1] if len(pool) > many else sum(worth[-many:])
            time += mean * Fraction(sum(seconds(items[one.item_id]) for one in pool), len(pool))
            for shares, names in (
                (themes, [one.theme for one in pool]),
                (levels, [str(one.difficulty) for one in pool]),
            ):
                for name in dict.fromkeys(names):
                    part = mean * Fraction(names.count(name), len(names))
                    sure = few == many and (len(set(names)) == 1 or len(names) == few)
                    shares.setdefault(name, []).append((part, sure))
    return Summary(
        (least, most),
        (low, high),
        -(-int(time) // 60),
        tuple(_share(name, themes[name]) for name in THEMES if name in themes),
        tuple(_share(name, levels[name]) for name in sorted(levels)),
    )


def _share(name: str, parts: Sequence[tuple[Fraction, bool]]) -> Share:
    return Share(
        name, sum((part for part, _ in parts), Fraction(0)), all(sure for _, sure in parts)
    )


def _pool(
    entry: Entry, by_id: Mapping[str, Candidate], bank: Sequence[Candidate], fixed: set[str]
) -> tuple[list[Candidate], int, int]:
    """What an entry may bring: the items, and how many of them at least and at most."""
    if isinstance(entry, FixedItem):
        one = by_id.get(entry.item)
        return ([one], 1, 1) if one is not None else ([], 0, 0)
    pool = [one for one in bank if one.item_id not in fixed and passes(one, entry.of)]
    if isinstance(entry, Draw):
        count = min(entry.count, len(pool))
        return pool, count, count
    cases = _shared_cases(pool)
    sizes = sorted(len(case) for case in cases)
    inside = {one for case in cases for one in case}
    count = min(entry.count, len(sizes))
    many = sum(sizes[-count:]) if count else 0
    return [one for one in pool if one.item_id in inside], sum(sizes[:count]), many


# Where to start from


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


# The form


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
