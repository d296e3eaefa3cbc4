"""The map of mastery: how every objective of the course stands, and how that came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from course.model import Chapter, Objective, Section
from quizzes.mastery import WORDS, Mastery, Word


@dataclass(frozen=True, slots=True)
class Stack:
    """How many objectives stand at each word, drawn as one bar."""

    counts: Mapping[Word, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def known(self) -> int:
        """Objectives with enough information for a word."""
        return self.total - self.counts["unknown"]

    def parts(self) -> tuple[tuple[Word, int, Fraction, Fraction], ...]:
        """(word, count, where it begins, its share), the firmest first; none that is empty."""
        found = []
        at = Fraction(0)
        for word in reversed(WORDS):
            share = Fraction(self.counts[word], self.total or 1)
            if share:
                found.append((word, self.counts[word], at, share))
            at += share
        return tuple(found)


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    objective: Objective
    mastery: Mastery
    lesson: str | None  # where it is taught first


@dataclass(frozen=True, slots=True)
class MasterySection:
    section: Section
    stack: Stack
    lines: tuple[ObjectiveLine, ...]


@dataclass(frozen=True, slots=True)
class MasteryChapter:
    chapter: Chapter
    stack: Stack
    sections: tuple[MasterySection, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday. ``stack`` is how the objectives stood at its last day of work; None:
    nothing was answered until then.
    """

    begins: date
    days: int
    answers: int
    right: int
    minutes: int
    stack: Stack | None


@dataclass(frozen=True, slots=True)
class MasteryPage:
    """``mastery.html``. ``weeks``: the oldest first, without gaps; empty: nothing answered."""

    stack: Stack
    chapters: tuple[MasteryChapter, ...]
    weeks: tuple[Week, ...]
    weakest: tuple[ObjectiveLine, ...]
    minutes_week: int  # of the last seven days
    stranger: bool  # nobody is known by this browser


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """An answer of self-study; ``stem`` without marks of Markdown."""

    at: datetime
    stem: str
    score: Fraction
    awaits: bool


@dataclass(frozen=True, slots=True)
class SharedPage:
    """``shared_study.html``: what a student shares of self-study; ``mastery`` None: nothing."""

    cohort_id: int
    cohort: str
    user_id: int
    name: str
    shared: str  # none | summary | answers
    mastery: MasteryPage | None
    exam_on: date | None
    answers: tuple[SharedAnswer, ...]
