"""Date: a calendar date, typed in any usual form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from quizzes.credit import FULL, NOTHING
from quizzes.dates import in_words, read_date
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
    blank,
    missing_why,
)
from quizzes.outcome import Outcome
from quizzes.typed import (
    KnownWrong,
    typed,
    typed_misconceptions,
    typed_outcome,
    typed_texts,
    wrong_faults,
)

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def _iso_only(value: Any) -> Any:
    """Else a bare number would be read as seconds since 1970."""
    if isinstance(value, str) and not _ISO.fullmatch(value.strip()):
        raise ValueError("a date is written 2026-03-02")
    return value.strip() if isinstance(value, str) else value


IsoDate = Annotated[dt.date, BeforeValidator(_iso_only)]


class WrongDate(KnownWrong):
    """A known false answer."""

    date: IsoDate


class DateResponse(Answer):
    text: str  # as typed
    date: dt.date


class DateEntry(Interaction[DateResponse]):
    type: Literal["date"]
    key: IsoDate
    why: MaybeText = ""
    wrong: tuple[WrongDate, ...] = ()

    Response: ClassVar[AnswerType] = DateResponse

    @property
    def credit_rule(self) -> str:
        return "all-or-nothing"

    def parse(self, form: Form) -> DateResponse:
        text = typed(form, "date")
        if not text:
            raise blank("date")
        return DateResponse(text=text, date=read_date(text))

    def form(self, response: DateResponse) -> dict[str, list[str]]:
        return {"date": [response.text]}

    def score(self, response: DateResponse) -> Outcome:
        return typed_outcome(
            FULL if response.date == self.key else NOTHING,
            why=self.why,
            answer=in_words(self.key),
            wrong=next((one for one in self.wrong if one.date == response.date), None),
        )

    def samples(self) -> tuple[Sample, ...]:
        key = self.key
        other = key + dt.timedelta(days=1 if key < dt.date.max else -1)
        return (
            Sample("right", {"date": [key.isoformat()]}, FULL),
            Sample("right in figures", {"date": [f"{key:%d.%m.%Y}"]}, FULL),
            Sample("right in words", {"date": [in_words(key)]}, FULL),
            Sample("wrong", {"date": [other.isoformat()]}, NOTHING),
            *(
                Sample("known wrong", {"date": [one.date.isoformat()]}, NOTHING)
                for one in self.wrong
            ),
            Sample("blank", {"date": [" "]}, "blank"),
            Sample("malformed", {"date": ["31.02.2026"]}, "unreadable"),
        )

    def faults(self) -> Iterator[ItemFault]:
        yield from missing_why(self.why)
        yield from wrong_faults(self.wrong, [one.date for one in self.wrong], [self.key], "date")

    def order(self, seed: str) -> Order:
        return ()

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        yield from typed_texts(self.why, self.wrong)

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        yield from typed_misconceptions(self.wrong)

    def public(self) -> dict[str, Any]:
        return {"type": self.type, "credit": self.credit_rule}
