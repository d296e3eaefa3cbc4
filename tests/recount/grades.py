"""What students earned in assignments: in the API, in files, in the gradebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from tests.recount.learners import given_to
from tests.recount.raw import Assignment, Raw, Sitting, sure


@dataclass
class Window:
    """The dates of one person."""

    due: datetime | None
    closes: datetime | None


def window_of(raw: Raw, task: Assignment, user: int) -> Window:
    limit = task.limit_s or 0
    later = timedelta(0)
    extra, own_close = timedelta(0), None
    factor = Fraction(1)
    for one in raw.accommodations:
        if one["user_id"] == user and one["cohort_id"] == task.cohort:
            factor = Fraction(one["time_num"], one["time_den"])
            later += timedelta(seconds=one["later_close_s"])
    for one in raw.extensions:
        mine = one["user_id"] == user and one["assignment_id"] == task.id
        if mine and one["revoked_at"] is None:
            extra += timedelta(seconds=one["extra_s"])
            if one["closes_at"] is not None:
                own_close = sure(one["closes_at"])
    if task.limit_s is not None:
        longer = timedelta(seconds=float(limit * factor)) + extra
        later += max(timedelta(0), longer - timedelta(seconds=limit))
    usual = task.closes or task.due
    if own_close is not None and usual is not None:
        later = max(later, own_close - usual)
    return Window(
        task.due + later if task.due is not None else None,
        task.closes + later if task.closes is not None else None,
    )


def closes_for_all(raw: Raw, task: Assignment) -> datetime | None:
    people = {one["user_id"] for one in (*raw.extensions, *raw.accommodations)}
    if task.closes is None:
        return None
    theirs = [
        found
        for user in people
        if given_to(raw, task, user) and (found := window_of(raw, task, user).closes) is not None
    ]
    return max([task.closes, *theirs])


@dataclass
class Scored:
    """A sitting as it counts. ``lines``: item → points earned, None while it waits."""

    sitting: Sitting
    lines: dict[str, Fraction | None]
    earned: Fraction
    most: int
    share: Fraction
    waiting: int
    answered: int
    late: bool


def scored(raw: Raw, task: Assignment, sitting: Sitting) -> Scored:
    """Raises ValueError where corrections or certainty would have to be counted."""
    if task.id in raw.corrected or task.rules.get("certainty"):
        raise ValueError(f"assignment {task.id}: corrections and certainty are not recounted")
    newest = {one.item: one for one in sorted(sitting.answers, key=lambda one: one.number)}
    lines: dict[str, Fraction | None] = {}
    answered = 0
    for _, _, item, _, points in sitting.items:
        one = newest.get(item)
        answered += one is not None
        if one is None:
            lines[item] = Fraction(0)
        else:
            lines[item] = one.share * points if one.status == "scored" else None
    most = sum(points for *_, points in sitting.items)
    earned = sum((one for one in lines.values() if one is not None), Fraction(0))
    share = earned / most if most else Fraction(0)
    due = window_of(raw, task, sitting.user).due
    late = due is not None and sitting.closed is not None and sitting.closed > due
    if late:
        share *= Fraction(task.rules.get("late", "1"))
    waiting = sum(one is None for one in lines.values())
    return Scored(sitting, lines, earned, most, share, waiting, answered, late)


@dataclass
class Grade:
    """One student at one assignment: what counts of all tries."""

    given: bool
    state: str
    share: Fraction | None = None
    points: Fraction | None = None
    most: int | None = None
    final: bool = False
    late: bool = False
    passed: bool | None = None
    tries: int = 0


def grade(raw: Raw, task: Assignment, user: int) -> Grade:
    given = given_to(raw, task, user)
    tries = sorted(
        (one for one in raw.of_user[user] if one.assignment == task.id), key=lambda one: one.ordinal
    )
    done = [scored(raw, task, one) for one in tries if one.closed is not None]
    if not done:
        return Grade(given, "in-progress" if tries else "not-started", tries=len(tries))
    worked = [one for one in done if one.answered] or done
    final = not any(one.waiting for one in done)
    state = "in-progress" if len(done) < len(tries) else "marked" if final else "handed-in"
    taken = counts_of(task, done)
    if taken is None:
        share = sum((one.share for one in worked), Fraction(0)) / len(worked)
        every = {one.most for one in done}
        most = every.pop() if len(every) == 1 else None
        late = any(one.late for one in done)
    else:
        share, most, late = taken.share, taken.most, taken.late
    mark = task.rules.get("pass_share")
    reached = None if mark is None else share >= Fraction(mark)
    return Grade(
        given,
        state,
        share,
        share * most if most is not None else None,
        most,
        final,
        late,
        reached if final or reached else None,
        len(tries),
    )


def counts_of(task: Assignment, done: Sequence[Scored]) -> Scored | None:
    """Which of the finished tries is the one that counts; None: their average does."""
    worked = [one for one in done if one.answered] or list(done)
    match task.rules.get("counts", "best"):
        case "average":
            return None
        case "first":
            return worked[0]
        case "last":
            return worked[-1]
    return max(worked, key=lambda one: one.share)


def groups_of(raw: Raw, cohort: int, user: int) -> tuple[set[int], bool]:
    """(groups in which a student is, or was last; whether they have left)."""
    theirs = [
        one
        for one in raw.enrolments
        if one.user == user and one.cohort == cohort and one.role == "student"
    ]
    now = [one for one in theirs if not one.ended]
    return {one.group for one in now or theirs[-1:] if one.group is not None}, not now
