"""Everything that is kept of one person, to hand out."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, false, or_, select

from webapp.queries.personal import HIDDEN, PLACES, belongs, ids_of, own_rows
from webapp.tables import (
    assignment_targets,
    sent_answers,
    set_aside,
    sitting_items,
    sittings,
    users,
)

_JSON = frozenset(
    "data params form response misconceptions points definition rules memory mistake tries"
    " mastery stuck falls words rules alert reasons".split()
)


def collect(connection: Connection, user_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about a person by table, without what is hidden; JSON columns are read."""
    ids = ids_of(connection, user_id)
    own, tried = own_rows(ids, study=False)
    wanted: dict[Table, ColumnElement[bool]] = {
        users: users.c.id.in_(ids),
        assignment_targets: and_(
            assignment_targets.c.kind == "student", assignment_targets.c.target_id.in_(ids)
        ),
    }
    for place in PLACES:
        if not place.withheld:
            condition = belongs(place, ids, own, tried)
            wanted[place.table] = or_(wanted.get(place.table, false()), condition)
    found = {}
    for table, condition in wanted.items():
        hidden = HIDDEN.get(table, frozenset())
        columns = [column for column in table.c if column.name not in hidden]
        rows = connection.execute(
            select(*columns).where(condition).order_by(*table.primary_key.columns)
        )
        found[table.name] = [
            {
                name: json.loads(value) if name in _JSON and isinstance(value, str) else value
                for name, value in row._mapping.items()
            }
            for row in rows
        ]
    return found


def list_kept(connection: Connection, user_id: int) -> list[Any]:
    """Rows (sitting id, assignment id, assessment, item id, version drawn or None, form, reason,
    at) of texts that something newer replaced or that came too late, newest first.
    """
    return list(
        connection.execute(
            select(
                sittings.c.id,
                sittings.c.assignment_id,
                sittings.c.assessment,
                set_aside.c.item_id,
                sitting_items.c.item_version,
                set_aside.c.form,
                set_aside.c.reason,
                set_aside.c.at,
            )
            .join(sittings, sittings.c.id == set_aside.c.sitting_id)
            .outerjoin(
                sitting_items,
                and_(
                    sitting_items.c.sitting_id == set_aside.c.sitting_id,
                    sitting_items.c.item_id == set_aside.c.item_id,
                ),
            )
            .where(sittings.c.user_id == user_id)
            .order_by(set_aside.c.at.desc(), set_aside.c.id.desc())
        )
    )


def is_running(connection: Connection, sitting_id: int) -> bool:
    found = connection.execute(
        select(sittings.c.closed_at).where(sittings.c.id == sitting_id)
    ).first()
    return found is not None and found[0] is None


def list_sent_in_vain(connection: Connection, user_id: int) -> list[Any]:
    """Rows (item id, version, form, reason, answered at) of answers made offline that became no
    attempt, also of the guest one was; newest first.
    """
    return list(
        connection.execute(
            select(
                sent_answers.c.item_id,
                sent_answers.c.item_version,
                sent_answers.c.form,
                sent_answers.c.reason,
                sent_answers.c.answered_at,
            )
            .where(
                sent_answers.c.user_id.in_(ids_of(connection, user_id)),
                sent_answers.c.fate == "kept",
            )
            .order_by(sent_answers.c.answered_at.desc(), sent_answers.c.client_id)
        )
    )
