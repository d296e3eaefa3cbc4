import re

import pytest

from tests.conftest import Browser
from webapp.__main__ import first_instructor_link

LESSON = "/lessons/1.1.1-merzim"
ITEM = f"{LESSON}/items/1.1-single-choice"
TEACHER = {"login": "ustaz", "name": "Ұстаз Болатова", "password": "құпия-сөз-1"}
STUDENT = {"login": "aliya", "name": "Әлия Серікова", "password": "құпия-сөз-2"}


@pytest.fixture
def school(app, database):
    """(a browser, address that joins the group) with an instructor's account made."""
    with Browser(app) as browser:
        token = database.write(first_instructor_link)
        browser.submit(f"/welcome/{token}", TEACHER)
        page = browser.get("/groups/1").text
        join = re.search(r"/join/[\w-]+", page)
        assert join
        browser.cookies.clear()
        yield browser, join.group()


def as_person(browser, person):
    browser.cookies.clear()
    assert browser.submit("/sign-in", person).status_code == 303


def test_a_student_joins_by_link_with_the_answers_given_before(school):
    browser, join = school
    browser.submit(ITEM, {"choice": "a"})
    assert browser.get(join).status_code == 200
    assert browser.submit(join, STUDENT).status_code == 303
    as_person(browser, TEACHER)
    page = browser.get("/groups/1").text
    assert "Әлия Серікова" in page


def test_someone_signed_in_joins_with_one_press_and_once(school):
    browser, join = school
    browser.submit("/sign-up", STUDENT)
    assert browser.get(join).status_code == 200
    browser.submit(join)
    browser.submit(join)
    as_person(browser, TEACHER)
    assert browser.get("/groups/1").text.count("Әлия Серікова") >= 1
    assert browser.get("/teach").status_code == 200


def test_an_unknown_code_is_not_found(browser):
    assert browser.get("/join/joq").status_code == 404


def test_a_student_may_not_see_the_group(school):
    browser, join = school
    browser.submit(join, STUDENT)
    assert browser.get("/groups/1").status_code == 403
    assert browser.get("/teach").status_code == 403


def test_a_visitor_is_asked_to_sign_in(school):
    browser, _ = school
    assert browser.get("/groups/1").status_code == 401
    assert browser.get("/groups").headers["location"] == "/sign-in?back=/teach"


@pytest.mark.parametrize("number", ["2", "x", "-1", "99999999999999"])
def test_a_group_that_is_not_there_is_not_found(school, number):
    browser, _ = school
    as_person(browser, TEACHER)
    assert browser.get(f"/groups/{number}").status_code == 404


class TestResetLinks:
    def make(self, browser, join):
        browser.submit(join, STUDENT)
        as_person(browser, TEACHER)
        page = browser.get("/groups/1").text
        user_id = re.search(r'name="user_id" value="(\d+)"', page)
        assert user_id
        answer = browser.submit("/groups/1/reset", {"user_id": user_id.group(1)})
        link = re.search(r"/reset/[\w-]+", answer.text)
        assert link
        return link.group()

    def test_a_link_sets_a_new_password_once_and_ends_other_sign_ins(self, school):
        browser, join = school
        link = self.make(browser, join)
        browser.cookies.clear()
        assert "aliya" in browser.get(link).text
        assert browser.submit(link, {"password": "short"}).status_code == 422
        assert browser.submit(link, {"password": "жаңа-құпия"}).status_code == 303
        assert browser.get("/account").status_code == 200
        assert browser.submit(link, {"password": "тағы-құпия"}).status_code == 410
        as_person(browser, STUDENT | {"password": "жаңа-құпия"})

    def test_a_link_ends_after_two_days(self, school, clock):
        browser, join = school
        link = self.make(browser, join)
        clock.pass_(days=2, seconds=1)
        assert browser.get(link).status_code == 410

    def test_only_for_a_student_of_the_group(self, school):
        browser, _ = school
        browser.submit("/sign-up", STUDENT)
        as_person(browser, TEACHER)
        assert browser.submit("/groups/1/reset", {"user_id": "2"}).status_code == 403
        assert browser.submit("/groups/1/reset", {"user_id": "77"}).status_code == 404

    def test_never_for_someone_who_teaches(self, school, database):
        browser, join = school
        as_person(browser, TEACHER)
        browser.submit(join)  # a teacher in the own group as a student
        assert browser.submit("/groups/1/reset", {"user_id": "1"}).status_code == 403
