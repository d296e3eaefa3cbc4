"""Sittings that a learner makes for themself, on the pages of every drawn sitting."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import START
from tests.webapp.exams import answer_all, become, by_hand, hand_in, make_school, save, swept
from webapp.insight.counting import count_all
from webapp.queries.insight import list_sections
from webapp.queries.progress import item_progress
from webapp.self_test.beginning import Asked, begin
from webapp.tables import attempts, item_versions, outcomes, sittings, study_queue, study_states

ONE = "1.1-single-choice"
TWO = "1.1-number"


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


def start(browser, school, mode="tutor", ids=(ONE, TWO), name="aliya", **more):
    course = browser.app.state.site.course
    return school.database.write(
        lambda connection: begin(
            connection,
            user_id=school.people[name],
            kind="set",
            title="Өз жинағым",
            mode=mode,
            items=[Asked(course.items[one]) for one in ids],
            seed="s1",
            now=START,
            **more,
        )
    )


def test_in_tutor_mode_each_item_is_judged_at_once(browser, school):
    number = start(browser, school)
    answer = browser.submit(f"/sittings/{number}/1", {"do": "check", "choice": "a"})
    assert answer.headers["location"] == f"/sittings/{number}/1#judged"
    assert "judged" in browser.get(f"/sittings/{number}/1").text
    assert school.rows(outcomes)[0].score_num == 1


def test_in_exam_mode_nothing_is_told_before_the_end_and_all_after(browser, school):
    number = start(browser, school, "exam", limit=timedelta(minutes=10))
    browser.submit(f"/sittings/{number}/1", {"do": "check", "choice": "a"})
    assert not school.rows(attempts)
    answer_all(browser, number, {TWO: {"value": "2", "unit": "ай"}})
    hand_in(browser, number)
    receipt = browser.get(f"/sittings/{number}/receipt")
    assert receipt.headers["location"] == f"/practice/{number}/review"
    page = browser.get(f"/sittings/{number}/result")
    assert page.status_code == 200
    assert "100" in page.text
    assert "/attempts/" not in page.text  # nobody else marks it


def test_its_time_runs_out_by_itself(browser, school, clock):
    number = start(browser, school, "exam", limit=timedelta(minutes=10))
    save(browser, number, ONE, choice="a")
    clock.pass_(minutes=11)
    assert swept(browser) == (1, 1)
    row = school.rows(sittings, id=number)[0]
    assert row.closed_at == START + timedelta(minutes=10)
    assert row.closed_by == "time"


def test_one_without_a_limit_is_left_alone_by_the_sweeper(browser, school, clock):
    start(browser, school)
    clock.pass_(days=30)
    assert swept(browser) == (0, 0)


def test_another_learner_may_not_see_it(browser, school):
    number = start(browser, school)
    become(browser, school, "bolat")
    assert browser.get(f"/sittings/{number}/1").status_code == 403


def test_its_answers_are_not_among_those_that_instructors_see(browser, school, sample):
    number = start(browser, school)
    browser.submit(f"/sittings/{number}/1", {"do": "check", "choice": "a"})
    aliya = school.people["aliya"]
    school.database.write(count_all, sample, ZoneInfo("Asia/Almaty"))
    assert school.database.read(list_sections, [aliya]) == {aliya: {}}
    assert ONE in school.database.read(item_progress, school.people["aliya"])


def test_several_may_run_at_once_and_a_set_asks_something_once(browser, school):
    assert start(browser, school) != start(browser, school)
    for ids in ((), (ONE, ONE)):
        with pytest.raises(ValueError, match="at least one item"):
            start(browser, school, ids=ids)


def test_the_versions_asked_are_archived(browser, school):
    start(browser, school)
    version = browser.app.state.site.course.items[ONE].version
    assert school.rows(item_versions, item_id=ONE, version=version)


def test_answers_queue_only_for_those_who_use_self_study(browser, school):
    number = start(browser, school)
    browser.submit(f"/sittings/{number}/1", {"do": "check", "choice": "a"})
    assert school.rows(study_queue) == []
    school.add(study_states, user_id=school.people["aliya"], built_at=START)
    browser.submit(f"/sittings/{number}/2", {"do": "check", "value": "2", "unit": "ай"})
    hand_in(browser, number)
    assert [row.user_id for row in school.rows(study_queue)] == [school.people["aliya"]]
