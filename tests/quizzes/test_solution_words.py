"""Dates, numerals and steps in Kazakh, endings and all."""

from datetime import date, datetime

import pytest
from hypothesis import given

from quizzes import solution_words as words
from quizzes.terms import STEP_CODES, Step, Term, count
from tests.quizzes.test_terms import COUNTINGS, DAYS, MOMENTS, at


def test_numerals_up_to_ninety_nine():
    assert [words.number(one) for one in (1, 10, 15, 20, 48, 72)] == [
        "бір",
        "он",
        "он бес",
        "жиырма",
        "қырық сегіз",
        "жетпіс екі",
    ]
    assert [words.ordinal(one) for one in (1, 10, 15, 20, 30)] == [
        "бірінші",
        "оныншы",
        "он бесінші",
        "жиырмасыншы",
        "отызыншы",
    ]


def test_dates_take_the_endings_of_their_month_and_weekday():
    friday = date(2026, 10, 9)
    assert words.on(friday) == "2026 жылғы 9 қазанда, жұмада"
    assert words.towards(friday) == "9 қазанға, жұмаға"
    assert words.towards(date(2026, 9, 14)) == "14 қыркүйекке, дүйсенбіге"
    assert words.since(date(2026, 2, 5)) == "5 ақпаннан"
    assert words.named(date(2026, 3, 23)) == "23 наурыз, дүйсенбі"
    assert words.at(friday, beside=date(2026, 1, 1)) == "9 қазанда"
    assert words.at(friday, beside=date(2027, 1, 1)) == "2026 жылғы 9 қазанда"
    assert words.at_named(friday, date(2026, 1, 1)) == "9 қазанда, жұмада"


def test_months_are_named_with_their_year():
    may, june, january = date(2026, 5, 1), date(2026, 6, 30), date(2027, 1, 31)
    assert words.months(may, may) == "2026 жылғы мамыр"
    assert words.months(may, june) == "2026 жылғы мамыр – маусым"
    assert words.months(june, january) == "2026 жылғы маусым – 2027 жылғы қаңтар"


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("09:20", "09.20-да"),
        ("11:00", "11.00-де"),
        ("16:25", "16.25-те"),
        ("08:40", "08.40-та"),
        ("14:50", "14.50-де"),
    ],
)
def test_hours_take_the_ending_of_the_numeral_read_aloud(clock, said):
    assert words.at_clock(at("2026-02-02", clock)) == said


def test_a_count_is_told_step_by_step_with_its_norms():
    began, term = at("2026-01-31"), Term(1, "months")
    assert words.steps(term, count(began, term, "ordinary", DAYS), began, DAYS) == [
        "31 қаңтар — мерзім басталған тәулік, ол есепке алынбайды ([[ҚПК 48.2]]).",
        "Ақпанда 31-і жоқ, сондықтан айдың соңғы күні алынады: 2026 жылғы 28 ақпан, сенбі "
        "([[ҚПК 48.4]]).",
        "28 ақпан — сенбі, жұмыс емес күн, сондықтан мерзім келесі жұмыс күніне, 2 наурызға, "
        "дүйсенбіге, ауысады ([[ҚПК 48.4]]).",
        "Мерзім 2 наурызда сағат 24.00-де бітеді ([[ҚПК 48.4]]).",
    ]


def test_a_moved_day_off_is_told_by_its_reason():
    assert words.why_off(date(2026, 3, 9), DAYS) == "дүйсенбі, демалыс: 8 наурыз демалысы ауысқан"


def test_a_list_is_numbered_markdown():
    assert words.as_list(["бір", "екі"]) == "1. бір\n2. екі"


@given(MOMENTS, COUNTINGS)
def test_every_step_of_every_count_has_words(began: datetime, counting):
    for term in (Term(48, "hours"), Term(15, "days"), Term(2, "months"), Term(1, "years")):
        counted = count(began, term, counting, DAYS)
        told = words.steps(term, counted, began, DAYS)
        assert len(told) == len(counted.steps)
        assert words.in_short(term, counted, began, counting)


def test_a_step_without_words_is_a_fault():
    assert len(STEP_CODES) == 10
    counted = count(at("2026-02-02"), Term(3, "days"), "ordinary", DAYS)
    unknown = type(counted)(counted.ends, counted.last, (Step("term.new", "ҚПК 48.1"),))
    with pytest.raises(ValueError, match=r"term\.new"):
        words.steps(Term(3, "days"), unknown, at("2026-02-02"), DAYS)
