"""A student's list of assignments."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

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
    swept,
)
from webapp.queries import Prepared
from webapp.tables import enrolments

ONE = "1.1-single-choice"
ASKED = {"sections": [fixed(ONE)]}
HOUR = timedelta(hours=1)


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


def sections(browser):
    text = browser.get("/assignments").text
    return re.findall(r'class="my-section my-(\w+)"', text), text


def sat(browser, school):
    sitting = begin(browser, school)
    answer_all(browser, sitting, {ONE: {"choice": "a"}})
    hand_in(browser, sitting)
    swept(browser)


def test_without_any_the_list_says_what_will_be_here(browser, school):
    found, text = sections(browser)
    assert found == []
    assert "Әзірге тапсырма жоқ" in text


def test_someone_in_no_cohort_is_told_how_to_join_one(browser, school):
    school.person("bosoqu", enrolled=False)
    become(browser, school, "bosoqu")
    assert "Топқа қосылу үшін" in browser.get("/assignments").text


def test_a_guest_is_asked_to_sign_in(browser, school):
    browser.cookies.clear()
    answer = browser.get("/assignments")
    assert answer.headers["location"] == "/sign-in?back=/assignments"


def test_what_is_open_comes_first_with_its_clock_time_and_what_remains(browser, school):
    school.give(ASKED, opens=START + HOUR, closes=START + 3 * HOUR)
    school.give(ASKED, closes=START + timedelta(days=3))
    school.give(ASKED, opens=START - 3 * HOUR, closes=START - HOUR)
    found, text = sections(browser)
    assert found == ["open", "coming", "closed"]
    assert "Жабылады: 2026 ж. 28 қараша, 14:00" in text
    assert "Қалғаны: 3 күн." in text
    assert "Ашылады: 2026 ж. 25 қараша, 15:00" in text
    assert "Тапсырылмады" in text


def test_one_that_runs_says_until_when_and_leads_on(browser, school):
    school.give(ASKED)
    begin(browser, school)
    found, text = sections(browser)
    assert found == ["open"]
    assert "Аяқталатын уақыты: 2026 ж. 25 қараша, 15:00" in text
    assert "Жалғастыру" in text


def test_a_result_is_shown_when_it_may_be(browser, school):
    school.give(ASKED)
    sat(browser, school)
    found, text = sections(browser)
    assert found == ["done"]
    assert "Нәтижеңіз: 100" in text


def test_a_result_that_may_not_be_seen_yet_says_when(browser, school, clock):
    late = {"own": "after", "score": "closed", "key": "closed", "feedback": "closed"}
    school.give(ASKED, exam_rules(visibility=late))
    school.extend("bolat", START, closes_at=START + timedelta(hours=5))
    sat(browser, school)
    _, text = sections(browser)
    assert "Нәтижеңіз" not in text
    # when the last of them has closed
    assert "мына уақыттан кейін көрсетіледі: 2026 ж. 25 қараша, 19:00" in text
    clock.pass_(hours=4)
    assert "Нәтижеңіз" not in sections(browser)[1]
    clock.pass_(hours=1, seconds=1)
    assert "Нәтижеңіз" not in sections(browser)[1]  # as on the result page: after the grace
    clock.pass_(seconds=30)
    assert "Нәтижеңіз: 100" in sections(browser)[1]


def test_a_result_never_shown_says_so(browser, school):
    never = {"own": "never", "score": "never", "key": "never", "feedback": "never"}
    school.give(ASKED, exam_rules(visibility=never))
    sat(browser, school)
    text = sections(browser)[1]
    assert "Нәтижеңіз" not in text
    assert "оқытушыдан сұраңыз" in text


def test_an_essay_that_waits_gives_what_is_sure_so_far(browser, school):
    school.give({"sections": [fixed(ONE, "1.1-essay")]})
    sitting = begin(browser, school)
    answer_all(
        browser, sitting, {ONE: {"choice": "a"}, "1.1-essay": {"text": "Анықтау бір ай ішінде."}}
    )
    hand_in(browser, sitting)
    assert "балл есептеліп жатыр" in sections(browser)[1]
    swept(browser)
    assert "жазба жауапты оқытушы тексеріп жатыр" in sections(browser)[1]


def test_another_attempt_is_offered_while_there_is_one(browser, school):
    school.give(ASKED, exam_rules(attempts=2, pass_share="1/2"))
    sat(browser, school)
    found, text = sections(browser)
    assert found == ["open"]
    assert "Тағы бір рет орындау" in text
    assert "өттіңіз" in text


def test_while_waiting_the_next_attempt_has_its_time(browser, school):
    school.give(ASKED, exam_rules(attempts=2, wait_s=3600))
    sat(browser, school)
    _, text = sections(browser)
    assert "Келесі әрекет ашылатын уақыт: 2026 ж. 25 қараша, 15:00" in text
    assert "Тағы бір рет орындау" not in text


def test_what_one_is_granted_is_in_the_list(browser, school, clock):
    school.give(ASKED, closes=START + HOUR)
    school.extend("aliya", START, closes_at=START + timedelta(days=4))
    clock.pass_(hours=2)
    assert sections(browser)[0] == ["open"]
    become(browser, school, "bolat")
    assert sections(browser)[0] == ["closed"]


def test_who_left_has_none(browser, school):
    school.give(ASKED)
    school.database.write(
        lambda connection: connection.execute(
            enrolments.update()
            .where(enrolments.c.user_id == school.people["aliya"])
            .values(ended_at=START)
        )
    )
    assert sections(browser)[0] == []


def test_many_assignments_take_as_many_statements_as_one(browser, school, database, monkeypatch):
    asked: list[str] = []
    prepared = Prepared.__call__

    def counting(self, connection, **values):
        asked.append("prepared")
        return prepared(self, connection, **values)

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    monkeypatch.setattr(Prepared, "__call__", counting)
    reading = browser.app.state.site.database.reading

    def statements():
        asked.clear()
        event.listen(reading, "before_cursor_execute", note)
        assert browser.get("/assignments").status_code == 200
        event.remove(reading, "before_cursor_execute", note)
        return len(asked)

    school.give(ASKED)
    sat(browser, school)
    one = statements()
    for _ in range(4):
        school.give(ASKED)
        sat(browser, school)
    assert len(re.findall("Аралық бақылау", browser.get("/assignments").text)) >= 5
    assert statements() == one
