"""Pages about one student: for those who teach them, and for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from course.model import Section
from quizzes.item import Item
from webapp.pages import ItemView
from webapp.queries.looks import Looked
from webapp.queries.marks import Judgement
from webapp.queries.student_view import AnswerFile, Filter

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
    """``student_answers.html``: a leaf of the answers of a student."""

    whom: Whom
    rows: tuple[AnswerRow, ...]
    total: int
    wanted: Filter
    sections: tuple[Section, ...]
    leaf: int
    leaves: int
    query: str
    shares: bool


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
class LooksPage:
    """``looks.html``: who looked at one's pages."""

    looks: tuple[Looked, ...]
    total: int
    leaf: int
    leaves: int
