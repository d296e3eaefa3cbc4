"""Each wrong way of counting gives its own wrong day, and is known by it."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.false_counts import FALSE_RULES, diagnose, false_ends, false_moments
from quizzes.terms import Term, count
from tests.quizzes.test_terms import COUNTINGS, DAYS, MOMENTS, at


@pytest.mark.parametrize(
    ("began", "term", "counting", "said", "rule"),
    [
        ("2026-02-02", Term(3, "days"), "ordinary", "2026-02-04", "counted-first-day"),
        ("2026-02-02", Term(3, "days"), "custody", "2026-02-05", "skipped-first-day"),
        ("2026-03-02", Term(5, "days"), "ordinary", "2026-03-07", "ignored-day-off"),
        ("2026-03-05", Term(3, "days"), "custody", "2026-03-10", "moved-in-custody"),
        ("2026-05-04", Term(1, "months"), "ordinary", "2026-06-03", "counted-first-day"),
        ("2026-07-06", Term(2, "months"), "ordinary", "2026-09-04", "thirty-days"),
        ("2026-02-02", Term(10, "days"), "ordinary", "2026-02-16", "working-days"),
    ],
)
def test_a_wrong_day_is_known_by_the_false_rule_that_gives_it(began, term, counting, said, rule):
    assert diagnose(date.fromisoformat(said), at(began), term, counting, DAYS) == rule


def test_a_right_or_a_random_day_has_no_diagnosis():
    term = Term(3, "days")
    assert diagnose(date(2026, 2, 5), at("2026-02-02"), term, "ordinary", DAYS) is None
    assert diagnose(date(2026, 8, 5), at("2026-02-02"), term, "ordinary", DAYS) is None


def test_hours_have_no_false_days():
    assert false_ends(at("2026-02-02"), Term(48, "hours"), "custody", DAYS) == {}


@given(MOMENTS, st.integers(1, 24), st.sampled_from(["days", "months", "years"]), COUNTINGS)
def test_false_days_differ_from_the_right_one_and_from_each_other(
    began: datetime, amount, unit, counting
):
    if unit == "years":
        amount = min(amount, 3)
    term = Term(amount, unit)
    found = false_ends(began, term, counting, DAYS)
    right = count(began, term, counting, DAYS).last
    assert right not in found.values()
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(FALSE_RULES)
    assert all(diagnose(day, began, term, counting, DAYS) == name for name, day in found.items())


def test_a_term_of_an_old_edition_is_known_as_such():
    term = Term(1, "days")
    found = false_ends(at("2026-02-02"), term, "ordinary", DAYS, Term(3, "days"))
    assert found["old-edition"] == date(2026, 2, 5)
    assert "old-edition" not in false_ends(at("2026-02-02"), term, "ordinary", DAYS, term)


def test_hours_have_false_moments():
    assert false_moments(at("2026-02-02", "10:20"), 24, "ordinary", DAYS) == {
        "counted-first-day": at("2026-02-03", "10:20")
    }
    assert false_moments(at("2026-02-06", "10:20"), 48, "custody", DAYS) == {
        "skipped-first-day": at("2026-02-08", "11:00"),
        "moved-in-custody": at("2026-02-09", "10:20"),
    }
