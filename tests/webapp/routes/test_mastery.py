"""The map of mastery, and its words on the title page and in a lesson."""

import re
from datetime import date

import pytest

from quizzes.mastery import WORDS
from tests.webapp.exams import become, by_hand, make_school
from tests.webapp.self_test.test_feeding import ONE, TWO, answer
from webapp.pages.mastery import Stack
from webapp.queries.study import Day
from webapp.routes.mastery import weeks
from webapp.tables import study_states


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


def words_in(html: str) -> list[str]:
    """The word of each objective of the map, in its order."""
    return re.findall(
        r'<li id="[\d.]+[a-z]">\s*<p class="objective-head"><span class="mastery-word is-(\w+)"',
        html,
    )


def test_a_visitor_reads_what_it_is(browser):
    page = browser.get("/mastery")
    assert page.status_code == 200
    assert "мәлімет аз" in page.text


def test_every_objective_has_a_word_that_follows_the_answers(browser, school, clock):
    course = browser.app.state.site.course
    for _ in range(3):
        for item_id in (ONE, TWO):
            answer(browser, school, clock, item_id, False)
        clock.pass_(days=1)
    words = words_in(browser.get("/mastery").text)
    assert len(words) == sum(len(one.objectives) for one in course.sections.values() if one.lessons)
    assert words.count("weak") == len(
        {*course.items[ONE].objectives, *course.items[TWO].objectives}
    )
    for _ in range(8):  # it can rise again
        for item_id in (ONE, TWO):
            answer(browser, school, clock, item_id, True)
        clock.pass_(days=1)
    assert "weak" not in words_in(browser.get("/mastery").text)


def test_the_title_page_and_the_lesson_tell_it_to_those_who_use_self_study(browser, school, clock):
    for _ in range(3):
        answer(browser, school, clock, ONE, False)
        clock.pass_(days=1)
    assert "is-weak" not in browser.get("/").text
    assert "is-weak" not in browser.get("/lessons/1.1.1-merzim").text
    browser.get("/mastery")
    assert school.rows(study_states)
    assert "is-weak" in browser.get("/").text
    assert "is-weak" in browser.get("/lessons/1.1.1-merzim").text


def day(text: str, answers: int, seconds: int, firm: int) -> Day:
    return Day(date.fromisoformat(text), answers, answers - 1, seconds, {"firm": firm, "weak": 1})


def test_weeks_have_no_gaps_and_keep_the_last_standing():
    found = weeks(
        [day("2026-09-01", 5, 300, 1), day("2026-09-03", 3, 90, 2), day("2026-09-15", 4, 61, 0)],
        date(2026, 9, 23),
    )
    assert [one.begins.isoformat() for one in found] == [
        "2026-08-31",
        "2026-09-07",
        "2026-09-14",
        "2026-09-21",
    ]
    assert [(one.days, one.answers, one.right, one.minutes) for one in found] == [
        (2, 8, 6, 6),
        (0, 0, 0, 0),
        (1, 4, 3, 1),
        (0, 0, 0, 0),
    ]
    assert [one.stack.counts["firm"] for one in found if one.stack] == [2, 2, 0, 0]


def test_half_a_year_is_shown_at_most_with_the_standing_before_it():
    found = weeks([day("2025-01-01", 2, 60, 4)], date(2026, 9, 23))
    assert len(found) == 26
    assert found[0].stack == Stack({"unknown": 0, "weak": 1, "growing": 0, "firm": 4})


def test_a_bar_covers_what_is_known_from_the_firmest():
    parts = Stack(dict(zip(WORDS, (5, 1, 0, 4), strict=True))).parts()
    assert [(word, n) for word, n, _, _ in parts] == [("firm", 4), ("weak", 1), ("unknown", 5)]
    assert [str(at) for _, _, at, _ in parts] == ["0", "2/5", "1/2"]
