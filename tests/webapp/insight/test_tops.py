"""What to explain first is the same wherever it is named."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from course.loader import load
from tests.conftest import CONTENT, START
from tests.webapp.explained import plain, room, suspect, wrong
from webapp import explaining
from webapp.access import hashed
from webapp.exports import Order
from webapp.insight import group_files
from webapp.insight.tops import kept_tops, tops
from webapp.permissions import Post
from webapp.queries import api_tokens
from webapp.report.gathering import gather
from webapp.report.month import Month
from webapp.routes.api_tokens import PREFIX

__all__ = ["room"]

OF = {
    "1.1.b": ("1.1-single-choice", "1.1-ekinshi-sabaq"),
    "1.1.c": ("1.1-number",),
    "1.1.d": ("1.1-date",),
}


@pytest.fixture
def sample():
    """The sample course with four objectives."""
    course = load(CONTENT).course
    one = course.objectives["1.1.a"]
    objectives = [one] + [replace(one, id=name, text=f"Мақсат {name}") for name in OF]
    items = dict(course.items)
    for name, theirs in OF.items():
        for item in theirs:
            items[item] = items[item].model_copy(update={"objectives": (name,)})
    section = replace(course.sections["1.1"], objectives=tuple(objectives))
    return replace(
        course,
        objectives={one.id: one for one in objectives},
        items=items,
        sections={**course.sections, "1.1": section},
    )


@pytest.fixture
def heap(room):
    """Three of four students missed 1.1.b, two 1.1.c and 1.1.d, one 1.1.a."""
    room.join("ayan", "botagoz", "dana")
    for who in ("ayan", "botagoz", "dana"):
        wrong(room, who, "1.1-single-choice")
    for who in ("ayan", "botagoz"):
        wrong(room, who, "1.1-number", "1.1-date")
    wrong(room, "dana", "1.1-citation")
    return room


def named(room):
    """What the three pages and the API name first, and the pages of the group and of Monday."""
    browser, group = room.become("lead"), room.ids["group"]
    finding = re.search(
        r'<p class="finding">(.*?)</p>', browser.get(f"/groups/{group}/explain").text, re.S
    )[1]
    of_group = browser.get(f"/groups/{group}").text
    monday = browser.get("/teach").text
    found = [
        one[1] if one is not None else None
        for one in (
            re.search(r"«Мақсат ([\w.]+)»", finding),
            re.search(rf'"top-cost"><a href="/groups/{group}/explain/objective/(.+?)"', of_group),
            re.search(rf'<a href="/groups/{group}/explain" lang="kk">([\w.]+)', monday),
        )
    ]
    browser.cookies.clear()
    answer = browser.get(
        f"{PREFIX}/groups/{group}/explain", headers={"authorization": f"Bearer {KEY}"}
    )
    assert answer.status_code == 200, answer.text
    found.append(answer.json()["first"])
    return found, plain(of_group), plain(monday)


KEY = "pq_" + "k" * 40


def a_program_may_ask(room):
    room.database.write(
        lambda connection: api_tokens.add(
            connection,
            hashed(KEY),
            "k",
            room.ids["lead"],
            room.ids["cohort"],
            "Журнал",
            START + timedelta(days=9),
            START,
        )
    )


def test_pages_and_the_api_name_the_same_first_and_not_one_that_rests_on_a_question_in_doubt(heap):
    a_program_may_ask(heap)
    found, of_group, monday = named(heap)
    assert found == ["1.1.b"] * 4
    assert "күмәнді" not in of_group + monday
    suspect(heap, "1.1-single-choice")
    found, of_group, monday = named(heap)
    assert found == ["1.1.c"] * 4  # of two alike the first by name
    for page in (of_group, monday):
        assert "2 студент қателескен, барлығы 2 қате жауап." in page
        assert "Қателескен студенті бұдан көп, бірақ сұрағының өзі күмәнді мақсат: 1." in page
    # of two that as many students missed the one missed more, whatever is in doubt above it
    for who in ("ayan", "botagoz"):
        wrong(heap, who, "1.1-date", lesson="lesson:1.1.1-basqa")
    assert named(heap)[0] == ["1.1.d"] * 4


def test_where_all_rests_on_questions_in_doubt_that_is_said_and_nothing_named(heap):
    a_program_may_ask(heap)
    suspect(heap, "1.1-single-choice", "1.1-number", "1.1-date")
    found, of_group, monday = named(heap)
    assert found == [None] * 4
    for page in (of_group, monday):
        assert "қателескен мақсаттардың бәрінде сұрақтың өзі күмәнді, мақсат саны — 3." in page


def test_a_question_in_doubt_that_cost_less_than_a_third_is_no_reason(heap):
    a_program_may_ask(heap)
    for who in ("ayan", "botagoz", "dana"):
        heap.answer(who, heap.course.items["1.1-ekinshi-sabaq"], {"choice": ["a"]})
        heap.answer(
            who,
            heap.course.items["1.1-ekinshi-sabaq"],
            {"choice": ["a"]},
            lesson="lesson:1.1.2-ekinshi",
        )
    wrong(heap, "student", "1.1-single-choice")
    suspect(heap, "1.1-single-choice")  # 4 of 10
    assert named(heap)[0] == ["1.1.c"] * 4
    wrong(heap, "student", "1.1-number", "1.1-date")
    for n in range(3):
        heap.answer(
            "ayan",
            heap.course.items["1.1-ekinshi-sabaq"],
            {"choice": ["a"]},
            lesson=f"lesson:1.1.2-ekinshi-{n}",
        )
    assert named(heap)[0] == ["1.1.b"] * 4  # 4 of 13


def test_nothing_is_named_that_one_student_alone_missed(room):
    a_program_may_ask(room)
    wrong(room, "student", "1.1-single-choice")
    found, of_group, _ = named(room)
    assert found == [None] * 4
    assert "2026 ж. 9 қараша күнінен бері екі не одан көп студент" in of_group


def test_of_many_groups_it_is_kept_for_ten_minutes(heap):
    site = heap.browser.app.state.site
    suspect(heap, "1.1-single-choice")
    cohort, group = heap.ids["cohort"], heap.ids["group"]

    def first(ask, minutes):
        now = START + timedelta(minutes=minutes)
        return heap.database.read(ask, site, cohort, [group], now)[group].first.name

    assert first(kept_tops, 0) == "1.1.c"
    for who in ("ayan", "botagoz"):
        wrong(heap, who, "1.1-date", lesson="lesson:1.1.1-basqa")
    suspect(heap)  # counts
    assert first(kept_tops, 9) == "1.1.c"
    assert first(kept_tops, 10) == "1.1.d"
    assert first(tops, 10) == "1.1.d"


def test_rows_in_doubt_come_last_and_tell_what_is_left_without(heap):
    """On the page, in the file and for programs."""
    a_program_may_ask(heap)
    suspect(heap, "1.1-single-choice")
    browser, group = heap.become("lead"), heap.ids["group"]
    page = browser.get(f"/groups/{group}/explain?kind=objective").text
    names = ["1.1.c", "1.1.d", "1.1.b", "1.1.a"]  # the last is one student's
    assert re.findall(r'class="row-name" href="/groups/\d+/explain/objective/([\w.]+)', page) == (
        names
    )
    assert "Күмәнді сұрақсыз: 0 / 0." in plain(page)
    assert "Күмәнді сұрақсыз: 0." in plain(
        browser.get(f"/groups/{group}/explain?kind=misconception").text
    )
    assert "Реті: қателескен студент саны, ол тең болса — қате үлесі." in plain(page)
    file = browser.get(f"/groups/{group}/export/explain.csv").text
    assert [one for one in re.findall(r"1\.1\.[a-d]\b", file) if one] == [
        one for one in ("1.1.c", "1.1.d", "1.1.a", "1.1.b") for _ in range(file.count(one))
    ]
    browser.cookies.clear()
    costs = browser.get(
        f"{PREFIX}/groups/{group}/explain", headers={"authorization": f"Bearer {KEY}"}
    ).json()["costs"]
    told = [
        (one["name"], one["doubtful"], one["doubtful_missed"])
        for one in costs
        if one["kind"] == "objective"
    ]
    assert told == [
        ("1.1.c", False, 0),
        ("1.1.d", False, 0),
        ("1.1.a", False, 0),
        ("1.1.b", True, 3),
    ]


def test_the_report_says_its_weeks_before_the_tables_where_rows_in_doubt_come_last(heap, sample):
    suspect(heap, "1.1-single-choice")
    month, zone = date(2026, 11, 1), heap.browser.app.state.site.settings.zone

    def read(connection):
        order = Order(heap.ids["cohort"], None, "kk", zone)
        span = explaining.Span(0, month, date(2026, 11, 25))
        named = heap.ids["group"], "ПҚ-1"
        group = group_files.load_group(connection, sample, order, named, span, START)
        theirs = Post(0, heap.ids["cohort"], "Ағын", False, "instructor", None)
        whole = Month.of(month, date(2026, 11, 25))
        return gather(
            connection, sample, order, group, whole, theirs, {"maker": "lead аты", "waiting": 0}
        )["blocks"]

    blocks = heap.database.read(read)
    place = next(n for n, one in enumerate(blocks) if one.get("text", "").startswith("Нені қайта"))
    assert blocks[place + 1]["kind"] == "lead"
    assert "Айды қамтитын апталар алынған: 26.10–25.11" in blocks[place + 1]["text"]
    assert [row[0] for row in blocks[place + 2]["rows"]] == [
        "Мақсат 1.1.c",
        "Мақсат 1.1.d",
        "Мақсат 1.1.b (күмәнді сұраққа тиесілісі — 3)",
    ]
