"""Taking the course along."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing


def test_the_page_offers_the_course_and_each_section_that_has_something(browser, sample):
    page = browser.get("/take")
    assert page.status_code == 200
    assert 'href="/take/cards.apkg?section=1.1"' in page.text
    assert 'href="/take/cards.pdf?section=1.1"' in page.text
    assert "section=1.2" not in page.text


def test_files_are_made_once_and_not_sent_again_to_who_has_them(browser):
    first = browser.get("/take/cards.apkg?section=1.1")
    assert first.status_code == 200
    assert first.content[:2] == b"PK"
    again = browser.get(
        "/take/cards.apkg?section=1.1", headers={"if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert browser.get("/take/cards.pdf").content[:5] == b"%PDF-"


def test_a_note_is_as_old_as_the_version_of_its_item_is_served(browser, clock):
    data = browser.get("/take/cards.apkg").content
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        closing(sqlite3.connect(":memory:")) as collection,
    ):
        collection.deserialize(archive.read("collection.anki2"))
        found = collection.execute("SELECT DISTINCT mod FROM notes").fetchall()
    assert found == [(int(clock.time.timestamp()),)]


def test_a_section_that_is_not_there_or_has_no_cards_is_unknown(browser):
    assert browser.get("/take/cards.apkg?section=9.9").status_code == 404
    assert browser.get("/take/cards.pdf?section=1.2").status_code == 404
