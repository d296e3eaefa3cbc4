import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from fractions import Fraction

import pytest

from tests.conftest import START, Browser
from webapp.queries import progress, sittings
from webapp.tables import attempts, drafts, set_aside, users

LESSON = "/lessons/1.1.1-merzim"
ITEM = f"{LESSON}/items/1.1-single-choice"
FRAGMENT = {"x-fragment": "item"}


def rows(database, table):
    return database.read(lambda connection: connection.execute(table.select()).all())


def number_in(html: str) -> str:
    found = re.search(r'name="attempt" value="(\d+)"', html)
    assert found
    return found.group(1)


def test_an_answer_goes_back_to_its_place_in_the_lesson(browser, database):
    answer = browser.submit(ITEM, {"choice": "a", "attempt": "1"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{LESSON}#item-1.1-single-choice"
    page = browser.get(LESSON).text
    assert "Иә, бір ай" in page
    assert len(rows(database, attempts)) == 1


def test_every_item_type_is_answered_right_through_its_form(browser, sample, database):
    lesson = sample.lessons["1.1.1-merzim"]
    for item_id in lesson.item_ids:
        item = sample.items[item_id]
        right = next(s for s in item.samples() if s.name == "right")
        form = {name: list(values) for name, values in right.form.items()}
        answer = browser.post(f"{LESSON}/items/{item_id}", data=form, headers=FRAGMENT)
        assert answer.status_code == 200, (item_id, answer.text[:500])
        assert 'data-state="answered"' in answer.text
    stored = database.read(progress.item_progress, 1)
    assert set(stored) == set(lesson.item_ids)
    scored = {k: v.score for k, v in stored.items() if v.status == "scored"}
    assert set(scored.values()) == {Fraction(1)}
    assert stored["1.1-essay"].status == "awaiting"


def test_every_sample_of_every_item_is_stored_or_refused_as_it_says(browser, sample, database):
    lesson = sample.lessons["1.1.1-merzim"]
    for item_id in lesson.item_ids:
        number = 1
        for sample_form in sample.items[item_id].samples():
            before = len(rows(database, attempts))
            form = {name: list(values) for name, values in sample_form.form.items()}
            answer = browser.post(
                f"{LESSON}/items/{item_id}",
                data=form | {"attempt": str(number)},
                headers=FRAGMENT,
            )
            refused = isinstance(sample_form.expect, str) and sample_form.expect != "awaiting"
            assert answer.status_code == (422 if refused else 200), (item_id, sample_form)
            assert len(rows(database, attempts)) == before + (0 if refused else 1)
            number += 0 if refused else 1


def test_pressing_twice_stores_one_attempt(browser, database):
    for _ in range(3):
        browser.submit(ITEM, {"choice": "b", "attempt": "1"})
    assert len(rows(database, attempts)) == 1
    assert rows(database, set_aside) == []


def test_a_visitor_pressing_twice_at_once_stores_one_attempt(browser, database):
    browser.get(LESSON)  # the cookie comes with the page
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: browser.submit(ITEM, {"choice": "b", "attempt": "1"}), range(8))
        )
    assert {answer.status_code for answer in answers} == {303}
    assert len(rows(database, attempts)) == 1
    assert len(rows(database, users)) == 1


def test_a_number_ahead_of_what_could_be_stores_nothing_and_keeps_the_text(browser, database):
    for _ in range(3):
        answer = browser.submit(f"{LESSON}/items/1.1-short-text", {"text": "қаулы", "attempt": "7"})
        assert answer.status_code == 409
        assert 'value="қаулы"' in answer.text
    assert rows(database, attempts) == []


def test_a_draft_that_comes_after_its_answer_does_not_open_the_item_again(browser, database):
    address = f"{LESSON}/items/1.1-essay"
    text = "Анықтау бір ай сөз"
    browser.submit(address, {"text": text, "attempt": "1"})
    browser.put(f"{address}/draft", data={"text": text, "attempt": "1", "base": "0"})
    assert rows(database, drafts) == []
    browser.put(f"{address}/draft", data={"text": text + " тағы", "attempt": "1", "base": "0"})
    assert rows(database, drafts) == []
    assert json.loads(rows(database, set_aside)[0].form)["text"] == [text + " тағы"]
    assert (
        'id="item-1.1-essay" data-item-id="1.1-essay" data-state="answered"'
        in browser.get(LESSON).text
    )


def test_a_refused_text_is_there_after_the_page_was_left(browser):
    browser.submit(ITEM, {"choice": "a"})  # a reader with a record
    browser.submit(f"{LESSON}/items/1.1-essay", {"text": "тым қысқа"})
    assert "тым қысқа" in browser.get(LESSON).text


