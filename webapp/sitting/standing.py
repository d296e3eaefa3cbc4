"""How a sitting stands at a moment: under which rules, until when, whether it still runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection

from quizzes.rules import PRACTICE, Rules, Visibility
from quizzes.timing import Allowance, Window, accepts, deadline, finish, for_person
from webapp.queries import assignments, exam_sittings
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.exam_sittings import SittingRow
from webapp.queries.self_tests import SelfTestInfo, find_self_test


@dataclass(frozen=True, slots=True)
class Standing:
    """``window`` is the person's own, ``ends`` the deadline (None: none). ``now`` never runs
    backwards: a clock set back gives no time. ``member``: the assignment is given to them still;
    ``left``: when that ended, if it is known. ``own``: the learner made it for themself; then
    ``assignment`` is none that is stored, only its terms.
    """

    sitting: SittingRow
    assignment: AssignmentInfo
    window: Window
    ends: datetime | None
    now: datetime
    member: bool
    left: datetime | None = None
    own: SelfTestInfo | None = None

    @property
    def runs(self) -> bool:
        """Not ended, as far as is stored."""
        return self.sitting.closed_at is None

    @property
    def marked_by(self) -> AssignmentInfo:
        """The terms by which points are counted. Who practises says how sure they are for the sake
        of what comes back when; it moves no points, as in an exam it does.
        """
        if self.own is None or self.own.mode == "exam":
            return self.assignment
        rules = self.assignment.rules.model_copy(update={"certainty": False})
        return replace(self.assignment, rules=rules)

    @property
    def takes(self) -> bool:
        """Whether an answer that arrives now counts."""
        return self.runs and self.member and accepts(self.ends, self.now)

    @property
    def over(self) -> bool:
        """It must be ended: by time, or because the student was taken out."""
        return self.runs and not self.takes

    @property
    def up(self) -> bool:
        """The time told to the student is up; only the grace may remain."""
        return self.ends is not None and self.now >= self.ends

    @property
    def remaining(self) -> int | None:
        """Whole seconds left, never below nought; None: no limit."""
        if self.ends is None:
            return None
        return max(0, math.ceil((self.ends - self.now).total_seconds()))

    @property
    def limit(self) -> int | None:
        """Whole seconds from the beginning to the deadline."""
        if self.ends is None:
            return None
        return max(0, math.ceil((self.ends - self.sitting.started_at).total_seconds()))

    @property
    def last_moment(self) -> tuple[datetime, str]:
        """Recorded finish of a sitting that is over, and by whom: the same whenever it is asked."""
        if self.member:
            assert self.ends is not None
            return max(self.ends, self.sitting.started_at), "time"
        at = max(self.left or self.now, self.sitting.started_at)
        if self.ends is not None and self.ends <= at:
            return self.ends, "time"
        return at, "instructor"

    @property
    def finish_now(self) -> datetime:
        """Recorded finish of a sitting handed in now."""
        return finish(self.ends, self.now)


def later(now: datetime, *seen: datetime | None) -> datetime:
    """Now, or the latest moment seen before: time does not run backwards."""
    return max(now, *(one for one in seen if one is not None), now)


def _standing(
    sitting: SittingRow,
    assignment: AssignmentInfo,
    allowance: Allowance,
    now: datetime,
    member: bool,
    left: datetime | None,
) -> Standing:
    window = for_person(assignment.window, allowance)
    at = later(now, sitting.touched_at, sitting.stamped_at)
    return Standing(
        sitting, assignment, window, deadline(window, sitting.started_at), at, member, left
    )


_AT_THE_END = Visibility(own="after", score="after", key="after", feedback="after")


def _terms_of(own: SelfTestInfo) -> AssignmentInfo:
    """The terms of a sitting that its student made, in the shape of an assignment's."""
    rules = Rules(
        mode="exam" if own.mode == "exam" else "practice",
        certainty=own.certainty,
        visibility=_AT_THE_END if own.mode == "exam" else PRACTICE,
    )
    window = Window(opens=own.created_at, limit=own.limit)
    return AssignmentInfo(
        0, 0, 0, own.title, "", window, rules, None, 1, own.user_id, withdrawn=False
    )


def _stand_alone(connection: Connection, sitting: SittingRow, now: datetime) -> Standing:
    own = find_self_test(connection, sitting.id)
    assert own is not None
    found = _standing(sitting, _terms_of(own), Allowance(), now, True, None)
    return replace(found, own=own)


def stand(connection: Connection, sitting: SittingRow, now: datetime) -> Standing:
    """How one sitting stands."""
    if sitting.assignment_id is None:
        return _stand_alone(connection, sitting, now)
    assignment = assignments.find_assignment(connection, sitting.assignment_id)
    assert assignment is not None
    allowance = assignments.allowance_of(connection, assignment, sitting.user_id)
    member, left = True, None
    if sitting.closed_at is None:
        enrolment = assignments.find_student(connection, assignment.id, sitting.user_id)
        member = enrolment is not None
        if not member:
            left = exam_sittings.left_at(connection, sitting.enrolment_id)
    return _standing(sitting, assignment, allowance, now, member, left)


def find(connection: Connection, sitting_id: int, now: datetime) -> Standing | None:
    """A sitting of an assignment as it stands; None: there is none with this number."""
    sitting = exam_sittings.find_sitting(connection, sitting_id)
    return stand(connection, sitting, now) if sitting is not None else None


def stand_all(connection: Connection, rows: Sequence[SittingRow], now: datetime) -> list[Standing]:
    """How running sittings stand; ``rows`` come by assignment, each is asked about once."""
    found: list[Standing] = []
    for assignment_id, group in groupby(rows, key=lambda row: row.assignment_id):
        if assignment_id is None:
            found.extend(_stand_alone(connection, row, now) for row in group)
            continue
        assignment = assignments.find_assignment(connection, assignment_id)
        assert assignment is not None
        granted = assignments.allowances(connection, assignment)
        members = {one.user_id for one in assignments.list_students(connection, assignment_id)}
        for row in group:
            member = row.user_id in members
            left = None if member else exam_sittings.left_at(connection, row.enrolment_id)
            allowance = granted.get(row.user_id, Allowance())
            found.append(_standing(row, assignment, allowance, now, member, left))
    return found
