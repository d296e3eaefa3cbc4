"""From sittings to the cells of a gradebook: one student at one assignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from quizzes.certainty import adjusted
from quizzes.results import ItemScore, counted, counting, passed
from quizzes.rules import Rules
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.gradebook import Grid, Member
from webapp.queries.results import SittingScore
from webapp.routes.reading import alphabetical

State = Literal["not-started", "in-progress", "handed-in", "marked"]
STATES: tuple[State, ...] = ("not-started", "in-progress", "handed-in", "marked")


@dataclass(frozen=True, slots=True)
class Cell:
    """One student at one assignment. ``share`` and ``points`` (late credit included) are of what
    counts among the sittings handed in; ``most`` is None where tries of different weight are
    averaged. ``passed`` None: no pass mark, or not sure yet. ``opens``: the sitting behind the
    number.
    """

    given: bool
    state: State
    share: Fraction | None = None
    points: Fraction | None = None
    most: int | None = None
    final: bool = True
    late: bool = False
    passed: bool | None = None
    opens: int | None = None
    tries: tuple[tuple[int, int], ...] = ()  # (number, sitting id) of all sittings


def cell(given: bool, scores: Sequence[SittingScore], rules: Rules) -> Cell:
    """The cell for a person's sittings of an assignment, in the order they began."""
    if not scores:
        return Cell(given, "not-started")
    tries = tuple((one.ordinal, one.sitting_id) for one in scores)
    done = [one for one in scores if one.closed_at is not None]
    running = len(done) < len(scores)
    if not done:
        return Cell(given, "in-progress", opens=scores[-1].sitting_id, tries=tries)
    results = [one.result for one in done]
    share = counted(results, rules.counts)
    assert share is not None
    place = counting(results, rules.counts)
    if place is None:
        most = results[0].most if len({one.most for one in results}) == 1 else None
        late, opens = any(one.late for one in results), done[-1].sitting_id
    else:
        most, late, opens = results[place].most, results[place].late, done[place].sitting_id
    final = all(one.final for one in results)
    reached = passed(share, rules)
    return Cell(
        given=given,
        state="in-progress" if running else "marked" if final else "handed-in",
        share=share,
        points=share * most if most is not None else None,
        most=most,
        final=final,
        late=late,
        passed=reached if final or reached else None,
        opens=opens,
        tries=tries,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A student's line. ``mean``: of the shares that count, over the ``results`` there are."""

    member: Member
    cells: tuple[Cell, ...]
    mean: Fraction | None
    results: int


def rows(grid: Grid, infos: Sequence[AssignmentInfo], members: Sequence[Member]) -> list[Row]:
    """The lines of the members for some of the grid's assignments. Who left without having begun
    anything is not there.
    """
    theirs: dict[tuple[int, int], list[SittingScore]] = {}
    for info in infos:
        for score in grid.scores[info.id]:
            theirs.setdefault((info.id, score.user_id), []).append(score)
    found = []
    for member in members:
        cells = tuple(
            cell(
                member.user_id in grid.given[info.id],
                theirs.get((info.id, member.user_id), ()),
                info.rules,
            )
            for info in infos
        )
        if member.left and not any(one.tries for one in cells):
            continue
        shares = [one.share for one in cells if one.share is not None]
        mean = sum(shares, Fraction(0)) / len(shares) if shares else None
        found.append(Row(member, cells, mean, len(shares)))
    return found


def by_name(row: Row) -> tuple[tuple[int, ...], str]:
    return alphabetical(row.member.name), row.member.name.casefold()


def by_result(row: Row) -> tuple[bool, Fraction, tuple[tuple[int, ...], str]]:
    """Highest first, without a result last."""
    return row.mean is None, -(row.mean or Fraction(0)), by_name(row)


def item_points(score: ItemScore, rules: Rules) -> Fraction | None:
    """Points an item adds to its sitting, certainty included; None: it waits for a person."""
    if score.share is None:
        return None
    share = score.share
    if rules.certainty and score.answered and score.certainty is not None:
        share = adjusted(share, score.certainty)
    return share * score.points
