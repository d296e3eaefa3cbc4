"""Pages of building and previewing assessments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from course.model import Objective, Section
from quizzes.item import Item
from webapp.assessment_form import TypedAssessment, TypedEntry, TypedSection
from webapp.assessment_summary import Summary
from webapp.pages import ItemView
from webapp.queries.assessments import AssessmentInfo


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    info: AssessmentInfo
    summary: Summary
    faults: int


@dataclass(frozen=True, slots=True)
class AssessmentsPage:
    """``assessments.html``: what a cohort has to ask."""

    cohort_id: int
    cohort: str
    may_change: bool
    lines: tuple[AssessmentLine, ...]
    archived: tuple[AssessmentLine, ...]


@dataclass(frozen=True, slots=True)
class NewAssessmentPage:
    """``assessment_new.html``."""

    cohort_id: int
    cohort: str
    title: str
    start: str  # blueprint | empty
    error: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry of the builder. ``item`` and ``stem`` for an item named by itself; ``words`` says
    what a draw takes; ``found`` is how many of the bank pass.
    """

    typed: TypedEntry
    item: Item | None
    stem: str
    words: str
    found: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionLine:
    typed: TypedSection
    entries: tuple[EntryLine, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuilderPage:
    """``assessment_edit.html``. ``theirs``: someone else's change that came in between, as lines
    of what is asked now. ``errors``: form field → sentence.
    """

    cohort_id: int
    cohort: str
    assessment_id: int
    revision: int
    archived: bool
    typed: TypedAssessment
    sections: tuple[SectionLine, ...]
    faults: tuple[str, ...]  # of the whole
    ready: bool
    summary: Summary
    uses: tuple[tuple[int, str], ...]
    course_sections: tuple[tuple[Section, tuple[Objective, ...]], ...]
    themes: tuple[str, ...]
    types: tuple[str, ...]
    errors: Mapping[str, str] = field(default_factory=dict)
    conflict: datetime | None = None
    theirs: tuple[str, ...] = ()
    locked: bool = False  # someone began to sit it while this was being typed


@dataclass(frozen=True, slots=True)
class AssessmentShownPage:
    """``assessment_shown.html``: an assessment that cannot be changed here: someone has sat it,
    it is archived, or the reader is an assistant.
    """

    cohort_id: int
    cohort: str
    may_change: bool
    info: AssessmentInfo
    cohort_archived: bool
    sections: tuple[SectionLine, ...]
    summary: Summary
    uses: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PreviewSection:
    title: str
    way_back: bool
    views: tuple[ItemView, ...]  # with an outcome where an answer was tried


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """``assessment_preview.html``: one drawing, as a student gets it."""

    cohort_id: int
    cohort: str
    assessment_id: int
    title: str
    intro: str
    seed: str
    sections: tuple[PreviewSection, ...]
    items: int
    points: int
    faults: tuple[str, ...]  # why nothing can be drawn
