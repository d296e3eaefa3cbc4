"""Reading what is derived of students: facts by section, costs by week, who still waits."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, case, func, select

from quizzes.falling import Step
from webapp.insight.facts import SectionFacts
from webapp.insight.kept_steps import KeptSteps, kept_share
from webapp.queries import chunks
from webapp.tables import insight_queue, learner_costs, learner_sections


def _facts(row: Any) -> SectionFacts:
    return SectionFacts(
        section=row[1],
        answers=row[2],
        items=row[3],
        right=row[4],
        judged=row[5],
        weak=row[6],
        last_on=row[7],
        stuck=json.loads(row[8]) if row[8] != "{}" else {},
        falls=_steps(row[9]) if row[9] != "{}" else {},
        words=_words(row[10]) if row[10] != "{}" else {},
    )


def _steps(text: str) -> Mapping[str, Sequence[Step]]:
    return {name: KeptSteps(steps) for name, steps in json.loads(text).items()}


def _words(text: str) -> Mapping[str, Any]:
    return {
        name: (word, kept_share(share) if share is not None else None, tries)
        for name, (word, share, tries) in json.loads(text).items()
    }


def facts_to_row(user_id: int, facts: SectionFacts) -> dict[str, Any]:
    """Facts as the table keeps them."""
    return {
        "user_id": user_id,
        "section": facts.section,
        "answers": facts.answers,
        "items": facts.items,
        "right": facts.right,
        "judged": facts.judged,
        "weak": facts.weak,
        "last_on": facts.last_on,
        "stuck": json.dumps(dict(sorted(facts.stuck.items()))),
        "falls": json.dumps(
            {name: KeptSteps.text(steps) for name, steps in sorted(facts.falls.items())}
        ),
        "words": json.dumps(
            {
                name: [word, _written(share), tries]
                for name, (word, share, tries) in sorted(facts.words.items())
            }
        ),
    }


def _written(share: Fraction | None) -> str | None:
    return str(share) if share is not None else None


def list_sections(
    connection: Connection,
    user_ids: Collection[int],
    *,
    section: str | None = None,
    words: bool = True,
) -> dict[int, dict[str, SectionFacts]]:
    """Student → section → facts; of one section, if it is named. ``words`` False: without the
    words of objectives, for a page that does not show them.
    """
    found: dict[int, dict[str, SectionFacts]] = {user_id: {} for user_id in user_ids}
    columns: list[Any] = [column for column in learner_sections.c if column.name != "words"]
    if words:
        columns.append(learner_sections.c.words)
    for few in chunks(user_ids):
        statement = select(*columns).where(learner_sections.c.user_id.in_(few))
        if section is not None:
            statement = statement.where(learner_sections.c.section == section)
        for row in connection.execute(statement):
            found[row[0]][row[1]] = _facts(row if words else (*row, "{}"))
    return found


@dataclass(frozen=True, slots=True)
class CostRow:
    """What an objective or a misconception cost a group: ``students`` who missed it, of
    ``asked_students``; ``missed`` of ``asked`` answers.
    """

    kind: str
    name: str
    students: int
    asked_students: int
    asked: int
    missed: int


def list_costs(
    connection: Connection, user_ids: Collection[int], since: date, until: date
) -> list[CostRow]:
    """What was asked of these students in the weeks whose Monday is from ``since`` to ``until``,
    both included; in no order. At most 500 students.
    """
    per_student = (
        select(
            learner_costs.c.kind,
            learner_costs.c.name,
            func.sum(learner_costs.c.asked).label("asked"),
            func.sum(learner_costs.c.missed).label("missed"),
        )
        .where(
            learner_costs.c.user_id.in_(list(user_ids)[:500]),
            learner_costs.c.week >= since,
            learner_costs.c.week <= until,
        )
        .group_by(learner_costs.c.user_id, learner_costs.c.kind, learner_costs.c.name)
        .subquery()
    )
    rows = connection.execute(
        select(
            per_student.c.kind,
            per_student.c.name,
            func.sum(case((per_student.c.missed > 0, 1), else_=0)),
            func.count(),
            func.sum(per_student.c.asked),
            func.sum(per_student.c.missed),
        ).group_by(per_student.c.kind, per_student.c.name)
    )
    return [CostRow(row[0], row[1], *(int(one) for one in row[2:])) for row in rows]


def list_cost_students(
    connection: Connection,
    user_ids: Collection[int],
    since: date,
    until: date,
    kind: str,
    name: str,
) -> list[tuple[int, int, int]]:
    """(student, answers asked, of them missed) for one objective or misconception."""
    rows = connection.execute(
        select(
            learner_costs.c.user_id,
            func.sum(learner_costs.c.asked),
            func.sum(learner_costs.c.missed),
        )
        .where(
            learner_costs.c.user_id.in_(list(user_ids)[:500]),
            learner_costs.c.week >= since,
            learner_costs.c.week <= until,
            learner_costs.c.kind == kind,
            learner_costs.c.name == name,
        )
        .group_by(learner_costs.c.user_id)
        .order_by(learner_costs.c.user_id)
    )
    return [(row[0], int(row[1]), int(row[2])) for row in rows]


def list_mistakes(
    connection: Connection, user_ids: Collection[int], since: date | None = None
) -> dict[int, dict[date, dict[str, int]]]:
    """Student → Monday of a week → misconception → answers that betrayed it, of the weeks whose
    Monday is from ``since`` on (None: of all).
    """
    found: dict[int, dict[date, dict[str, int]]] = {}
    for few in chunks(user_ids):
        statement = select(
            learner_costs.c.user_id,
            learner_costs.c.week,
            learner_costs.c.name,
            learner_costs.c.missed,
        ).where(
            learner_costs.c.user_id.in_(few),
            learner_costs.c.kind == "misconception",
            learner_costs.c.missed > 0,
        )
        if since is not None:
            statement = statement.where(learner_costs.c.week >= since)
        for user_id, week, code, missed in connection.execute(statement):
            found.setdefault(user_id, {}).setdefault(week, {})[code] = missed
    return found


def list_weeks(connection: Connection, user_id: int, since: date) -> list[tuple[date, int, int]]:
    """(Monday, first tries, missed ones) of a student, of the weeks whose Monday is from ``since``
    on that have any. A try counts for each objective of its item.
    """
    rows = connection.execute(
        select(
            learner_costs.c.week,
            func.sum(learner_costs.c.asked),
            func.sum(learner_costs.c.missed),
        )
        .where(
            learner_costs.c.user_id == user_id,
            learner_costs.c.week >= since,
            learner_costs.c.kind == "objective",
        )
        .group_by(learner_costs.c.week)
        .order_by(learner_costs.c.week)
    )
    return [(row[0], int(row[1]), int(row[2])) for row in rows]


def count_waiting(connection: Connection, user_ids: Collection[int] | None = None) -> int:
    """People whose newest answers are not counted yet."""
    if user_ids is None:
        return int(
            connection.execute(select(func.count()).select_from(insight_queue)).scalar() or 0
        )
    return sum(
        int(
            connection.execute(
                select(func.count())
                .select_from(insight_queue)
                .where(insight_queue.c.user_id.in_(few))
            ).scalar()
            or 0
        )
        for few in chunks(user_ids)
    )


def list_waiting(connection: Connection, user_ids: Collection[int]) -> frozenset[int]:
    """Of these people those whose newest answers are not counted yet."""
    found: set[int] = set()
    for few in chunks(user_ids):
        found.update(
            connection.execute(
                select(insight_queue.c.user_id).where(insight_queue.c.user_id.in_(few))
            ).scalars()
        )
    return frozenset(found)
