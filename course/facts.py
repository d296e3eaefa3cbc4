"""The facts the course answers for, and where each is taught.

facts.yaml names every fact of the source by id, and those left out with the reason. A lesson
marks the place of a fact with a `{facts="…"}` line, an item names the facts it tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from course.diagnostics import Report
from course.positioned import Document
from course.schema import FactsFile
from course.validation import validated

if TYPE_CHECKING:
    from course.loader import Contents


@dataclass(frozen=True)
class FactRegister:
    """Every fact id in order, and the reasons of those left out."""

    ids: tuple[str, ...]
    left_out: Mapping[str, str]


@dataclass(frozen=True)
class Covered:
    """One row of the coverage table."""

    fact: str
    lessons: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    left_out: str = ""

    @property
    def accounted(self) -> bool:
        return bool(self.lessons or self.left_out)


def facts_from(path: str, document: Document, report: Report) -> FactRegister | None:
    """The register; None when it cannot be read. A reason for an unknown fact is reported."""
    file = validated(FactsFile, path, document, report)
    if file is None:
        return None
    ids: dict[str, None] = {}
    for one in file.facts:
        for number in range(1, one.count + 1):
            ids.setdefault(f"{one.prefix}{number:0{one.width}}")
    for number, left in enumerate(file.left_out):
        if left.fact not in ids:
            place = document.place(("left_out", number, "fact"))
            report.add(path, place, "fact.unknown", fact=left.fact)
    return FactRegister(tuple(ids), {left.fact: left.why for left in file.left_out})


def coverage(register: FactRegister, contents: Contents) -> list[Covered]:
    """The table: each fact with the lessons that teach it and the items that test it."""
    rows = {fact: Covered(fact, left_out=register.left_out.get(fact, "")) for fact in register.ids}
    for lesson in contents.lessons.values():
        for fact in lesson.facts:
            if fact in rows:
                rows[fact].lessons.append(lesson.id)
    for item in contents.items.values():
        for fact in item.facts:
            if fact in rows:
                rows[fact].items.append(item.id)
    return list(rows.values())


def check(path: str, register: FactRegister, contents: Contents, report: Report) -> None:
    """Report facts that are unknown, not accounted for, or left out though they are taught."""
    known = set(register.ids)
    for lesson in contents.lessons.values():
        for fact in lesson.facts:
            if fact not in known:
                place = lesson.source.find(None, fact)
                report.add(lesson.path, place, "fact.unknown", fact=fact)
        for found in lesson.items:
            for number, fact in enumerate(found.item.facts if found.item else ()):
                if fact not in known:
                    place = found.document.place(("facts", number))
                    report.add(lesson.path, place, "fact.unknown", fact=fact)
    for row in coverage(register, contents):
        if not row.accounted:
            report.add(path, (1, 1), "fact.unaccounted", fact=row.fact)
        elif row.left_out and row.lessons:
            report.add(path, (1, 1), "fact.left-out-taught", fact=row.fact, lesson=row.lessons[0])
