"""Notes of instructors about a student, among those who teach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from webapp.queries import SECOND_PRESS
from webapp.tables import staff_notes, users


@dataclass(frozen=True, slots=True)
class Note:
    note_id: int
    text: str
    author_id: int
    author: str  # name
    at: datetime


def list_notes(connection: Connection, cohort_id: int, user_id: int, most: int) -> list[Note]:
    """The notes about a student in a cohort that were not taken back, newest first."""
    statement = (
        select(
            staff_notes.c.id,
            staff_notes.c.text,
            staff_notes.c.author_id,
            users.c.name,
            staff_notes.c.created_at,
        )
        .join(users, users.c.id == staff_notes.c.author_id)
        .where(
            staff_notes.c.cohort_id == cohort_id,
            staff_notes.c.user_id == user_id,
            staff_notes.c.removed_at.is_(None),
        )
        .order_by(staff_notes.c.id.desc())
        .limit(most)
    )
    return [Note(*row) for row in connection.execute(statement)]


def add_note(
    connection: Connection, cohort_id: int, user_id: int, author_id: int, text: str, now: datetime
) -> None:
    """Keep a note. The same words again within moments are a button pressed twice."""
    same = connection.execute(
        select(staff_notes.c.id).where(
            staff_notes.c.cohort_id == cohort_id,
            staff_notes.c.user_id == user_id,
            staff_notes.c.author_id == author_id,
            staff_notes.c.text == text,
            staff_notes.c.removed_at.is_(None),
            staff_notes.c.created_at > now - SECOND_PRESS,
        )
    ).first()
    if same is None:
        connection.execute(
            insert(staff_notes).values(
                cohort_id=cohort_id,
                user_id=user_id,
                author_id=author_id,
                text=text,
                created_at=now,
            )
        )


def find_author(connection: Connection, cohort_id: int, user_id: int, note_id: int) -> int | None:
    """Who wrote a note about a student. None: there is no such note, or it was taken back."""
    found: int | None = connection.execute(
        select(staff_notes.c.author_id).where(
            staff_notes.c.id == note_id,
            staff_notes.c.cohort_id == cohort_id,
            staff_notes.c.user_id == user_id,
            staff_notes.c.removed_at.is_(None),
        )
    ).scalar()
    return found


def take_back(connection: Connection, note_id: int, now: datetime) -> None:
    """A note is shown no more; the text is not kept."""
    connection.execute(
        update(staff_notes)
        .where(staff_notes.c.id == note_id, staff_notes.c.removed_at.is_(None))
        .values(removed_at=now, text="")
    )
