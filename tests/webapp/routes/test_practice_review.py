"""The review of a set: its numbers, what to read again, and the set made from it."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from math import floor

import pytest

from tests.conftest import START
from tests.webapp.exams import RIGHT, answer_all, become, by_hand, hand_in, make_school, swept
from webapp.self_test.beginning import Asked, begin
from webapp.tables import attempts, outcomes, self_tests, sitting_items

ONE, TWO, THREE = "1.1-single-choice", "1.1-number", "1.1-matching"
CHAPTER = "Мерзімді айтады"  # the text of the only objective


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


def start(browser, school, *ids, mode="exam", limit=None):
    course = browser.app.state.site.course
    return school.database.write(
        lambda connection: begin(
            connection,
            user_id=school.people["aliya"],
            kind="set",
            title="Өз жинағым",
            mode=mode,
            items=[Asked(course.items[one]) for one in ids],
            seed="s1",
            now=START,
            limit=limit,
        )
    )


def finished(browser, school, clock, answers, *ids, **more):
    number = start(browser, school, *ids, **more)
    if answers:
        answer_all(browser, number, answers)
    clock.pass_(minutes=7)
    hand_in(browser, number)
    return number


def review(browser, number):
    page = browser.get(f"/practice/{number}/review")
    assert page.status_code == 200, page.text
    return page.text


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_its_numbers_are_those_of_the_answers(browser, school, clock):
    answers = {
        ONE: {"choice": "b"},
        TWO: RIGHT[TWO],
        THREE: {"match.a": "bir", "match.b": "bir"},
    }
    number = finished(browser, school, clock, answers, ONE, TWO, THREE, "1.1-date")
    page = review(browser, number)
    earned, most, right = Fraction(0), 0, 0
    for row in school.rows(sitting_items, sitting_id=number):  # once more, from the bare rows
        most += row.points
        (attempt,) = school.rows(attempts, sitting_id=number, item_id=row.item_id) or (None,)
        if attempt is not None:
            score = school.rows(outcomes, attempt_id=attempt.id)[-1]
            share = Fraction(score.score_num, score.score_den)
            earned += share * row.points
            right += share == 1
    assert 0 < earned < most
    assert f"{right} / 4" in plain(page)
    assert f"{floor(earned / most * 100)} %" in plain(page)
    assert "7 минут" in plain(page)


def test_what_is_weak_leads_to_the_paragraph_to_read_again(browser, school, clock):
    number = finished(browser, school, clock, {TWO: RIGHT[TWO]}, ONE, TWO)
    page = review(browser, number)
    course = browser.app.state.site.course
    heading = course.lessons["1.1.1-merzim"].headings[0]
    assert f'href="/lessons/1.1.1-merzim#{heading.id}"' in page
    assert f'id="{heading.id}"' in browser.get("/lessons/1.1.1-merzim").text


def test_a_misconception_stands_under_its_name_in_the_readers_language(browser, school, clock):
    course = browser.app.state.site.course
    item = course.items[ONE]
    number = finished(browser, school, clock, {ONE: {"choice": "b"}}, ONE)
    (code,) = item.score(item.parse({"choice": ["b"]})).misconceptions
    assert course.misconceptions[code].title in review(browser, number)
    browser.submit("/settings", {"lang": "ru", "back": "/"})
    assert course.misconceptions[code].ru in review(browser, number)


def test_what_to_do_first_stands_before_the_figures(browser, school, clock):
    number = finished(browser, school, clock, {}, ONE, TWO)
    page = review(browser, number)
    assert page.index('class="finding"') < page.index('class="big-figure"')


def test_an_exam_set_leads_to_its_review_and_the_review_to_each_answer(browser, school, clock):
    number = finished(browser, school, clock, {}, ONE)
    receipt = browser.get(f"/sittings/{number}/receipt")
    assert receipt.headers["location"] == f"/practice/{number}/review"
    assert f'href="/sittings/{number}/result"' in review(browser, number)
    assert f'href="/practice/{number}/review"' in browser.get(f"/sittings/{number}/result").text


def test_while_it_runs_there_is_no_review_and_nothing_is_made_from_it(browser, school):
    number = start(browser, school, ONE, TWO)
    answer = browser.get(f"/practice/{number}/review")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sittings/{number}")
    assert browser.submit(f"/practice/from/{number}").status_code == 409
    assert len(school.rows(self_tests)) == 1


def test_time_that_ran_out_is_told(browser, school, clock):
    number = start(browser, school, ONE, TWO, limit=timedelta(minutes=5))
    clock.pass_(minutes=6)
    swept(browser)
    page = plain(review(browser, number))
    assert "5 минут" in page
    assert "өздігінен тапсырылды" in page


def test_the_next_set_asks_what_was_missed_and_as_much_new(browser, school, clock):
    answers = {ONE: {"choice": "b"}, TWO: RIGHT[TWO]}
    number = finished(browser, school, clock, answers, ONE, TWO, THREE)
    review(browser, number)
    answer = browser.submit(f"/practice/from/{number}", {"do": "start"})
    following = int(answer.headers["location"].removeprefix("/sittings/"))
    asked = [row.item_id for row in school.rows(sitting_items, sitting_id=following)]
    assert asked[:2] == [ONE, THREE]
    assert len(asked) == 4
    assert not {TWO, "1.1-essay"} & set(asked)
    made = school.rows(self_tests, sitting_id=following)[0]
    assert (made.kind, made.mode, made.definition) == ("set", "tutor", f'{{"from": {number}}}')


def test_when_all_is_known_there_is_no_next_set_to_make(browser, school, clock):
    course = browser.app.state.site.course
    known = {one: RIGHT[one] for one in course.items if one in RIGHT and not one.endswith("essay")}
    known["1.1-ekinshi-sabaq"] = {"choice": "b"}
    number = finished(browser, school, clock, known, *known)
    assert "/practice/from/" not in review(browser, number)
    answer = browser.submit(f"/practice/from/{number}", {"do": "start"})
    assert answer.headers["location"] == "/practice"
    assert len(school.rows(self_tests)) == 1


def test_certainty_moves_the_points_of_an_exam_set_and_not_of_practice(browser, school, clock):
    shares = {}
    course = browser.app.state.site.course
    for mode in ("exam", "tutor"):
        number = school.database.write(
            lambda connection, mode=mode: begin(
                connection,
                user_id=school.people["aliya"],
                kind="set",
                title="Өз жинағым",
                mode=mode,
                items=[Asked(course.items[ONE])],
                seed="s1",
                now=START,
                certainty=True,
            )
        )
        answer_all(browser, number, {ONE: {"choice": "a", "certainty": "1"}})
        hand_in(browser, number)
        swept(browser)
        figure = re.search(r'class="big-figure">(\S+)\s%', review(browser, number)).group(1)
        in_list = re.search(
            rf'/practice/{number}/review.*?class="past-share">(\S+)\s%',
            browser.get("/practice").text,
            re.S,
        ).group(1)
        assert in_list == figure
        shares[mode] = figure
    assert shares == {"exam": "33,33", "tutor": "100"}
