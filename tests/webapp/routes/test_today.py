"""«Today»: the day's round, the plan behind it, and what comes back because it changed."""

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from course.amendments import Amendment
from quizzes.generator import CannotGenerate
from quizzes.mastery import Try
from quizzes.memory import Memory
from quizzes.mistakes import Mistake
from tests.conftest import START
from tests.webapp.exams import RIGHT, become, by_hand, hand_in, make_school
from webapp.pages import LANGUAGES
from webapp.queries import memories, study
from webapp.queries.memories import Remembered
from webapp.queries.sittings import archive_versions_of
from webapp.self_test import returning, today
from webapp.self_test.pool import make, pool
from webapp.tables import self_tests, sitting_items, sittings, study_plans, study_states

DAY = date(2026, 11, 25)
FORM = {"exam_on": "", "minutes": "20", "new_a_day": "", "shared": "none"}
SINGLE, NUMBER, CLOZE, DATE, TEXT = (
    f"1.1-{one}" for one in ("single-choice", "number", "cloze", "date", "short-text")
)


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


def remember(school, key, due, *, days_ago=10, version="0" * 16, stability=20.0, **more):
    """Aliya answered this right so many days ago."""
    last = DAY - timedelta(days=days_ago)
    one = Remembered(
        key=key,
        memory=Memory(stability, 5.0, DAY + timedelta(days=due), last),
        last_at=START - timedelta(days=days_ago),
        version=version,
        right=True,
        certainty=None,
        seconds=None,
        mistake=None,
        tries=(Try(last, Fraction(1)),),
        answers=1,
    )
    one = replace(one, **more)
    user_id = school.people["aliya"]
    if not school.rows(study_states, user_id=user_id):
        school.add(study_states, user_id=user_id, built_at=START)
    school.database.write(lambda connection: memories.put_memories(connection, user_id, [one]))
    days = [study.Day(last, 1, 1, 60, {})]
    school.database.write(lambda connection: study.put_days(connection, user_id, days))


def start(browser, **fields) -> int:
    answer = browser.submit("/today/start", fields or None)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rpartition("/")[2])


def asked(school, number) -> list[str]:
    return [row.item_id for row in school.rows(sitting_items, sitting_id=number)]


def check(browser, number, item_id, position, **form):
    answer = browser.submit(
        f"/sittings/{number}/{position}", {"do": "check", **(form or RIGHT[item_id])}
    )
    assert answer.status_code == 303, answer.text


def remember_current(browser, school, key, due, **more):
    version = make(browser.app.state.site.course, key, "1").version
    remember(school, key, due, version=version, **more)


# --- who, and in which state ---------------------------------------------------------------------


def test_without_an_account_the_page_says_what_it_is_and_begins_nothing(browser, database):
    page = browser.get("/today")
    assert page.status_code == 200
    assert "/sign-up?back=/today" in page.text
    assert browser.submit("/today/start").status_code == 401
    assert browser.submit("/today/plan", FORM).status_code == 401


def test_the_pages_speak_every_language(browser, school):
    remember_current(browser, school, SINGLE, 0)
    for language in LANGUAGES:
        browser.cookies.set("prefs", f"{language}.auto.m")
        for address in ("/today", "/today/plan"):
            page = browser.get(address)
            assert page.status_code == 200
            assert f'<html lang="{language}"' in page.text


def test_a_new_account_begins_with_a_first_round_in_the_order_of_the_course(browser, school):
    page = browser.get("/today").text
    assert "Алғашқы жаттығуда бәрі жаңа" in page
    course = browser.app.state.site.course
    number = start(browser)
    found = asked(school, number)
    assert found == list(pool(course))[: len(found)]
    assert school.rows(self_tests, sitting_id=number)[0].mode == "tutor"


def test_pressed_twice_it_begins_once_and_the_page_offers_to_go_on(browser, school):
    number = start(browser)
    assert start(browser) == number
    assert len(school.rows(self_tests)) == 1
    assert f'href="/sittings/{number}"' in browser.get("/today").text


def test_two_requests_that_both_saw_no_round_begin_one(browser, school):
    """The write looks again: a page read a moment ago may be overtaken."""
    site = browser.app.state.site

    def begin(connection):
        return today.start(
            connection,
            site.course,
            user_id=school.people["aliya"],
            title="Бүгін",
            items=[site.course.items[SINGLE]],
            returned=(),
            certainty=False,
            seed="1",
            now=START,
            zone=site.settings.zone,
        )

    assert school.database.write(begin) == school.database.write(begin)


# --- the round -----------------------------------------------------------------------------------


