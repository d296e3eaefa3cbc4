"""The database tables.

Content is never kept here but for one thing: :class:`ItemVersion` archives each version of an
item that was ever shown, so that an old answer can be read, marked and re-marked against the text
its author saw. Attempts and outcomes are append-only; a mark changes by a new outcome with its
reason.

SQLModel does not validate table classes when they are made: values are checked at the edges.
Times are timezone-aware UTC.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Table, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class User(SQLModel, table=True):
    """A person, or a guest: someone who practises without an account.

    A guest has neither login nor password; signing up fills them in on the same row, so nothing
    of the guest's work has to move. ``revision`` grows with everything that changes what this
    person's pages show.
    """

    __tablename__ = "users"

    id: int | None = Field(default=None, primary_key=True)
    login: str | None = Field(default=None, unique=True, max_length=100)  # folded
    name: str = Field(default="", max_length=200)
    password_hash: str | None = None
    revision: int = Field(default=0)
    created_at: datetime
    merged_into: int | None = Field(default=None, foreign_key="users.id")


class SignIn(SQLModel, table=True):
    """One browser that is known: of a guest or of an account. The cookie holds a random token,
    this table its SHA-256.
    """

    __tablename__ = "sign_ins"

    token_hash: str = Field(primary_key=True, max_length=64)
    user_id: int = Field(foreign_key="users.id", index=True)
    created_at: datetime
    seen_at: datetime


class Cohort(SQLModel, table=True):
    """One run of the course (OneRoster: class)."""

    __tablename__ = "cohorts"

    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=200)
    created_at: datetime


class Group(SQLModel, table=True):
    """A teaching group within a cohort."""

    __tablename__ = "groups"

    id: int | None = Field(default=None, primary_key=True)
    cohort_id: int = Field(foreign_key="cohorts.id", index=True)
    title: str = Field(max_length=200)
    join_code: str = Field(unique=True, max_length=40)
    created_at: datetime


class Enrolment(SQLModel, table=True):
    """A person in a cohort in one role, perhaps in a group. Roles: student, instructor."""

    __tablename__ = "enrolments"
    __table_args__ = (UniqueConstraint("user_id", "cohort_id", "group_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id")
    cohort_id: int = Field(foreign_key="cohorts.id", index=True)
    group_id: int = Field(foreign_key="groups.id", index=True)
    role: str = Field(max_length=20)
    created_at: datetime
    ended_at: datetime | None = None


class Invitation(SQLModel, table=True):
    """A link that works once: the first instructor account, or a new password.

    ``purpose``: instructor | reset. The link holds a random token, this table its SHA-256.
    """

    __tablename__ = "invitations"

    token_hash: str = Field(primary_key=True, max_length=64)
    purpose: str = Field(max_length=20)
    user_id: int | None = Field(default=None, foreign_key="users.id")
    issued_by: int | None = Field(default=None, foreign_key="users.id")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class Sitting(SQLModel, table=True):
    """One person's pass through an assessment. The items of a lesson are its practice
    assessment, ``lesson:<lesson id>``; its sitting never closes. Joining a guest's work to an
    account may give one person two sittings of a lesson: ``ordinal`` tells them apart.
    """

    __tablename__ = "sittings"
    __table_args__ = (UniqueConstraint("user_id", "assessment", "ordinal"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id")
    assessment: str = Field(max_length=200)
    ordinal: int = Field(default=1)
    enrolment_id: int | None = Field(default=None, foreign_key="enrolments.id")
    started_at: datetime
    closed_at: datetime | None = None


class Attempt(SQLModel, table=True):
    """One accepted response to one item, numbered within its sitting. Never edited."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("sitting_id", "item_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sittings.id")
    item_id: str = Field(max_length=100)
    item_version: str = Field(max_length=16)
    number: int
    response: str = Field(sa_type=Text)  # JSON, as the item type's Response dumps it
    form: str = Field(sa_type=Text)  # JSON object of lists of text: just what was typed
    received_at: datetime


class OutcomeRow(SQLModel, table=True):
    """A judgement of an attempt. The newest one counts; earlier ones stay.

    The score is the exact fraction ``score_num/score_den`` of the item's points.
    ``marked_by`` is NULL for the engine, else the person.
    """

    __tablename__ = "outcomes"

    id: int | None = Field(default=None, primary_key=True)
    attempt_id: int = Field(foreign_key="attempts.id", index=True)
    status: str = Field(max_length=20)  # scored | awaiting
    score_num: int
    score_den: int
    marked_by: int | None = Field(default=None, foreign_key="users.id")
    reason: str = Field(default="", max_length=500)
    misconceptions: str = Field(default="[]", sa_type=Text)  # JSON list of codes
    created_at: datetime


class Draft(SQLModel, table=True):
    """What was typed and not yet sent: the newest text for one item of a sitting."""

    __tablename__ = "drafts"

    sitting_id: int = Field(foreign_key="sittings.id", primary_key=True)
    item_id: str = Field(max_length=100, primary_key=True)
    revision: int
    form: str = Field(sa_type=Text)  # JSON object of lists of text
    saved_at: datetime


class SetAside(SQLModel, table=True):
    """Typed text that something newer replaced (two tabs, a stale page): kept, never lost."""

    __tablename__ = "set_aside"

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sittings.id", index=True)
    item_id: str = Field(max_length=100)
    form: str = Field(sa_type=Text)
    reason: str = Field(max_length=40)  # draft-conflict | stale-attempt
    at: datetime


class Reading(SQLModel, table=True):
    """That a person opened a lesson, and said it was read."""

    __tablename__ = "readings"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    lesson_id: str = Field(max_length=100, primary_key=True)
    opened_at: datetime
    finished_at: datetime | None = None


class Event(SQLModel, table=True):
    """What happened, for the trail: sign-ins, links issued, joins. Answers are in attempts."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_user_id_at", "user_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int | None = Field(default=None, foreign_key="users.id")
    kind: str = Field(max_length=40)
    at: datetime
    data: str = Field(default="{}", sa_type=Text)


class ItemVersion(SQLModel, table=True):
    """The canonical form of every version of an item that was served."""

    __tablename__ = "item_versions"

    item_id: str = Field(max_length=100, primary_key=True)
    version: str = Field(max_length=16, primary_key=True)
    body: str = Field(sa_type=Text)
    first_served_at: datetime


class Throttle(SQLModel, table=True):
    """Failed tries counted per key and window, for limiting sign-ins."""

    __tablename__ = "throttles"

    key: str = Field(primary_key=True, max_length=200)
    window_started_at: datetime
    count: int


def _table(model: type[SQLModel]) -> Table:
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


# The same tables for statements: webapp/queries speaks SQLAlchemy Core.
users = _table(User)
sign_ins = _table(SignIn)
cohorts = _table(Cohort)
groups = _table(Group)
enrolments = _table(Enrolment)
invitations = _table(Invitation)
sittings = _table(Sitting)
attempts = _table(Attempt)
outcomes = _table(OutcomeRow)
drafts = _table(Draft)
set_aside = _table(SetAside)
readings = _table(Reading)
events = _table(Event)
item_versions = _table(ItemVersion)
throttles = _table(Throttle)
