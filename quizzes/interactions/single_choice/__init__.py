"""Single choice: one option out of three to five is right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Literal

from quizzes.credit import FULL, NOTHING
from quizzes.interaction import (
    Answer,
    AnswerType,
    FieldPath,
    Form,
    Interaction,
    ItemFault,
    Order,
    Sample,
    blank,
    shuffled,
    unknown_option,
)
from quizzes.options import (
    Option,
    Options,
    option_faults,
    option_misconceptions,
    option_part,
    option_texts,
    public_options,
)
from quizzes.outcome import Outcome, ResponseError, distinct_codes


class SingleChoiceResponse(Answer):
    choice: str  # id of an option


class SingleChoice(Interaction[SingleChoiceResponse]):
    type: Literal["single-choice"]
    options: Options
    fixed_order: bool = False

    Response: ClassVar[AnswerType] = SingleChoiceResponse

    @property
    def credit_rule(self) -> str:
        return "single"

    @cached_property
    def by_id(self) -> dict[str, Option]:
        return {option.id: option for option in self.options}

    @cached_property
    def outcomes(self) -> dict[str | None, Outcome]:
        """Every possible outcome by the option chosen; None: an option which is gone."""
        return {chosen: self._outcome(chosen) for chosen in (*self.by_id, None)}

    def _outcome(self, chosen: str | None) -> Outcome:
        option = self.by_id.get(chosen) if chosen is not None else None
        return Outcome(
            score=FULL if option and option.right else NOTHING,
            parts=tuple(option_part(one, one.id == chosen) for one in self.options),
            misconceptions=distinct_codes(
                [option.misconception] if option and not option.right else []
            ),
        )

    def parse(self, form: Form) -> SingleChoiceResponse:
        choices = [choice for choice in form.get("choice", ()) if choice]
        if not choices:
            raise blank("choice")
        if len(choices) > 1:
            raise ResponseError("unreadable", "response.one_only", field="choice")
        if choices[0] not in self.by_id:
            raise unknown_option("choice")
        return SingleChoiceResponse(choice=choices[0])

    def form(self, response: SingleChoiceResponse) -> dict[str, list[str]]:
        return {"choice": [response.choice]}

    def score(self, response: SingleChoiceResponse) -> Outcome:
        return self.outcomes.get(response.choice) or self.outcomes[None]

    def samples(self) -> tuple[Sample, ...]:
        return (
            *(
                Sample("right", {"choice": [option.id]}, FULL)
                for option in self.options
                if option.right
            ),
            *(
                Sample(f"wrong {option.id}", {"choice": [option.id]}, NOTHING)
                for option in self.options
                if not option.right
            ),
            Sample("blank", {}, "blank"),
            Sample("malformed", {"choice": ["?"]}, "unreadable"),
            Sample("two", {"choice": [option.id for option in self.options[:2]]}, "unreadable"),
        )

    def faults(self) -> Iterator[ItemFault]:
        yield from option_faults(self.options, fewest=3, most=5, one_right=True)

    def order(self, seed: str) -> Order:
        ids = tuple(option.id for option in self.options)
        return ids if self.fixed_order else shuffled(ids, seed)

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        yield from option_texts(self.options)

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        yield from option_misconceptions(self.options)

    def public(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "credit": self.credit_rule,
            "fixed_order": self.fixed_order,
            "options": public_options(self.options),
        }
