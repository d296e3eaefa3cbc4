"""What a student's own page of progress is made from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, func, select

from webapp.queries.newest import newest_outcome
from webapp.queries.student_reach import not_own
from webapp.tables import (
    attempts,
    cohorts,
    enrolments,
    outcomes,
    sent_answers,
    sittings,
)


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """An answer of a person in a lesson or an assignment, with the mark that counts."""

    attempt_id: int
    item_id: str
    at: datetime
    status: str
    score: Fraction
    assignment_id: int | None
    sitting_id: int
    number: int
    codes: tuple[str, ...]  # misconceptions


def list_own(connection: Connection, user_id: int) -> list[OwnAnswer]:
    """All of them that have an outcome."""
    rows: Any = connection.execute(
        select(
            attempts.c.id,
            attempts.c.item_id,
            func.coalesce(sent_answers.c.answered_at, attempts.c.received_at),
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            sittings.c.assignment_id,
            attempts.c.sitting_id,
            attempts.c.number,
            outcomes.c.misconceptions,
        )
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .join(outcomes, outcomes.c.id == newest_outcome)
        .outerjoin(sent_answers, sent_answers.c.attempt_id == attempts.c.id)
        .where(
            sittings.c.user_id == user_id,
            not_own,
        )
    )
    found = {
        row[0]: OwnAnswer(
            row[0],
            row[1],
            row[2],
            row[3],
            Fraction(row[4], row[5]),
            row[6],
            row[7],
            row[8],
            tuple(json.loads(row[9])),
        )
        for row in rows
    }
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Studied:
    """A cohort in which someone studies now, in these of its groups, since when."""

    cohort_id: int
    title: str
    groups: frozenset[int]
    since: datetime


def list_cohorts(connection: Connection, user_id: int) -> list[Studied]:
    """Where someone studies, without what is archived; the newest first."""
    rows: Any = connection.execute(
        select(cohorts.c.id, cohorts.c.title, enrolments.c.group_id, enrolments.c.created_at)
        .join(cohorts, cohorts.c.id == enrolments.c.cohort_id)
        .where(
            enrolments.c.user_id == user_id,
            enrolments.c.role == "student",
            enrolments.c.group_id.is_not(None),
            enrolments.c.ended_at.is_(None),
            cohorts.c.archived_at.is_(None),
        )
        .order_by(enrolments.c.id.desc())
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return [
        Studied(
            cohort_id,
            theirs[0][1],
            frozenset(row[2] for row in theirs),
            min(row[3] for row in theirs),
        )
        for cohort_id, theirs in found.items()
    ]
