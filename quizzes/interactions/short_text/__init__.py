"""Short text: one term of one to three words, compared as :mod:`quizzes.text` does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from quizzes.credit import FULL, NOTHING
from quizzes.interaction import (
    Answer,
    AnswerType,
    FieldPath,
    Form,
    Interaction,
    ItemFault,
    MaybeText,
    Order,
    Sample,
    Text,
    blank,
    missing_why,
)
from quizzes.outcome import Outcome, ResponseError
from quizzes.text import LONG_WORD, compare, exact_key, keyboard_key
from quizzes.typed import (
    KnownWrong,
    typed,
    typed_misconceptions,
    typed_outcome,
    typed_texts,
    wrong_faults,
)


class WrongText(KnownWrong):
    """A known false answer."""

    text: Text


class ShortTextResponse(Answer):
    text: str
    insisted: bool = False  # the same text was sent again after a request to type it anew


class ShortText(Interaction[ShortTextResponse]):
    """``accept`` begins with the model answer. ``distinct`` lists words which differ only by
    letters a keyboard may lack and must not be mixed."""

    type: Literal["short-text"]
    accept: Annotated[tuple[Text, ...], Field(min_length=1)]
    why: MaybeText = ""
    wrong: tuple[WrongText, ...] = ()
    distinct: tuple[Text, ...] = ()

    Response: ClassVar[AnswerType] = ShortTextResponse

    @property
    def credit_rule(self) -> str:
        return "all-or-nothing"

    @cached_property
    def not_right(self) -> tuple[str, ...]:
        return (*self.distinct, *(one.text for one in self.wrong))

    @cached_property
    def not_wrong(self) -> tuple[str, ...]:
        return (*self.distinct, *self.accept)

    def parse(self, form: Form) -> ShortTextResponse:
        """Field ``asked`` (hidden) may repeat the text that was to be typed anew: if the answer
        is still the same, it counts as it stands and nobody is asked for ever."""
        text = typed(form, "text")
        if not text:
            raise blank("text")
        if not any(char.isalnum() for char in text):
            raise ResponseError("unreadable", "response.text.no_letters", field="text")
        return ShortTextResponse(text=text, insisted=typed(form, "asked") == text)

    def parse_final(self, form: Form) -> ShortTextResponse | None:
        found = super().parse_final(form)
        return found.model_copy(update={"insisted": True}) if found is not None else None

    def form(self, response: ShortTextResponse) -> dict[str, list[str]]:
        form = {"text": [response.text]}
        return {**form, "asked": [response.text]} if response.insisted else form

    def score(self, response: ShortTextResponse) -> Outcome:
        """Exact matches come first, right or wrong; then spelling; then the learner is asked."""
        text = response.text
        match = compare(text, self.accept, self.not_right)
        if match == "exact":
            return self._outcome()
        wrong = [(compare(text, [one.text], self.not_wrong), one) for one in self.wrong]
        for found, one in wrong:
            if found == "exact":
                return self._outcome(one)
        if match == "spelling":
            return self._outcome(notes=("note.spelling",))
        for found, one in wrong:
            if found == "spelling":
                return self._outcome(one)
        if match == "retype" or any(found == "retype" for found, _ in wrong):
            if not response.insisted:
                raise ResponseError("retype", "response.text.retype", {"text": text}, "text")
            return self._outcome(None, right=False, notes=("note.insisted",))
        return self._outcome(None, right=False)

    def _outcome(
        self,
        wrong: WrongText | None = None,
        *,
        right: bool = True,
        notes: tuple[str, ...] = (),
    ) -> Outcome:
        return typed_outcome(
            FULL if right and wrong is None else NOTHING,
            why=self.why,
            answer=self.accept[0],
            wrong=wrong,
            notes=notes,
        )

    def samples(self) -> tuple[Sample, ...]:
        samples = [
            *(Sample("right", {"text": [one]}, FULL) for one in self.accept),
            Sample("wrong", {"text": ["білмеймін, айта алмаймын"]}, NOTHING),
            *(Sample("known wrong", {"text": [one.text]}, NOTHING) for one in self.wrong),
            Sample("blank", {"text": ["  "]}, "blank"),
            Sample("malformed", {"text": ["?!"]}, "unreadable"),
            Sample("too long", {"text": ["а" * 301]}, "too-long"),
        ]
        if len(keyboard_key(self.accept[0]).split()[-1]) >= LONG_WORD:
            slip = self.accept[0] + "щ"
            samples.append(Sample("slip", {"text": [slip]}, "retype"))
            samples.append(Sample("slip again", {"text": [slip], "asked": [slip]}, NOTHING))
        return tuple(samples)

    def faults(self) -> Iterator[ItemFault]:
        yield from missing_why(self.why)
        right = [exact_key(one) for one in self.accept]
        for position, key in enumerate(right):
            if key in right[:position]:
                yield ItemFault(("accept", position), "accept.repeated", "warning")
        yield from wrong_faults(
            self.wrong, [exact_key(one.text) for one in self.wrong], right, "text"
        )

    def order(self, seed: str) -> Order:
        return ()

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        yield from typed_texts(self.why, self.wrong)

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        yield from typed_misconceptions(self.wrong)

    def public(self) -> dict[str, Any]:
        return {"type": self.type, "credit": self.credit_rule}
