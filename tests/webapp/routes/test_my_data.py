"""Taking one's data out, erasing it, and the texts that were kept aside."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from sqlmodel import SQLModel

from quizzes.item import item_from_canonical
from tests.conftest import START
from tests.webapp.exams import (
    answer_all,
    become,
    begin,
    by_hand,
    exam_rules,
    fixed,
    hand_in,
    make_school,
    save,
    swept,
)
from webapp.insight.counting import up_to_date
from webapp.queries import throttle
from webapp.self_test.beginning import Asked
from webapp.self_test.beginning import begin as begin_set
from webapp.tables import (
    accommodations,
    attempts,
    drafts,
    enrolments,
    events,
    extensions,
    item_flags,
    item_reports,
    marks,
    memories,
    notices,
    outcomes,
    readings,
    roster_imports,
    self_tests,
    sent_answers,
    set_aside,
    sign_ins,
    sittings,
    study_days,
    study_plans,
    study_queue,
    study_states,
    throttles,
    users,
)

LESSON = "1.1.1-merzim"
ONE = "1.1-single-choice"
ESSAY = "1.1-essay"
STUDY = (
    readings,
    item_flags,
    memories,
    self_tests,
    sent_answers,
    study_days,
    study_plans,
    study_queue,
    study_states,
)


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


def practise(browser, school):
    """Something of each kind that self-study leaves."""
    course = browser.app.state.site.course
    version = course.items[ONE].version
    me = school.people["aliya"]
    browser.submit(f"/lessons/{LESSON}/opened")
    browser.submit(
        f"/lessons/{LESSON}/items/{ONE}", {"choice": "a", "attempt": "1", "version": version}
    )
    lesson = school.rows(sittings, user_id=me)[0].id
    own = school.database.write(
        lambda connection: begin_set(
            connection,
            user_id=me,
            kind="set",
            title="Өз жинағым",
            mode="tutor",
            items=[Asked(course.items[ONE]), Asked(course.items[ESSAY])],
            seed="s",
            now=START,
        )
    )
    browser.submit(f"/sittings/{own}/1", {"do": "check", "choice": "b"})
    save(browser, own, ESSAY, text="Бірінші мәтін, ол орнынан түседі.")
    save(browser, own, ESSAY, base=1, text="Екінші мәтін.")
    school.add(
        set_aside,
        sitting_id=own,
        item_id=ESSAY,
        form=json.dumps({"text": ["Бұрынғы мәтінім"]}, ensure_ascii=False),
        reason="draft-conflict",
        at=START,
    )
    attempt = school.rows(attempts, sitting_id=lesson)[0].id
    school.add(study_plans, user_id=me, minutes=20, updated_at=START, exam_on=date(2027, 1, 9))
    if not school.rows(study_states, user_id=me):
        school.add(study_states, user_id=me, built_at=START)
    if not school.rows(study_queue, user_id=me):
        school.add(study_queue, user_id=me, attempt_id=attempt)
    school.add(item_flags, user_id=me, item_key=ONE, flagged_at=START)
    school.add(study_days, user_id=me, day=START.date(), answers=1)
    school.add(
        memories,
        user_id=me,
        item_key=ONE,
        memory="{}",
        due_on=START.date(),
        last_at=START,
        item_version=version,
    )
    school.add(
        sent_answers,
        client_id="1",
        user_id=me,
        item_id=ONE,
        item_version=version,
        sitting_id=lesson,
        attempt_id=attempt,
        form='{"choice": ["a"]}',
        answered_at=START,
        received_at=START,
        fate="kept",
        reason="changed",
    )
    school.add(
        item_reports,
        item_id=ONE,
        item_version=version,
        user_id=me,
        sitting_id=lesson,
        kind="other",
        text="Қате бар",
        created_at=START,
        state="open",
    )


def examined(browser, school, **rules):
    """An exam that was handed in and scored; its sitting."""
    school.give({"sections": [fixed(ONE, ESSAY)]}, rules=exam_rules(**rules))
    number = begin(browser, school)
    answer_all(browser, number, {ONE: {"choice": "a"}, ESSAY: {"text": "Жауабым осы."}})
    hand_in(browser, number)
    swept(browser)
    return number


def unpacked(browser) -> dict[str, str]:
    answer = browser.get("/account/data.zip")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        return {name: file.read(name).decode("utf-8-sig") for name in file.namelist()}


def answers(files) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["answers.csv"]), delimiter=";"))


def names_of(school, user_id: int) -> set[str]:
    """Every column in which a person is still named."""
    found = set()
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is users.c.id for key in column.foreign_keys) and school.rows(
                table, **{column.name: user_id}
            ):
                found.add(f"{table.name}.{column.name}")
    return found


def test_all_that_is_kept_is_in_the_file_and_nothing_of_others(browser, school):
    practise(browser, school)
    examined(browser, school)
    become(browser, school, "bolat")
    browser.submit(f"/lessons/{LESSON}/opened")
    become(browser, school, "aliya")
    files = unpacked(browser)
    assert set(files) == {"README.txt", "data.json", "answers.csv", "texts.csv"}
    data = json.loads(files["data.json"])
    for table in (*STUDY, sittings, attempts, outcomes, set_aside, sign_ins, enrolments):
        assert data[table.name], table.name
    assert [one["login"] for one in data["users"]] == ["aliya"]
    assert {one["user_id"] for one in data["readings"]} == {school.people["aliya"]}
    assert data["attempts"][0]["form"] == {"choice": ["a"]}
    assert "token_hash" not in data["sign_ins"][0]
    assert "password_hash" not in data["users"][0]
    lines = answers(files)
    assert len(lines) == len(data["attempts"])
    assert "Екінші мәтін." in files["texts.csv"]
    assert "Бұрынғы мәтінім" in files["texts.csv"]
    assert "study_plans: 1" in files["README.txt"]


def test_an_exam_keeps_back_in_the_file_what_it_keeps_back_on_its_pages(browser, school, clock):
    hidden = {"own": "after", "score": "closed", "key": "closed", "feedback": "closed"}
    number = examined(browser, school, visibility=hidden)
    site = browser.app.state.site
    assert browser.portal.call(up_to_date, site, [school.people["aliya"]]) == 0
    files = unpacked(browser)
    data = json.loads(files["data.json"])
    assert data["learner_sections"] == []  # would tell how many were right
    assert data["learner_costs"] == []
    assert [one["sitting_id"] for one in data["attempts"]] == [number, number]
    assert data["outcomes"] == []
    assert {tuple(line.values())[-2:] for line in answers(files)} == {
        ("", "нәтижесі әлі ашылмаған")
    }
    assert "1 әрекеттің нәтижесі" in files["README.txt"]
    clock.pass_(days=2)
    data = json.loads(unpacked(browser)["data.json"])
    assert len(data["outcomes"]) == 2
    assert data["learner_sections"] != []


def test_a_marker_s_points_are_kept_back_with_the_answer_they_are_for(browser, school, clock):
    hidden = {"own": "closed", "score": "closed", "key": "closed", "feedback": "closed"}
    number = examined(browser, school, visibility=hidden)
    (essay,) = school.rows(attempts, sitting_id=number, item_id=ESSAY)
    school.add(
        marks,
        attempt_id=essay.id,
        marker_id=school.people["ustaz"],
        part="first",
        points='{"a": 2}',
        comment="Жақсы",
        created_at=START,
    )
    assert json.loads(unpacked(browser)["data.json"])["marks"] == []
    become(browser, school, "ustaz")
    assert len(json.loads(unpacked(browser)["data.json"])["marks"]) == 1
    become(browser, school, "aliya")
    clock.pass_(days=2)
    assert len(json.loads(unpacked(browser)["data.json"])["marks"]) == 1


def test_what_was_typed_for_a_task_made_for_one_is_told_in_words(browser, school, sample):
    item = sample.items[ONE]
    variant = item_from_canonical(item.canonical().replace(ONE, "1.1-gen-sample-n2"))
    me = school.people["aliya"]
    own = school.database.write(
        lambda connection: begin_set(
            connection,
            user_id=me,
            kind="generator",
            title="Есептер",
            mode="tutor",
            items=[Asked(variant)],
            seed="s",
            now=START,
        )
    )
    school.add(
        set_aside,
        sitting_id=own,
        item_id=variant.id,
        form='{"choice": ["b"]}',
        reason="draft-conflict",
        at=START,
    )
    option = sample.plain(item.interaction.options[1].text)
    assert option in unpacked(browser)["texts.csv"]
    page = browser.get("/account/kept").text
    assert option in page
    assert sample.plain(item.stem) in page


def test_a_text_of_the_guest_one_was_can_be_read_still(browser, school):
    guest = school.add(users, merged_into=school.people["aliya"], created_at=START)
    school.add(
        sent_answers,
        client_id="2",
        user_id=guest,
        item_id=ESSAY,
        item_version="",
        form='{"text": ["Қонақтың мәтіні"]}',
        answered_at=START,
        received_at=START,
        fate="kept",
        reason="version",
    )
    assert "Қонақтың мәтіні" in browser.get("/account/kept").text


def test_what_an_open_exam_has_not_shown_yet_is_not_in_the_file(browser, school):
    school.give({"sections": [fixed(ONE, ESSAY)]})
    begin(browser, school)
    data = json.loads(unpacked(browser)["data.json"])
    assert len(data["sittings"]) == 1
    assert "seed" not in data["sittings"][0]
    assert [one["item_id"] for one in data["sitting_items"] if one["item_id"] == ESSAY] == []


def test_erasing_self_study_leaves_the_account_and_the_work_in_assignments(browser, school):
    practise(browser, school)
    exam = examined(browser, school)
    me = school.people["aliya"]
    answer = browser.submit("/account/erase", {"what": "study"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    for table in STUDY:
        assert school.rows(table, user_id=me) == [], table.name
    assert [one.id for one in school.rows(sittings)] == [exam]
    assert {one.sitting_id for one in school.rows(attempts)} == {exam}
    assert len(school.rows(outcomes)) == 2
    assert school.rows(drafts) == []
    assert school.rows(set_aside) == []
    report = school.rows(item_reports)[0]
    assert (report.user_id, report.sitting_id) == (me, None)
    assert browser.get("/account").status_code == 200


def test_an_erased_account_leaves_its_exam_without_a_name(browser, school):
    practise(browser, school)
    exam = examined(browser, school)
    me = school.people["aliya"]
    school.extend("aliya", START)
    school.add(
        accommodations,
        cohort_id=school.cohort,
        user_id=me,
        time_num=5,
        time_den=4,
        extra_attempts=0,
        later_close_s=0,
        note="анықтама бар",
        set_by=school.people["ustaz"],
        set_at=START,
    )
    school.add(notices, user_id=me, kind="enrolled", params="{}", href="/", at=START)
    school.add(events, user_id=me, kind="sign-in", at=START, data="{}")
    rows = [[1, "Aliya", "aliya", "П-21", "", ""], [2, "Bolat", "bolat", "П-21", "", ""]]
    school.add(
        roster_imports,
        cohort_id=school.cohort,
        rows=json.dumps({"rows": rows, "options": {}, "made": [me]}),
        read_by=school.people["ustaz"],
        read_at=START,
    )
    school.database.write(throttle.add_failure, "login:aliya", START)
    page = browser.get("/account/erase")
    assert "1 әрекетіңіз" in page.text
    answer = browser.submit("/account/erase", {"what": "account"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "storage" in answer.headers["clear-site-data"]
    kept = {"sittings.user_id", "enrolments.user_id", "accommodations.user_id"}
    assert names_of(school, me) == kept | {"extensions.user_id"}
    row = school.rows(users, id=me)[0]
    assert (row.login, row.name, row.password_hash) == (None, f"Өшірілген аккаунт {me}", None)
    assert [one.id for one in school.rows(sittings, user_id=me)] == [exam]
    assert len(school.rows(outcomes)) == 2
    assert school.rows(enrolments, user_id=me)[0].ended_at == START
    assert school.rows(accommodations)[0].note == ""
    assert school.rows(extensions)[0].reason == "—"
    assert json.loads(school.rows(roster_imports)[0].rows)["rows"] == rows[1:]
    assert school.rows(item_reports)[0].user_id is None
    assert school.rows(throttles) == []
    assert browser.get("/account").headers["location"].startswith("/sign-in")
    become(browser, school, "ustaz")
    for path in (
        f"/teach/cohorts/{school.cohort}/gradebook",
        f"/teach/cohorts/{school.cohort}/people",
        f"/teach/assignments/{school.assignment}/results",
        f"/teach/sittings/{exam}",
    ):
        told = browser.get(path)
        assert told.status_code == 200, path
        assert "Aliya" not in told.text
        assert ">None<" not in told.text
    assert f"Өшірілген аккаунт {me}" in browser.get(f"/teach/sittings/{exam}").text


def test_an_account_that_no_work_rests_on_goes_without_a_trace(browser, school):
    practise(browser, school)
    me = school.people["aliya"]
    assert "Өзіңізден кейін ештеңе қалмайды" in browser.get("/account/erase").text
    browser.submit("/account/erase", {"what": "account"})
    assert names_of(school, me) == set()
    assert school.rows(users, id=me) == []
    assert school.rows(attempts) == []
    assert [one.login for one in school.rows(users)] == ["ustaz", "bolat"]


def test_a_guest_sees_and_erases_everything_of_this_browser(browser, school):
    browser.cookies.clear()
    assert browser.get("/account/erase").status_code == 401
    course = browser.app.state.site.course
    browser.get(f"/lessons/{LESSON}")
    browser.submit(
        f"/lessons/{LESSON}/items/{ONE}",
        {"choice": "a", "attempt": "1", "version": course.items[ONE].version},
    )
    assert len(answers(unpacked(browser))) == 1
    page = browser.get("/account/erase").text
    assert 'value="study"' not in page
    browser.submit("/account/erase", {"what": "account"})
    assert school.rows(attempts) == []
    assert len(school.rows(users)) == 3


def test_what_must_be_settled_first_stands_in_the_way(browser, school):
    school.give()
    begin(browser, school)
    answer = browser.submit("/account/erase", {"what": "account"})
    assert answer.status_code == 409
    assert "Аралық бақылау" in answer.text
    become(browser, school, "ustaz")
    page = browser.get("/account/erase")
    assert "2026 күз" in page.text
    assert 'value="account"' not in page.text
    assert browser.submit("/account/erase", {"what": "account"}).status_code == 409
    assert len(school.rows(users)) == 3
    assert browser.submit("/account/erase", {"what": "?"}).status_code == 422


def test_an_instructor_who_goes_leaves_what_students_marks_rest_on(browser, school):
    school.person("ekinshi", "instructor")
    examined(browser, school)
    become(browser, school, "ustaz")
    assert "атыңызсыз қалады" in browser.get("/account/erase").text
    browser.submit("/account/erase", {"what": "account"})
    me = school.people["ustaz"]
    assert names_of(school, me) >= {"assignments.created_by", "assessments.created_by"}
    become(browser, school, "ekinshi")
    assert browser.get(f"/teach/assignments/{school.assignment}").status_code == 200


def test_texts_that_were_kept_aside_can_be_read_until_the_exam_hides_them(browser, school, clock):
    practise(browser, school)
    page = browser.get("/account/kept").text
    assert "Бұрынғы мәтінім" in page
    assert "Желісіз берілген жауап" in page
    hidden = {"own": "closed", "score": "closed", "key": "closed", "feedback": "closed"}
    exam = examined(browser, school, visibility=hidden)
    school.add(
        set_aside,
        sitting_id=exam,
        item_id=ESSAY,
        form='{"text": ["Кешіккен мәтін"]}',
        reason="late",
        at=START + timedelta(hours=1),
    )
    page = browser.get("/account/kept").text
    assert "Кешіккен мәтін" not in page
    assert "Тағы 1 мәтін" in page
    clock.pass_(days=2)
    assert "Кешіккен мәтін" in browser.get("/account/kept").text
    become(browser, school, "bolat")
    assert "Бұрынғы мәтінім" not in browser.get("/account/kept").text
