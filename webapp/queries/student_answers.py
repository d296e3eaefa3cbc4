"""A student's answers within reach of those who teach them: a list, and one as it was given."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from sqlalchemy import Connection, and_, func, or_, select

from quizzes.generators import GENERATORS
from webapp.queries import MOST_AT_ONCE
from webapp.queries.newest import newest_outcome
from webapp.queries.student_reach import Reach, reached
from webapp.tables import (
    assignments,
    attempts,
    outcomes,
    sent_answers,
    sitting_items,
    sittings,
)

Source = Literal["", "lessons", "assignments"]
Result = Literal["", "right", "wrong", "waits"]


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


_NEWEST_FIRST: tuple[Any, ...] = (attempts.c.received_at.desc(), attempts.c.id.desc())
"""Not by id alone: the answers of an exam become attempts when it ends, after later ones."""


def _chosen(statement: Any, reach: Reach, wanted: Filter) -> Any:
    statement = (
        statement.select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .outerjoin(assignments, assignments.c.id == sittings.c.assignment_id)
        .where(reached(reach))
    )
    if wanted.source == "lessons":
        statement = statement.where(sittings.c.assignment_id.is_(None))
    elif wanted.source == "assignments":
        statement = statement.where(sittings.c.assignment_id.is_not(None))
    if wanted.section or wanted.item_ids:
        statement = statement.where(_among(wanted))
    if wanted.result or wanted.mistake:
        statement = statement.outerjoin(outcomes, outcomes.c.id == newest_outcome)
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
        .outerjoin(outcomes, outcomes.c.id == newest_outcome)
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
        .where(attempts.c.id == attempt_id, reached(reach))
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
