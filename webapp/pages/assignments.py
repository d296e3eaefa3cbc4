"""What the templates of assignments, notices and calendars may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from webapp.queries.grants import Accommodated, Extended
from webapp.queries.sitting_care import Cared, Happened

State = Literal["not-started", "in-progress", "handed-in", "marked"]
STATES: tuple[State, ...] = ("not-started", "in-progress", "handed-in", "marked")


@dataclass(frozen=True, slots=True)
class GroupChoice:
    id: int
    title: str
    students: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class StudentChoice:
    id: int
    name: str
    login: str
    groups: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class NewSetChoice:
    """A set that the form carries: ``asked`` as JSON, ``count`` questions; (id, stem) of those that
    it names.
    """

    title: str
    asked: str
    count: int
    named: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AssignmentFormPage:
    """``assignment_form.html``. ``values``: field → what stands in it; ``errors``: field → a
    sentence. ``defaults``: mode → field → value, of what stands under «details».
    """

    action: str
    cohort_id: int
    cohort: str
    assignment_id: int | None  # None: a new one
    title: str  # as stored
    values: Mapping[str, str]
    errors: Mapping[str, str]
    assessments: tuple[tuple[int, str], ...]
    cohort_allowed: bool
    cohort_chosen: bool
    groups: tuple[GroupChoice, ...]
    students: tuple[StudentChoice, ...]
    query: str
    locked: bool
    revision: int
    zone: str
    has_password: bool
    conflict: bool
    open_details: bool
    new_set: NewSetChoice | None  # stored when the assignment is given
    defaults: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class StudentStanding:
    """A student at an assignment. ``share``: result that counts, in per cent as written; what is
    sure so far, unless it is ``final``.
    """

    user_id: int
    name: str
    login: str
    group: str
    state: State
    tries: int
    finished: datetime | None
    ends: datetime | None  # of the sitting that runs
    share: str
    final: bool
    passed: bool | None
    late: bool
    sitting_id: int | None  # the newest
    granted: bool


@dataclass(frozen=True, slots=True)
class AssignmentPage:
    """``assignment_manage.html``: an assignment before its staff."""

    assignment_id: int
    cohort_id: int
    cohort: str
    title: str
    note: str
    finding: str  # its state in one sentence
    rules: tuple[str, ...]
    warnings: tuple[str, ...]
    targets: tuple[str, ...]
    assessment_id: int
    assessment: str
    counts: tuple[tuple[State, int], ...]
    students: tuple[StudentStanding, ...]  # those of the state asked for
    asked: str  # a state, or ""
    all: int
    withdrawn: bool
    instructor: bool
    corrects: bool  # an instructor of everybody it is given to
    may_edit: bool
    may_care: bool  # extensions, closing, reopening


@dataclass(frozen=True, slots=True)
class CarePage:
    """``assignment_care.html``: one sitting to close or to reopen."""

    assignment_id: int
    cohort_id: int
    cohort: str
    title: str
    sitting: Cared
    ends: datetime | None  # of one that runs
    shown: bool  # right answers were seen, or may have been
    happened: tuple[Happened, ...]
    values: Mapping[str, str]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ExtensionsPage:
    """``assignment_extensions.html``."""

    assignment_id: int
    cohort_id: int
    cohort: str
    assessment_id: int
    title: str
    rules: tuple[str, ...]
    students: tuple[tuple[int, str], ...]
    extensions: tuple[Extended, ...]
    values: Mapping[str, str]
    errors: Mapping[str, str]
    instructor: bool
    corrects: bool  # an instructor of everybody it is given to
    newest: int
    zone: str
    has_close: bool
    has_limit: bool
    has_attempts: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class AccommodationPage:
    """``accommodation.html``: what one person is granted in all assignments of a cohort."""

    cohort_id: int
    cohort: str
    user_id: int
    name: str
    stands: Accommodated | None
    values: Mapping[str, str]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MyAssignment:
    """An assignment in a student's list. ``when``: what its dates mean now; ``result``: a
    sentence, or "". ``step``: key of what to do next (start, continue, again, see, wait).
    """

    id: int
    title: str
    cohort: str
    mode: str
    when: str
    left: str  # time that remains, in words
    rule: str
    result: str
    step: str


@dataclass(frozen=True, slots=True)
class MyAssignmentsPage:
    """``my_assignments.html``. ``feed_url``: an address just made, shown this once."""

    sections: tuple[tuple[str, tuple[MyAssignment, ...]], ...]  # open, coming, done, closed
    cohorts: bool  # studies anywhere
    zone: str
    feed_since: datetime | None
    feed_url: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    id: int
    text: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """``notices.html``. ``newest``: id up to which «all read» goes."""

    notices: tuple[NoticeLine, ...]
    unread: int
    newest: int


@dataclass(frozen=True, slots=True)
class GroupFeed:
    id: int
    title: str
    since: datetime | None
    url: str  # just made, else ""


@dataclass(frozen=True, slots=True)
class GroupFeedsPage:
    """``group_feeds.html``: addresses of the groups' calendars."""

    cohort_id: int
    cohort: str
    groups: tuple[GroupFeed, ...]
    may_change: bool
