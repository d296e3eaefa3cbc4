"""What is typed during a sitting: saved as it comes, kept aside when it comes too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from quizzes.certainty import CERTAINTIES
from quizzes.rules import Rules
from webapp import marking
from webapp.queries import exam_sittings, given_answers, people, sittings

MOST_LATE = 20
"""Late texts kept of one item: enough for honest work, too few to fill a disk."""

_NO_ANSWER = ("certainty", "asked", "unit")
"""Fields that are not an answer by themselves."""


def typed_fields(form: dict[str, list[str]], rules: Rules) -> dict[str, list[str]]:
    """The fields of a form that are kept: those of the answer, and how sure one is."""
    found = marking.answer_fields(form)
    said = (form.get("certainty") or [""])[0]
    if rules.certainty and said in CERTAINTIES:
        found["certainty"] = [said]
    return found


def is_answer(form: dict[str, list[str]]) -> bool:
    """Whether anything was typed or chosen."""
    return any(
        value.strip() for name, values in form.items() if name not in _NO_ANSWER for value in values
    )


def can_check(rules: Rules) -> bool:
    """Whether an item may be answered for good during the sitting, and is judged at once."""
    return "score" in rules.visibility.shown("during")


@dataclass(frozen=True, slots=True)
class Saved:
    """``conflict``: another page had saved something else meanwhile; that was kept aside."""

    revision: int
    conflict: bool


def save(
    connection: Connection,
    sitting_id: int,
    item_id: str,
    form: dict[str, list[str]],
    base: int,
    rules: Rules,
    now: datetime,
) -> Saved | None:
    """Save what was typed. None: the sitting has ended, or this item is answered for good; then
    the text is kept aside.
    """
    fixed = can_check(rules) and (
        given_answers.find_given_form(connection, sitting_id, item_id) is not None
    )
    if fixed or not exam_sittings.touch(connection, sitting_id, now):
        keep_late(connection, sitting_id, item_id, form, now)
        return None
    before = sittings.find_draft(connection, sitting_id, item_id)
    if before is None:
        if not is_answer(form):
            return Saved(0, False)
        sittings.put_draft(connection, sitting_id, item_id, 1, form, now)
        return Saved(1, False)
    if before.form == form:
        return Saved(before.revision, False)
    conflict = base != before.revision and is_answer(before.form)
    if conflict:
        sittings.keep_aside(connection, sitting_id, item_id, before.form, "draft-conflict", now)
    sittings.put_draft(connection, sitting_id, item_id, before.revision + 1, form, now)
    return Saved(before.revision + 1, conflict)


def keep_late(
    connection: Connection,
    sitting_id: int,
    item_id: str,
    form: dict[str, list[str]],
    now: datetime,
    reason: str = "late",
) -> bool:
    """Keep text that cannot count any more. False: it is there already, or there is none."""
    if not is_answer(form):
        return False
    if given_answers.find_given_form(connection, sitting_id, item_id) == form:
        return False
    kept = given_answers.list_aside(connection, sitting_id, item_id, reason)
    if form in kept or len(kept) >= MOST_LATE:
        return form in kept
    sittings.keep_aside(connection, sitting_id, item_id, form, reason, now)
    return True


def check(
    connection: Connection,
    sitting_id: int,
    answer: marking.Answer,
    form: dict[str, list[str]],
    now: datetime,
    user_id: int,
) -> bool:
    """Store an answer for good and its judgement. False: nothing was stored, the sitting has ended
    or the item was answered before.
    """
    item = answer.item
    if not exam_sittings.touch(connection, sitting_id, now):
        keep_late(connection, sitting_id, item.id, form, now)
        return False
    attempt_id = sittings.add_attempt(
        connection, sitting_id, item.id, item.version, 1, answer.response, form, now
    )
    if attempt_id is None:
        keep_late(connection, sitting_id, item.id, form, now)
        return False
    outcome = answer.outcome
    sittings.add_outcome(
        connection, attempt_id, outcome.status, outcome.score, outcome.misconceptions, now
    )
    sittings.drop_draft(connection, sitting_id, item.id)
    people.bump(connection, user_id)
    return True
