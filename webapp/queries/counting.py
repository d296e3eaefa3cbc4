"""What the counting of answers reads and stores (:mod:`webapp.insight.counting`)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from webapp.queries import Prepared, chunks, upsert
from webapp.tables import (
    attempts,
    counted_sittings,
    enrolments,
    insight_states,
    item_summaries,
    learner_costs,
    learner_sections,
    outcomes,
    score_summaries,
    sittings,
    users,
)


def find_state(connection: Connection) -> tuple[int, str]:
    """(revision, digest of the course it was counted with)."""
    row = connection.execute(select(insight_states.c.revision, insight_states.c.course)).first()
    assert row is not None  # the migration made it
    return row[0], row[1]


def step(connection: Connection, revision: int) -> bool:
    """Take the next revision. False: another process was faster."""
    done = connection.execute(
        update(insight_states)
        .where(insight_states.c.revision == revision)
        .values(revision=revision + 1)
    )
    return done.rowcount == 1


def put_course(connection: Connection, course: str) -> None:
    connection.execute(update(insight_states).values(course=course))


def basis(connection: Connection, user_ids: Collection[int]) -> set[int]:
    """Those of them whose answers count: who was ever a student of a cohort, and never staff."""
    roles: dict[int, set[str]] = {}
    for few in chunks(user_ids):
        for user_id, role in connection.execute(
            select(enrolments.c.user_id, enrolments.c.role)
            .join(users, users.c.id == enrolments.c.user_id)
            .where(enrolments.c.user_id.in_(few))
        ):
            roles.setdefault(user_id, set()).add(role)
    return {user_id for user_id, theirs in roles.items() if theirs == {"student"}}


@dataclass(frozen=True, slots=True)
class SittingHead:
    """``lesson``: of a lesson's practice; else of an assignment, or one's own."""

    id: int
    user_id: int
    assignment_id: int | None
    lesson: bool
    ordinal: int
    started_at: datetime
    closed_at: datetime | None
    scored: bool


def list_heads(connection: Connection, user_ids: Collection[int]) -> list[SittingHead]:
    found = []
    for few in chunks(user_ids):
        for row in connection.execute(
            select(
                sittings.c.id,
                sittings.c.user_id,
                sittings.c.assignment_id,
                sittings.c.seed,
                sittings.c.ordinal,
                sittings.c.started_at,
                sittings.c.closed_at,
                sittings.c.scored_at,
            )
            .where(sittings.c.user_id.in_(few))
            .order_by(sittings.c.id)
        ):
            lesson = row[2] is None and row[3] is None
            found.append(SittingHead(*row[:3], lesson, *row[4:7], row[7] is not None))
    return found


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with the mark that counts. ``corrected``: a correction made that mark."""

    attempt_id: int
    user_id: int
    sitting_id: int
    item_id: str
    version: str
    number: int
    at: datetime
    outcome_id: int
    status: str
    score: Fraction
    codes: str  # JSON
    corrected: bool


_newest: Any = (
    select(func.max(outcomes.c.id))
    .where(outcomes.c.attempt_id == attempts.c.id)
    .correlate(attempts)
    .scalar_subquery()
)
_judged = Prepared(
    lambda _: (
        select(
            attempts.c.id,
            sittings.c.user_id,
            attempts.c.sitting_id,
            attempts.c.item_id,
            attempts.c.item_version,
            attempts.c.number,
            attempts.c.received_at,
            outcomes.c.id,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            outcomes.c.misconceptions,
            outcomes.c.correction_id,
        )
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .join(outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == _newest))
        .where(sittings.c.user_id == bindparam("user_id"))
    )
)


def list_judged(connection: Connection, user_id: int) -> list[Judged]:
    """Every answer of a person that has an outcome."""
    rows: list[Any] = _judged.rows(connection, user_id=user_id)
    return [_as_judged(*row) for row in rows]


def _as_judged(*row: Any) -> Judged:
    return Judged(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        row[6],
        row[7],
        row[8],
        Fraction(row[9], row[10]),
        row[11],
        row[12] is not None,
    )


def list_uncorrected(
    connection: Connection, attempt_ids: Collection[int]
) -> dict[int, tuple[str, Fraction, str]]:
    """Attempt → (status, score, codes) of the newest outcome that no correction made."""
    found = {}
    for few in chunks(attempt_ids):
        for row in connection.execute(
            select(
                outcomes.c.attempt_id,
                outcomes.c.status,
                outcomes.c.score_num,
                outcomes.c.score_den,
                outcomes.c.misconceptions,
            )
            .where(outcomes.c.attempt_id.in_(few), outcomes.c.correction_id.is_(None))
            .order_by(outcomes.c.id)
        ):
            found[row[0]] = (row[1], Fraction(row[2], row[3]), row[4])
    return found


def list_responses(connection: Connection, sitting_ids: Collection[int]) -> dict[int, str]:
    """Attempt → its response (JSON), of some sittings."""
    return {
        row[0]: row[1]
        for few in chunks(sitting_ids)
        for row in connection.execute(
            select(attempts.c.id, attempts.c.response).where(attempts.c.sitting_id.in_(few))
        )
    }


@dataclass(frozen=True, slots=True)
class CountedAs:
    """What of a sitting stands in the summaries; see :class:`webapp.tables.CountedSitting`."""

    sitting_id: int
    user_id: int
    assignment_id: int | None
    mark: str
    lines: str
    first: bool
    score: Fraction | None
    points: int
    seconds: int | None


