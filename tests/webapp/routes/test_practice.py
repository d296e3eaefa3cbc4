"""Sets of one's own, tasks of one pattern, mistakes: asked for, counted, begun."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest

from quizzes.generator import Generator
from tests.conftest import Browser
from tests.webapp.exams import RIGHT, answer_all, become, by_hand, hand_in, make_school, swept
from webapp.queries import memories
from webapp.queries import self_tests as self_tests_of
from webapp.tables import item_flags, self_tests, sitting_items, sittings
from webapp.writer import Writer

ONE = "1.1-single-choice"
PRACTISED = 10  # of the eleven items of the sample course one is an essay


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


def make(browser, **fields):
    return browser.submit("/practice/new", {"count": "5", "mode": "tutor", **fields})


def begun(answer) -> int:
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].removeprefix("/sittings/"))


def asked(school, number):
    return [row.item_id for row in school.rows(sitting_items, sitting_id=number)]


def shown(page, value) -> int:
    return int(re.search(rf'data-of="{re.escape(value)}">(\d+)<', page.text).group(1))


def check(browser, number, position, **fields):
    answer = browser.submit(f"/sittings/{number}/{position}", {"do": "check", **fields})
    assert answer.status_code == 303, answer.text


def answered_wrong(browser, school) -> int:
    """A set of two items, one answered wrong and one right."""
    number = begun(make(browser, count="2", type="single-choice"))
    for position, item_id in enumerate(asked(school, number), start=1):
        assert item_id in (ONE, "1.1-ekinshi-sabaq")
        check(browser, number, position, choice="b")  # wrong of the first, right of the other
    return number


# --- who ------------------------------------------------------------------------------------------


def test_practice_is_explained_to_visitors_and_asks_them_to_sign_in(browser):
    page = browser.get("/practice")
    assert page.status_code == 200
    assert "/sign-in?back=/practice" in page.text
    assert browser.get("/practice/new").status_code == 401
    assert make(browser).status_code == 401
    assert browser.submit("/practice/mistakes").status_code == 401


# --- the form and its counts ----------------------------------------------------------------------


def test_the_form_counts_what_each_condition_lets_pass(browser, school):
    page = browser.get("/practice/new?difficulty=1")
    assert "data-total>4<" in page.text
    assert shown(page, "type:single-choice") == 2
    assert shown(page, "type:matching") == 0
    assert shown(page, "difficulty:2") == 3
    assert shown(page, "status:new") == 4
    assert shown(page, "status:missed") == 0


def test_an_address_may_name_an_objective(browser, school):
    page = browser.get("/practice/new?objective=1.1.a")
    assert 'name="objective" value="1.1.a" checked' in page.text
    assert shown(page, "objective:1.1.a") == PRACTISED
    assert 'name="objective"' not in browser.get("/practice/new").text
    assert len(asked(school, begun(make(browser, count="3", objective="1.1.a")))) == 3


def test_the_script_gets_the_same_counts(browser, school):
    page = browser.get("/practice/new?difficulty=1&status=new")
    counts = browser.get("/practice/new/counts?count=5&difficulty=1&status=new").json()
    assert counts["total"] == 4
    for value in ("section:1.1", "type:single-choice", "difficulty:3", "theme:deadlines"):
        assert counts["of"].get(value, 0) == shown(page, value)


def test_the_count_button_shows_the_form_again_with_all_in_it(browser, school):
    page = make(browser, do="count", difficulty="2", count="7", timed="1", minutes="25")
    assert page.status_code == 200
    for piece in ('value="7"', 'value="25"', 'name="timed" value="1" checked'):
        assert piece in page.text
    assert not school.rows(self_tests)


def test_counts_follow_what_the_learner_has_answered(browser, school):
    answered_wrong(browser, school)
    page = browser.get("/practice/new")
    assert (shown(page, "status:new"), shown(page, "status:missed")) == (PRACTISED - 2, 1)


# --- beginning ------------------------------------------------------------------------------------


def test_a_set_is_a_sitting_of_what_was_asked_for(browser, school):
    answer = make(
        browser,
        count="3",
        difficulty=["1", "3"],
        mode="exam",
        timed="1",
        minutes="12",
        certainty="1",
    )
    number = begun(answer)
    (row,) = school.rows(self_tests)
    assert (row.sitting_id, row.kind, row.mode, row.limit_s, row.certainty) == (
        number,
        "set",
        "exam",
        720,
        True,
    )
    course = browser.app.state.site.course
    items = asked(school, number)
    assert len(set(items)) == 3
    assert {course.items[one].difficulty for one in items} <= {1, 3}
    assert browser.get(f"/sittings/{number}/1").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"count": "0"},
        {"count": "1000"},
        {"count": "101"},
        {"count": "-3"},
        {"count": "3.5"},
        {"count": "٣"},
        {"count": "көп"},
        {"count": ""},
        {"timed": "1", "minutes": "0"},
        {"timed": "1", "minutes": "9999"},
        {"timed": "1", "minutes": "жарты"},
        {"section": "9.9"},
        {"theme": "deadline"},
        {"type": "essay"},
        {"objective": "9.9.z"},
        {"difficulty": "4"},
        {"status": "loved"},
        {"mode": "sprint"},
    ],
)
def test_what_cannot_be_asked_for_is_told_at_its_field_and_begins_nothing(browser, school, fields):
    page = make(browser, **fields)
    assert page.status_code == 422
    assert 'class="field-error"' in page.text
    for name, value in fields.items():
        if name in ("count", "minutes"):
            assert f'name="{name}" value="{value}"' in page.text
    assert not school.rows(self_tests)


def test_an_address_with_an_unknown_condition_shows_the_form_with_a_sentence(browser, school):
    page = browser.get("/practice/new?section=9.9%3Cb%3E")
    assert page.status_code == 422
    assert "9.9&lt;b&gt;" in page.text


def test_when_nothing_passes_the_form_says_so(browser, school):
    page = make(browser, status="missed")
    assert page.status_code == 422
    assert 'href="#f-total"' in page.text
    assert not school.rows(self_tests)


def test_when_too_few_pass_it_says_how_many_and_offers_them(browser, school):
    page = make(browser, count="50")
    assert page.status_code == 200
    assert 'value="all"' in page.text
    assert not school.rows(self_tests)
    number = begun(make(browser, count="50", do="all"))
    assert len(asked(school, number)) == PRACTISED


def test_a_button_pressed_twice_begins_one_set(browser, school, clock):
    first = begun(make(browser))
    assert begun(make(browser)) == first
    assert begun(make(browser, count="4")) != first
    clock.pass_(minutes=1)
    assert begun(make(browser)) != first


def test_pressed_at_once_in_two_processes_it_begins_one_set(
    browser, school, database, clock, monkeypatch
):
    """On PostgreSQL another process is not held up by our writer; the learner's row holds it."""
    browser.get("/practice")  # nothing is left to be worked in: each press writes once
    site = browser.app.state.site
    other = Writer(database.writing)  # as another process has
    other.start()
    together = Barrier(2, timeout=10)
    found = self_tests_of.list_running

    def list_running(connection, user_id):
        rows = found(connection, user_id)
        with suppress(BrokenBarrierError):  # one of them waits for the other's row
            together.wait(timeout=1)
        return rows

    monkeypatch.setattr(self_tests_of, "list_running", list_running)
    second = Browser(browser.app)
    second.cookies = browser.cookies
    writers = iter((site.writer.run, other.run))
    monkeypatch.setattr(site.writer, "run", lambda work: next(writers)(work))
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(make, (browser, second)))
    other.stop()
    assert len({begun(one) for one in done}) == 1
    assert len(school.rows(self_tests)) == 1


