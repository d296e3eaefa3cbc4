"""The registry of item types: one tagged union. To add a type, add its folder and name it here."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from quizzes.interaction import Interaction
from quizzes.interactions.citation import CitationEntry
from quizzes.interactions.cloze import Cloze
from quizzes.interactions.date import DateEntry
from quizzes.interactions.essay import Essay
from quizzes.interactions.matching import Matching
from quizzes.interactions.multiple_choice import MultipleChoice
from quizzes.interactions.number import NumberEntry
from quizzes.interactions.ordering import Ordering
from quizzes.interactions.recall import Recall
from quizzes.interactions.short_text import ShortText
from quizzes.interactions.single_choice import SingleChoice

AnyInteraction = Annotated[
    SingleChoice
    | MultipleChoice
    | Matching
    | Ordering
    | Cloze
    | NumberEntry
    | DateEntry
    | ShortText
    | CitationEntry
    | Essay
    | Recall,
    Field(discriminator="type"),
]

INTERACTIONS: dict[str, type[Interaction[Any]]] = {
    "single-choice": SingleChoice,
    "multiple-choice": MultipleChoice,
    "matching": Matching,
    "ordering": Ordering,
    "cloze": Cloze,
    "number": NumberEntry,
    "date": DateEntry,
    "short-text": ShortText,
    "citation": CitationEntry,
    "essay": Essay,
    "recall": Recall,
}
"""The type as authors write it → its class. Its folder has the same name with ``_`` for ``-``."""

GENERATED = frozenset({"recall"})
"""Types that the course makes by itself: no author writes them, no bank or paper holds them."""

AUTHORED: tuple[str, ...] = tuple(name for name in INTERACTIONS if name not in GENERATED)
"""The types that authors and instructors may write."""
