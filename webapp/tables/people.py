"""People, cohorts, groups, enrolments, and what is known of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Text, UniqueConstraint, text, true
from sqlmodel import Field, SQLModel


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
    """One run of the course (OneRoster: class). ``starts_on`` and ``ends_on`` are the days of the
    term: copying to the next term shifts every date by the difference of the starts.
    """

    __tablename__ = "cohorts"

    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=200)
    created_at: datetime
    starts_on: date | None = None
    ends_on: date | None = None
    archived_at: datetime | None = None
    copied_from: int | None = Field(default=None, foreign_key="cohorts.id")


class Group(SQLModel, table=True):
    """A teaching group within a cohort. ``join_code`` works while ``join_open`` and, if set, until
    ``join_until``; a rotated code is gone.
    """

    __tablename__ = "groups"

    id: int | None = Field(default=None, primary_key=True)
    cohort_id: int = Field(foreign_key="cohorts.id", index=True)
    title: str = Field(max_length=200)
    join_code: str = Field(unique=True, max_length=40)
    created_at: datetime
    join_open: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    join_until: datetime | None = None
    archived_at: datetime | None = None


class Enrolment(SQLModel, table=True):
    """A person in a cohort in one role. Roles: student, assistant, instructor.

    A student is in a group. Staff without a group have all groups of the cohort; an instructor
    without a group leads it: makes groups, names staff, copies and archives. ``ended_at``: left or
    taken out; coming back clears it. ``added_by``: the instructor who enrolled an account that was
    there before; None: joined by code, or the account was made for this cohort. Only who came
    themselves can be given a new password from here.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("user_id", "cohort_id", "group_id", "role"),
        Index(
            "uq_enrolments_whole_cohort",
            "user_id",
            "cohort_id",
            "role",
            unique=True,
            sqlite_where=text("group_id IS NULL"),
            postgresql_where=text("group_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id")
    cohort_id: int = Field(foreign_key="cohorts.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="groups.id", index=True)
    role: str = Field(max_length=20)
    created_at: datetime
    ended_at: datetime | None = None
    added_by: int | None = Field(default=None, foreign_key="users.id")


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


class Throttle(SQLModel, table=True):
    """Failed tries counted per key and window, for limiting sign-ins."""

    __tablename__ = "throttles"

    key: str = Field(primary_key=True, max_length=200)
    window_started_at: datetime
    count: int