def test_the_round_asks_what_is_due_then_what_is_weak_then_what_is_new(browser, school):
    remember_current(browser, school, DATE, -3)
    remember_current(browser, school, NUMBER, 30, stability=40.0, days_ago=30, mistake=Mistake(DAY))
    remember_current(browser, school, CLOZE, 30, days_ago=1)
    remember_current(browser, school, TEXT, 30, days_ago=2)
    number = start(browser)
    found = asked(school, number)
    assert found[:2] == [DATE, NUMBER]
    assert SINGLE in found[2:]
    assert CLOZE not in found  # known, and not due


def test_after_a_week_away_the_first_day_is_short_and_brings_nothing_new(browser, school):
    for key in (DATE, NUMBER, CLOZE):
        remember_current(browser, school, key, -3, days_ago=12)
    page = browser.get("/today").text
    assert "12 күн өтті" in page
    assert set(asked(school, start(browser))) == {DATE, NUMBER, CLOZE}


def test_what_does_not_fit_waits_and_is_no_debt(browser, school):
    for key in RIGHT:
        if not key.endswith("essay"):
            remember_current(browser, school, key, -1, days_ago=3)
    page = browser.submit("/today/plan", {**FORM, "minutes": "5"})
    assert page.status_code == 303
    assert "қарыз болып жиналмайды" in browser.get("/today").text
    assert 0 < len(asked(school, start(browser))) < 9


def test_a_round_of_yesterday_is_ended_by_the_one_of_today(browser, school, clock):
    old = start(browser)
    first = asked(school, old)[0]
    check(browser, old, first, 1)
    clock.pass_(days=1)
    assert f"/sittings/{old}" not in browser.get("/today").text
    new = start(browser)
    assert new != old
    assert school.rows(sittings, id=old)[0].closed_at is not None
    assert school.rows(sittings, id=new)[0].closed_at is None


def test_a_clock_set_back_a_day_changes_nothing(browser, school, clock):
    number = start(browser)
    clock.pass_(days=-1)
    assert browser.get("/today").status_code == 200
    assert start(browser) == number


def test_with_everything_done_there_is_nothing_to_begin(browser, school):
    for key in pool(browser.app.state.site.course):
        remember_current(browser, school, key, 5, days_ago=0)
    page = browser.get("/today").text
    assert "Бүгінге жоспарланғаны бітті" in page
    answer = browser.submit("/today/start")
    assert answer.headers["location"] == "/today"
    assert not school.rows(self_tests)


def test_a_length_out_of_range_is_told_and_kept(browser, school):
    for minutes in ("0", "4", "241", "-5", "он", "1e3", "٢٠"):
        page = browser.submit("/today/start", {"minutes": minutes})
        assert page.status_code == 422, minutes
        assert f'value="{minutes}"' in page.text
    assert not school.rows(self_tests)


def test_another_length_holds_for_this_round_alone(browser, school):
    short = len(asked(school, start(browser, minutes="5")))
    assert short < 9
    assert not school.rows(study_plans)


def test_a_card_that_is_judged_leads_on_to_the_next(browser, school):
    cards = [key for key, one in pool(browser.app.state.site.course).items() if one.kind == "card"]
    remember_current(browser, school, cards[0], -1, days_ago=2)
    number = start(browser)
    assert asked(school, number)[0] == cards[0]
    answer = browser.submit(f"/sittings/{number}/1", {"do": "check", "grade": "good"})
    assert answer.headers["location"] == f"/sittings/{number}/2"
    assert "judged" in browser.get(f"/sittings/{number}/1").text


def test_what_cannot_be_made_is_left_out_and_the_rest_is_asked(browser, school, monkeypatch):
    def failing(course, key, seed, *, copy=1):
        if key == NUMBER:
            raise CannotGenerate(key)
        return make(course, key, seed, copy=copy)

    monkeypatch.setattr(today, "make", failing)
    found = asked(school, start(browser))
    assert found
    assert NUMBER not in found


def test_certainty_is_asked_if_wished(browser, school):
    number = start(browser)
    assert 'name="certainty"' not in browser.get(f"/sittings/{number}/1").text
    hand_in(browser, number)
    browser.submit("/today/plan", {**FORM, "certainty": "1"})
    number = start(browser)
    page = browser.get(f"/sittings/{number}/1").text
    assert 'name="certainty"' in page
    assert 'name="certainty" value="1" checked' not in page  # leaving it says nothing


def test_saying_how_sure_one_is_moves_no_points_in_practice(browser, school):
    browser.submit("/today/plan", {**FORM, "certainty": "1"})
    number = start(browser, minutes="5")
    for position, item_id in enumerate(asked(school, number), 1):
        check(browser, number, item_id, position, **RIGHT[item_id], certainty="0")
    hand_in(browser, number)
    assert 'class="big-figure">100' in browser.get(f"/sittings/{number}/result").text


