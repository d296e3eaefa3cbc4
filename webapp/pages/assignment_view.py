"""What the pages of an assignment's course and its analysis may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal
from urllib.parse import urlencode

from quizzes.item import Item
from quizzes.item_figures import ChoiceRow, ItemFigures
from quizzes.item_flags import Flag
from webapp.assignment_figures import Scores
from webapp.charts.histogram import Histogram
from webapp.charts.strip import Strip
from webapp.choice_names import ChoiceName
from webapp.figure_words import Told
from webapp.insight.figures import StoredFigures
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.corrections import Made
from webapp.self_test.rereading import Passage

LiveState = Literal["not-started", "working", "silent", "paused", "ending", "handed-in"]
"""«silent»: it runs, and nothing was heard from its page for some minutes. «ending»: its time is
up, and it is being handed in. «paused»: untimed practice whose page is not heard of: put aside,
which is nobody's worry."""
LiveFilter = Literal["running", "silent", "paused", "not-started", "handed-in"]
LIVE_FILTERS: tuple[LiveFilter, ...] = ("running", "silent", "paused", "not-started", "handed-in")


@dataclass(frozen=True, slots=True)
class Saved:
    """The newest answer that was saved: when, and of which item of which section (from 1; None:
    there is one section).
    """

    at: datetime
    position: int
    section: int | None


@dataclass(frozen=True, slots=True)
class LiveLine:
    """A student at an assignment. Spans are in words («42 мин»)."""

    user_id: int
    name: str
    group: str
    state: LiveState
    sitting_id: int | None = None
    ordinal: int = 1
    started: datetime | None = None
    answered: int = 0
    items: int = 0
    saved: Saved | None = None
    ends: datetime | None = None  # of one that runs; None: no end
    soon: bool = False  # the end is less than a day away
    left: str = ""
    few_left: bool = False  # a tenth of the time, or less
    granted: bool = False  # more time or a later end
    heard: str = ""  # how long ago
    finished: datetime | None = None
    closed_by: str = ""

    @property
    def gaps(self) -> int:
        return self.items - self.answered


@dataclass(frozen=True, slots=True)
class LivePage:
    """``assignment_live.html`` and the part of it that is fetched again, ``_assignment_live.html``.

    ``silent``: those nothing is heard of, on whatever leaf they stand; ``silent_more``: and so
    many more. ``over``: nothing can change any more by itself.
    """

    assignment_id: int
    assessment_id: int
    cohort_id: int
    cohort: str
    title: str
    finding: str
    counts: tuple[tuple[LiveFilter, int], ...]
    all: int
    silent: tuple[LiveLine, ...]
    silent_more: int
    lines: tuple[LiveLine, ...]  # of this leaf: who needs eyes first
    leaf: int
    leaves: int
    groups: tuple[tuple[int, str], ...]  # to choose from
    group: int  # 0: all
    asked: str  # a filter, or ""
    withdrawn: bool
    over: bool
    now: datetime
    instructor: bool
    corrects: bool  # an instructor of everybody it is given to
    may_care: bool  # extensions, closing

    def query(self, **changed: object) -> str:
        """The part of an address that asks for the same, but for what is named."""
        asked = {"group": self.group or "", "state": self.asked, **changed}
        return urlencode({name: value for name, value in asked.items() if value})


# ---- analysis ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item version in the list. ``part``: its figures as a part of the test, None where items
    were drawn.
    """

    item_id: str
    stem: str
    number: int | None  # of its versions; None: there is one
    own: bool  # figures of one's own students alone
    variants: bool
    figures: StoredFigures
    weight: Told | None
    meant: Fraction | None  # its share of the points
    correction: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place of a drawn test: n-th of what a section draws."""

    section: int
    number: int
    figures: Mapping[str, Told]


@dataclass(frozen=True, slots=True)
class AnalysisPage:
    """``assignment_analysis.html``. ``waiting``: students whose newest answers are not counted yet;
    ``to_mark``: sittings that are not in the scores because an answer waits for a person.
    """

    assignment: AssignmentInfo
    cohort: str
    finding: str
    waiting: int
    students: int
    scores: Scores
    histogram: Histogram
    distribution: str  # its finding
    totals: Mapping[str, Told]
    whole: Mapping[str, Told]
    band: str
    parts_asked: int
    test_own: bool  # what is said of the test is of one's own students alone
    others: int
    partly: bool  # one does not have all groups
    times: tuple[str, str, str] | None
    items: tuple[ItemLine, ...]
    flagged: int
    all_items: int
    only_flagged: bool
    any_own: bool
    places: tuple[PlaceLine, ...]
    drawn: bool
    leaf: int
    leaves: int
    running: bool  # some have not finished
    instructor: bool
    corrects: bool  # an instructor of everybody it is given to


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of an item with all that is known of it."""

    version: str
    number: int
    current: bool
    item: Item | None
    own: bool
    figures: ItemFigures
    flags: tuple[tuple[Flag, str, bool], ...]  # what the page calls the choice; tell its numbers?
    rows: tuple[tuple[ChoiceRow, ChoiceName], ...]
    strip: Strip | None
    several: bool
    variants: bool  # of a generator, all in one


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What a student answered; ``word``: key of what became of it."""

    sitting_id: int
    position: int
    name: str
    said: tuple[ChoiceName, ...]
    word: str
    version: int


@dataclass(frozen=True, slots=True)
class ItemAnalysisPage:
    """``assignment_item.html``: one item in an assignment. ``choice`` None: all answers."""

    assignment: AssignmentInfo
    cohort: str
    item_id: str
    stem: str
    waiting: int
    partly: bool
    versions: tuple[VersionView, ...]
    part: Mapping[str, Told]
    meant: Fraction | None
    corrections: tuple[Made, ...]
    passage: Passage | None
    answers: tuple[AnswerLine, ...]
    found: int
    choice: str | None
    choice_name: ChoiceName | None
    leaf: int
    leaves: int
    marked_by_person: bool
    in_bank: bool
    of_course: bool  # only the course's authors change it
    instructor: bool
    may_correct: bool

    @property
    def query(self) -> str:
        """The part of an address that asks for the same answers."""
        return urlencode({"choice": self.choice}) if self.choice is not None else ""
