"""How students stand at an assignment, and one sitting closed or opened again."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction

import pytest

from tests.conftest import START
from tests.webapp.exams import (
    answer_all,
    become,
    begin,
    by_hand,
    exam_rules,
    fixed,
    form_of,
    hand_in,
    make_school,
    save,
    swept,
)
from webapp.queries import members, notices, results
from webapp.queries.assignments import find_assignment
from webapp.sitting.standing import find as standing_of
from webapp.tables import attempts, enrolments, events, extensions, outcomes, sittings
from webapp.tables import groups as groups_table

ONE, ESSAY = "1.1-single-choice", "1.1-essay"
TWO = {"sections": [fixed(ONE, ESSAY)]}
ANSWERS = {ONE: {"choice": "a"}, ESSAY: {"text": "Анықтау бір айдан аспайды."}}


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    made.give({"sections": [fixed(ONE)]})
    become(browser, made, "aliya")
    return made


def care(school, sitting, what="", key=None):
    tail = f"/{what}" if what else ""
    return f"/teach/assignments/{key or school.assignment}/sittings/{sitting}{tail}"


def page(browser, school, query=""):
    become(browser, school, "ustaz")
    answer = browser.get(f"/teach/assignments/{school.assignment}{query}")
    assert answer.status_code == 200
    return answer.text


def sat(browser, school, answers=None):
    """Aliya sits and hands in; the machine scores."""
    become(browser, school, "aliya")
    sitting = begin(browser, school)
    answer_all(browser, sitting, {ONE: {"choice": "a"}} if answers is None else answers)
    assert hand_in(browser, sitting).status_code == 303
    swept(browser)
    return sitting


def ends(school, sitting, now):
    return school.database.read(standing_of, sitting, now).ends


def share(school):
    def read(connection):
        found = find_assignment(connection, school.assignment)
        return [one.result.share for one in results.load_scores(connection, found)]

    return school.database.read(read)


def counts(text):
    found = re.findall(r"\?state=([\w-]+)#.*?<span class=\"figures\">(\d+)</span>", text)
    return {state: int(n) for state, n in found}


class TestStanding:
    def test_each_student_has_one_of_four_words(self, browser, school):
        school.give(TWO)
        for name in ("dana", "erlan"):
            school.person(name)
        sat(browser, school, ANSWERS)  # an essay waits
        become(browser, school, "bolat")
        begin(browser, school)
        become(browser, school, "dana")
        hand_in(browser, begin(browser, school))  # nothing answered: nothing waits
        swept(browser)
        text = page(browser, school)
        assert counts(text) == {"not-started": 1, "in-progress": 1, "handed-in": 1, "marked": 1}
        assert "Барлығы 4 студент: 2 тапсырды, 1 орындап жатыр" in text
        only = page(browser, school, "?state=handed-in")
        assert "Aliya" in only
        assert "Bolat" not in only

    def test_a_marked_student_has_the_result_that_counts_and_a_link_to_the_answers(
        self, browser, school
    ):
        sitting = sat(browser, school)
        text = page(browser, school)
        assert f'<a href="/teach/sittings/{sitting}">100 %</a>' in text

    def test_a_groups_assistant_sees_the_students_of_that_group_only(self, browser, school):
        second = school.add(
            groups_table, cohort_id=school.cohort, title="П-22", join_code="k2", created_at=START
        )
        school.person("komekshi", "assistant")
        school.database.write(
            lambda connection: connection.execute(
                enrolments.update()
                .where(enrolments.c.user_id == school.people["komekshi"])
                .values(group_id=second)
            )
        )
        school.person("dana")
        school.add(
            enrolments,
            user_id=school.people["dana"],
            cohort_id=school.cohort,
            group_id=second,
            role="student",
            created_at=START,
        )
        become(browser, school, "komekshi")
        text = browser.get(f"/teach/assignments/{school.assignment}").text
        assert "Dana" in text  # who studies in another group too
        assert "Aliya" not in text
        assert "/edit" not in text

    def test_a_withdrawn_or_closed_assignment_says_so(self, browser, school, clock):
        clock.pass_(hours=4)
        assert "Жабылды. Барлығы 2 студент: 0 тапсырды" in page(browser, school)


class TestClosing:
    def test_what_is_saved_is_handed_in_for_the_student(self, browser, school, clock):
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="a")
        clock.pass_(minutes=10)
        become(browser, school, "ustaz")
        assert browser.get(care(school, sitting)).status_code == 200
        refused = browser.submit(care(school, sitting, "close"), {"reason": " "})
        assert refused.status_code == 422
        done = browser.submit(care(school, sitting, "close"), {"reason": "Аудиториядан кетті"})
        assert done.status_code == 303
        [row] = school.rows(sittings)
        assert (row.closed_by, row.closed_at) == ("instructor", START + timedelta(minutes=10))
        swept(browser)
        assert share(school) == [Fraction(1)]
        shown = browser.get(care(school, sitting)).text
        assert "Аудиториядан кетті" in shown
        assert "Ustaz" in shown

    def test_one_that_has_ended_is_not_ended_again(self, browser, school):
        sitting = sat(browser, school)
        become(browser, school, "ustaz")
        answer = browser.submit(care(school, sitting, "close"), {"reason": "тағы бір рет"})
        assert answer.status_code == 409
        assert school.rows(sittings)[0].closed_by == "student"

    def test_a_sitting_of_another_assignment_is_not_found(self, browser, school):
        sitting = sat(browser, school)
        first = school.assignment
        other = school.give()
        become(browser, school, "ustaz")
        assert browser.get(care(school, sitting, key=first)).status_code == 200
        assert browser.get(care(school, sitting, key=other)).status_code == 404
        assert browser.get(care(school, "x")).status_code == 404


class TestReopening:
    def reopened(self, browser, school, sitting, **fields):
        become(browser, school, "ustaz")
        return browser.submit(
            care(school, sitting, "reopen"), {"reason": "Байланыс үзілді", **fields}
        )

    def test_answers_and_the_time_that_was_left_come_back(self, browser, school, clock):
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="b")
        clock.pass_(minutes=20)
        hand_in(browser, sitting)
        swept(browser)
        clock.pass_(minutes=30)
        assert self.reopened(browser, school, sitting).status_code == 303
        assert ends(school, sitting, clock()) == clock() + timedelta(minutes=40)
        become(browser, school, "aliya")
        shown = browser.get(f"/sittings/{sitting}/1")
        assert shown.status_code == 200
        assert re.search(r'value="b" checked', shown.text)
        assert not re.search(r'class="asked-fields"[^>]* disabled', shown.text)
        [row] = school.rows(sittings)
        assert (row.closed_at, row.scored_at) == (None, None)
        assert save(browser, sitting, ONE, base=1, choice="a").status_code == 200
        hand_in(browser, sitting)
        swept(browser)
        assert [(one.number, form_of(one)["choice"]) for one in school.rows(attempts)] == [
            (1, ["b"]),
            (2, ["a"]),
        ]
        assert share(school) == [Fraction(1)]
        assert len(school.rows(outcomes)) == 2  # the old mark stays in the history

    def test_an_unchanged_answer_keeps_its_marks(self, browser, school):
        school.give(TWO)
        sitting = sat(browser, school, ANSWERS)
        essay = next(one for one in school.rows(attempts) if one.item_id == ESSAY)
        school.add(
            outcomes,
            attempt_id=essay.id,
            status="scored",
            score_num=1,
            score_den=2,
            marked_by=school.people["ustaz"],
            created_at=START,
        )
        before = share(school)
        assert self.reopened(browser, school, sitting).status_code == 303
        become(browser, school, "aliya")
        hand_in(browser, sitting)
        swept(browser)
        assert len(school.rows(attempts)) == 2
        assert share(school) == before

    def test_after_the_close_the_student_gets_a_close_of_their_own(self, browser, school, clock):
        sitting = begin(browser, school)
        clock.pass_(minutes=20)
        hand_in(browser, sitting)
        clock.pass_(days=1)
        assert self.reopened(browser, school, sitting, minutes="15").status_code == 303
        assert ends(school, sitting, clock()) == clock() + timedelta(minutes=55)
        [grant] = school.rows(extensions)
        assert grant.reason == "Байланыс үзілді"
        swept(browser)
        assert school.rows(sittings)[0].closed_at is None

    def test_with_no_time_left_minutes_must_be_given(self, browser, school, clock):
        sitting = begin(browser, school)
        clock.pass_(hours=2)
        swept(browser)
        refused = self.reopened(browser, school, sitting)
        assert refused.status_code == 422
        assert "қосымша минут беріңіз" in refused.text
        assert "Байланыс үзілді" in refused.text
        assert school.rows(sittings)[0].closed_at is not None
        assert self.reopened(browser, school, sitting, minutes="5").status_code == 303
        assert ends(school, sitting, clock()) == clock() + timedelta(minutes=5)

    def test_without_a_limit_and_after_the_close_only_the_minutes_count(
        self, browser, school, clock
    ):
        school.give(TWO, limit_s=None, closes=START + timedelta(hours=1))
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        clock.pass_(hours=2)
        swept(browser)
        assert self.reopened(browser, school, sitting, minutes="30").status_code == 303
        assert ends(school, sitting, clock()) == clock() + timedelta(minutes=30)

    def test_pressed_twice_it_is_opened_once(self, browser, school):
        sitting = sat(browser, school)
        assert self.reopened(browser, school, sitting, minutes="10").status_code == 303
        assert self.reopened(browser, school, sitting, minutes="10").status_code == 409
        assert len(school.rows(extensions)) == 1
        assert [one.kind for one in school.rows(events, kind="sitting-reopened")] == [
            "sitting-reopened"
        ]

    def test_not_while_another_try_runs(self, browser, school):
        school.give(TWO, exam_rules(attempts=2))
        sitting = sat(browser, school, ANSWERS)
        become(browser, school, "aliya")
        begin(browser, school)
        assert self.reopened(browser, school, sitting).status_code == 409

    def test_the_student_is_told(self, browser, school):
        sitting = sat(browser, school)
        self.reopened(browser, school, sitting)
        kinds = [
            one.kind for one in school.database.read(notices.list_notices, school.people["aliya"])
        ]
        assert kinds == ["sitting_reopened"]

    @pytest.mark.parametrize("minutes", ["-1", "көп", "1001", "1,5"])
    def test_minutes_that_cannot_be_are_refused(self, browser, school, minutes):
        sitting = sat(browser, school)
        assert self.reopened(browser, school, sitting, minutes=minutes).status_code == 422


def test_who_has_moved_belongs_to_the_staff_of_the_new_group_only(browser, school):
    sitting = sat(browser, school)
    second = school.add(
        groups_table, cohort_id=school.cohort, title="П-22", join_code="k2", created_at=START
    )

    def staff_of(name, group_id):
        school.person(name, "instructor")
        school.database.write(
            lambda connection: connection.execute(
                enrolments.update()
                .where(enrolments.c.user_id == school.people[name])
                .values(group_id=group_id)
            )
        )

    staff_of("before", school.group)
    staff_of("after", second)
    school.database.write(
        members.move, school.cohort, school.people["aliya"], second, START + timedelta(hours=1)
    )
    for name, status in (("before", 403), ("after", 200)):
        become(browser, school, name)
        assert browser.get(care(school, sitting)).status_code == status
    school.database.write(
        members.take_out, school.cohort, school.people["aliya"], None, START + timedelta(hours=2)
    )
    become(browser, school, "before")
    assert browser.get(care(school, sitting)).status_code == 200  # begun in their group
