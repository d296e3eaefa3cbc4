"""Erasing what is kept of a person: self-study alone, or the account."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update
from sqlmodel import SQLModel

from webapp.queries import people, throttle
from webapp.queries.count_queue import queue_people
from webapp.queries.personal import PLACES, Place, belongs, ids_of, own_rows
from webapp.tables import (
    accommodations,
    assignment_targets,
    assignments,
    cohorts,
    enrolments,
    events,
    extensions,
    roster_imports,
    sittings,
    users,
)

_OWN_EVENTS = ("sign-in", "sign-up", "sign-out-everywhere", "join", "leave", "password-reset")
"""Events about oneself; what someone did as staff stays in the trail."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What erasing meets. ``running``: titles of assignments being sat now. ``led``: cohorts that
    nobody else leads. ``works``: sittings of assignments, which stay with their cohorts.
    """

    running: tuple[str, ...]
    led: tuple[str, ...]
    works: int
    staff: bool


def find_ties(connection: Connection, user_id: int) -> Ties:
    running = connection.execute(
        select(assignments.c.title)
        .join(sittings, sittings.c.assignment_id == assignments.c.id)
        .where(sittings.c.user_id == user_id, sittings.c.closed_at.is_(None))
        .order_by(assignments.c.id)
    ).scalars()
    works = connection.execute(
        select(sittings.c.id).where(
            sittings.c.user_id == user_id, sittings.c.assignment_id.is_not(None)
        )
    ).all()
    other = enrolments.alias("other")
    another_leads = (
        select(other.c.id)
        .where(
            other.c.cohort_id == cohorts.c.id,
            other.c.user_id != user_id,
            other.c.role == "instructor",
            other.c.group_id.is_(None),
            other.c.ended_at.is_(None),
        )
        .exists()
    )
    led = connection.execute(
        select(cohorts.c.title)
        .join(enrolments, enrolments.c.cohort_id == cohorts.c.id)
        .where(
            enrolments.c.user_id == user_id,
            enrolments.c.role == "instructor",
            enrolments.c.group_id.is_(None),
            enrolments.c.ended_at.is_(None),
            cohorts.c.archived_at.is_(None),
            ~another_leads,
        )
        .order_by(cohorts.c.id)
    ).scalars()
    staff = connection.execute(
        select(enrolments.c.id)
        .where(enrolments.c.user_id == user_id, enrolments.c.role != "student")
        .limit(1)
    ).first()
    return Ties(tuple(running), tuple(led), len(works), staff is not None)


def erase_self_study(connection: Connection, user_id: int) -> None:
    """Delete what someone did for themself: practice, sets, plan, memory, readings. Answers in
    assignments are not touched.
    """
    ids = _held(connection, user_id)
    _delete_study(connection, ids)
    people.bump(connection, user_id)


def _held(connection: Connection, user_id: int) -> list[int]:
    """The person's ids; their rows are held, so that no answer comes in between."""
    ids = ids_of(connection, user_id)
    connection.execute(select(users.c.id).where(users.c.id.in_(ids)).with_for_update())
    connection.execute(
        select(sittings.c.id)
        .where(sittings.c.user_id.in_(ids), sittings.c.assignment_id.is_(None))
        .with_for_update()
    )
    queue_people(connection, ids, stale=True)  # what was counted of them is taken back
    return ids


def _delete_study(connection: Connection, ids: Sequence[int]) -> None:
    own, tried = own_rows(ids, study=True)
    for place in _children_first():
        of_user = place.leads_to == "users"
        if place.table is sittings:
            connection.execute(delete(sittings).where(sittings.c.id.in_(own)))
        elif place.fate == "study":
            condition = belongs(place, ids, own, tried)
            connection.execute(delete(place.table).where(condition))
        elif place.fate == "forget" and not of_user:
            condition = belongs(place, ids, own, tried)
            connection.execute(
                update(place.table).where(condition).values({place.column.name: None})
            )


def _children_first() -> list[Place]:
    """The places in an order in which rows can be deleted."""
    order = {table: place for place, table in enumerate(SQLModel.metadata.sorted_tables)}
    return sorted(PLACES, key=lambda one: -order[one.table])


