"""How firmly an objective stands, in one of four words, from the first tries at its items.

A **first try** is the first answer to an item in a day; what follows that day was given with the
solution in mind and does not count. Credit counts exactly, also a part of it. Recall cards that a
learner grades for themselves do not count: they belong to memory, not to proof.

The word comes from the newest :data:`WINDOW` first tries of all items of the objective, at most
:data:`PER_ITEM` of one item, the newest weighing most (8, 7, … 1): so the word follows what the
learner can do now, and falls as it rose. From «firm», one wrong answer leads to «growing», two in
a row to «weak»; three right ones in a row mend one wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

Word = Literal["unknown", "weak", "growing", "firm"]
WORDS: tuple[Word, ...] = ("unknown", "weak", "growing", "firm")

WINDOW = 8
"""First tries that count. Fewer would let luck decide, more would remember too long."""

PER_ITEM = 3
"""Tries at one item that count: who knows one item by heart does not yet know the objective."""

KEPT = 4
"""First tries worth keeping of one item: those that count and one to look back."""

ENOUGH = 3
"""First tries before there is a word at all: two can both be guessed with a fair chance."""

WEAK = Fraction(3, 5)
"""Below this share: weak. Blind guessing earns a quarter to a third; half-knowledge about half."""

FIRM = Fraction(17, 20)
"""From this share: firm, if on enough items and days. Below nine tenths, so that one old slip
among eight does not take the word away."""

FIRM_ITEMS = 4
"""Different items for «firm», or all there are."""

FIRM_DAYS = 2
"""Different days for «firm»: what is known on one day only was perhaps only just read."""


class Try(NamedTuple):
    """A first try: the day and the exact share of the points."""

    day: date
    score: Fraction


@dataclass(frozen=True, slots=True)
class Mastery:
    """The word and the numbers behind it: ``tries`` counted, ``share`` of the points in them,
    recency weighted (None without any), different ``items`` among them, of ``all_items`` the
    objective has; ``needed_items`` for «firm»; different ``days`` with a first try; ``last``: the
    newest of them.
    """

    word: Word
    tries: int = 0
    share: Fraction | None = None
    items: int = 0
    all_items: int = 0
    days: int = 0
    needed_items: int = 0
    last: date | None = None


def with_try(tries: Sequence[Try], day: date, score: Fraction) -> tuple[Try, ...]:
    """The kept first tries of an item after one more answer: unchanged if there was one that day.

    One that comes late takes its place by its day; the oldest beyond :data:`KEPT` are dropped.
    """
    if any(one.day == day for one in tries):
        return tuple(tries)
    return tuple(sorted([*tries, Try(day, score)], key=lambda one: one.day)[-KEPT:])


def mastery(items: Collection[str], tries: Mapping[str, Sequence[Try]]) -> Mastery:
    """The word for an objective with these item keys; ``tries`` by key, keys of other items are
    not looked at. Tries of one item are in the order of their days (as :func:`with_try` keeps).
    """
    return standing(counted(items, tries), len(set(items)))


def standing(newest_first: Sequence[tuple[date, str, Fraction]], all_items: int) -> Mastery:
    """The word for an objective with so many items, from what :func:`counted` gives."""
    needed = min(FIRM_ITEMS, all_items)
    found = list(newest_first)
    if not found:
        return Mastery("unknown", all_items=all_items, needed_items=needed)
    days = len({day for day, _, _ in found})  # before the cut: one long sitting fills the window
    del found[WINDOW:]
    share = _share([score for _, _, score in found])
    different = len({key for _, key, _ in found})
    return Mastery(
        word=_word(len(found), share, different, days, all_items),
        tries=len(found),
        share=share,
        items=different,
        all_items=all_items,
        days=days,
        needed_items=needed,
        last=found[0][0],
    )


def counted(
    items: Collection[str], tries: Mapping[str, Sequence[Try]]
) -> list[tuple[date, str, Fraction]]:
    """(day, item, share of the points) of the first tries that may count, newest first; of these
    the first :data:`WINDOW` do.
    """
    found = [
        (one.day, key, one.score)
        for key in set(items)
        if key in tries
        for one in tries[key][-PER_ITEM:]
    ]
    found.sort(key=lambda one: (one[0], one[1]), reverse=True)
    return found


def _share(newest_first: Sequence[Fraction]) -> Fraction:
    """Sums by denominator first: adding whole numbers is many times faster than fractions."""
    parts: Counter[int] = Counter()
    for weight, score in zip(range(WINDOW, 0, -1), newest_first, strict=False):
        parts[score.denominator] += weight * score.numerator
    whole = sum(range(WINDOW, WINDOW - len(newest_first), -1))
    earned = sum((Fraction(n, d) for d, n in parts.items()), Fraction(0))
    return earned / whole


def _word(tries: int, share: Fraction, items: int, days: int, all_items: int) -> Word:
    if tries < min(ENOUGH, max(2, all_items)):
        return "unknown"
    if share < WEAK:
        return "weak"
    if share >= FIRM and items >= min(FIRM_ITEMS, all_items) and days >= FIRM_DAYS:
        return "firm"
    return "growing"


def counts(words: Iterable[Word]) -> dict[Word, int]:
    """How many objectives have which word, every word named: for a section, a chapter, a course."""
    found = Counter(words)
    return {word: found[word] for word in WORDS}


def rolled_up(places: Mapping[str, str], words: Mapping[str, Word]) -> dict[str, dict[Word, int]]:
    """Counts per place; ``places``: objective → its section (or chapter). An objective without a
    word yet is unknown.
    """
    by_place: dict[str, list[Word]] = {}
    for objective, place in places.items():
        by_place.setdefault(place, []).append(words.get(objective, "unknown"))
    return {place: counts(found) for place, found in by_place.items()}
