"""Sittings, attempts, outcomes and drafts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from quizzes.item import Item
from webapp.queries import Prepared, chunks, insert_or_ignore
from webapp.queries.count_queue import queue_answer
from webapp.queries.newest import newest_outcome
from webapp.tables import (
    attempts,
    drafts,
    item_versions,
    outcomes,
    set_aside,
    sittings,
    study_queue,
    study_states,
)


@dataclass(frozen=True, slots=True)
class StoredAttempt:
    """An attempt with the outcome that counts."""

    attempt_id: int
    sitting_id: int
    item_id: str
    item_version: str
    number: int
    response: dict[str, Any]
    form: dict[str, list[str]]
    received_at: datetime
    status: str
    score: Fraction


@dataclass(frozen=True, slots=True)
class StoredDraft:
    item_id: str
    revision: int
    form: dict[str, list[str]]
    saved_at: datetime


def find_sitting(connection: Connection, user_id: int, assessment: str) -> Any | None:
    """Row (id, closed_at) of the person's newest sitting of an assessment."""
    return connection.execute(
        select(sittings.c.id, sittings.c.closed_at)
        .where(sittings.c.user_id == user_id, sittings.c.assessment == assessment)
        .order_by(sittings.c.ordinal.desc())
        .limit(1)
    ).first()


def get_or_start_sitting(
    connection: Connection, user_id: int, assessment: str, now: datetime
) -> Any:
    """Row (id, closed_at); started now if there is none."""
    row = find_sitting(connection, user_id, assessment)
    if row is None:
        connection.execute(
            insert_or_ignore(connection, sittings).values(
                user_id=user_id, assessment=assessment, ordinal=1, started_at=now
            )
        )
        row = find_sitting(connection, user_id, assessment)
    assert row is not None
    return row


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer of a person to an item goes."""

    sitting_id: int
    closed: bool
    last_number: int  # of the newest attempt at the item, 0 if there is none
    has_draft: bool


_last_number: Any = (
    select(func.max(attempts.c.number))
    .where(attempts.c.sitting_id == sittings.c.id, attempts.c.item_id == bindparam("item_id"))
    .correlate(sittings)
    .scalar_subquery()
)
_has_draft: Any = (
    select(drafts.c.item_id)
    .where(drafts.c.sitting_id == sittings.c.id, drafts.c.item_id == bindparam("item_id"))
    .correlate(sittings)
    .exists()
)
_closed: Any = and_(sittings.c.closed_at.is_not(None), sittings.c.closed_at <= bindparam("now"))
_find_place = Prepared(
    lambda _: (
        select(sittings.c.id, _closed, _last_number, _has_draft)
        .where(
            sittings.c.user_id == bindparam("user_id"),
            sittings.c.assessment == bindparam("assessment"),
        )
        .order_by(sittings.c.ordinal.desc())
        .limit(1)
    )
)
_place_in = Prepared(
    lambda _: select(sittings.c.id, _closed, _last_number, _has_draft, sittings.c.user_id).where(
        sittings.c.id == bindparam("sitting_id"),
        sittings.c.seed.is_(None),  # one that was drawn has rules of its own
    )
)


def get_place(
    connection: Connection, user_id: int, assessment: str, item_id: str, now: datetime
) -> Place:
    """The place in the person's newest sitting of an assessment; started now if there is none."""
    values = {"user_id": user_id, "assessment": assessment, "item_id": item_id, "now": now}
    row = _find_place(connection, **values).fetchone()
    if row is None:
        get_or_start_sitting(connection, user_id, assessment, now)
        row = _find_place(connection, **values).fetchone()
        assert row is not None
    return Place(row[0], bool(row[1]), row[2] or 0, bool(row[3]))


def find_place_in(
    connection: Connection, sitting_id: int, item_id: str, now: datetime
) -> tuple[int, Place] | None:
    """(owner, place) in a lesson's sitting named by its number."""
    row = _place_in(connection, sitting_id=sitting_id, item_id=item_id, now=now).fetchone()
    return (row[4], Place(row[0], bool(row[1]), row[2] or 0, bool(row[3]))) if row else None


_add_attempt = Prepared(
    lambda dialect: (
        dialect.insert(attempts)
        .values({name: bindparam(name) for name in attempts.c.keys() if name != "id"})  # noqa: SIM118
        .on_conflict_do_nothing()
        .returning(attempts.c.id)
    )
)
_add_outcome = Prepared(lambda _: insert(outcomes))


