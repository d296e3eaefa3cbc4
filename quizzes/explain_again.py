"""What to explain again: objectives and misconceptions by how many students and answers they cost.

Counted for each student, so that nobody is counted twice when summaries of weeks or items are put
together; exact; added and taken back answer by answer, and always equal to a recount. The basis is
wider than that of item analysis: the first try of an item in every sitting, so that an item met in
a lesson and in an exam counts twice, and what is still missed later is seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from quizzes.item_figures import FEWEST


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers ``asked``, of them ``missed`` (not wholly right)."""

    asked: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.asked + other.asked, self.missed + other.missed)

    def __sub__(self, other: Tally) -> Tally:
        return Tally(self.asked - other.asked, self.missed - other.missed)

    @property
    def possible(self) -> bool:
        return 0 <= self.missed <= self.asked


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of a student (an id that is the same everywhere). ``names``: its objectives, or
    the misconception codes that it betrays; each is counted in full.
    """

    student: int
    names: tuple[str, ...]
    share: Fraction

    @property
    def tally(self) -> Tally:
        return Tally(1, int(self.share < 1))


@dataclass
class Costs:
    """(name, student) → tally."""

    tallies: dict[tuple[str, int], Tally] = field(default_factory=dict)

    def add(self, one: Answered) -> None:
        for name in dict.fromkeys(one.names):
            key = name, one.student
            self.tallies[key] = self.tallies.get(key, Tally()) + one.tally

    def take_back(self, one: Answered) -> None:
        """Raises ValueError, and changes nothing, if it cannot have been added."""
        keys = [(name, one.student) for name in dict.fromkeys(one.names)]
        left = {key: self.tallies.get(key, Tally()) - one.tally for key in keys}
        if not all(tally.possible for tally in left.values()):
            raise ValueError("taken back, but never added")
        for key, tally in left.items():
            if tally.asked:
                self.tallies[key] = tally
            else:
                self.tallies.pop(key, None)

    def merge(self, other: Costs) -> None:
        for key, tally in other.tallies.items():
            self.tallies[key] = self.tallies.get(key, Tally()) + tally


def costs(answers: Iterable[Answered]) -> Costs:
    """The recount."""
    found = Costs()
    for one in answers:
        found.add(one)
    return found


@dataclass(frozen=True, slots=True)
class Cost:
    """``students`` who missed it at least once, of ``asked_students`` who were asked; ``tally`` of
    all their answers.
    """

    name: str
    students: int
    asked_students: int
    tally: Tally

    @property
    def missed_share(self) -> Fraction | None:
        """Of the answers; None with fewer than ten: a share of so few says little."""
        if self.tally.asked < FEWEST:
            return None
        return Fraction(self.tally.missed, self.tally.asked)


def ranked(found: Costs) -> list[Cost]:
    """What cost anything at all, what cost most first."""
    students: dict[str, int] = {}
    asked: dict[str, int] = {}
    totals: dict[str, Tally] = {}
    for (name, _), tally in found.tallies.items():
        asked[name] = asked.get(name, 0) + 1
        students[name] = students.get(name, 0) + (tally.missed > 0)
        totals[name] = totals.get(name, Tally()) + tally
    return in_order(
        Cost(name, students[name], asked[name], total) for name, total in totals.items()
    )


def in_order(found: Iterable[Cost]) -> list[Cost]:
    """Those that cost anything: by students, then the share of answers missed (one that is not
    told, of fewer than ten, comes last), then missed answers, then name.
    """
    return sorted(
        (cost for cost in found if cost.tally.missed),
        key=lambda cost: (
            -cost.students,
            -(cost.missed_share or Fraction(0)),
            -cost.tally.missed,
            cost.name,
        ),
    )
