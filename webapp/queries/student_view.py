"""One student before those who teach them: answers in lessons and in the cohort's assignments,
what happened when, what was granted.

Answers in sets of one's own are never among these: a student shares them elsewhere, or not.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from sqlalchemy import Connection, and_, func, or_, select, true

from quizzes.generators import GENERATORS
from quizzes.needs_help import Rule
from webapp.queries import MOST_AT_ONCE
from webapp.queries import assignments as assignments_
from webapp.queries.assignments import AssignmentInfo
from webapp.tables import (
    alert_events,
    assignments,
    attempts,
    cohorts,
    enrolments,
    outcomes,
    readings,
    sent_answers,
    sitting_items,
    sittings,
)

Source = Literal["", "lessons", "assignments"]
Result = Literal["", "right", "wrong", "waits"]


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be seen of a student from a cohort. ``lessons`` False: they study there no more;
    what they did in assignments stays.
    """

    user_id: int
    cohort_id: int
    lessons: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """Which answers; what is empty is not asked for. ``item_ids``: to these items, and to the
    copies of variants that practise the same; ``section``: also to all whose ids begin with it;
    ``mistake``: which betray this misconception.
    """

    source: Source = ""
    result: Result = ""
    section: str = ""
    item_ids: Collection[str] = ()
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer in a list. ``status`` "" : handed in, not marked by the machine yet. ``place``:
    title of the assignment; "" in lessons.
    """

    attempt_id: int
    item_id: str
    version: str
    number: int
    at: datetime
    status: str
    score: Fraction
    assignment_id: int | None
    place: str


_newest: Any = (
    select(func.max(outcomes.c.id))
    .where(outcomes.c.attempt_id == attempts.c.id)
    .correlate(attempts)
    .scalar_subquery()
)

_NEWEST_FIRST: tuple[Any, ...] = (attempts.c.received_at.desc(), attempts.c.id.desc())
"""Not by id alone: the answers of an exam become attempts when it ends, after later ones."""


def _reached(reach: Reach) -> Any:
    """Condition on sittings joined with assignments."""
    of_cohort = assignments.c.cohort_id == reach.cohort_id
    lessons = and_(sittings.c.assignment_id.is_(None), sittings.c.seed.is_(None))
    where = or_(of_cohort, lessons) if reach.lessons else of_cohort
    return and_(sittings.c.user_id == reach.user_id, where)


def _chosen(statement: Any, reach: Reach, wanted: Filter) -> Any:
    statement = (
        statement.select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(_reached(reach))
    )
    if wanted.source == "lessons":
        statement = statement.where(sittings.c.assignment_id.is_(None))
    elif wanted.source == "assignments":
        statement = statement.where(sittings.c.assignment_id.is_not(None))
    if wanted.section or wanted.item_ids:
        statement = statement.where(_among(wanted))
    if wanted.result or wanted.mistake:
        statement = statement.outerjoin(outcomes, outcomes.c.id == _newest)
    if wanted.mistake:  # codes are a JSON list of plain words
        statement = statement.where(outcomes.c.misconceptions.contains(f'"{wanted.mistake}"'))
    if wanted.result:
        scored = outcomes.c.status == "scored"
        whole = outcomes.c.score_num == outcomes.c.score_den
        statement = statement.where(
            {
                "right": and_(scored, whole),
                "wrong": and_(scored, ~whole),
                "waits": or_(outcomes.c.id.is_(None), ~scored),
            }[wanted.result]
        )
    return statement


def _among(wanted: Filter) -> Any:
    ids = list(wanted.item_ids)[:MOST_AT_ONCE]
    found = [attempts.c.item_id.in_(ids)]
    if wanted.section:
        found.append(attempts.c.item_id.like(f"{wanted.section}-%"))
    else:
        found += [attempts.c.item_id.like(f"{one}-n%") for one in ids if one in GENERATORS]
    return or_(*found)


def count_answers(connection: Connection, reach: Reach, wanted: Filter) -> int:
    return int(connection.execute(_chosen(select(func.count()), reach, wanted)).scalar_one())


def list_answers(
    connection: Connection, reach: Reach, wanted: Filter, *, offset: int, limit: int
) -> list[AnswerLine]:
    """The newest first, by the time of the answer."""
    ids = (
        _chosen(select(attempts.c.id), reach, wanted)
        .order_by(*_NEWEST_FIRST)
        .offset(offset)
        .limit(limit)
    )
    return _lines(connection, list(connection.execute(ids).scalars()))


def list_same(connection: Connection, reach: Reach, item_id: str, most: int) -> list[AnswerLine]:
    """A student's answers to one item, the newest first."""
    ids = (
        _chosen(select(attempts.c.id), reach, Filter())
        .where(attempts.c.item_id == item_id)
        .order_by(*_NEWEST_FIRST)
        .limit(most)
    )
    return _lines(connection, list(connection.execute(ids).scalars()))


