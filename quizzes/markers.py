"""Who marks an answer next, and when its mark is final: one marker, or two and a resolver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Part = Literal["first", "second", "resolver"]


@dataclass(frozen=True, slots=True)
class Marking:
    """One marking of an answer: criterion id → points. ``id`` grows with time."""

    id: int
    marker: int
    part: Part
    points: Mapping[str, int]
    comment: str = ""

    @property
    def total(self) -> int:
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Stand:
    """How far the marking of one answer has come. ``final``: it has a mark that counts.

    With two markers the first and the second are different people who do not see each other's
    points. Equal totals are final; unequal ones go to a resolver, who sees both: a third person,
    or an instructor.
    """

    final: bool
    two: bool
    first: Marking | None = None
    second: Marking | None = None
    newest: Marking | None = None

    @property
    def disputed(self) -> bool:
        """Both have marked, differently, and nobody has decided."""
        return not self.final and self.two and self.second is not None

    def turn(self, marker: int, instructor: bool) -> Part | None:
        """The part that this person would take by marking now. None: it is not theirs.

        A mark that is final can be given anew: by anyone who marks, or after two markers by an
        instructor. The first marker may change the mark until the second has marked.
        """
        if not self.two:
            return "first"
        if self.final:
            return "resolver" if instructor else None
        if self.first is None:
            return "first"
        if self.second is None:
            return "first" if self.first.marker == marker else "second"
        third = marker not in (self.first.marker, self.second.marker)
        return "resolver" if third or instructor else None

    def waits_for(self, marker: int, instructor: bool) -> bool:
        """Whether this person can move the answer on."""
        if self.final or self.turn(marker, instructor) is None:
            return False
        mine = self.two and self.second is None and self.first is not None
        return not (mine and self.first is not None and self.first.marker == marker)

    def seen_by(self, marker: int, instructor: bool) -> tuple[Marking, ...]:
        """The markings this person may see before marking, oldest first."""
        all_made = tuple(one for one in (self.first, self.second) if one is not None)
        if self.final or not self.two:
            return (self.newest,) if self.newest is not None else ()
        if self.disputed and self.turn(marker, instructor) == "resolver":
            return all_made
        return tuple(one for one in all_made if one.marker == marker)


def stand(markings: Iterable[Marking], *, two: bool, final: bool) -> Stand:
    """The stand of an answer from all its markings. Of each part the newest holds."""
    newest: dict[str, Marking] = {}
    last = None
    for one in sorted(markings, key=lambda marking: marking.id):
        newest[one.part] = last = one
    return Stand(final, two, newest.get("first"), newest.get("second"), last)


def decided(before: Stand, part: Part, total: int) -> bool:
    """Whether a marking with this total, in this part, makes the mark final."""
    if part == "second":
        return before.first is not None and before.first.total == total
    return part == "resolver" or not before.two
