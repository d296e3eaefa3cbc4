"""What every interaction (item type) answers, and the small things several of them share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints

from quizzes.outcome import Outcome, ResponseError

FieldPath = tuple[str | int, ...]
"""Where in the author's YAML: field names and positions from 0."""

Form = Mapping[str, Sequence[str]]
"""What a browser sent: field name → values."""

Order = tuple[str, ...] | dict[str, tuple[str, ...]]
"""Ids in the order shown; for several lists, one entry for each."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
MaybeText = Annotated[str, StringConstraints(strip_whitespace=True)]

FAULT_CODES = frozenset(
    {
        "item.id",  # the id is not section-latin-slug
        "item.repeated",  # params: value; the same objective, norm, fact or hint twice
        "item.no_norm",  # basis is law, no norm named
        "item.textbook_stem",  # basis is textbook, the stem does not say «оқулық бойынша»
        "ids.repeated",  # params: id
        "options.count",  # params: count, min, max
        "options.equal",  # params: other (position from 1 of the equal one)
        "options.none_right",
        "options.several_right",  # params: count
        "options.all_right",
        "why.missing",
        "misconception.missing",  # warning
        "matching.unknown_target",  # params: target
        "matching.target_used_twice",  # params: target
        "ordering.unknown_step",  # params: step
        "ordering.cycle",  # params: steps
        "cloze.gap_without_mark",  # params: gap
        "cloze.mark_without_gap",  # params: gap
        "cloze.mark_repeated",  # params: gap
        "number.unreadable",  # params: value
        "number.unknown_unit",  # params: unit
        "wrong.is_right",  # a known wrong answer equals the key or an accepted answer
        "wrong.repeated",  # the same known wrong answer twice
        "accept.repeated",  # warning: the same accepted answer twice
        "citation.unreadable",  # params: norm
        "essay.words",  # params: min, max
        "essay.levels",  # points do not rise
    }
)
"""Every ``code`` an :class:`ItemFault` may carry."""


@dataclass(frozen=True, slots=True)
class ItemFault:
    """A mistake of the author which the schema cannot see. ``code`` is one of FAULT_CODES."""

    path: FieldPath
    code: str
    severity: Literal["error", "warning"] = "error"
    params: dict[str, str | int] = field(default_factory=dict)

    def under(self, *prefix: str | int) -> ItemFault:
        """The same fault seen from outside."""
        return ItemFault((*prefix, *self.path), self.code, self.severity, self.params)


Expectation = (
    Fraction | Literal["blank", "unreadable", "retype", "too-short", "too-long", "awaiting"]
)


@dataclass(frozen=True, slots=True)
class Sample:
    """An answer and what must become of it: a score, a kind of ResponseError, or waiting."""

    name: str
    form: dict[str, list[str]]
    expect: Expectation


class Frozen(BaseModel):
    """Authored data: never changed, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(BaseModel):
    """Base of the response models: what was answered, as stored. JSON round-trips."""

    model_config = ConfigDict(frozen=True, extra="forbid")


AnswerType = type[Answer]
"""Named, because the field ``type`` of every interaction hides the builtin there."""

R = TypeVar("R", bound=Answer)


class Interaction(Frozen, ABC, Generic[R]):
    """How an item is answered. Each type adds its fields and ``type: Literal[…]``."""

    Response: ClassVar[AnswerType]

    @property
    @abstractmethod
    def credit_rule(self) -> str:
        """Key of the sentence which tells the learner how the answer will be marked."""

    @abstractmethod
    def parse(self, form: Form) -> R:
        """Read a form. Raises ResponseError if there is no answer or it cannot be read."""

    def parse_final(self, form: Form) -> R | None:
        """What can be read of a form when no more can be asked: time has run out, or all was
        handed in. None: there is no answer. Text outside its limits is taken as it stands, and
        an answer that would have to be typed anew counts as typed.

        Raises ResponseError if it cannot be read at all.
        """
        try:
            return self.parse(form)
        except ResponseError as fault:
            if fault.kind == "blank":
                return None
            raise

    @abstractmethod
    def form(self, response: R) -> dict[str, list[str]]:
        """The form which :meth:`parse` reads as ``response``, to show an answer again."""

    @abstractmethod
    def score(self, response: R) -> Outcome:
        """Mark an answer. Raises ResponseError(kind="retype") if only its form is in doubt.

        An answer given to an earlier version may name options which are gone; they earn nothing.
        """

    @abstractmethod
    def samples(self) -> tuple[Sample, ...]:
        """Answers with their fate, made from the key: for tests of every real item."""

    @abstractmethod
    def faults(self) -> Iterator[ItemFault]:
        """The author's mistakes beyond the schema."""

    @abstractmethod
    def order(self, seed: str) -> Order:
        """Display order for a seed. Never depends on the key."""

    @abstractmethod
    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        """Every Markdown text with its place."""

    @abstractmethod
    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        """Every misconception code with its place."""

    @abstractmethod
    def public(self) -> dict[str, Any]:
        """What may be shown before answering, as JSON: no key, no reasons, no codes."""


def position_id(position: int) -> str:
    """a, b, … z, aa, ab …: an id made from a position counted from 0."""
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def with_position_ids(entries: Any) -> Any:
    """Give each mapping without an id one made from its position (for a BeforeValidator)."""
    if not isinstance(entries, (list, tuple)):
        return entries
    return [
        {"id": position_id(position), **entry} if isinstance(entry, Mapping) else entry
        for position, entry in enumerate(entries)
    ]


def shuffled(ids: Iterable[str], seed: str) -> tuple[str, ...]:
    """The ids in an order set by ``seed`` alone, whatever order they came in: the order in which
    an author lists steps or targets is often the key itself."""
    return tuple(sorted(ids, key=lambda one: sha256(f"{seed}\0{one}".encode()).digest()))


def repeated_ids(field_name: str, ids: Sequence[str]) -> Iterator[ItemFault]:
    seen: set[str] = set()
    for position, one in enumerate(ids):
        if one in seen:
            yield ItemFault((field_name, position, "id"), "ids.repeated", params={"id": one})
        seen.add(one)


def missing_why(why: str, *path: str | int) -> Iterator[ItemFault]:
    if not why:
        yield ItemFault((*path, "why"), "why.missing")


def missing_misconception(code: str | None, *path: str | int) -> Iterator[ItemFault]:
    if not code:
        yield ItemFault((*path, "misconception"), "misconception.missing", "warning")


def blank(field_name: str | None = None) -> ResponseError:
    return ResponseError("blank", "response.blank", field=field_name)


def unknown_option(field_name: str) -> ResponseError:
    """The form names an option the item does not have: a stale page or a forged form."""
    return ResponseError("unreadable", "response.unknown_option", field=field_name)
