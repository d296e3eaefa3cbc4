"""Sittings of assignments: started once, saved often, ended for good, scored afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    union,
    update,
)

from quizzes.drawing import Drawn
from webapp.queries import Prepared, insert_or_ignore
from webapp.queries.newest import newest_outcome
from webapp.queries.sittings import note_waiting, queue_for_study
from webapp.tables import (
    attempts,
    cohorts,
    corrections,
    drafts,
    enrolments,
    item_versions,
    outcomes,
    self_tests,
    set_aside,
    sitting_items,
    sittings,
)


@dataclass(frozen=True, slots=True)
class SittingRow:
    """A sitting of an assignment, or (``assignment_id`` None) one's own, as stored. ``closed_at``
    None: it runs.
    """

    id: int
    user_id: int
    assignment_id: int | None
    ordinal: int
    enrolment_id: int | None
    seed: str
    section_at: int
    started_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    stamped_at: datetime | None
    scored_at: datetime | None
    touched_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of a sitting: where it stands, in which version, whether flagged."""

    position: int
    section: int
    item_id: str
    version: str
    points: int
    flagged: bool


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of a sitting with the outcome that counts; ``status`` None: not scored yet."""

    attempt_id: int
    item_id: str
    version: str
    response: Any  # None: could not be read when time was up
    form: dict[str, list[str]]
    received_at: datetime
    status: str | None
    score: Fraction
    reason: str
    by_person: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """The newest correction of an item in an assignment."""

    kind: str
    reason: str
    new_version: str | None
    made_at: datetime


_COLUMNS = (
    sittings.c.id,
    sittings.c.user_id,
    sittings.c.assignment_id,
    sittings.c.ordinal,
    sittings.c.enrolment_id,
    sittings.c.seed,
    sittings.c.section_at,
    sittings.c.started_at,
    sittings.c.closed_at,
    sittings.c.closed_by,
    sittings.c.stamped_at,
    sittings.c.scored_at,
    sittings.c.touched_at,
)


_drawn: Any = sittings.c.seed.is_not(None)
"""Whether a sitting was drawn: of an assignment or one's own. A lesson's has no seed."""


def _row(row: Any) -> SittingRow:
    return SittingRow(*row)


_find_sitting = Prepared(
    lambda _: select(*_COLUMNS).where(sittings.c.id == bindparam("sitting_id"), _drawn)
)


def find_sitting(connection: Connection, sitting_id: int) -> SittingRow | None:
    """A sitting that was drawn: of an assignment, or one's own; a lesson's is not found here."""
    row = _find_sitting.first(connection, sitting_id=sitting_id)
    return _row(row) if row is not None else None


_list_of_student = Prepared(
    lambda _: (
        select(*_COLUMNS)
        .where(
            sittings.c.assignment_id == bindparam("assignment_id"),
            sittings.c.user_id == bindparam("user_id"),
        )
        .order_by(sittings.c.ordinal)
    )
)


def list_of_student(connection: Connection, assignment_id: int, user_id: int) -> list[SittingRow]:
    """A person's sittings of an assignment in the order they began."""
    return [
        _row(row)
        for row in _list_of_student.rows(connection, assignment_id=assignment_id, user_id=user_id)
    ]


def list_open(connection: Connection) -> list[SittingRow]:
    """Every sitting that runs and may end by itself: those of assignments, by assignment, and
    one's own with a time limit.
    """
    timed = exists().where(
        self_tests.c.sitting_id == sittings.c.id, self_tests.c.limit_s.is_not(None)
    )
    return [
        _row(row)
        for row in connection.execute(
            select(*_COLUMNS)
            .where(
                _drawn,
                sittings.c.closed_at.is_(None),
                or_(sittings.c.assignment_id.is_not(None), timed),
            )
            .order_by(sittings.c.assignment_id, sittings.c.id)
        )
    ]


