"""Self-study: the plan of a learner, what they remember, the sets they make, answers made offline.

What is derived from answers (:class:`MemoryRow`, :class:`StudyDay`) can be made anew from the
attempts at any time; it is kept so that a page need not read them all.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel


class StudyPlan(SQLModel, table=True):
    """How someone wishes to study. ``minutes`` a day; ``new_a_day`` None: as the plan finds fit.
    ``shared``: what instructors of the learner's groups may see of self-study: none | summary
    (days, minutes, mastery) | answers. ``exam_set_on``: the day the exam date was set.
    """

    __tablename__ = "study_plans"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    exam_on: date | None = None
    exam_set_on: date | None = None
    minutes: int = 20
    new_a_day: int | None = None
    certainty: bool = False
    shared: str = Field(default="none", max_length=20)
    updated_at: datetime


class StudyState(SQLModel, table=True):
    """A learner who uses self-study: their answers are worked into what is derived from them.
    ``stale``: make everything anew (a mark was changed, a guest joined). Without a row nothing is
    derived yet, and nothing queued.
    """

    __tablename__ = "study_states"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    built_at: datetime
    stale: bool = False


class StudyQueueRow(SQLModel, table=True):
    """An answer that got a new outcome and is not worked in yet. It waits here while its author
    may not see its score.
    """

    __tablename__ = "study_queue"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    attempt_id: int = Field(foreign_key="attempts.id", primary_key=True)


class MemoryRow(SQLModel, table=True):
    """What a learner remembers of one item, card or generator: ``item_key`` is
    :func:`quizzes.generator.practised` of the item's id. ``memory``, ``mistake`` and ``tries`` are
    JSON of the engine (:mod:`quizzes.memory`, ``mistakes``, first tries for ``mastery``).
    ``item_version`` is the one answered last.
    """

    __tablename__ = "memories"
    __table_args__ = (Index("ix_memories_user_id_due_on", "user_id", "due_on"),)

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    item_key: str = Field(max_length=100, primary_key=True)
    memory: str = Field(sa_type=Text)
    due_on: date
    last_at: datetime
    item_version: str = Field(max_length=16)
    right: bool = False  # the newest answer was wholly right
    certainty: str | None = Field(default=None, max_length=1)  # said with the newest answer
    seconds: int | None = None  # what the newest answer took, if that is known
    mistake: str | None = Field(default=None, sa_type=Text)  # NULL: not on the list of mistakes
    tries: str = Field(default="[]", sa_type=Text)
    answers: int = 0


class ItemFlag(SQLModel, table=True):
    """An item that a learner has marked to come back to."""

    __tablename__ = "item_flags"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    item_key: str = Field(max_length=100, primary_key=True)
    flagged_at: datetime


class StudyDay(SQLModel, table=True):
    """A learner's day in the course's zone. ``mastery`` is JSON: how many objectives stood at each
    of the four words when the day's last answer was worked in.
    """

    __tablename__ = "study_days"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    day: date = Field(primary_key=True)
    answers: int = 0
    right: int = 0
    seconds: int = 0
    mastery: str = Field(default="{}", sa_type=Text)


class SelfTest(SQLModel, table=True):
    """A sitting that a learner made for themself: ``kind`` today | set | mistakes | mock |
    generator, ``mode`` tutor (each item is judged at once) | exam (at the end). ``definition`` is
    JSON: what was asked for, and the assessment by which it is laid out.
    """

    __tablename__ = "self_tests"

    sitting_id: int = Field(foreign_key="sittings.id", primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    kind: str = Field(max_length=20)
    title: str = Field(max_length=200)
    mode: str = Field(max_length=20)
    limit_s: int | None = None
    certainty: bool = False
    definition: str = Field(default="{}", sa_type=Text)
    created_at: datetime


class SentAnswer(SQLModel, table=True):
    """An answer made without a network, sent later: ``client_id`` is the device's own id of it, so
    that it is taken once. ``answered_at`` is what the device says, kept within what can be.
    ``fate``: scored | kept (with its reason: the text is here, no attempt could be made of it).
    """

    __tablename__ = "sent_answers"

    client_id: str = Field(primary_key=True, max_length=40)
    user_id: int = Field(foreign_key="users.id", index=True)
    item_id: str = Field(max_length=100)
    item_version: str = Field(max_length=16)
    sitting_id: int | None = Field(default=None, foreign_key="sittings.id")
    attempt_id: int | None = Field(default=None, foreign_key="attempts.id", index=True)
    form: str = Field(sa_type=Text)  # JSON object of lists of text
    answered_at: datetime
    received_at: datetime
    fate: str = Field(max_length=20)
    reason: str = Field(default="", max_length=60)
