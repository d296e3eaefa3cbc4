"""A cohort with people, assignments and handed-in work, straight into the database.

Each function takes a connection of ``database.write`` first and gives ids.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from quizzes.assessment import Assessment, AssessmentSection, FixedItem
from quizzes.item import Item
from quizzes.rules import Rules
from tests.conftest import START, Browser
from webapp.access import hashed
from webapp.queries import groups, people, sittings
from webapp.tables import (
    assessments,
    assignment_targets,
    assignments,
    attempts,
    cohorts,
    sitting_items,
)
from webapp.tables import groups as groups_table
from webapp.tables import sittings as sittings_table


def added(connection: Connection, table: Any, **values: Any) -> int:
    key = connection.execute(table.insert().values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def cohort(connection: Connection, title: str = "Ағын") -> int:
    return added(connection, cohorts, title=title, created_at=START)


def group(connection: Connection, cohort_id: int, title: str) -> int:
    return added(
        connection,
        groups_table,
        cohort_id=cohort_id,
        title=title,
        join_code=f"code-{cohort_id}-{title}",
        created_at=START,
    )


def person(connection: Connection, login: str, name: str = "") -> int:
    """An account; its browser's token is its login (see :func:`become`)."""
    user_id = people.add_account(connection, login, name or f"{login} аты", "-", START)
    people.add_sign_in(connection, user_id, hashed(login), START)
    return user_id


def member(
    connection: Connection, login: str, cohort_id: int, group_id: int | None, role: str = "student"
) -> int:
    """An account enrolled in a cohort."""
    user_id = person(connection, login)
    groups.enrol(connection, user_id, group_id, cohort_id, role, START)
    return user_id


def become(browser: Browser, app: Any, login: str | None) -> None:
    """Sign a browser in as a person made here, without a password; None: nobody."""
    browser.cookies.clear()
    if login is not None:
        signer = app.state.site.access._signer
        browser.cookies.set("reader", signer.sign(login).decode())


def assignment(
    connection: Connection,
    cohort_id: int,
    items: list[Item],
    rules: Rules,
    author: int,
    *,
    title: str = "Аралық бақылау",
    opens: datetime = START - timedelta(days=2),
    closes: datetime | None = None,
) -> int:
    """An assignment of fixed items, given to the whole cohort."""
    asked = Assessment(
        sections=(AssessmentSection(entries=tuple(FixedItem(item=one.id) for one in items)),)
    )
    made = {"created_by": author, "created_at": START, "updated_at": START}
    assessment_id = added(
        connection,
        assessments,
        cohort_id=cohort_id,
        title=title,
        definition=asked.model_dump_json(),
        **made,
    )
    assignment_id = added(
        connection,
        assignments,
        cohort_id=cohort_id,
        assessment_id=assessment_id,
        title=title,
        opens_at=opens,
        closes_at=closes,
        rules=rules.model_dump_json(),
        **made,
    )
    connection.execute(
        assignment_targets.insert().values(
            assignment_id=assignment_id, kind="cohort", target_id=cohort_id
        )
    )
    return assignment_id


def handed_in(
    connection: Connection,
    user_id: int,
    assignment_id: int,
    answers: Mapping[str, dict[str, list[str]]],
    items: list[Item],
    *,
    closed: datetime | None = START - timedelta(hours=1),
    points: int = 1,
) -> tuple[int, dict[str, int]]:
    """A sitting with its answers scored by the machine: (id, item id → attempt id).

    ``closed`` None: it is still running.
    """
    started = START - timedelta(hours=2)
    sittings.archive_item_versions(
        connection, [(one.id, one.version, one.canonical()) for one in items], START
    )
    sitting_id = added(
        connection,
        sittings_table,
        user_id=user_id,
        assessment=f"assignment:{assignment_id}",
        ordinal=1,
        assignment_id=assignment_id,
        seed=f"seed-{user_id}",
        started_at=started,
        closed_at=closed,
        closed_by="student" if closed else None,
        stamped_at=closed,
        scored_at=closed,
    )
    made = {}
    for position, item in enumerate(items, 1):
        connection.execute(
            sitting_items.insert().values(
                sitting_id=sitting_id,
                position=position,
                section=0,
                item_id=item.id,
                item_version=item.version,
                points=points,
                flagged=False,
            )
        )
        form = answers.get(item.id)
        if form is not None:
            made[item.id] = attempt(connection, sitting_id, item, form)
    return sitting_id, made


def attempt(connection: Connection, sitting_id: int, item: Item, form: dict[str, list[str]]) -> int:
    """An answer with the outcome the machine gives it."""
    response = item.parse(form)
    attempt_id = added(
        connection,
        attempts,
        sitting_id=sitting_id,
        item_id=item.id,
        item_version=item.version,
        number=1,
        response=response.model_dump_json(),
        form=json.dumps(form, ensure_ascii=False),
        received_at=START - timedelta(hours=1),
    )
    outcome = item.score(response)
    sittings.add_outcome(
        connection, attempt_id, outcome.status, outcome.score, outcome.misconceptions, START
    )
    return attempt_id