def erase_account(connection: Connection, user_id: int, pseudonym: str, now: datetime) -> bool:
    """Delete self-study and the account. What a cohort needs stays under ``pseudonym``: work in
    assignments, and what was done as staff. False: the account had left nothing behind it.
    """
    ids = _held(connection, user_id)
    _delete_study(connection, ids)
    person = people.find_user(connection, user_id)
    if person is not None and person[1] is not None:
        throttle.forget_login(connection, person[1])
        _forget_in_rosters(connection, user_id, person[1], person[2])
    _leave_cohorts(connection, ids, now)
    for place in _children_first():
        if place.leads_to != "users" or place.table is users:
            continue
        condition: ColumnElement[bool] = place.column.in_(ids)
        if place.table is events:
            condition = and_(condition, events.c.kind.in_(_OWN_EVENTS))
        if place.fate == "account":
            connection.execute(delete(place.table).where(condition))
        elif place.fate == "forget":
            connection.execute(
                update(place.table).where(condition).values({place.column.name: None})
            )
    connection.execute(delete(users).where(users.c.merged_into == user_id))
    if not _is_named(connection, user_id):
        connection.execute(
            delete(assignment_targets).where(
                assignment_targets.c.kind == "student", assignment_targets.c.target_id == user_id
            )
        )
        connection.execute(delete(users).where(users.c.id == user_id))
        return False
    connection.execute(
        update(users)
        .where(users.c.id == user_id)
        .values(login=None, name=pseudonym, password_hash=None, revision=users.c.revision + 1)
    )
    return True


def _is_named(connection: Connection, user_id: int) -> bool:
    """Whether any row still refers to the person."""
    return any(
        connection.execute(select(column).where(column == user_id).limit(1)).first() is not None
        for table in SQLModel.metadata.sorted_tables
        for column in table.c
        if any(key.column is users.c.id for key in column.foreign_keys)
    )


def _leave_cohorts(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """End every enrolment; one that no work and no post rests on goes altogether, and with it
    what was granted there. Why something was granted is nobody's business any more.
    """
    worked = (
        select(assignments.c.cohort_id)
        .join(sittings, sittings.c.assignment_id == assignments.c.id)
        .where(sittings.c.user_id.in_(ids))
    )
    sat = select(sittings.c.assignment_id).where(
        sittings.c.user_id.in_(ids), sittings.c.assignment_id.is_not(None)
    )
    connection.execute(
        delete(enrolments).where(
            enrolments.c.user_id.in_(ids),
            enrolments.c.role == "student",
            enrolments.c.cohort_id.not_in(worked),
        )
    )
    connection.execute(
        update(enrolments)
        .where(enrolments.c.user_id.in_(ids), enrolments.c.ended_at.is_(None))
        .values(ended_at=now)
    )
    connection.execute(
        delete(accommodations).where(
            accommodations.c.user_id.in_(ids), accommodations.c.cohort_id.not_in(worked)
        )
    )
    connection.execute(
        update(accommodations).where(accommodations.c.user_id.in_(ids)).values(note="")
    )
    connection.execute(
        delete(extensions).where(
            extensions.c.user_id.in_(ids), extensions.c.assignment_id.not_in(sat)
        )
    )
    connection.execute(update(extensions).where(extensions.c.user_id.in_(ids)).values(reason="—"))


def _forget_in_rosters(connection: Connection, user_id: int, login: str, name: str) -> None:
    """Take a person's line out of the rosters read in their cohorts."""
    rows = connection.execute(
        select(roster_imports.c.id, roster_imports.c.rows).where(
            roster_imports.c.cohort_id.in_(
                select(enrolments.c.cohort_id).where(enrolments.c.user_id == user_id)
            )
        )
    ).all()
    for import_id, text in rows:
        held = json.loads(text)
        kept = [
            row
            for row in held["rows"]
            if row[2] != login and not (row[1] == name and not row[2])  # line, name, login, …
        ]
        if len(kept) == len(held["rows"]):
            continue
        held["rows"] = kept
        held["made"] = [one for one in held.get("made", ()) if one != user_id]
        connection.execute(
            update(roster_imports)
            .where(roster_imports.c.id == import_id)
            .values(rows=json.dumps(held, ensure_ascii=False))
        )
