from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from quizzes.memory import (
    ASKED_AGAIN,
    TARGET,
    Grade,
    Memory,
    again_today,
    before_exam,
    brought_back,
    grade_of,
    own_due,
    recall,
    refitted,
    replay,
    review,
)

DAY = timedelta(days=1)
TODAY = date(2026, 11, 25)
EXAM = TODAY + 40 * DAY

# The public vectors of FSRS 6 with its default parameters, target recall 0.9, without fuzz.
# Source: open-spaced-repetition on GitHub: ts-fsrs (FSRS-6.test.ts, algorithm.test.ts), fsrs-rs
# (src/model.rs, src/inference.rs), py-fsrs (tests/test_basic.py).
INITIAL = {  # grade: (stability, difficulty)
    Grade.AGAIN: (0.212, 6.4133),
    Grade.HARD: (1.2931, 5.11217071),
    Grade.GOOD: (2.3065, 2.11810397),
    Grade.EASY: (8.2956, 1.0),
}
FORGETTING = [  # elapsed days, stability, recall
    (0, 1.0, 1.0),
    (1, 1.0, 0.9),
    (2, 1.0, 0.84588465),
    (3, 1.0, 0.8093881),
    (1, 2.0, 0.9403443),
    (2, 3.0, 0.9253786),
    (3, 4.0, 0.9185229),
    (4, 4.0, 0.9),
    (5, 2.0, 0.8261359),
]
NEXT_DIFFICULTY = {  # from 5, by grade
    Grade.AGAIN: 8.34176237,
    Grade.HARD: 6.66599536,
    Grade.GOOD: 4.99022837,
    Grade.EASY: 3.31446137,
}
NEXT_STABILITY = [  # from 5: difficulty, recall, grade, after success, after failure
    (1, 0.9, 1, 25.60252118, 1.05253961),
    (2, 0.8, 2, 28.22657096, 1.18943295),
    (3, 0.7, 3, 58.65599107, 1.36808387),
    (4, 0.6, 4, 127.2266925, 1.58498896),
]
HISTORY = [  # grade, days to the next review; 0: a step of minutes, which we do not have
    *[(3, 0), (3, 2), (3, 11), (3, 46), (3, 163), (3, 498)],
    *[(1, 0), (1, 0), (3, 2), (3, 4), (3, 7), (3, 12), (3, 21)],
]
STATE = ([(1, 0), (3, 0), (3, 1), (3, 3), (3, 8), (3, 21)], 53.62691, 6.3574867)
NEAR = 1e-4

days = st.integers(0, 400).map(lambda n: TODAY + n * DAY)
grades = st.sampled_from(Grade)
histories = st.lists(st.tuples(days, grades), min_size=1, max_size=12)


@pytest.mark.parametrize("grade", Grade)
def test_a_first_review_gives_the_published_numbers(grade: Grade) -> None:
    memory = review(None, grade, TODAY)
    assert (memory.stability, memory.difficulty) == pytest.approx(INITIAL[grade], abs=NEAR)


@pytest.mark.parametrize(("elapsed", "stability", "expected"), FORGETTING)
def test_recall_falls_as_published(elapsed: int, stability: float, expected: float) -> None:
    memory = Memory(stability, 5.0, due=TODAY, last=TODAY)
    card = Card(0, State.Review, None, stability, 5.0, _noon(TODAY), _noon(TODAY))
    day = TODAY + elapsed * DAY
    assert recall(memory, day) == pytest.approx(expected, abs=NEAR)
    assert Scheduler().get_card_retrievability(card, _noon(day)) == pytest.approx(
        expected, abs=NEAR
    )


@pytest.mark.parametrize("grade", Grade)
def test_difficulty_moves_as_published(grade: Grade) -> None:
    memory = Memory(5.0, 5.0, due=TODAY, last=TODAY - 5 * DAY)
    assert review(memory, grade, TODAY).difficulty == pytest.approx(
        NEXT_DIFFICULTY[grade], abs=NEAR
    )


