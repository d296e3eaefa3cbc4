"""Sets and mock exams that a learner has made: those that are over, what their answers showed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, func, select

from quizzes.certainty import CERTAINTIES, Certainty
from quizzes.memory import Memory
from quizzes.mistakes import Mistake
from quizzes.results import SittingResult
from quizzes.rules import PRACTICE, Rules
from quizzes.timing import Window
from webapp.queries import Prepared, results
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.newest import newest_outcome
from webapp.tables import attempts, memories, outcomes, self_tests, sitting_items, sittings


@dataclass(frozen=True, slots=True)
class PastSet:
    """A sitting of one's own that is over. ``result`` None: it is not scored yet."""

    sitting_id: int
    kind: str
    title: str
    mode: str
    limit: timedelta | None
    definition: str
    started: datetime
    finished: datetime
    items: int
    result: SittingResult | None


def list_past(
    connection: Connection,
    user_id: int,
    *,
    kinds: tuple[str, ...],
    before: int | None = None,
    most: int = 20,
) -> list[PastSet]:
    """A learner's own sittings of these kinds that are over, the newest first; ``before``: only
    those with a smaller number.
    """
    counted = (
        select(func.count())
        .where(sitting_items.c.sitting_id == sittings.c.id)
        .correlate(sittings)
        .scalar_subquery()
    )
    which = [
        self_tests.c.user_id == user_id,
        self_tests.c.kind.in_(kinds),
        sittings.c.closed_at.is_not(None),
    ]
    if before is not None:
        which.append(self_tests.c.sitting_id < before)
    rows = connection.execute(
        select(
            self_tests.c.sitting_id,
            self_tests.c.kind,
            self_tests.c.title,
            self_tests.c.mode,
            self_tests.c.limit_s,
            self_tests.c.definition,
            sittings.c.started_at,
            sittings.c.closed_at,
            counted,
            sittings.c.scored_at,
            self_tests.c.certainty,
        )
        .join(sittings, sittings.c.id == self_tests.c.sitting_id)
        .where(*which)
        .order_by(self_tests.c.sitting_id.desc())
        .limit(most)
    ).all()
    shares: dict[int, SittingResult] = {}
    # practice asks how sure one is for the sake of what comes back when: it moves no points
    certain = {row[0]: bool(row[10]) and row[3] == "exam" for row in rows}
    for certainty in set(certain.values()):
        scored = [row[0] for row in rows if row[9] is not None and certain[row[0]] is certainty]
        for one in results.load_own_many(
            connection, _terms(user_id, certainty, rows[0][6]), scored
        ):
            shares[one.sitting_id] = one.result
    return [
        PastSet(
            row[0],
            row[1],
            row[2],
            row[3],
            timedelta(seconds=row[4]) if row[4] is not None else None,
            row[5],
            row[6],
            row[7],
            row[8],
            shares.get(row[0]),
        )
        for row in rows
    ]


def _terms(user_id: int, certainty: bool, opens: datetime) -> AssignmentInfo:
    """Terms under which answers add up; of their dates nothing is asked."""
    rules = Rules(mode="practice", certainty=certainty, visibility=PRACTICE)
    return AssignmentInfo(
        0, 0, 0, "", "", Window(opens=opens), rules, None, 1, user_id, withdrawn=False
    )


@dataclass(frozen=True, slots=True)
class Known:
    """As much of what is remembered of a key as choosing a set needs; see
    :class:`webapp.queries.memories.Remembered`.
    """

    memory: Memory
    right: bool
    certainty: Certainty | None
    mistake: Mistake | None


_list_known = Prepared(
    lambda _: select(
        memories.c.item_key,
        memories.c.memory,
        memories.c.right,
        memories.c.certainty,
        memories.c.mistake,
    ).where(memories.c.user_id == bindparam("user_id"))
)


def list_known(connection: Connection, user_id: int) -> dict[str, Known]:
    """Key → how a learner stands to it."""
    rows = _list_known(connection, user_id=user_id).fetchall()
    # one text for all: reading hundreds of small ones takes several times as long
    found = json.loads("[" + ",".join(f"{row[1]},{row[4] or 'null'}" for row in rows) + "]")
    return {
        row[0]: Known(
            Memory.from_json(memory),
            bool(row[2]),
            row[3] if row[3] in CERTAINTIES else None,
            Mistake.from_json(mistake) if mistake else None,
        )
        for row, memory, mistake in zip(rows, found[::2], found[1::2], strict=True)
    }


_list_met = Prepared(
    lambda _: select(memories.c.item_key).where(memories.c.user_id == bindparam("user_id"))
)


def list_met(connection: Connection, user_id: int) -> set[str]:
    """The keys that a learner has answered."""
    return {row[0] for row in _list_met(connection, user_id=user_id)}


def list_misconceptions(connection: Connection, sitting_id: int) -> dict[str, tuple[str, ...]]:
    """Item id → codes of the misconceptions that its answer showed, by the outcome that counts."""
    rows = connection.execute(
        select(attempts.c.item_id, outcomes.c.misconceptions)
        .join(
            outcomes, and_(outcomes.c.attempt_id == attempts.c.id, outcomes.c.id == newest_outcome)
        )
        .where(attempts.c.sitting_id == sitting_id)
        .order_by(attempts.c.number)
    )
    return {item_id: tuple(json.loads(codes)) for item_id, codes in rows}
