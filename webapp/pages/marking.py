"""Pages of marking: what waits, and one answer beside its rubric."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from quizzes.item import Item
from quizzes.markers import Marking
from webapp.pages import ItemView
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.marks import Judgement


@dataclass(frozen=True, slots=True)
class QueueLine:
    """An item with its answers. ``mine``: those that this marker can move on."""

    href: str
    item_id: str
    stem: str  # Markdown
    mine: int
    waiting: int
    disputed: int
    marked: int


@dataclass(frozen=True, slots=True)
class QueueSection:
    """An assignment in the queue."""

    title: str
    two: bool
    lines: tuple[QueueLine, ...]


@dataclass(frozen=True, slots=True)
class MarkingQueuePage:
    """``marking_queue.html``: what waits for a mark in a cohort, or at one assignment of it."""

    cohort_id: int
    cohort: str
    assignment: AssignmentInfo | None
    group: str  # title of the group that was asked for; "": all
    instructor: bool
    corrects: bool  # an instructor of everybody it is given to
    mine: int
    sections: tuple[QueueSection, ...]
    practice: tuple[QueueLine, ...]


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """An answer in the list: its neutral number and its state."""

    attempt_id: int
    number: int
    state: str  # waits | mine (marked by me, the second is awaited) | disputed | marked
    name: str  # "" while hidden
    here: bool


@dataclass(frozen=True, slots=True)
class MarkForm:
    """What the form holds: chosen points by criterion id, texts, and sentences at what is wrong."""

    points: dict[str, int]
    comment: str
    reason: str
    known: str
    checked: frozenset[int]  # remarks
    errors: dict[str, str]  # criterion id, comment, reason → sentence


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer to be marked, or marked already."""

    attempt_id: int
    number: int
    text: str
    words: int
    came: datetime
    state: str
    final: bool
    part: str | None  # first | second | resolver; None: it is not this person's turn
    seen: tuple[Marking, ...]  # markings that this person may see
    trail: tuple[Judgement, ...]  # only of a mark that is final
    name: str  # "" while hidden
    may_ask_name: bool
    form: MarkForm


@dataclass(frozen=True, slots=True)
class MarkingAnswerPage:
    """``marking_answer.html``: one answer beside the rubric."""

    action: str  # address of this item's marking
    queue: str  # address of the queue
    cohort_id: int
    cohort: str
    assignment_id: int | None  # None: practice in the lessons
    title: str  # of the assignment or the lesson
    item: Item
    two: bool
    answer: AnswerShown | None  # None: nothing waits for this marker
    answers: tuple[AnswerLink, ...]
    mine: int  # answers that wait for this marker
    remarks: tuple[tuple[int, str], ...]
    told: str  # a sentence about what happened, or ""
    read_only: bool  # the cohort is archived


@dataclass(frozen=True, slots=True)
class ReviewFormPage:
    """``marking_review_ask.html``: a student asks for a second look."""

    attempt_id: int
    title: str
    item: Item
    text: str  # of the answer, for an essay
    score: Fraction
    points: int
    comment: str
    asked: tuple[AskedReview, ...]
    may_ask: bool
    typed: str
    error: str
    back: str


@dataclass(frozen=True, slots=True)
class AskedReview:
    """A request and what became of it."""

    request_id: int
    text: str
    at: datetime
    granted: bool | None
    reply: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    request_id: int
    assignment: str
    stem: str
    name: str
    at: datetime
    granted: bool | None
    open: bool


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """``marking_reviews.html``: requests for a second look, the open ones first."""

    cohort_id: int
    cohort: str
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True)
class ReviewAnswerPage:
    """``marking_review.html``: one request, the answer, its marks so far, and the decision."""

    cohort_id: int
    cohort: str
    request: AskedReview
    name: str
    answered_by: str
    assignment: str
    item: Item
    view: ItemView
    points: int
    score: Fraction
    trail: tuple[Judgement, ...]
    essay: bool
    may_answer: bool
    decision: str
    typed_points: str
    chosen: dict[str, int]
    reply: str
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class ReportFormPage:
    """``marking_report_form.html``: someone says that an item is faulty."""

    item_id: str
    version: str
    sitting: str
    back: str
    stem: str  # Markdown; "" where the asker may not see it here
    kinds: tuple[str, ...]
    kind: str
    text: str
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class MyReport:
    item_id: str
    stem: str
    kind: str
    text: str
    at: datetime
    state: str
    reply: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class MyReportsPage:
    """``marking_my_reports.html``: what someone has reported, and what became of it."""

    reports: tuple[MyReport, ...]


@dataclass(frozen=True, slots=True)
class ReportedItem:
    item_id: str
    stem: str
    ours: bool  # of the course's bank, not an instructor's own
    open: int
    answered: int
    newest: datetime


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """``marking_reports.html``: reports by item."""

    cohort_id: int
    cohort: str
    items: tuple[ReportedItem, ...]
    may_export: bool


@dataclass(frozen=True, slots=True)
class ReportShown:
    report_id: int
    name: str
    version: str
    kind: str
    text: str
    at: datetime
    state: str
    reply: str
    answered_at: datetime | None
    open: bool


@dataclass(frozen=True, slots=True)
class ReportAnswerPage:
    """``marking_report.html``: the reports on one item, and the answer to the open ones."""

    cohort_id: int
    cohort: str
    item_id: str
    view: ItemView | None  # the item with its key; None: its text is not at hand
    version: str  # the newest
    reports: tuple[ReportShown, ...]
    may_answer: bool
    states: tuple[str, ...]
    chosen: frozenset[int]
    state: str
    reply: str
    errors: dict[str, str]
