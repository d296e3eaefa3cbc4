"""Results of sittings, taken from what is counted already: a gradebook need not read every answer.

What is counted (:class:`webapp.tables.CountedSitting`) holds of everybody who does not wait in the
queue: whoever stores an outcome puts its author there in the same transaction. The others, and
sittings in which an answer waits for its mark, are added up from their answers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from quizzes.results import SittingResult, result_of
from quizzes.timing import Allowance, for_person, late
from webapp.queries import chunks
from webapp.queries.assignments import AssignmentInfo, allowances_in
from webapp.queries.results import SittingScore, load_many
from webapp.tables import counted_sittings, insight_queue, sittings


def load_kept(
    connection: Connection,
    infos: Sequence[AssignmentInfo],
    user_ids: Collection[int] | None = None,
) -> dict[int, list[SittingScore]]:
    """As :func:`webapp.queries.results.load_many` of several assignments of one cohort, without
    lines; of a sitting that runs nothing is added up. ``user_ids``: of these people alone.
    """
    if not infos:
        return {}
    by_id = {info.id: info for info in infos}
    granted = allowances_in(connection, infos[0].cohort_id, list(by_id))
    waiting = set(connection.execute(select(insight_queue.c.user_id)).scalars())
    known: list[tuple[int, SittingScore]] = []
    unsure: set[int] = set()
    for row in _heads(connection, by_id, user_ids):
        counted = row.score_num is not None and row.user_id not in waiting
        if row.closed_at is not None and not counted:
            unsure.add(row.user_id)
        known.append((row.assignment_id, _score(row, by_id[row.assignment_id], granted)))
    read: dict[int, SittingScore] = {}
    for some in chunks(sorted(unsure)):
        for theirs in load_many(
            connection, infos, user_ids=some, granted=granted, lines=False
        ).values():
            read |= {one.sitting_id: one for one in theirs}
    found: dict[int, list[SittingScore]] = {info.id: [] for info in infos}
    for assignment_id, score in known:
        found[assignment_id].append(read.get(score.sitting_id, score))
    return found


def _heads(
    connection: Connection, assignment_ids: Collection[int], user_ids: Collection[int] | None
) -> list[Any]:
    """The sittings with what is counted of them, by person and beginning."""
    statement = (
        select(
            sittings.c.id,
            sittings.c.user_id,
            sittings.c.assignment_id,
            sittings.c.ordinal,
            sittings.c.started_at,
            sittings.c.closed_at,
            sittings.c.scored_at,
            counted_sittings.c.mark,
            counted_sittings.c.score_num,
            counted_sittings.c.score_den,
            counted_sittings.c.points,
        )
        .outerjoin(counted_sittings, counted_sittings.c.sitting_id == sittings.c.id)
        .where(sittings.c.assignment_id.in_(assignment_ids))
        .order_by(sittings.c.user_id, sittings.c.ordinal)
    )
    if user_ids is None:
        return list(connection.execute(statement))
    return [
        row
        for some in chunks(user_ids)
        for row in connection.execute(statement.where(sittings.c.user_id.in_(some)))
    ]


def answers_in(mark: str) -> int:
    """How many answers a sitting was counted with; of several tries at an item each."""
    return int(mark.partition(":")[0])


# a thousand students share a few hundred results
@lru_cache(maxsize=4_096)
def _fraction(num: int, den: int) -> Fraction:
    return Fraction(num, den)


_NOTHING = SittingResult(Fraction(0), 0, Fraction(0), 0, 0, False)


def _score(
    row: Any, info: AssignmentInfo, granted: Mapping[int, Mapping[int, Allowance]]
) -> SittingScore:
    result = _NOTHING
    if row.closed_at is not None and row.score_num is not None:
        window = info.window
        if row.user_id in granted[info.id]:
            window = for_person(window, granted[info.id][row.user_id])
        earned = _fraction(row.score_num, row.score_den)
        answered = answers_in(row.mark)
        result = result_of(earned, row.points, info.rules, answered, late(window, row.closed_at))
    return SittingScore(
        row.id,
        row.user_id,
        row.ordinal,
        row.started_at,
        row.closed_at,
        row.scored_at is not None,
        (),
        result,
    )
