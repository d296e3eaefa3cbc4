"""Finding item versions among the summaries of the bank, and where an item was given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select

from quizzes.item_figures import FEWEST
from webapp.insight.figures import NO_FLAG
from webapp.queries.summaries import BANK, ItemHead
from webapp.tables import assignments, item_summaries, own_items, sitting_items, sittings

# webapp.insight.figures writes a flag as ["code", likely, …
_LIKELY = item_summaries.c.figures.contains('", true,')


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of item versions is to hold. ``flag``: a code, ``any``, ``likely`` or "" for all;
    ``item_ids`` None: every item; ``few`` True: also versions with too few answers for figures,
    and those that are ``untold`` to the reader (:mod:`webapp.insight.strangers`).
    """

    flag: str = ""
    item_ids: frozenset[str] | None = None
    few: bool = False
    untold: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Totals:
    """Item versions of the bank: with answers enough, with a flag, with a likely one."""

    enough: int
    flagged: int
    likely: int


def _seen_by(cohort_id: int) -> Any:
    """Without the own items of other cohorts."""
    theirs = select(own_items.c.item_id).where(own_items.c.cohort_id != cohort_id)
    return item_summaries.c.scope == BANK, item_summaries.c.item_id.not_in(theirs)


_VERSION = item_summaries.c.item_id + "@" + item_summaries.c.version


def _among(keys: Collection[tuple[str, str]]) -> Any:
    return _VERSION.in_([f"{item_id}@{version}" for item_id, version in keys])


def _chosen(statement: Any, cohort_id: int, wanted: Wanted) -> Any:
    statement = statement.where(*_seen_by(cohort_id))
    if not wanted.few:
        statement = statement.where(item_summaries.c.n >= FEWEST)
        if wanted.untold:
            statement = statement.where(~_among(wanted.untold))
    if wanted.item_ids is not None:
        statement = statement.where(item_summaries.c.item_id.in_(list(wanted.item_ids)))
    if wanted.flag:
        statement = statement.where(item_summaries.c.worst < NO_FLAG)
    if wanted.flag == "likely":
        statement = statement.where(_LIKELY)
    elif wanted.flag not in ("", "any"):
        statement = statement.where(item_summaries.c.figures.contains(f'["{wanted.flag}",'))
    return statement


def list_versions(
    connection: Connection, cohort_id: int, wanted: Wanted, offset: int, limit: int
) -> list[ItemHead]:
    """Item versions of the bank, the gravest flag first, then by item; those without answers
    enough, or untold, at the end.
    """
    few: Any = case((item_summaries.c.n < FEWEST, 1), else_=0)
    worst: Any = item_summaries.c.worst
    if wanted.untold:  # their place would tell their flag
        few = case((_among(wanted.untold), 1), else_=few)
        worst = case((_among(wanted.untold), NO_FLAG), else_=worst)
    rows = connection.execute(
        _chosen(
            select(
                item_summaries.c.item_id,
                item_summaries.c.version,
                item_summaries.c.n,
                item_summaries.c.worst,
                item_summaries.c.figures,
            ),
            cohort_id,
            wanted,
        )
        .order_by(worst, few, item_summaries.c.item_id, item_summaries.c.version)
        .offset(offset)
        .limit(limit)
    )
    return [ItemHead(*row) for row in rows]


def count_versions(connection: Connection, cohort_id: int, wanted: Wanted) -> int:
    statement = select(func.count()).select_from(item_summaries)
    return int(connection.execute(_chosen(statement, cohort_id, wanted)).scalar() or 0)


def totals(
    connection: Connection, cohort_id: int, untold: Collection[tuple[str, str]] = ()
) -> Totals:
    statement = select(
        func.sum(case((item_summaries.c.n >= FEWEST, 1), else_=0)),
        func.sum(case((item_summaries.c.worst < NO_FLAG, 1), else_=0)),
        func.sum(case((_LIKELY, 1), else_=0)),
    ).where(*_seen_by(cohort_id))
    if untold:
        statement = statement.where(~_among(untold))
    row = connection.execute(statement).one()
    return Totals(*(int(one or 0) for one in row))


def list_own(connection: Connection, cohort_id: int) -> dict[str, str]:
    """Item id → newest version of the items that a cohort's instructors wrote."""
    rows = connection.execute(
        select(own_items.c.item_id, own_items.c.version).where(own_items.c.cohort_id == cohort_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class GivenIn:
    """An assignment in which an item was given."""

    assignment_id: int
    title: str


def list_assignments_with(
    connection: Connection, cohort_id: int, item_id: str, most: int
) -> list[GivenIn]:
    """The newest assignments of a cohort in which a student was given an item."""
    drawn = (
        select(sittings.c.id)
        .join(sitting_items, sitting_items.c.sitting_id == sittings.c.id)
        .where(
            sittings.c.assignment_id == assignments.c.id,
            sitting_items.c.item_id == item_id,
        )
        .exists()
    )
    rows = connection.execute(
        select(assignments.c.id, assignments.c.title)
        .where(assignments.c.cohort_id == cohort_id, drawn)
        .order_by(assignments.c.id.desc())
        .limit(most)
    )
    return [GivenIn(row[0], row[1]) for row in rows]