def list_unscored(connection: Connection, most: int = 500) -> list[int]:
    """Ids of sittings handed in that the machine has not scored, the oldest first."""
    return list(
        connection.execute(
            select(sittings.c.id)
            .where(
                _drawn,
                sittings.c.closed_at.is_not(None),
                sittings.c.scored_at.is_(None),
            )
            .order_by(sittings.c.stamped_at, sittings.c.id)
            .limit(most)
        ).scalars()
    )


_cohort_archived = Prepared(
    lambda _: select(cohorts.c.archived_at.is_not(None)).where(
        cohorts.c.id == bindparam("cohort_id")
    )
)


def cohort_archived(connection: Connection, cohort_id: int) -> bool:
    row = _cohort_archived.first(connection, cohort_id=cohort_id)
    return row is not None and bool(row[0])


def left_at(connection: Connection, enrolment_id: int | None) -> datetime | None:
    """When the enrolment by which a sitting was begun ended; None: it did not."""
    found: datetime | None = connection.execute(
        select(enrolments.c.ended_at).where(enrolments.c.id == enrolment_id)
    ).scalar()
    return found


def list_seen(connection: Connection, user_id: int) -> set[str]:
    """Ids of the items a person has met: in a sitting, or by answering in a lesson."""
    drawn = (
        select(sitting_items.c.item_id)
        .join(sittings, sittings.c.id == sitting_items.c.sitting_id)
        .where(sittings.c.user_id == user_id)
    )
    answered = (
        select(attempts.c.item_id)
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .where(sittings.c.user_id == user_id)
    )
    return set(connection.execute(union(drawn, answered)).scalars())


def add_sitting(
    connection: Connection,
    *,
    user_id: int,
    assignment_id: int,
    ordinal: int,
    enrolment_id: int,
    seed: str,
    drawn: Sequence[Drawn],
    now: datetime,
) -> int | None:
    """Begin a sitting with its items. None: one runs already, or this try was begun elsewhere."""
    sitting_id = connection.execute(
        insert_or_ignore(connection, sittings)
        .values(
            user_id=user_id,
            assessment=f"assignment:{assignment_id}",
            assignment_id=assignment_id,
            ordinal=ordinal,
            enrolment_id=enrolment_id,
            seed=seed,
            started_at=now,
            touched_at=now,
        )
        .returning(sittings.c.id)
    ).scalar()
    if sitting_id is None:
        return None
    _add_items(connection, sitting_id, drawn)
    return int(sitting_id)


_AT_ONCE = 20
"""Sittings of one kind that one person may begin in the same instant."""


def add_own_sitting(
    connection: Connection,
    *,
    user_id: int,
    kind: str,
    seed: str,
    drawn: Sequence[Drawn],
    now: datetime,
) -> int:
    """Begin a sitting that a learner made for themself."""
    assessment = f"self:{kind}"
    last = select(func.coalesce(func.max(sittings.c.ordinal), 0) + 1).where(
        sittings.c.user_id == user_id, sittings.c.assessment == assessment
    )
    for _ in range(_AT_ONCE):  # of two begun at once the second takes the next number
        sitting_id = connection.execute(
            insert_or_ignore(connection, sittings)
            .values(
                user_id=user_id,
                assessment=assessment,
                ordinal=last.scalar_subquery(),
                seed=seed,
                started_at=now,
                touched_at=now,
            )
            .returning(sittings.c.id)
        ).scalar()
        if sitting_id is not None:
            _add_items(connection, sitting_id, drawn)
            return int(sitting_id)
    raise RuntimeError("too many sittings begun at once")


def _add_items(connection: Connection, sitting_id: int, drawn: Sequence[Drawn]) -> None:
    connection.execute(
        insert(sitting_items),
        [
            {
                "sitting_id": sitting_id,
                "position": position,
                "section": one.section,
                "item_id": one.item_id,
                "item_version": one.version,
                "points": one.points,
            }
            for position, one in enumerate(drawn, start=1)
        ],
    )


def _items() -> Any:
    return (
        select(
            sitting_items.c.position,
            sitting_items.c.section,
            sitting_items.c.item_id,
            sitting_items.c.item_version,
            sitting_items.c.points,
            sitting_items.c.flagged,
        )
        .where(sitting_items.c.sitting_id == bindparam("sitting_id"))
        .order_by(sitting_items.c.position)
    )


