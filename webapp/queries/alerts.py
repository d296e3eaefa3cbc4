"""Who needs help, as it was found last: the rules of a cohort, its alerts, what became of them, and
when staff looked.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Connection, delete, insert, select, update

from quizzes.needs_help import Alert, Event, HelpRules, Rule
from webapp.queries import chunks, insert_or_ignore, upsert
from webapp.tables import (
    alert_events,
    cohorts,
    enrolments,
    groups,
    help_alerts,
    help_rules,
    staff_visits,
    users,
)

DEFAULTS = HelpRules()


@dataclass(frozen=True, slots=True)
class CohortRules:
    """The rules of a cohort; ``set_by``: the name of who set them, "" for the defaults."""

    rules: HelpRules
    set_by: str = ""
    set_at: datetime | None = None


def find_rules(connection: Connection, cohort_id: int) -> CohortRules:
    """The rules that hold in a cohort. What a newer version wrote and this one cannot read counts
    as the defaults: a page must not fail by it.
    """
    row = connection.execute(
        select(help_rules.c.rules, users.c.name, help_rules.c.set_at)
        .join(users, users.c.id == help_rules.c.set_by)
        .where(help_rules.c.cohort_id == cohort_id)
    ).first()
    if row is None:
        return CohortRules(DEFAULTS)
    try:
        return CohortRules(HelpRules.model_validate_json(row[0]), row[1], row[2])
    except ValidationError:
        return CohortRules(DEFAULTS)


def put_rules(
    connection: Connection, cohort_id: int, rules: HelpRules, user_id: int, now: datetime
) -> None:
    values = {
        "cohort_id": cohort_id,
        "rules": rules.model_dump_json(),
        "set_by": user_id,
        "set_at": now,
    }
    connection.execute(upsert(connection, help_rules, values, ["cohort_id"]))


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """``text``: the JSON that is stored: what a change compares itself with."""

    alert: Alert
    text: str


def list_alerts(
    connection: Connection, cohort_id: int, user_ids: Collection[int]
) -> dict[int, StoredAlert]:
    """Person → the alert that stands."""
    found: dict[int, StoredAlert] = {}
    for some in chunks(user_ids):
        rows: Any = connection.execute(
            select(help_alerts.c.user_id, help_alerts.c.alert).where(
                help_alerts.c.cohort_id == cohort_id, help_alerts.c.user_id.in_(some)
            )
        )
        found |= {row[0]: StoredAlert(_read(row[1]), row[1]) for row in rows}
    return found


class GroupAlert(NamedTuple):
    group_id: int
    user_id: int
    name: str
    alert: Alert


def list_of_groups(connection: Connection, group_ids: Collection[int]) -> list[GroupAlert]:
    """The alerts that stand for the students of these groups, the newest first."""
    found: list[GroupAlert] = []
    for some in chunks(group_ids):
        rows: Any = connection.execute(
            select(enrolments.c.group_id, users.c.id, users.c.name, help_alerts.c.alert)
            .select_from(enrolments)
            .join(users, users.c.id == enrolments.c.user_id)
            .join(
                help_alerts,
                (help_alerts.c.user_id == enrolments.c.user_id)
                & (help_alerts.c.cohort_id == enrolments.c.cohort_id),
            )
            .where(
                enrolments.c.group_id.in_(some),
                enrolments.c.role == "student",
                enrolments.c.ended_at.is_(None),
            )
        )
        found += [GroupAlert(row[0], row[1], row[2], _read(row[3])) for row in rows]
    found.sort(key=lambda one: (one.alert.changed, one.user_id), reverse=True)
    return found


def _read(text: str) -> Alert:
    return Alert.from_json(json.loads(text))


class Change(NamedTuple):
    """An alert that is to be kept otherwise than it is. ``before``: the JSON it was worked out
    from, None: there was none. ``after`` None: it is cleared.
    """

    user_id: int
    before: str | None
    after: Alert | None
    event: Event | None


def store(
    connection: Connection, cohort_id: int, changes: Sequence[Change], now: datetime
) -> list[int]:
    """Bring alerts up to date and write down what became of them. What someone else has changed
    meanwhile stays: they saw the same answers. Gives those whose alert was changed.
    """
    done = []
    for one in changes:
        if not _swap(connection, cohort_id, one):
            continue
        done.append(one.user_id)
        if one.event is not None:
            reasons: tuple[Rule, ...] = one.after.reasons if one.after is not None else ()
            connection.execute(
                insert(alert_events).values(
                    cohort_id=cohort_id,
                    user_id=one.user_id,
                    kind=one.event,
                    reasons=json.dumps(reasons),
                    at=now,
                )
            )
    return done


def _swap(connection: Connection, cohort_id: int, one: Change) -> bool:
    if one.after is None:
        return bool(
            connection.execute(
                delete(help_alerts).where(
                    help_alerts.c.cohort_id == cohort_id,
                    help_alerts.c.user_id == one.user_id,
                    help_alerts.c.alert == one.before,
                )
            ).rowcount
        )
    values = {"alert": json.dumps(one.after.to_json()), "changed_at": one.after.changed}
    if one.before is None:
        made = connection.execute(
            insert_or_ignore(connection, help_alerts)
            .values(cohort_id=cohort_id, user_id=one.user_id, **values)
            .returning(help_alerts.c.user_id)  # PostgreSQL counts no rows here
        ).first()
        return made is not None
    return bool(
        connection.execute(
            update(help_alerts)
            .where(
                help_alerts.c.cohort_id == cohort_id,
                help_alerts.c.user_id == one.user_id,
                help_alerts.c.alert == one.before,
            )
            .values(values)
        ).rowcount
    )


def drop_of_gone(connection: Connection, cohort_id: int) -> int:
    """Take away the alerts of people who study in the cohort no more; gives how many."""
    here = (
        select(enrolments.c.id)
        .where(
            enrolments.c.user_id == help_alerts.c.user_id,
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.role == "student",
            enrolments.c.ended_at.is_(None),
        )
        .exists()
    )
    return connection.execute(
        delete(help_alerts).where(help_alerts.c.cohort_id == cohort_id, ~here)
    ).rowcount


def any_of_gone(connection: Connection, cohort_id: int) -> bool:
    """Whether :func:`drop_of_gone` would take something away."""
    gone = (
        select(help_alerts.c.user_id)
        .outerjoin(
            enrolments,
            (enrolments.c.user_id == help_alerts.c.user_id)
            & (enrolments.c.cohort_id == help_alerts.c.cohort_id)
            & (enrolments.c.role == "student")
            & enrolments.c.ended_at.is_(None),
        )
        .where(help_alerts.c.cohort_id == cohort_id, enrolments.c.id.is_(None))
        .limit(1)
    )
    return connection.execute(gone).first() is not None


def list_running(connection: Connection) -> dict[int, list[int]]:
    """Cohort → groups, of those that are not archived."""
    found: dict[int, list[int]] = {}
    for row in connection.execute(
        select(groups.c.cohort_id, groups.c.id)
        .join(cohorts, cohorts.c.id == groups.c.cohort_id)
        .where(cohorts.c.archived_at.is_(None), groups.c.archived_at.is_(None))
        .order_by(groups.c.cohort_id, groups.c.id)
    ):
        found.setdefault(row[0], []).append(row[1])
    return found


class Visited(NamedTuple):
    """The newest look at a group, and the end of the visit before this one."""

    at: datetime
    before: datetime | None


def find_visit(connection: Connection, user_id: int, group_id: int) -> Visited | None:
    row = connection.execute(
        select(staff_visits.c.at, staff_visits.c.before).where(
            staff_visits.c.user_id == user_id, staff_visits.c.group_id == group_id
        )
    ).first()
    return Visited(row[0], row[1]) if row is not None else None


def list_visits(connection: Connection, user_id: int) -> dict[int, Visited]:
    """Group → the newest look of a member of staff and the visit before it."""
    return {
        row[0]: Visited(row[1], row[2])
        for row in connection.execute(
            select(staff_visits.c.group_id, staff_visits.c.at, staff_visits.c.before).where(
                staff_visits.c.user_id == user_id
            )
        )
    }


def put_visit(connection: Connection, user_id: int, group_id: int, visited: Visited) -> None:
    values = {
        "user_id": user_id,
        "group_id": group_id,
        "at": visited.at,
        "before": visited.before,
    }
    connection.execute(upsert(connection, staff_visits, values, ["user_id", "group_id"]))
