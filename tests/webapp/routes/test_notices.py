"""Notices: the list, opening one, marking all read."""

from __future__ import annotations

import pytest

from tests.conftest import START
from tests.webapp.exams import become, make_school
from webapp.messages import catalogue
from webapp.pages import LANGUAGES
from webapp.queries import notices


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    become(browser, made, "aliya")
    return made


def tell(school, kind="mark_changed", href="/help", name="aliya", **params):
    said = params or {"title": "Емтихан"}
    school.database.write(
        lambda connection: notices.tell(
            connection, [school.people[name]], kind, href, START, **said
        )
    )
    return school.database.read(notices.list_notices, school.people[name])[0].notice_id


def read(school):
    return [one.read for one in school.database.read(notices.list_notices, school.people["aliya"])]


def test_without_any_the_page_says_what_will_be_here(browser, school):
    assert "осында тұрады" in browser.get("/notices").text


def test_the_newest_stands_first_and_the_unread_are_marked_by_a_word(browser, school):
    tell(school)
    tell(school, "review_answered", title="Жаттығу")
    text = browser.get("/notices").text
    assert text.index("Жаттығу") < text.index("«Емтихан»: балыңыз қойылды не өзгерді.")
    assert text.count('class="is-unread"') == 2
    assert "Оқылмағаны: 2." in text


def test_opening_one_marks_it_read_and_leads_where_it_points(browser, school):
    first, second = tell(school), tell(school)
    answer = browser.get(f"/notices/{first}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/help")
    assert read(school) == [False, True]
    assert browser.get(f"/notices/{second}").status_code == 303
    assert read(school) == [True, True]


def test_all_are_read_by_one_press_but_not_what_came_since(browser, school):
    first = tell(school)
    tell(school)
    assert browser.submit("/notices", {"newest": str(first)}).status_code == 303
    assert read(school) == [False, True]


@pytest.mark.parametrize("key", ["x", "0", "99999999999", "4711"])
def test_a_notice_that_is_not_there_is_not_found(browser, school, key):
    assert browser.get(f"/notices/{key}").status_code == 404


def test_somebody_elses_notice_is_not_found_and_stays_unread(browser, school):
    other = tell(school, name="bolat")
    assert browser.get(f"/notices/{other}").status_code == 404
    found = school.database.read(notices.list_notices, school.people["bolat"])
    assert not found[0].read


def test_a_notice_never_leads_off_the_site(browser, school):
    key = tell(school, href="//elsewhere.example")
    assert browser.get(f"/notices/{key}").headers["location"] == "/notices"


def test_a_guest_is_asked_to_sign_in(browser, school):
    browser.cookies.clear()
    assert browser.get("/notices").headers["location"] == "/sign-in?back=/notices"


def test_a_kind_without_words_does_not_break_the_page(browser, school):
    tell(school, "something_new")
    assert "Сізге қатысты бірдеңе өзгерді" in browser.get("/notices").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_told_by_any_area_has_words(language):
    kinds = (
        "assignment_new assignment_moved extension_granted extension_revoked accommodation_set "
        "sitting_reopened sitting_closed mark_changed review_answered report_answered"
    ).split()
    assert {f"notice.{kind}" for kind in kinds} <= set(catalogue(language))
