"""Cohorts, groups, people and assignments to ask about, made in as few words as a test needs."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import count
from typing import Any

from sqlalchemy import Connection

from quizzes.rules import Rules
from tests.conftest import START
from webapp.queries import groups, people
from webapp.queries.assignments import AssignmentInfo, find_assignment
from webapp.tables import (
    accommodations,
    assessments,
    assignment_targets,
    assignments,
    attempts,
    cohorts,
    corrections,
    enrolments,
    extensions,
    outcomes,
    sitting_items,
    sittings,
    users,
)
from webapp.tables import groups as group_table

DUE = START + timedelta(days=6)
CLOSES = START + timedelta(days=7)
ASKED = '{"sections": [{"entries": [{"kind": "draw", "count": 1}]}]}'

_numbers = count(1)


def add(connection: Connection, table: Any, **values: Any) -> int:
    key = connection.execute(table.insert().values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def person(connection: Connection, name: str = "") -> int:
    return people.add_account(connection, f"p{next(_numbers)}", name or "Әлия", "-", START)


def cohort(connection: Connection, **more: Any) -> int:
    return add(connection, cohorts, title="Ағын", created_at=START, **more)


def group(connection: Connection, cohort_id: int) -> int:
    code = f"code-{next(_numbers)}"
    return add(
        connection,
        group_table,
        cohort_id=cohort_id,
        title=f"Топ {code}",
        join_code=code,
        created_at=START,
    )


def enrol(
    connection: Connection,
    user_id: int,
    cohort_id: int,
    group_id: int | None = None,
    role: str = "student",
) -> None:
    groups.enrol(connection, user_id, group_id, cohort_id, role, START)


def leave(connection: Connection, user_id: int, role: str = "student") -> None:
    connection.execute(
        enrolments.update()
        .where(enrolments.c.user_id == user_id, enrolments.c.role == role)
        .values(ended_at=START)
    )


def student(connection: Connection, cohort_id: int, group_id: int | None = None) -> int:
    made = person(connection)
    enrol(connection, made, cohort_id, group_id or group(connection, cohort_id))
    return made


def assign(
    connection: Connection,
    cohort_id: int,
    *targets: tuple[str, int],
    rules: Rules | None = None,
    **more: Any,
) -> AssignmentInfo:
    """Given to the whole cohort, if no targets are named."""
    author = person(connection)
    asked = add(
        connection,
        assessments,
        cohort_id=cohort_id,
        title="Бақылау",
        definition=ASKED,
        created_by=author,
        created_at=START,
        updated_at=START,
    )
    values = {"opens_at": START, "due_at": DUE, "closes_at": CLOSES, **more}
    made = add(
        connection,
        assignments,
        cohort_id=cohort_id,
        assessment_id=asked,
        title="Бақылау",
        rules=(rules or Rules()).model_dump_json(),
        created_by=author,
        created_at=START,
        updated_at=START,
        **values,
    )
    for kind, target in targets or (("cohort", cohort_id),):
        connection.execute(
            assignment_targets.insert().values(assignment_id=made, kind=kind, target_id=target)
        )
    found = find_assignment(connection, made)
    assert found is not None
    return found


def accommodate(connection: Connection, cohort_id: int, user_id: int, **more: Any) -> None:
    connection.execute(
        accommodations.insert().values(
            cohort_id=cohort_id, user_id=user_id, set_by=user_id, set_at=START, **more
        )
    )


def extend(connection: Connection, assignment_id: int, user_id: int, **more: Any) -> int:
    return add(
        connection,
        extensions,
        assignment_id=assignment_id,
        user_id=user_id,
        reason="ауырды",
        granted_by=user_id,
        granted_at=START,
        **more,
    )


def sit(
    connection: Connection,
    assignment_id: int,
    user_id: int,
    *points: int,
    ordinal: int = 1,
    closed: datetime | None = START,
    version: str = "v1",
    **more: Any,
) -> int:
    """A sitting with the items i1, i2 … of so many points."""
    made = add(
        connection,
        sittings,
        user_id=user_id,
        assessment=f"assignment:{assignment_id}",
        assignment_id=assignment_id,
        ordinal=ordinal,
        started_at=START,
        closed_at=closed,
        **more,
    )
    for position, worth in enumerate(points, 1):
        connection.execute(
            sitting_items.insert().values(
                sitting_id=made,
                position=position,
                section=0,
                item_id=f"i{position}",
                item_version=version,
                points=worth,
                flagged=False,
            )
        )
    return made


def answer(
    connection: Connection,
    sitting_id: int,
    item_id: str,
    share: Fraction | int | None = None,
    *,
    number: int = 1,
    certainty: str | None = None,
) -> int:
    """An answer with its outcome; ``share`` None: nobody has marked it yet."""
    form = {"choice": ["a"]} | ({"certainty": [certainty]} if certainty is not None else {})
    made = add(
        connection,
        attempts,
        sitting_id=sitting_id,
        item_id=item_id,
        item_version="v1",
        number=number,
        response="{}",
        form=json.dumps(form),
        received_at=START,
    )
    if share is not None:
        mark(connection, made, share)
    return made


def mark(
    connection: Connection,
    attempt_id: int,
    share: Fraction | int,
    status: str = "scored",
    by: int | None = None,
) -> None:
    exact = Fraction(share)
    add(
        connection,
        outcomes,
        attempt_id=attempt_id,
        status=status,
        score_num=exact.numerator,
        score_den=exact.denominator,
        misconceptions="[]",
        reason="",
        marked_by=by,
        created_at=START,
    )


def correct(
    connection: Connection, assignment_id: int, item_id: str, kind: str, new: str | None = None
) -> None:
    author = person(connection)
    add(
        connection,
        corrections,
        assignment_id=assignment_id,
        item_id=item_id,
        ordinal=next(_numbers),
        new_version=new,
        kind=kind,
        reason="кілт қате",
        changed=0,
        made_by=author,
        made_at=START,
    )


def revision(connection: Connection, user_id: int) -> int:
    found = connection.execute(users.select().where(users.c.id == user_id)).one()
    return int(found.revision)
