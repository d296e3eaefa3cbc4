"""The list of mistakes: a thing enters with an answer that is not fully right, and leaves after two
right answers on different days. And what a thing is to a learner: its statuses.

Days are those of the course's zone. An answer that waits for a marker does nothing until marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from quizzes.certainty import Certainty
from quizzes.memory import Memory

RIGHT_DAYS = 2
"""On so many different days it must be answered right to leave the list."""

MASTERED = 21
"""Days of stability from which a thing counts as mastered: three weeks hence nine in ten would
still know it. (Anki calls a card «mature» at the same age.)"""

KeyStatus = Literal["new", "missed", "unsure", "flagged", "due", "mastered"]
KEY_STATUSES: tuple[KeyStatus, ...] = ("new", "missed", "unsure", "flagged", "due", "mastered")


@dataclass(frozen=True, slots=True)
class Mistake:
    """``since``: the day of the newest wrong answer; ``right_days``: when it was right since."""

    since: date
    right_days: tuple[date, ...] = ()

    @property
    def still(self) -> int:
        """On how many more days it must be answered right."""
        return RIGHT_DAYS - len(self.right_days)

    def to_json(self) -> dict[str, Any]:
        return {
            "since": self.since.isoformat(),
            "right_days": [day.isoformat() for day in self.right_days],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Mistake:
        """Raises KeyError, TypeError or ValueError if ``data`` did not come from to_json."""
        return cls(
            since=date.fromisoformat(data["since"]),
            right_days=tuple(date.fromisoformat(day) for day in data["right_days"]),
        )


def answered(mistake: Mistake | None, *, right: bool, day: date) -> Mistake | None:
    """The state after an answer; None: not on the list. ``right``: fully right.

    A right answer counts on the day of the mistake too, once a day. An answer that comes late
    changes only what is not newer than itself: a wrong one does not undo right ones of later days
    but those of its own day and before; a right one from before the mistake is no amends.
    """
    if not right:
        if mistake is None:
            return Mistake(day)
        since = max(mistake.since, day)
        return Mistake(since, tuple(one for one in mistake.right_days if one > day))
    if mistake is None or day < mistake.since or day in mistake.right_days:
        return mistake
    days = (*mistake.right_days, day)
    return None if len(days) >= RIGHT_DAYS else Mistake(mistake.since, days)


def replay(answers: Iterable[tuple[date, bool]]) -> Mistake | None:
    """The state a history of (day, fully right) leaves, put in the order of its days."""
    mistake: Mistake | None = None
    for day, right in sorted(answers, key=lambda one: one[0]):
        mistake = answered(mistake, right=right, day=day)
    return mistake


def statuses(
    memory: Memory | None,
    mistake: Mistake | None,
    today: date,
    *,
    right: bool | None = None,
    certainty: Certainty | None = None,
    flagged: bool = False,
) -> frozenset[KeyStatus]:
    """All that a thing is to a learner at once.

    ``right`` and ``certainty`` are those of the newest answer (None: none, not marked, not said).
    «unsure»: right, but said to be hardly sure or a guess (1 or 0). «mastered»: stability of
    :data:`MASTERED` days, neither missed nor unsure.
    """
    found: set[KeyStatus] = set()
    if memory is None and right is None and mistake is None:
        found.add("new")
    if mistake is not None:
        found.add("missed")
    if right and certainty in ("0", "1"):
        found.add("unsure")
    if flagged:
        found.add("flagged")
    if memory is not None and memory.due <= today:
        found.add("due")
    if memory is not None and memory.stability >= MASTERED and not found & {"missed", "unsure"}:
        found.add("mastered")
    return frozenset(found)
