"""Sittings of assignments: started once, saved often, ended for good, scored afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, exists, func, or_, select, update

from quizzes.drawing import Drawn
from webapp.queries import Prepared, insert_or_ignore
from webapp.queries.drawn_items import add_items
from webapp.tables import cohorts, enrolments, self_tests, sittings


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
    add_items(connection, sitting_id, drawn)
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
            add_items(connection, sitting_id, drawn)
            return int(sitting_id)
    raise RuntimeError("too many sittings begun at once")


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
