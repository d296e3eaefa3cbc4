"""What a person has read and answered, and what a group has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, and_, delete, func, select, update

from webapp.queries import insert_or_ignore, upsert
from webapp.queries.newest import newest_outcome
from webapp.tables import attempts, enrolments, outcomes, readings, sittings, users


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """A person's newest answer to an item."""

    status: str
    score: Fraction
    at: datetime

    @property
    def right(self) -> bool:
        return self.status == "scored" and self.score == 1


def _newest_answers(*columns: Any) -> Any:
    """Answers with the outcome that counts, of which only the newest per person and item stay."""
    return (
        select(*columns)
        .select_from(sittings)
        .join(attempts, attempts.c.sitting_id == sittings.c.id)
        .join(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .order_by(attempts.c.id)
    )


def item_progress(connection: Connection, user_id: int) -> dict[str, ItemProgress]:
    """Item id → newest answer of this person in lessons. Assignments tell their results
    themselves, when their rules let them."""
    rows = connection.execute(
        _newest_answers(
            attempts.c.item_id,
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            attempts.c.received_at,
        ).where(sittings.c.user_id == user_id, sittings.c.assignment_id.is_(None))
    )
    # ordered by attempt: a later row of an item replaces the earlier
    return {row[0]: ItemProgress(row[1], Fraction(row[2], row[3]), row[4]) for row in rows}


def lesson_readings(connection: Connection, user_id: int) -> dict[str, tuple[datetime, bool]]:
    """Lesson id → (opened, whether finished)."""
    return {
        row[0]: (row[1], row[2] is not None)
        for row in connection.execute(
            select(readings.c.lesson_id, readings.c.opened_at, readings.c.finished_at).where(
                readings.c.user_id == user_id
            )
        )
    }


def group_readings(connection: Connection, group_id: int) -> dict[int, int]:
    """Student → number of lessons finished."""
    rows = connection.execute(
        select(readings.c.user_id, func.count())
        .join(enrolments, enrolments.c.user_id == readings.c.user_id)
        .where(
            enrolments.c.group_id == group_id,
            enrolments.c.role == "student",
            readings.c.finished_at.is_not(None),
        )
        .group_by(readings.c.user_id)
    )
    return {row[0]: row[1] for row in rows}


def open_lesson(connection: Connection, user_id: int, lesson_id: str, now: datetime) -> None:
    """The person has this lesson open; the newest one is where they left off."""
    connection.execute(
        insert_or_ignore(connection, readings).values(
            user_id=user_id, lesson_id=lesson_id, opened_at=now
        )
    )
    connection.execute(
        update(readings)
        .where(readings.c.user_id == user_id, readings.c.lesson_id == lesson_id)
        .values(opened_at=now)
    )


def finish_lesson(connection: Connection, user_id: int, lesson_id: str, now: datetime) -> None:
    """The person says the lesson is read. The first time stays."""
    open_lesson(connection, user_id, lesson_id, now)
    connection.execute(
        update(readings)
        .where(
            readings.c.user_id == user_id,
            readings.c.lesson_id == lesson_id,
            readings.c.finished_at.is_(None),
        )
        .values(finished_at=now)
    )


def merge_readings(connection: Connection, guest_id: int, user_id: int) -> None:
    """Move a guest's readings to an account: the later opening and the earlier finish stay."""
    of_user = {
        row[0]: (row[1], row[2])
        for row in connection.execute(
            select(readings.c.lesson_id, readings.c.opened_at, readings.c.finished_at).where(
                readings.c.user_id == user_id
            )
        ).all()
    }
    for lesson_id, opened_at, finished_at in connection.execute(
        select(readings.c.lesson_id, readings.c.opened_at, readings.c.finished_at).where(
            readings.c.user_id == guest_id
        )
    ).all():
        had_opened, had_finished = of_user.get(lesson_id, (opened_at, None))
        finishes = [at for at in (finished_at, had_finished) if at is not None]
        values = {
            "user_id": user_id,
            "lesson_id": lesson_id,
            "opened_at": max(opened_at, had_opened),
            "finished_at": min(finishes) if finishes else None,
        }
        connection.execute(upsert(connection, readings, values, ["user_id", "lesson_id"]))
    connection.execute(delete(readings).where(readings.c.user_id == guest_id))


def list_students(connection: Connection, group_id: int) -> list[Any]:
    """Rows (user id, name, login) of a group's students."""
    return list(
        connection.execute(
            select(users.c.id, users.c.name, users.c.login)
            .join(enrolments, enrolments.c.user_id == users.c.id)
            .where(
                enrolments.c.group_id == group_id,
                enrolments.c.role == "student",
                enrolments.c.ended_at.is_(None),
            )
            .order_by(users.c.id)
        )
    )
