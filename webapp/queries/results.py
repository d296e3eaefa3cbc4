"""What each sitting of an assignment earned, item by item."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, and_, func, null, select

from quizzes.certainty import CERTAINTIES, UNSAID, Certainty
from quizzes.results import ItemScore, SittingResult, sitting_result
from quizzes.timing import Allowance, for_person, late
from webapp.queries.assignments import AssignmentInfo, allowances_in
from webapp.queries.newest import newest_outcome
from webapp.tables import (
    attempts,
    corrections,
    item_versions,
    outcomes,
    sitting_items,
    sittings,
)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a sitting with the answer that was handed in and the mark that counts."""

    position: int
    section: int
    item_id: str
    version: str
    attempt_id: int | None  # None: not answered
    score: ItemScore
    correction: str | None  # kind of the newest correction that holds for this version of the item


@dataclass(frozen=True, slots=True)
class SittingScore:
    sitting_id: int
    user_id: int
    ordinal: int
    started_at: datetime
    closed_at: datetime | None
    scored: bool  # False: handed in, and the machine has not marked it yet
    lines: tuple[ItemLine, ...]
    result: SittingResult


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction as far as it decides how a line counts. ``later``: the versions of the item
    that were first served after it was made.
    """

    correction_id: int
    kind: str
    new_version: str | None
    later: frozenset[str]

    def spares(self, version: str) -> bool:
        """Whether a version was right already, or came afterwards: it has nothing to mend."""
        return version == self.new_version or version in self.later


def kind_for(fixes: Sequence[Fix], version: str) -> str | None:
    """What corrections of an item, oldest first, are to a line with this version of it."""
    kind: str | None = None
    for fix in fixes:
        if fix.kind in ("raise", "rescore"):  # these end a «full» or «leave-out» before them
            kind = None if fix.spares(version) else fix.kind
        elif not fix.spares(version):
            kind = fix.kind
    return kind


def fixes_in(
    connection: Connection, assignment_ids: Iterable[int]
) -> dict[int, dict[str, list[Fix]]]:
    """Assignment → item id → its corrections, oldest first."""
    found: dict[int, dict[str, list[Fix]]] = {assignment_id: {} for assignment_id in assignment_ids}
    rows = connection.execute(
        select(
            corrections.c.assignment_id,
            corrections.c.item_id,
            corrections.c.id,
            corrections.c.kind,
            corrections.c.new_version,
            corrections.c.made_at,
        )
        .where(corrections.c.assignment_id.in_(list(found)))
        .order_by(corrections.c.id)
    ).all()
    if not rows:
        return found
    served: dict[str, list[tuple[str, datetime]]] = {}
    for item_id, version, first in connection.execute(
        select(
            item_versions.c.item_id, item_versions.c.version, item_versions.c.first_served_at
        ).where(item_versions.c.item_id.in_({row[1] for row in rows}))
    ):
        served.setdefault(item_id, []).append((version, first))
    for row in rows:
        later = frozenset(version for version, first in served.get(row[1], ()) if first > row[5])
        found[row[0]].setdefault(row[1], []).append(Fix(row[2], row[3], row[4], later))
    return found


def load_scores(
    connection: Connection,
    assignment: AssignmentInfo,
    *,
    user_id: int | None = None,
    sitting_id: int | None = None,
) -> list[SittingScore]:
    """Sittings of an assignment (of one person, or one alone) with their results, by person and
    beginning. A sitting still open has what was sent so far.
    """
    found = load_many(connection, [assignment], user_id=user_id, sitting_id=sitting_id)
    return found[assignment.id]


def load_many(
    connection: Connection,
    infos: Sequence[AssignmentInfo],
    *,
    user_id: int | None = None,
    user_ids: Collection[int] | None = None,
    sitting_id: int | None = None,
    granted: Mapping[int, Mapping[int, Allowance]] | None = None,
    lines: bool = True,
) -> dict[int, list[SittingScore]]:
    """Assignment → :func:`load_scores`, of several assignments of one cohort, in the same number
    of statements as for one. ``user_ids``: of at most 500 people. ``granted``: what
    ``allowances_in`` gave for them, if that was asked. Without ``lines`` only the results are
    kept: the lines of a large cohort take a hundred megabytes.
    """
    if not infos:
        return {}
    which: Any = sittings.c.assignment_id.in_([info.id for info in infos])
    if user_id is not None:
        which = and_(which, sittings.c.user_id == user_id)
    if user_ids is not None:
        which = and_(which, sittings.c.user_id.in_(user_ids))
    if sitting_id is not None:
        which = and_(which, sittings.c.id == sitting_id)

    def granted_now() -> Mapping[int, Mapping[int, Allowance]]:
        if granted is not None:
            return granted
        return allowances_in(connection, infos[0].cohort_id, [info.id for info in infos], user_id)

    return _load(connection, {info.id: info for info in infos}, which, granted_now, lines=lines)


def load_own(connection: Connection, terms: AssignmentInfo, sitting_id: int) -> SittingScore:
    """The result of a sitting that its student made, under its terms. It must be one."""
    found = _load(
        connection, {terms.id: terms}, sittings.c.id == sitting_id, lambda: {terms.id: {}}
    )
    return found[terms.id][0]


def load_own_many(
    connection: Connection, terms: AssignmentInfo, sitting_ids: Sequence[int]
) -> list[SittingScore]:
    """The results of sittings that one person made, all under the same terms."""
    if not sitting_ids:
        return []
    which = sittings.c.id.in_(sitting_ids)
    return _load(connection, {terms.id: terms}, which, lambda: {terms.id: {}})[terms.id]


_STORED: Any = func.coalesce(sittings.c.assignment_id, 0)
"""The assignment of a sitting; 0 for one's own, as its terms are numbered."""


