"""Whether a sitting may begin, what it asks, and its beginning: once, whoever presses how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from course.model import Course
from quizzes.drawing import Drawn, draw
from quizzes.timing import Window, for_person
from webapp import item_bank
from webapp.queries import assignments, drawn_items, exam_sittings, people
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.exam_sittings import SittingRow
from webapp.sitting.standing import later


class CannotStart(Exception):
    """A sitting may not begin. ``why`` names the reason, as in :class:`Readiness`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Readiness:
    """Where a person stands with an assignment. ``why`` no sitting may begin: early, closed,
    tries, wait, withdrawn, archived; "" when one may. ``running`` is to be continued instead.
    """

    assignment: AssignmentInfo
    window: Window
    enrolment_id: int | None  # None: it is not given to this person
    sittings: tuple[SittingRow, ...]
    extra_attempts: int
    wait_until: datetime | None
    now: datetime
    why: str

    @property
    def running(self) -> SittingRow | None:
        return next((one for one in self.sittings if one.closed_at is None), None)

    @property
    def most(self) -> int | None:
        """Tries in all; None: as many as wished."""
        rules = self.assignment.rules
        return rules.attempts + self.extra_attempts if rules.attempts is not None else None


def find_readiness(
    connection: Connection, assignment_id: int, user_id: int, now: datetime
) -> Readiness | None:
    """None: there is no such assignment."""
    assignment = assignments.find_assignment(connection, assignment_id)
    if assignment is None:
        return None
    allowance = assignments.allowance_of(connection, assignment, user_id)
    window = for_person(assignment.window, allowance)
    before = tuple(exam_sittings.list_of_student(connection, assignment_id, user_id))
    at = later(now, *(one.touched_at for one in before), *(one.stamped_at for one in before))
    found = Readiness(
        assignment=assignment,
        window=window,
        enrolment_id=assignments.find_student(connection, assignment_id, user_id),
        sittings=before,
        extra_attempts=allowance.extra_attempts,
        wait_until=_wait_until(assignment, before),
        now=at,
        why="",
    )
    archived = exam_sittings.cohort_archived(connection, assignment.cohort_id)
    return _with_reason(found, archived)


def _wait_until(assignment: AssignmentInfo, before: tuple[SittingRow, ...]) -> datetime | None:
    ends = [one.closed_at for one in before if one.closed_at is not None]
    if not ends or not assignment.rules.wait_s:
        return None
    return max(ends) + timedelta(seconds=assignment.rules.wait_s)


def _with_reason(found: Readiness, archived: bool) -> Readiness:
    why = ""
    window, now = found.window, found.now
    if found.assignment.withdrawn:
        why = "withdrawn"
    elif archived:
        why = "archived"
    elif now < window.opens:
        why = "early"
    elif window.closes is not None and now >= window.closes:
        why = "closed"
    elif found.most is not None and len(found.sittings) >= found.most:
        why = "tries"
    elif found.wait_until is not None and now < found.wait_until:
        why = "wait"
    return Readiness(
        found.assignment,
        found.window,
        found.enrolment_id,
        found.sittings,
        found.extra_attempts,
        found.wait_until,
        found.now,
        why,
    )


def plan(
    connection: Connection, course: Course, assignment: AssignmentInfo, user_id: int, seed: str
) -> tuple[Drawn, ...]:
    """What a sitting will ask.

    An item named one by one is given to everyone alike, also when it was retired meanwhile; what
    is drawn comes from what may be used now.

    Raises:
        quizzes.drawing.CannotDraw: the bank does not hold what is asked for.
    """
    found = assignments.find_assessment(connection, assignment.assessment_id)
    assert found is not None
    asked = found[1]
    bank = item_bank.candidates(connection, course, assignment.cohort_id)
    known = {one.item_id for one in bank}
    for item_id in asked.fixed():
        if item_id not in known:
            item = item_bank.newest_item(connection, course, item_id)
            if item is not None:
                bank.append(item_bank.candidate(course, item))
    return draw(asked, bank, drawn_items.list_seen(connection, user_id), seed)


def begin(
    connection: Connection,
    ready: Readiness,
    user_id: int,
    drawn: tuple[Drawn, ...],
    seed: str,
) -> int:
    """Store the beginning; the id of the sitting that runs now.

    Two starts at once make one sitting: the database takes only one that is open.

    Raises:
        CannotStart: a try was begun and ended meanwhile.
    """
    assignment = ready.assignment
    assert ready.enrolment_id is not None
    sitting_id = exam_sittings.add_sitting(
        connection,
        user_id=user_id,
        assignment_id=assignment.id,
        ordinal=len(ready.sittings) + 1,
        enrolment_id=ready.enrolment_id,
        seed=seed,
        drawn=drawn,
        now=ready.now,
    )
    if sitting_id is not None:
        people.bump(connection, user_id)
        return sitting_id
    for one in exam_sittings.list_of_student(connection, assignment.id, user_id):
        if one.closed_at is None:
            return one.id
    raise CannotStart("again")
