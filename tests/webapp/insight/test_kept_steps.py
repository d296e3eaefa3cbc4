from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from quizzes.falling import Step, Tries, then_and_now
from quizzes.mastery import WORDS
from webapp.insight.facts import falling
from webapp.insight.kept_steps import KeptSteps
from webapp.queries.alerts import DEFAULTS

FIRST = date(2026, 9, 1)
tries = some.builds(Tries, some.integers(0, 8), some.integers(0, 8))
step = some.builds(
    Step,
    some.integers(0, 90).map(lambda days: FIRST + timedelta(days=days)),
    some.sampled_from(WORDS),
    some.none() | some.fractions(0, 1, max_denominator=24),
    tries,
    tries,
)
histories = some.lists(step, max_size=12, unique_by=lambda one: one.day).map(
    lambda found: tuple(sorted(found, key=lambda one: one.day))
)


@given(histories)
def test_a_history_is_read_as_it_was_written(steps):
    kept = KeptSteps(KeptSteps.text(steps))
    assert kept == steps
    assert kept[-2:] == list(steps[-2:])


@given(histories.filter(bool), some.integers(-5, 120))
def test_of_a_kept_history_a_fall_is_what_it_is_of_the_whole(steps, days):
    today = FIRST + timedelta(days=days)
    line = today - timedelta(days=DEFAULTS.fall_days)
    kept = falling(KeptSteps(KeptSteps.text(steps)), today, DEFAULTS)
    whole = then_and_now(steps, line)
    assert (kept.then, kept.now, kept.fall) == (whole.then, whole.now, whole.fall)
    if whole.fall is not None and whole.fall > 0:
        assert (kept.behind, kept.since) == (whole.behind, whole.since)


def test_a_step_of_the_day_itself_was_there_on_that_day():
    then = Step(FIRST, "firm", Fraction(1), Tries(4, 4), Tries(4, 0))
    now = Step(FIRST + timedelta(days=20), "weak", Fraction(0), Tries(8, 4), Tries(0, 0))
    kept = KeptSteps(KeptSteps.text([then, now]))
    assert kept.falling(FIRST).fall == 1
    assert kept.falling(FIRST - timedelta(days=1)).then.word == "unknown"
    assert KeptSteps("").falling(FIRST).now.word == "unknown"
