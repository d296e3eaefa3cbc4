"""Mock exams: content/exams/*.yaml, each a blueprint by which items are drawn from the bank."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from course.diagnostics import Report
from course.positioned import Document
from course.schema import ExamDraw, ExamFile
from course.validation import validated
from quizzes.assessment import MOST_ITEMS, Assessment, AssessmentSection, Draw, Filter
from quizzes.drawing import Candidate, CannotDraw, draw
from quizzes.generators import GENERATORS
from quizzes.interactions import AUTHORED

if TYPE_CHECKING:
    from course.loader import Contents

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NOT_DRAWN = "essay"
"""A mock exam is judged at once by the machine; nobody waits for a marker."""


@dataclass(frozen=True)
class Exam:
    """A mock exam. ``id`` is the name of its file; ``about`` says in a sentence what it covers;
    ``variants``: whether generated tasks may be drawn beside written items.
    """

    id: str
    title: str
    about: str
    limit: timedelta
    variants: bool
    assessment: Assessment

    @property
    def count(self) -> int:
        """How many items it asks."""
        return sum(
            entry.count
            for section in self.assessment.sections
            for entry in section.entries
            if isinstance(entry, Draw)
        )


def exam_from(
    path: str, name: str, document: Document, contents: Contents, report: Report
) -> Exam | None:
    """The exam of a file called ``name`` (without ending), or None; faults are reported."""
    if not _NAME.fullmatch(name):
        report.add(path, (1, 1), "exam.bad-name", name=name)
    file = validated(ExamFile, path, document, report)
    if file is None:
        return None
    _names(path, file, document, contents, report)
    exam = Exam(
        name,
        file.title,
        file.about,
        timedelta(minutes=file.minutes),
        file.variants,
        Assessment(
            sections=tuple(
                AssessmentSection(title=part.title, entries=tuple(_draw(one) for one in part.draws))
                for part in file.parts
            )
        ),
    )
    if exam.count > MOST_ITEMS:
        report.add(
            path, document.place(("parts",)), "exam.too-many", count=exam.count, most=MOST_ITEMS
        )
    elif not report.has_errors():  # a faulty item must not make the bank look short
        _filled(path, exam, document, contents, report)
    return exam


def _draw(one: ExamDraw) -> Draw:
    return Draw(
        count=one.count,
        of=Filter(
            sections=one.sections,
            themes=one.themes,
            objectives=one.objectives,
            types=one.types,
            difficulties=one.difficulties,
            norms=one.norms,
        ),
    )


def _names(
    path: str, file: ExamFile, document: Document, contents: Contents, report: Report
) -> None:
    """What a draw names must be there."""
    sections = {
        section.number for source in contents.chapters for section in source.chapter.sections
    }
    for number, part in enumerate(file.parts):
        for index, one in enumerate(part.draws):
            where = ("parts", number, "draws", index)
            for field, names, known in (
                ("sections", one.sections, sections),
                ("objectives", one.objectives, contents.objectives.keys()),
                ("types", one.types, set(AUTHORED) - {_NOT_DRAWN}),
            ):
                for at, name in enumerate(names):
                    if name not in known:
                        place = document.place((*where, field, at))
                        report.add(path, place, "exam.unknown", field=field, name=name)


def _filled(path: str, exam: Exam, document: Document, contents: Contents, report: Report) -> None:
    """The bank must hold what the exam asks for. Whether it does hangs on no seed."""
    bank = [
        Candidate(
            item.id,
            item.version,
            item.points,
            contents.lessons[contents.item_lessons[item.id]].front.section,
            item.theme,
            item.objectives,
            item.type,
            item.difficulty,
            item.norms,
            item.case,
        )
        for item in contents.items.values()
        if item.type != _NOT_DRAWN
    ]
    if exam.variants:
        bank += variants(contents.objectives)
    try:
        draw(exam.assessment, bank, (), "check")
    except CannotDraw as fault:
        place = document.place(("parts", fault.section, "draws", fault.entry))
        report.add(path, place, "exam.short", wanted=fault.wanted, found=fault.found)


def variants(objectives: Container[str]) -> Sequence[Candidate]:
    """The generators for these objectives as what may be drawn. They have no version before a
    variant is made, and no type: a draw that names types leaves them out.
    """
    return [
        Candidate(
            item_id=one.id,
            version="",
            points=1,
            section=one.section,
            theme=one.theme,
            objectives=one.objectives,
            type="",
            difficulty=one.difficulty,
            norms=one.norms,
            case=None,
        )
        for one in GENERATORS.values()
        if all(name in objectives for name in one.objectives)
    ]
