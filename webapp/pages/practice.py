"""What the templates of practice may use: sets, mistakes, mock exams, the review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from webapp.queries.own_sets import PastSet
from webapp.self_test.rereading import Passage
from webapp.self_test.wishes import SetWish


@dataclass(frozen=True, slots=True)
class RunningSet:
    """A set that was begun and not ended; ``ends`` None: no limit."""

    sitting_id: int
    kind: str
    title: str
    begun: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class PracticePage:
    """``practice.html``. ``account`` False: a visitor, to whom it is explained. ``older``: the
    number before which further sets stand; ``newest``: this page does not show the latest.
    """

    account: bool
    missed: int
    running: tuple[RunningSet, ...]
    past: tuple[PastSet, ...]
    older: int | None
    newest: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to be ticked, with how many things it lets pass. ``words``: in the reader's language
    unless ``kazakh``.
    """

    value: str
    words: str
    count: int
    chosen: bool
    kazakh: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One condition of a set: groups of choices, each with its title or ""."""

    name: str
    title: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    error: str | None

    @property
    def chosen(self) -> int:
        return sum(one.chosen for _, choices in self.groups for one in choices)


@dataclass(frozen=True, slots=True)
class SetFormPage:
    """``practice_new.html``. ``errors``: field → a sentence. ``few``: so many pass, fewer than
    were asked for, and may be begun with; None: nothing was asked for yet, or there are enough.
    """

    asked: SetWish
    facets: tuple[Facet, ...]
    variants: int
    cards: int
    total: int
    most: int
    errors: Mapping[str, str]
    few: int | None


@dataclass(frozen=True, slots=True)
class GeneratorPage:
    """``practice_generator.html``: tasks of one pattern."""

    key: str
    title: str
    section: str
    section_title: str
    theme: str
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class MistakeLine:
    """A thing on the list of mistakes. ``still``: on how many more days it must be right."""

    words: str
    still: int
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class MistakesPage:
    """``practice_mistakes.html``. ``sections``: (number, title, lines)."""

    sections: tuple[tuple[str, str, tuple[MistakeLine, ...]], ...]
    count: int
    most: int


@dataclass(frozen=True, slots=True)
class ExamLine:
    """A mock exam in the list. ``last`` and ``best``: shares of those ended and scored."""

    id: str
    title: str
    about: str
    rules: tuple[str, ...]
    taken: int
    last: Fraction | None
    last_on: datetime | None
    best: Fraction | None
    running: int | None  # sitting to be continued
    running_ends: datetime | None


@dataclass(frozen=True, slots=True)
class ExamsPage:
    """``practice_exams.html``"""

    exams: tuple[ExamLine, ...]


@dataclass(frozen=True, slots=True)
class ExamStartPage:
    """``practice_exam.html``. ``parts``: (title, how many items); ``deadline``: when one begun now
    would end.
    """

    exam: ExamLine
    parts: tuple[tuple[str, int], ...]
    deadline: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A row of the review. ``share`` in whole per cent, rounded down. ``passages``: where to read
    again what was missed.
    """

    name: str
    kazakh: bool
    right: int
    asked: int
    share: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """Rows of one kind: the weak ones with what to read again, and the rest."""

    title: str
    weak: tuple[ReviewLine, ...]
    firm: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True)
class MisconceptionLine:
    title: str
    times: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """``practice_review.html``. ``step``: what to do first, a sentence, with ``passages`` to read.
    ``missed`` and ``fresh``: what the next set would ask. ``shown``: so many weak lines
    of a kind stand open, the others are folded away.
    """

    sitting_id: int
    title: str
    finished: datetime
    share: Fraction
    earned: Fraction
    most: int
    right: int
    asked: int
    time: str
    time_up: bool
    step: str
    passages: tuple[Passage, ...]
    missed: int
    fresh: int
    tables: tuple[ReviewTable, ...]
    misconceptions: tuple[MisconceptionLine, ...]
    weak_below: int  # per cent
    shown: int
