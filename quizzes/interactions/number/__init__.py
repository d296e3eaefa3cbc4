"""Number: an amount with its unit, typed in figures or words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Literal

from quizzes.amounts import read_amount, read_quantity, read_unit
from quizzes.credit import FULL, NOTHING
from quizzes.interaction import (
    Answer,
    AnswerType,
    FieldPath,
    Form,
    Frozen,
    Interaction,
    ItemFault,
    MaybeText,
    Order,
    Sample,
    Text,
    blank,
    missing_why,
    unknown_option,
)
from quizzes.outcome import Outcome, ResponseError
from quizzes.typed import (
    KnownWrong,
    accept_faults,
    typed,
    typed_misconceptions,
    typed_outcome,
    typed_texts,
    wrong_faults,
)

Quantity = tuple[Fraction | None, str | None]


class Amount(Frozen):
    """``value`` as the author wrote it: «2», «1,5», «2/3»."""

    value: Text
    unit: Text | None = None

    @cached_property
    def quantity(self) -> Quantity:
        """Amount (None if it cannot be read) and unit."""
        return read_amount(self.value), self.unit

    @property
    def words(self) -> str:
        return f"{self.value} {self.unit}" if self.unit else self.value


class WrongAmount(KnownWrong, Amount):
    """A known false answer."""


class NumberResponse(Answer):
    text: str  # as typed
    value: str  # «5/2»
    unit: str | None


class NumberEntry(Interaction[NumberResponse]):
    type: Literal["number"]
    key: Amount
    units: tuple[Text, ...] = ()
    why: MaybeText = ""
    wrong: tuple[WrongAmount, ...] = ()
    accept: tuple[Amount, ...] = ()

    Response: ClassVar[AnswerType] = NumberResponse

    @property
    def credit_rule(self) -> str:
        return "all-or-nothing"

    @cached_property
    def right(self) -> tuple[Quantity, ...]:
        """Key first, then the answers accepted as equal."""
        return tuple(amount.quantity for amount in (self.key, *self.accept))

    def parse(self, form: Form) -> NumberResponse:
        """A unit may stand in its own field or after the amount; if there is none and more than
        one to choose from, it is asked for."""
        return self._read(form, ask=True)

    def parse_final(self, form: Form) -> NumberResponse | None:
        """An amount without its unit counts as typed: no unit is nobody's key."""
        return self._read(form, ask=False) if typed(form, "value") else None

    def _read(self, form: Form, *, ask: bool) -> NumberResponse:
        text = typed(form, "value")
        if not text:
            raise blank("value")
        amount, written = read_quantity(text)
        chosen = typed(form, "unit") or None
        if chosen is not None and chosen not in self.units:
            raise unknown_option("unit")
        if written and self.units:
            unit = read_unit(written, self.units)
            if unit is None:
                raise ResponseError(
                    "unreadable", "response.number.unit_unknown", {"unit": written}, "value"
                )
            if chosen is not None and chosen != unit:
                raise ResponseError(
                    "retype", "response.number.two_units", {"first": unit, "second": chosen}, "unit"
                )
            chosen = unit
        if chosen is None and len(self.units) > 1 and ask:
            raise ResponseError("retype", "response.number.unit_missing", field="unit")
        if chosen is None and len(self.units) == 1:
            chosen = self.units[0]
        return NumberResponse(text=text, value=str(amount), unit=chosen)

    def form(self, response: NumberResponse) -> dict[str, list[str]]:
        return {"value": [response.text], "unit": [response.unit or ""]}

    def score(self, response: NumberResponse) -> Outcome:
        given = (Fraction(response.value), response.unit)
        right = given in self.right
        wrong = next((one for one in self.wrong if one.quantity == given), None)
        return typed_outcome(
            FULL if right else NOTHING, why=self.why, answer=self.key.words, wrong=wrong
        )

    def samples(self) -> tuple[Sample, ...]:
        def form(value: str, unit: str | None) -> dict[str, list[str]]:
            return {"value": [value], "unit": [unit or ""]}

        amount = self.key.quantity[0] or Fraction(0)
        other = next(
            value
            for value in (amount + step for step in range(1, len(self.right) + 2))
            if (value, self.key.unit) not in self.right
        )
        samples = [
            Sample("right", form(self.key.value, self.key.unit), FULL),
            Sample("right in one field", form(self.key.words, None), FULL),
            *(Sample("right too", form(one.value, one.unit), FULL) for one in self.accept),
            Sample("wrong", form(str(other), self.key.unit), NOTHING),
            *(Sample("known wrong", form(one.value, one.unit), NOTHING) for one in self.wrong),
            Sample("blank", form("", self.key.unit), "blank"),
            Sample("malformed", form("көп", self.key.unit), "unreadable"),
        ]
        if len(self.units) > 1:
            samples.append(Sample("no unit", form(self.key.value, None), "retype"))
        return tuple(samples)

    def faults(self) -> Iterator[ItemFault]:
        for path, amount in (
            (("key",), self.key),
            *((("accept", place), one) for place, one in enumerate(self.accept)),
            *((("wrong", place), one) for place, one in enumerate(self.wrong)),
        ):
            value, unit = amount.quantity
            if value is None:
                yield ItemFault(
                    (*path, "value"), "number.unreadable", params={"value": amount.value}
                )
            if unit not in (self.units or (None,)):
                yield ItemFault((*path, "unit"), "number.unknown_unit", params={"unit": unit or ""})
        yield from missing_why(self.why)
        yield from accept_faults([None if one[0] is None else one for one in self.right])
        meanings = [one.quantity for one in self.wrong]
        yield from wrong_faults(
            self.wrong,
            [None if one[0] is None else one for one in meanings],
            self.right,
            "value",
        )

    def order(self, seed: str) -> Order:
        """Units stand as written: their order is natural."""
        return self.units

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        yield from typed_texts(self.why, self.wrong)

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        yield from typed_misconceptions(self.wrong)

    def public(self) -> dict[str, Any]:
        return {"type": self.type, "credit": self.credit_rule, "units": list(self.units)}
