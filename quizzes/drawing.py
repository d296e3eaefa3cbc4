"""Drawing the items of one sitting from the bank, by a seed and nothing else.

Items that the student has not met come first; among equals the seed decides. No item is drawn
twice. The same assessment, bank, seed and history give the same sitting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from quizzes.assessment import Assessment, CaseDraw, Draw, Filter, FixedItem


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item of the bank as drawing sees it. ``section`` is the lesson section, «2.1»."""

    item_id: str
    version: str
    points: int
    section: str
    theme: str
    objectives: tuple[str, ...]
    type: str
    difficulty: int
    norms: tuple[str, ...]
    case: str | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """An item of a sitting. ``section`` counts the sections of the assessment from 0."""

    section: int
    item_id: str
    version: str
    points: int


class CannotDraw(Exception):
    """The bank does not hold what the assessment asks for: at ``section``/``entry`` (from 0) there
    are only ``found`` of ``wanted``. For a fixed item that is not there both are 0 and 1.
    """

    def __init__(self, section: int, entry: int, wanted: int, found: int) -> None:
        super().__init__(f"section {section}, entry {entry}: {found} of {wanted}")
        self.section = section
        self.entry = entry
        self.wanted = wanted
        self.found = found


def passes(one: Candidate, of: Filter) -> bool:
    """Whether an item is of the kind wanted."""
    return (
        (not of.sections or one.section in of.sections)
        and (not of.themes or one.theme in of.themes)
        and (not of.objectives or any(name in of.objectives for name in one.objectives))
        and (not of.types or one.type in of.types)
        and (not of.difficulties or one.difficulty in of.difficulties)
        and (not of.norms or any(_cites(norm, want) for norm in one.norms for want in of.norms))
    )


def _cites(norm: str, want: str) -> bool:
    """«ҚПК 19» is the article 19 with all its parts, not the article 192."""
    return norm == want or norm.startswith((want + ".", want + " ", want + "#"))


def draw(
    assessment: Assessment, bank: Sequence[Candidate], seen: Collection[str], seed: str
) -> tuple[Drawn, ...]:
    """The items of one sitting in the order shown.

    Fixed items are taken out of the bank before anything is drawn, then the draws are made in the
    order they stand; the narrowest draw should stand first.

    Raises:
        CannotDraw: the bank has too few items of a kind.
    """
    by_id = {one.item_id: one for one in bank}
    taken: set[str] = set(assessment.fixed())
    result: list[Drawn] = []
    for number, section in enumerate(assessment.sections):
        blocks: list[list[Drawn]] = []  # what stays together when shuffled
        for position, entry in enumerate(section.entries):
            if isinstance(entry, FixedItem):
                found = by_id.get(entry.item)
                if found is None:
                    raise CannotDraw(number, position, 1, 0)
                blocks.append([_drawn(number, found, entry.points)])
                continue
            free = [one for one in bank if one.item_id not in taken and passes(one, entry.of)]
            mark = f"{seed}\0{number}\0{position}"
            if isinstance(entry, Draw):
                chosen = _first(free, seen, mark)[: entry.count]
                if len(chosen) < entry.count:
                    raise CannotDraw(number, position, entry.count, len(chosen))
                groups = [[one] for one in chosen]
            else:
                groups = _cases(entry, free, seen, mark)
                if len(groups) < entry.count:
                    raise CannotDraw(number, position, entry.count, len(groups))
            for group in groups:
                taken.update(one.item_id for one in group)
                blocks.append([_drawn(number, one, entry.points) for one in group])
        if section.shuffle:
            blocks.sort(key=lambda block: _hash(f"{seed}\0order\0{number}", block[0].item_id))
        result.extend(one for block in blocks for one in block)
    return tuple(result)


def _drawn(section: int, one: Candidate, points: int | None) -> Drawn:
    return Drawn(section, one.item_id, one.version, points or one.points)


def _hash(seed: str, name: str) -> bytes:
    return sha256(f"{seed}\0{name}".encode()).digest()


def _first(free: Iterable[Candidate], seen: Collection[str], mark: str) -> list[Candidate]:
    return sorted(free, key=lambda one: (one.item_id in seen, _hash(mark, one.item_id)))


def _cases(
    entry: CaseDraw, free: Sequence[Candidate], seen: Collection[str], mark: str
) -> list[list[Candidate]]:
    """Cases with two items or more, the least met first, their items in the bank's order."""
    by_case: dict[str, list[Candidate]] = {}
    for one in free:
        if one.case is not None:
            by_case.setdefault(one.case, []).append(one)
    shared = [(name, items) for name, items in by_case.items() if len(items) > 1]
    shared.sort(
        key=lambda pair: (sum(one.item_id in seen for one in pair[1]), _hash(mark, pair[0]))
    )
    return [items for _, items in shared[: entry.count]]


def counts(assessment: Assessment, bank: Sequence[Candidate]) -> Iterator[tuple[int, int, int]]:
    """(section, entry, how many of the bank pass) of every draw, for the builder's page."""
    fixed = set(assessment.fixed())
    for number, section in enumerate(assessment.sections):
        for position, entry in enumerate(section.entries):
            if isinstance(entry, FixedItem):
                continue
            free = [one for one in bank if one.item_id not in fixed and passes(one, entry.of)]
            if isinstance(entry, CaseDraw):
                yield number, position, len(_cases(CaseDraw(count=20), free, (), ""))
            else:
                yield number, position, len(free)