_list_items = Prepared(lambda _: _items())
_find_item = Prepared(lambda _: _items().where(sitting_items.c.item_id == bindparam("item_id")))


def list_items(connection: Connection, sitting_id: int) -> list[ItemRow]:
    """The items of a sitting in the order shown."""
    return [ItemRow(*row) for row in _list_items.rows(connection, sitting_id=sitting_id)]


def find_item(connection: Connection, sitting_id: int, item_id: str) -> ItemRow | None:
    """One item of a sitting."""
    row = _find_item.first(connection, sitting_id=sitting_id, item_id=item_id)
    return ItemRow(*row) if row is not None else None


_list_progress = Prepared(
    lambda _: (
        select(
            sitting_items.c.position,
            drafts.c.form,
            select(attempts.c.id)
            .where(
                attempts.c.sitting_id == sitting_items.c.sitting_id,
                attempts.c.item_id == sitting_items.c.item_id,
            )
            .exists()
            .label("given"),
        )
        .outerjoin(
            drafts,
            and_(
                drafts.c.sitting_id == sitting_items.c.sitting_id,
                drafts.c.item_id == sitting_items.c.item_id,
            ),
        )
        .where(sitting_items.c.sitting_id == bindparam("sitting_id"))
        .order_by(sitting_items.c.position)
    )
)


def list_progress(
    connection: Connection, sitting_id: int
) -> list[tuple[int, dict[str, list[str]] | None, bool]]:
    """(position, what is typed and not handed in, whether an answer was given) of each item."""
    return [
        (row[0], json.loads(row[1]) if row[1] is not None else None, bool(row[2]))
        for row in _list_progress.rows(connection, sitting_id=sitting_id)
    ]


