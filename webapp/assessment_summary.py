"""What an assessment comes to: items, points, minutes, kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.assessment import (
    Assessment,
    Draw,
    Entry,
    FixedItem,
)
from quizzes.drawing import Candidate, passes
from quizzes.interactions.essay import Essay
from quizzes.item import Item
from webapp.assessment_faults import shared_cases
from webapp.item_writing import THEMES

_SECONDS: Mapping[str, int] = {
    "single-choice": 60,
    "multiple-choice": 90,
    "matching": 150,
    "ordering": 120,
    "cloze": 120,
    "number": 120,
    "date": 90,
    "short-text": 60,
    "citation": 90,
    "recall": 15,
}
_WORDS_A_MINUTE = 12


def seconds(item: Item) -> int:
    """How long an item is reckoned to take: by its type, a third more on level 2, two thirds more
    on level 3; an essay, a minute for each 12 words of its least length.
    """
    if isinstance(item.interaction, Essay):
        return 60 * item.interaction.min_words // _WORDS_A_MINUTE
    return _SECONDS[item.type] * (2 + item.difficulty) // 3


@dataclass(frozen=True, slots=True)
class Share:
    """How many items of a kind are to be expected; ``exact`` if every drawing gives so many."""

    name: str
    items: Fraction
    exact: bool

    @property
    def rounded(self) -> int:
        return round(self.items)


@dataclass(frozen=True, slots=True)
class Summary:
    """What an assessment comes to. Where drawings differ, the least and the most."""

    items: tuple[int, int]
    points: tuple[int, int]
    minutes: int
    themes: tuple[Share, ...]
    difficulties: tuple[Share, ...]


def summary(
    assessment: Assessment, bank: Sequence[Candidate], items: Mapping[str, Item]
) -> Summary:
    """Numbers for the builder's page. What a draw brings is reckoned as the mean of all that pass;
    ``items`` holds the items of the bank by id.
    """
    by_id = {one.item_id: one for one in bank}
    fixed = set(assessment.fixed())
    least = most = low = high = 0
    time = Fraction(0)
    themes: dict[str, list[tuple[Fraction, bool]]] = {}
    levels: dict[str, list[tuple[Fraction, bool]]] = {}
    for section in assessment.sections:
        for entry in section.entries:
            pool, few, many = _pool(entry, by_id, bank, fixed)
            if not pool:
                continue
            mean = Fraction(few + many, 2)
            least, most = least + few, most + many
            worth = sorted(entry.points or one.points for one in pool)
            low += few * worth[0] if len(pool) > many else sum(worth[:few])
            high += many * worth[-1] if len(pool) > many else sum(worth[-many:])
            time += mean * Fraction(sum(seconds(items[one.item_id]) for one in pool), len(pool))
            for shares, names in (
                (themes, [one.theme for one in pool]),
                (levels, [str(one.difficulty) for one in pool]),
            ):
                for name in dict.fromkeys(names):
                    part = mean * Fraction(names.count(name), len(names))
                    sure = few == many and (len(set(names)) == 1 or len(names) == few)
                    shares.setdefault(name, []).append((part, sure))
    return Summary(
        (least, most),
        (low, high),
        -(-int(time) // 60),
        tuple(_share(name, themes[name]) for name in THEMES if name in themes),
        tuple(_share(name, levels[name]) for name in sorted(levels)),
    )


def _share(name: str, parts: Sequence[tuple[Fraction, bool]]) -> Share:
    return Share(
        name, sum((part for part, _ in parts), Fraction(0)), all(sure for _, sure in parts)
    )


def _pool(
    entry: Entry, by_id: Mapping[str, Candidate], bank: Sequence[Candidate], fixed: set[str]
) -> tuple[list[Candidate], int, int]:
    """What an entry may bring: the items, and how many of them at least and at most."""
    if isinstance(entry, FixedItem):
        one = by_id.get(entry.item)
        return ([one], 1, 1) if one is not None else ([], 0, 0)
    pool = [one for one in bank if one.item_id not in fixed and passes(one, entry.of)]
    if isinstance(entry, Draw):
        count = min(entry.count, len(pool))
        return pool, count, count
    cases = shared_cases(pool)
    sizes = sorted(len(case) for case in cases)
    inside = {one for case in cases for one in case}
    count = min(entry.count, len(sizes))
    many = sum(sizes[-count:]) if count else 0
    return [one for one in pool if one.item_id in inside], sum(sizes[:count]), many
