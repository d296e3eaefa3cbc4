"""Students with sessions and answers, made straight in the database."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import Connection

from course.model import Course
from webapp.access import COOKIE, hashed, signer
from webapp.database import Database
from webapp.queries import people, sittings

SECRET = "bench-secret-0123456789-abcdefghijklmnop"
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def cookie(token: str) -> str:
    """The Cookie header of a browser that holds this token."""
    return f"{COOKIE}={signer(SECRET).sign(token).decode()}"


def right_form(course: Course, item_id: str) -> dict[str, list[str]]:
    """A form that earns all points of an item (or waits for a person)."""
    item = course.items[item_id]
    samples = {sample.name: sample for sample in item.interaction.samples()}
    return {name: list(values) for name, values in samples["right"].form.items()}


def add_students(database: Database, course: Course, lesson_id: str, count: int) -> list[str]:
    """Accounts that answered every item of a lesson; gives their Cookie headers."""
    lesson = course.lessons[lesson_id]
    tokens = [f"bench-student-{number}" for number in range(count)]

    def work(connection: Connection) -> None:
        for number, token in enumerate(tokens):
            user_id = people.add_account(
                connection, f"student{number}", f"Студент {number}", "-", NOW
            )
            people.add_sign_in(connection, user_id, hashed(token), NOW)
            sitting = sittings.get_or_start_sitting(
                connection, user_id, f"lesson:{lesson_id}", NOW
            )[0]
            for position, item_id in enumerate(lesson.item_ids):
                item = course.items[item_id]
                form = right_form(course, item_id)
                response = item.parse(form)
                outcome = item.score(response)
                attempt = sittings.add_attempt(
                    connection,
                    sitting,
                    item_id,
                    item.version,
                    1,
                    response.model_dump_json(),
                    form,
                    NOW + timedelta(seconds=position),
                )
                assert attempt is not None
                sittings.add_outcome(
                    connection, attempt, outcome.status, Fraction(outcome.score), [], NOW
                )

    database.write(work)
    return [cookie(token) for token in tokens]


def answer_request(
    lesson_id: str, item_id: str, fields: dict[str, list[str]], attempt: int, cookie_header: str
) -> bytes:
    """A form post of an answer, as our script sends it."""
    pairs = [(name, value) for name, values in fields.items() for value in values]
    body = urlencode([*pairs, ("attempt", str(attempt))]).encode()
    return (
        f"POST /lessons/{lesson_id}/items/{item_id} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: {cookie_header}\r\nSec-Fetch-Site: same-origin\r\nX-Fragment: item\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
