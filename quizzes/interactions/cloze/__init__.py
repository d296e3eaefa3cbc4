"""Cloze: a text with gaps, each filled from a short list of options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

from quizzes import credit
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
    shuffled,
    unknown_option,
)
from quizzes.options import (
    Option,
    Options,
    option_faults,
    option_misconceptions,
    option_texts,
    public_options,
)
from quizzes.outcome import Outcome, Part, distinct_codes

FIELD = "gap."
_MARK = re.compile(r"\{(\w[\w-]*)\}")

GapName = Annotated[str, StringConstraints(pattern=r"^\w[\w-]*$")]


class Gap(Frozen):
    options: Options

    @cached_property
    def by_id(self) -> dict[str, Option]:
        return {option.id: option for option in self.options}

    @cached_property
    def right(self) -> Option:
        """The right option (the item must be free of errors)."""
        return next(option for option in self.options if option.right)


class ClozeResponse(Answer):
    gaps: dict[str, str]  # gap → option id; gaps without an answer are left out


class Cloze(Interaction[ClozeResponse]):
    """``text`` is Markdown with a mark ``{name}`` for each gap."""

    type: Literal["cloze"]
    text: Text
    gaps: Annotated[dict[GapName, Gap], Field(min_length=1)]
    credit: Literal["all-or-nothing", "per-part"] = "per-part"

    Response: ClassVar[AnswerType] = ClozeResponse

    @property
    def credit_rule(self) -> str:
        return self.credit

    @cached_property
    def pieces(self) -> tuple[tuple[Literal["text", "gap"], str], ...]:
        """The text cut at its gaps: ("text", Markdown) and ("gap", name) in reading order."""
        pieces: list[tuple[Literal["text", "gap"], str]] = []
        for place, piece in enumerate(_MARK.split(self.text)):
            if place % 2 and piece in self.gaps:
                pieces.append(("gap", piece))
            elif piece:
                pieces.append(("text", piece))
        return tuple(pieces)

    @cached_property
    def gap_names(self) -> tuple[str, ...]:
        """Gaps in reading order."""
        return tuple(name for kind, name in self.pieces if kind == "gap")

    def parse(self, form: Form) -> ClozeResponse:
        gaps: dict[str, str] = {}
        for name in self.gap_names:
            chosen = next((value for value in form.get(FIELD + name, ()) if value), None)
            if chosen is None:
                continue
            if chosen not in self.gaps[name].by_id:
                raise unknown_option(FIELD + name)
            gaps[name] = chosen
        if not gaps:
            raise blank(FIELD + self.gap_names[0])
        return ClozeResponse(gaps=gaps)

    def form(self, response: ClozeResponse) -> dict[str, list[str]]:
        return {FIELD + name: [chosen] for name, chosen in response.gaps.items()}

    @cached_property
    def parts(self) -> tuple[tuple[str, dict[str | None, Part]], ...]:
        """Of each gap: its name and its part by the option chosen, None for no answer."""
        return tuple(
            (name, {chosen: self._part(name, chosen) for chosen in (*self.gaps[name].by_id, None)})
            for name in self.gap_names
        )

    def _part(self, name: str, chosen: str | None) -> Part:
        gap = self.gaps[name]
        right = gap.right
        if chosen is None:
            return Part(name, "missing", right.why, answer=right.text)
        return Part(
            name,
            "right" if chosen == right.id else "wrong",
            gap.by_id[chosen].why,
            answer=right.text,
            chosen=True,
        )

    def score(self, response: ClozeResponse) -> Outcome:
        # An option that is gone since is as good as no answer.
        parts = tuple(
            by_option.get(response.gaps.get(name), by_option[None])
            for name, by_option in self.parts
        )
        right = sum(part.verdict == "right" for part in parts)
        if self.credit == "per-part":
            score = credit.per_part(right, len(parts))
        else:
            score = credit.all_or_nothing(right, len(parts) - right, len(parts))
        chosen = [self.gaps[name].by_id.get(response.gaps.get(name, "")) for name in self.gap_names]
        return Outcome(
            score=score,
            parts=parts,
            misconceptions=distinct_codes(
                [option.misconception for option in chosen if option and not option.right]
            ),
        )

    def samples(self) -> tuple[Sample, ...]:
        right = {FIELD + name: [self.gaps[name].right.id] for name in self.gap_names}
        wrong = {
            FIELD + name: [next(one.id for one in self.gaps[name].options if not one.right)]
            for name in self.gap_names
        }
        first = FIELD + self.gap_names[0]
        samples = [
            Sample("right", right, credit.FULL),
            Sample("wrong", wrong, credit.NOTHING),
            Sample("blank", {name: [""] for name in right}, "blank"),
            Sample("malformed", {**right, first: ["?"]}, "unreadable"),
        ]
        if len(right) > 1:
            one = credit.per_part(1, len(right)) if self.credit == "per-part" else credit.NOTHING
            samples.append(Sample("part", {**wrong, first: right[first]}, one))
            samples.append(Sample("partly filled", {first: right[first]}, one))
        return tuple(samples)

    def faults(self) -> Iterator[ItemFault]:
        marks = _MARK.findall(self.text)
        for place, mark in enumerate(marks):
            if mark not in self.gaps:
                yield ItemFault(("text",), "cloze.mark_without_gap", params={"gap": mark})
            elif mark in marks[:place]:
                yield ItemFault(("text",), "cloze.mark_repeated", params={"gap": mark})
        for name, gap in self.gaps.items():
            if name not in marks:
                yield ItemFault(("gaps", name), "cloze.gap_without_mark", params={"gap": name})
            for fault in option_faults(gap.options, fewest=2, most=5, one_right=True):
                yield fault.under("gaps", name)

    def order(self, seed: str) -> Order:
        return {name: shuffled(gap.by_id, f"{seed}\0{name}") for name, gap in self.gaps.items()}

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        yield ("text",), self.text
        for name, gap in self.gaps.items():
            for path, text in option_texts(gap.options):
                yield ("gaps", name, *path), text

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        for name, gap in self.gaps.items():
            for path, code in option_misconceptions(gap.options):
                yield ("gaps", name, *path), code

    def public(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "credit": self.credit_rule,
            "text": self.text,
            "gaps": {
                name: {"options": public_options(gap.options)} for name, gap in self.gaps.items()
            },
        }
