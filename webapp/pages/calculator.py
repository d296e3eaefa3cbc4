"""The deadline calculator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from quizzes.term_catalogue import NamedTerm


@dataclass(frozen=True, slots=True)
class CountStep:
    """One step: a finished sentence and its norm."""

    text: str
    norm: str


@dataclass(frozen=True, slots=True)
class FalseEnd:
    """A day that a common mistake gives, and the mistake; ``clock`` is "" for whole days."""

    day: date
    weekday: str
    clock: str
    text: str


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A year of the calendar of working days and what it rests on, in Kazakh."""

    year: int
    source: str


@dataclass(frozen=True, slots=True)
class CountResult:
    """``last`` is the last day of the term, ``clock`` the time it ends («24:00» for whole days).
    ``doubt`` is the other date the law may be read to give, None if it leaves no doubt;
    ``calendar`` the year that decided on days off, None for a term in hours.
    """

    last: date
    weekday: str
    clock: str
    length: str
    started: str
    steps: tuple[CountStep, ...]
    false_ends: tuple[FalseEnd, ...]
    doubt: date | None
    doubt_weekday: str
    calendar: CalendarLine | None
    named: NamedTerm | None
    practise: str  # address to practise it; "" if there is none
    address: str  # of this very count


@dataclass(frozen=True, slots=True)
class CalculatorPage:
    """``calculator.html``: a term, what begins it, and when it ends, step by step."""

    groups: tuple[tuple[str, tuple[NamedTerm, ...]], ...]
    values: Mapping[str, str]
    units: tuple[str, ...]
    countings: tuple[str, ...]
    calendar: tuple[CalendarLine, ...]
    result: CountResult | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
