"""When a key was wrong: what a correction does to each answer, before anyone decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["raise", "rescore", "full", "leave-out"]
"""``raise``: by the new version, only upwards; ``rescore``: by the new version, both ways;
``full``: full marks for all who were given the item; ``leave-out``: not in the total."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One sitting's answer to the item. ``by_new`` is what the new version gives, None where it
    cannot read the answer or no new version is at hand."""

    sitting_id: int
    old: Fraction
    by_new: Fraction | None
    answered: bool = True


def corrected(answer: Answered, kind: Kind) -> Fraction | None:
    """The new share of the item's points; None: it stays as it is."""
    match kind:
        case "full":
            new: Fraction | None = Fraction(1)
        case "rescore":
            new = answer.by_new if answer.answered else None
        case "raise":
            new = answer.by_new if answer.answered else None
            if new is not None and new < answer.old:
                new = None
        case "leave-out":
            new = None
    return None if new == answer.old else new


def moves(answers: Sequence[Answered], kind: Kind) -> dict[int, tuple[Fraction, Fraction]]:
    """Sitting → (old share, new share), of those that would move. Leaving out moves no share: the
    total is added up anew without the item."""
    found = {}
    for answer in answers:
        new = corrected(answer, kind)
        if new is not None:
            found[answer.sitting_id] = (answer.old, new)
    return found
