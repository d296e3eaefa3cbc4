"""Keys for programs: what the template may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from webapp.queries.api_tokens import TokenLine


@dataclass(frozen=True, slots=True)
class Example:
    """A request to copy. ``about``: key of the message that says what it gives."""

    about: str
    command: str


@dataclass(frozen=True, slots=True)
class ApiTokensPage:
    """``api_tokens.html``: one's own keys of a cohort, and (``leads``) those of others. ``fresh``:
    the key just made, shown this once. ``examples`` name no key.
    """

    cohort_id: int
    cohort: str
    archived: bool
    leads: bool
    me: int
    whole: bool  # the keys give all groups of the cohort
    active: tuple[TokenLine, ...]
    over: tuple[TokenLine, ...]
    fresh: str
    room: bool  # one may make more
    most: int
    label: str
    until: str
    earliest: str
    latest: str
    per_minute: int
    zone: ZoneInfo
    base: str
    examples: tuple[Example, ...]
    addresses: tuple[tuple[str, str], ...]  # path, key of the message that says what it gives
    errors: dict[str, str]

    def last_day(self, one: TokenLine) -> date:
        """The day at whose end a key runs out."""
        return (one.expires_at - timedelta(microseconds=1)).astimezone(self.zone).date()
