"""The Anki package: read back as Anki reads it."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime

from course.model import Course
from quizzes.item import item_from_mapping
from webapp.take.anki import FIELDS, notes_of, package

CARD = "1.1-card-anyqtau-merzimi"
SERVED = datetime(2026, 11, 20, tzinfo=UTC)


def rows(data: bytes, query: str) -> list[tuple]:
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        closing(sqlite3.connect(":memory:")) as collection,
    ):
        collection.deserialize(archive.read("collection.anki2"))
        return collection.execute(query).fetchall()


NOTES = "SELECT id, guid, mid, mod, flds FROM notes ORDER BY id"
CARDS = "SELECT id, nid, did FROM cards ORDER BY id"


def test_each_card_and_briefly_answered_item_is_a_note_with_its_norm(sample: Course) -> None:
    items = notes_of(sample)
    assert {item.type for item in items} == {
        "recall",
        "single-choice",
        "short-text",
        "number",
        "date",
        "citation",
    }
    data = package(sample, items, {})
    found = {row[4].split("\x1f")[-1]: row[4].split("\x1f") for row in rows(data, NOTES)}
    assert set(found) == {item.id for item in items}
    asked, answer, why, norm, section, _ = found[CARD]
    assert len(found[CARD]) == len(FIELDS)
    assert asked == "<p>Анықтаудың бастапқы мерзімі қанша?</p>"
    assert answer.startswith("<p><strong>Бір айдан</strong> аспайды")
    assert "href" not in answer  # links lead nowhere outside the course
    assert (why, norm) == ("", "ҚПК 192.2")
    assert section.startswith("1.1 ")


def test_two_builds_have_the_same_ids(sample: Course) -> None:
    one, two = (package(sample, notes_of(sample), {}) for _ in range(2))
    assert rows(one, NOTES) == rows(two, NOTES)
    assert rows(one, CARDS) == rows(two, CARDS)
    part = package(sample, notes_of(sample, "1.1")[:3], {})
    assert set(rows(part, NOTES)) <= set(rows(one, NOTES))
    assert set(rows(part, CARDS)) <= set(rows(one, CARDS))


def test_a_changed_text_keeps_the_note_and_makes_it_newer(sample: Course) -> None:
    old = sample.cards[CARD]
    raw = json.loads(old.canonical()) | {"back": "Екі айдан аспайды."}
    new = item_from_mapping(raw)
    before = rows(package(sample, [old], {CARD: SERVED}), NOTES)[0]
    later = SERVED.replace(day=25)
    after = rows(package(sample, [new], {CARD: later}), NOTES)[0]
    assert before[:3] == after[:3]
    assert (before[3], after[3]) == (SERVED.timestamp(), later.timestamp())
    assert before[4] != after[4]
