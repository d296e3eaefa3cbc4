"""In which order students in need of help are named: one order for all pages and files.

First those who cannot wait; whose only reason is that they lag behind in what is still open, with
days left, stand last. Then the most reasons first («weak» and «failed» are one: who knows little
does poorly); of as many, the graver (:data:`GRAVITY`); then by name.

It is worked out from the alert and the dates alone, which every page has: the evidence behind a
reason is known only where all students of a group are judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from quizzes.needs_help import Alert
from quizzes.timing import Allowance, Window, for_person
from webapp.insight.assigned import PREFIX
from webapp.routes.reading import alphabetical

GRAVITY = (
    "silent",
    "falling",
    "wrong-tries",
    "misconception",
    "weak",
    "failed",
    "missed",
    "behind",
)
"""Rules, the gravest first: who does not work at all cannot be helped by anything but a talk; of
the rest, what is known less and less comes before what was never known, and that before what was
not handed in. «missed»: of what one lags behind in, something has closed; «behind»: all is open.
"""

End = Literal["missed", "late", "waits"]
"""What an assignment is to a person: closed; due today or before; open with days left."""


class Ends(NamedTuple):
    """When an assignment ends, and what people are granted there."""

    window: Window
    granted: Mapping[int, Allowance]

    def of(self, user_id: int, now: datetime, zone: ZoneInfo) -> End:
        allowance = self.granted.get(user_id)
        window = for_person(self.window, allowance) if allowance is not None else self.window
        if window.closes is not None and window.closes <= now:
            return "missed"
        due = window.due or window.closes
        left = due is not None and due.astimezone(zone).date() > now.astimezone(zone).date()
        return "waits" if left else "late"


def assignments_in(alert: Alert) -> list[int]:
    """The assignments an alert names."""
    names = (one.removeprefix(PREFIX) for one in alert.with_what if one.startswith(PREFIX))
    return [int(name) for name in names if name.isdigit()]


def sorted_by_need(
    alerts: Mapping[int, Alert],
    names: Mapping[int, str],
    ends: Mapping[int, Ends],
    now: datetime,
    zone: ZoneInfo,
) -> list[int]:
    """The people who have an alert and a name, in the order in which they are told. ``ends``: of
    the assignments that are named (others count as late).
    """

    def place(user_id: int) -> tuple[bool, int, list[int], tuple[int, ...], int]:
        alert = alerts[user_id]
        ended = [
            ends[one].of(user_id, now, zone) if one in ends else "late"
            for one in assignments_in(alert)
        ]
        # of who also failed something, the closed one may be that
        missed = "missed" in ended and "failed" not in alert.reasons
        rules = ["missed" if rule == "behind" and missed else rule for rule in alert.reasons]
        waits = rules == ["behind"] and bool(ended) and all(one == "waits" for one in ended)
        gravity = sorted(GRAVITY.index(rule) if rule in GRAVITY else len(GRAVITY) for rule in rules)
        one_trouble = {"weak", "failed"} <= set(rules)
        gravity.append(len(GRAVITY))  # of the same gravity who has one reason more stands first
        return waits, one_trouble - len(rules), gravity, alphabetical(names[user_id]), user_id

    return sorted((one for one in alerts if one in names), key=place)
