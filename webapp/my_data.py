"""One person's data as a ZIP file: all of it as JSON, what they wrote as tables to read.

What an exam keeps back for now (rules of its visibility) is kept back here too, and said.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.model import Course
from quizzes.item import Item
from webapp import item_bank, messages
from webapp.answer_words import in_words
from webapp.messages import translate
from webapp.queries import assignments, my_data
from webapp.queries.assignments import AssignmentInfo
from webapp.sitting.seeing import shown_after
from webapp.spreadsheets import Table, Value, write_csv

Rows = dict[str, list[dict[str, Any]]]
_FROM_ANSWERS = ("learner_sections", "learner_costs", "help_alerts", "alert_events")
"""What follows from all answers: it would tell which of an exam's were right."""

_EVERYTHING = frozenset({"own", "score", "key", "feedback"})


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose data, read when and by whom: ``lang`` and ``zone`` are the reader's."""

    user_id: int
    now: datetime
    lang: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class _Sittings:
    """Of each sitting: what it is called, what may be seen of it, and whether it runs."""

    titles: Mapping[int, str]
    shown: Mapping[int, frozenset[str]]
    running: frozenset[int]

    def held_back(self) -> int:
        return sum(1 for one in self.shown.values() if "score" not in one)

    def keys_held_back(self) -> bool:
        return any("key" not in one for one in self.shown.values())


def archive(connection: Connection, course: Course, reading: Reading) -> bytes:
    """The ZIP file. Takes a second or so for much work: not for the event loop."""
    rows = my_data.collect(connection, reading.user_id)
    found = _sittings(connection, course, rows, reading)
    _keep_back(rows, found)
    items = _items(connection, course)
    for one in rows["own_items"]:
        item = items(one["item_id"], one["version"])
        one["text"] = json.loads(item.canonical()) if item is not None else None
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        file.writestr("README.txt", _readme(rows, found, reading))
        file.writestr("data.json", _as_json(rows))
        for name, table in (
            ("answers.csv", _answers(course, rows, found, items, reading)),
            ("texts.csv", _texts(course, rows, found, items, reading)),
        ):
            written = io.BytesIO()
            write_csv(written, table, reading.zone)
            file.writestr(name, written.getvalue())
    return packed.getvalue()


def _as_json(rows: Rows) -> str:
    """A table after another, a line a row: readable, and quick to write."""
    tables = []
    for name, found in rows.items():
        lines = ",\n  ".join(json.dumps(one, ensure_ascii=False, default=_plain) for one in found)
        tables.append(f' "{name}": [\n  {lines}\n ]' if found else f' "{name}": []')
    return "{\n" + ",\n".join(tables) + "\n}\n"


