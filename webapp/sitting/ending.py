"""The end of a sitting: stored and stamped in one write, scored afterwards."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from course.model import Course
from quizzes.item import Item, item_from_canonical
from quizzes.outcome import ResponseError
from webapp.queries import drawn_items, exam_sittings, given_answers, people, sitting_care, sittings
from webapp.queries.drawn_items import ItemRow
from webapp.sitting.answering import can_check, is_answer
from webapp.sitting.standing import Standing, find

log = logging.getLogger(__name__)

UNREAD = "null"
"""Response of an answer that could not be read when no more could be asked."""


def load_items(connection: Connection, course: Course, rows: list[ItemRow]) -> dict[str, Item]:
    """Item id → the item in the version that the sitting began with."""
    found = {}
    for row in rows:
        current = course.items.get(row.item_id)
        if current is not None and current.version == row.version:
            found[row.item_id] = current
    missing = [(row.item_id, row.version) for row in rows if row.item_id not in found]
    acts = course.norms.aliases()
    for (item_id, _), body in drawn_items.list_bodies(connection, missing).items():
        found[item_id] = item_from_canonical(body).with_acts(acts)
    return found


def end(
    connection: Connection, course: Course, standing: Standing, finished: datetime, by: str
) -> bool:
    """End a sitting: every draft that is not blank becomes an answer. ``by``: student, time or
    instructor. False: it was ended before; nothing changed.

    In a sitting that was opened again a changed answer follows the one before it; an unchanged one
    stays, with its marks. What was answered for good is not answered again.
    """
    sitting = standing.sitting
    if not exam_sittings.close(connection, sitting.id, finished, by, standing.now):
        return False
    drafts = {
        draft.item_id: draft
        for draft in sittings.list_drafts(connection, sitting.id)
        if is_answer(draft.form)
    }
    if drafts:
        # an answer handed in before (the sitting was opened again) is added to when it changed
        last = sitting_care.last_answers(connection, sitting.id)
        final = can_check(standing.assignment.rules)
        rows = [
            row
            for row in drawn_items.list_items(connection, sitting.id)
            if row.item_id in drafts
            and (
                row.item_id not in last
                or (not final and last[row.item_id].form != drafts[row.item_id].form)
            )
        ]
        items = load_items(connection, course, rows)
        responses = {
            row.item_id: _read(items.get(row.item_id), drafts[row.item_id].form) for row in rows
        }
        given_answers.add_attempts(
            connection,
            [
                {
                    "sitting_id": sitting.id,
                    "item_id": row.item_id,
                    "item_version": row.version,
                    "number": last[row.item_id].number + 1 if row.item_id in last else 1,
                    "response": responses[row.item_id],
                    "form": json.dumps(drafts[row.item_id].form, ensure_ascii=False),
                    "received_at": drafts[row.item_id].saved_at,
                }
                for row in rows
                if responses[row.item_id] is not None
            ],
        )
    given_answers.drop_drafts(connection, sitting.id)
    people.bump(connection, sitting.user_id)
    return True


def _read(item: Item | None, form: Mapping[str, list[str]]) -> str | None:
    """The response as stored; None: blank. One answer that breaks must not keep back the rest."""
    if item is None:
        return UNREAD
    try:
        response = item.parse_final(form)
    except ResponseError:
        return UNREAD
    except Exception:
        log.exception("an answer to %s could not be read", item.id)
        return UNREAD
    return response.model_dump_json() if response is not None else None


def end_if_over(connection: Connection, course: Course, sitting_id: int, now: datetime) -> bool:
    """End a sitting whose time is up or whose student was taken out. False: nothing changed.

    Judged anew in the write: an extension granted a moment ago holds.
    """
    standing = find(connection, sitting_id, now)
    if standing is None or not standing.over:
        return False
    finished, by = standing.last_moment
    return end(connection, course, standing, finished, by)
