"""What single persons are granted: accommodations for a cohort, extensions for one assignment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, insert, select, update

from webapp.queries import upsert
from webapp.tables import accommodations, assignments, extensions, users


@dataclass(frozen=True, slots=True)
class Accommodated:
    """What a person is granted in every assignment of a cohort, by whom and since when."""

    factor: Fraction
    extra_attempts: int
    later_close: timedelta
    note: str  # for the staff only
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Extended:
    """One grant in one assignment. ``revoked_at``: taken back."""

    extension_id: int
    user_id: int
    name: str
    closes_at: datetime | None
    extra: timedelta
    extra_attempts: int
    reason: str
    granted_by: str
    granted_at: datetime
    revoked_at: datetime | None


def find_accommodation(connection: Connection, cohort_id: int, user_id: int) -> Accommodated | None:
    row: Any = connection.execute(
        select(
            accommodations.c.time_num,
            accommodations.c.time_den,
            accommodations.c.extra_attempts,
            accommodations.c.later_close_s,
            accommodations.c.note,
            users.c.name,
            accommodations.c.set_at,
        )
        .join(users, users.c.id == accommodations.c.set_by)
        .where(accommodations.c.cohort_id == cohort_id, accommodations.c.user_id == user_id)
    ).first()
    if row is None:
        return None
    return Accommodated(
        Fraction(row[0], row[1]), row[2], timedelta(seconds=row[3]), row[4], row[5], row[6]
    )


def put_accommodation(
    connection: Connection,
    cohort_id: int,
    user_id: int,
    factor: Fraction,
    extra_attempts: int,
    later_close: timedelta,
    note: str,
    set_by: int,
    now: datetime,
) -> None:
    """Set what a person is granted; it stands in place of what was set before."""
    values = {
        "cohort_id": cohort_id,
        "user_id": user_id,
        "time_num": factor.numerator,
        "time_den": factor.denominator,
        "extra_attempts": extra_attempts,
        "later_close_s": int(later_close.total_seconds()),
        "note": note,
        "set_by": set_by,
        "set_at": now,
    }
    connection.execute(upsert(connection, accommodations, values, ["cohort_id", "user_id"]))


def add_extension(
    connection: Connection,
    assignment_id: int,
    user_id: int,
    closes_at: datetime | None,
    extra: timedelta,
    extra_attempts: int,
    reason: str,
    granted_by: int,
    now: datetime,
) -> None:
    connection.execute(
        insert(extensions).values(
            assignment_id=assignment_id,
            user_id=user_id,
            closes_at=closes_at,
            extra_s=int(extra.total_seconds()),
            extra_attempts=extra_attempts,
            reason=reason,
            granted_by=granted_by,
            granted_at=now,
        )
    )


_by = users.alias("by")
_EXTENDED = (
    extensions.c.id,
    extensions.c.user_id,
    users.c.name,
    extensions.c.closes_at,
    extensions.c.extra_s,
    extensions.c.extra_attempts,
    extensions.c.reason,
    _by.c.name,
    extensions.c.granted_at,
    extensions.c.revoked_at,
)


def _extended(row: Any) -> Extended:
    return Extended(
        extension_id=row[0],
        user_id=row[1],
        name=row[2],
        closes_at=row[3],
        extra=timedelta(seconds=row[4]),
        extra_attempts=row[5],
        reason=row[6],
        granted_by=row[7],
        granted_at=row[8],
        revoked_at=row[9],
    )


def list_extensions(connection: Connection, assignment_id: int) -> list[Extended]:
    """All grants in an assignment, also those taken back, the newest first."""
    rows: Any = connection.execute(
        select(*_EXTENDED)
        .join(users, users.c.id == extensions.c.user_id)
        .join(_by, _by.c.id == extensions.c.granted_by)
        .where(extensions.c.assignment_id == assignment_id)
        .order_by(extensions.c.id.desc())
    )
    return [_extended(row) for row in rows]


def list_extensions_of(
    connection: Connection, cohort_id: int, user_id: int
) -> list[tuple[int, str, Extended]]:
    """(assignment id, its title, grant) of one person's grants in a cohort that stand, the newest
    first.
    """
    rows: Any = connection.execute(
        select(*_EXTENDED, assignments.c.id, assignments.c.title)
        .join(users, users.c.id == extensions.c.user_id)
        .join(_by, _by.c.id == extensions.c.granted_by)
        .join(assignments, assignments.c.id == extensions.c.assignment_id)
        .where(
            assignments.c.cohort_id == cohort_id,
            extensions.c.user_id == user_id,
            extensions.c.revoked_at.is_(None),
        )
        .order_by(extensions.c.id.desc())
    )
    return [(row[10], row[11], _extended(row)) for row in rows]


def revoke_extension(
    connection: Connection, assignment_id: int, extension_id: int, now: datetime
) -> int | None:
    """Take a grant back; gives whose it was. None: it stands no more, nothing changed."""
    return connection.execute(
        update(extensions)
        .where(
            extensions.c.id == extension_id,
            extensions.c.assignment_id == assignment_id,
            extensions.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(extensions.c.user_id)
    ).scalar()