def _load(
    connection: Connection,
    by_id: Mapping[int, AssignmentInfo],
    which: Any,
    granted_now: Callable[[], Mapping[int, Mapping[int, Allowance]]],
    *,
    lines: bool = True,
) -> dict[int, list[SittingScore]]:
    heads = connection.execute(
        select(
            sittings.c.id,
            sittings.c.user_id,
            sittings.c.ordinal,
            sittings.c.started_at,
            sittings.c.closed_at,
            sittings.c.scored_at,
            _STORED,
        )
        .where(which)
        .order_by(sittings.c.user_id, sittings.c.ordinal)
    ).all()
    if not heads:
        return {assignment_id: [] for assignment_id in by_id}
    certain = any(info.rules.certainty for info in by_id.values())
    judge = outcomes.alias("judge")  # the newest outcome that no correction made
    judging = (
        select(func.max(judge.c.id))
        .where(judge.c.attempt_id == attempts.c.id, judge.c.correction_id.is_(None))
        .correlate(attempts)
        .scalar_subquery()
    )
    by_person = (
        select(judge.c.marked_by).where(judge.c.id == judging).correlate(attempts).scalar_subquery()
    )
    rows = connection.execute(
        select(
            sitting_items.c.sitting_id,
            sitting_items.c.position,
            sitting_items.c.section,
            sitting_items.c.item_id,
            sitting_items.c.item_version,
            sitting_items.c.points,
            attempts.c.id,
            attempts.c.form if certain else null(),
            outcomes.c.status,
            outcomes.c.score_num,
            outcomes.c.score_den,
            _STORED,
            by_person if certain else null(),
        )
        .select_from(sittings)
        .join(sitting_items, sitting_items.c.sitting_id == sittings.c.id)
        .outerjoin(
            attempts,
            and_(
                attempts.c.sitting_id == sitting_items.c.sitting_id,
                attempts.c.item_id == sitting_items.c.item_id,
            ),
        )
        .outerjoin(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(which)
        .order_by(sitting_items.c.sitting_id, sitting_items.c.position, attempts.c.number)
    )
    fixed = fixes_in(connection, by_id)
    granted = granted_now()

    def scored(head: Any, theirs: Sequence[ItemLine]) -> SittingScore:
        info = by_id[head[6]]
        window = info.window
        if head[1] in granted[info.id]:
            window = for_person(window, granted[info.id][head[1]])
        result = sitting_result(
            [line.score for line in theirs],
            info.rules,
            head[4] is not None and late(window, head[4]),
        )
        return SittingScore(
            sitting_id=head[0],
            user_id=head[1],
            ordinal=head[2],
            started_at=head[3],
            closed_at=head[4],
            scored=head[5] is not None,
            lines=tuple(theirs) if lines else (),
            result=result,
        )

    of_sitting = {head[0]: head for head in heads}
    done: dict[int, SittingScore] = {}
    for sitting_id, asked in groupby(rows, key=itemgetter(0)):
        if sitting_id not in of_sitting:  # begun since
            continue
        last: dict[int, ItemLine] = {}
        for row in asked:  # of several tries at an item the last one stays
            correction = kind_for(fixed[row[11]].get(row[3], ()), row[4])
            last[row[1]] = _line(row, correction, by_id[row[11]].rules.certainty)
        done[sitting_id] = scored(of_sitting[sitting_id], list(last.values()))
    found: dict[int, list[SittingScore]] = {assignment_id: [] for assignment_id in by_id}
    for head in heads:
        found[head[6]].append(done.get(head[0]) or scored(head, ()))
    return found


def certainty_in(form: str) -> Certainty:
    """How sure the author of a stored form (JSON) was."""
    return certainty_of(json.loads(form))


def certainty_of(form: Mapping[str, Sequence[str]]) -> Certainty:
    """How sure the author of what was typed was."""
    said = (form.get("certainty") or [UNSAID])[0]
    return said if said in CERTAINTIES else UNSAID


def _line(row: Any, correction: str | None, certain: bool) -> ItemLine:
    answered = row[6] is not None
    share: Fraction | None = Fraction(0)
    if answered:
        share = Fraction(row[9], row[10]) if row[8] == "scored" else None
    if correction == "full":
        share = Fraction(1)
    certainty = None
    # a mark that a person gave stands as it was given
    if certain and answered and correction != "full" and row[12] is None:
        certainty = certainty_in(row[7])
    score = ItemScore(row[5], share, answered, certainty, left_out=correction == "leave-out")
    return ItemLine(row[1], row[2], row[3], row[4], row[6], score, correction)
