"""What the pages of an assignment's course and its analysis may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

LiveState = Literal["not-started", "working", "silent", "ending", "handed-in"]
"""«silent»: it runs, and nothing was heard from its page for some minutes. «ending»: its time is
up, and it is being handed in."""
LiveFilter = Literal["running", "silent", "handed-in", "not-started"]
LIVE_FILTERS: tuple[LiveFilter, ...] = ("running", "silent", "handed-in", "not-started")


@dataclass(frozen=True, slots=True)
class Saved:
    """The newest answer that was saved: when, and of which item of which section (from 1; None:
    there is one section).
    """

    at: datetime
    position: int
    section: int | None


@dataclass(frozen=True, slots=True)
class LiveLine:
    """A student at an assignment. Spans are in words («42 мин»)."""

    user_id: int
    name: str
    group: str
    state: LiveState
    sitting_id: int | None = None
    ordinal: int = 1
    started: datetime | None = None
    answered: int = 0
    items: int = 0
    saved: Saved | None = None
    ends: datetime | None = None  # of one that runs; None: no end
    soon: bool = False  # the end is less than a day away
    left: str = ""
    few_left: bool = False  # a tenth of the time, or less
    granted: bool = False  # more time or a later end
    heard: str = ""  # how long ago
    finished: datetime | None = None
    closed_by: str = ""

    @property
    def gaps(self) -> int:
        return self.items - self.answered


@dataclass(frozen=True, slots=True)
class LivePage:
    """``assignment_live.html`` and the part of it that is fetched again, ``_assignment_live.html``.

    ``silent``: those nothing is heard of, on whatever leaf they stand. ``over``: nothing can
    change any more by itself.
    """

    assignment_id: int
    assessment_id: int
    cohort_id: int
    cohort: str
    title: str
    finding: str
    counts: tuple[tuple[LiveFilter, int], ...]
    all: int
    silent: tuple[LiveLine, ...]
    lines: tuple[LiveLine, ...]  # of this leaf
    leaf: int
    leaves: int
    groups: tuple[tuple[int, str], ...]  # to choose from
    group: int  # 0: all
    asked: str  # a filter, or ""
    withdrawn: bool
    over: bool
    now: datetime
    instructor: bool
    may_care: bool  # extensions, closing

    def query(self, **changed: object) -> str:
        """The part of an address that asks for the same, but for what is named."""
        asked = {"group": self.group or "", "state": self.asked, **changed}
        return urlencode({name: value for name, value in asked.items() if value})