def test_a_draft_to_a_closed_sitting_is_refused(browser, database):
    from sqlalchemy import update

    from webapp.tables import sittings as table

    browser.submit(ITEM, {"choice": "a"})
    database.write(lambda c: c.execute(update(table).values(closed_at=START)))
    answer = browser.put(f"{LESSON}/items/1.1-essay/draft", data={"text": "ой", "base": "0"})
    assert answer.status_code == 409


def test_fields_that_no_item_has_are_not_stored(browser, database):
    browser.submit(ITEM, {"choice": "a", "junk": "x" * 1000, "match.../x": "y"})
    assert json.loads(rows(database, attempts)[0].form) == {"choice": ["a"]}


def test_a_stale_tab_changes_nothing_and_its_answer_is_kept_aside(browser, database):
    browser.submit(ITEM, {"choice": "a", "attempt": "1"})
    answer = browser.submit(ITEM, {"choice": "b", "attempt": "1"})
    assert answer.status_code == 303
    assert len(rows(database, attempts)) == 1
    (kept,) = rows(database, set_aside)
    assert json.loads(kept.form) == {"choice": ["b"]}
    assert "басқа" in browser.get(LESSON).text


def test_trying_again_shows_the_last_answer_and_stores_a_second_attempt(browser, database):
    browser.submit(ITEM, {"choice": "b", "attempt": "1"})
    page = browser.get(f"{LESSON}?again=1.1-single-choice").text
    assert 'value="b" checked' in page or re.search(r'value="b"[^>]*checked', page)
    fragment = browser.get(f"{ITEM}?again=1", headers=FRAGMENT).text
    assert number_in(fragment) == "2"
    browser.submit(ITEM, {"choice": "a", "attempt": "2"})
    assert [row.number for row in rows(database, attempts)] == [1, 2]


def test_a_blank_answer_is_asked_for_and_costs_no_attempt(browser, database):
    answer = browser.submit(ITEM, {"attempt": "1"})
    assert answer.status_code == 422
    assert 'data-state="refused"' in answer.text
    assert rows(database, attempts) == []


def test_what_was_typed_stays_when_it_could_not_be_read(browser, database):
    answer = browser.submit(f"{LESSON}/items/1.1-date", {"date": "кеше", "attempt": "1"})
    assert answer.status_code == 422
    assert "кеше" in answer.text
    assert rows(database, attempts) == []


def test_a_word_typed_without_kazakh_letters_is_accepted_with_a_note(browser):
    answer = browser.submit(f"{LESSON}/items/1.1-short-text", {"text": "каулы"}, headers=FRAGMENT)
    assert answer.status_code == 200
    assert "result-right" in answer.text


def test_a_near_miss_is_asked_again_and_counts_when_sent_again_unchanged(browser, database):
    address = f"{LESSON}/items/1.1-short-text"
    first = browser.submit(address, {"text": "қаулыі"}, headers=FRAGMENT)
    assert first.status_code == 422
    asked = re.search(r'name="asked" value="([^"]+)"', first.text)
    assert asked
    second = browser.submit(address, {"text": "қаулыі", "asked": asked.group(1)}, headers=FRAGMENT)
    assert second.status_code == 200
    assert len(rows(database, attempts)) == 1


def test_an_unknown_item_is_not_found(browser):
    for item in ("1.1-joq", "1.1-ekinshi-sabaq", "'; drop table users"):
        assert browser.submit(f"{LESSON}/items/{item}", {"choice": "a"}).status_code == 404
    # what no database can hold is no id at all
    assert browser.submit(f"{LESSON}/items/%00", {"choice": "a"}).status_code == 400


@pytest.mark.parametrize("number", ["0", "-1", "x", "1e3", "99999999", "١"])
def test_a_malformed_attempt_number_is_refused(browser, database, number):
    assert browser.submit(ITEM, {"choice": "a", "attempt": number}).status_code == 400
    assert rows(database, attempts) == []


def test_a_version_that_never_was_is_refused_and_the_answer_kept_on_the_page(browser, database):
    answer = browser.submit(
        f"{LESSON}/items/1.1-short-text", {"text": "қаулы", "version": "0123456789abcdef"}
    )
    assert answer.status_code == 409
    assert 'value="қаулы"' in answer.text
    assert rows(database, attempts) == []


def test_an_answer_to_an_archived_version_is_scored_by_that_version(browser, database, sample):
    item = sample.items["1.1-single-choice"]
    old = item.canonical().replace("Үш ай", "Төрт ай")
    from quizzes.item import item_from_canonical

    version = item_from_canonical(old).version
    database.write(
        sittings.archive_item_versions, [(item.id, version, old)], START - timedelta(days=9)
    )
    answer = browser.submit(ITEM, {"choice": "c", "version": version}, headers=FRAGMENT)
    assert answer.status_code == 200
    assert "Төрт ай" in answer.text
    assert rows(database, attempts)[0].item_version == version