def _lines(connection: Connection, attempt_ids: Collection[int]) -> list[AnswerLine]:
    if not attempt_ids:
        return []
    rows: Any = connection.execute(
        select(
            attempts.c.id,
            attempts.c.item_id,
            attempts.c.item_version,
            attempts.c.number,
            attempts.c.received_at,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            sittings.c.assignment_id,
            assignments.c.title,
        )
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
        .outerjoin(outcomes, outcomes.c.id == _newest)
        .where(attempts.c.id.in_(attempt_ids))
        .order_by(*_NEWEST_FIRST)
    )
    return [
        AnswerLine(
            attempt_id=row[0],
            item_id=row[1],
            version=row[2],
            number=row[3],
            at=row[4],
            status=row[5] or "",
            score=Fraction(row[6] or 0, row[7] or 1),
            assignment_id=row[8],
            place=row[9] or "",
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """One answer as it was given. ``response`` None: it could not be read. ``seed`` of the sitting:
    it made the order of the options; None in a lesson. ``position`` and ``points`` of the item in
    the sitting, 0 in a lesson. ``sent_at``: the device's time of an answer that was made without a
    network.
    """

    attempt_id: int
    sitting_id: int
    item_id: str
    version: str
    number: int
    response: Any
    form: dict[str, list[str]]
    at: datetime
    assignment_id: int | None
    seed: str | None
    assessment: str
    ordinal: int
    closed_at: datetime | None
    position: int
    points: int
    sent_at: datetime | None


def find_answer(connection: Connection, reach: Reach, attempt_id: int) -> AnswerFile | None:
    """An answer within reach. None: there is none, it is another's, or of a set of one's own."""
    row: Any = connection.execute(
        select(
            attempts.c.id,
            attempts.c.sitting_id,
            attempts.c.item_id,
            attempts.c.item_version,
            attempts.c.number,
            attempts.c.response,
            attempts.c.form,
            attempts.c.received_at,
            sittings.c.assignment_id,
            sittings.c.seed,
            sittings.c.assessment,
            sittings.c.ordinal,
            sittings.c.closed_at,
            sitting_items.c.position,
            sitting_items.c.points,
            sent_answers.c.answered_at,
        )
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
        .outerjoin(
            sitting_items,
            and_(
                sitting_items.c.sitting_id == sittings.c.id,
                sitting_items.c.item_id == attempts.c.item_id,
            ),
        )
        .outerjoin(sent_answers, sent_answers.c.attempt_id == attempts.c.id)
        .where(attempts.c.id == attempt_id, _reached(reach))
        .limit(1)
    ).first()
    if row is None:
        return None
    return AnswerFile(
        attempt_id=row[0],
        sitting_id=row[1],
        item_id=row[2],
        version=row[3],
        number=row[4],
        response=json.loads(row[5]),
        form=json.loads(row[6]),
        at=row[7],
        assignment_id=row[8],
        seed=row[9],
        assessment=row[10],
        ordinal=row[11],
        closed_at=row[12],
        position=row[13] or 0,
        points=row[14] or 0,
        sent_at=row[15],
    )


def sat_elsewhere(connection: Connection, user_id: int, cohort_id: int) -> bool:
    """Whether someone has worked at an assignment of another cohort."""
    statement = (
        select(sittings.c.id)
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(sittings.c.user_id == user_id, assignments.c.cohort_id != cohort_id)
        .limit(1)
    )
    return connection.execute(statement).first() is not None


# What happened when


@dataclass(frozen=True, slots=True)
class Given:
    """An answer in the timeline."""

    at: datetime
    lesson: bool
    right: bool


@dataclass(frozen=True, slots=True)
class HandedIn:
    at: datetime
    sitting_id: int
    assignment_id: int
    title: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Alerted:
    """``kind``: raised | more | fewer | cleared."""

    at: datetime
    kind: str
    reasons: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened in a span of time; ``read``: (when, lesson id)."""

    answers: tuple[Given, ...]
    handed_in: tuple[HandedIn, ...]
    begun: tuple[HandedIn, ...]  # and not handed in yet
    read: tuple[tuple[datetime, str], ...]
    alerts: tuple[Alerted, ...]


def list_happened(
    connection: Connection, reach: Reach, since: datetime, until: datetime
) -> Happened:
    """All from ``since`` up to, not with, ``until``; in no order."""
    answers: Any = connection.execute(
        select(
            attempts.c.received_at,
            sittings.c.assignment_id,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
        )
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
        .outerjoin(outcomes, outcomes.c.id == _newest)
        .where(_reached(reach), attempts.c.received_at >= since, attempts.c.received_at < until)
    )
    given = tuple(
        Given(row[0], row[1] is None, row[2] == "scored" and row[3] == row[4]) for row in answers
    )
    closed: Any = connection.execute(
        select(
            sittings.c.closed_at,
            sittings.c.id,
            assignments.c.id,
            assignments.c.title,
            sittings.c.ordinal,
        )
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(_reached(reach), sittings.c.closed_at >= since, sittings.c.closed_at < until)
    )
    begun: Any = connection.execute(
        select(
            sittings.c.started_at,
            sittings.c.id,
            assignments.c.id,
            assignments.c.title,
            sittings.c.ordinal,
        )
        .join(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(
            _reached(reach),
            sittings.c.closed_at.is_(None),
            sittings.c.started_at >= since,
            sittings.c.started_at < until,
        )
    )
    return Happened(
        given,
        tuple(HandedIn(*row) for row in closed),
        tuple(HandedIn(*row) for row in begun),
        _list_read(connection, reach, since, until),
        _list_alerts(connection, reach, since, until),
    )


def _list_read(
    connection: Connection, reach: Reach, since: datetime, until: datetime
) -> tuple[tuple[datetime, str], ...]:
    if not reach.lessons:
        return ()
    rows: Any = connection.execute(
        select(readings.c.finished_at, readings.c.lesson_id).where(
            readings.c.user_id == reach.user_id,
            readings.c.finished_at >= since,
            readings.c.finished_at < until,
        )
    )
    return tuple((row[0], row[1]) for row in rows)


def _list_alerts(
    connection: Connection, reach: Reach, since: datetime, until: datetime
) -> tuple[Alerted, ...]:
    rows: Any = connection.execute(
        select(alert_events.c.at, alert_events.c.kind, alert_events.c.reasons).where(
            alert_events.c.cohort_id == reach.cohort_id,
            alert_events.c.user_id == reach.user_id,
            alert_events.c.at >= since,
            alert_events.c.at < until,
        )
    )
    return tuple(Alerted(row[0], row[1], tuple(json.loads(row[2]))) for row in rows)


def find_before(connection: Connection, reach: Reach, before: datetime) -> datetime | None:
    """When something last happened before a moment. None: nothing did."""
    newest = [
        connection.execute(statement).scalar()
        for statement in (
            select(func.max(attempts.c.received_at))
            .select_from(sittings)
            .join(attempts, attempts.c.sitting_id == sittings.c.id)
            .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
            .where(_reached(reach), attempts.c.received_at < before),
            select(func.max(sittings.c.closed_at))
            .join(assignments, assignments.c.id == sittings.c.assignment_id)
            .where(_reached(reach), sittings.c.closed_at < before),
            select(func.max(sittings.c.started_at))
            .join(assignments, assignments.c.id == sittings.c.assignment_id)
            .where(_reached(reach), sittings.c.closed_at.is_(None), sittings.c.started_at < before),
            select(func.max(readings.c.finished_at)).where(
                readings.c.user_id == reach.user_id,
                readings.c.finished_at < before,
                true() if reach.lessons else readings.c.user_id.is_(None),
            ),
            select(func.max(alert_events.c.at)).where(
                alert_events.c.cohort_id == reach.cohort_id,
                alert_events.c.user_id == reach.user_id,
                alert_events.c.at < before,
            ),
        )
    ]
    return max((one for one in newest if one is not None), default=None)


# What was given and granted


def list_assignments(connection: Connection, cohort_id: int, user_id: int) -> list[AssignmentInfo]:
    """The cohort's assignments that are given to a student or were sat by them, the newest
    first; a withdrawn one only if it was sat.
    """
    sat = set(
        connection.execute(
            select(sittings.c.assignment_id)
            .join(assignments, assignments.c.id == sittings.c.assignment_id)
            .where(sittings.c.user_id == user_id, assignments.c.cohort_id == cohort_id)
        ).scalars()
    )
    given = assignments_.list_given(connection, cohort_id, user_id)
    return [
        info
        for info in reversed(assignments_.list_of_cohort(connection, cohort_id))
        if info.id in sat or (info.id in given and not info.withdrawn)
    ]


# For the student's own page


def list_sat(connection: Connection, user_id: int) -> list[AssignmentInfo]:
    """The assignments that a person has begun."""
    ids = connection.execute(
        select(sittings.c.assignment_id)
        .where(sittings.c.user_id == user_id, sittings.c.assignment_id.is_not(None))
        .distinct()
    ).scalars()
    found = [assignments_.find_assignment(connection, one) for one in ids.all()]
    return [info for info in found if info is not None]


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
        .join(outcomes, outcomes.c.id == _newest)
        .outerjoin(sent_answers, sent_answers.c.attempt_id == attempts.c.id)
        .where(
            sittings.c.user_id == user_id,
            or_(sittings.c.assignment_id.is_not(None), sittings.c.seed.is_(None)),
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
