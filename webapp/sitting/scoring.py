"""What the machine makes of answers that were handed in. Essays wait for a person."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from course.model import Course
from quizzes.item import Item
from quizzes.outcome import Outcome, ResponseError
from webapp import correcting
from webapp.queries import count_queue, drawn_items, exam_sittings, given_answers, people
from webapp.queries.given_answers import Given
from webapp.sitting.ending import load_items

log = logging.getLogger(__name__)

UNREADABLE = "unreadable"
"""Reason of the nought for an answer that could not be read."""

BROKEN = "engine"
"""Reason why an answer waits for a person that the machine should have scored."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Outcomes ready to be stored."""

    sitting_id: int
    assignment_id: int | None  # None: one's own
    user_id: int
    stamped_at: datetime | None  # of the end that was judged: another one has other answers
    rows: tuple[dict[str, Any], ...]  # without the time


def judge(connection: Connection, course: Course, sitting_id: int) -> Scores | None:
    """Score what has no outcome yet. None: there is no such sitting, it runs, or it is scored."""
    sitting = exam_sittings.find_sitting(connection, sitting_id)
    if sitting is None or sitting.closed_at is None or sitting.scored_at is not None:
        return None
    given = [
        one
        for one in given_answers.list_given(connection, sitting_id).values()
        if one.status is None
    ]
    rows = drawn_items.list_items(connection, sitting_id)
    wanted = {one.item_id for one in given}
    items = load_items(connection, course, [row for row in rows if row.item_id in wanted])
    return Scores(
        sitting_id,
        sitting.assignment_id,
        sitting.user_id,
        sitting.stamped_at,
        tuple(_row(one, *outcome_of(items.get(one.item_id), one)) for one in given),
    )


def outcome_of(item: Item | None, given: Given) -> tuple[Outcome, str]:
    """(outcome, reason) of an answer as the engine sees it."""
    if given.response is None:
        return Outcome(Fraction(0)), UNREADABLE
    try:
        if item is None:
            raise LookupError(given.item_id)
        return item.score(item.response_from_json(given.response)), ""
    except ResponseError:
        return Outcome(Fraction(0)), UNREADABLE
    except Exception:
        log.exception("answer %d could not be scored", given.attempt_id)
        return Outcome(Fraction(0), status="awaiting"), BROKEN


def _row(given: Given, outcome: Outcome, reason: str) -> dict[str, Any]:
    return {
        "attempt_id": given.attempt_id,
        "status": outcome.status,
        "score_num": outcome.score.numerator,
        "score_den": outcome.score.denominator,
        "misconceptions": json.dumps(list(outcome.misconceptions)),
        "reason": reason,
    }


def store(connection: Connection, course: Course, scores: Scores, now: datetime) -> bool:
    """Add the outcomes, once, and what earlier corrections of the assignment make of them. False:
    someone was faster.
    """
    if not exam_sittings.mark_scored(connection, scores.sitting_id, scores.stamped_at, now):
        return False
    given_answers.add_outcomes(connection, [{**row, "created_at": now} for row in scores.rows])
    if scores.assignment_id is not None:
        correcting.apply_to_late(connection, course, scores.assignment_id, scores.sitting_id, now)
    count_queue.queue_people(connection, [scores.user_id], now)
    people.bump(connection, scores.user_id)
    return True
