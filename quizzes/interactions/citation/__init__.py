"""Citation: name the norm. Any usual spelling is read; the right article alone earns half."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.citation import Citation, CitationReader, parse_norm
from quizzes.credit import FULL, HALF, NOTHING, half_for_article
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
from quizzes.outcome import Outcome
from quizzes.typed import (
    KnownWrong,
    accept_faults,
    typed,
    typed_misconceptions,
    typed_outcome,
    typed_texts,
    wrong_faults,
)


class WrongNorm(KnownWrong):
    """A known false answer."""

    norm: Text


class CitationResponse(Answer):
    text: str  # as typed
    norms: tuple[str, ...]  # its readings in the course's notation, the likeliest first


class CitationEntry(Interaction[CitationResponse]):
    """``acts`` (short name → other names) comes from the register of norms, not from the author,
    and is no part of the version. ``act_given``: the act is named in the stem and need not be
    written."""

    type: Literal["citation"]
    key: Text
    accept: tuple[Text, ...] = ()
    why: MaybeText = ""
    wrong: tuple[WrongNorm, ...] = ()
    act_given: bool = False
    acts: dict[str, tuple[str, ...]] = Field(default={}, exclude=True)

    Response: ClassVar[AnswerType] = CitationResponse

    @property
    def credit_rule(self) -> str:
        return "half-for-article"

    @cached_property
    def right(self) -> tuple[Citation, ...]:
        """Key first, then what is accepted (the item must be free of errors)."""
        return tuple(parse_norm(norm) for norm in (self.key, *self.accept))

    @cached_property
    def reader(self) -> CitationReader:
        own = {norm.act: () for _, text in self.cited() if (norm := _norm(text))}
        return CitationReader(
            {**own, **self.acts}, given=self.right[0].act if self.act_given else None
        )

    def with_acts(self, acts: Mapping[str, Sequence[str]]) -> CitationEntry:
        fields: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        return CitationEntry(**{**fields, "acts": acts})

    def parse(self, form: Form) -> CitationResponse:
        text = typed(form, "text")
        if not text:
            raise blank("text")
        return CitationResponse(
            text=text, norms=tuple(str(norm) for norm in self.reader.read(text))
        )

    def form(self, response: CitationResponse) -> dict[str, list[str]]:
        return {"text": [response.text]}

    def score(self, response: CitationResponse) -> Outcome:
        """The best of the readings counts. A piece of the key (a point of the part asked for)
        names the key as well, unless the author lists it as wrong."""
        given = [norm for text in response.norms if (norm := _norm(text))]
        score = max((self._credit(norm) for norm in given), default=NOTHING)
        wrong = next((one for one in self.wrong if _norm(one.norm) in given), None)
        return typed_outcome(
            score,
            why=self.why,
            answer=f"[[{self.key}]]",
            wrong=wrong,
            notes=("note.citation.other_part",) if score == HALF else (),
        )

    def _credit(self, norm: Citation) -> Fraction:
        known_wrong = any(norm == _norm(one.norm) for one in self.wrong)
        return half_for_article(
            article=any(norm.same_article(one) for one in self.right),
            whole=not known_wrong and any(norm.within(one) for one in self.right),
        )

    def samples(self) -> tuple[Sample, ...]:
        def form(text: str) -> dict[str, list[str]]:
            return {"text": [text]}

        key = self.right[0]
        elsewhere = Citation(key.act, str(max(map(_leading, self.right)) + 1))
        samples = [
            *(Sample("right", form(str(one)), FULL) for one in self.right),
            Sample("wrong", form(str(elsewhere)), NOTHING),
            *(
                Sample("known wrong", form(one.norm), self._credit(parse_norm(one.norm)))
                for one in self.wrong
            ),
            Sample("blank", form(" "), "blank"),
            Sample("malformed", form("білмеймін"), "unreadable"),
        ]
        if not self.act_given:
            samples.append(Sample("no act", form(f"{key.article}-бап"), "unreadable"))
        bare = Citation(key.act, key.article)
        if self._credit(bare) == HALF:
            samples.append(Sample("part", form(str(bare)), HALF))
        return tuple(samples)

    def faults(self) -> Iterator[ItemFault]:
        for path, text in self.cited():
            if _norm(text) is None:
                yield ItemFault(path, "citation.unreadable", params={"norm": text})
        yield from missing_why(self.why)
        right = [_norm(text) for text in (self.key, *self.accept)]
        yield from accept_faults(right)
        yield from wrong_faults(self.wrong, [_norm(one.norm) for one in self.wrong], right, "norm")

    def order(self, seed: str) -> Order:
        return ()

    def cited(self) -> Iterator[tuple[FieldPath, str]]:
        """Every norm named by the item with its place."""
        yield ("key",), self.key
        for position, norm in enumerate(self.accept):
            yield ("accept", position), norm
        for position, wrong in enumerate(self.wrong):
            yield ("wrong", position, "norm"), wrong.norm

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        yield from typed_texts(self.why, self.wrong)

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        yield from typed_misconceptions(self.wrong)

    def public(self) -> dict[str, Any]:
        return {"type": self.type, "credit": self.credit_rule, "act_given": self.act_given}


def _norm(text: str) -> Citation | None:
    try:
        return parse_norm(text)
    except ValueError:
        return None


def _leading(norm: Citation) -> int:
    return int(norm.article.split("-")[0])
