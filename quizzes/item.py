"""Item: the smallest thing that can be scored, with a stable id and a version of its content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal

from pydantic import Field

from quizzes.interaction import (
    Answer,
    FieldPath,
    Form,
    Frozen,
    Interaction,
    ItemFault,
    MaybeText,
    Order,
    Sample,
    Text,
)
from quizzes.interactions import AnyInteraction
from quizzes.interactions.citation import CitationEntry
from quizzes.outcome import Outcome

__all__ = ["Item", "ItemFault", "Theme", "fault_path", "item_from_canonical", "item_from_mapping"]

Theme = Literal[
    "principles",
    "powers",
    "deadlines",
    "appellate",
    "history",
    "structure",
    "concepts",
    "procedure",
]

_ID = re.compile(r"\d+(?:\.\d+)+-[a-z0-9]+(?:-[a-z0-9]+)*")
_BY_TEXTBOOK = "оқулық бойынша"


class Item(Frozen):
    """Common fields of every item; what is peculiar to its type is in ``interaction``.

    Texts are Markdown. ``norms`` are citations («ҚПК 192.4») checked by the course. ``hints`` go
    from orienting to nearly explaining. ``points`` is what a score of 1 is worth.
    """

    id: Text
    theme: Theme
    objectives: tuple[Text, ...] = Field(min_length=1)
    norms: tuple[Text, ...] = ()
    basis: Literal["law", "textbook"]
    difficulty: int = Field(ge=1, le=3)
    facts: tuple[Text, ...] = ()
    case: Text | None = None
    stem: Text
    hints: tuple[Text, ...] = ()
    explanation: MaybeText
    points: int = Field(default=1, ge=1)
    interaction: AnyInteraction

    @property
    def _verbs(self) -> Interaction[Any]:
        return self.interaction

    @property
    def type(self) -> str:
        """The type as authors write it: «single-choice»."""
        return self.interaction.type

    @property
    def folder(self) -> str:
        """The folder of the type, where its templates are: «single_choice»."""
        return self.interaction.type.replace("-", "_")

    @property
    def credit_rule(self) -> str:
        return self._verbs.credit_rule

    def parse(self, form: Form) -> Answer:
        """Read a form. Raises ResponseError."""
        response: Answer = self._verbs.parse(form)
        return response

    def parse_final(self, form: Form) -> Answer | None:
        """Read a form of which no more can be asked. None: no answer. Raises ResponseError."""
        response: Answer | None = self._verbs.parse_final(form)
        return response

    def form(self, response: Answer) -> dict[str, list[str]]:
        """The form that :meth:`parse` reads as ``response``."""
        return self._verbs.form(response)

    def response_from_json(self, data: Any) -> Answer:
        """A stored response. Raises pydantic.ValidationError if it belongs to another type."""
        return self._verbs.Response.model_validate(data)

    def score(self, response: Answer) -> Outcome:
        """Mark an answer. Raises ResponseError(kind="retype"); TypeError for another type's."""
        if not isinstance(response, self.interaction.Response):
            raise TypeError(f"{self.type} cannot score {type(response).__name__}")
        return self._verbs.score(response)

    def samples(self) -> tuple[Sample, ...]:
        return self._verbs.samples()

    def order(self, seed: str) -> Order:
        return self._verbs.order(seed)

    def public(self) -> dict[str, Any]:
        """The item as JSON for whoever has not answered yet."""
        return {
            "id": self.id,
            "theme": self.theme,
            "objectives": list(self.objectives),
            "difficulty": self.difficulty,
            "case": self.case,
            "stem": self.stem,
            "points": self.points,
            "interaction": self._verbs.public(),
        }

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        """Every Markdown text with its place in the author's YAML."""
        yield ("stem",), self.stem
        for position, hint in enumerate(self.hints):
            yield ("hints", position), hint
        if self.explanation:
            yield ("explanation",), self.explanation
        yield from self._verbs.texts()

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        """Every misconception code with its place, for the check against the closed list."""
        yield from self._verbs.misconceptions()

    def cited(self) -> Iterator[tuple[FieldPath, str]]:
        """Every norm named as data (not inside a text) with its place."""
        for position, norm in enumerate(self.norms):
            yield ("norms", position), norm
        if isinstance(self.interaction, CitationEntry):
            yield from self.interaction.cited()

    def faults(self) -> Iterator[ItemFault]:
        """The author's mistakes beyond the schema; paths are those of the flat YAML."""
        if not _ID.fullmatch(self.id):
            yield ItemFault(("id",), "item.id")
        for name in ("objectives", "norms", "facts", "hints"):
            yield from _repeated(name, getattr(self, name))
        if self.basis == "law" and not self.norms:
            yield ItemFault(("norms",), "item.no_norm")
        if self.basis == "textbook" and _BY_TEXTBOOK not in self.stem.casefold():
            yield ItemFault(("stem",), "item.textbook_stem")
        if not self.explanation:
            yield ItemFault(("explanation",), "why.missing")
        yield from self._verbs.faults()

    def canonical(self) -> str:
        """Canonical JSON in the author's flat shape: sorted keys, no white space, no defaults."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        flat = {**data.pop("interaction"), **data}
        return json.dumps(flat, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @cached_property
    def version(self) -> str:
        """First 16 hex digits of the SHA-256 of the canonical form."""
        return sha256(self.canonical().encode()).hexdigest()[:16]

    def with_acts(self, acts: Mapping[str, Sequence[str]]) -> Item:
        """The item knowing how the acts of the register are called (short name → aliases).

        Only a citation item cares; the version stays the same.
        """
        if not isinstance(self.interaction, CitationEntry):
            return self
        return self.model_copy(update={"interaction": self.interaction.with_acts(acts)})


_COMMON = frozenset(Item.model_fields) - {"interaction"}


def item_from_mapping(raw: Mapping[str, Any]) -> Item:
    """An item from the author's flat mapping. Raises pydantic.ValidationError; see fault_path."""
    common = {key: value for key, value in raw.items() if key in _COMMON}
    peculiar = {key: value for key, value in raw.items() if key not in _COMMON}
    return Item.model_validate({**common, "interaction": peculiar})


def item_from_canonical(text: str) -> Item:
    """The item whose :meth:`Item.canonical` is ``text``: the same version."""
    return item_from_mapping(json.loads(text))


def fault_path(loc: Sequence[str | int]) -> FieldPath:
    """The place in the author's YAML for the ``loc`` of a validation error."""
    if not loc or loc[0] != "interaction":
        return tuple(loc)
    # Without a second element the fault is in the tag: no type, or an unknown one.
    return tuple(loc[2:]) if len(loc) > 1 else ("type",)


def _repeated(name: str, values: Sequence[str]) -> Iterator[ItemFault]:
    for position, value in enumerate(values):
        if value in values[:position]:
            yield ItemFault((name, position), "item.repeated", params={"value": value})