_COUNTED = (
    counted_sittings.c.sitting_id,
    counted_sittings.c.user_id,
    counted_sittings.c.assignment_id,
    counted_sittings.c.mark,
    counted_sittings.c.lines,
    counted_sittings.c.first,
    counted_sittings.c.score_num,
    counted_sittings.c.score_den,
    counted_sittings.c.points,
    counted_sittings.c.seconds,
)


def _counted(row: Any) -> CountedAs:
    score = Fraction(row[6], row[7]) if row[6] is not None else None
    return CountedAs(row[0], row[1], row[2], row[3], row[4], row[5], score, row[8], row[9])


def list_counted_of(connection: Connection, user_ids: Collection[int]) -> dict[int, CountedAs]:
    """Sitting → what is counted of it, of these people."""
    return {
        row[0]: _counted(row)
        for few in chunks(user_ids)
        for row in connection.execute(select(*_COUNTED).where(counted_sittings.c.user_id.in_(few)))
    }


def list_counted_in(connection: Connection, assignment_id: int) -> list[CountedAs]:
    """The first finished sittings of an assignment."""
    return [
        _counted(row)
        for row in connection.execute(
            select(*_COUNTED).where(
                counted_sittings.c.assignment_id == assignment_id, counted_sittings.c.first
            )
        )
    ]


def put_counted(connection: Connection, gone: Collection[int], rows: Sequence[CountedAs]) -> None:
    """Store what is counted now, instead of what was counted of the same sittings."""
    for few in chunks([*gone, *(row.sitting_id for row in rows)]):
        connection.execute(delete(counted_sittings).where(counted_sittings.c.sitting_id.in_(few)))
    if rows:
        connection.execute(
            counted_sittings.insert(),
            [
                {
                    "sitting_id": row.sitting_id,
                    "user_id": row.user_id,
                    "assignment_id": row.assignment_id,
                    "mark": row.mark,
                    "lines": row.lines,
                    "first": row.first,
                    "score_num": row.score.numerator if row.score is not None else None,
                    "score_den": row.score.denominator if row.score is not None else None,
                    "points": row.points,
                    "seconds": row.seconds,
                }
                for row in rows
            ],
        )


def list_bodies(
    connection: Connection, scope: str, item_ids: Collection[str]
) -> dict[tuple[str, str], str]:
    """(item, version) → its summary (JSON), of some items in a scope."""
    return {
        (row[0], row[1]): row[2]
        for few in chunks(item_ids)
        for row in connection.execute(
            select(item_summaries.c.item_id, item_summaries.c.version, item_summaries.c.body).where(
                item_summaries.c.scope == scope, item_summaries.c.item_id.in_(few)
            )
        )
    }


def put_summary(
    connection: Connection,
    scope: str,
    item_id: str,
    version: str,
    n: int,
    worst: int,
    body: str,
    figures: str,
) -> None:
    """Store a summary; one without answers goes."""
    if not n:
        connection.execute(
            delete(item_summaries).where(
                item_summaries.c.scope == scope,
                item_summaries.c.item_id == item_id,
                item_summaries.c.version == version,
            )
        )
        return
    values = {
        "scope": scope,
        "item_id": item_id,
        "version": version,
        "n": n,
        "worst": worst,
        "body": body,
        "figures": figures,
    }
    key = ["scope", "item_id", "version"]
    connection.execute(upsert(connection, item_summaries, values, key))


def put_scores(connection: Connection, scope: str, body: str | None) -> None:
    """Store the totals of an assignment; None: nobody has finished it."""
    if body is None:
        connection.execute(delete(score_summaries).where(score_summaries.c.scope == scope))
    else:
        connection.execute(
            upsert(connection, score_summaries, {"scope": scope, "body": body}, ["scope"])
        )


def put_sections(
    connection: Connection, user_id: int, sections: Collection[str] | None, rows: Sequence[Any]
) -> None:
    """Store facts of a student instead of what stood for these sections (None: for any, also
    those that the course has no more).
    """
    if sections is None:
        connection.execute(delete(learner_sections).where(learner_sections.c.user_id == user_id))
    elif sections:
        connection.execute(
            delete(learner_sections).where(
                learner_sections.c.user_id == user_id,
                learner_sections.c.section.in_(list(sections)),
            )
        )
    if rows:
        connection.execute(learner_sections.insert(), list(rows))


def put_costs(
    connection: Connection,
    user_id: int,
    weeks: Collection[date] | None,
    costs: Mapping[tuple[date, str, str], tuple[int, int]],
) -> None:
    """Store what was asked and missed in these weeks (None: ever) instead of what stood for
    them.
    """
    if weeks is None:
        connection.execute(delete(learner_costs).where(learner_costs.c.user_id == user_id))
    for few in chunks(sorted(weeks or ())):
        connection.execute(
            delete(learner_costs).where(
                learner_costs.c.user_id == user_id, learner_costs.c.week.in_(few)
            )
        )
    if costs:
        connection.execute(
            learner_costs.insert(),
            [
                {
                    "user_id": user_id,
                    "week": week,
                    "kind": kind,
                    "name": name,
                    "asked": asked,
                    "missed": missed,
                }
                for (week, kind, name), (asked, missed) in costs.items()
            ],
        )


def forget_student(connection: Connection, user_id: int) -> None:
    """Someone who is no student any more, or gone, has no facts."""
    connection.execute(delete(learner_sections).where(learner_sections.c.user_id == user_id))
    connection.execute(delete(learner_costs).where(learner_costs.c.user_id == user_id))


def codes_of(text: str) -> tuple[str, ...]:
    """Misconception codes as an outcome keeps them."""
    return tuple(json.loads(text)) if text != "[]" else ()
