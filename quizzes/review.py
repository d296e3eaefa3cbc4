"""Looking back at a finished set: what was right by theme, section, objective and misconception,
and what to do next. Points are counted plainly, without certainty marking: it is about knowledge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

WEAK = Fraction(3, 4)
"""A share below it asks for rereading."""

UNREACHED = Fraction(1, 4)
"""From this part of the items without an answer on, time was the trouble, not knowledge."""

OFTEN = 3
"""So often in one set a misconception is no slip."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An item of the set. ``key``: what it practises; ``share``: of its points that it earned;
    ``misconceptions``: codes that the answer showed.
    """

    key: str
    section: str
    theme: str
    objectives: tuple[str, ...]
    points: int
    share: Fraction
    answered: bool
    misconceptions: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        return self.share == 1


@dataclass(frozen=True, slots=True)
class Tally:
    """Items that have something in common. ``missed``: keys of those not wholly right, as asked."""

    name: str
    asked: int
    right: int
    earned: Fraction
    most: int
    missed: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        return self.earned / self.most

    @property
    def lost(self) -> Fraction:
        return self.most - self.earned

    @property
    def weak(self) -> bool:
        return self.share < WEAK


def tallies(items: Sequence[Judged], of: Callable[[Judged], Iterable[str]]) -> list[Tally]:
    """One for each name that ``of`` gives an item; where most points were lost first, then by
    name. An item of several names counts for each.
    """
    groups: dict[str, list[Judged]] = {}
    for one in items:
        for name in dict.fromkeys(of(one)):
            groups.setdefault(name, []).append(one)
    found = [
        Tally(
            name=name,
            asked=len(theirs),
            right=sum(one.right for one in theirs),
            earned=sum((one.share * one.points for one in theirs), Fraction(0)),
            most=sum(one.points for one in theirs),
            missed=tuple(one.key for one in theirs if not one.right),
        )
        for name, theirs in groups.items()
    ]
    return sorted(found, key=lambda one: (-one.lost, one.share, one.name))


def misconceptions(items: Iterable[Judged]) -> list[tuple[str, tuple[str, ...]]]:
    """(code, keys of the items whose answers showed it), the most frequent first."""
    found: dict[str, list[str]] = {}
    for one in items:
        for code in dict.fromkeys(one.misconceptions):
            found.setdefault(code, []).append(one.key)
    return sorted(
        ((code, tuple(keys)) for code, keys in found.items()),
        key=lambda one: (-len(one[1]), one[0]),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next. ``kind``: empty (nothing was answered) | time (too many were not reached) |
    misconception (``name`` is its code) | section (``name`` its number) | clean (all right).
    ``keys``: the items it is about.
    """

    kind: Literal["empty", "time", "misconception", "section", "clean"]
    name: str = ""
    count: int = 0
    asked: int = 0
    keys: tuple[str, ...] = ()


def next_step(items: Sequence[Judged]) -> Step:
    """The one thing that helps most."""
    missed = [one for one in items if not one.right]
    if not missed:
        return Step("clean", asked=len(items))
    unanswered = sum(not one.answered for one in items)
    if unanswered == len(items):
        return Step("empty", asked=len(items))
    if Fraction(unanswered, len(items)) >= UNREACHED:
        return Step("time", count=unanswered, asked=len(items))
    often = misconceptions(missed)
    if often and len(often[0][1]) >= OFTEN and len(often[0][1]) * 3 >= len(missed):
        code, keys = often[0]
        return Step("misconception", code, len(keys), len(items), keys)
    worst = tallies(items, lambda one: (one.section,))[0]
    return Step("section", worst.name, worst.right, worst.asked, worst.missed)


def next_keys(
    items: Sequence[Judged],
    unseen: Iterable[tuple[str, tuple[str, ...]]],
    most: int,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(what was missed, new things for the same objectives) of the set that follows. ``unseen``:
    (key, objectives) of what the learner never met, in the order to prefer. Objectives of which
    more was missed get more. As many new ones as missed ones; when all was right, the objectives
    of the whole set are gone on with.
    """
    missed = tuple(dict.fromkeys(one.key for one in items if not one.right))[:most]
    wanted = Counter(
        objective for one in items if not missed or not one.right for objective in one.objectives
    )
    known = {one.key for one in items}
    ranked = [
        (-sum(wanted[one] for one in objectives), place, key)
        for place, (key, objectives) in enumerate(unseen)
        if key not in known and any(one in wanted for one in objectives)
    ]
    room = min(most - len(missed), max(len(missed), len(items) if not missed else 0))
    return missed, tuple(key for _, _, key in sorted(ranked)[:room])
