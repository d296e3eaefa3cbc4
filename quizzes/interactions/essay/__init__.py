"""Essay: free text, marked by a person against a rubric."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import cycle, islice, pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from quizzes.credit import NOTHING
from quizzes.interaction import (
    Answer,
    AnswerType,
    FieldPath,
    Form,
    Frozen,
    Interaction,
    ItemFault,
    Order,
    Sample,
    Text,
    blank,
    repeated_ids,
    with_position_ids,
)
from quizzes.outcome import Outcome, Part, ResponseError
from quizzes.typed import typed

CHARACTER_LIMIT = 100_000
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


class Level(Frozen):
    """What earns these points (whole, from 0)."""

    points: int = Field(ge=0)
    text: Text


class Criterion(Frozen):
    id: Text
    criterion: Text
    levels: Annotated[tuple[Level, ...], Field(min_length=2)]

    @property
    def most(self) -> int:
        return max(level.points for level in self.levels)


class EssayResponse(Answer):
    text: str


class Essay(Interaction[EssayResponse]):
    type: Literal["essay"]
    min_words: int = Field(ge=1)
    max_words: int = Field(ge=1)
    rubric: Annotated[
        tuple[Criterion, ...], BeforeValidator(with_position_ids), Field(min_length=1)
    ]
    model_answer: Text

    Response: ClassVar[AnswerType] = EssayResponse

    @property
    def credit_rule(self) -> str:
        return "rubric"

    @cached_property
    def most(self) -> int:
        """All points of the rubric."""
        return sum(criterion.most for criterion in self.rubric)

    def parse(self, form: Form) -> EssayResponse:
        text = typed(form, "text", CHARACTER_LIMIT, "response.essay.too_long")
        if not text:
            raise blank("text")
        count = word_count(text)
        if count < self.min_words:
            raise ResponseError(
                "too-short",
                "response.essay.too_short",
                {"count": count, "min": self.min_words},
                "text",
            )
        if count > self.max_words:
            raise ResponseError(
                "too-long",
                "response.essay.too_many_words",
                {"count": count, "max": self.max_words},
                "text",
            )
        return EssayResponse(text=text)

    def parse_final(self, form: Form) -> EssayResponse | None:
        """A person reads it, however long or short it came out."""
        text = typed(form, "text", sys.maxsize)
        return EssayResponse(text=text) if text else None

    def form(self, response: EssayResponse) -> dict[str, list[str]]:
        return {"text": [response.text]}

    def score(self, response: EssayResponse) -> Outcome:
        """Waiting: no machine marks an essay."""
        return Outcome(NOTHING, status="awaiting")

    def mark(self, points: Mapping[str, int]) -> Outcome:
        """A person's marking: criterion id → points of one of its levels, for every criterion.

        Raises ValueError for a criterion without points or points of no level.
        """
        if points.keys() != {criterion.id for criterion in self.rubric}:
            raise ValueError("points are wanted for every criterion, and for no other")
        parts = []
        for criterion in self.rubric:
            earned = points[criterion.id]
            level = next((one for one in criterion.levels if one.points == earned), None)
            if level is None:
                raise ValueError(f"no level of {criterion.criterion!r} has {earned} points")
            parts.append(
                Part(
                    criterion.id,
                    "right" if earned == criterion.most else "part" if earned else "wrong",
                    level.text,
                    chosen=True,
                )
            )
        return Outcome(Fraction(sum(points.values()), self.most), parts=tuple(parts))

    def samples(self) -> tuple[Sample, ...]:
        words = _WORD.findall(self.model_answer) or ["сөз"]

        def text(count: int) -> dict[str, list[str]]:
            return {"text": [" ".join(islice(cycle(words), count))]}

        samples = [
            Sample("right", text(self.min_words), "awaiting"),
            Sample("longest", text(self.max_words), "awaiting"),
            Sample("wrong", text(self.max_words + 1), "too-long"),
            Sample("blank", {"text": ["\n"]}, "blank"),
            Sample("malformed", {"text": ["а" * (CHARACTER_LIMIT + 1)]}, "too-long"),
        ]
        if self.min_words > 1:
            samples.append(Sample("short", text(self.min_words - 1), "too-short"))
        return tuple(samples)

    def faults(self) -> Iterator[ItemFault]:
        if self.min_words > self.max_words:
            yield ItemFault(
                ("max_words",),
                "essay.words",
                params={"min": self.min_words, "max": self.max_words},
            )
        yield from repeated_ids("rubric", [criterion.id for criterion in self.rubric])
        for position, criterion in enumerate(self.rubric):
            points = [level.points for level in criterion.levels]
            if any(low >= high for low, high in pairwise(points)):
                yield ItemFault(("rubric", position, "levels"), "essay.levels")

    def order(self, seed: str) -> Order:
        return ()

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        for position, criterion in enumerate(self.rubric):
            yield ("rubric", position, "criterion"), criterion.criterion
            for place, level in enumerate(criterion.levels):
                yield ("rubric", position, "levels", place, "text"), level.text
        yield ("model_answer",), self.model_answer

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        yield from ()

    def public(self) -> dict[str, Any]:
        """Criteria and their points; what earns them is part of the key."""
        return {
            "type": self.type,
            "credit": self.credit_rule,
            "min_words": self.min_words,
            "max_words": self.max_words,
            "criteria": [
                {"id": one.id, "text": one.criterion, "points": one.most} for one in self.rubric
            ],
        }


def word_count(text: str) -> int:
    """Words of letters or figures; «сотқа дейінгі тергеп-тексеру» has three."""
    return sum(1 for _ in _WORD.finditer(text))