def _queue_in(dialect: Any) -> Any:
    theirs = (
        select(sittings.c.user_id, attempts.c.id)
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .join(study_states, study_states.c.user_id == sittings.c.user_id)
        .where(attempts.c.id == bindparam("attempt_id"))
    )
    return (
        dialect.insert(study_queue)
        .from_select(["user_id", "attempt_id"], theirs)
        .on_conflict_do_nothing()
    )


_queue = Prepared(_queue_in)
_drop_draft = Prepared(
    lambda _: delete(drafts).where(
        drafts.c.sitting_id == bindparam("sitting_id"), drafts.c.item_id == bindparam("item_id")
    )
)


def add_attempt(
    connection: Connection,
    sitting_id: int,
    item_id: str,
    item_version: str,
    number: int,
    response: str,
    form: dict[str, list[str]],
    now: datetime,
) -> int | None:
    """Store a response. None: an attempt with this number is there already; nothing changed."""
    row = _add_attempt(
        connection,
        sitting_id=sitting_id,
        item_id=item_id,
        item_version=item_version,
        number=number,
        response=response,
        form=json.dumps(form, ensure_ascii=False),
        received_at=now,
    ).fetchone()
    return int(row[0]) if row else None


def add_outcome(
    connection: Connection,
    attempt_id: int,
    status: str,
    score: Fraction,
    misconceptions: Iterable[str],
    now: datetime,
    *,
    marked_by: int | None = None,
    reason: str = "",
) -> None:
    """Add a judgement; earlier ones stay."""
    _add_outcome(
        connection,
        attempt_id=attempt_id,
        status=status,
        score_num=score.numerator,
        score_den=score.denominator,
        misconceptions=json.dumps(list(misconceptions)),
        created_at=now,
        marked_by=marked_by,
        reason=reason,
    )
    if status == "awaiting":
        note_waiting(connection, [attempt_id])
    queue_for_study(connection, attempt_id)
    queue_answer(connection, attempt_id, now)


def note_waiting(connection: Connection, attempt_ids: Collection[int]) -> None:
    """These answers wait for a person; see :attr:`webapp.tables.work.Sitting.waits`."""
    for some in chunks(attempt_ids):
        theirs = select(attempts.c.sitting_id).where(attempts.c.id.in_(some))
        connection.execute(
            update(sittings)
            .where(sittings.c.id.in_(theirs), sittings.c.assignment_id.is_not(None))
            .values(waits=True)
        )


def queue_for_study(connection: Connection, attempt_id: int) -> None:
    """An answer has a new outcome: to be worked into its author's self-study, if they use it."""
    _queue(connection, attempt_id=attempt_id)


# The newest outcome of an attempt is the one with the greatest id.


_scores = Prepared(
    lambda _: (
        select(outcomes.c.score_num, outcomes.c.score_den)
        .join(
            attempts,
            and_(attempts.c.id == outcomes.c.attempt_id, outcomes.c.id == newest_outcome),
        )
        .where(
            attempts.c.sitting_id == bindparam("sitting_id"),
            attempts.c.item_id == bindparam("item_id"),
            outcomes.c.status == "scored",
        )
        .distinct()
    )
)


def best_score(
    connection: Connection, user_id: int, assessment: str, item_id: str
) -> Fraction | None:
    """The best share earned at an item of an assessment; None while nothing was scored."""
    rows = _scores(connection, user_id=user_id, assessment=assessment, item_id=item_id).fetchall()
    return max((Fraction(row[0], row[1]) for row in rows), default=None)


