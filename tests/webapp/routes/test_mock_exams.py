"""Mock exams: rules before the start, real conditions, results by exam."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from course.loader import load
from quizzes.drawing import CannotDraw, draw
from quizzes.generator import CannotGenerate, practised
from tests.webapp.exams import become, by_hand, hand_in, make_school, swept
from webapp.self_test import mock
from webapp.self_test.pool import section_of
from webapp.tables import self_tests, sitting_items, sittings

HERE = "/practice/exams/synaq"


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


def begun(browser) -> int:
    answer = browser.submit(f"{HERE}/start")
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].removeprefix("/sittings/"))


def test_the_rules_and_the_end_by_the_clock_are_told_before_the_start(browser, school):
    assert "/practice/exams/synaq" in browser.get("/practice/exams").text
    page = browser.get(HERE).text
    assert "14:10" in page  # it is 14:00 in the course's zone, and the exam takes ten minutes
    assert "5 сұрақ, 2 бөлік" in page
    assert "10 минут" in page


def test_an_exam_begins_in_its_parts_under_its_limit_and_tells_nothing_before_the_end(
    browser, school
):
    number = begun(browser)
    (row,) = school.rows(self_tests)
    assert (row.kind, row.mode, row.limit_s) == ("mock", "exam", 600)
    items = school.rows(sitting_items, sitting_id=number)
    assert Counter(one.section for one in items) == {0: 2, 1: 3}
    page = browser.get(f"/sittings/{number}/1").text
    assert "Жеңілі" in page
    assert 'value="check"' not in page


def test_there_is_no_second_one_while_it_runs_and_no_pausing(browser, school, clock):
    number = begun(browser)
    assert begun(browser) == number
    assert f"/sittings/{number}" in browser.get(HERE).text
    clock.pass_(minutes=11)
    assert swept(browser)[0] == 1
    (row,) = school.rows(sittings)
    assert row.closed_by == "time"
    assert begun(browser) != number


def test_what_was_answered_before_comes_last(browser, school):
    first = begun(browser)
    course = browser.app.state.site.course
    for row in school.rows(sitting_items, sitting_id=first):
        sample = next(iter(course.items[row.item_id].interaction.samples()))
        browser.submit(f"/sittings/{first}/{row.position}", {"do": "stay", **sample.form})
    hand_in(browser, first)
    swept(browser)
    before = {row.item_id for row in school.rows(sitting_items, sitting_id=first)}
    second = {row.item_id for row in school.rows(sitting_items, sitting_id=begun(browser))}
    # of the four and of the six items that may come, two and three are new
    assert len(before & second) == 0


def test_the_latest_and_the_best_result_stand_with_the_exam(browser, school):
    for _ in range(2):
        hand_in(browser, begun(browser))
        swept(browser)
    page = browser.get(HERE).text
    assert "Соңғы нәтиже: 0" in page
    assert "Барлығы 2 рет тапсырдыңыз" in page


def test_an_unknown_exam_is_not_found(browser, school):
    assert browser.get("/practice/exams/nothing").status_code == 404
    assert browser.submit("/practice/exams/nothing/start").status_code == 404
    assert not school.rows(self_tests)


def test_generators_that_find_no_case_are_left_out_of_an_exam(monkeypatch):
    course = load(Path("content")).course
    assert course is not None
    exam = course.exams["negizgi"]
    assert exam.variants

    def failing(course, key, seed):
        if "-gen-" in key:
            raise CannotGenerate(key)
        return course.items[key]

    monkeypatch.setattr(mock, "make", failing)
    asked = mock.drawn(course, exam, (), "a")
    assert len({one.item.id for one in asked}) == 50


def test_the_exams_of_the_course_are_drawn_over_all_chapters_without_essays():
    course = load(Path("content")).course
    assert course is not None
    for exam in course.exams.values():
        for seed in ("a", "b", "c"):
            asked = mock.drawn(course, exam, (), seed)
            assert len({one.item.id for one in asked}) == exam.count
            assert all(one.item.type != "essay" for one in asked)
            chapters = Counter(section_of(course, one.item.id)[0] for one in asked)
            assert set(chapters) == {one.id for one in course.chapters}
            assert len(set(chapters.values())) == 1
    fifty = course.exams["negizgi"]
    met = {practised(one.item.id) for one in mock.drawn(course, fifty, (), "first")}
    again = {one.item.id for one in mock.drawn(course, fifty, met, "second")}
    fresh = [one for one in mock.bank(course, fifty) if one.item_id not in met]
    most_fresh = {
        one.item_id for one in draw(fifty.assessment, fresh, (), "x")
    }  # the bank holds a second exam without one item of the first
    assert len(most_fresh) == 50
    assert not met & again


def test_an_exam_that_cannot_be_drawn_is_refused_by_name(browser, school, monkeypatch):
    def drawn(*_):
        raise CannotDraw(0, 0, 2, 1)

    monkeypatch.setattr(mock, "drawn", drawn)
    answer = browser.submit(f"{HERE}/start")
    assert answer.status_code == 503
    assert not school.rows(self_tests)
