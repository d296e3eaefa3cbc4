"""Matching and categorising: each prompt is given one of the targets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from quizzes import credit
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
    missing_misconception,
    missing_why,
    repeated_ids,
    shuffled,
    unknown_option,
    with_position_ids,
)
from quizzes.outcome import Outcome, Part, distinct_codes
from quizzes.text import exact_key

FIELD = "match."


class Target(Frozen):
    id: Text
    text: Text


class Prompt(Frozen):
    """``key`` is the id of the right target; ``why`` says why it is; ``misconception`` is the
    likely error of whoever chooses another."""

    id: Text
    text: Text
    key: Text
    why: MaybeText = ""
    misconception: Text | None = None


class MatchingResponse(Answer):
    matches: dict[str, str]  # prompt id → target id; prompts without an answer are left out


class Matching(Interaction[MatchingResponse]):
    type: Literal["matching"]
    targets: Annotated[tuple[Target, ...], BeforeValidator(with_position_ids), Field(min_length=2)]
    prompts: Annotated[tuple[Prompt, ...], BeforeValidator(with_position_ids), Field(min_length=2)]
    reuse: bool = False
    credit: Literal["all-or-nothing", "per-part"] = "per-part"

    Response: ClassVar[AnswerType] = MatchingResponse

    @property
    def credit_rule(self) -> str:
        return self.credit

    @cached_property
    def by_id(self) -> dict[str, Target]:
        """Targets by id."""
        return {target.id: target for target in self.targets}

    def parse(self, form: Form) -> MatchingResponse:
        matches: dict[str, str] = {}
        for prompt in self.prompts:
            field = FIELD + prompt.id
            chosen = next((value for value in form.get(field, ()) if value), None)
            if chosen is None:
                continue
            if chosen not in self.by_id:
                raise unknown_option(field)
            matches[prompt.id] = chosen
        if not matches:
            raise blank(FIELD + self.prompts[0].id)
        return MatchingResponse(matches=matches)

    def form(self, response: MatchingResponse) -> dict[str, list[str]]:
        return {FIELD + prompt: [target] for prompt, target in response.matches.items()}

    @cached_property
    def parts(self) -> tuple[tuple[str, dict[str | None, Part]], ...]:
        """Of each prompt: its id and its part by the target chosen, None for no answer."""
        return tuple(
            (prompt.id, {chosen: self._part(prompt, chosen) for chosen in (*self.by_id, None)})
            for prompt in self.prompts
        )

    def _part(self, prompt: Prompt, chosen: str | None) -> Part:
        key = self.by_id.get(prompt.key)
        return Part(
            prompt.id,
            "missing" if chosen is None else "right" if chosen == prompt.key else "wrong",
            prompt.why,
            answer=key.text if key else None,
            chosen=chosen is not None,
        )

    def score(self, response: MatchingResponse) -> Outcome:
        # A target that is gone since is as good as no answer.
        parts = tuple(
            by_target.get(response.matches.get(prompt), by_target[None])
            for prompt, by_target in self.parts
        )
        right = sum(part.verdict == "right" for part in parts)
        if self.credit == "per-part":
            score = credit.per_part(right, len(parts))
        else:
            score = credit.all_or_nothing(right, len(parts) - right, len(parts))
        return Outcome(
            score=score,
            parts=parts,
            misconceptions=distinct_codes(
                [
                    prompt.misconception
                    for prompt, part in zip(self.prompts, parts, strict=True)
                    if part.verdict == "wrong"
                ]
            ),
        )

    def samples(self) -> tuple[Sample, ...]:
        right = {FIELD + prompt.id: [prompt.key] for prompt in self.prompts}
        wrong = {
            FIELD + prompt.id: [next(one for one in self.by_id if one != prompt.key)]
            for prompt in self.prompts
        }
        first = FIELD + self.prompts[0].id
        one = credit.per_part(1, len(self.prompts)) if self.credit == "per-part" else credit.NOTHING
        return (
            Sample("right", right, credit.FULL),
            Sample("wrong", wrong, credit.NOTHING),
            Sample("part", {**wrong, first: right[first]}, one),
            Sample("partly filled", {first: right[first]}, one),
            Sample("blank", {name: [""] for name in right}, "blank"),
            Sample("malformed", {**right, first: ["?"]}, "unreadable"),
        )

    def faults(self) -> Iterator[ItemFault]:
        yield from repeated_ids("targets", [target.id for target in self.targets])
        yield from repeated_ids("prompts", [prompt.id for prompt in self.prompts])
        for name, texts in (
            ("targets", [target.text for target in self.targets]),
            ("prompts", [prompt.text for prompt in self.prompts]),
        ):
            keys = [exact_key(text) for text in texts]
            for position, key in enumerate(keys):
                other = keys.index(key)
                if other < position:
                    yield ItemFault(
                        (name, position, "text"), "options.equal", params={"other": other + 1}
                    )
        used: set[str] = set()
        for position, prompt in enumerate(self.prompts):
            if prompt.key not in self.by_id:
                yield ItemFault(
                    ("prompts", position, "key"),
                    "matching.unknown_target",
                    params={"target": prompt.key},
                )
            elif prompt.key in used and not self.reuse:
                yield ItemFault(
                    ("prompts", position, "key"),
                    "matching.target_used_twice",
                    params={"target": prompt.key},
                )
            used.add(prompt.key)
            yield from missing_why(prompt.why, "prompts", position)
            yield from missing_misconception(prompt.misconception, "prompts", position)

    def order(self, seed: str) -> Order:
        """Order of the targets; prompts stand as written."""
        return shuffled(self.by_id, seed)

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        for position, target in enumerate(self.targets):
            yield ("targets", position, "text"), target.text
        for position, prompt in enumerate(self.prompts):
            yield ("prompts", position, "text"), prompt.text
            if prompt.why:
                yield ("prompts", position, "why"), prompt.why

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        for position, prompt in enumerate(self.prompts):
            if prompt.misconception:
                yield ("prompts", position, "misconception"), prompt.misconception

    def public(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "credit": self.credit_rule,
            "reuse": self.reuse,
            # Authors tend to list targets in the order of their prompts: that would be the key.
            "targets": [
                {"id": one, "text": self.by_id[one].text} for one in shuffled(self.by_id, "public")
            ],
            "prompts": [{"id": prompt.id, "text": prompt.text} for prompt in self.prompts],
        }
