"""The raw tables, as they lie in the database."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine


def moment(value: Any) -> datetime | None:
    if value is None:
        return None
    at: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def sure(value: Any) -> datetime:
    found = moment(value)
    assert found is not None
    return found


@dataclass
class Answer:
    """An attempt with its judgements: the newest, and the newest that no correction made."""

    id: int
    sitting: int
    user: int
    item: str
    version: str
    number: int
    response: Any
    at: datetime
    judged: bool = False
    status: str = ""
    share: Fraction = Fraction(0)
    codes: tuple[str, ...] = ()
    own_status: str = ""
    own_share: Fraction = Fraction(0)
    own_codes: tuple[str, ...] = ()
    by_person: bool = False
    judged_at: datetime | None = None


@dataclass
class Sitting:
    id: int
    user: int
    assignment: int | None
    assessment: str
    ordinal: int
    seed: str | None
    started: datetime
    closed: datetime | None
    scored: datetime | None
    touched: datetime | None
    items: list[tuple[int, int, str, str, int]] = field(default_factory=list)
    """(position, section, item, version, points)"""
    answers: list[Answer] = field(default_factory=list)
    drafts: dict[str, datetime] = field(default_factory=dict)

    @property
    def lesson(self) -> bool:
        return self.assignment is None and self.seed is None

    @property
    def finished(self) -> bool:
        return self.closed is not None and self.scored is not None


@dataclass
class Assignment:
    id: int
    cohort: int
    title: str
    opens: datetime
    due: datetime | None
    closes: datetime | None
    limit_s: int | None
    withdrawn: bool
    rules: dict[str, Any]
    asked: dict[str, Any]
    targets: set[tuple[str, int]] = field(default_factory=set)


@dataclass
class Enrolment:
    user: int
    cohort: int
    group: int | None
    role: str
    since: datetime
    ended: bool


@dataclass(frozen=True)
class Look:
    """Someone of the staff looked at a page about a student."""

    viewer: int
    user: int
    cohort: int
    page: str
    at: datetime


@dataclass
class Raw:
    zone: ZoneInfo
    names: dict[int, str]
    logins: dict[int, str]
    cohorts: dict[int, tuple[date | None, date | None]]
    groups: dict[int, tuple[int, str]]
    enrolments: list[Enrolment]
    assignments: dict[int, Assignment]
    sittings: dict[int, Sitting]
    of_user: dict[int, list[Sitting]]
    finished_lessons: dict[int, set[str]]
    readings: list[tuple[int, str, datetime, datetime | None]]
    extensions: list[dict[str, Any]]
    accommodations: list[dict[str, Any]]
    rules: dict[int, dict[str, Any]]
    titles: dict[int, str]
    """Of cohorts."""
    joined: dict[int, set[int]]
    """Cohort → everybody who ever studied there."""
    plans: dict[int, tuple[str, date | None]]
    """Student → (what they share of self-study, day of the exam)."""
    sent: dict[int, datetime]
    """Attempt → when it was answered, if it was sent later."""
    corrected: set[int]
    """Assignments with a corrected key."""
    looks: list[Look]

    def students(self, group: int) -> list[int]:
        return sorted(
            {
                one.user
                for one in self.enrolments
                if one.group == group and one.role == "student" and not one.ended
            }
        )

    def called(self, cohort: int, user: int) -> str:
        """A name as a page says it: with the login, if another of the cohort bears it."""
        name = self.names[user].casefold().split()
        others = self.joined[cohort] - {user}
        shared = any(self.names[one].casefold().split() == name for one in others)
        login = self.logins[user] if shared and user in self.joined[cohort] else ""
        return f"{self.names[user]} ({login})" if login else self.names[user]

    def basis(self) -> set[int]:
        """Whose answers count in statistics: ever a student of a cohort, never staff."""
        roles: dict[int, set[str]] = defaultdict(set)
        for one in self.enrolments:
            roles[one.user].add(one.role)
        return {user for user, theirs in roles.items() if theirs == {"student"}}

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


def rows(connection: Connection, statement: str) -> list[Any]:
    return list(connection.exec_driver_sql(statement).mappings())


def load(engine: Engine, zone: ZoneInfo) -> Raw:
    with engine.connect() as connection:
        return _load(connection, zone)


def bodies(engine: Engine) -> dict[tuple[str, str], str]:
    """(item, version) → its text, of everything that was ever served."""
    with engine.connect() as connection:
        found = rows(connection, "SELECT item_id, version, body FROM item_versions")
    return {(row["item_id"], row["version"]): row["body"] for row in found}


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _load(connection: Connection, zone: ZoneInfo) -> Raw:
    users = rows(connection, "SELECT id, name, login FROM users")
    sittings = {
        row["id"]: Sitting(
            row["id"],
            row["user_id"],
            row["assignment_id"],
            row["assessment"],
            row["ordinal"],
            row["seed"],
            sure(row["started_at"]),
            moment(row["closed_at"]),
            moment(row["scored_at"]),
            moment(row["touched_at"]),
        )
        for row in rows(connection, "SELECT * FROM sittings ORDER BY id")
    }
    for row in rows(connection, "SELECT * FROM sitting_items ORDER BY sitting_id, position"):
        sittings[row["sitting_id"]].items.append(
            (row["position"], row["section"], row["item_id"], row["item_version"], row["points"])
        )
    answers = {}
    for row in rows(connection, "SELECT * FROM attempts ORDER BY id"):
        sitting = sittings[row["sitting_id"]]
        one = answers[row["id"]] = Answer(
            row["id"],
            row["sitting_id"],
            sitting.user,
            row["item_id"],
            row["item_version"],
            row["number"],
            json.loads(row["response"]),
            sure(row["received_at"]),
        )
        sitting.answers.append(one)
    for row in rows(connection, "SELECT * FROM outcomes ORDER BY id"):
        one = answers[row["attempt_id"]]
        one.judged = True
        share = Fraction(row["score_num"], row["score_den"])
        codes = tuple(json.loads(row["misconceptions"]))
        one.status, one.share, one.codes = row["status"], share, codes
        one.by_person = row["marked_by"] is not None
        one.judged_at = sure(row["created_at"])
        if row["correction_id"] is None:
            one.own_status, one.own_share, one.own_codes = row["status"], share, codes
    for row in rows(connection, "SELECT sitting_id, item_id, saved_at FROM drafts"):
        sittings[row["sitting_id"]].drafts[row["item_id"]] = sure(row["saved_at"])
    of_user: dict[int, list[Sitting]] = defaultdict(list)
    for sitting in sittings.values():
        of_user[sitting.user].append(sitting)
    asked = {row["id"]: row["definition"] for row in rows(connection, "SELECT * FROM assessments")}
    assignments = {
        row["id"]: Assignment(
            row["id"],
            row["cohort_id"],
            row["title"],
            sure(row["opens_at"]),
            moment(row["due_at"]),
            moment(row["closes_at"]),
            row["limit_s"],
            row["withdrawn_at"] is not None,
            json.loads(row["rules"]),
            json.loads(asked[row["assessment_id"]]),
        )
        for row in rows(connection, "SELECT * FROM assignments ORDER BY id")
    }
    for row in rows(connection, "SELECT * FROM assignment_targets"):
        assignments[row["assignment_id"]].targets.add((row["kind"], row["target_id"]))
    readings = [
        (row["user_id"], row["lesson_id"], sure(row["opened_at"]), moment(row["finished_at"]))
        for row in rows(connection, "SELECT * FROM readings")
    ]
    finished: dict[int, set[str]] = defaultdict(set)
    for user, lesson, _, done in readings:
        if done is not None:
            finished[user].add(lesson)
    return Raw(
        zone,
        {row["id"]: row["name"] for row in users},
        {row["id"]: row["login"] or "" for row in users},
        {
            row["id"]: (_day(row["starts_on"]), _day(row["ends_on"]))
            for row in rows(connection, "SELECT id, starts_on, ends_on FROM cohorts")
        },
        {
            row["id"]: (row["cohort_id"], row["title"])
            for row in rows(connection, "SELECT id, cohort_id, title FROM groups ORDER BY id")
        },
        [
            Enrolment(
                row["user_id"],
                row["cohort_id"],
                row["group_id"],
                row["role"],
                sure(row["created_at"]),
                row["ended_at"] is not None,
            )
            for row in rows(connection, "SELECT * FROM enrolments ORDER BY id")
        ],
        assignments,
        sittings,
        of_user,
        finished,
        readings,
        [dict(row) for row in rows(connection, "SELECT * FROM extensions ORDER BY id")],
        [dict(row) for row in rows(connection, "SELECT * FROM accommodations")],
        {
            row["cohort_id"]: json.loads(row["rules"])
            for row in rows(connection, "SELECT cohort_id, rules FROM help_rules")
        },
        {row["id"]: row["title"] for row in rows(connection, "SELECT id, title FROM cohorts")},
        _joined(connection),
        {
            row["user_id"]: (row["shared"], _day(row["exam_on"]))
            for row in rows(connection, "SELECT user_id, shared, exam_on FROM study_plans")
        },
        {
            row["attempt_id"]: sure(row["answered_at"])
            for row in rows(connection, "SELECT * FROM sent_answers")
            if row["attempt_id"] is not None and row["answered_at"] is not None
        },
        {row["assignment_id"] for row in rows(connection, "SELECT * FROM corrections")},
        [
            Look(row["viewer_id"], row["user_id"], row["cohort_id"], row["page"], sure(row["at"]))
            for row in rows(connection, "SELECT * FROM looks ORDER BY id")
        ],
    )


def _joined(connection: Connection) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows(connection, "SELECT user_id, cohort_id, role FROM enrolments"):
        if row["role"] == "student":
            found[row["cohort_id"]].add(row["user_id"])
    return found