def _plain(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in the data of a person")


def _sittings(connection: Connection, course: Course, rows: Rows, reading: Reading) -> _Sittings:
    infos: dict[int, AssignmentInfo] = {}
    after: dict[int, frozenset[str]] = {}
    own = {one["sitting_id"]: one["title"] for one in rows["self_tests"]}
    titles, shown, running = {}, {}, set()
    for one in rows["sittings"]:
        number, assignment_id = one["id"], one["assignment_id"]
        if assignment_id is None:
            titles[number] = own.get(number) or title_of(course, one["assessment"])
            shown[number] = _EVERYTHING
            continue
        if assignment_id not in infos:
            info = assignments.find_assignment(connection, assignment_id)
            assert info is not None  # assignments are never deleted
            infos[assignment_id] = info
            after[assignment_id] = shown_after(connection, info, reading.now)
        info = infos[assignment_id]
        titles[number] = info.title
        if one["closed_at"] is None:
            running.add(number)
            shown[number] = info.rules.visibility.shown("during") | {"own"}
        else:
            shown[number] = after[assignment_id]
    return _Sittings(titles, shown, frozenset(running))


def title_of(course: Course, assessment: str) -> str:
    """What a practice sitting is called: the lesson's title."""
    kind, _, name = assessment.partition(":")
    lesson = course.lessons.get(name) if kind == "lesson" else None
    return f"{lesson.number} {lesson.title}" if lesson is not None else assessment


def _keep_back(rows: Rows, found: _Sittings) -> None:
    """Take out what may not be seen yet."""

    def seen(number: int, thing: str) -> bool:
        return thing in found.shown.get(number, _EVERYTHING)

    sitting_of = {one["id"]: one["sitting_id"] for one in rows["attempts"]}
    for name in ("attempts", "drafts", "set_aside"):
        rows[name] = [one for one in rows[name] if seen(one["sitting_id"], "own")]
    rows["outcomes"] = [
        one
        for one in rows["outcomes"]
        if one["attempt_id"] in sitting_of and seen(sitting_of[one["attempt_id"]], "score")
    ]
    for one in rows["outcomes"]:
        if not seen(sitting_of[one["attempt_id"]], "feedback"):
            del one["misconceptions"]
    rows["marks"] = [
        one
        for one in rows["marks"]
        # those that one gave oneself are to answers of others
        if one["attempt_id"] not in sitting_of or seen(sitting_of[one["attempt_id"]], "feedback")
    ]
    rows["sitting_items"] = [
        one
        for one in rows["sitting_items"]
        if one["sitting_id"] not in found.running or one["opened_at"] is not None
    ]
    if found.keys_held_back():
        for name in _FROM_ANSWERS:
            rows[name] = []


_Find = Callable[[str, str], Item | None]


def _items(connection: Connection, course: Course) -> _Find:
    """Items by id and version, each read once; without a version as they are now."""

    @cache
    def find(item_id: str, version: str) -> Item | None:
        if not version:
            return item_bank.newest_item(connection, course, item_id)
        return item_bank.find_item(connection, course, item_id, version)

    return find


def _head(reading: Reading, names: str) -> list[str]:
    return [translate(reading.lang, f"my_data.head_{name}") for name in names.split()]


def _answers(course: Course, rows: Rows, found: _Sittings, items: _Find, reading: Reading) -> Table:
    """A line an answer, with the judgement that counts."""
    newest = {one["attempt_id"]: one for one in rows["outcomes"]}  # in the order made

    def lines() -> Iterator[list[Value]]:
        for one in rows["attempts"]:
            item = items(one["item_id"], one["item_version"])
            outcome = newest.get(one["id"])
            scored = outcome is not None and outcome["status"] == "scored"
            yield [
                one["received_at"],
                found.titles.get(one["sitting_id"], ""),
                one["item_id"],
                _words(course, item.stem) if item is not None else "",
                in_words(course, item, one["form"], reading.lang),
                Fraction(outcome["score_num"], outcome["score_den"])
                if outcome is not None and scored
                else None,
                translate(
                    reading.lang,
                    "my_data.scored"
                    if scored
                    else "my_data.awaiting"
                    if outcome is not None
                    else "my_data.unseen",
                ),
            ]

    heads = _head(reading, "when where item question answer share state")
    return Table("answers", heads, lines())


def _words(course: Course, text: str) -> str:
    return " ".join(course.plain(text).split())


def _texts(course: Course, rows: Rows, found: _Sittings, items: _Find, reading: Reading) -> Table:
    """What was typed and is no answer: drafts, and texts kept aside."""
    drawn = {
        (one["sitting_id"], one["item_id"]): one["item_version"] for one in rows["sitting_items"]
    }

    def lines() -> Iterator[list[Value]]:
        for name, at in (("drafts", "saved_at"), ("set_aside", "at")):
            for one in rows[name]:
                version = drawn.get((one["sitting_id"], one["item_id"]), "")
                item = items(one["item_id"], version) or items(one["item_id"], "")
                yield [
                    one[at],
                    found.titles.get(one["sitting_id"], ""),
                    one["item_id"],
                    in_words(course, item, one["form"], reading.lang),
                    translate(
                        reading.lang, "my_data.draft" if name == "drafts" else "my_data.aside"
                    ),
                ]
        for one in rows["sent_answers"]:
            if one["fate"] == "kept":
                item = items(one["item_id"], one["item_version"])
                yield [
                    one["answered_at"],
                    "",
                    one["item_id"],
                    in_words(course, item, one["form"], reading.lang),
                    translate(reading.lang, "my_data.offline"),
                ]

    return Table("texts", _head(reading, "when where item answer state"), lines())


def _readme(rows: Rows, found: _Sittings, reading: Reading) -> str:
    def say(key: str, **params: object) -> str:
        return translate(reading.lang, f"my_data.{key}", **params)

    made = messages.moment(reading.lang, reading.now, reading.zone)
    lines = [
        say("readme_title"),
        "",
        say("readme_made", when=made),
        "",
        f"answers.csv — {say('readme_answers')}",
        f"texts.csv — {say('readme_texts')}",
        f"data.json — {say('readme_data')}",
        "",
        say("readme_tables"),
    ]
    lines += [f"  {name}: {len(found_rows)}" for name, found_rows in rows.items() if found_rows]
    lines += ["", say("readme_without")]
    if found.held_back():
        lines += ["", say("readme_held_back", n=found.held_back())]
    if found.keys_held_back():
        lines += ["", say("readme_later")]
    return "\r\n".join(lines) + "\r\n"
