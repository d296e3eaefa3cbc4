"""Who needed help at a time that is past: read from what was written down when alerts changed.

Nothing is judged anew. An alert that was taken away because its student left the cohort has no
event that says so: of such a one, and of one whose beginning was not written down, that is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from quizzes.needs_help import RULES, Rule


class AlertEvent(NamedTuple):
    """``reasons``: all that held after it, none when the alert was cleared."""

    user_id: int
    kind: str
    reasons: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A reason from ``since`` up to ``until``. None: not written down, or it holds still."""

    rule: Rule
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Alerted:
    """One alert. ``since`` or ``until`` None: it was not written down, or it ``stands`` now.
    ``seen``: when it is first told of; ``gone``: when it had ended at the latest, None: not yet.
    """

    user_id: int
    since: datetime | None
    until: datetime | None
    stands: bool
    reasons: tuple[Held, ...]
    seen: datetime
    gone: datetime | None


@dataclass(slots=True)
class _Open:
    since: datetime | None
    seen: datetime
    holding: dict[Rule, datetime | None] = field(default_factory=dict)
    over: list[Held] = field(default_factory=list)

    def follow(self, reasons: Collection[str], at: datetime, since: datetime | None) -> None:
        """``since``: from when a reason that is new holds."""
        for rule in [one for one in self.holding if one not in reasons]:
            self.over.append(Held(rule, self.holding.pop(rule), at))
        for rule in RULES:
            if rule in reasons:
                self.holding.setdefault(rule, since)

    def closed(
        self, user_id: int, until: datetime | None, gone: datetime | None, *, stands: bool = False
    ) -> Alerted:
        held = [*self.over, *(Held(rule, since, until) for rule, since in self.holding.items())]
        held.sort(key=lambda one: (RULES.index(one.rule), one.since or self.seen))
        return Alerted(user_id, self.since, until, stands, tuple(held), self.seen, gone)


def alerted(events: Iterable[AlertEvent], standing: Collection[int]) -> list[Alerted]:
    """Every alert there was, by student and beginning. ``events``: in the order they were written.
    ``standing``: who has an alert now.
    """
    running: dict[int, _Open] = {}
    found: list[Alerted] = []
    for user_id, kind, reasons, at in events:
        now = running.get(user_id)
        if kind == "raised":
            if now is not None:
                found.append(now.closed(user_id, None, at))
            now = running[user_id] = _Open(at, at)
        elif now is None:
            now = running[user_id] = _Open(None, at)
        if kind == "cleared":
            found.append(running.pop(user_id).closed(user_id, at, at))
        else:
            now.follow(reasons, at, now.since if at == now.seen else at)
    found += [
        now.closed(user_id, None, None, stands=user_id in standing)
        for user_id, now in running.items()
    ]
    return sorted(found, key=lambda one: (one.user_id, one.seen))


def within(found: Iterable[Alerted], since: datetime, until: datetime) -> list[Alerted]:
    """Those that stood at any time from ``since`` up to, not with, ``until``, with the reasons that
    held in it.
    """
    return [
        replace(
            one,
            reasons=tuple(
                held
                for held in one.reasons
                if (held.since or one.seen) < until and (held.until is None or held.until > since)
            ),
        )
        for one in found
        if one.seen < until and (one.gone is None or one.gone > since)
    ]
