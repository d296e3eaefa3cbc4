"""Giving an assignment and changing it, as an instructor does in the browser."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import START
from tests.webapp.exams import become, begin, exam_rules, fixed, make_school
from webapp import passwords
from webapp.assignment_form import DEFAULTS
from webapp.queries import assignments, giving, notices
from webapp.tables import assessments, cohorts, enrolments
from webapp.tables import assignments as assignments_table
from webapp.tables import groups as groups_table

ONE = {"sections": [fixed("1.1-single-choice")]}


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    made.give(ONE)  # brings an assessment along
    become(browser, made, "ustaz")
    return made


def fields(school: Any, mode: str = "exam", **changed: Any) -> dict[str, Any]:
    return {
        "title": "Бірінші емтихан",
        "assessment": str(school.rows(assessments)[0].id),
        "mode": mode,
        "details_of": mode,
        "cohort": str(school.cohort),
        "opens": "2026-11-25T15:00",
        "closes": "2026-11-25T23:59",
        "limit": "45",
        **DEFAULTS[mode],
        **changed,
    }


def new(browser, school, **changed):
    address = f"/teach/cohorts/{school.cohort}/assignments/new"
    return browser.submit(address, fields(school, **changed))


def made(browser, school, **changed) -> int:
    answer = new(browser, school, **changed)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rsplit("/", 1)[1])


def told(school, name) -> list[notices.StoredNotice]:
    return school.database.read(notices.list_notices, school.people[name])


def info_of(school, key):
    return school.database.read(assignments.find_assignment, key)


def students(school, key):
    return {one.user_id for one in school.database.read(assignments.list_students, key)}


def second_group(school) -> int:
    return school.add(
        groups_table, cohort_id=school.cohort, title="П-22", join_code="kod2", created_at=START
    )


def member(school, name: str, group: int, role: str = "student") -> int:
    before, school.group = school.group, group
    try:
        return school.person(name, role)
    finally:
        school.group = before


def test_the_form_offers_the_cohorts_assessments_groups_and_students(browser, school):
    page = browser.get(f"/teach/cohorts/{school.cohort}/assignments/new?assessment=1")
    assert page.status_code == 200
    for text in ("Аралық бақылау", "П-21", "Aliya", "Bolat", "Астана уақыты"):
        assert text in page.text


def test_an_exam_is_given_and_its_students_are_told_when_it_opens(browser, school):
    key = made(browser, school)
    info = info_of(school, key)
    assert info.window.limit == timedelta(minutes=45)
    assert info.rules.mode == "exam"
    assert students(school, key) == {school.people["aliya"], school.people["bolat"]}
    [notice] = told(school, "aliya")
    assert (notice.kind, notice.href) == ("assignment_new", f"/assignments/{key}")
    become(browser, school, "aliya")
    page = browser.get("/notices").text
    assert "Ашылады: 2026 ж. 25 қараша, 15:00" in page
    assert told(school, "ustaz") == []


def test_what_was_typed_stays_when_something_is_missing(browser, school):
    answer = new(browser, school, title="", note="Мұқият оқыңыз", limit="сағат")
    assert answer.status_code == 422
    for text in ("Мұқият оқыңыз", 'value="сағат"', 'value="2026-11-25T15:00"', 'href="#f-limit"'):
        assert text in answer.text
    assert len(school.rows(assignments_table)) == 1


def test_an_assessment_that_cannot_be_drawn_is_not_given(browser, school):
    faulty = school.add(
        assessments,
        cohort_id=school.cohort,
        title="Бос",
        definition='{"sections": [{"entries": [{"kind": "item", "item": "9.9-joq"}]}]}',
        revision=1,
        created_by=school.people["ustaz"],
        created_at=START,
        updated_at=START,
    )
    answer = new(browser, school, assessment=str(faulty))
    assert answer.status_code == 422
    assert "жинақты ашып, түзетіңіз" in answer.text


def test_an_assessment_of_another_cohort_is_not_given(browser, school):
    assert new(browser, school, assessment="9999").status_code == 422


def test_a_search_without_script_keeps_what_is_chosen(browser, school):
    answer = new(browser, school, find="1", q="bol", cohort="", student=str(school.people["aliya"]))
    assert answer.status_code == 200
    names = re.findall(r'data-findable="(\w+)', answer.text)
    assert names == ["aliya", "bolat"]
    assert 'value="Бірінші емтихан"' in answer.text
    only = new(browser, school, find="1", q="bol", cohort="")
    assert re.findall(r'data-findable="(\w+)', only.text) == ["bolat"]


def test_it_is_given_to_a_group_and_a_single_student_each_person_once(browser, school):
    second = second_group(school)
    member(school, "dana", second)
    both = member(school, "erlan", second)
    school.add(
        enrolments,
        user_id=both,
        cohort_id=school.cohort,
        group_id=school.group,
        role="student",
        created_at=START,
    )
    key = made(
        browser,
        school,
        cohort="",
        group=[str(second), str(school.group)],
        student=str(both),
    )
    assert len(school.database.read(assignments.list_students, key)) == 4
    assert len(told(school, "erlan")) == 1
    only = made(browser, school, cohort="", student=str(school.people["bolat"]))
    assert students(school, only) == {school.people["bolat"]}


def test_a_groups_instructor_gives_to_own_groups_only(browser, school):
    second = second_group(school)
    member(school, "dana", second)
    member(school, "kolega", second)
    school.database.write(
        lambda connection: connection.execute(
            enrolments.update()
            .where(enrolments.c.user_id == school.people["kolega"])
            .values(role="instructor")
        )
    )
    become(browser, school, "kolega")
    page = browser.get(f"/teach/cohorts/{school.cohort}/assignments/new").text
    assert "П-22" in page
    assert "П-21" not in page
    assert "Aliya" not in page
    assert new(browser, school).status_code == 422
    assert new(browser, school, cohort="", group=str(school.group)).status_code == 422
    key = made(browser, school, cohort="", group=str(second))
    assert browser.get(f"/teach/assignments/{key}/edit").status_code == 200
    # what is given to others too is not theirs to change
    assert browser.get(f"/teach/assignments/{school.assignment}/edit").status_code == 403
    assert browser.submit(f"/teach/assignments/{school.assignment}/withdraw").status_code == 403


def edit(browser, school, key, **changed):
    info = info_of(school, key)
    sent = fields(school, **{"revision": str(info.revision), **changed})
    return browser.submit(f"/teach/assignments/{key}/edit", sent)


def test_moved_dates_are_told_from_what_to_what_and_once(browser, school):
    key = made(browser, school)
    assert edit(browser, school, key, closes="2026-11-26T18:00").status_code == 303
    assert edit(browser, school, key, closes="2026-11-26T18:00").status_code == 303
    assert [one.kind for one in told(school, "aliya")] == ["assignment_moved", "assignment_new"]
    become(browser, school, "aliya")
    page = browser.get("/notices").text
    assert "Жабылуы: 2026 ж. 25 қараша, 23:59 → 2026 ж. 26 қараша, 18:00." in page


def test_who_is_added_later_is_told_of_a_new_assignment_and_the_others_are_not_told_again(
    browser, school
):
    key = made(browser, school, cohort="", student=str(school.people["aliya"]))
    everyone = [str(school.people["aliya"]), str(school.people["bolat"])]
    assert edit(browser, school, key, cohort="", student=everyone).status_code == 303
    assert len(told(school, "aliya")) == 1
    assert [one.kind for one in told(school, "bolat")] == ["assignment_new"]


def test_a_change_over_somebody_elses_is_shown_and_not_lost(browser, school):
    key = made(browser, school)
    old = str(info_of(school, key).revision)
    assert edit(browser, school, key, title="Жаңа атау").status_code == 303
    answer = edit(browser, school, key, title="Менің атауым", revision=old)
    assert answer.status_code == 409
    assert "Менің атауым" in answer.text
    assert info_of(school, key).title == "Жаңа атау"
    newest = re.search(r'name="revision" value="(\d+)"', answer.text).group(1)
    assert edit(browser, school, key, title="Менің атауым", revision=newest).status_code == 303
    assert info_of(school, key).title == "Менің атауым"


def test_once_begun_dates_can_change_but_not_what_is_asked_or_how_it_counts(browser, school):
    key = school.give(ONE, exam_rules(attempts=3, counts="last"))
    become(browser, school, "aliya")
    begin(browser, school)
    become(browser, school, "ustaz")
    page = browser.get(f"/teach/assignments/{key}/edit").text
    assert "Студенттер бастап қойды" in page
    before = info_of(school, key)
    changed = edit(browser, school, key, assessment="1", counts="best", certainty="1")
    assert changed.status_code == 303
    after = info_of(school, key)
    assert after.assessment_id == before.assessment_id
    assert after.rules.counts == "last"
    assert not after.rules.certainty
    assert after.window.limit == timedelta(minutes=45)


def test_a_password_is_hashed_kept_and_taken_away(browser, school, app):
    key = made(browser, school, password="сөз-2026")
    stored = info_of(school, key).password_hash
    assert "сөз" not in stored
    assert browser.portal.call(passwords.verify, "сөз-2026", stored)
    assert edit(browser, school, key).status_code == 303
    assert info_of(school, key).password_hash == stored
    assert "сөз-2026" not in browser.get(f"/teach/assignments/{key}/edit").text
    assert edit(browser, school, key, no_password="1").status_code == 303
    assert info_of(school, key).password_hash is None


def test_withdrawn_it_is_gone_from_the_students_list_and_comes_back_untold(browser, school):
    key = made(browser, school, opens="2026-11-25T14:00")
    assert browser.submit(f"/teach/assignments/{key}/withdraw").status_code == 303
    become(browser, school, "aliya")
    assert "Бірінші емтихан" not in browser.get("/assignments").text
    become(browser, school, "ustaz")
    assert "қайтарып алынған" in browser.get(f"/teach/assignments/{key}").text
    assert browser.submit(f"/teach/assignments/{key}/again").status_code == 303
    become(browser, school, "aliya")
    assert "Бірінші емтихан" in browser.get("/assignments").text
    assert len(told(school, "aliya")) == 1


def test_targets_are_replaced_whole(browser, school):
    key = made(browser, school)
    edit(browser, school, key, cohort="", group=str(school.group))
    assert school.database.read(giving.list_targets, key) == {("group", school.group)}


def test_an_archived_group_keeps_what_it_was_given(browser, school):
    second = second_group(school)
    key = made(browser, school, cohort="", group=[str(second), str(school.group)])
    school.database.write(
        lambda connection: connection.execute(
            groups_table.update().where(groups_table.c.id == second).values(archived_at=START)
        )
    )
    assert edit(browser, school, key, cohort="", group=str(school.group)).status_code == 303
    assert school.database.read(giving.list_targets, key) == {
        ("group", school.group),
        ("group", second),
    }


@pytest.mark.parametrize("key", ["x", "0", "99999", "99999999999"])
def test_an_assignment_that_is_not_there_is_not_found(browser, school, key):
    for tail in ("", "/edit", "/extensions"):
        assert browser.get(f"/teach/assignments/{key}{tail}").status_code == 404


def test_an_archived_cohort_is_read_only(browser, school):
    school.database.write(
        lambda connection: connection.execute(cohorts.update().values(archived_at=START))
    )
    assert new(browser, school).status_code == 409
    assert edit(browser, school, school.assignment).status_code == 409
    assert browser.get(f"/teach/assignments/{school.assignment}").status_code == 200


def test_a_button_pressed_twice_makes_one_assignment_and_tells_once(browser, school):
    first = made(browser, school)
    assert made(browser, school) == first
    assert len(told(school, "aliya")) == 1
    assert made(browser, school, title="Басқа тапсырма") != first


def test_the_same_assignment_made_later_is_another_one(browser, school, clock):
    first = made(browser, school)
    clock.pass_(minutes=1)
    assert made(browser, school) != first
