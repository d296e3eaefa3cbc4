"""When a sitting may begin, must end, and what lateness costs. One place for the rule.

The deadline is the earlier of the close and start + limit × factor; a technical grace, which is
not told as extra time, lets a save that was under way arrive. Times are passed in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

GRACE = timedelta(seconds=30)
"""For a save or a hand-in that was sent in time and arrives late."""


@dataclass(frozen=True, slots=True)
class Window:
    """The dates of an assignment; ``closes`` None: never. ``limit`` None: no time limit."""

    opens: datetime
    due: datetime | None = None
    closes: datetime | None = None
    limit: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one person is granted: the accommodation of the person and the extensions together."""

    factor: Fraction = Fraction(1)
    later_close: timedelta = timedelta(0)
    closes: datetime | None = None  # a close of their own, instead of the assignment's
    extra_time: timedelta = timedelta(0)
    extra_attempts: int = 0


def for_person(window: Window, allowance: Allowance) -> Window:
    """The window as it is for one person.

    The factor stretches the limit, and moves the close by what it adds: who may work longer must
    be able to. A close of their own is taken as it stands, unless they have a later one without
    it: an extension takes nothing away, also when the close was moved for everybody since. The due
    date moves with the close; where nothing ever closes, it moves to the close of their own.
    """
    limit = window.limit
    added = timedelta(0)
    if limit is not None:
        longer = limit * allowance.factor.numerator / allowance.factor.denominator
        longer += allowance.extra_time
        added = max(timedelta(0), longer - limit)
        limit = longer
    later = added + allowance.later_close
    closes, due = window.closes, window.due
    if allowance.closes is not None:
        usual = closes if closes is not None else due
        later = max(later, allowance.closes - usual) if usual is not None else later
    if closes is not None:
        closes += later
    if due is not None:
        due += later
    return replace(window, due=due, closes=closes, limit=limit)


def deadline(window: Window, started: datetime) -> datetime | None:
    """When a sitting begun at ``started`` ends, for a window of :func:`for_person`. None: never."""
    ends = [window.closes] if window.closes is not None else []
    if window.limit is not None:
        ends.append(started + window.limit)
    return min(ends, default=None)


def may_start(window: Window, now: datetime) -> bool:
    """Whether a sitting may begin: opened, and not closed."""
    return window.opens <= now and (window.closes is None or now < window.closes)


def accepts(ends: datetime | None, now: datetime) -> bool:
    """Whether an answer that arrives now still counts."""
    return ends is None or now <= ends + GRACE


def finish(ends: datetime | None, now: datetime) -> datetime:
    """The recorded finish: now, or the deadline if that has passed."""
    return now if ends is None else min(now, ends)


def late(window: Window, finished: datetime) -> bool:
    """Whether a sitting finished then came after its due date."""
    return window.due is not None and finished > window.due
