"""What the pages of the gradebook may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from urllib.parse import urlencode

from quizzes.results import SittingResult
from webapp.gradebook import Cell, Row
from webapp.pages import ItemView
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.gradebook import Aside, GivenAnswer, Judgement, Member, SittingHead
from webapp.queries.results import ItemLine


@dataclass(frozen=True, slots=True)
class GradebookFilters:
    """As chosen; "" or 0: no matter. ``which``: all | exams | the id of an assignment."""

    group: int
    which: str
    state: str
    name: str
    sort: str  # name | result
    leaf: int = 1

    @property
    def query(self) -> str:
        """The part of an address that asks for the same, but for the leaf."""
        asked = {
            "group": self.group or "",
            "assignment": "" if self.which == "all" else self.which,
            "state": self.state,
            "name": self.name,
            "sort": "" if self.sort == "name" else self.sort,
        }
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class GradebookPage:
    """``gradebook.html``."""

    cohort_id: int
    cohort: str
    infos: tuple[AssignmentInfo, ...]  # shown
    all_infos: tuple[AssignmentInfo, ...]
    groups: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]  # of this leaf
    found: int
    leaf: int
    leaves: int
    students: int  # before filtering
    filters: GradebookFilters
    states: tuple[str, ...]
    to_mark: int  # cells that are handed in and not marked
    absent: int  # given, closed, not begun
    instructor: bool

    def cell_words(self, one: Cell) -> str:
        """Key of the word for a cell's state."""
        return f"grade.state_{one.state}" if one.given or one.tries else "grade.not_given"


@dataclass(frozen=True, slots=True)
class TrailLine:
    """An outcome in a trail, its points as they count in the sitting."""

    judgement: Judgement
    points: Fraction


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """One item of a sitting: what was answered and how it was judged."""

    line: ItemLine
    view: ItemView | None  # None: no such version is kept
    judged: bool  # the view shows an outcome
    points: Fraction | None  # as they count; None: waits for a person
    answer: GivenAnswer | None
    trail: tuple[TrailLine, ...]
    opened: datetime | None
    flagged: bool
    changed_version: bool  # the item has a newer version
    asides: tuple[tuple[Aside, str], ...]  # with the text as typed
    essay: bool

    @property
    def word(self) -> str:
        """Key of the word for what became of it."""
        score = self.line.score
        if score.left_out:
            return "grade.item_out"
        if self.line.correction == "full":
            return "grade.item_full"
        if not score.answered:
            return "grade.item_unanswered"
        if score.share is None:
            return "grade.item_waits"
        if score.share == 1:
            return "grade.item_right"
        return "grade.item_wrong" if score.share == 0 else "grade.item_part"


@dataclass(frozen=True, slots=True)
class StaffSittingPage:
    """``gradebook_sitting.html``: one student's sitting, for staff."""

    head: SittingHead
    assignment: AssignmentInfo
    cohort: str
    member: Member | None
    result: SittingResult
    counts: bool  # it is the sitting that counts
    tries: tuple[tuple[int, int], ...]  # (number, sitting id)
    deadline: datetime | None
    granted: tuple[str, ...]  # sentences
    files: tuple[AnswerFile, ...]
    passed: bool | None
    instructor: bool
    corrects: bool  # an instructor of everybody it is given to


@dataclass(frozen=True, slots=True)
class ItemColumn:
    """An item over all sittings that drew it."""

    number: int
    item_id: str
    stem: str  # its beginning, as plain text
    sittings: int
    answered: int
    mean: Fraction | None  # of the shares earned, unanswered 0; None: nothing marked yet
    lost: Fraction  # shares not earned, over all its marked answers
    correction: str | None


@dataclass(frozen=True, slots=True)
class ItemCell:
    """What an item brought a student: points, "wait" for a person's mark, or "out" of the total.
    ``number`` is the item's in the list of items.
    """

    points: Fraction | str
    number: int
    stem: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A student's counting sitting. ``cells``: by item of the list, None where it was not drawn;
    or, of a drawn assessment, by place in the student's own paper.
    """

    member: Member
    sitting_id: int
    share: Fraction
    earned: Fraction
    most: int
    final: bool
    late: bool
    cells: tuple[ItemCell | None, ...]


@dataclass(frozen=True, slots=True)
class AssignmentResultsPage:
    """``gradebook_results.html``: an assignment, student by item."""

    assignment: AssignmentInfo
    cohort: str
    items: int  # drawn in all
    columns: tuple[ItemColumn, ...]  # those listed: all, or where most points were lost
    by_place: bool  # the cells stand by place in the student's paper
    heads: tuple[tuple[int, str], ...]  # of the cells' columns: number, beginning of the item
    lines: tuple[ResultLine, ...]
    bins: tuple[tuple[int, int, int], ...]  # (from %, up to %, students)
    median: Fraction | None
    passed: int | None
    waiting: int
    instructor: bool
    corrects: bool  # an instructor of everybody it is given to


@dataclass(frozen=True, slots=True)
class ExportPage:
    """``gradebook_export.html``: the files there are."""

    cohort_id: int
    cohort: str
    names: tuple[str, ...]
    assignments: tuple[AssignmentInfo, ...]
