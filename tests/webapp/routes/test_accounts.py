import re

import pytest

from tests.conftest import Browser
from webapp.__main__ import first_instructor_link
from webapp.queries import progress
from webapp.tables import enrolments, sign_ins, users

LESSON = "/lessons/1.1.1-merzim"
ITEM = f"{LESSON}/items/1.1-single-choice"
PERSON = {"login": "aliya", "name": "Әлия Серікова", "password": "құпия-сөз-1"}


def rows(database, table):
    return database.read(lambda connection: connection.execute(table.select()).all())


def sign_up(browser, **changed):
    return browser.submit("/sign-up", PERSON | changed)


def test_signing_up_keeps_every_answer_of_the_guest(browser, database):
    browser.submit(ITEM, {"choice": "a"})
    assert sign_up(browser).status_code == 303
    assert 'data-state="answered"' in browser.get(LESSON).text
    (user,) = rows(database, users)
    assert (user.login, user.name) == ("aliya", "Әлия Серікова")
    assert set(database.read(progress.item_progress, user.id)) == {"1.1-single-choice"}


def test_signing_in_brings_the_guests_answers_along(app, database):
    with Browser(app) as browser:
        sign_up(browser)
        browser.submit(ITEM, {"choice": "a"})
        browser.submit("/sign-out")
        browser.submit(f"{LESSON}/items/1.1-number", {"value": "2", "unit": "ай"})
        assert browser.submit("/sign-in", PERSON).status_code == 303
        assert browser.get(LESSON).text.count('data-state="answered"') >= 1
    account = next(user for user in rows(database, users) if user.login)
    assert set(database.read(progress.item_progress, account.id)) == {
        "1.1-single-choice",
        "1.1-number",
    }


def test_the_cookie_changes_when_someone_signs_up_or_in(browser):
    browser.submit(ITEM, {"choice": "a"})
    guest = browser.cookies["reader"]
    sign_up(browser)
    account = browser.cookies["reader"]
    assert account != guest
    browser.submit("/sign-in", PERSON)
    assert browser.cookies["reader"] != account


@pytest.mark.parametrize(
    "changed",
    [
        {"login": "ab"},
        {"login": "бос орын"},
        {"name": ""},
        {"password": "short"},
        {"password": "x" * 300},
        {"login": "password1", "password": "password1"},
    ],
)
def test_a_faulty_sign_up_says_what_is_wrong_and_keeps_what_was_typed(browser, database, changed):
    answer = sign_up(browser, **changed)
    assert answer.status_code == 422
    assert (PERSON | changed)["name"] in answer.text
    assert re.search(r'name="password"[^>]*value="[^"]+"', answer.text) is None
    assert rows(database, users) == []


def test_a_login_is_taken_whatever_its_case(app):
    with Browser(app) as browser:
        sign_up(browser)
        browser.cookies.clear()
        answer = sign_up(browser, login="ALIYA ")
        assert answer.status_code == 422


def test_a_password_may_be_typed_on_another_keyboard(app):
    with Browser(app) as browser:
        sign_up(browser, password="ма\u0439-құпия-1")
        browser.submit("/sign-out")
        answer = browser.submit(
            "/sign-in", {"login": "Aliya", "password": "ма\u0438\u0306-құпия-1"}
        )
        assert answer.status_code == 303


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(app):
    with Browser(app) as browser:
        sign_up(browser)
        browser.cookies.clear()
        wrong = browser.submit("/sign-in", {"login": "aliya", "password": "қате-құпия"})
        unknown = browser.submit("/sign-in", {"login": "aliyb", "password": "қате-құпия"})
        assert wrong.status_code == unknown.status_code == 422
        strip = re.compile(r'value="[^"]*"')
        assert strip.sub("", wrong.text) == strip.sub("", unknown.text)


def test_too_many_failures_close_sign_in_for_a_while(app, clock):
    with Browser(app) as browser:
        sign_up(browser)
        browser.cookies.clear()
        for _ in range(10):
            browser.submit("/sign-in", {"login": "aliya", "password": "қате-құпия"})
        assert browser.submit("/sign-in", PERSON).status_code == 429
        clock.pass_(minutes=16)
        assert browser.submit("/sign-in", PERSON).status_code == 303


def test_signing_out_everywhere_ends_other_browsers_at_once(app, database):
    with Browser(app) as browser:
        sign_up(browser)
        first = browser.cookies["reader"]
        browser.cookies.clear()
        browser.submit("/sign-in", PERSON)
        second = browser.cookies["reader"]
        browser.submit("/sign-out-everywhere")
        assert rows(database, sign_ins) == []
        for cookie in (first, second):
            browser.cookies.clear()
            browser.cookies.set("reader", cookie)
            assert browser.get("/account").status_code == 303


def test_going_back_stays_within_the_site(app):
    with Browser(app) as browser:
        for back in ("//evil.example/", "https://evil.example", "/\\evil.example"):
            sign_up(browser, login=f"user{len(back)}")
            browser.submit("/sign-out")
            answer = browser.submit(
                "/sign-in", PERSON | {"login": f"user{len(back)}", "back": back}
            )
            assert answer.headers["location"] == "/"
            browser.submit("/sign-out")


class TestFirstInstructor:
    def test_the_link_makes_an_instructor_with_a_group_once(self, app, database):
        token = database.write(first_instructor_link)
        with Browser(app) as browser:
            assert browser.get(f"/welcome/{token}").status_code == 200
            answer = browser.submit(f"/welcome/{token}", PERSON)
            assert answer.headers["location"] == "/groups"
            assert browser.get("/groups").status_code == 200
            browser.cookies.clear()
            again = browser.submit(f"/welcome/{token}", PERSON | {"login": "other"})
            assert again.status_code == 410
        assert [row.role for row in rows(database, enrolments)] == ["instructor"]
        assert database.write(first_instructor_link) is None

    def test_a_newer_link_ends_the_older_one(self, app, database):
        old = database.write(first_instructor_link)
        new = database.write(first_instructor_link)
        with Browser(app) as browser:
            assert browser.get(f"/welcome/{old}").status_code == 410
            assert browser.get(f"/welcome/{new}").status_code == 200

    def test_an_invented_link_is_gone(self, browser):
        assert browser.get("/welcome/" + "x" * 43).status_code == 410