def test_another_learner_reaches_nothing_of_it(browser, school):
    number = answered_wrong(browser, school)
    become(browser, school, "bolat")
    assert browser.get(f"/practice/{number}/review").status_code == 403
    assert browser.submit(f"/practice/from/{number}").status_code == 403
    assert browser.get("/practice/999/review").status_code == 404
    assert f"/sittings/{number}" not in browser.get("/practice").text


# --- tasks of one pattern -------------------------------------------------------------------------


@pytest.fixture
def generator(monkeypatch):
    from quizzes import generators

    def drawn(random, days):
        number = random.randrange(10_000)
        options = [
            {"text": f"{number + n} күн", "right": n == 0, "why": f"{n}.", "misconception": None}
            for n in range(3)
        ]
        for one in options:
            one.pop("misconception")
        return {
            "type": "single-choice",
            "stem": f"Мерзім {number} күн. Қанша?",
            "explanation": "Есептеу: [[ҚПК 192.2]].",
            "options": options,
        }

    made = Generator("1.1-gen-sample", "Үлгі есеп", "deadlines", ("1.1.a",), ("ҚПК 192.2",), drawn)
    known = {made.id: made}
    for module in (
        "quizzes.generators",
        "webapp.self_test.pool",
        "webapp.self_test.sets",
        "webapp.routes.practice",
        "course.exams",
    ):
        monkeypatch.setattr(f"{module}.GENERATORS", known)
    monkeypatch.setattr("webapp.self_test.pool._kept", None)
    monkeypatch.setattr("webapp.self_test.rereading._kept", None)
    assert generators.GENERATORS is known
    yield made
    from webapp.self_test import pool, rereading

    pool._kept = rereading._kept = None


