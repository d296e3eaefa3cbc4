"""Ordering: put steps in a lawful order; a graph of requirements may allow several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256
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
    missing_why,
    repeated_ids,
    shuffled,
)
from quizzes.outcome import Outcome, Part, ResponseError, distinct_codes
from quizzes.precedence import (
    completion,
    cycle,
    lawful,
    longest_run,
    predecessors,
)
from quizzes.text import exact_key

FIELD = "step."


def _with_text_ids(steps: Any) -> Any:
    """Ids made from the text: ids made from the position would give the right order away."""
    if not isinstance(steps, (list, tuple)):
        return steps
    return [
        {"id": "s" + sha256(str(step.get("text", "")).strip().encode()).hexdigest()[:6], **step}
        if isinstance(step, Mapping)
        else step
        for step in steps
    ]


class Step(Frozen):
    """``after`` names the steps which must come before this one; ``why`` says why it stands
    where it does."""

    id: Text
    text: Text
    why: MaybeText = ""
    after: tuple[Text, ...] = ()


class OrderingResponse(Answer):
    steps: tuple[str, ...]  # ids, first to last


class Ordering(Interaction[OrderingResponse]):
    """With no ``after`` anywhere the listed order is the only right one.

    Credit ``longest-run``: the share of steps in the longest run of the answer which can stand in
    that relative order lawfully, as :mod:`quizzes.precedence` defines it; a run of one step earns
    nothing, and only a wholly lawful order earns 1.
    """

    type: Literal["ordering"]
    steps: Annotated[tuple[Step, ...], BeforeValidator(_with_text_ids), Field(min_length=2)]
    credit: Literal["all-or-nothing", "longest-run"] = "longest-run"
    misconception: Text | None = None

    Response: ClassVar[AnswerType] = OrderingResponse

    @property
    def credit_rule(self) -> str:
        return self.credit

    @cached_property
    def by_id(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def before(self) -> dict[str, tuple[str, ...]]:
        """What directly precedes each step: as authored, or else the step listed before it."""
        if any(step.after for step in self.steps):
            return {step.id: step.after for step in self.steps}
        ids = [step.id for step in self.steps]
        return {one: tuple(ids[max(0, place - 1) : place]) for place, one in enumerate(ids)}

    @cached_property
    def required(self) -> dict[str, frozenset[str]]:
        """All that must precede each step. The item must be free of errors."""
        return predecessors(self.before)

    @cached_property
    def model_order(self) -> tuple[str, ...]:
        """The lawful order nearest to the listed one."""
        return completion(tuple(self.by_id), (), self.required)

    def parse(self, form: Form) -> OrderingResponse:
        positions = self._positions(form)
        if not positions:
            raise blank(FIELD + next(iter(self.by_id)))
        if len(positions) < len(self.by_id):
            missing = [step for step in self.by_id if step not in positions]
            raise ResponseError(
                "unreadable",
                "response.ordering.incomplete",
                {"missing": len(missing)},
                FIELD + missing[0],
            )
        if sorted(positions.values()) != list(range(1, len(positions) + 1)):
            raise self._misplaced(positions)
        return OrderingResponse(steps=tuple(sorted(positions, key=positions.__getitem__)))

    def parse_final(self, form: Form) -> OrderingResponse | None:
        """The steps that were given a place stand in that order; the others earn nothing."""
        positions = self._positions(form)
        if len(set(positions.values())) < len(positions):
            raise self._misplaced(positions)
        steps = tuple(sorted(positions, key=positions.__getitem__))
        return OrderingResponse(steps=steps) if steps else None

    def _positions(self, form: Form) -> dict[str, int]:
        positions: dict[str, int] = {}
        for step in self.by_id:
            value = next((one.strip() for one in form.get(FIELD + step, ()) if one.strip()), "")
            if not value:
                continue
            if not (value.isascii() and value.isdigit() and len(value) < 4):
                raise ResponseError(
                    "unreadable",
                    "response.ordering.positions",
                    {"count": len(self.by_id)},
                    FIELD + step,
                )
            positions[step] = int(value)
        return positions

    def _misplaced(self, positions: dict[str, int]) -> ResponseError:
        return ResponseError(
            "unreadable",
            "response.ordering.positions",
            {"count": len(positions)},
            FIELD + _out_of_place(positions),
        )

    def form(self, response: OrderingResponse) -> dict[str, list[str]]:
        return {FIELD + step: [str(place)] for place, step in enumerate(response.steps, start=1)}

    def score(self, response: OrderingResponse) -> Outcome:
        """Parts are right if they belong to the longest run; ``answer`` is the place (from 1) of
        the step in the lawful order that keeps this run."""
        given = tuple(step for step in dict.fromkeys(response.steps) if step in self.by_id)
        run = given if lawful(given, self.required) else longest_run(given, self.required)
        in_run = frozenset(run)
        absent = tuple(step for step in self.model_order if step not in given)
        nearest = completion((*given, *absent), run, self.required)
        total = len(self.by_id)
        if self.credit == "longest-run":
            score = credit.longest_run(len(run), total)
        else:
            score = credit.all_or_nothing(len(run), 0, total)
        places = {step: place for place, step in enumerate(nearest, start=1)}
        return Outcome(
            score=score,
            parts=tuple(
                Part(
                    step.id,
                    "right" if step.id in in_run else "missing" if step.id in absent else "wrong",
                    step.why,
                    answer=str(places[step.id]),
                    chosen=step.id not in absent,
                )
                for step in self.steps
            ),
            misconceptions=distinct_codes([self.misconception] if score < 1 else []),
        )

    def samples(self) -> tuple[Sample, ...]:
        right = self.model_order
        total = len(right)
        backwards = longest_run(right[::-1], self.required)
        moved = (*right[1:], right[0])
        share = self.credit == "longest-run"
        samples = [
            Sample("right", self._form(right), credit.FULL),
            Sample(
                "wrong",
                self._form(right[::-1]),
                credit.longest_run(len(backwards), total) if share else credit.NOTHING,
            ),
            Sample("blank", {FIELD + step: [""] for step in right}, "blank"),
            Sample("malformed", {**self._form(right), FIELD + right[0]: ["?"]}, "unreadable"),
            Sample("two in one place", {FIELD + step: ["1"] for step in right}, "unreadable"),
            Sample("partly filled", {FIELD + right[0]: ["1"]}, "unreadable"),
        ]
        # To move the first step to the end breaks the order only if something waits for it.
        if total > 2 and not lawful(moved, self.required):
            samples.append(
                Sample(
                    "part",
                    self._form(moved),
                    credit.longest_run(total - 1, total) if share else credit.NOTHING,
                )
            )
        return tuple(samples)

    def _form(self, steps: tuple[str, ...]) -> dict[str, list[str]]:
        return self.form(OrderingResponse(steps=steps))

    def faults(self) -> Iterator[ItemFault]:
        yield from repeated_ids("steps", [step.id for step in self.steps])
        keys = [exact_key(step.text) for step in self.steps]
        for position, step in enumerate(self.steps):
            other = keys.index(keys[position])
            if other < position:
                yield ItemFault(
                    ("steps", position, "text"), "options.equal", params={"other": other + 1}
                )
            yield from missing_why(step.why, "steps", position)
            for place, earlier in enumerate(step.after):
                if earlier not in self.by_id:
                    yield ItemFault(
                        ("steps", position, "after", place),
                        "ordering.unknown_step",
                        params={"step": earlier},
                    )
        if found := cycle(self.before):
            yield ItemFault(("steps",), "ordering.cycle", params={"steps": " → ".join(found)})

    def order(self, seed: str) -> Order:
        return shuffled(self.by_id, seed)

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        for position, step in enumerate(self.steps):
            yield ("steps", position, "text"), step.text
            if step.why:
                yield ("steps", position, "why"), step.why

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        if self.misconception:
            yield ("misconception",), self.misconception

    def public(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "credit": self.credit_rule,
            "steps": [
                {"id": one, "text": self.by_id[one].text} for one in shuffled(self.by_id, "public")
            ],
        }


def _out_of_place(positions: Mapping[str, int]) -> str:
    """The first step whose place is taken already or does not exist; there is one."""
    seen: set[int] = set()
    for step, position in positions.items():
        if position in seen or not 1 <= position <= len(positions):
            return step
        seen.add(position)
    raise ValueError("every step has a place of its own")