def list_bodies(
    connection: Connection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """(item id, version) → canonical form, of archived item versions."""
    pairs = list(wanted)
    if not pairs:
        return {}
    rows: Any = connection.execute(
        select(item_versions.c.item_id, item_versions.c.version, item_versions.c.body).where(
            tuple_(item_versions.c.item_id, item_versions.c.version).in_(pairs)
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}


_now: Any = bindparam("now", type_=sittings.c.touched_at.type)
_touch = Prepared(
    lambda _: (
        update(sittings)
        .where(sittings.c.id == bindparam("sitting"), sittings.c.closed_at.is_(None))
        .values(touched_at=case((sittings.c.touched_at > _now, sittings.c.touched_at), else_=_now))
    )
)


def touch(connection: Connection, sitting_id: int, now: datetime) -> bool:
    """Note that the sitting was seen at this moment, and hold it until the transaction ends: a
    save and a hand-in wait for each other. False: it runs no more.
    """
    return bool(_touch(connection, sitting=sitting_id, now=now).rowcount == 1)


def close(
    connection: Connection, sitting_id: int, finished: datetime, by: str, now: datetime
) -> bool:
    """Stamp the end. False: it was ended before; that end stays."""
    done = connection.execute(
        update(sittings)
        .where(sittings.c.id == sitting_id, sittings.c.closed_at.is_(None))
        .values(closed_at=finished, closed_by=by, stamped_at=now)
    )
    return done.rowcount == 1


def mark_scored(
    connection: Connection, sitting_id: int, stamped_at: datetime | None, now: datetime
) -> bool:
    """Take the scoring of a sitting that ended with this stamp upon oneself. False: someone was
    faster, or it was opened again meanwhile.
    """
    done = connection.execute(
        update(sittings)
        .where(
            sittings.c.id == sitting_id,
            sittings.c.closed_at.is_not(None),
            sittings.c.stamped_at == stamped_at,
            sittings.c.scored_at.is_(None),
        )
        .values(scored_at=now)
    )
    return done.rowcount == 1


def add_attempts(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store what was handed in; an item that was answered before keeps that answer."""
    if rows:
        connection.execute(insert_or_ignore(connection, attempts), list(rows))


def add_outcomes(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(outcomes), list(rows))
        note_waiting(connection, [row["attempt_id"] for row in rows if row["status"] == "awaiting"])
        for row in rows:
            queue_for_study(connection, row["attempt_id"])


def drop_drafts(connection: Connection, sitting_id: int) -> None:
    """All that was typed is handed in."""
    connection.execute(delete(drafts).where(drafts.c.sitting_id == sitting_id))


def set_flag(connection: Connection, sitting_id: int, position: int, flagged: bool) -> None:
    connection.execute(
        update(sitting_items)
        .where(sitting_items.c.sitting_id == sitting_id, sitting_items.c.position == position)
        .values(flagged=flagged)
    )


def pass_door(connection: Connection, sitting_id: int, section: int) -> None:
    """Leave a section without way back; the sections up to it are behind now."""
    connection.execute(
        update(sittings)
        .where(
            sittings.c.id == sitting_id,
            sittings.c.closed_at.is_(None),
            sittings.c.section_at <= section,
        )
        .values(section_at=section + 1)
    )


_list_given = Prepared(
    lambda _: (
        select(
            attempts.c.id,
            attempts.c.item_id,
            attempts.c.item_version,
            attempts.c.response,
            attempts.c.form,
            attempts.c.received_at,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            outcomes.c.reason,
            outcomes.c.marked_by,
        )
        .outerjoin(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(attempts.c.sitting_id == bindparam("sitting_id"))
        .order_by(attempts.c.number, attempts.c.id)
    )
)


def list_given(connection: Connection, sitting_id: int) -> dict[str, Given]:
    """Item id → the answer given, with the outcome that counts if it has one."""
    return {
        row[1]: Given(
            row[0],
            row[1],
            row[2],
            json.loads(row[3]),
            json.loads(row[4]),
            row[5],
            row[6],
            Fraction(row[7], row[8]) if row[6] is not None else Fraction(0),
            row[9] or "",
            row[10] is not None,
        )
        for row in _list_given.rows(connection, sitting_id=sitting_id)
    }


_find_given_form = Prepared(
    lambda _: (
        select(attempts.c.form)
        .where(
            attempts.c.sitting_id == bindparam("sitting_id"),
            attempts.c.item_id == bindparam("item_id"),
        )
        .order_by(attempts.c.number.desc())
        .limit(1)
    )
)


def find_given_form(
    connection: Connection, sitting_id: int, item_id: str
) -> dict[str, list[str]] | None:
    """What was typed in the answer handed in; None: there is no answer."""
    row = _find_given_form.first(connection, sitting_id=sitting_id, item_id=item_id)
    return json.loads(row[0]) if row is not None else None


def list_aside(
    connection: Connection, sitting_id: int, item_id: str, reason: str
) -> list[dict[str, list[str]]]:
    """Texts of an item kept aside for a reason."""
    return [
        json.loads(form)
        for form in connection.execute(
            select(set_aside.c.form).where(
                set_aside.c.sitting_id == sitting_id,
                set_aside.c.item_id == item_id,
                set_aside.c.reason == reason,
            )
        ).scalars()
    ]


def has_late(connection: Connection, sitting_id: int) -> bool:
    """Whether text arrived after the end."""
    return bool(
        connection.execute(
            select(
                exists().where(
                    set_aside.c.sitting_id == sitting_id,
                    or_(set_aside.c.reason == "late", set_aside.c.reason == "section-left"),
                )
            )
        ).scalar()
    )


def list_corrections(connection: Connection, assignment_id: int) -> dict[str, Corrected]:
    """Item id → its newest correction in an assignment."""
    return {
        row[0]: Corrected(row[1], row[2], row[3], row[4])
        for row in connection.execute(
            select(
                corrections.c.item_id,
                corrections.c.kind,
                corrections.c.reason,
                corrections.c.new_version,
                corrections.c.made_at,
            )
            .where(corrections.c.assignment_id == assignment_id)
            .order_by(corrections.c.id)
        )
    }
