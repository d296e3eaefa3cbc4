"""A count becomes an item: key, known false answers, calendar note."""

from datetime import date, timedelta
from random import Random

import pytest

from quizzes.counting_tasks import (
    Former,
    Slip,
    calendar_note,
    date_task,
    dated,
    event_day,
    moment_task,
    working_end,
)
from quizzes.generator import Redraw
from quizzes.terms import Term
from tests.quizzes.test_terms import DAYS, at

MONDAY = date(2026, 2, 2)


def task(**changes):
    """A task of three days; the chance drawn does not insist on a day off."""
    given = {"stem": "Қай күні?", "began": MONDAY, "term": Term(3, "days"), "rule": "Үш тәулік."}
    random = next(one for seed in range(99) if (one := Random(seed)).random() > 0.5)
    return date_task(random, DAYS, **{**given, **changes})


def test_false_answers_of_the_task_go_before_those_of_false_counting():
    made = task(slips=(Slip(date(2026, 2, 4), "wrong-length", "Екі тәулік."),))
    assert made["key"] == "2026-02-05"
    assert made["wrong"] == [
        {"date": "2026-02-04", "why": "Екі тәулік.", "misconception": "wrong-length"}
    ]


def test_an_answer_of_an_old_edition_goes_before_all_others():
    made = task(
        slips=(Slip(date(2026, 2, 9), "wrong-length", "Жеті тәулік."),),
        former=Former(Term(7, "days"), "Ескі мерзім."),
    )
    assert made["wrong"][-1] == {
        "date": "2026-02-09",
        "why": "Ескі мерзім.",
        "misconception": "old-edition",
    }


def test_an_old_term_that_ends_on_the_same_day_asks_for_another_draw():
    with pytest.raises(Redraw):
        task(former=Former(Term(3, "days"), "Ескі мерзім."))


def test_a_slip_that_falls_together_with_the_key_is_left_out():
    slips = (Slip(date(2026, 2, 5), "wrong-start", "Қате."), Slip(MONDAY, "wrong-start", "Қате."))
    made = dated(
        DAYS, stem="?", key=date(2026, 2, 5), why="Дұрыс.", slips=slips, explanation="Есеп."
    )
    assert [one["date"] for one in made["wrong"]] == ["2026-02-02"]
    with pytest.raises(Redraw):
        dated(DAYS, stem="?", key=MONDAY, why="Дұрыс.", slips=slips[1:], explanation="Есеп.")


def test_days_off_that_no_wall_calendar_shows_are_told():
    assert calendar_note([date(2026, 3, 9)], DAYS) == " Мереке және ауысқан демалыс: 9 наурыз."
    assert calendar_note([date(2026, 3, 14)], DAYS) == " Жұмыс күніне айналған демалыс: 14 наурыз."
    assert calendar_note([date(2026, 2, 5)], DAYS) == ""


def test_working_days_go_both_ways():
    assert working_end(date(2026, 2, 5), 3, DAYS) == date(2026, 2, 10)
    assert working_end(date(2026, 2, 10), -3, DAYS) == date(2026, 2, 5)


def test_a_moment_task_needs_three_false_moments():
    right = at("2026-02-02", "10:00")
    wrong = [(right + timedelta(hours=one), "wrong-length", "Жоқ.") for one in (0, 1, 2, 2)]
    given = {"stem": "?", "right": right, "right_why": "Иә.", "explanation": "Есеп."}
    with pytest.raises(Redraw):
        moment_task(Random(1), wrong=wrong, **given)
    wrong.append((right - timedelta(hours=1), "wrong-start", "Жоқ."))
    options = moment_task(Random(1), wrong=wrong, **given)["options"]
    assert [one["text"] for one in options if one.get("right")] == ["2 ақпан, 10.00"]
    assert len(options) == 4


def test_an_event_falls_on_a_working_day_unless_any_day_does():
    drawn, refused = [], 0
    random = Random(1)
    for _ in range(300):
        try:
            drawn.append(event_day(random, DAYS))
        except Redraw:
            refused += 1
    assert refused
    assert not any(DAYS.is_off(day) for day in drawn)
    assert any(DAYS.is_off(event_day(random, DAYS, any_day=True)) for _ in range(50))
