"""Self-study: plans, days, flags, and the answers to work in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, select, update

from webapp.queries import Prepared, chunks, insert_or_ignore, upsert
from webapp.queries.newest import newest_outcome
from webapp.tables import (
    attempts,
    item_flags,
    memories,
    outcomes,
    sent_answers,
    sittings,
    study_days,
    study_plans,
    study_queue,
    study_states,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a learner wishes to study; see :class:`webapp.tables.study.StudyPlan`."""

    minutes: int = 20
    exam_on: date | None = None
    exam_set_on: date | None = None
    new_a_day: int | None = None
    certainty: bool = False
    shared: str = "none"


@dataclass(frozen=True, slots=True)
class Day:
    """A learner's day; ``mastery``: word → how many objectives stood at it at its end."""

    day: date
    answers: int
    right: int
    seconds: int
    mastery: dict[str, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with the outcome that counts, to be worked in. ``judgements``: how many times it
    was scored; more than one means a mark was changed. ``at``: when it was given, by the device if
    it was sent later.
    """

    attempt_id: int
    item_id: str
    version: str
    said: str  # how sure its author was, "" if not said
    grade: str  # what they gave themselves on a card, "" elsewhere
    at: datetime
    status: str
    score: Fraction
    judgements: int
    assignment_id: int | None


_find_plan = Prepared(
    lambda _: select(
        study_plans.c.minutes,
        study_plans.c.exam_on,
        study_plans.c.exam_set_on,
        study_plans.c.new_a_day,
        study_plans.c.certainty,
        study_plans.c.shared,
    ).where(study_plans.c.user_id == bindparam("user_id"))
)


def find_plan(connection: Connection, user_id: int) -> Plan | None:
    row = _find_plan.first(connection, user_id=user_id)
    return Plan(*row) if row is not None else None


def put_plan(connection: Connection, user_id: int, plan: Plan, now: datetime) -> None:
    """Store a plan instead of the one before."""
    values = {
        "minutes": plan.minutes,
        "exam_on": plan.exam_on,
        "exam_set_on": plan.exam_set_on,
        "new_a_day": plan.new_a_day,
        "certainty": plan.certainty,
        "shared": plan.shared,
        "updated_at": now,
    }
    connection.execute(upsert(connection, study_plans, {"user_id": user_id, **values}, ["user_id"]))


_state = Prepared(
    lambda _: select(
        study_states.c.stale,
        select(study_queue.c.attempt_id)
        .where(study_queue.c.user_id == study_states.c.user_id)
        .exists(),
    ).where(study_states.c.user_id == bindparam("user_id"))
)


def find_state(connection: Connection, user_id: int) -> tuple[bool, bool] | None:
    """(stale, whether answers wait); None: nothing was ever worked in."""
    row = _state.first(connection, user_id=user_id)
    return (bool(row[0]), bool(row[1])) if row is not None else None


def mark_stale(connection: Connection, user_ids: Iterable[int]) -> None:
    """What is derived for these learners is to be made anew."""
    for few in chunks(list(user_ids)):
        connection.execute(
            update(study_states).where(study_states.c.user_id.in_(few)).values(stale=True)
        )


def _answers(user_id: int) -> Any:
    judged = (
        select(func.count())
        .where(outcomes.c.attempt_id == attempts.c.id, outcomes.c.status == "scored")
        .correlate(attempts)
        .scalar_subquery()
    )
    shown = outcomes.alias("shown")
    return (
        select(
            attempts.c.id,
            attempts.c.item_id,
            attempts.c.item_version,
            attempts.c.form,
            func.coalesce(sent_answers.c.answered_at, attempts.c.received_at),
            shown.c.status,
            shown.c.score_num,
            shown.c.score_den,
            judged,
            sittings.c.assignment_id,
        )
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .join(shown, and_(shown.c.attempt_id == attempts.c.id, shown.c.id == newest_outcome))
        .outerjoin(sent_answers, sent_answers.c.attempt_id == attempts.c.id)
        .where(sittings.c.user_id == user_id)
    )


def _said(form: str) -> tuple[str, str]:
    """(certainty, grade) in a stored form. Most have neither: they need not be read."""
    if '"certainty"' not in form and '"grade"' not in form:
        return "", ""
    fields: dict[str, list[str]] = json.loads(form)
    return (fields.get("certainty") or [""])[0], (fields.get("grade") or [""])[0]


def _answered(row: Any) -> Answered:
    return Answered(
        row[0],
        row[1],
        row[2],
        *_said(row[3]),
        row[4],
        row[5],
        Fraction(row[6], row[7]),
        row[8],
        row[9],
    )


def _in_order(rows: Iterable[Any]) -> list[Answered]:
    """Oldest first; an attempt that two answers sent later name is one answer."""
    found = {row[0]: _answered(row) for row in rows}
    return sorted(found.values(), key=lambda one: (one.at, one.attempt_id))


def list_answers(connection: Connection, user_id: int) -> list[Answered]:
    """Every answer of a person that has an outcome, oldest first."""
    return _in_order(connection.execute(_answers(user_id)))


def list_own_answers(connection: Connection, user_id: int, most: int) -> list[Answered]:
    """The newest answers in sittings that a person made for themself, the newest first."""
    rows = connection.execute(
        _answers(user_id)
        .where(sittings.c.assignment_id.is_(None), sittings.c.seed.is_not(None))
        .order_by(attempts.c.id.desc())
        .limit(most)
    )
    return list({row[0]: _answered(row) for row in rows}.values())


def list_queued(connection: Connection, user_id: int) -> list[Answered]:
    """The answers that wait to be worked in, oldest first."""
    queued = select(study_queue.c.attempt_id).where(study_queue.c.user_id == user_id)
    return _in_order(connection.execute(_answers(user_id).where(attempts.c.id.in_(queued))))


def drop_queued(connection: Connection, user_id: int, attempt_ids: Sequence[int]) -> bool:
    """Take answers off the queue. False: some were taken off elsewhere meanwhile."""
    gone = 0
    for few in chunks(attempt_ids):
        gone += connection.execute(
            delete(study_queue).where(
                study_queue.c.user_id == user_id, study_queue.c.attempt_id.in_(few)
            )
        ).rowcount
    return gone == len(attempt_ids)


def queue_again(connection: Connection, user_id: int, attempt_ids: Iterable[int]) -> None:
    """Put answers on the queue that may not be worked in yet."""
    rows = [{"user_id": user_id, "attempt_id": attempt_id} for attempt_id in attempt_ids]
    if rows:
        connection.execute(insert_or_ignore(connection, study_queue), rows)


def begin_state(connection: Connection, user_id: int, now: datetime) -> None:
    """From now on answers of this person are queued; nothing is derived yet."""
    connection.execute(
        insert_or_ignore(connection, study_states).values(user_id=user_id, built_at=now, stale=True)
    )


State = tuple[bool, datetime] | None
"""(stale, when everything was made anew last); None: nothing was ever worked in, or it was
erased."""


def read_state(connection: Connection, user_id: int, *, hold: bool = False) -> State:
    """What what is derived rests on. ``hold``: until the transaction ends, so that two processes
    that work answers in wait for each other.
    """
    statement = select(study_states.c.stale, study_states.c.built_at).where(
        study_states.c.user_id == user_id
    )
    row = connection.execute(statement.with_for_update() if hold else statement).first()
    return (bool(row[0]), row[1]) if row is not None else None


def find_judged(connection: Connection, user_id: int) -> tuple[int, int]:
    """(how many outcomes a person's answers have, the newest of them): another answer, another
    mark, answers of a guest or their erasure change it.
    """
    row = connection.execute(
        select(func.count(), func.coalesce(func.max(outcomes.c.id), 0))
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .join(outcomes, outcomes.c.attempt_id == attempts.c.id)
        .where(sittings.c.user_id == user_id)
    ).one()
    return int(row[0]), int(row[1])


def clear_derived(connection: Connection, user_id: int, now: datetime) -> None:
    """Forget what was derived, to put it anew."""
    for table in (memories, study_days):
        connection.execute(delete(table).where(table.c.user_id == user_id))
    connection.execute(
        update(study_states)
        .where(study_states.c.user_id == user_id)
        .values(stale=False, built_at=now)
    )


def list_days(connection: Connection, user_id: int, since: date | None = None) -> list[Day]:
    """The days on which something was answered, oldest first."""
    statement = (
        select(
            study_days.c.day,
            study_days.c.answers,
            study_days.c.right,
            study_days.c.seconds,
            study_days.c.mastery,
        )
        .where(study_days.c.user_id == user_id)
        .order_by(study_days.c.day)
    )
    if since is not None:
        statement = statement.where(study_days.c.day >= since)
    return [Day(*row[:4], json.loads(row[4])) for row in connection.execute(statement)]


def put_days(connection: Connection, user_id: int, days: Iterable[Day]) -> None:
    """Store days instead of what stood there."""
    for one in days:
        values = {
            "answers": one.answers,
            "right": one.right,
            "seconds": one.seconds,
            "mastery": json.dumps(one.mastery),
        }
        connection.execute(
            upsert(
                connection,
                study_days,
                {"user_id": user_id, "day": one.day, **values},
                ["user_id", "day"],
            )
        )


def list_flags(connection: Connection, user_id: int) -> set[str]:
    """Keys that a learner has marked to come back to."""
    return set(
        connection.execute(
            select(item_flags.c.item_key).where(item_flags.c.user_id == user_id)
        ).scalars()
    )


def put_flag(connection: Connection, user_id: int, key: str, flagged: bool, now: datetime) -> None:
    if flagged:
        connection.execute(
            insert_or_ignore(connection, item_flags).values(
                user_id=user_id, item_key=key, flagged_at=now
            )
        )
    else:
        connection.execute(
            delete(item_flags).where(item_flags.c.user_id == user_id, item_flags.c.item_key == key)
        )
