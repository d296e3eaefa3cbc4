"""Pages about one student: for those who teach them, and for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from course.model import Objective, Section
from quizzes.item import Item
from quizzes.mastery import Word
from quizzes.needs_help import Finding, HelpRules, Rule, Standing, State
from webapp.charts.line import Line
from webapp.pages import ItemView
from webapp.pages.glance import CellKind, well_done
from webapp.queries.marks import Judgement
from webapp.queries.notes import Note
from webapp.queries.student_answers import AnswerFile, Filter
from webapp.queries.student_timeline import Alerted, HandedIn

Kind = Literal["right", "part", "wrong", "wait", "missing"]
"""How an answer was judged: names the sign and the word."""


@dataclass(frozen=True, slots=True)
class Whom:
    """The student of a page of teaching. ``studying`` False: no more in this cohort."""

    cohort_id: int
    cohort: str  # title
    user_id: int
    name: str
    studying: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer in the list. ``item`` None: that version is nowhere any more."""

    attempt_id: int
    item: Item | None
    item_id: str
    number: int
    at: datetime
    kind: Kind
    score: Fraction
    place: str  # title of the lesson or the assignment
    href: str


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """``student_answers.html``: a leaf of the answers of a student; to one item or of one objective
    alone, or where a ``mistake`` was betrayed, if these are there.
    """

    whom: Whom
    rows: tuple[AnswerRow, ...]
    total: int
    wanted: Filter
    sections: tuple[Section, ...]
    leaf: int
    leaves: int
    shares: bool  # their own sets, too
    query: str = ""
    item: Item | None = None
    item_id: str = ""
    objective: Objective | None = None
    mistake: str = ""  # in words


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """``student_answer.html``: one answer in the version it was given to. ``shown``: what the
    student may see of it now. ``newer``: the item has a newer version.
    """

    whom: Whom
    answer: AnswerFile
    place: str
    href: str
    view: ItemView | None
    trail: tuple[Judgement, ...]
    most: int
    shown: frozenset[str]
    newer: bool
    mistakes: tuple[str, ...]
    same: tuple[AnswerRow, ...]
    in_bank: bool


@dataclass(frozen=True, slots=True)
class LookLine:
    """A look at one's pages. ``place``: which page of this ``kind``, ``href`` its address for the
    student, "" where that cannot be told; ``answered``: when the answer was given.
    """

    viewer: str
    cohort: str
    kind: str
    at: datetime
    place: str
    href: str
    answered: datetime | None


@dataclass(frozen=True, slots=True)
class LooksPage:
    """``looks.html``: who looked at one's pages."""

    looks: tuple[LookLine, ...]
    total: int
    leaf: int
    leaves: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why someone needs help. ``things``: (words in Kazakh, address of the answers behind) of what
    it is about, the worst first; ``more`` are not named.
    """

    rule: Rule
    params: Mapping[str, int | Fraction]
    things: tuple[tuple[str, str], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A section in the strip; ``kind`` as on the group's page. ``items`` of ``all`` items
    answered, ``right`` of them wholly right last.
    """

    section: Section
    kind: CellKind
    answers: int = 0
    items: int = 0
    right: int = 0
    all: int = 0

    @property
    def well(self) -> bool:
        return well_done(self.right, self.items)


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective that was tried. ``lesson``: (id, number and title) of where it is taught."""

    objective: Objective
    word: Word
    share: Fraction | None
    tries: int
    lesson: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class MistakeRow:
    """A misconception that answers betrayed: ``late`` of late, ``answers`` in all. ``href``: the
    answers, or where it is practised.
    """

    title: str
    late: int
    answers: int
    href: str


@dataclass(frozen=True, slots=True)
class Stands:
    """How a student stands: for the instructor's page and for their own. ``answered`` all in
    lessons and assignments; ``untried``: objectives never tried.
    """

    standing: Standing
    state: State
    reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    rules: HelpRules
    cells: tuple[Cell, ...]
    objectives: tuple[ObjectiveRow, ...]
    untried: int
    answers: int
    last: date | None

    @property
    def weakest(self) -> tuple[ObjectiveRow, ...]:
        """Those to read again."""
        return tuple(one for one in self.objectives if one.word == "weak")

    @property
    def judged(self) -> int:
        """Objectives that were tried often enough for a word."""
        return sum(one.word != "unknown" for one in self.objectives)

    @property
    def little(self) -> int:
        """Objectives that were tried too little for a word."""
        return len(self.objectives) - self.judged

    @property
    def many_weak(self) -> bool:
        """Most of what was tested is weak: no rule speaks of it, so the page does."""
        return len(self.weakest) * 2 > self.judged


@dataclass(frozen=True, slots=True)
class DayLine:
    """What happened on a day; the answers as counts."""

    day: date
    lesson_answers: int
    lesson_right: int
    exam_answers: int
    handed_in: tuple[HandedIn, ...]
    begun: tuple[HandedIn, ...]
    read: tuple[tuple[str, str], ...]  # (lesson id, number and title)
    alerts: tuple[Alerted, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """``days`` from ``first`` to ``last``, the newest first. ``earlier``: the last day of the leaf
    before; ``later``: of the leaf after.
    """

    first: date
    last: date
    days: tuple[DayLine, ...]
    earlier: date | None
    later: date | None


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment with how it went. ``state``: as in the list of an assignment's students;
    ``wanting``: not handed in though it is open or over, late, or below the pass mark.
    """

    assignment_id: int
    title: str
    due: datetime | None
    state: str
    tries: int
    share: str
    final: bool
    passed: bool | None
    late: bool
    sitting_id: int | None
    finished: datetime | None
    wanting: bool


@dataclass(frozen=True, slots=True)
class Weeks:
    """First answers by week as a chart. Shares in whole per cent: of the ``last`` week of those
    that have one, and of all ``before`` it.
    """

    line: Line
    last: int
    before: int


@dataclass(frozen=True, slots=True)
class StudentPage:
    """``student_progress.html``: one student before those who teach them. ``waiting``: the newest
    answers are not counted yet; ``elsewhere``: what is counted holds answers to assignments of
    another cohort. ``granted``: sentences; ``extended``: (assignment id, its title,
    sentences).
    """

    whom: Whom
    groups: tuple[str, ...]
    instructor: bool
    archived: bool
    viewer: int
    stands: Stands
    waiting: bool
    elsewhere: bool
    timeline: Timeline
    tasks: tuple[Task, ...]
    granted: tuple[str, ...]
    extended: tuple[tuple[int, str, tuple[str, ...]], ...]
    shared: str
    mistakes: tuple[MistakeRow, ...]
    mistakes_since: date
    notes: tuple[Note, ...]
    weeks: Weeks | None  # None: too few for a chart
    text: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """``own_progress.html``: the student's own page. ``hidden``: answers whose score may not be
    seen yet and do not count here. ``cohorts``: titles of where they study. ``rules`` of the
    first of them.
    """

    stands: Stands
    hidden: int
    mistakes: tuple[MistakeRow, ...]
    mistakes_since: date
    cohorts: tuple[str, ...]
    shared: str
    looks: tuple[LookLine, ...]
    looked: int
