"""Reading what is kept of items and tests: counts and figures by scope."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, func, select

from quizzes.item_summary import ItemSummary
from quizzes.score_summary import ScoreSummary
from webapp.tables import counted_sittings, item_summaries, score_summaries

BANK = "bank"
"""Scope of first answers over all cohorts."""


def of_assignment(assignment_id: int) -> str:
    """Scope of first finished sittings of an assignment."""
    return f"assignment:{assignment_id}"


@dataclass(frozen=True, slots=True)
class ItemHead:
    """An item version in a scope: ``n`` answers, ``worst`` flag (99: none), ``figures`` as
    :mod:`webapp.insight.figures` stored them (JSON).
    """

    item_id: str
    version: str
    n: int
    worst: int
    figures: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """The same with the counts behind the figures."""

    item_id: str
    version: str
    n: int
    worst: int
    figures: str
    summary: ItemSummary


_HEAD = (
    item_summaries.c.item_id,
    item_summaries.c.version,
    item_summaries.c.n,
    item_summaries.c.worst,
    item_summaries.c.figures,
)


def list_item_rows(
    connection: Connection,
    scope: str,
    *,
    item_ids: Collection[str] | None = None,
    flagged: bool = False,
    least: int = 0,
    offset: int = 0,
    limit: int | None = None,
) -> list[ItemHead]:
    """Item versions of a scope, those with the gravest flag first, then by item. ``flagged``: only
    with a flag; ``least``: with at least so many answers; ``item_ids``: only of these items.
    """
    statement = (
        _chosen(select(*_HEAD), scope, item_ids, flagged, least)
        .order_by(item_summaries.c.worst, item_summaries.c.item_id, item_summaries.c.version)
        .offset(offset)
    )
    if limit is not None:
        statement = statement.limit(limit)
    return [ItemHead(*row) for row in connection.execute(statement)]


def count_item_rows(
    connection: Connection,
    scope: str,
    *,
    item_ids: Collection[str] | None = None,
    flagged: bool = False,
    least: int = 0,
) -> int:
    statement = select(func.count()).select_from(item_summaries)
    found = connection.execute(_chosen(statement, scope, item_ids, flagged, least)).scalar()
    return int(found or 0)


def _chosen(
    statement: Any, scope: str, item_ids: Collection[str] | None, flagged: bool, least: int
) -> Any:
    statement = statement.where(item_summaries.c.scope == scope, item_summaries.c.n >= least)
    if item_ids is not None:
        statement = statement.where(item_summaries.c.item_id.in_(list(item_ids)))
    return statement.where(item_summaries.c.worst < 99) if flagged else statement


def find_item_figures(connection: Connection, scope: str, item_id: str) -> list[ItemRow]:
    """Every version of an item that was answered in a scope, the most answered first."""
    rows = connection.execute(
        select(*_HEAD, item_summaries.c.body)
        .where(item_summaries.c.scope == scope, item_summaries.c.item_id == item_id)
        .order_by(item_summaries.c.n.desc(), item_summaries.c.version)
    )
    return [ItemRow(*row[:5], ItemSummary.from_json(json.loads(row[5]))) for row in rows]


def find_scores(connection: Connection, scope: str) -> ScoreSummary | None:
    """Totals of an assignment. None: nobody has finished it."""
    body = connection.execute(
        select(score_summaries.c.body).where(score_summaries.c.scope == scope)
    ).scalar()
    return ScoreSummary.from_json(json.loads(body)) if body is not None else None


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A finished sitting of an assignment. ``first``: the student's first. ``score``: points
    earned of ``points``, None while an answer waits for a person. ``seconds`` from beginning to
    end.
    """

    sitting_id: int
    user_id: int
    first: bool
    score: Fraction | None
    points: int
    seconds: int | None


@lru_cache(maxsize=4_096)
def _ratio(num: int, den: int) -> Fraction:
    return Fraction(num, den)


def list_counted(
    connection: Connection, assignment_id: int, user_ids: Iterable[int] | None = None
) -> list[CountedRow]:
    """The finished sittings of an assignment that are counted (of students only)."""
    wanted = None if user_ids is None else frozenset(user_ids)
    rows = connection.execute(
        select(
            counted_sittings.c.sitting_id,
            counted_sittings.c.user_id,
            counted_sittings.c.first,
            counted_sittings.c.score_num,
            counted_sittings.c.score_den,
            counted_sittings.c.points,
            counted_sittings.c.seconds,
        )
        .where(
            counted_sittings.c.assignment_id == assignment_id,
            counted_sittings.c.points > 0,
        )
        .order_by(counted_sittings.c.sitting_id)
    )
    return [
        CountedRow(
            row[0],
            row[1],
            row[2],
            _ratio(row[3], row[4]) if row[3] is not None else None,
            row[5],
            row[6],
        )
        for row in rows
        if wanted is None or row[1] in wanted
    ]
