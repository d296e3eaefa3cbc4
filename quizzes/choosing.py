"""Choosing what a set asks: by section, theme, type, difficulty and what each is to the learner.

The same pool, wish, history and seed choose the same. What the learner never met comes first, and
the choice is spread over the sections: each gives one in turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from quizzes.mistakes import KeyStatus

MOST = 100
"""Items a set may ask for."""

FACETS = ("sections", "themes", "objectives", "types", "difficulties", "statuses")

Value = str | int


class Practicable(Protocol):
    """What can be practised, as choosing sees it: an item, a recall card, or a generator."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def theme(self) -> str: ...
    @property
    def objectives(self) -> tuple[str, ...]: ...
    @property
    def type(self) -> str: ...
    @property
    def difficulty(self) -> int: ...
    @property
    def case(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What a set may ask. An empty facet: no matter; else one of its values must hold.
    ``variants``: generated tasks too; ``cards``: recall cards too. Types are those of written
    items: whether generated tasks and cards are asked hangs on the two switches alone.
    """

    sections: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    objectives: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    difficulties: frozenset[int] = frozenset()
    statuses: frozenset[KeyStatus] = frozenset()
    variants: bool = True
    cards: bool = False

    def takes(self, one: Practicable) -> bool:
        """Whether its kind is wanted at all."""
        return one.kind == "item" or (self.variants if one.kind == "generator" else self.cards)


@dataclass(frozen=True, slots=True)
class Counts:
    """``total``: how many pass. ``of``: facet → value → how many would pass if of this facet only
    the value were wished, the other wishes kept; of a value that is missing none would. ``kinds``:
    how many of each kind pass or would, were the kind wanted.
    """

    total: int
    of: Mapping[str, Mapping[Value, int]]
    kinds: Mapping[str, int]


def passes(one: Practicable, statuses: Collection[KeyStatus], wish: Wish) -> bool:
    """Whether a set of this wish may ask it; ``statuses`` are what it is to the learner."""
    return wish.takes(one) and not _failed(one, statuses, wish)


def _values(one: Practicable, statuses: Collection[KeyStatus]) -> tuple[Collection[Value], ...]:
    """Its values in the order of :data:`FACETS`."""
    return (one.section,), (one.theme,), one.objectives, (one.type,), (one.difficulty,), statuses


def _failed(one: Practicable, statuses: Collection[KeyStatus], wish: Wish) -> list[int]:
    """Which facets, by their place, do not let it pass."""
    types = wish.types if one.kind == "item" else frozenset()
    wished = (
        wish.sections,
        wish.themes,
        wish.objectives,
        types,
        wish.difficulties,
        wish.statuses,
    )
    failed = []
    for place, (want, values) in enumerate(zip(wished, _values(one, statuses), strict=True)):
        if want and not any(value in want for value in values):
            failed.append(place)
    return failed


def count(
    pool: Iterable[Practicable], statuses: Mapping[str, Collection[KeyStatus]], wish: Wish
) -> Counts:
    """How many pass, and how many each value of a facet would let pass beside the other wishes."""
    total = 0
    found: list[dict[Value, int]] = [{} for _ in FACETS]
    kinds: dict[str, int] = {}
    for one in pool:
        theirs = statuses[one.key]
        failed = _failed(one, theirs, wish)
        if not failed:
            kinds[one.kind] = kinds.get(one.kind, 0) + 1
        if len(failed) > 1 or not wish.takes(one):
            continue
        total += not failed
        for place, values in enumerate(_values(one, theirs)):
            if not failed or failed == [place]:
                for value in values:
                    found[place][value] = found[place].get(value, 0) + 1
    return Counts(total, dict(zip(FACETS, found, strict=True)), kinds)


def choose(
    pool: Iterable[Practicable],
    statuses: Mapping[str, Collection[KeyStatus]],
    wish: Wish,
    most: int,
    seed: str,
) -> tuple[str, ...]:
    """The keys a set asks, in the order shown: ``most``, or as many as pass. Items of one case
    stand together.
    """
    passing = [one for one in pool if passes(one, statuses[one.key], wish)]
    fresh = [one for one in passing if "new" in statuses[one.key]]
    met = [one for one in passing if "new" not in statuses[one.key]]
    chosen = [*_spread(fresh, seed), *_spread(met, seed)][: max(0, most)]
    return tuple(one.key for one in _together(chosen))


def _spread(found: Sequence[Practicable], seed: str) -> list[Practicable]:
    """By the seed; each section gives one in turn until it has no more."""
    ranked: dict[str, list[Practicable]] = {}
    for one in sorted(found, key=lambda one: _hash(seed, one.key)):
        ranked.setdefault(one.section, []).append(one)
    order = {name: _hash(seed, name) for name in ranked}
    turns = [
        (turn, order[name], one)
        for name, theirs in ranked.items()
        for turn, one in enumerate(theirs)
    ]
    turns.sort(key=lambda one: one[:2])
    return [one for _, _, one in turns]


def _together(chosen: Iterable[Practicable]) -> list[Practicable]:
    """Each case where its first item stands, its items in their own order."""
    blocks: dict[str, list[Practicable]] = {}
    for one in chosen:
        blocks.setdefault(f"case {one.case}" if one.case else one.key, []).append(one)
    return [
        one
        for block in blocks.values()
        for one in (sorted(block, key=lambda one: one.key) if len(block) > 1 else block)
    ]


def _hash(seed: str, name: str) -> bytes:
    return sha256(f"{seed}\0{name}".encode()).digest()
