"""The group at a glance, its feed, and the rules by which someone needs help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from course.model import Objective, Section
from quizzes.mastery import FIRM, Word
from webapp.queries.cohorts import Taught

CellKind = Literal["not-started", "working", "needs-help", "done", "unknown"]
"""How a student stands in a section. «unknown»: working, but not enough information to say that
nothing is wrong.
"""


WELL_DONE = FIRM
"""Of the items that were answered, so many must be right at the newest try before «done» is
praised: what holds for an objective holds for a section. Below it «done» says that the work is
done, and not how.
"""


def right_share(right: int, items: int) -> Fraction | None:
    """The share of the answered items that are right at the newest try; None: none was answered."""
    return Fraction(right, items) if items else None


def well_done(right: int, items: int) -> bool:
    share = right_share(right, items)
    return share is not None and share >= WELL_DONE


@dataclass(frozen=True, slots=True)
class Needing:
    """A student who needs help, why, and since which day; ``since`` None: found just now."""

    user_id: int
    name: str
    reasons: tuple[str, ...]
    since: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """``done`` of ``all`` items of the section; ``share`` of those answered is right at the newest
    try; ``trouble``: the items and objectives concerned.
    """

    kind: CellKind
    done: int
    all: int
    share: Fraction | None = None
    well: bool = False
    trouble: int = 0


@dataclass(frozen=True, slots=True)
class MemberRow:
    """``shown``: the name, with the login if another bears it."""

    user_id: int
    name: str
    shown: str
    login: str
    needs_help: bool
    enough: bool  # there is enough information to say whether they need help
    cells: tuple[Cell, ...]
    answers: int
    items: int
    right: int
    lessons: int  # finished
    last: date | None


@dataclass(frozen=True, slots=True)
class SectionColumn:
    section: Section
    needing: int


@dataclass(frozen=True, slots=True)
class AssignedLine:
    """An open assignment: names of those who have not begun, are working, have handed in."""

    assignment_id: int
    title: str
    due: datetime | None
    closes: datetime | None
    not_started: tuple[str, ...]
    working: tuple[str, ...]
    handed_in: tuple[str, ...]

    @property
    def given(self) -> int:
        return len(self.not_started) + len(self.working) + len(self.handed_in)


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One line of the feed. ``new``: since the last visit."""

    kind: str
    text: str
    href: str
    at: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages of a group share."""

    group_id: int
    title: str
    cohort_id: int
    cohort: str
    instructor: bool
    archived: bool


@dataclass(frozen=True, slots=True)
class GlancePage:
    """``glance_group.html``: one group for its staff. ``waiting``: students whose newest answers
    are not counted yet.
    """

    frame: Frame
    state: str  # nobody | not-begun | few | well | need
    lead: str  # the sentence about how many need help
    needing: tuple[Needing, ...]
    not_begun: int
    little_known: int
    waiting: int
    news: tuple[NewsLine, ...]
    news_more: int
    news_since: datetime | None  # None: the first visit
    to_mark: int  # answers that wait for a mark, whenever they came
    columns: tuple[SectionColumn, ...]
    rows: tuple[MemberRow, ...]
    assigned: tuple[AssignedLine, ...]
    top: TopLine | None
    rules: tuple[str, ...]
    items: int
    lessons: int
    join_url: str
    join: str  # open | off | ended | archived
    reset_url: str  # a reset link just made, or ""
    reset_name: str


@dataclass(frozen=True, slots=True)
class TopLine:
    """The objective to explain again first, None: there is none. ``passed_over``: so many cost
    more, but rest on questions that may be bad. ``since``: the first day looked at.
    """

    objective: Objective | None
    students: int
    missed: int
    passed_over: int
    since: date


@dataclass(frozen=True, slots=True)
class WordCell:
    word: Word
    share: Fraction | None
    tries: int


@dataclass(frozen=True, slots=True)
class ObjectiveColumn:
    objective: Objective
    number: int
    counts: Mapping[Word, int]

    @property
    def judged(self) -> int:
        """Students of whom is known how the objective stands."""
        return sum(n for word, n in self.counts.items() if word != "unknown")


@dataclass(frozen=True, slots=True)
class SectionRow:
    user_id: int
    name: str
    kind: CellKind
    reasons: tuple[str, ...]
    done: int
    right: int
    share: Fraction | None
    well: bool
    cells: tuple[WordCell, ...]


@dataclass(frozen=True, slots=True)
class SectionPage:
    """``glance_section.html``: members × objectives of one section."""

    frame: Frame
    section: Section
    items: int
    needing: int
    waiting: int
    weak: tuple[ObjectiveColumn, ...]  # those that are weak for many, worst first
    fewest_judged: int  # of fewer nothing is said about the group
    columns: tuple[ObjectiveColumn, ...]
    rows: tuple[SectionRow, ...]
    before: Section | None
    after: Section | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """``glance_feed.html``: a week of the feed. ``kind`` "": all kinds."""

    frame: Frame
    kind: str
    kinds: tuple[tuple[str, int], ...]  # kind, lines in this week
    monday: date
    sunday: date
    earlier: date | None
    later: date | None
    lines: tuple[NewsLine, ...]
    news_since: datetime
    to_mark: int


@dataclass(frozen=True, slots=True)
class HelpRulesPage:
    """``glance_rules.html``: when the dashboards of a cohort say that someone needs help.
    ``leads``: names of those who have all its groups.
    """

    cohort_id: int
    cohort: str
    values: Mapping[str, str]
    on: frozenset[str]
    errors: Mapping[str, str]
    defaults: tuple[str, ...]
    says: tuple[str, ...]
    set_by: str
    set_at: datetime | None
    may_change: bool
    archived: bool
    leads: tuple[str, ...]
    needing: int
    students: int


@dataclass(frozen=True, slots=True)
class TeachNeed:
    user_id: int
    name: str
    reasons: str


@dataclass(frozen=True, slots=True)
class TeachGroup:
    """A group in ten seconds. ``news``: kind → how many since ``since``; ``to_mark``: answers that
    wait for a mark, whenever they came.
    """

    group_id: int
    title: str
    students: int
    needing: tuple[TeachNeed, ...]  # the first few
    needing_more: int
    since: datetime | None
    news: tuple[tuple[str, int], ...]
    to_mark: int
    top: TopLine | None


@dataclass(frozen=True, slots=True)
class TeachAssignment:
    assignment_id: int
    title: str
    due: datetime | None
    closes: datetime | None
    given: int
    handed_in: int


@dataclass(frozen=True, slots=True)
class TeachCohort:
    """``closed``: the assignment that closed last, if that was some days ago at most."""

    cohort: Taught
    needing: int
    groups: tuple[TeachGroup, ...]
    assigned: tuple[TeachAssignment, ...]
    closed: TeachAssignment | None


@dataclass(frozen=True, slots=True)
class TeachPage:
    """``glance_teach.html``: the cohorts where I am on the staff, and what is to be done there."""

    cohorts: tuple[TeachCohort, ...]
    archived: tuple[Taught, ...]
    may_open: bool  # an instructor opens new cohorts
