"""What a learner remembers: stored memories, the tries behind them, what is due."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from quizzes.certainty import CERTAINTIES, Certainty
from quizzes.mastery import Try
from quizzes.memory import Memory
from quizzes.mistakes import Mistake
from webapp.queries import Prepared
from webapp.tables import memories


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a learner remembers of a key. ``right``: the newest answer was wholly right;
    ``certainty`` and ``seconds`` are of the newest answer, None if not said or not known.
    """

    key: str
    memory: Memory
    last_at: datetime
    version: str
    right: bool
    certainty: Certainty | None
    seconds: int | None
    mistake: Mistake | None
    tries: tuple[Try, ...]
    answers: int


_list_memories = Prepared(
    lambda _: select(
        memories.c.item_key,
        memories.c.memory,
        memories.c.last_at,
        memories.c.item_version,
        memories.c.right,
        memories.c.certainty,
        memories.c.seconds,
        memories.c.mistake,
        memories.c.tries,
        memories.c.answers,
    ).where(memories.c.user_id == bindparam("user_id"))
)


_kept: dict[Any, Remembered] = {}
_MOST_KEPT = 6_000
"""Rows as the driver gives them with what was read from them, about ten learners: the pages of
self-study ask for the same rows again and again. What changed is another row."""


def list_memories(connection: Connection, user_id: int) -> dict[str, Remembered]:
    """Key → what is remembered of it."""
    rows = _list_memories(connection, user_id=user_id).fetchall()
    known = {row: _kept.get(row) for row in map(tuple, rows)}
    new = [row for row, one in known.items() if one is None]
    if new:
        found = dict(zip(new, _remembered(_list_memories.read(connection, new)), strict=True))
        known.update(found)
        if len(_kept) + len(found) > _MOST_KEPT:
            _kept.clear()
        _kept.update(found)
    return {one.key: one for one in known.values() if one is not None}


def _remembered(rows: Sequence[Any]) -> Iterator[Remembered]:
    """One text for all: reading hundreds of small ones takes several times as long."""
    parts = zip(
        rows,
        _all_json(row[1] for row in rows),
        _all_json(row[7] or "null" for row in rows),
        _all_json(row[8] for row in rows),
        strict=True,
    )
    for row, memory, mistake, tries in parts:
        yield Remembered(
            key=row[0],
            memory=Memory.from_json(memory),
            last_at=row[2],
            version=row[3],
            right=bool(row[4]),
            certainty=row[5] if row[5] in CERTAINTIES else None,
            seconds=row[6],
            mistake=Mistake.from_json(mistake) if mistake else None,
            tries=tuple(Try(_day(day), _share(num, den)) for day, num, den in tries),
            answers=row[9],
        )


def _all_json(texts: Iterable[str]) -> list[Any]:
    found: list[Any] = json.loads(f"[{','.join(texts)}]")
    return found


@lru_cache(maxsize=2_000)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=500)
def _share(numerator: int, denominator: int) -> Fraction:
    return Fraction(numerator, denominator)


_list_tries = Prepared(
    lambda _: select(memories.c.item_key, memories.c.tries).where(
        memories.c.user_id == bindparam("user_id"), memories.c.tries != "[]"
    )
)


def list_tries(connection: Connection, user_id: int) -> dict[str, tuple[Try, ...]]:
    """Key → its first tries, the newest last."""
    return {row[0]: _tries(row[1]) for row in _list_tries.rows(connection, user_id=user_id)}


def _tries(text: str) -> tuple[Try, ...]:
    return tuple(Try(_day(day), _share(num, den)) for day, num, den in json.loads(text))


_list_due = Prepared(
    lambda _: select(memories.c.item_key).where(
        memories.c.user_id == bindparam("user_id"),
        memories.c.due_on <= bindparam("today", type_=memories.c.due_on.type),
    )
)


def list_due(connection: Connection, user_id: int, today: date) -> list[str]:
    """The keys that are due, also of what is practised no more."""
    return [row[0] for row in _list_due.rows(connection, user_id=user_id, today=today)]


def _put_memory_in(dialect: Any) -> Any:
    names = [column.name for column in memories.c]
    statement = dialect.insert(memories).values({name: bindparam(name) for name in names})
    changed = {
        name: statement.excluded[name] for name in names if name not in ("user_id", "item_key")
    }
    return statement.on_conflict_do_update(index_elements=["user_id", "item_key"], set_=changed)


_put_memory = Prepared(_put_memory_in)


def put_memories(connection: Connection, user_id: int, found: Iterable[Remembered]) -> None:
    """Store what is remembered, instead of what was before."""
    for one in found:
        _put_memory(
            connection,
            user_id=user_id,
            item_key=one.key,
            memory=json.dumps(one.memory.to_json()),
            due_on=one.memory.due,
            last_at=one.last_at,
            item_version=one.version,
            right=one.right,
            certainty=one.certainty,
            seconds=one.seconds,
            mistake=json.dumps(one.mistake.to_json()) if one.mistake else None,
            tries=json.dumps(
                [[t.day.isoformat(), t.score.numerator, t.score.denominator] for t in one.tries]
            ),
            answers=one.answers,
        )
