"""What the counting of answers stores and takes back (:mod:`webapp.insight.counting`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, delete, select

from webapp.queries import chunks, upsert
from webapp.tables import (
    counted_sittings,
    item_summaries,
    learner_costs,
    learner_sections,
    score_summaries,
)


@dataclass(frozen=True, slots=True)
class CountedAs:
    """What of a sitting stands in the summaries; see :class:`webapp.tables.CountedSitting`."""

    sitting_id: int
    user_id: int
    assignment_id: int | None
    mark: str
    lines: str
    first: bool
    score: Fraction | None
    points: int
    seconds: int | None


_COUNTED = (
    counted_sittings.c.sitting_id,
    counted_sittings.c.user_id,
    counted_sittings.c.assignment_id,
    counted_sittings.c.mark,
    counted_sittings.c.lines,
    counted_sittings.c.first,
    counted_sittings.c.score_num,
    counted_sittings.c.score_den,
    counted_sittings.c.points,
    counted_sittings.c.seconds,
)


def _counted(row: Any) -> CountedAs:
    score = Fraction(row[6], row[7]) if row[6] is not None else None
    return CountedAs(row[0], row[1], row[2], row[3], row[4], row[5], score, row[8], row[9])


def list_counted_of(connection: Connection, user_ids: Collection[int]) -> dict[int, CountedAs]:
    """Sitting → what is counted of it, of these people."""
    return {
        row[0]: _counted(row)
        for few in chunks(user_ids)
        for row in connection.execute(select(*_COUNTED).where(counted_sittings.c.user_id.in_(few)))
    }


def list_counted_in(connection: Connection, assignment_id: int) -> list[CountedAs]:
    """The first finished sittings of an assignment."""
    return [
        _counted(row)
        for row in connection.execute(
            select(*_COUNTED).where(
                counted_sittings.c.assignment_id == assignment_id, counted_sittings.c.first
            )
        )
    ]


def put_counted(connection: Connection, gone: Collection[int], rows: Sequence[CountedAs]) -> None:
    """Store what is counted now, instead of what was counted of the same sittings."""
    for few in chunks([*gone, *(row.sitting_id for row in rows)]):
        connection.execute(delete(counted_sittings).where(counted_sittings.c.sitting_id.in_(few)))
    if rows:
        connection.execute(
            counted_sittings.insert(),
            [
                {
                    "sitting_id": row.sitting_id,
                    "user_id": row.user_id,
                    "assignment_id": row.assignment_id,
                    "mark": row.mark,
                    "lines": row.lines,
                    "first": row.first,
                    "score_num": row.score.numerator if row.score is not None else None,
                    "score_den": row.score.denominator if row.score is not None else None,
                    "points": row.points,
                    "seconds": row.seconds,
                }
                for row in rows
            ],
        )


def list_bodies(
    connection: Connection, scope: str, item_ids: Collection[str]
) -> dict[tuple[str, str], str]:
    """(item, version) → its summary (JSON), of some items in a scope."""
    return {
        (row[0], row[1]): row[2]
        for few in chunks(item_ids)
        for row in connection.execute(
            select(item_summaries.c.item_id, item_summaries.c.version, item_summaries.c.body).where(
                item_summaries.c.scope == scope, item_summaries.c.item_id.in_(few)
            )
        )
    }


def put_summary(
    connection: Connection,
    scope: str,
    item_id: str,
    version: str,
    n: int,
    worst: int,
    body: str,
    figures: str,
) -> None:
    """Store a summary; one without answers goes."""
    if not n:
        connection.execute(
            delete(item_summaries).where(
                item_summaries.c.scope == scope,
                item_summaries.c.item_id == item_id,
                item_summaries.c.version == version,
            )
        )
        return
    values = {
        "scope": scope,
        "item_id": item_id,
        "version": version,
        "n": n,
        "worst": worst,
        "body": body,
        "figures": figures,
    }
    key = ["scope", "item_id", "version"]
    connection.execute(upsert(connection, item_summaries, values, key))


def put_scores(connection: Connection, scope: str, body: str | None) -> None:
    """Store the totals of an assignment; None: nobody has finished it."""
    if body is None:
        connection.execute(delete(score_summaries).where(score_summaries.c.scope == scope))
    else:
        connection.execute(
            upsert(connection, score_summaries, {"scope": scope, "body": body}, ["scope"])
        )


def put_sections(
    connection: Connection, user_id: int, sections: Collection[str] | None, rows: Sequence[Any]
) -> None:
    """Store facts of a student instead of what stood for these sections (None: for any, also
    those that the course has no more).
    """
    if sections is None:
        connection.execute(delete(learner_sections).where(learner_sections.c.user_id == user_id))
    elif sections:
        connection.execute(
            delete(learner_sections).where(
                learner_sections.c.user_id == user_id,
                learner_sections.c.section.in_(list(sections)),
            )
        )
    if rows:
        connection.execute(learner_sections.insert(), list(rows))


def put_costs(
    connection: Connection,
    user_id: int,
    weeks: Collection[date] | None,
    costs: Mapping[tuple[date, str, str], tuple[int, int]],
) -> None:
    """Store what was asked and missed in these weeks (None: ever) instead of what stood for
    them.
    """
    if weeks is None:
        connection.execute(delete(learner_costs).where(learner_costs.c.user_id == user_id))
    for few in chunks(sorted(weeks or ())):
        connection.execute(
            delete(learner_costs).where(
                learner_costs.c.user_id == user_id, learner_costs.c.week.in_(few)
            )
        )
    if costs:
        connection.execute(
            learner_costs.insert(),
            [
                {
                    "user_id": user_id,
                    "week": week,
                    "kind": kind,
                    "name": name,
                    "asked": asked,
                    "missed": missed,
                }
                for (week, kind, name), (asked, missed) in costs.items()
            ],
        )


def forget_student(connection: Connection, user_id: int) -> None:
    """Someone who is no student any more, or gone, has no facts."""
    connection.execute(delete(learner_sections).where(learner_sections.c.user_id == user_id))
    connection.execute(delete(learner_costs).where(learner_costs.c.user_id == user_id))
