"""Questions that may be bad themselves, and what was missed because of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, case, cast, func, literal, or_, select

from quizzes.item_flags import CODES, Code, Flag
from webapp.insight.figures import place, read
from webapp.insight.lines import VARIANTS
from webapp.queries import MOST_AT_ONCE, chunks
from webapp.queries.explain import first_answers
from webapp.queries.summaries import BANK
from webapp.tables import (
    assignments,
    attempts,
    enrolments,
    item_summaries,
    learner_costs,
    outcomes,
    sittings,
)

GRAVE: frozenset[Code] = frozenset(("key-doubtful", "negative", "below-guess", "second-key"))
"""Flags that hold a question's own fault likelier than that of those who missed it."""

_LAST = max(2 * CODES.index(code) + 1 for code in GRAVE)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A version of an item with a likely grave flag. ``assignment_id``: where it has the flag,
    None: over all cohorts.
    """

    item_id: str
    version: str
    flag: Flag
    assignment_id: int | None


Suspects = Mapping[tuple[str, str], Suspect]
"""By item and version."""


def list_suspects(connection: Connection, cohort_id: int) -> dict[tuple[str, str], Suspect]:
    """The items with a likely grave flag over all cohorts or in an assignment of a cohort; what
    the bank says comes before what an assignment says. Generators are left out.
    """
    theirs = select(literal("assignment:") + cast(assignments.c.id, String)).where(
        assignments.c.cohort_id == cohort_id
    )
    rows = connection.execute(
        select(
            item_summaries.c.scope,
            item_summaries.c.item_id,
            item_summaries.c.version,
            item_summaries.c.figures,
        ).where(
            or_(item_summaries.c.scope == BANK, item_summaries.c.scope.in_(theirs)),
            item_summaries.c.worst <= _LAST,
            item_summaries.c.version != VARIANTS,
        )
    )
    found: dict[tuple[str, str], Suspect] = {}
    for scope, item_id, version, figures in sorted(rows, key=lambda row: (row[0] != BANK, row[0])):
        grave = [one for one in read(figures).flags if one.likely and one.code in GRAVE]
        if grave and (item_id, version) not in found:
            where = None if scope == BANK else int(scope.rpartition(":")[2])
            found[item_id, version] = Suspect(item_id, version, min(grave, key=place), where)
    return found


class SuspectCount(NamedTuple):
    """First tries of each sitting at a suspect, ``missed`` of ``asked``, by what they betray."""

    item_id: str
    version: str
    misconceptions: tuple[str, ...]
    asked: int
    missed: int


_MISSED = case((outcomes.c.score_num < outcomes.c.score_den, 1), else_=0).label("missed")


def count_answers(
    connection: Connection,
    cohort_id: int,
    user_ids: Collection[int],
    suspects: Suspects,
    since: datetime,
    until: datetime,
) -> list[SuspectCount]:
    """What these students were asked and missed in suspects: one statement for each 500 of them,
    over the newest 2,000 answers.
    """
    item_ids = sorted({item_id for item_id, _ in suspects})[:MOST_AT_ONCE]
    if not item_ids:
        return []
    found: list[SuspectCount] = []
    about = attempts.c.item_id.in_(item_ids)
    columns = [attempts.c.item_id, attempts.c.item_version, outcomes.c.misconceptions]
    for few in chunks(user_ids):
        newest = first_answers([*columns, _MISSED], cohort_id, few, about, since, until).subquery()
        told = newest.c[:3]
        rows: Any = connection.execute(
            select(*told, func.count(), func.sum(newest.c.missed)).group_by(*told)
        )
        found += [
            SuspectCount(row[0], row[1], tuple(json.loads(row[2])), row[3], int(row[4]))
            for row in rows
            if (row[0], row[1]) in suspects
        ]
    return found


def count_of_groups(
    connection: Connection,
    cohort_id: int,
    group_ids: Collection[int],
    pairs: Collection[tuple[str, str]],
    lessons: Collection[str],
    since: datetime,
    until: datetime,
) -> dict[int, Counter[tuple[str, str]]]:
    """Group → (item, version), of ``pairs`` → missed first tries of each sitting. ``lessons``: ids
    of those where the items may have been asked; looking into no others keeps it fast for a whole
    cohort. One statement for each 500 students.
    """
    item_ids = sorted({item_id for item_id, _ in pairs})[:MOST_AT_ONCE]
    groups: dict[int, list[int]] = {}  # student → groups
    for group_id, user_id in connection.execute(
        select(enrolments.c.group_id, enrolments.c.user_id).where(
            enrolments.c.group_id.in_(group_ids),
            enrolments.c.role == "student",
            enrolments.c.ended_at.is_(None),
        )
    ):
        groups.setdefault(user_id, []).append(group_id)
    given = connection.execute(
        select(assignments.c.id).where(assignments.c.cohort_id == cohort_id)
    ).scalars()
    places = [f"lesson:{one}" for one in lessons] + [f"assignment:{one}" for one in given]
    about = (
        sittings.c.assessment.in_(places)
        & attempts.c.item_id.in_(item_ids)
        & (outcomes.c.score_num < outcomes.c.score_den)
    )
    columns = [sittings.c.user_id, attempts.c.item_id, attempts.c.item_version]
    found: dict[int, Counter[tuple[str, str]]] = {}
    for few in chunks(groups):
        every = first_answers(columns, cohort_id, few, about, since, until, most=None).subquery()
        rows: Any = connection.execute(select(*every.c, func.count()).group_by(*every.c))
        for user_id, item_id, version, missed in rows:
            if (item_id, version) in pairs:
                for group_id in groups[user_id]:
                    found.setdefault(group_id, Counter())[item_id, version] += missed
    return found


def list_heavy(
    connection: Connection, user_ids: Collection[int], since: date, until: date, least: int
) -> list[tuple[str, int, int]]:
    """(misconception, student, answers) of students with at least so many answers that betray it,
    the most first, in the weeks whose Monday is from ``since`` to ``until``.
    """
    found: list[tuple[str, int, int]] = []
    total = func.sum(learner_costs.c.missed)
    for few in chunks(user_ids):
        rows = connection.execute(
            select(learner_costs.c.name, learner_costs.c.user_id, total)
            .where(
                learner_costs.c.user_id.in_(few),
                learner_costs.c.week >= since,
                learner_costs.c.week <= until,
                learner_costs.c.kind == "misconception",
            )
            .group_by(learner_costs.c.name, learner_costs.c.user_id)
            .having(total >= least)
        )
        found += [(row[0], row[1], int(row[2])) for row in rows]
    return sorted(found, key=lambda one: (-one[2], one[1]))
