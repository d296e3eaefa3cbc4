"""An instructor sees self-study only as the student chooses to share."""

import pytest
from sqlalchemy import update

from tests.webapp.exams import become, by_hand, make_school
from tests.webapp.self_test.test_feeding import ONE, answer
from webapp.queries import study
from webapp.queries.study import Plan
from webapp.tables import enrolments


@pytest.fixture
def school(browser, database, clock):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    for _ in range(3):
        answer(browser, made, clock, ONE, False)
        clock.pass_(days=1)
    become(browser, made, "ustaz")
    return made


def seen(browser, school, clock, shared=None) -> str:
    user_id = school.people["aliya"]
    if shared is not None:
        school.database.write(
            lambda connection: study.put_plan(connection, user_id, Plan(shared=shared), clock())
        )
    page = browser.get(f"/teach/cohorts/{school.cohort}/people/{user_id}/self-study")
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize("shared", [None, "none"])
def test_nothing_by_default(browser, school, clock, shared):
    html = seen(browser, school, clock, shared)
    assert "көрсетпейді" in html
    assert "is-weak" not in html


def test_a_summary_has_mastery_without_answers(browser, school, clock):
    html = seen(browser, school, clock, "summary")
    assert "is-weak" in html
    assert "/practice/new" not in html  # that is the student's to do
    assert (
        browser.app.state.site.course.plain(browser.app.state.site.course.items[ONE].stem)
        not in html
    )


def test_answers_too_if_the_student_wishes(browser, school, clock):
    html = seen(browser, school, clock, "answers")
    course = browser.app.state.site.course
    assert html.count(course.plain(course.items[ONE].stem)) == 3


def test_whom_a_student_has_left_sees_nothing_more(browser, school, clock):
    user_id = school.people["aliya"]
    assert "is-weak" in seen(browser, school, clock, "answers")

    def leave(connection):
        connection.execute(
            update(enrolments).where(enrolments.c.user_id == user_id).values(ended_at=clock())
        )

    school.database.write(leave)
    html = seen(browser, school, clock, "answers")
    assert "көрсетпейді" in html
    assert "is-weak" not in html