def test_a_round_answered_to_the_end_is_handed_in_without_asking(browser, school):
    number = start(browser, minutes="5")
    items = asked(school, number)
    last = f"/sittings/{number}/{len(items)}"
    for position, item_id in enumerate(items, 1):
        if position == 2:
            continue
        check(browser, number, item_id, position)
    answer = browser.submit(last, {"do": "finish"})
    assert answer.headers["location"] == f"/sittings/{number}/finish"  # one is open
    assert browser.get(f"/sittings/{number}").headers["location"] == f"/sittings/{number}/2"
    check(browser, number, items[1], 2)
    page = browser.get(f"/sittings/{number}/2").text
    assert "data-settled" in page
    answer = browser.submit(last, {"do": "finish"})
    assert answer.headers["location"] == f"/sittings/{number}/receipt"
    assert school.rows(sittings, id=number)[0].closed_at is not None


def test_mistakes_of_the_day_are_offered_once_more_until_right(browser, school):
    number = start(browser)
    place = asked(school, number).index(SINGLE) + 1
    check(browser, number, SINGLE, place, choice="b")
    hand_in(browser, number)
    assert "/today/again" in browser.get(f"/sittings/{number}/result").text
    again = int(browser.submit("/today/again").headers["location"].rpartition("/")[2])
    assert asked(school, again) == [SINGLE]
    check(browser, again, SINGLE, 1)
    hand_in(browser, again)
    assert "/today/again" not in browser.get("/today").text
    assert browser.submit("/today/again").headers["location"] == "/today"


# --- the plan ------------------------------------------------------------------------------------


def test_a_plan_is_saved_and_shown(browser, school):
    answer = browser.submit(
        "/today/plan",
        {**FORM, "exam_on": "2026-12-20", "minutes": "5", "new_a_day": "1", "shared": "summary"},
    )
    assert answer.headers["location"] == "/today"
    row = school.rows(study_plans)[0]
    assert (row.exam_on, row.minutes, row.new_a_day) == (date(2026, 12, 20), 5, 1)
    assert (row.shared, row.exam_set_on) == ("summary", DAY)
    page = browser.get("/today").text
    assert "2026 ж. 20 желтоқсан, 25 күн қалды" in page
    form = browser.get("/today/plan").text
    assert 'value="2026-12-20"' in form


WRONG = [
    ("exam_on", "2026-11-24"),
    ("exam_on", "2026-11-25"),
    ("exam_on", "2031-06-01"),
    ("exam_on", "20 желтоқсан"),
    ("exam_on", "2026-02-30"),
    ("minutes", "0"),
    ("minutes", "4"),
    ("minutes", "241"),
    ("minutes", ""),
    ("minutes", "жиырма"),
    ("new_a_day", "-1"),
    ("new_a_day", "101"),
    ("shared", "everything"),
]


def test_a_plan_that_cannot_be_is_told_at_its_field_and_changes_nothing(browser, school):
    browser.submit("/today/plan", {**FORM, "minutes": "30"})
    for field, value in WRONG:
        page = browser.submit("/today/plan", {**FORM, "new_a_day": "7", field: value})
        assert page.status_code == 422, (field, value)
        assert f'href="#f-{field}"' in page.text
        if field != "shared":
            assert f'value="{value}"' in page.text
    assert school.rows(study_plans)[0].minutes == 30


def test_an_exam_tomorrow_is_taken_and_said_plainly(browser, school):
    browser.submit("/today/plan", {**FORM, "exam_on": "2026-11-26"})
    page = browser.get("/today").text
    assert "Емтихан ертең" in page


def test_the_day_is_that_of_the_courses_zone(browser, school, clock):
    clock.pass_(hours=11)  # 01:00 of the 26th in Astana
    page = browser.submit("/today/plan", {**FORM, "exam_on": "2026-11-26"})
    assert page.status_code == 422


def test_when_the_day_of_the_exam_has_come_or_gone_the_rest_can_still_be_changed(
    browser, school, clock
):
    browser.submit("/today/plan", {**FORM, "exam_on": "2026-11-27"})
    clock.pass_(days=2)
    same = {**FORM, "exam_on": "2026-11-27", "minutes": "15"}
    assert browser.submit("/today/plan", same).status_code == 303
    assert "Емтихан бүгін" in browser.get("/today").text
    clock.pass_(days=1)
    assert "өтті" in browser.get("/today").text
    assert 'value="2026-11-27"' not in browser.get("/today/plan").text


