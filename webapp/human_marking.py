"""Marks that people give: against the rubric, by one marker or two, and what follows from them.

Nothing is written over: each marking is a row, each mark that counts a new outcome with the
person and the reason. A form carries the stamp of what its page showed; if another has marked
meanwhile, nothing is stored and the marker is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from hashlib import sha256

from sqlalchemy import Connection

from course.model import Course
from quizzes.interactions.essay import Essay
from quizzes.item import Item
from quizzes.markers import Marking, decided, stand
from quizzes.outcome import Outcome
from webapp.pages import GivenMark
from webapp.queries import assignments, marks, notices, people, sittings
from webapp.sitting.seeing import shown_after

MOST_REASON = 500
MOST_COMMENT = 4_000
_SALT = "marking order"


class MarkedMeanwhile(Exception):
    """The answer is not as the marker's page showed it: someone marked it meanwhile."""


class NotTheirTurn(Exception):
    """Another person has to mark this answer."""


class ReasonWanted(Exception):
    """A mark that stands is changed only with a reason."""


def in_marking_order(attempt_ids: Sequence[int]) -> list[int]:
    """The answers in the order they are marked: shuffled, and the same for every marker."""
    return sorted(attempt_ids, key=lambda one: sha256(f"{_SALT}\0{one}".encode()).digest())


def stamp(seen: Sequence[Marking], outcome_id: int) -> str:
    """What a page showed of an answer: the newest marking its reader may see, and the outcome."""
    return f"{seen[-1].id if seen else 0}-{outcome_id}"


@dataclass(frozen=True, slots=True)
class Given:
    """What a marker sent. ``points``: criterion id → points of one of its levels."""

    points: dict[str, int]
    comment: str
    reason: str
    known: str  # the stamp of the page


def save_mark(
    connection: Connection,
    course: Course,
    item: Item,
    attempt_id: int,
    sitting_id: int,
    given: Given,
    now: datetime,
    *,
    marker: int,
    instructor: bool,
    two: bool,
) -> bool:
    """Store a marking, and the outcome if it is final. Gives whether it is.

    The same marking sent again (a double press) stores nothing and is found done.

    Raises:
        MarkedMeanwhile, NotTheirTurn, ReasonWanted: nothing was stored.
        ValueError: points of no level.
    """
    essay = item.interaction
    assert isinstance(essay, Essay)
    held = marks.lock_answer(connection, attempt_id)
    if held is None:
        raise NotTheirTurn
    outcome_id, awaiting = held
    made = marks.list_marks(connection, [attempt_id]).get(attempt_id, [])
    before = stand(made, two=two, final=not awaiting)
    if given.known != stamp(before.seen_by(marker, instructor), outcome_id):
        if made and _same(made[-1], marker, given):
            return before.final
        raise MarkedMeanwhile
    part = before.turn(marker, instructor)
    if part is None:
        raise NotTheirTurn
    if before.final and not given.reason:
        raise ReasonWanted
    outcome = essay.mark(given.points)
    marks.add_mark(connection, attempt_id, marker, part, given.points, given.comment, now)
    if not (before.final or decided(before, part, sum(given.points.values()))):
        return False
    reason = given.reason or given.comment
    judge_anew(connection, course, attempt_id, sitting_id, outcome, marker, reason, now)
    return True


def _same(newest: Marking, marker: int, given: Given) -> bool:
    return (newest.marker, dict(newest.points), newest.comment) == (
        marker,
        given.points,
        given.comment,
    )


def judge_anew(
    connection: Connection,
    course: Course,
    attempt_id: int,
    sitting_id: int,
    outcome: Outcome,
    marker: int,
    reason: str,
    now: datetime,
    *,
    quiet: bool = False,
) -> None:
    """Add a person's outcome, and tell the student when the sitting is marked and its score may
    be seen. ``quiet``: they are told otherwise.
    """
    sittings.add_outcome(
        connection,
        attempt_id,
        outcome.status,
        outcome.score,
        outcome.misconceptions,
        now,
        marked_by=marker,
        reason=reason[:MOST_REASON],
    )
    found = marks.find_sitting(connection, sitting_id)
    assert found is not None
    user_id, assignment_id, closed_at, assessment = found
    people.bump(connection, user_id)
    marked = marks.all_marked(connection, sitting_id)
    if marked:
        marks.end_waiting(connection, sitting_id)
    if quiet or not marked:
        return
    if assignment_id is None:
        lesson = course.lessons.get(assessment.removeprefix("lesson:"))
        if lesson is not None:
            href = f"/lessons/{lesson.id}"
            notices.tell(connection, [user_id], "essay_marked", href, now, title=lesson.title)
        return
    assignment = assignments.find_assignment(connection, assignment_id)
    assert assignment is not None
    if closed_at is not None and "score" in shown_after(connection, assignment, now):
        href = f"/sittings/{sitting_id}/result"
        notices.tell(connection, [user_id], "mark_changed", href, now, title=assignment.title)


def mark_that_counts(item: Item, made: Sequence[Marking], score: Fraction) -> GivenMark | None:
    """The marking behind a score. None: there is none (a correction moved it, say)."""
    if not made or not isinstance(item.interaction, Essay):
        return None
    newest = made[-1]
    try:
        outcome = item.interaction.mark(newest.points)
    except ValueError:
        return None
    if outcome.score != score:
        return None
    comments = [newest.comment]
    if newest.part == "second":  # both agreed, and both may have something to say
        comments.insert(0, next((m.comment for m in reversed(made) if m.part == "first"), ""))
    return GivenMark(dict(newest.points), "\n\n".join(text for text in comments if text))