@pytest.mark.parametrize(("difficulty", "known", "grade", "success", "failure"), NEXT_STABILITY)
def test_the_library_gives_the_published_stabilities(
    difficulty: int, known: float, grade: int, success: float, failure: float
) -> None:
    scheduler = Scheduler()
    assert scheduler._next_forget_stability(
        difficulty=difficulty, stability=5.0, retrievability=known
    ) == pytest.approx(failure, abs=NEAR)
    if grade != Grade.AGAIN:
        assert scheduler._next_stability(
            difficulty=difficulty, stability=5.0, retrievability=known, rating=Rating(grade)
        ) == pytest.approx(success, abs=NEAR)


def test_a_right_answer_on_time_lengthens_stability_as_published() -> None:
    """After a success at recall 0.9: the vector of ours that falls on a whole day."""
    memory = Memory(5.0, 1.0, due=TODAY, last=TODAY - 5 * DAY)
    plain = review(memory, Grade.GOOD, TODAY)
    assert plain.stability == pytest.approx(25.60252118, abs=NEAR)


def test_a_history_gives_the_published_intervals() -> None:
    memory = None
    day = date(2022, 11, 29)
    for grade, interval in HISTORY:
        memory = review(memory, Grade(grade), day)
        if interval:
            assert memory.due == day + interval * DAY
        else:
            assert memory.due > day, "no steps within a day"
        day += interval * DAY


def test_a_history_with_an_answer_the_same_day_gives_the_published_state() -> None:
    answers, stability, difficulty = STATE
    day, reviews = TODAY, []
    for grade, before in answers:
        day += before * DAY
        reviews.append((day, Grade(grade)))
    memory = replay(reviews)
    assert memory is not None
    assert memory.stability == pytest.approx(stability, abs=NEAR)
    assert memory.difficulty == pytest.approx(difficulty, abs=NEAR)


@given(histories)
def test_it_agrees_with_the_library_whatever_the_history(
    history: list[tuple[date, Grade]],
) -> None:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, memory = Card(0, due=_noon(TODAY)), None
    for day, grade in sorted(history, key=lambda one: one[0]):
        memory = review(memory, grade, day)
        card, _ = scheduler.review_card(card, Rating(grade), _noon(day))
    assert memory is not None
    assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
    assert memory.last == card.last_review.date()  # type: ignore[union-attr]
    later = memory.last + 9 * DAY
    assert recall(memory, later) == pytest.approx(
        scheduler.get_card_retrievability(card, _noon(later))
    )


def test_a_same_day_hard_takes_nothing_away() -> None:
    """Implementations of FSRS disagreed on this; ours never lowers the stability for «hard»."""
    memory = Memory(5.0, 5.0, due=TODAY, last=TODAY)
    assert review(memory, Grade.HARD, TODAY).stability == 5.0


@given(histories)
def test_what_was_answered_is_never_due_the_same_day_and_wrong_ones_are_due_tomorrow(
    history: list[tuple[date, Grade]],
) -> None:
    memory = None
    for day, grade in history:  # in any order: clocks move, answers come late
        memory = review(memory, grade, day, exam=EXAM)
        assert memory.due > memory.last >= day
        if grade is Grade.AGAIN:
            assert memory.due == memory.last + DAY
        assert memory.stability > 0
        assert 1 <= memory.difficulty <= 10
    assert memory is not None
    assert memory.reps == len(history)


@given(histories)
def test_nothing_is_put_off_beyond_the_day_before_the_exam(
    history: list[tuple[date, Grade]],
) -> None:
    memory = replay(history, exam=EXAM)
    assert memory is not None
    if memory.last < EXAM - DAY:
        assert memory.due <= EXAM - DAY
    else:
        assert memory.due > memory.last


def test_an_exam_moved_or_dropped_gives_the_interval_back() -> None:
    memory = Memory(60.0, 3.0, due=TODAY + 60 * DAY, last=TODAY)
    fitted = before_exam(memory, EXAM)
    assert fitted.due == EXAM - DAY
    assert refitted(fitted, None) == memory
    assert refitted(fitted, EXAM + 10 * DAY).due == EXAM + 9 * DAY
    wrong = review(memory, Grade.AGAIN, TODAY + 60 * DAY)
    assert own_due(wrong) == wrong.due == TODAY + 61 * DAY


