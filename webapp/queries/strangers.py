"""Whom of those who answered the bank's items a reader teaches, and whom not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from webapp.queries import chunks, staff
from webapp.queries.summaries import BANK
from webapp.tables import counted_sittings, enrolments, item_summaries, learner_sections


@dataclass(frozen=True, slots=True)
class Known:
    """``mine``: who studies in a group the reader has, in any cohort, or did and studies nowhere
    now; ``left``: who did and studies with others now, so that their newest answers are not the
    reader's to know. Both also with those who have answered nothing.
    """

    mine: frozenset[int]
    left: frozenset[int]


def find_known(connection: Connection, reader_id: int) -> Known:
    """The people whom a reader teaches or taught, as far as they are staff now."""
    posts = staff.list_posts(connection, reader_id)
    whole = [cohort_id for cohort_id, groups in posts.items() if groups is None]
    groups = [one for theirs in posts.values() if theirs is not None for one in theirs]
    mine: set[int] = set()
    ever: set[int] = set()
    for column, ids in ((enrolments.c.cohort_id, whole), (enrolments.c.group_id, groups)):
        for few in chunks(ids):
            for user_id, studies in connection.execute(
                select(enrolments.c.user_id, enrolments.c.ended_at.is_(None)).where(
                    column.in_(few), enrolments.c.role == "student"
                )
            ):
                ever.add(user_id)
                if studies:
                    mine.add(user_id)
    left: set[int] = set()
    for few in chunks(sorted(ever - mine)):
        left.update(
            connection.execute(
                select(enrolments.c.user_id).where(
                    enrolments.c.user_id.in_(few),
                    enrolments.c.role == "student",
                    enrolments.c.ended_at.is_(None),
                )
            ).scalars()
        )
    return Known(frozenset(ever - left), frozenset(left))


def list_others(connection: Connection, known: Known) -> frozenset[int]:
    """The people of whom something is counted and whom the reader neither teaches nor taught."""
    counted = (
        select(counted_sittings.c.sitting_id)
        .where(counted_sittings.c.user_id == enrolments.c.user_id)
        .exists()
    )
    students = (
        select(enrolments.c.user_id).where(enrolments.c.role == "student").distinct().subquery()
    )
    everybody = connection.execute(select(students.c.user_id)).scalars()
    strangers = set(everybody) - known.mine - known.left
    found: set[int] = set()
    for few in chunks(sorted(strangers)):
        found.update(
            connection.execute(
                select(enrolments.c.user_id)
                .where(enrolments.c.user_id.in_(few), counted)
                .distinct()
            ).scalars()
        )
    return frozenset(found)


def list_busiest(connection: Connection, user_ids: Collection[int], most: int) -> list[int]:
    """Of these people those with the most answers in lessons and assignments."""
    found: list[tuple[int, int]] = []
    for few in chunks(user_ids):
        rows = connection.execute(
            select(learner_sections.c.user_id, func.sum(learner_sections.c.answers))
            .where(learner_sections.c.user_id.in_(few))
            .group_by(learner_sections.c.user_id)
        )
        found += [(-int(answers), user_id) for user_id, answers in rows]
    return [user_id for _, user_id in sorted(found)[:most]]


def list_counts(
    connection: Connection, least: int, below: int, item_id: str | None = None
) -> dict[tuple[str, str], int]:
    """Item version → answers in the bank, of those with at least ``least`` and fewer than
    ``below``; of one item, if it is named.
    """
    statement = select(
        item_summaries.c.item_id, item_summaries.c.version, item_summaries.c.n
    ).where(item_summaries.c.scope == BANK, item_summaries.c.n >= least, item_summaries.c.n < below)
    if item_id is not None:
        statement = statement.where(item_summaries.c.item_id == item_id)
    return {(row[0], row[1]): row[2] for row in connection.execute(statement)}


def list_lines(connection: Connection, user_ids: Collection[int]) -> Iterator[tuple[int, str]]:
    """(person, JSON of :mod:`webapp.insight.lines`) of what is counted of these people."""
    for few in chunks(user_ids):
        statement = select(counted_sittings.c.user_id, counted_sittings.c.lines)
        for row in connection.execute(statement.where(counted_sittings.c.user_id.in_(few))):
            yield row[0], row[1]
