"""Sittings, attempts, outcomes and drafts, and the item versions they were made with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel


class Sitting(SQLModel, table=True):
    """One person's pass through an assessment. The items of a lesson are its practice
    assessment, ``lesson:<lesson id>``; its sitting never closes. Joining a guest's work to an
    account may give one person two sittings of a lesson: ``ordinal`` tells them apart.

    The sitting of an assignment (``assignment:<assignment id>``, ``ordinal`` the try from 1) is
    drawn when it starts: ``seed`` made the choice and the order, :class:`SittingItem` holds it.
    ``closed_at`` is the recorded finish: the moment of handing in, or the deadline; ``stamped_at``
    is when that was written. ``scored_at``: all its answers have outcomes or wait for a person.
    ``touched_at`` is the latest moment the server has seen, so that a clock set back gives no
    time. One person has at most one open sitting of an assignment: the database sees to it.
    ``waits``: an answer of an assignment's sitting may wait for a person's mark; never false while
    one does.
    """

    __tablename__ = "sittings"
    __table_args__ = (
        UniqueConstraint("user_id", "assessment", "ordinal"),
        Index(
            "uq_sittings_open",
            "user_id",
            "assignment_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL AND assignment_id IS NOT NULL"),
            postgresql_where=text("closed_at IS NULL AND assignment_id IS NOT NULL"),
        ),
        Index("ix_sittings_assignment_id", "assignment_id", "user_id", "closed_at"),
        # few of many: those that run, those to be scored, those in which an answer waits
        Index(
            "ix_sittings_running",
            "assignment_id",
            sqlite_where=text("seed IS NOT NULL AND closed_at IS NULL"),
            postgresql_where=text("seed IS NOT NULL AND closed_at IS NULL"),
        ),
        Index(
            "ix_sittings_unscored",
            "stamped_at",
            sqlite_where=text("seed IS NOT NULL AND closed_at IS NOT NULL AND scored_at IS NULL"),
            postgresql_where=text(
                "seed IS NOT NULL AND closed_at IS NOT NULL AND scored_at IS NULL"
            ),
        ),
        Index(
            "ix_sittings_waits",
            "assignment_id",
            sqlite_where=text("waits = 1"),
            postgresql_where=text("waits"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id")
    assessment: str = Field(max_length=200)
    ordinal: int = Field(default=1)
    enrolment_id: int | None = Field(default=None, foreign_key="enrolments.id")
    started_at: datetime
    closed_at: datetime | None = None
    assignment_id: int | None = Field(default=None, foreign_key="assignments.id")
    seed: str | None = Field(default=None, max_length=40)
    section_at: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    closed_by: str | None = Field(default=None, max_length=20)  # student | time | instructor
    stamped_at: datetime | None = None
    scored_at: datetime | None = None
    touched_at: datetime | None = None
    waits: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class SittingItem(SQLModel, table=True):
    """An item drawn for a sitting, in the version it began with. ``position`` counts from 1 over
    the whole sitting, ``section`` from 0. ``points`` is its weight in this assessment.
    """

    __tablename__ = "sitting_items"
    __table_args__ = (Index("ix_sitting_items_item_id", "item_id", "sitting_id"),)

    sitting_id: int = Field(foreign_key="sittings.id", primary_key=True)
    position: int = Field(primary_key=True)
    section: int
    item_id: str = Field(max_length=100)
    item_version: str = Field(max_length=16)
    points: int
    flagged: bool = False
    opened_at: datetime | None = None


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
    __table_args__ = (
        # few of many: what a person judged, by time
        Index(
            "ix_outcomes_by_person",
            "created_at",
            sqlite_where=text("marked_by IS NOT NULL"),
            postgresql_where=text("marked_by IS NOT NULL"),
        ),
        # not of those without: SQLite would look through them all for one that has none
        Index(
            "ix_outcomes_correction_id",
            "correction_id",
            sqlite_where=text("correction_id IS NOT NULL"),
            postgresql_where=text("correction_id IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    attempt_id: int = Field(foreign_key="attempts.id", index=True)
    status: str = Field(max_length=20)  # scored | awaiting
    score_num: int
    score_den: int
    marked_by: int | None = Field(default=None, foreign_key="users.id")
    reason: str = Field(default="", max_length=500)
    correction_id: int | None = Field(default=None, foreign_key="corrections.id")
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


class ItemVersion(SQLModel, table=True):
    """The canonical form of every version of an item that was served."""

    __tablename__ = "item_versions"

    item_id: str = Field(max_length=100, primary_key=True)
    version: str = Field(max_length=16, primary_key=True)
    body: str = Field(sa_type=Text)
    first_served_at: datetime
