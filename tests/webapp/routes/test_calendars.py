"""Calendars by secret address."""

from __future__ import annotations

import re
from datetime import UTC, timedelta

import pytest
from icalendar import Calendar

from tests.conftest import START
from tests.webapp.exams import become, fixed, make_school
from webapp.tables import assignments, calendar_feeds

ASKED = {"sections": [fixed("1.1-single-choice")]}
CLOSES = START + timedelta(hours=3)


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    made.give(ASKED, due=START + timedelta(hours=2), closes=CLOSES)
    become(browser, made, "aliya")
    return made


def address(text):
    found = re.search(r"/calendar/[\w-]+\.ics", text)
    assert found
    return found.group()


def mine(browser):
    answer = browser.submit("/calendar", {"make": "1"})
    assert answer.status_code == 200
    return address(answer.text)


def events(browser, where):
    answer = browser.get(where)
    assert answer.status_code == 200
    return {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_students_calendar_has_opening_due_and_close_in_utc(browser, school):
    where = mine(browser)
    browser.cookies.clear()  # a calendar application has no cookie
    found = events(browser, where)
    at = {uid.split("@")[0].rsplit("-", 1)[1]: one["dtstart"].dt for uid, one in found.items()}
    assert at == {
        "opens": START - timedelta(hours=1),
        "due": START + timedelta(hours=2),
        "closes": CLOSES,
    }
    assert all(moment.utcoffset() == timedelta(0) for moment in at.values())
    texts = {str(one["summary"]) for one in found.values()}
    assert "Аралық бақылау: жабылады" in texts


def test_the_persons_own_dates_are_in_it(browser, school):
    where = mine(browser)
    school.extend("aliya", START, closes_at=CLOSES + timedelta(days=1))
    found = events(browser, where)
    closes = next(one for uid, one in found.items() if "-closes@" in uid)
    assert closes["dtstart"].dt == CLOSES + timedelta(days=1)


def test_identifiers_stay_and_the_number_of_changes_grows(browser, school):
    where = mine(browser)
    before = events(browser, where)
    school.database.write(
        lambda connection: connection.execute(assignments.update().values(revision=2))
    )
    after = events(browser, where)
    assert set(after) == set(before)
    assert {int(one["sequence"]) for one in after.values()} == {2}


def test_it_is_private_and_names_nobody(browser, school):
    answer = browser.get(mine(browser))
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"].startswith("private")
    for name in school.people:
        assert name.capitalize() not in answer.text


def test_the_token_is_not_kept(browser, school):
    where = mine(browser)
    [row] = school.rows(calendar_feeds)
    assert row.token_hash not in where
    assert where.split("/")[-1].removesuffix(".ics") != row.token_hash
    assert address_absent(browser.get("/assignments").text)


def address_absent(text):
    return re.search(r"/calendar/[\w-]+\.ics", text) is None


def test_made_anew_the_old_address_works_no_more_and_off_none_does(browser, school):
    old = mine(browser)
    new = mine(browser)
    assert browser.get(old).status_code == 404
    assert browser.get(new).status_code == 200
    assert browser.submit("/calendar", {"off": "1"}).status_code == 303
    assert browser.get(new).status_code == 404


@pytest.mark.parametrize("token", ["joq", "a" * 101, "%D0%B0"])
def test_an_unknown_address_is_not_found(browser, school, token):
    assert browser.get(f"/calendar/{token}.ics").status_code == 404


def test_a_groups_calendar_has_what_is_given_to_all_of_it(browser, school):
    alone = school.give(ASKED, target=("student", school.people["aliya"]))
    become(browser, school, "ustaz")
    page = f"/teach/cohorts/{school.cohort}/calendar"
    assert "П-21" in browser.get(page).text
    made = browser.submit(page, {"group": str(school.group), "make": "1"})
    assert made.status_code == 200
    found = events(browser, address(made.text))
    assert len(found) == 3
    assert not any(f"assignment-{alone}-" in uid for uid in found)
    assert browser.submit(page, {"group": str(school.group), "off": "1"}).status_code == 303
    assert browser.get(address(made.text)).status_code == 404


def test_a_group_of_another_cohort_is_not_found(browser, school):
    become(browser, school, "ustaz")
    page = f"/teach/cohorts/{school.cohort}/calendar"
    assert browser.submit(page, {"group": "999", "make": "1"}).status_code == 404


def test_a_withdrawn_assignment_leaves_the_calendar(browser, school):
    where = mine(browser)
    school.database.write(
        lambda connection: connection.execute(assignments.update().values(withdrawn_at=START))
    )
    assert events(browser, where) == {}


def test_dates_are_stamped_in_utc(browser, school):
    one = next(iter(events(browser, mine(browser)).values()))
    assert one["dtstamp"].dt.astimezone(UTC) == START
