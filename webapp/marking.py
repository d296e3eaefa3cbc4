"""From what was sent to what is stored: read, score, keep.

Four troubles go to four places. An answer that cannot be read goes back to its author and costs
no attempt (:class:`~quizzes.outcome.ResponseError`). A wrong answer is an ordinary outcome. An
item that is not ours, or a sitting that is closed or someone else's, is refused by name. A fault
of the database stores nothing and says so (:class:`~webapp.writer.StorageError`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Connection

from quizzes.item import Item
from quizzes.outcome import Outcome
from webapp.queries import people, sittings
from webapp.queries.sittings import Place, StoredAttempt

#: names of the fields that items have; whatever else was sent is not part of an answer
_FIELD = re.compile(r"choice|grade|text|asked|value|unit|date|(match|step|gap)\.[\w.-]{1,80}")
MOST_FIELDS = 100


class OutOfStep(Exception):
    """The form carries a later attempt number than could be: its page is out of date."""


class SittingClosed(Exception):
    """The sitting takes no more answers."""


class NotYours(Exception):
    """The sitting belongs to someone else."""


class NoSuchSitting(Exception):
    """There is no sitting with this number."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that was read and scored, before it is stored."""

    item: Item
    response: str  # JSON
    outcome: Outcome
    form: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of storing an answer."""

    user_id: int
    newest: StoredAttempt  # the newest attempt at the item, with the outcome that counts
    tries: int  # attempts at the item so far
    best: Fraction | None  # best share earned at the item; None while nothing was scored
    stored: bool  # False: this attempt had been stored before
    aside: bool  # a different answer stands under this number; this one was kept aside


def answer_fields(form: dict[str, list[str]]) -> dict[str, list[str]]:
    """The fields of a form that are part of an answer."""
    found = {name: values for name, values in form.items() if _FIELD.fullmatch(name)}
    return dict(list(found.items())[:MOST_FIELDS])


def judge(item: Item, form: dict[str, list[str]]) -> Answer:
    """Read and score an answer.

    Raises:
        quizzes.outcome.ResponseError: blank or unreadable; costs no attempt.
    """
    typed = answer_fields(form)
    response = item.parse(typed)
    outcome = item.score(response)
    return Answer(item, response.model_dump_json(), outcome, typed)


def keep(
    connection: Connection,
    answer: Answer,
    attempt: int,
    assessment: str,
    now: datetime,
    *,
    user_id: int | None,
    token_hash: str = "",
    sitting_id: int | None = None,
) -> Kept:
    """Store an answer once.

    ``user_id`` None: a visitor, who becomes the guest known by ``token_hash``. ``attempt`` is the
    number that the form carried. A number that is taken already stores nothing again: the same
    answer is found, a different one is kept aside. ``sitting_id`` names a sitting instead of the
    practice one.

    Raises:
        SittingClosed, NotYours, NoSuchSitting, OutOfStep: nothing was stored.
    """
    user_id = owner(connection, user_id, token_hash, now)
    item_id = answer.item.id
    place = _place(connection, user_id, sitting_id, assessment, item_id, now)
    sitting, last = place.sitting_id, place.last_number
    if attempt > last + 1:
        raise OutOfStep
    attempt_id = None
    if attempt == last + 1:
        attempt_id = sittings.add_attempt(
            connection,
            sitting,
            item_id,
            answer.item.version,
            attempt,
            answer.response,
            answer.form,
            now,
        )
    if attempt_id is None:
        stored = sittings.list_attempts(connection, user_id, assessment, item_id)
        same = any(
            a.sitting_id == sitting and a.number == attempt and a.form == answer.form
            for a in stored
        )
        if not same:
            sittings.keep_aside(connection, sitting, item_id, answer.form, "stale-attempt", now)
        best = sittings.best_score(connection, user_id, assessment, item_id)
        return Kept(user_id, stored[-1], len(stored), best, stored=False, aside=not same)
    outcome = answer.outcome
    sittings.add_outcome(
        connection, attempt_id, outcome.status, outcome.score, outcome.misconceptions, now
    )
    if place.has_draft:
        sittings.drop_draft(connection, sitting, item_id)
    people.bump(connection, user_id)
    newest = StoredAttempt(
        attempt_id,
        sitting,
        item_id,
        answer.item.version,
        attempt,
        json.loads(answer.response),
        answer.form,
        now,
        outcome.status,
        outcome.score,
    )
    best = outcome.score if outcome.status == "scored" else None
    if attempt > 1 and best != 1:
        best = sittings.best_score(connection, user_id, assessment, item_id)
    return Kept(user_id, newest, attempt, best, stored=True, aside=False)


def keep_next(
    connection: Connection,
    answer: Answer,
    assessment: str,
    answered_at: datetime,
    now: datetime,
    *,
    user_id: int,
) -> tuple[int, int]:
    """Store an answer made earlier (``answered_at``) under the next free number; the ids of its
    sitting and attempt. A draft that is newer than the answer stays, an older one is set aside
    unless it says the same.

    Raises:
        SittingClosed: nothing was stored.
    """
    item = answer.item
    attempt_id = None
    while attempt_id is None:  # a number that another process takes at this moment is passed over
        place = _place(connection, user_id, None, assessment, item.id, now)
        attempt_id = sittings.add_attempt(
            connection,
            place.sitting_id,
            item.id,
            item.version,
            place.last_number + 1,
            answer.response,
            answer.form,
            now,
        )
    outcome = answer.outcome
    sittings.add_outcome(
        connection, attempt_id, outcome.status, outcome.score, outcome.misconceptions, now
    )
    sitting_id = place.sitting_id
    draft = sittings.find_draft(connection, sitting_id, item.id) if place.has_draft else None
    if draft is not None and (draft.saved_at <= answered_at or draft.form == answer.form):
        if draft.form != answer.form:
            sittings.keep_aside(connection, sitting_id, item.id, draft.form, "late-draft", now)
        sittings.drop_draft(connection, sitting_id, item.id)
    people.bump(connection, user_id)
    return sitting_id, attempt_id


def owner(connection: Connection, user_id: int | None, token_hash: str, now: datetime) -> int:
    """Who a write belongs to: a visitor becomes a guest; a guest may have signed in meanwhile."""
    if user_id is None:
        return people.get_or_add_guest(connection, token_hash, now)
    return people.followed(connection, user_id)


@dataclass(frozen=True, slots=True)
class SavedDraft:
    user_id: int
    revision: int
    conflict: bool  # another page had saved something else meanwhile; that text was kept aside


def keep_draft(
    connection: Connection,
    item_id: str,
    form: dict[str, list[str]],
    attempt: int,
    base: int,
    assessment: str,
    now: datetime,
    *,
    user_id: int | None,
    token_hash: str = "",
) -> SavedDraft:
    """Save typed text that was not sent.

    ``attempt`` is the number the form would carry, ``base`` the revision the page last knew. A
    draft of an attempt that was sent meanwhile comes too late: the same text is dropped, another
    is kept aside. It never opens an answered item again.

    Raises:
        SittingClosed: nothing was saved.
    """
    user_id = owner(connection, user_id, token_hash, now)
    place = _place(connection, user_id, None, assessment, item_id, now)
    sitting = place.sitting_id
    if attempt <= place.last_number:
        sent = sittings.list_attempts(connection, user_id, assessment, item_id)
        if not any(one.form == form for one in sent):
            sittings.keep_aside(connection, sitting, item_id, form, "late-draft", now)
        return SavedDraft(user_id, base, False)
    before = sittings.find_draft(connection, sitting, item_id)
    conflict = False
    revision = 1
    if before is not None:
        if before.form == form:
            return SavedDraft(user_id, before.revision, False)
        conflict = base != before.revision
        revision = before.revision + 1
        if conflict:
            sittings.keep_aside(connection, sitting, item_id, before.form, "draft-conflict", now)
    sittings.put_draft(connection, sitting, item_id, revision, form, now)
    people.bump(connection, user_id)
    return SavedDraft(user_id, revision, conflict)


def _place(
    connection: Connection,
    user_id: int,
    sitting_id: int | None,
    assessment: str,
    item_id: str,
    now: datetime,
) -> Place:
    if sitting_id is None:
        place = sittings.get_place(connection, user_id, assessment, item_id, now)
    else:
        found = sittings.find_place_in(connection, sitting_id, item_id, now)
        if found is None:
            raise NoSuchSitting
        whose, place = found
        if whose != user_id:
            raise NotYours
    if place.closed:
        raise SittingClosed
    return place
