"""What the pages of one's own data may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ErasePage:
    """``my_data_erase.html``. ``running`` and ``led`` stand in the way of erasing the account:
    assignments being sat, cohorts that nobody else leads. ``works`` stay without a name.
    """

    login: str  # "": a guest
    works: int
    staff: bool
    running: tuple[str, ...] = ()
    led: tuple[str, ...] = ()
    error: str | None = None

    @property
    def guest(self) -> bool:
        return not self.login

    @property
    def may_go(self) -> bool:
        return not self.running and not self.led


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text that was typed and is no answer. ``reason`` is a key of the messages."""

    where: str
    href: str  # "": nowhere to go
    item_id: str
    question: str
    text: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptPage:
    """``my_data_kept.html``, newest first."""

    texts: tuple[KeptText, ...]
    hidden: int  # of exams that do not show one's own answers yet
