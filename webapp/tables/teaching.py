"""Assessments, assignments and what instructors do with them: dates, marks, corrections."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class OwnItem(SQLModel, table=True):
    """An item that an instructor wrote in the browser. Its text lies in ``item_versions`` under
    ``item_id`` (``<section>-own-<number>``); ``version`` is the newest. Private to the cohort, or
    ``shared`` with every instructor. Retired, never deleted.
    """

    __tablename__ = "own_items"

    id: int | None = Field(default=None, primary_key=True)
    item_id: str = Field(unique=True, max_length=100)
    version: str = Field(max_length=16)
    cohort_id: int = Field(foreign_key="cohorts.id", index=True)
    author_id: int = Field(foreign_key="users.id")
    shared: bool = False
    adapted_from: str | None = Field(default=None, max_length=100)  # item id
    created_at: datetime
    updated_at: datetime
    retired_at: datetime | None = None


class Exclusion(SQLModel, table=True):
    """An item of the bank that a cohort does not use: drawn for nobody from now on."""

    __tablename__ = "exclusions"

    cohort_id: int = Field(foreign_key="cohorts.id", primary_key=True)
    item_id: str = Field(max_length=100, primary_key=True)
    reason: str = Field(default="", max_length=500)
    made_by: int = Field(foreign_key="users.id")
    made_at: datetime


class AssessmentRow(SQLModel, table=True):
    """What is asked: ``definition`` is the JSON of :class:`quizzes.assessment.Assessment`. Locked
    once someone has sat it; a copy can be changed.
    """

    __tablename__ = "assessments"

    id: int | None = Field(default=None, primary_key=True)
    cohort_id: int = Field(foreign_key="cohorts.id", index=True)
    title: str = Field(max_length=200)
    definition: str = Field(sa_type=Text)
    revision: int = Field(default=1)
    created_by: int = Field(foreign_key="users.id")
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None = None


class Assignment(SQLModel, table=True):
    """An assessment given to people under rules: ``rules`` is the JSON of
    :class:`quizzes.rules.Rules` without the dates, which stand in columns. ``withdrawn_at``: no
    longer shown to students; sittings stay.
    """

    __tablename__ = "assignments"

    id: int | None = Field(default=None, primary_key=True)
    cohort_id: int = Field(foreign_key="cohorts.id", index=True)
    assessment_id: int = Field(foreign_key="assessments.id", index=True)
    title: str = Field(max_length=200)
    note: str = Field(default="", sa_type=Text)
    opens_at: datetime
    due_at: datetime | None = None
    closes_at: datetime | None = None
    limit_s: int | None = None
    rules: str = Field(sa_type=Text)
    password_hash: str | None = None
    revision: int = Field(default=1)
    created_by: int = Field(foreign_key="users.id")
    created_at: datetime
    updated_at: datetime
    withdrawn_at: datetime | None = None


class AssignmentTarget(SQLModel, table=True):
    """To whom an assignment is given. ``kind``: cohort | group | student, ``target_id`` the id of
    the cohort, the group or the user.
    """

    __tablename__ = "assignment_targets"

    assignment_id: int = Field(foreign_key="assignments.id", primary_key=True)
    kind: str = Field(max_length=20, primary_key=True)
    target_id: int = Field(primary_key=True)


class Accommodation(SQLModel, table=True):
    """What a person is granted in every timed assignment of a cohort: a factor on time limits,
    more tries, a later close.
    """

    __tablename__ = "accommodations"

    cohort_id: int = Field(foreign_key="cohorts.id", primary_key=True)
    user_id: int = Field(foreign_key="users.id", primary_key=True)
    time_num: int = 1
    time_den: int = 1
    extra_attempts: int = 0
    later_close_s: int = 0
    note: str = Field(default="", max_length=500)
    set_by: int = Field(foreign_key="users.id")
    set_at: datetime


class Extension(SQLModel, table=True):
    """One grant for one person in one assignment, with its reason. Grants add up; of several
    ``closes_at`` the newest holds. Never edited: taking back is ``revoked_at``.
    """

    __tablename__ = "extensions"

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignments.id", index=True)
    user_id: int = Field(foreign_key="users.id")
    closes_at: datetime | None = None
    extra_s: int = 0
    extra_attempts: int = 0
    reason: str = Field(max_length=500)
    granted_by: int = Field(foreign_key="users.id")
    granted_at: datetime
    revoked_at: datetime | None = None


class Mark(SQLModel, table=True):
    """One person's marking of an answer against its rubric. ``part``: first | second | resolver.
    An outcome is added when the mark is final: at once, or when two markers agree or the resolver
    has spoken. Never edited: the newest of each marker holds.
    """

    __tablename__ = "marks"

    id: int | None = Field(default=None, primary_key=True)
    attempt_id: int = Field(foreign_key="attempts.id", index=True)
    marker_id: int = Field(foreign_key="users.id")
    part: str = Field(max_length=20)
    points: str = Field(sa_type=Text)  # JSON: criterion id → points
    comment: str = Field(default="", sa_type=Text)
    created_at: datetime


class Remark(SQLModel, table=True):
    """A comment kept for use again when marking an item."""

    __tablename__ = "remarks"

    id: int | None = Field(default=None, primary_key=True)
    cohort_id: int = Field(foreign_key="cohorts.id", index=True)
    item_id: str = Field(max_length=100)
    text: str = Field(sa_type=Text)
    author_id: int = Field(foreign_key="users.id")
    created_at: datetime
    removed_at: datetime | None = None


class ReviewRequest(SQLModel, table=True):
    """A student asks for a second look at a mark. One open request an answer."""

    __tablename__ = "review_requests"
    __table_args__ = (
        Index(
            "uq_review_requests_open",
            "attempt_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    attempt_id: int = Field(foreign_key="attempts.id")
    user_id: int = Field(foreign_key="users.id")
    text: str = Field(sa_type=Text)
    created_at: datetime
    answered_by: int | None = Field(default=None, foreign_key="users.id")
    answered_at: datetime | None = None
    granted: bool | None = None
    reply: str = Field(default="", sa_type=Text)


class ItemReport(SQLModel, table=True):
    """Someone says that an item is faulty. ``kind``: key | wording | law | other. ``state``: open,
    then fixed | kept | passed-on, with a reply that its author sees. ``cohort_id``: of the sitting
    in which it was met. Without one it reaches the staff of the groups its author studies in.
    """

    __tablename__ = "item_reports"

    id: int | None = Field(default=None, primary_key=True)
    item_id: str = Field(max_length=100, index=True)
    item_version: str = Field(max_length=16)
    user_id: int | None = Field(default=None, foreign_key="users.id")
    cohort_id: int | None = Field(default=None, foreign_key="cohorts.id", index=True)
    sitting_id: int | None = Field(default=None, foreign_key="sittings.id")
    kind: str = Field(max_length=20)
    text: str = Field(default="", sa_type=Text)
    created_at: datetime
    state: str = Field(default="open", max_length=20)
    reply: str = Field(default="", sa_type=Text)
    answered_by: int | None = Field(default=None, foreign_key="users.id")
    answered_at: datetime | None = None


class Correction(SQLModel, table=True):
    """What was done about a wrong key in one assignment, once. ``kind``: raise (by the new
    version, only upwards) | rescore (both ways) | full (full marks for all who drew it) | leave-out
    (not in the total). The outcomes it made name it; earlier ones stay.
    """

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("assignment_id", "item_id", "ordinal"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignments.id", index=True)
    item_id: str = Field(max_length=100)
    ordinal: int  # of the item's corrections in this assignment, from 1
    new_version: str | None = Field(default=None, max_length=16)
    kind: str = Field(max_length=20)
    reason: str = Field(max_length=500)
    changed: int  # sittings whose total moved
    made_by: int = Field(foreign_key="users.id")
    made_at: datetime


class RosterImport(SQLModel, table=True):
    """A roster file that was read and waits for a yes, or was applied. ``rows``: JSON."""

    __tablename__ = "roster_imports"

    id: int | None = Field(default=None, primary_key=True)
    cohort_id: int = Field(foreign_key="cohorts.id", index=True)
    file_name: str = Field(default="", max_length=200)
    rows: str = Field(sa_type=Text)
    read_by: int = Field(foreign_key="users.id")
    read_at: datetime
    applied_at: datetime | None = None


class Notice(SQLModel, table=True):
    """Something a person should know: kind and params of a message, and where it leads."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_user_id_id", "user_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id")
    kind: str = Field(max_length=40)
    params: str = Field(default="{}", sa_type=Text)
    href: str = Field(max_length=200)
    at: datetime
    read_at: datetime | None = None


class CalendarFeed(SQLModel, table=True):
    """The secret address of a calendar: of a person, or of a group. Only the hash is kept."""

    __tablename__ = "calendar_feeds"

    token_hash: str = Field(primary_key=True, max_length=64)
    user_id: int | None = Field(default=None, foreign_key="users.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="groups.id", index=True)
    made_by: int = Field(foreign_key="users.id")
    created_at: datetime
