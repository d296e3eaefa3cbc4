"""What the pages of what to explain again may use."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from quizzes.explain_again import Cost, Tally
from quizzes.item_flags import Flag
from webapp.explaining import DAYS, ChoiceLine, Kind, Span, span
from webapp.self_test.rereading import Passage


@dataclass(frozen=True, slots=True)
class ExplainHead:
    """What all of them tell: whose answers, of which time. ``waiting``: students whose newest
    answers are not counted yet.
    """

    group_id: int
    group: str
    cohort_id: int
    cohort: str
    span: Span
    students: int
    waiting: int
    instructor: bool
    may_give: bool  # an instructor, and neither cohort nor group is archived

    @property
    def here(self) -> str:
        return f"/groups/{self.group_id}/explain"

    @property
    def spans(self) -> tuple[Span, ...]:
        """To choose from."""
        return tuple(span(str(days), self.span.until, None) for days in DAYS)


@dataclass(frozen=True, slots=True)
class ExplainDoubt:
    """A third or more of what was missed fell on questions that may be bad: ``missed`` answers, on
    so many ``items``; ``href``: the one with most. ``rest``: what is left without them, None where
    that is not known yet.
    """

    missed: int
    items: int
    href: str
    rest: Tally | None


@dataclass(frozen=True, slots=True)
class ExplainOneStudent:
    """A student who makes a third or more of a misconception."""

    href: str
    name: str
    answers: int


@dataclass(frozen=True, slots=True)
class ExplainRow:
    """An objective or a misconception. ``before``: the missed share in the span before; None:
    unknown, or of fewer than ten answers.
    """

    kind: Kind
    title: str
    kazakh: bool
    cost: Cost
    before: Fraction | None
    passages: tuple[Passage, ...]
    doubt: ExplainDoubt | None = None
    one_student: ExplainOneStudent | None = None

    @property
    def path(self) -> str:
        return f"{self.kind}/{self.cost.name}"


@dataclass(frozen=True, slots=True)
class ExplainTable:
    """The rows of a kind: those ``shown``, how many ``more`` there are, those of one student.
    ``own``: misconceptions that are mostly one student's.
    """

    kind: Kind
    shown: tuple[ExplainRow, ...]
    more: int
    single: tuple[ExplainRow, ...]
    own: tuple[ExplainRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainPage:
    """``explain.html``. ``only``: one kind is asked for, "" for both. ``passed_over``: what
    cost more than the first, but rests on questions that may be bad.
    """

    head: ExplainHead
    only: str
    first: tuple[ExplainRow, ...]  # what the sentence names, two at most
    passed_over: tuple[ExplainRow, ...]
    answered: bool  # anything was answered
    tables: tuple[ExplainTable, ...]


@dataclass(frozen=True, slots=True)
class ExplainCount:
    """An item behind a row, or a student: first tries ``missed`` of ``asked``. ``flag``: why the
    item may be bad, explained at ``analysis`` ("" for who may not see it).
    """

    href: str
    text: str
    kazakh: bool
    missed: int
    asked: int
    flag: Flag | None = None
    analysis: str = ""


@dataclass(frozen=True, slots=True)
class ExplainOnePage:
    """``explain_one.html``: an objective or a misconception. ``cut``: only the newest answers were
    looked at for the items. ``left_out``: questions of the bank that a set leaves out, for they
    may be bad.
    """

    head: ExplainHead
    row: ExplainRow
    note: str  # what the misconception is, "" for an objective
    items: tuple[ExplainCount, ...]
    students: tuple[ExplainCount, ...]  # who missed it
    cut: int | None
    questions: int  # a set can be made of
    left_out: int
    asked_most: int
    asked_fewest: int
    error: str = ""

    @property
    def at(self) -> str:
        return f"{self.head.here}/{self.row.path}"


@dataclass(frozen=True, slots=True)
class ExplainVersion:
    """The answers given to one version of an item: so many of so many students."""

    version: str
    answers: int
    students: int
    missed: int
    lines: tuple[ChoiceLine, ...]
    essay: bool


@dataclass(frozen=True, slots=True)
class ExplainItemPage:
    """``explain_item.html``: what was answered to an item, ``versions`` the newest first."""

    head: ExplainHead
    kind: Kind
    name: str
    title: str  # of the objective or misconception
    item_id: str
    stem: str  # Markdown
    case: str  # Markdown, "" for none
    versions: tuple[ExplainVersion, ...]
    cut: int | None
    passage: Passage | None
    in_bank: bool  # the cohort's bank has it now
    analysed: bool  # and its figures over all cohorts may be seen there

    @property
    def at(self) -> str:
        return f"{self.head.here}/{self.kind}/{self.name}"
