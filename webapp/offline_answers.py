"""Answers made without a network: read, scored and stored once, whenever and however they come.

An answer to a lesson's item takes the next free number, whatever number its page knew: another
device may have answered meanwhile. One to an item of one's own set is that item's only answer.
What cannot become an attempt is kept with a reason, and where there is a field for it also as its
draft: no text is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import Connection

from course.model import Course, Lesson
from quizzes.item import Item, item_from_canonical
from quizzes.outcome import ResponseError
from webapp import marking
from webapp.queries import exam_sittings, sent_answers, sittings
from webapp.queries.sent_answers import SentRow
from webapp.sitting import answering
from webapp.sitting.desk import load_item, load_sheet

MOST_ANSWERS = 50
"""In one sending."""
OLDEST = timedelta(days=400)
"""A device's clock is not believed beyond this: as long as browsers keep the cookie."""

Fate = Literal["scored", "already", "kept"]


class AnswerSent(BaseModel):
    """One answer as a device sends it. ``at`` is its clock, ms since 1970. ``tried``: its page
    had sent it the usual way and got no reply, so that it may have arrived.
    """

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    item: str = Field(min_length=1, max_length=100)
    version: str = Field(pattern=r"^[0-9a-f]{0,16}$")
    sitting: int | None = Field(default=None, ge=1, le=2_147_483_647)
    attempt: int = Field(default=1, ge=1, le=999_999)
    at: int
    tried: bool = False
    form: dict[str, list[str]] = Field(max_length=marking.MOST_FIELDS * 2)

    @field_validator("item")
    @classmethod
    def _sound_name(cls, item: str) -> str:
        return _sound(item)

    @field_validator("form")
    @classmethod
    def _sound_form(cls, form: dict[str, list[str]]) -> dict[str, list[str]]:
        for name, values in form.items():
            for text in (name, *values):
                _sound(text)
        return form


def _sound(text: str) -> str:
    if "\x00" in text:  # PostgreSQL text cannot hold it
        raise ValueError("NUL")
    return text


class Batch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answers: list[AnswerSent] = Field(max_length=MOST_ANSWERS)


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer that was read. ``answer`` None: it cannot be scored, and ``reason`` says why."""

    sent: AnswerSent
    answered_at: datetime
    form: dict[str, list[str]]
    answer: marking.Answer | None = None
    reason: str = ""  # item | version | unread | closed | fixed | same
    lesson: Lesson | None = None  # where the item stands now


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a sending. ``fates`` by client id."""

    user_id: int
    fates: dict[str, Fate] = field(default_factory=dict)
    rows: dict[str, SentRow] = field(default_factory=dict)


def believed(at: int, now: datetime) -> datetime:
    """The device's time, kept within what can be: not in the future, not before :data:`OLDEST`."""
    newest = int(now.timestamp() * 1000)
    oldest = int((now - OLDEST).timestamp() * 1000)
    if at >= newest:
        return now
    return datetime.fromtimestamp(max(at, oldest) / 1000, UTC)


def prepare(
    connection: Connection, course: Course, user_id: int | None, batch: Batch, now: datetime
) -> list[Ready]:
    """Read and score answers, in the order in which they were made. Nothing is stored."""
    order = sorted(batch.answers, key=lambda one: believed(one.at, now))
    return [_read(connection, course, user_id, one, now) for one in order]


def _read(
    connection: Connection, course: Course, user_id: int | None, sent: AnswerSent, now: datetime
) -> Ready:
    form = marking.answer_fields(sent.form)
    ready = Ready(sent, believed(sent.at, now), form)
    if sent.sitting is not None:
        return _read_in_set(connection, course, user_id, ready, now)
    lesson = next((one for one in course.lessons.values() if sent.item in one.item_ids), None)
    if lesson is None:
        return _without(ready, "item")
    item = _version(connection, course, course.items[sent.item], sent.version)
    if item is None:
        return _without(ready, "version", lesson)
    try:
        answer = marking.judge(item, form)
    except ResponseError:
        return _without(ready, "unread", lesson)
    return Ready(sent, ready.answered_at, form, answer, lesson=lesson)


def _read_in_set(
    connection: Connection, course: Course, user_id: int | None, ready: Ready, now: datetime
) -> Ready:
    """Only one's own sitting, made by oneself: work with a clock and a mark is never offline."""
    sent = ready.sent
    assert sent.sitting is not None
    sitting = exam_sittings.find_sitting(connection, sent.sitting)
    if sitting is None or sitting.user_id != user_id or sitting.assignment_id is not None:
        return _without(ready, "item")
    sheet = load_sheet(connection, sitting, now, sent.item)
    row = sheet.layout.of(sent.item)
    item = load_item(connection, course, row) if row is not None else None
    if item is None:
        return _without(ready, "item")
    rules = sheet.standing.assignment.rules
    form = answering.typed_fields(sent.form, rules)
    try:
        answer = marking.judge(item, form)
    except ResponseError:
        return Ready(sent, ready.answered_at, form, None, "unread")
    if not (sheet.standing.takes and answering.can_check(rules)):
        return Ready(sent, ready.answered_at, form, None, "closed")
    return Ready(sent, ready.answered_at, form, answer)


