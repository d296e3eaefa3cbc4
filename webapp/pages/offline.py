"""Pages of reading without a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from course.model import Lesson


@dataclass(frozen=True, slots=True)
class KeptSet:
    """A set of one's own that may be taken along."""

    sitting_id: int
    title: str
    count: int  # items


@dataclass(frozen=True, slots=True)
class SentLine:
    """An answer that was sent later. ``text``: what was typed, where it is not an answer."""

    title: str  # of its lesson or set; "" when that is gone
    href: str
    word: str
    note: str
    answered_at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class OfflinePage:
    """``offline.html``."""

    lessons: tuple[Lesson, ...]
    sets: tuple[KeptSet, ...]
    sent: tuple[SentLine, ...]
    guest: bool


@dataclass(frozen=True, slots=True)
class LostPage:
    """``offline_lost.html``: what stands where a page cannot come."""
