"""A recall card on the pages of a set."""

from __future__ import annotations

import pytest

from tests.conftest import START
from tests.webapp.exams import become, by_hand, make_school
from webapp.self_test.beginning import Asked, begin
from webapp.tables import attempts, outcomes

CARD = "1.1-card-anyqtau-merzimi"


@pytest.fixture
def sitting(browser, database):
    school = make_school(database)
    by_hand(browser)
    become(browser, school, "aliya")
    card = browser.app.state.site.course.cards[CARD]
    number = database.write(
        lambda connection: begin(
            connection,
            user_id=school.people["aliya"],
            kind="set",
            title="Карточкалар",
            mode="tutor",
            items=[Asked(card)],
            seed="s",
            now=START,
        )
    )
    return school, number


def test_a_card_shows_its_back_on_demand_and_takes_the_learners_grade(browser, sitting):
    school, number = sitting
    page = browser.get(f"/sittings/{number}/1").text
    assert '<details class="recall"' in page
    assert page.count('name="grade"') == 4
    answer = browser.submit(f"/sittings/{number}/1", {"do": "check", "grade": "again"})
    assert answer.status_code == 303
    assert school.rows(attempts)[0].response == '{"grade":"again"}'
    assert school.rows(outcomes)[0].score_num == 0
    assert answer.headers["location"] == f"/sittings/{number}/receipt"  # the last: handed in
    judged = browser.get(f"/sittings/{number}/result").text
    assert "Бір айдан" in judged
    assert "Ұмыттым" in judged


def test_a_card_can_be_reported_but_stands_in_no_bank_and_no_lesson(browser, sitting):
    _, number = sitting
    assert browser.get(f"/items/{CARD}/report?sitting={number}").status_code == 200
    assert browser.get(f"/api/v1/items/{CARD}").status_code == 404
    course = browser.app.state.site.course
    assert CARD not in course.items
