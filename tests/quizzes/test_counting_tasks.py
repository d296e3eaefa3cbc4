"""A count becomes an item: key, known false answers, calendar note."""

from datetime import date, datetime, timedelta
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
from quizzes.working_days import WorkingDays
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


def test_a_trap_that_leads_to_the_key_asks_for_another_draw():
    slips = (Slip(date(2026, 2, 4), "wrong-start", "Қате."), Slip(MONDAY, "wrong-start", "Қате."))
    given = {"stem": "?", "began": MONDAY, "why": "Дұрыс.", "slips": slips, "explanation": "Есеп."}
    made = dated(DAYS, key=date(2026, 2, 5), **given)
    assert [one["date"] for one in made["wrong"]] == ["2026-02-02", "2026-02-04"]
    with pytest.raises(Redraw):
        dated(DAYS, key=date(2026, 2, 4), **given)


def test_a_term_whose_first_day_may_be_counted_in_unpunished_is_drawn_again():
    with pytest.raises(Redraw):  # Thursday and three days is Sunday: with and without the first
        task(began=date(2026, 2, 5))
    assert task(began=date(2026, 2, 4))["key"] == "2026-02-09"
    with pytest.raises(Redraw):
        task(began=date(2026, 2, 4), may_move=False)


def test_days_off_are_told_of_all_months_that_matter_or_not_at_all():
    assert calendar_note([date(2026, 3, 30)], DAYS) == (
        " Мереке және ауысқан демалыс (2026 жылғы наурыз, сенбі мен жексенбіден басқа): 9, 23 "
        "наурыз. Жұмыс күніне айналған демалыс (2026 жылғы наурыз): 14 наурыз."
    )
    assert calendar_note([date(2026, 2, 5)], DAYS) == ""
    years = WorkingDays(
        frozenset({2026, 2027}), {date(2026, 12, 16): "мереке", date(2027, 1, 1): "мереке"}
    )
    assert calendar_note([date(2027, 1, 12), date(2026, 12, 1)], years) == (
        " Мереке және ауысқан демалыс (2026 жылғы желтоқсан – 2027 жылғы қаңтар, сенбі мен "
        "жексенбіден басқа): 2026 жылы — 16 желтоқсан; 2027 жылы — 1 қаңтар."
    )


def test_the_constitution_day_of_old_is_told_of_where_a_term_ends_about_it():
    friday = date(2026, 8, 26)
    assert "31 тамыз, дүйсенбі, — кәдімгі жұмыс күні" in task(began=friday)["explanation"]
    assert "тамыз енді" not in task(began=date(2026, 8, 31))["explanation"]


def test_working_days_go_both_ways():
    assert working_end(date(2026, 2, 5), 3, DAYS) == date(2026, 2, 10)
    assert working_end(date(2026, 2, 10), -3, DAYS) == date(2026, 2, 5)


def moments(natural: tuple[int, ...], others: tuple[int, ...], seed: int = 1):
    """A task about ten o'clock with false moments so many hours off."""
    right = at("2026-02-02", "10:00")

    def false(hours: tuple[int, ...]) -> list[tuple[datetime, str, str]]:
        return [(right + timedelta(hours=one), "wrong-length", "Жоқ.") for one in hours]

    return moment_task(
        Random(seed),
        stem="?",
        right=right,
        right_why="Иә.",
        natural=false(natural),
        others=false(others),
        explanation="Есеп.",
    )["options"]


def test_a_moment_task_needs_three_false_moments():
    with pytest.raises(Redraw):
        moments((), (0, 1, 2, 2))
    with pytest.raises(Redraw):  # what most people take is the key
        moments((0,), (1, 2, 3))
    options = moments((), (0, 1, 2, 2, -1))
    assert [one["text"] for one in options if one.get("right")] == ["2 ақпан, 10.00"]
    assert len(options) == 4


def test_natural_moments_are_always_there_and_the_key_stands_anywhere():
    places, ranks = set(), set()
    for seed in range(60):
        said = [one["text"] for one in moments((1,), (-3, -2, -1, 2, 3, 4), seed)]
        assert "2 ақпан, 11.00" in said
        places.add(said.index("2 ақпан, 10.00"))
        ranks.add(sorted(said).index("2 ақпан, 10.00"))
    assert places == {0, 1, 2, 3}
    assert ranks == {0, 1, 2}


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
