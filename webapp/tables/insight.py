"""What instructors see: figures derived from answers, and what they write and look at themselves.

What is derived (:class:`CountedSitting`, :class:`ItemSummaryRow`, :class:`ScoreSummaryRow`,
:class:`LearnerSection`, :class:`LearnerCost`) can be made anew from the attempts at any time; it
is kept so that a page need not read them all. :mod:`webapp.insight.counting` keeps it up to date.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel


class InsightQueueRow(SQLModel, table=True):
    """Someone of whose answers something changed: new ones, a mark, a post as staff. ``changes``
    grows with each, so that one that comes in between is not forgotten. ``stale``: count all of
    their sittings anew.
    """

    __tablename__ = "insight_queue"

    user_id: int = Field(primary_key=True)  # no key: the person may be gone
    changes: int = 1
    stale: bool = False
    queued_at: datetime = Field(index=True)


class InsightState(SQLModel, table=True):
    """One row. ``revision`` grows with every batch that is counted, so that two processes never
    count on top of each other. ``course``: the digest of the course it was counted with.
    """

    __tablename__ = "insight_states"

    id: int = Field(primary_key=True)
    revision: int = 0
    course: str = Field(default="", max_length=64)


class CountedSitting(SQLModel, table=True):
    """What of a sitting stands in the summaries, so that it can be taken back. ``lines``: JSON of
    :mod:`webapp.insight.lines`. ``mark``: the answers and judgements it was counted with. A
    sitting that was erased keeps this row until it is taken back: hence no key.

    ``score_num/score_den`` of ``points``: what an assignment's finished sitting earned; NULL while
    an answer waits, and elsewhere. ``first``: the person's first finished one of the assignment.
    """

    __tablename__ = "counted_sittings"
    __table_args__ = (Index("ix_counted_sittings_assignment_id", "assignment_id"),)

    sitting_id: int = Field(primary_key=True)
    user_id: int = Field(index=True)
    assignment_id: int | None = None
    mark: str = Field(max_length=60)
    lines: str = Field(sa_type=Text)
    first: bool = False
    score_num: int | None = None
    score_den: int | None = None
    points: int = 0
    seconds: int | None = None  # from beginning to end, of a finished sitting


class ItemSummaryRow(SQLModel, table=True):
    """Counts of one item version (:class:`quizzes.item_summary.ItemSummary`) and the figures made
    of them. ``scope``: ``bank``, or ``assignment:<id>``. Variants of a generator are one row with
    the version ``variants``. ``worst``: place of the gravest flag in
    :data:`quizzes.item_flags.CODES`, two places for each: likely before worth a look; 99: none.
    """

    __tablename__ = "item_summaries"
    __table_args__ = (Index("ix_item_summaries_worst", "scope", "worst", "item_id", "version"),)

    scope: str = Field(max_length=40, primary_key=True)
    item_id: str = Field(max_length=100, primary_key=True)
    version: str = Field(max_length=16, primary_key=True)
    n: int
    worst: int = 99
    body: str = Field(sa_type=Text)
    figures: str = Field(sa_type=Text)  # JSON of webapp.insight.figures


class ScoreSummaryRow(SQLModel, table=True):
    """Totals of an assignment (:class:`quizzes.score_summary.ScoreSummary`), first finished
    sittings.
    """

    __tablename__ = "score_summaries"

    scope: str = Field(max_length=40, primary_key=True)
    body: str = Field(sa_type=Text)


class LearnerSection(SQLModel, table=True):
    """How a student stands in a section of the course, from lessons and assignments. See
    :class:`webapp.insight.facts.SectionFacts` for the JSON.
    """

    __tablename__ = "learner_sections"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    section: str = Field(max_length=20, primary_key=True)
    answers: int
    items: int  # different items answered
    right: int  # of them the newest answer wholly right
    judged: int = 0  # objectives with tries enough for a word
    weak: int = 0  # of them weak
    last_on: date
    stuck: str = Field(default="{}", sa_type=Text)
    falls: str = Field(default="{}", sa_type=Text)
    words: str = Field(default="{}", sa_type=Text)


class LearnerCost(SQLModel, table=True):
    """First tries of a student in a week that cost points, by what they are about. ``kind``:
    objective | misconception. ``week``: its Monday, in the course's zone.
    """

    __tablename__ = "learner_costs"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    week: date = Field(primary_key=True)
    kind: str = Field(max_length=20, primary_key=True)
    name: str = Field(max_length=100, primary_key=True)
    asked: int
    missed: int


class HelpRulesRow(SQLModel, table=True):
    """When a cohort's dashboards say that someone needs help: JSON of
    :class:`quizzes.needs_help.HelpRules`. No row: the defaults.
    """

    __tablename__ = "help_rules"

    cohort_id: int = Field(foreign_key="cohorts.id", primary_key=True)
    rules: str = Field(sa_type=Text)
    set_by: int = Field(foreign_key="users.id")
    set_at: datetime


class HelpAlert(SQLModel, table=True):
    """A student who needs help in a cohort: JSON of :class:`quizzes.needs_help.Alert`. One row,
    brought up to date; none: no alert.
    """

    __tablename__ = "help_alerts"

    cohort_id: int = Field(foreign_key="cohorts.id", primary_key=True)
    user_id: int = Field(foreign_key="users.id", primary_key=True)
    alert: str = Field(sa_type=Text)
    changed_at: datetime


class AlertEvent(SQLModel, table=True):
    """What became of an alert, for the feed. ``kind``: raised | more | fewer | cleared."""

    __tablename__ = "alert_events"
    __table_args__ = (Index("ix_alert_events_cohort_id_at", "cohort_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    cohort_id: int = Field(foreign_key="cohorts.id")
    user_id: int = Field(foreign_key="users.id")
    kind: str = Field(max_length=20)
    reasons: str = Field(default="[]", sa_type=Text)
    at: datetime


class StaffVisit(SQLModel, table=True):
    """When a member of staff looked at a dashboard. ``before``: the visit before this one, from
    which «since your last visit» counts; a look within half an hour belongs to the same visit.
    """

    __tablename__ = "staff_visits"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    group_id: int = Field(foreign_key="groups.id", primary_key=True)
    at: datetime
    before: datetime | None = None


class StaffNote(SQLModel, table=True):
    """A note of an instructor about a student, among those who teach them."""

    __tablename__ = "staff_notes"
    __table_args__ = (Index("ix_staff_notes_user_id_cohort_id", "user_id", "cohort_id"),)

    id: int | None = Field(default=None, primary_key=True)
    cohort_id: int = Field(foreign_key="cohorts.id")
    user_id: int = Field(foreign_key="users.id")
    author_id: int = Field(foreign_key="users.id")
    text: str = Field(sa_type=Text)
    created_at: datetime
    removed_at: datetime | None = None


class Look(SQLModel, table=True):
    """Someone of the staff looked at a student's page. ``page``: one of
    :data:`webapp.insight.looks.PAGES`, and after a colon which, where there are several:
    ``answer:<attempt id>``, ``sitting:<sitting id>``, ``file:<table>``.
    """

    __tablename__ = "looks"
    __table_args__ = (Index("ix_looks_user_id_at", "user_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id")
    viewer_id: int = Field(foreign_key="users.id")
    cohort_id: int = Field(foreign_key="cohorts.id")
    page: str = Field(max_length=20)
    at: datetime


class ApiToken(SQLModel, table=True):
    """A key with which a program of the faculty reads a cohort's figures, with the rights that its
    maker has at the time. Only the hash is kept.
    """

    __tablename__ = "api_tokens"

    token_hash: str = Field(primary_key=True, max_length=64)
    id: str = Field(unique=True, max_length=20)  # its public name, for the list
    user_id: int = Field(foreign_key="users.id", index=True)
    cohort_id: int = Field(foreign_key="cohorts.id", index=True)
    label: str = Field(max_length=100)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
