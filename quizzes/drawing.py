"""Drawing the items of one sitting from the bank, by a seed and nothing else.

Items that the student has not met come first; among equals the seed decides. No item is drawn
twice. The same assessment, bank, seed and history give the same sitting. Where draws overlap, one
gives way to another: as long as all can be filled, they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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

    Fixed items are taken out of the bank first, then whole cases, then the rest is drawn. A case
    of which an item is asked by name is not drawn: it would not be whole. Without case draws it
    depends neither on seed nor history whether an assessment can be drawn.

    Raises:
        CannotDraw: the bank has too few items of a kind.
    """
    by_id = {one.item_id: one for one in bank}
    taken: set[str] = set(assessment.fixed())
    blocks: dict[_Place, list[list[Candidate]]] = {}  # what stays together when shuffled
    singles: dict[_Place, Draw] = {}
    shared: dict[_Place, CaseDraw] = {}
    for place, entry in _entries(assessment):
        if isinstance(entry, Draw):
            singles[place] = entry
        elif isinstance(entry, CaseDraw):
            shared[place] = entry
        elif entry.item in by_id:
            blocks[place] = [[by_id[entry.item]]]
        else:
            raise CannotDraw(*place, 1, 0)

    cases = {place: _cases(entry.of, bank, taken) for place, entry in shared.items()}
    for place, names in _fill(
        {place: entry.count for place, entry in shared.items()},
        {
            place: {name: sum(one.item_id in seen for one in items) for name, items in of.items()}
            for place, of in cases.items()
        },
        seed,
    ).items():
        blocks[place] = [cases[place][name] for name in names]
        taken.update(one.item_id for group in blocks[place] for one in group)

    for place, names in _fill(
        {place: entry.count for place, entry in singles.items()},
        {
            place: {
                one.item_id: int(one.item_id in seen)
                for one in bank
                if one.item_id not in taken and passes(one, entry.of)
            }
            for place, entry in singles.items()
        },
        seed,
    ).items():
        blocks[place] = [[by_id[name]] for name in names]

    result: list[Drawn] = []
    for number, section in enumerate(assessment.sections):
        here = [
            [_drawn(number, one, entry.points) for one in group]
            for position, entry in enumerate(section.entries)
            for group in blocks[number, position]
        ]
        if section.shuffle:
            here.sort(key=lambda block: _hash(f"{seed}\0order\0{number}", block[0].item_id))
        result.extend(one for block in here for one in block)
    return tuple(result)


_Place = tuple[int, int]
"""Section and entry, from 0."""


def _entries(assessment: Assessment) -> Iterator[tuple[_Place, FixedItem | Draw | CaseDraw]]:
    for number, section in enumerate(assessment.sections):
        for position, entry in enumerate(section.entries):
            yield (number, position), entry


def _drawn(section: int, one: Candidate, points: int | None) -> Drawn:
    return Drawn(section, one.item_id, one.version, points or one.points)


def _hash(seed: str, name: str) -> bytes:
    return sha256(f"{seed}\0{name}".encode()).digest()


def _cases(
    of: Filter, bank: Iterable[Candidate], named: Collection[str]
) -> dict[str, list[Candidate]]:
    """Cases with two items or more that pass, in the bank's order; none that is asked in part."""
    found: dict[str, list[Candidate]] = {}
    broken: set[str] = set()
    for one in bank:
        if one.case is None:
            continue
        if one.item_id in named:
            broken.add(one.case)
        if passes(one, of):
            found.setdefault(one.case, []).append(one)
    return {name: items for name, items in found.items() if len(items) > 1 and name not in broken}


def _fill(
    wanted: Mapping[_Place, int], options: Mapping[_Place, Mapping[str, int]], seed: str
) -> dict[_Place, list[str]]:
    """So many names for each place as wanted, no name twice. ``options``: the names that suit a
    place, each with how often it was met; those never met go first.

    A place that finds nothing free takes a name from another place that finds a new one: an
    augmenting path (H. W. Kuhn, The Hungarian method for the assignment problem, 1955).

    Raises:
        CannotDraw: whatever gives way, a place stays unfilled.
    """
    orders = {
        (number, position): sorted(
            of, key=lambda name: (of[name], _hash(f"{seed}\0{number}\0{position}", name))
        )
        for (number, position), of in options.items()
    }
    holder: dict[str, _Place] = {}

    def one_more(place: _Place, met: bool, asked: set[_Place]) -> bool:
        asked.add(place)
        of = options[place]
        for name in orders[place]:
            if name not in holder and (met or not of[name]):
                holder[name] = place
                return True
        for name in orders[place]:
            other = holder.get(name)
            if other is not None and other not in asked and one_more(other, met, asked):
                holder[name] = place
                return True
        return False

    for place, count in wanted.items():
        for found in range(count):
            if not (one_more(place, False, set()) or one_more(place, True, set())):
                raise CannotDraw(*place, count, found)
    return {
        place: [name for name in orders[place] if holder.get(name) == place] for place in wanted
    }


def counts(assessment: Assessment, bank: Sequence[Candidate]) -> Iterator[tuple[int, int, int]]:
    """(section, entry, how many of the bank pass) of every draw, for the builder's page."""
    fixed = set(assessment.fixed())
    for (number, position), entry in _entries(assessment):
        if isinstance(entry, CaseDraw):
            yield number, position, len(_cases(entry.of, bank, fixed))
        elif isinstance(entry, Draw):
            free = (one for one in bank if one.item_id not in fixed and passes(one, entry.of))
            yield number, position, sum(1 for _ in free)