def test_a_pattern_starts_five_tasks_that_all_differ(browser, school, generator):
    page = browser.get(f"/practice/new?generator={generator.id}")
    assert page.status_code == 200
    assert generator.title in page.text
    number = begun(browser.submit("/practice/new", {"generator": generator.id}))
    items = asked(school, number)
    assert items == [generator.id, *(f"{generator.id}-n{n}" for n in range(2, 6))]
    stems = {
        re.search(r"Мерзім (\d+) күн", browser.get(f"/sittings/{number}/{n}").text).group(1)
        for n in range(1, 6)
    }
    assert len(stems) == 5
    (row,) = school.rows(self_tests)
    assert (row.kind, row.mode, row.title) == ("generator", "tutor", generator.title)


def test_an_unknown_pattern_is_not_found(browser, school):
    assert browser.get("/practice/new?generator=1.1-gen-nothing").status_code == 404
    assert browser.submit("/practice/new", {"generator": "1.1-single-choice"}).status_code == 404
    assert not school.rows(self_tests)


def test_tasks_come_into_a_set_only_if_wished(browser, school, generator):
    page = browser.get("/practice/new")
    assert shown(page, "variants:1") == 1
    assert generator.id in asked(school, begun(make(browser, count="11", variants="1")))
    assert generator.id not in asked(school, begun(make(browser, count="10")))


# --- mistakes and flags ---------------------------------------------------------------------------


def test_a_mistake_leaves_the_list_after_two_right_answers_on_different_days(
    browser, school, clock
):
    answered_wrong(browser, school)
    user_id = school.people["aliya"]
    page = browser.get("/practice/mistakes")
    assert page.text.count('class="mistake-words"') == 1
    for day in (0, 0, 1):
        clock.pass_(days=day, minutes=1)
        number = begun(browser.submit("/practice/mistakes", {"do": "start"}))
        assert asked(school, number) == [ONE]
        check(browser, number, 1, choice="a")
        left = browser.get("/practice/mistakes").text.count('class="mistake-words"')
        assert left == (0 if day else 1)
    assert school.database.read(memories.list_memories, user_id)[ONE].mistake is None


def test_an_empty_list_of_mistakes_begins_nothing(browser, school):
    answer = browser.submit("/practice/mistakes", {"do": "start"})
    assert answer.headers["location"] == "/practice/mistakes"
    assert not school.rows(self_tests)


def test_a_flag_in_a_set_of_ones_own_can_be_practised_until_taken_off(browser, school):
    number = begun(make(browser, count="2", type=["single-choice"], do="all"))
    browser.submit(f"/sittings/{number}/1", {"do": "flag"})
    flagged = asked(school, number)[0]
    assert [row.item_key for row in school.rows(item_flags)] == [flagged]
    assert shown(browser.get("/practice/new"), "status:flagged") == 1
    assert asked(school, begun(make(browser, count="1", status="flagged"))) == [flagged]
    browser.submit(f"/sittings/{number}/1", {"do": "unflag"})
    assert not school.rows(item_flags)


# --- past sets ------------------------------------------------------------------------------------


def test_past_sets_are_listed_with_their_share_and_running_ones_to_go_on_with(browser, school):
    number = answered_wrong(browser, school)
    page = browser.get("/practice").text
    assert f'href="/sittings/{number}"' in page
    assert f'href="/sittings/{number}/finish"' in page
    hand_in(browser, number)
    swept(browser)
    page = browser.get("/practice").text
    assert f'href="/practice/{number}/review"' in page
    assert f'href="/sittings/{number}"' not in page
    assert re.search(r'class="past-share">50\s%', page)


def test_older_sets_stand_on_pages_of_their_own(browser, school, clock):
    numbers = []
    for _ in range(22):
        numbers.append(begun(make(browser, count="1")))
        hand_in(browser, numbers[-1])
    first = browser.get("/practice").text
    assert first.count('class="past-title"') == 20
    older = re.search(r"/practice\?before=\d+", first).group(0)
    second = browser.get(older).text
    assert [int(n) for n in re.findall(r"/practice/(\d+)/review", second)] == [
        numbers[1],
        numbers[0],
    ]


def test_a_timed_set_ends_by_itself(browser, school, clock):
    number = begun(make(browser, count="2", mode="exam", timed="1", minutes="5"))
    answer_all(browser, number, {one: RIGHT[one] for one in asked(school, number) if one in RIGHT})
    clock.pass_(minutes=6)
    swept(browser)
    (row,) = school.rows(sittings, id=number)
    assert row.closed_at - row.started_at == timedelta(minutes=5)
