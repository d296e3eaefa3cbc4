"""Terms of the Criminal Procedure Code, article 48."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.terms import STEP_CODES, Term, add_months, count
from quizzes.working_days import OutsideCalendar, WorkingDays

DAYS = WorkingDays(
    frozenset(range(2020, 2040)),
    {date(2026, 3, 9): "8 наурыз демалысы ауысқан", date(2026, 3, 23): "Наурыз"},
    frozenset({date(2026, 3, 14)}),
)
MOMENTS = st.datetimes(datetime(2021, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001
COUNTINGS = st.sampled_from(["ordinary", "custody"])


def at(day: str, clock: str = "10:20") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}")


@pytest.mark.parametrize(
    ("began", "term", "last"),
    [
        ("2026-02-02", Term(3, "days"), "2026-02-05"),  # Monday: counted from Tuesday
        ("2026-02-02", Term(1, "months"), "2026-03-02"),
        ("2026-01-31", Term(1, "months"), "2026-03-02"),  # 28 February is a Saturday
        ("2025-01-31", Term(1, "months"), "2025-02-28"),  # no 31 February
        ("2024-02-29", Term(1, "years"), "2025-02-28"),
        ("2026-03-02", Term(5, "days"), "2026-03-10"),  # Saturday → Sunday → a moved day off
        ("2026-03-04", Term(10, "days"), "2026-03-14"),  # a Saturday that is worked
        ("2026-03-13", Term(10, "days"), "2026-03-24"),  # a holiday
    ],
)
def test_the_first_day_is_not_counted_and_a_day_off_moves_the_end(began, term, last):
    assert count(at(began), term, "ordinary", DAYS).last == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("began", "term", "last"),
    [
        ("2026-02-02", Term(3, "days"), "2026-02-04"),
        ("2026-03-05", Term(3, "days"), "2026-03-07"),  # a Saturday helps nobody
        ("2026-01-10", Term(2, "months"), "2026-03-09"),
    ],
)
def test_in_custody_the_first_day_counts_and_a_day_off_moves_nothing(began, term, last):
    assert count(at(began), term, "custody", DAYS).last == date.fromisoformat(last)


def test_a_month_in_custody_says_that_the_law_leaves_doubt():
    assert count(at("2026-01-10"), Term(2, "months"), "custody", DAYS).doubtful
    assert not count(at("2026-01-10"), Term(10, "days"), "custody", DAYS).doubtful


def test_detention_runs_from_the_minute():
    counted = count(at("2026-02-02", "10:20"), Term(48, "hours"), "custody", DAYS)
    assert counted.ends == at("2026-02-04", "10:20")


def test_other_terms_in_hours_leave_out_the_hour_they_begin_in():
    counted = count(at("2026-02-02", "10:20"), Term(24, "hours"), "ordinary", DAYS)
    assert counted.ends == at("2026-02-03", "11:00")


def test_a_term_ends_at_twenty_four_hours_of_its_last_day():
    counted = count(at("2026-02-02"), Term(3, "days"), "ordinary", DAYS)
    assert counted.ends == at("2026-02-06", "00:00")


def test_beyond_the_calendar_nothing_is_guessed():
    with pytest.raises(OutsideCalendar):
        count(at("2039-12-20"), Term(1, "months"), "ordinary", DAYS)


@pytest.mark.parametrize("amount", [0, -1])
def test_an_empty_term_is_refused(amount):
    with pytest.raises(ValueError, match="at least one"):
        Term(amount, "days")


@given(MOMENTS, st.integers(1, 400), COUNTINGS)
def test_a_longer_term_in_days_never_ends_earlier(began, amount, counting):
    one = count(began, Term(amount, "days"), counting, DAYS)
    two = count(began, Term(amount + 1, "days"), counting, DAYS)
    assert one.last <= two.last


@given(MOMENTS, st.integers(1, 60), st.sampled_from(["days", "months"]))
def test_an_ordinary_term_ends_on_a_working_day_and_after_the_same_term_in_custody(
    began, amount, unit
):
    term = Term(amount, unit)
    ordinary = count(began, term, "ordinary", DAYS)
    assert not DAYS.is_off(ordinary.last)
    assert ordinary.last >= count(began, term, "custody", DAYS).last


@given(MOMENTS, st.integers(1, 60), st.sampled_from(["hours", "days", "months"]), COUNTINGS)
def test_every_step_has_a_known_code_and_a_norm(began, amount, unit, counting):
    for step in count(began, Term(amount, unit), counting, DAYS).steps:
        assert step.code in STEP_CODES
        assert step.norm.startswith("ҚПК 48.")


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 200))
def test_the_corresponding_day_is_the_same_number_or_the_months_last(day, months):
    found, short = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    if short:
        assert found.day < day.day
        assert (found + timedelta(days=1)).day == 1
    else:
        assert found.day == day.day
