"""Multiple choice: one or more options are right; the credit rule says what each choice earns."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Literal

from quizzes import credit
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
from quizzes.outcome import Outcome, Part, distinct_codes


class MultipleChoiceResponse(Answer):
    choices: tuple[str, ...]  # ids of options, in the author's order


class MultipleChoice(Interaction[MultipleChoiceResponse]):
    type: Literal["multiple-choice"]
    options: Options
    fixed_order: bool = False
    credit: Literal["all-or-nothing", "right-minus-wrong", "per-part"] = "right-minus-wrong"

    Response: ClassVar[AnswerType] = MultipleChoiceResponse

    @property
    def credit_rule(self) -> str:
        return self.credit

    @cached_property
    def by_id(self) -> dict[str, Option]:
        return {option.id: option for option in self.options}

    @cached_property
    def right_ids(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.right)

    @cached_property
    def parts(self) -> tuple[tuple[str, Part, Part], ...]:
        """Of each option: its id, its part when left, and when chosen."""
        return tuple(
            (option.id, option_part(option, False), option_part(option, True))
            for option in self.options
        )

    def parse(self, form: Form) -> MultipleChoiceResponse:
        chosen = {choice for choice in form.get("choice", ()) if choice}
        if not chosen:
            raise blank("choice")
        if not chosen <= self.by_id.keys():
            raise unknown_option("choice")
        return MultipleChoiceResponse(choices=tuple(one for one in self.by_id if one in chosen))

    def form(self, response: MultipleChoiceResponse) -> dict[str, list[str]]:
        return {"choice": list(response.choices)}

    def _credit(self, chosen: frozenset[str]) -> Fraction:
        right = len(chosen & self.right_ids)
        wrong = len(chosen - self.right_ids)
        if self.credit == "all-or-nothing":
            return credit.all_or_nothing(right, wrong, len(self.right_ids))
        if self.credit == "right-minus-wrong":
            return credit.right_minus_wrong(right, wrong, len(self.right_ids))
        # Each option is one decision: to choose it or to leave it.
        left = len(self.options) - len(self.right_ids) - wrong
        return credit.per_part(right + left, len(self.options))

    def score(self, response: MultipleChoiceResponse) -> Outcome:
        chosen = frozenset(response.choices) & self.by_id.keys()
        return Outcome(
            score=self._credit(chosen),
            parts=tuple(taken if one in chosen else left for one, left, taken in self.parts),
            misconceptions=distinct_codes(
                [
                    option.misconception
                    for option in self.options
                    if option.id in chosen and not option.right
                ]
            ),
        )

    def samples(self) -> tuple[Sample, ...]:
        right = [option.id for option in self.options if option.right]
        wrong = [option.id for option in self.options if not option.right]
        samples = [
            Sample("right", {"choice": right}, credit.FULL),
            Sample("wrong", {"choice": wrong}, credit.NOTHING),
            Sample("blank", {}, "blank"),
            Sample("malformed", {"choice": [*right, "?"]}, "unreadable"),
        ]
        if len(right) > 1:
            share = {
                "all-or-nothing": credit.NOTHING,
                "right-minus-wrong": Fraction(1, len(right)),
                "per-part": Fraction(1 + len(wrong), len(self.options)),
            }[self.credit]
            samples.append(Sample("part", {"choice": right[:1]}, share))
        everything = {
            "all-or-nothing": credit.NOTHING,
            "right-minus-wrong": max(
                credit.NOTHING, Fraction(len(right) - len(wrong), len(right) or 1)
            ),
            "per-part": Fraction(len(right), len(self.options)),
        }[self.credit]
        samples.append(Sample("everything", {"choice": [*right, *wrong]}, everything))
        return tuple(samples)

    def faults(self) -> Iterator[ItemFault]:
        yield from option_faults(self.options, fewest=3, most=5, one_right=False)

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
