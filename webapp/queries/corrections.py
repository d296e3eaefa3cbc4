"""Corrections of wrong keys: what was answered, what was decided, what it changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select

from quizzes.certainty import Certainty
from webapp.queries import insert_or_ignore
from webapp.queries.count_queue import queue_answer
from webapp.queries.results import certainty_in
from webapp.queries.sittings import queue_for_study
from webapp.tables import (
    assignments,
    attempts,
    corrections,
    outcomes,
    sitting_items,
    sittings,
    users,
)


@dataclass(frozen=True, slots=True)
class Made:
    """A correction that was applied."""

    correction_id: int
    item_id: str
    ordinal: int
    kind: str
    new_version: str | None
    reason: str
    changed: int
    made_by: int
    maker: str
    made_at: datetime


def list_made(connection: Connection, assignment_id: int) -> list[Made]:
    """Corrections of an assignment in the order they were applied."""
    rows: Any = connection.execute(
        select(
            corrections.c.id,
            corrections.c.item_id,
            corrections.c.ordinal,
            corrections.c.kind,
            corrections.c.new_version,
            corrections.c.reason,
            corrections.c.changed,
            corrections.c.made_by,
            users.c.name,
            corrections.c.made_at,
        )
        .join(users, users.c.id == corrections.c.made_by)
        .where(corrections.c.assignment_id == assignment_id)
        .order_by(corrections.c.id)
    )
    return [Made(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """One item as an assignment's sittings drew it."""

    item_id: str
    versions: frozenset[str]
    sittings: int


def list_drawn(connection: Connection, assignment_id: int) -> list[DrawnItem]:
    """Every item that a sitting of the assignment drew."""
    found: dict[str, dict[str, int]] = {}
    for row in connection.execute(
        select(sitting_items.c.item_id, sitting_items.c.item_version, func.count())
        .join(sittings, sittings.c.id == sitting_items.c.sitting_id)
        .where(sittings.c.assignment_id == assignment_id)
        .group_by(sitting_items.c.item_id, sitting_items.c.item_version)
        .order_by(sitting_items.c.item_id)
    ):
        found.setdefault(row[0], {})[row[1]] = row[2]
    return [
        DrawnItem(item_id, frozenset(versions), sum(versions.values()))
        for item_id, versions in found.items()
    ]


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer to the item in a sitting handed in. ``by_person``: the share a person gave, if the
    newest mark that is not of a correction came from a person.
    """

    sitting_id: int
    attempt_id: int
    version: str
    response: Any  # None: it could not be read
    outcome_id: int
    status: str
    share: Fraction
    by_person: Fraction | None
    certainty: Certainty | None  # None: a person's mark, which stands as it was given
    corrected_by: frozenset[int]  # ids of the corrections that gave it an outcome


def list_stored(
    connection: Connection,
    assignment_id: int,
    *,
    item_id: str | None = None,
    sitting_id: int | None = None,
) -> list[tuple[str, StoredAnswer]]:
    """(item id, answer) of an assignment's sittings handed in; of several tries at an item within
    a sitting the last. What has no outcome yet is not there.
    """
    which: Any = and_(sittings.c.assignment_id == assignment_id, sittings.c.closed_at.is_not(None))
    if item_id is not None:
        which = and_(which, attempts.c.item_id == item_id)
    if sitting_id is not None:
        which = and_(which, sittings.c.id == sitting_id)
    rows = connection.execute(
        select(
            attempts.c.sitting_id,
            attempts.c.item_id,
            attempts.c.id,
            attempts.c.item_version,
            attempts.c.response,
            outcomes.c.id,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            outcomes.c.marked_by,
            outcomes.c.correction_id,
            attempts.c.form,
        )
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .join(outcomes, outcomes.c.attempt_id == attempts.c.id)
        .where(which)
        .order_by(attempts.c.sitting_id, attempts.c.item_id, attempts.c.number, outcomes.c.id)
    )
    found: dict[tuple[int, str], list[Any]] = {}
    for row in rows:
        before = found.get((row[0], row[1]))
        if before is not None and before[-1][2] == row[2]:
            before.append(row)
        else:  # a later try at the item takes the place of the earlier
            found[row[0], row[1]] = [row]
    return [(item, _stored(theirs)) for (_, item), theirs in found.items()]


def _stored(rows: list[Any]) -> StoredAnswer:
    newest = rows[-1]
    own = [row for row in rows if row[10] is None]
    by_person = None
    if own and own[-1][9] is not None and own[-1][6] == "scored":
        by_person = Fraction(own[-1][7], own[-1][8])
    return StoredAnswer(
        sitting_id=newest[0],
        attempt_id=newest[2],
        version=newest[3],
        response=json.loads(newest[4]),
        outcome_id=newest[5],
        status=newest[6],
        share=Fraction(newest[7], newest[8]),
        by_person=by_person,
        certainty=certainty_in(newest[11]) if by_person is None else None,
        corrected_by=frozenset(row[10] for row in rows if row[10] is not None),
    )


def hold(connection: Connection, assignment_id: int, *, alone: bool) -> None:
    """Keep corrections and late scoring of an assignment apart until the transaction ends.

    ``alone``: for who corrects; else for who scores, beside others who score. SQLite has one
    writer anyway.
    """
    connection.execute(
        select(assignments.c.id)
        .where(assignments.c.id == assignment_id)
        .with_for_update(read=not alone)
    )


def add(
    connection: Connection,
    assignment_id: int,
    item_id: str,
    ordinal: int,
    new_version: str | None,
    kind: str,
    reason: str,
    changed: int,
    made_by: int,
    now: datetime,
) -> int | None:
    """Note a correction. None: one with this ordinal is there already."""
    row = connection.execute(
        insert_or_ignore(connection, corrections)
        .values(
            assignment_id=assignment_id,
            item_id=item_id,
            ordinal=ordinal,
            new_version=new_version,
            kind=kind,
            reason=reason,
            changed=changed,
            made_by=made_by,
            made_at=now,
        )
        .returning(corrections.c.id)
    ).first()
    return int(row[0]) if row is not None else None


def add_outcomes(
    connection: Connection,
    correction_id: int,
    reason: str,
    moved: Iterable[tuple[int, Fraction, Iterable[str]]],
    now: datetime,
) -> None:
    """Add (attempt id, new share, misconceptions); earlier outcomes stay."""
    rows: list[dict[str, Any]] = [
        {
            "attempt_id": attempt_id,
            "status": "scored",
            "score_num": share.numerator,
            "score_den": share.denominator,
            "misconceptions": json.dumps(list(codes)),
            "created_at": now,
            "marked_by": None,
            "reason": reason,
            "correction_id": correction_id,
        }
        for attempt_id, share, codes in moved
    ]
    if rows:
        connection.execute(insert(outcomes), rows)
        for row in rows:
            queue_for_study(connection, row["attempt_id"])
            queue_answer(connection, row["attempt_id"], now)