def _without(ready: Ready, reason: str, lesson: Lesson | None = None) -> Ready:
    return Ready(ready.sent, ready.answered_at, ready.form, None, reason, lesson)


def _version(connection: Connection, course: Course, item: Item, version: str) -> Item | None:
    """The item as the page showed it; None if there never was such a version."""
    if version == item.version:
        return item
    body = sittings.find_item_version(connection, item.id, version) if version else None
    return item_from_canonical(body).with_acts(course.norms.aliases()) if body else None


def store(
    connection: Connection,
    answers: Sequence[Ready],
    now: datetime,
    *,
    user_id: int | None,
    token_hash: str = "",
) -> Taken:
    """Store each answer once: all of them, or none if this raises."""
    if not answers and user_id is None:
        return Taken(0)
    owner = marking.owner(connection, user_id, token_hash, now)
    fates: dict[str, Fate] = {}
    for one in answers:
        sent = one.sent
        new = sent_answers.take(
            connection, sent.id, owner, sent.item, sent.version, one.form, one.answered_at, now
        )
        if new:
            fates[sent.id] = _settle(connection, one, owner, now)
        else:
            fates.setdefault(sent.id, "already")
    rows = sent_answers.list_by_ids(connection, list(fates)) if fates else {}
    mine = {
        key: row
        for key, row in rows.items()
        if row.user_id == owner or marking.owner(connection, row.user_id, "", now) == owner
    }
    return Taken(owner, fates, mine)


def _settle(connection: Connection, one: Ready, owner: int, now: datetime) -> Fate:
    if one.sent.sitting is not None:
        return _settle_in_set(connection, one, owner, now)
    if one.answer is None:
        if one.lesson is not None and answering.is_answer(one.form):
            _draft_again(connection, one, owner, now)
        return _keep(connection, one, one.reason)
    assert one.lesson is not None
    assessment = f"lesson:{one.lesson.id}"
    place = sittings.get_place(connection, owner, assessment, one.sent.item, now)
    if one.sent.tried:
        found = sent_answers.find_attempt(
            connection, place.sitting_id, one.sent.item, one.sent.attempt
        )
        if found is not None and found[1] == one.form:
            return _scored(connection, one, place.sitting_id, found[0], "already")
    try:
        stored = marking.keep_next(
            connection, one.answer, assessment, one.answered_at, now, user_id=owner
        )
    except marking.SittingClosed:
        return _keep(connection, one, "closed")
    return _scored(connection, one, *stored)


def _draft_again(connection: Connection, one: Ready, owner: int, now: datetime) -> None:
    """The text stands in its field again, to be mended; a newer text there is not replaced."""
    assert one.lesson is not None
    assessment = f"lesson:{one.lesson.id}"
    place = sittings.get_place(connection, owner, assessment, one.sent.item, now)
    if place.has_draft or place.closed:
        sittings.keep_aside(
            connection, place.sitting_id, one.sent.item, one.form, "offline-unread", now
        )
        return
    marking.keep_draft(
        connection,
        one.sent.item,
        one.form,
        place.last_number + 1,
        0,
        assessment,
        now,
        user_id=owner,
    )


def _settle_in_set(connection: Connection, one: Ready, owner: int, now: datetime) -> Fate:
    sitting_id = one.sent.sitting
    assert sitting_id is not None
    if one.reason == "item":
        return _keep(connection, one, "item")
    if one.answer is None:
        answering.keep_late(connection, sitting_id, one.sent.item, one.form, now, "offline")
        return _keep(connection, one, one.reason, sitting_id)
    done = answering.check(connection, sitting_id, one.answer, one.form, now, owner)
    found = sent_answers.find_attempt(connection, sitting_id, one.sent.item, 1)
    if found is None:
        return _keep(connection, one, "closed", sitting_id)
    if done or found[1] == one.form:
        return _scored(connection, one, sitting_id, found[0], "scored" if done else "already")
    return _keep(connection, one, "fixed", sitting_id)


def _scored(
    connection: Connection, one: Ready, sitting_id: int, attempt_id: int, fate: Fate = "scored"
) -> Fate:
    """An attempt stands for the answer. No other answer sent later names the same one: whoever
    joins attempts to these rows finds each once.
    """
    if fate == "already" and sent_answers.is_named(connection, attempt_id):
        _keep(connection, one, "same", sitting_id)
        return "already"
    sent_answers.settle(
        connection, one.sent.id, fate="scored", sitting_id=sitting_id, attempt_id=attempt_id
    )
    return fate


def _keep(connection: Connection, one: Ready, reason: str, sitting_id: int | None = None) -> Fate:
    sent_answers.settle(connection, one.sent.id, fate="kept", reason=reason, sitting_id=sitting_id)
    return "kept"