def test_an_answer_dated_before_the_last_counts_on_the_day_of_the_last() -> None:
    memory = review(review(None, Grade.GOOD, TODAY), Grade.GOOD, TODAY + 2 * DAY)
    late = review(memory, Grade.AGAIN, TODAY - 30 * DAY)
    assert late == review(memory, Grade.AGAIN, memory.last)
    assert late.lapses == 0, "the lapse would be of another day"


@given(histories, st.randoms())
def test_a_replay_takes_answers_in_the_order_of_their_days(
    history: list[tuple[date, Grade]], random: object
) -> None:
    by_day = list({day: (day, grade) for day, grade in history}.values())
    shuffled = list(by_day)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert replay(shuffled) == replay(by_day)


def test_a_replay_of_nothing_is_no_memory() -> None:
    assert replay([]) is None


def test_lapses_count_days_on_which_what_was_learnt_was_lost() -> None:
    memory = replay(
        (TODAY + after * DAY, grade)
        for after, grade in [(0, Grade.AGAIN), (1, Grade.GOOD), (4, Grade.AGAIN), (4, Grade.AGAIN)]
    )
    assert memory is not None
    assert (memory.reps, memory.lapses) == (4, 1)


@given(histories)
def test_a_memory_goes_through_json_unchanged(history: list[tuple[date, Grade]]) -> None:
    memory = replay(history)
    assert memory is not None
    assert Memory.from_json(json.loads(json.dumps(memory.to_json()))) == memory


def test_recall_is_the_target_when_the_stability_has_passed() -> None:
    memory = Memory(10.0, 5.0, due=TODAY, last=TODAY)
    assert recall(memory, TODAY + 10 * DAY) == pytest.approx(TARGET)
    assert recall(memory, TODAY - DAY) == 1


def test_a_thing_that_changed_comes_back_at_once() -> None:
    memory = Memory(60.0, 3.0, due=TODAY + 60 * DAY, last=TODAY)
    assert brought_back(memory, TODAY + DAY).due == TODAY + DAY
    assert brought_back(memory, TODAY + 90 * DAY) == memory


@pytest.mark.parametrize(
    ("score", "certainty", "first_try", "new", "grade"),
    [
        ("1", None, True, True, Grade.GOOD),
        ("1", "3", True, True, Grade.EASY),
        ("1", "3", True, False, Grade.GOOD),
        ("1", "2", True, True, Grade.GOOD),
        ("1", "1", True, False, Grade.HARD),
        ("1", "0", True, False, Grade.HARD),
        ("1", "3", False, False, Grade.GOOD),
        ("1", "0", False, False, Grade.GOOD),
        ("3/4", "3", True, True, Grade.HARD),
        ("2/3", None, True, False, Grade.HARD),
        ("1/2", "3", True, True, Grade.AGAIN),
        ("0", None, True, True, Grade.AGAIN),
        ("0", "3", False, False, Grade.AGAIN),
    ],
)
def test_the_grade_follows_from_the_score_and_how_sure_one_was(
    score: str, certainty: str | None, first_try: bool, new: bool, grade: Grade
) -> None:
    found = grade_of(
        Fraction(score),
        "scored",
        certainty,  # type: ignore[arg-type]
        first_try=first_try,
        new=new,
    )
    assert found is grade


def test_an_answer_that_waits_for_a_marker_has_no_grade() -> None:
    assert grade_of(Fraction(0), "awaiting") is None


def test_a_round_asks_again_what_was_wrong_until_it_is_right_or_enough() -> None:
    round_ = [("a", Grade.AGAIN), ("b", Grade.GOOD), ("c", Grade.AGAIN)]
    assert again_today(round_) == ("a", "c")
    assert again_today([*round_, ("a", Grade.GOOD)]) == ("c",)
    assert again_today([("c", Grade.AGAIN)] * (ASKED_AGAIN + 1)) == ()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
