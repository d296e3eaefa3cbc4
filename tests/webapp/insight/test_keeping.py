"""The keeper counts beside the requests, and minds what nobody asks for."""

from __future__ import annotations

import dataclasses
import time

import pytest

from tests.webapp.exams import RIGHT, become, make_school
from webapp.insight import keeping, working_out
from webapp.insight.counting import up_to_date, up_to_date_of
from webapp.insight.keeping import Keeper, layout, mind_course
from webapp.queries import counting, insight
from webapp.tables import learner_sections

ONE = "1.1-single-choice"


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    become(browser, made, "aliya")
    answer = {"attempt": "1", **RIGHT[ONE]}
    assert browser.submit(f"/lessons/1.1.1-merzim/items/{ONE}", answer).status_code < 400
    return made


def counted(school, browser):
    """Let a keeper run until nothing waits; gives what is known of the student then."""
    keeper = Keeper(browser.app.state.site, every_s=0.01)
    browser.portal.call(_start, keeper)
    patience = time.monotonic() + 60
    while school.database.read(insight.count_waiting) and time.monotonic() < patience:
        time.sleep(0.02)
    browser.portal.call(keeper.stop)
    return school.rows(learner_sections)


async def _start(keeper):
    keeper.start()


def test_what_is_answered_is_counted_though_nobody_looks(school, browser):
    assert school.rows(learner_sections) == []
    (row,) = counted(school, browser)
    assert row.user_id == school.people["aliya"]
    assert row.answers == 1


def test_a_fault_does_not_end_it(school, browser, monkeypatch):
    right = keeping.count_some
    faults = iter([RuntimeError("broken")])

    async def breaks(*args, **kwargs):
        for fault in faults:
            raise fault
        return await right(*args, **kwargs)

    monkeypatch.setattr(keeping, "count_some", breaks)
    assert len(counted(school, browser)) == 1


def test_a_course_laid_out_anew_is_counted_anew(school, browser):
    counted(school, browser)
    site = browser.app.state.site
    browser.portal.call(mind_course, site)
    assert school.database.read(insight.count_waiting) == 0
    school.database.write(counting.put_course, "another course")
    browser.portal.call(mind_course, site)
    assert school.database.read(insight.count_waiting) == 1
    assert school.database.read(counting.find_state)[1] == layout(site.course)


def test_the_layout_follows_where_questions_belong(sample):
    moved = dict(sample.items)
    del moved[ONE]
    assert layout(sample) != layout(dataclasses.replace(sample, items=moved))


def test_one_whose_answers_cannot_be_counted_keeps_nobody_waiting(school, browser, monkeypatch):
    become(browser, school, "bolat")
    answer = {"attempt": "1", **RIGHT[ONE]}
    browser.submit(f"/lessons/1.1.1-merzim/items/{ONE}", answer)
    right = working_out.section_facts
    broken = {"now": True}

    def facts(course, tried, *rest):
        theirs = {one.attempt_id for one in tried}
        if broken["now"] and min(theirs) == 1:
            raise RuntimeError("a fault of ours")
        return right(course, tried, *rest)

    monkeypatch.setattr(working_out, "section_facts", facts)
    site = browser.app.state.site
    assert browser.portal.call(up_to_date, site) == 1
    assert [row.user_id for row in school.rows(learner_sections)] == [school.people["bolat"]]
    broken["now"] = False
    assert browser.portal.call(up_to_date, site) == 1  # still aside
    browser.portal.call(mind_course, site)
    assert browser.portal.call(up_to_date, site) == 0
    assert len(school.rows(learner_sections)) == 2


def test_people_are_looked_up_only_where_somebody_waits(school, browser):
    become(browser, school, "bolat")
    browser.submit(f"/lessons/1.1.1-merzim/items/{ONE}", {"attempt": "1", **RIGHT[ONE]})
    site, asked = browser.app.state.site, []

    def who(connection):
        asked.append(connection)
        return [school.people["bolat"]]

    assert browser.portal.call(up_to_date_of, site, who) == 0
    assert len(asked) == 1
    assert [row.user_id for row in school.rows(learner_sections)] == [school.people["bolat"]]
    browser.portal.call(up_to_date, site)
    assert browser.portal.call(up_to_date_of, site, who) == 0
    assert len(asked) == 1
