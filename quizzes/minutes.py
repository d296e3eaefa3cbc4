"""Time spent studying, from the moments of answers.

Nobody is watched: there is no beacon, only answers. Between two answers of one learner the time
counts as study up to five minutes; a longer pause was a pause, and the answer after it counts one
minute, as does the first of all. It is an honest guess, and is shown as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median_low

IDLE = timedelta(minutes=5)
"""A longer pause was not spent on the answer."""

INSTEAD = timedelta(minutes=1)
"""What an answer counts whose beginning is not known."""

FEWEST = 5
"""From so many timed answers on, a learner's own pace is worth more than the usual one."""


def spent(answers: Iterable[datetime], *, since: datetime | None = None) -> timedelta:
    """The time that these answers took; ``since``: a known moment of work before the first (the
    answer before, or the start of the sitting). The moments may come in any order.
    """
    return sum(gaps(answers, since=since), timedelta(0))


def gaps(answers: Iterable[datetime], *, since: datetime | None = None) -> list[timedelta]:
    """What each answer took, in the order of time."""
    found: list[timedelta] = []
    before = since
    for moment in sorted(answers):
        gap = moment - before if before is not None else None
        counts = gap is not None and timedelta(0) <= gap <= IDLE
        found.append(gap if counts and gap is not None else INSTEAD)
        before = moment if before is None else max(before, moment)
    return found


def pace(seconds: Sequence[int], usual: int) -> int:
    """Seconds that a learner takes for a thing of some kind: the median of their own recent times,
    between a third and three times what is usual; ``usual`` while there are too few.
    """
    if len(seconds) < FEWEST:
        return usual
    return max(1, usual // 3, min(usual * 3, median_low(seconds)))