def list_attempts(
    connection: Connection, user_id: int, assessment: str, item_id: str | None = None
) -> list[StoredAttempt]:
    """A person's attempts in an assessment (at one item), over all its sittings.

    Oldest first for each item, each with the outcome that counts.
    """
    statement = (
        select(
            attempts.c.id,
            attempts.c.sitting_id,
            attempts.c.item_id,
            attempts.c.item_version,
            attempts.c.number,
            attempts.c.response,
            attempts.c.form,
            attempts.c.received_at,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
        )
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .join(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(sittings.c.user_id == user_id, sittings.c.assessment == assessment)
        .order_by(attempts.c.item_id, attempts.c.id)
    )
    if item_id is not None:
        statement = statement.where(attempts.c.item_id == item_id)
    return [
        StoredAttempt(
            *row[:5],
            json.loads(row[5]),
            json.loads(row[6]),
            row[7],
            row[8],
            Fraction(row[9], row[10]),
        )
        for row in connection.execute(statement)
    ]


_list_drafts = Prepared(
    lambda _: select(drafts.c.item_id, drafts.c.revision, drafts.c.form, drafts.c.saved_at).where(
        drafts.c.sitting_id == bindparam("sitting_id")
    )
)
_find_draft = Prepared(
    lambda _: (
        select(drafts.c.item_id, drafts.c.revision, drafts.c.form, drafts.c.saved_at)
        .where(
            drafts.c.sitting_id == bindparam("sitting_id"),
            drafts.c.item_id == bindparam("item_id"),
        )
        .with_for_update()
    )
)


def _put_draft_in(dialect: Any) -> Any:
    statement = dialect.insert(drafts).values({name: bindparam(name) for name in drafts.c.keys()})  # noqa: SIM118
    changed = {name: statement.excluded[name] for name in ("revision", "form", "saved_at")}
    return statement.on_conflict_do_update(index_elements=["sitting_id", "item_id"], set_=changed)


_put_draft = Prepared(_put_draft_in)


def list_drafts(connection: Connection, sitting_id: int) -> list[StoredDraft]:
    """What was typed and not sent in a sitting."""
    return [
        StoredDraft(row[0], row[1], json.loads(row[2]), row[3])
        for row in _list_drafts.rows(connection, sitting_id=sitting_id)
    ]


def find_draft(connection: Connection, sitting_id: int, item_id: str) -> StoredDraft | None:
    """The draft of an item, held until the transaction ends (where the engine can)."""
    row = _find_draft.first(connection, sitting_id=sitting_id, item_id=item_id)
    return StoredDraft(row[0], row[1], json.loads(row[2]), row[3]) if row else None


def put_draft(
    connection: Connection,
    sitting_id: int,
    item_id: str,
    revision: int,
    form: dict[str, list[str]],
    now: datetime,
) -> None:
    """Save the newest text; what it replaces is the caller's to keep aside."""
    _put_draft(
        connection,
        sitting_id=sitting_id,
        item_id=item_id,
        revision=revision,
        form=json.dumps(form, ensure_ascii=False),
        saved_at=now,
    )


def drop_draft(connection: Connection, sitting_id: int, item_id: str) -> None:
    """The text was sent: it is an attempt now."""
    _drop_draft(connection, sitting_id=sitting_id, item_id=item_id)


def move_drafts(connection: Connection, from_sitting: int, to_sitting: int) -> None:
    """Bring drafts along to another sitting; one that has its place taken is kept aside."""
    taken = {draft.item_id for draft in list_drafts(connection, to_sitting)}
    for draft in list_drafts(connection, from_sitting):
        if draft.item_id in taken:
            keep_aside(
                connection, from_sitting, draft.item_id, draft.form, "merged", draft.saved_at
            )
        else:
            put_draft(
                connection, to_sitting, draft.item_id, draft.revision, draft.form, draft.saved_at
            )
        drop_draft(connection, from_sitting, draft.item_id)


def keep_aside(
    connection: Connection,
    sitting_id: int,
    item_id: str,
    form: dict[str, list[str]],
    reason: str,
    now: datetime,
) -> None:
    """Keep typed text that something newer replaces."""
    connection.execute(
        insert(set_aside).values(
            sitting_id=sitting_id,
            item_id=item_id,
            form=json.dumps(form, ensure_ascii=False),
            reason=reason,
            at=now,
        )
    )


def archive_item_versions(
    connection: Connection, bodies: Iterable[tuple[str, str, str]], now: datetime
) -> None:
    """Remember item versions (id, version, canonical form) that are about to be served."""
    known = {
        (row[0], row[1])
        for row in connection.execute(select(item_versions.c.item_id, item_versions.c.version))
    }
    new = [
        {"item_id": item_id, "version": version, "body": body, "first_served_at": now}
        for item_id, version, body in bodies
        if (item_id, version) not in known
    ]
    if new:
        connection.execute(insert_or_ignore(connection, item_versions), new)


def archive_versions_of(connection: Connection, items: Iterable[Item], now: datetime) -> None:
    """Remember the versions of a few items that are about to be served."""
    few = list(items)
    known = {
        (row[0], row[1])
        for row in connection.execute(
            select(item_versions.c.item_id, item_versions.c.version).where(
                item_versions.c.item_id.in_([one.id for one in few])
            )
        )
    }
    new = [
        {
            "item_id": one.id,
            "version": one.version,
            "body": one.canonical(),
            "first_served_at": now,
        }
        for one in few
        if (one.id, one.version) not in known
    ]
    if new:
        connection.execute(insert_or_ignore(connection, item_versions), new)


def find_item_version(connection: Connection, item_id: str, version: str) -> str | None:
    """Canonical form of an archived item version."""
    body = connection.execute(
        select(item_versions.c.body).where(
            item_versions.c.item_id == item_id, item_versions.c.version == version
        )
    ).scalar()
    return str(body) if body is not None else None