def test_too_little_time_is_told_with_what_would_do(browser, school):
    browser.submit("/today/plan", {**FORM, "exam_on": "2026-12-20", "new_a_day": "0"})
    page = browser.get("/today").text
    assert "қамтылмай қалады" in page
    assert "деген шегіңіз" in page


def test_the_title_page_tells_of_today_and_of_the_exam(browser, school):
    assert "Күн сайынғы қысқа жаттығу" in browser.get("/").text
    remember_current(browser, school, SINGLE, 0)
    browser.submit("/today/plan", {**FORM, "exam_on": "2026-12-20"})
    page = browser.get("/").text
    assert "Қайталау уақыты келген: 1 сұрақ." in page
    assert "25 күн қалды" in page


# --- what changed --------------------------------------------------------------------------------


def earlier(browser, school, key, **changed):
    """An earlier version of an item, archived; its version."""
    item = browser.app.state.site.course.items[key].model_copy(update=changed)
    item.__dict__.pop("version", None)
    school.database.write(lambda connection: archive_versions_of(connection, [item], START))
    return item.version


def test_what_was_mastered_and_changed_comes_first_and_says_what_changed(browser, school):
    version = earlier(browser, school, SINGLE, stem="Бұрынғы сұрақ?")
    remember(school, SINGLE, 60, version=version, days_ago=2, stability=90.0)
    remember_current(browser, school, DATE, -2, days_ago=2)
    assert "өзгерген" in browser.get("/today").text
    number = start(browser)
    assert asked(school, number)[0] == SINGLE
    page = browser.get(f"/sittings/{number}/1").text
    assert "Бұл сұрақ сіз жауап бергеннен бері өзгерді" in page
    assert "<li>сұрақтың мәтіні</li>" in page
    assert "дұрыс жауап</li>" not in page
    assert 'href="/lessons/' in page
    check(browser, number, SINGLE, 1)
    hand_in(browser, number)
    assert "өзгерген" not in browser.get("/today").text


def test_what_is_only_filed_otherwise_or_was_never_mastered_does_not_come_back(browser, school):
    filed = earlier(browser, school, SINGLE, difficulty=3, points=5)
    remember(school, SINGLE, 60, version=filed, days_ago=2)
    changed = earlier(browser, school, DATE, stem="Бұрынғы сұрақ?")
    remember(school, DATE, 60, version=changed, days_ago=2, right=False, mistake=Mistake(DAY))
    assert "өзгерген" not in browser.get("/today").text


def test_a_change_of_the_law_brings_back_what_rests_on_it(browser, school, monkeypatch):
    site = browser.app.state.site
    norm = site.course.items[SINGLE].norms[0]
    law = Amendment(DAY - timedelta(days=1), (norm,), "Мерзім өзгерді.", frozenset({SINGLE}))
    coming = Amendment(DAY + timedelta(days=1), (norm,), "Алда.", frozenset({DATE}))
    monkeypatch.setattr(site, "course", replace(site.course, amendments=(law, coming)))
    remember_current(browser, school, SINGLE, 60, days_ago=2)
    remember_current(browser, school, DATE, 60, days_ago=2)
    number = start(browser)
    kept = json.loads(school.rows(self_tests, sitting_id=number)[0].definition)
    assert list(kept["changed"]) == [SINGLE]
    page = browser.get(f"/sittings/{number}/1").text
    assert "Мерзім өзгерді." in page
    assert "2026 ж. 24 қараша" in page


def test_an_answer_given_on_or_after_the_day_of_the_change_stands(browser, school, monkeypatch):
    site = browser.app.state.site
    norm = site.course.items[SINGLE].norms[0]
    law = Amendment(DAY - timedelta(days=2), (norm,), "Мерзім өзгерді.", frozenset({SINGLE}))
    monkeypatch.setattr(site, "course", replace(site.course, amendments=(law,)))
    remember_current(browser, school, SINGLE, 60, days_ago=2)
    assert "өзгерген" not in browser.get("/today").text


def test_the_paragraph_to_read_anew_is_the_heading_above_the_item(sample):
    found = returning.paragraph_of(sample, SINGLE)
    lesson = sample.lessons[sample.item_lessons[SINGLE]]
    assert found.partition("#")[0] == lesson.href
    assert found.partition("#")[2] in {"", *(one.id for one in lesson.headings)}


def test_the_title_page_counts_only_what_is_practised_still(browser, school):
    remember_current(browser, school, SINGLE, 0)
    remember(school, "1.1-retired-since", 0)
    user_id = school.people["aliya"]
    course = browser.app.state.site.course
    found = school.database.read(today.home_today, course, user_id, DAY)
    assert found.due == 1
