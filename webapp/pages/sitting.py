"""What the pages of a sitting may use: before the start, item by item, at the end, afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from webapp.pages import ItemView

NEAR_S = 12 * 3600
"""Within these seconds a time of day needs no date beside it."""


@dataclass(frozen=True, slots=True)
class TryLine:
    """An earlier or running sitting on the start page and on results. ``share`` None: it may not
    be seen, or there is none yet.
    """

    sitting_id: int
    number: int
    started: datetime
    finished: datetime | None
    share: Fraction | None
    awaiting: int
    late: bool
    answered: int
    here: bool = False


@dataclass(frozen=True, slots=True)
class AssignmentStartPage:
    """``assignment_start.html``. ``why`` names the reason why no sitting may begin, "" if one may:
    early, closed, tries, wait, withdrawn, archived, bank.
    """

    assignment_id: int
    title: str
    note: str  # Markdown
    intro: str  # Markdown
    exam: bool
    sentences: tuple[str, ...]
    deadline: str  # when a sitting begun now would end
    used: int
    most: int | None
    opens: datetime
    closes: datetime | None
    wait_until: datetime | None
    why: str
    running: int | None  # sitting to be continued
    running_ends: datetime | None
    password: bool
    error: str | None  # at the password
    tries: tuple[TryLine, ...]
    score_shown: bool
    counted: Fraction | None
    so_far: bool  # an answer still waits for its mark
    counts: str  # best, last, first, average
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Clock:
    """The time on the pages of a running sitting; ``ends`` None: no limit."""

    ends: datetime | None
    remaining: int | None  # seconds
    limit: int | None  # seconds
    up: bool

    @property
    def near(self) -> bool:
        """So near that the hour alone says when."""
        return self.remaining is not None and self.remaining < NEAR_S


@dataclass(frozen=True, slots=True)
class Place:
    """An item in the navigator. ``open`` False: not to be reached yet; ``left``: read only."""

    position: int
    answered: bool
    flagged: bool
    here: bool = False
    open: bool = True
    left: bool = False


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """A section in the navigator."""

    number: int  # from 1
    title: str
    way_back: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ChangedNote:
    """What changed in an item since its reader answered it. ``changed``: key, norms, stem, asked,
    explanation; ``amendments``: (day, note in Markdown); ``href``: where to read anew, "" nowhere.
    """

    changed: tuple[str, ...]
    amendments: tuple[tuple[date, str], ...]
    href: str


@dataclass(frozen=True, slots=True)
class SittingItemPage:
    """``sitting_item.html``: one item of a running sitting. ``fixed`` says why it takes no answer:
    "" it does, left (its section), checked (answered for good).
    """

    sitting_id: int
    title: str
    clock: Clock
    view: ItemView
    judged: bool  # the view shows the key
    score: Fraction | None  # of an item answered for good
    waits: bool  # it waits for a person
    position: int
    count: int
    answered: int
    groups: tuple[PlaceGroup, ...]
    group: PlaceGroup
    previous: int | None
    next: int | None
    door: bool  # the next item lies behind a section without way back
    flagged: bool
    fixed: Literal["", "left", "checked"]
    certainty: str | None  # None: it is not asked for
    certainty_marks: tuple[tuple[str, Fraction, Fraction], ...]  # (said, if right, if wrong)
    can_check: bool
    settled: bool = False  # all is answered for good: nothing to be asked before the end
    leave: str = ""  # where one may go and come back later, "" in an exam
    changed: ChangedNote | None = None


@dataclass(frozen=True, slots=True)
class SittingDoorPage:
    """``sitting_door.html``: leaving a section without way back."""

    sitting_id: int
    title: str
    clock: Clock
    section: str
    number: int  # of the section, from 1
    sections: int
    unanswered: tuple[Place, ...]
    flagged: tuple[Place, ...]
    count: int
    back: int  # position to return to


@dataclass(frozen=True, slots=True)
class SittingFinishPage:
    """``sitting_finish.html``: what is open, before handing in."""

    sitting_id: int
    title: str
    clock: Clock
    count: int
    unanswered: tuple[Place, ...]
    flagged: tuple[Place, ...]
    back: int


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    position: int
    item_id: str
    version: str
    answered: bool
    unread: bool  # answered, and could not be read
    rule: str  # how it is scored, in words
    points: int


@dataclass(frozen=True, slots=True)
class SittingReceiptPage:
    """``sitting_receipt.html``: what was handed in and when; no keys, no marks."""

    sitting_id: int
    assignment_id: int
    title: str
    name: str
    login: str
    number: int
    started: datetime
    finished: datetime
    by: str  # student, time, instructor
    late: bool
    kept_late: bool  # text arrived after the end and is kept aside
    lines: tuple[ReceiptLine, ...]
    answered: int
    sentences: tuple[str, ...]
    result: bool  # there is something to be seen


@dataclass(frozen=True, slots=True)
class ResultLine:
    """An item on the result page. ``view`` None: the answer may not be seen. ``earned`` is below
    nought where one was sure and wrong.
    """

    position: int
    item_id: str
    attempt_id: int | None
    answered: bool
    unread: bool
    view: ItemView | None
    judged: bool
    text: str | None  # an essay, to be read as text
    points: int
    earned: Fraction | None  # None: waits for a person, or may not be seen
    waits: bool
    certainty: str | None
    correction: str | None  # a sentence
    by_person: str | None  # what a person wrote beside the mark
    given: tuple[tuple[str, int, int], ...]  # an essay: criterion, points given, most


@dataclass(frozen=True, slots=True)
class SittingResultPage:
    """``sitting_result.html``. ``shown``: which of own, score, key, feedback may be seen now;
    ``reviewed``: it has a review (:mod:`webapp.routes.practice_review`).
    """

    sitting_id: int
    assignment_id: int | None  # None: one's own
    title: str
    number: int
    finished: datetime
    by: str
    shown: frozenset[str]
    later: tuple[str, ...]  # sentences: what is seen when
    earned: Fraction
    most: int
    share: Fraction
    awaiting: int
    answered: int
    late: bool
    late_share: Fraction
    tries: tuple[TryLine, ...]
    counted: Fraction | None
    so_far: bool  # an answer still waits for its mark
    counts: str
    passed: bool | None
    lines: tuple[ResultLine, ...]
    again: int = 0  # questions of today's rounds to go over once more
    reviewed: bool = False
