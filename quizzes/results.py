"""From the outcomes of items to the result of a sitting, and from sittings to the one that counts.

All numbers are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.certainty import Certainty, adjusted
from quizzes.rules import Counts, Rules


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What one item of a sitting earned. ``share`` None: it waits for a person. Unanswered: 0."""

    points: int
    share: Fraction | None
    answered: bool = True
    certainty: Certainty | None = None
    left_out: bool = False  # taken out of the total by a correction


@dataclass(frozen=True, slots=True)
class SittingResult:
    """``earned`` of ``most`` points, before late credit; ``share`` after it, from 0 to 1.

    While ``awaiting`` items wait for a person, ``share`` is what is sure so far.
    """

    earned: Fraction
    most: int
    share: Fraction
    awaiting: int
    answered: int
    late: bool

    @property
    def final(self) -> bool:
        return self.awaiting == 0


def sitting_result(items: Sequence[ItemScore], rules: Rules, late: bool = False) -> SittingResult:
    """Add up a sitting. With certainty marking a total below nought counts as nought."""
    earned = Fraction(0)
    most = awaiting = answered = 0
    for item in items:
        answered += item.answered
        if item.left_out:
            continue
        most += item.points
        if item.share is None:
            awaiting += 1
            continue
        share = item.share
        if rules.certainty and item.answered and item.certainty is not None:
            share = adjusted(share, item.certainty)
        earned += share * item.points
    return result_of(max(Fraction(0), earned), most, rules, answered, late, awaiting)


def result_of(
    earned: Fraction, most: int, rules: Rules, answered: int, late: bool, awaiting: int = 0
) -> SittingResult:
    """The result of a sitting whose points are added up already."""
    share = earned / most if most else Fraction(0)
    return SittingResult(
        earned, most, share * rules.late if late else share, awaiting, answered, late
    )


def counted(results: Sequence[SittingResult], counts: Counts) -> Fraction | None:
    """The share that counts, of finished sittings in the order they began. None: there is none.

    A sitting without a single answer never replaces one that has some.
    """
    if not results:
        return None
    worked = [one for one in results if one.answered] or list(results)
    match counts:
        case "best":
            return max(one.share for one in worked)
        case "last":
            return worked[-1].share
        case "first":
            return worked[0].share
        case "average":
            return sum((one.share for one in worked), Fraction(0)) / len(worked)


def counting(results: Sequence[SittingResult], counts: Counts) -> int | None:
    """Which of the finished sittings is the one that counts (from 0). None: there is none, or
    all count together as their average.
    """
    worked = [place for place, one in enumerate(results) if one.answered]
    worked = worked or list(range(len(results)))
    if not worked or counts == "average":
        return None
    match counts:
        case "best":
            return max(worked, key=lambda place: (results[place].share, -place))
        case "last":
            return worked[-1]
        case "first":
            return worked[0]


def passed(share: Fraction | None, rules: Rules) -> bool | None:
    """Whether the pass mark is reached; None when there is none, or no result yet."""
    if rules.pass_share is None or share is None:
        return None
    return share >= rules.pass_share
