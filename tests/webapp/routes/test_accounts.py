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


def test_signing_in_shows_the_work_of_both_the_account_and_the_guest(app, database):
    essay = f"{LESSON}/items/1.1-essay/draft"
    with Browser(app) as browser:
        sign_up(browser)
        browser.submit(ITEM, {"choice": "a"})
        browser.put(essay, data={"text": "есептегі ой", "base": "0"})
        browser.submit("/sign-out")
        browser.submit(f"{LESSON}/items/1.1-number", {"value": "2", "unit": "ай"})
        browser.submit("/sign-in", PERSON)
        page = browser.get(LESSON).text
        assert page.count('data-state="answered"') == 2
        assert "есептегі ой" in page
        assert len(browser.get("/api/v1/me/attempts/1.1.1-merzim").json()) == 2
        # an old tab of the account cannot store its answer again
        browser.submit(ITEM, {"choice": "b", "attempt": "3"})
        again = browser.get("/api/v1/me/attempts/1.1.1-merzim").json()
        assert [one["item"] for one in again].count("1.1-single-choice") == 1


def test_an_answer_under_way_while_its_author_signs_in_belongs_to_the_account(app, database):
    from tests.conftest import START
    from webapp.marking import judge, keep
    from webapp.queries import people

    with Browser(app) as browser:
        sign_up(browser)
        account = rows(database, users)[0].id
        site = app.state.site
        answer = judge(site.course.items["1.1-single-choice"], {"choice": ["a"]})

        def work(connection):
            guest = people.get_or_add_guest(connection, "t" * 64, START)
            people.merge_guest(connection, guest, account)
            return keep(connection, answer, 1, "lesson:1.1.1-merzim", START, user_id=guest).user_id

        assert site.writer.do(work) == account


def test_two_sign_ups_of_one_guest_make_one_account_and_say_so(app, database):
    from tests.conftest import START
    from webapp.queries import people

    def work(connection):
        guest = people.get_or_add_guest(connection, "t" * 64, START)
        people.make_account(connection, guest, "first", "Бірінші", "-")
        with pytest.raises(people.NotAGuest):
            people.make_account(connection, guest, "second", "Екінші", "-")

    database.write(work)
    assert [row.login for row in rows(database, users)] == ["first"]


def test_each_browser_gets_a_page_with_its_own_form_token(app):
    with Browser(app) as browser:
        sign_up(browser)
        browser.submit(ITEM, {"choice": "a"})
        first = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get(LESSON).text)
        browser.cookies.clear()
        browser.submit("/sign-in", PERSON)
        second = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get(LESSON).text)
        assert first
        assert second
        assert first.group(1) != second.group(1)


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
            assert answer.headers["location"] == "/teach"
            assert browser.get("/teach").status_code == 200
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