def test_a_body_of_ten_megabytes_is_refused(browser, database):
    answer = browser.post(
        ITEM,
        content=b"choice=a&pad=" + b"x" * 10_000_000,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413
    assert rows(database, attempts) == []


def test_a_large_body_that_does_not_declare_its_size_is_refused_too(browser, database):
    def pieces():
        yield b"choice=a&pad="
        for _ in range(100):
            yield b"x" * 100_000

    answer = browser.post(
        ITEM,
        content=pieces(),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413
    assert rows(database, attempts) == []


def test_another_content_type_is_refused(browser, database):
    answer = browser.post(ITEM, json={"choice": "a"})
    assert answer.status_code == 415
    assert "text/html" in answer.headers["content-type"]
    assert rows(database, attempts) == []


@pytest.mark.parametrize("body", [b"choice=%ff%fe", b"choice=\xd2\x9b", b"choice=a%00"])
def test_another_encoding_is_refused(browser, database, body):
    answer = browser.post(
        ITEM, content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400
    assert rows(database, attempts) == []


def test_an_essay_of_200_000_letters_is_refused_and_kept_as_a_draft(browser, database):
    address = f"{LESSON}/items/1.1-essay"
    text = "сөз " * 50_000
    assert browser.submit(f"{address}/draft", {"text": text, "base": "0"}).status_code == 200
    answer = browser.submit(address, {"text": text})
    assert answer.status_code == 422
    assert "сөз сөз" in answer.text
    assert json.loads(rows(database, drafts)[0].form)["text"] == [text]
    assert rows(database, attempts) == []


class TestForms:
    """A form must show that it came from our own page."""

    def test_a_form_of_another_site_is_refused(self, browser, database):
        answer = browser.submit(ITEM, {"choice": "a"}, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403
        assert rows(database, attempts) == []

    def test_another_origin_is_refused(self, app, database):
        with Browser(app) as browser:
            del browser.headers["sec-fetch-site"]
            answer = browser.submit(
                ITEM, {"choice": "a"}, headers={"origin": "http://evil.example"}
            )
            assert answer.status_code == 403
            same = browser.submit(ITEM, {"choice": "a"}, headers={"origin": "http://testserver"})
            assert same.status_code == 303

    def test_without_proof_the_form_comes_back_to_be_confirmed_with_all_it_held(
        self, app, database
    ):
        with Browser(app) as browser:
            del browser.headers["sec-fetch-site"]
            first = browser.submit(f"{LESSON}/items/1.1-essay", {"text": "Анықтау бір ай сөз"})
            assert first.status_code == 403
            assert "Анықтау бір ай сөз" in first.text
            assert rows(database, attempts) == []
            token = re.search(r'name="csrf" value="([0-9a-f]+)"', first.text)
            assert token
            second = browser.submit(
                f"{LESSON}/items/1.1-essay",
                {"text": "Анықтау бір ай сөз", "csrf": token.group(1)},
            )
            assert second.status_code == 303
            assert len(rows(database, attempts)) == 1

    def test_the_token_of_another_browser_is_not_proof(self, app, database):
        with Browser(app) as browser:
            del browser.headers["sec-fetch-site"]
            token = browser.get("/api/v1/me").json()["csrf"]
            browser.cookies.clear()
            browser.get("/api/v1/me")
            assert browser.submit(ITEM, {"choice": "a", "csrf": token}).status_code == 403


class TestDrafts:
    """Typed text is saved before it is sent."""

    ADDRESS = f"{LESSON}/items/1.1-essay/draft"

    def save(self, browser, text, base):
        answer = browser.put(self.ADDRESS, data={"text": text, "base": str(base)})
        assert answer.status_code == 200
        return answer.json()

    def test_a_draft_is_shown_again_after_coming_back(self, browser):
        assert self.save(browser, "Ойым мынадай", 0)["revision"] == 1
        assert "Ойым мынадай" in browser.get(LESSON).text

    def test_saving_says_when_in_the_courses_zone(self, browser):
        assert self.save(browser, "Ойым", 0)["saved"] == "14:00:00"

    def test_two_tabs_keep_both_texts(self, browser, database):
        self.save(browser, "бірінші", 0)
        assert self.save(browser, "екінші", 0)["conflict"]
        assert json.loads(rows(database, drafts)[0].form)["text"] == ["екінші"]
        assert json.loads(rows(database, set_aside)[0].form)["text"] == ["бірінші"]

    def test_the_same_text_again_stores_nothing(self, browser, database):
        self.save(browser, "бір", 0)
        assert self.save(browser, "бір", 0) == {
            "revision": 1,
            "saved": "14:00:00",
            "conflict": False,
        }
        assert rows(database, set_aside) == []

    def test_an_answer_replaces_the_draft(self, browser, database):
        self.save(browser, "Бұл менің жауабым", 0)
        browser.submit(f"{LESSON}/items/1.1-essay", {"text": "Бұл менің жауабым"})
        assert rows(database, drafts) == []

    def test_a_draft_is_never_scored(self, browser, database):
        self.save(browser, "Бұл менің жауабым", 0)
        assert rows(database, attempts) == []


def test_a_locked_database_says_so_and_keeps_what_was_typed(browser, app, monkeypatch):
    from webapp.writer import StorageError

    async def fail(work):
        raise StorageError("database is locked")

    monkeypatch.setattr(app.state.site.writer, "run", fail)
    answer = browser.submit(f"{LESSON}/items/1.1-short-text", {"text": "қаулы"})
    assert answer.status_code == 503
    assert 'value="қаулы"' in answer.text
    fragment = browser.submit(f"{LESSON}/items/1.1-short-text", {"text": "қаулы"}, headers=FRAGMENT)
    assert fragment.status_code == 503
    assert 'data-state="refused"' in fragment.text


def test_a_closed_sitting_takes_no_answer_and_says_so(browser, database, clock):
    from sqlalchemy import update

    from webapp.tables import sittings as table

    browser.submit(ITEM, {"choice": "a"})
    database.write(lambda c: c.execute(update(table).values(closed_at=START)))
    answer = browser.submit(ITEM, {"choice": "b", "attempt": "2"})
    assert answer.status_code == 409
    assert len(rows(database, attempts)) == 1


class TestWhoseText:
    """A page states whose it is; what was kept for one reader never goes to another."""

    DRAFT = f"{LESSON}/items/1.1-essay/draft"

    def mark(self, browser):
        found = re.search(r'data-reader="(\w*)"', browser.get(LESSON).text)
        assert found
        return found.group(1)

    def sign_up(self, browser, login):
        person = {"login": login, "name": "Бір Кісі", "password": "құпия-сөз-1"}
        assert browser.submit("/sign-up", person).status_code == 303

    def test_text_of_another_reader_is_refused_and_nothing_is_stored(self, browser, database):
        self.sign_up(browser, "aliya")
        aliya = self.mark(browser)
        browser.submit("/sign-out")
        self.sign_up(browser, "bolat")
        for headers in ({"x-reader": aliya}, {"x-reader": "жоқ".encode()}):
            for answer in (
                browser.put(
                    self.DRAFT, data={"text": "Әлиянікі", "base": "0"}, headers=FRAGMENT | headers
                ),
                browser.post(ITEM, data={"choice": "a"}, headers=FRAGMENT | headers),
            ):
                assert answer.status_code == 409
                assert answer.json()["error"]["code"] == "other_reader"
        assert rows(database, drafts) == rows(database, attempts) == []

    def test_after_signing_out_the_text_goes_to_no_guest(self, browser, database):
        self.sign_up(browser, "aliya")
        aliya = self.mark(browser)
        browser.submit("/sign-out")
        headers = FRAGMENT | {"x-reader": aliya}
        answer = browser.put(self.DRAFT, data={"text": "Әлиянікі", "base": "0"}, headers=headers)
        assert answer.status_code == 409
        assert len(rows(database, users)) == 1

    def test_the_readers_own_text_is_taken(self, browser, database):
        self.sign_up(browser, "aliya")
        headers = FRAGMENT | {"x-reader": self.mark(browser)}
        saved = browser.put(self.DRAFT, data={"text": "ой", "base": "0"}, headers=headers)
        assert saved.status_code == 200
        assert saved.headers["x-reader"] == self.mark(browser)
        assert browser.post(ITEM, data={"choice": "a"}, headers=headers).status_code == 200

    def test_a_strangers_page_learns_whose_it_has_become(self, browser):
        assert self.mark(browser) == ""
        saved = browser.put(self.DRAFT, data={"text": "ой", "base": "0"}, headers={"x-reader": ""})
        assert saved.status_code == 200
        assert saved.headers["x-reader"] == self.mark(browser) != ""

    def test_a_guest_who_signed_in_in_another_tab_is_the_account(self, app, database):
        with Browser(app) as first:
            self.sign_up(first, "aliya")
            second = Browser(app)
            second.submit(ITEM, {"choice": "a", "attempt": "1"})
            guest = self.mark(second)
            person = {"login": "aliya", "password": "құпия-сөз-1"}
            assert second.submit("/sign-in", person).status_code == 303
            assert self.mark(second) != guest
            saved = second.put(
                self.DRAFT,
                data={"text": "қонақ болып жазған", "base": "0"},
                headers=FRAGMENT | {"x-reader": guest},
            )
            assert saved.status_code == 200
        assert "қонақ" in rows(database, drafts)[0].form
