"""Three learners over sixty days end where the engine means them to end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import mean

import pytest

from quizzes.mastery import mastery
from quizzes.study_plan import AWAY, RESTART_SECONDS, RESTART_THINGS
from tests.simulation.learners import (
    ALREADY_KNOWN,
    CRAMMER,
    DAY,
    DROPPED_OUT,
    EXAM,
    ITEMS,
    LEARNERS,
    OBJECTIVES,
    STEADY,
    Life,
    life,
)
from tests.simulation.plots import drawn

SEEDS = (1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def lives(request: pytest.FixtureRequest) -> dict[str, Life]:
    return {one.name: life(replace(one, seed=request.param)) for one in LEARNERS}


def test_no_day_asks_more_than_its_minutes(lives: dict[str, Life]) -> None:
    for one in lives.values():
        minutes = one.learner.settings.minutes
        for end in one.ends:
            if end.plan is not None:
                assert end.plan.minutes_estimate <= minutes
                assert end.asked <= minutes
                assert end.again <= end.asked, "asking again is the smaller part"


def test_the_first_day_after_two_weeks_away_is_a_short_restart(lives: dict[str, Life]) -> None:
    restarts = [end for end in lives["dropped out"].ends if end.plan and end.plan.restart]
    (back,) = restarts
    assert back.day >= 34
    assert 0 < back.asked <= RESTART_THINGS
    assert back.plan is not None
    assert back.plan.minutes_estimate * 60 <= RESTART_SECONDS
    assert back.plan.new == ()
    for name in ("steady", "crammer"):
        assert not any(end.plan and end.plan.restart for end in lives[name].ends)


def test_who_studies_steadily_knows_more_at_the_exam_and_a_month_later(
    lives: dict[str, Life],
) -> None:
    steady, crammer, dropped = (lives[one] for one in ("steady", "crammer", "dropped out"))
    assert steady.ends[-1].score > 0.88
    assert steady.ends[-1].kept > 0.88
    assert steady.ends[-1].score > crammer.ends[-1].score + 0.1
    assert steady.ends[-1].score > dropped.ends[-1].score - 0.02
    assert _later(steady) > _later(dropped) > _later(crammer) + 0.1


def test_two_weeks_away_are_made_up_for_by_the_exam(lives: dict[str, Life]) -> None:
    ends = lives["dropped out"].ends
    assert ends[33].kept < ends[19].kept - 0.05
    assert ends[-1].kept > ends[33].kept + 0.05
    assert ends[-1].met > 0.98 * ITEMS


def test_what_the_plan_says_of_the_exam_comes_true(lives: dict[str, Life]) -> None:
    told = next(end.plan for end in lives["crammer"].ends if end.plan)
    assert told.shortfall is not None
    unmet = ITEMS - lives["crammer"].ends[-1].met
    assert unmet > 0
    assert told.shortfall.unmet == pytest.approx(unmet, abs=ITEMS / 20)
    assert told.shortfall.enough is not None
    enough = replace(CRAMMER.settings, minutes=told.shortfall.enough)
    assert life(replace(CRAMMER, settings=enough)).ends[-1].met == ITEMS
    for end in lives["steady"].ends[5:]:
        if end.plan is not None:
            assert end.plan.shortfall is None
            assert end.plan.overload is None or end.plan.overload.late < ITEMS / 10
    assert lives["steady"].ends[-1].met == ITEMS


def test_nothing_is_put_off_beyond_the_exam_and_the_last_days_bring_nothing_new(
    lives: dict[str, Life],
) -> None:
    eve = EXAM - DAY
    for one in lives.values():
        assert all(memory.due <= eve or memory.last >= eve for memory in one.memories.values())
        for end in one.ends:
            if end.plan is not None and end.plan.phase == "last_days":
                assert end.plan.new == ()
        assert one.ends[-1].plan is None or one.ends[-1].plan.phase == "last_days"


def test_little_is_waiting_at_the_exam_for_who_studies_steadily(
    lives: dict[str, Life],
) -> None:
    waiting = [end.plan.left_over for end in lives["steady"].ends if end.plan]
    assert max(waiting) < ITEMS / 3
    assert waiting[-1] < ITEMS / 10


def test_the_engine_believes_about_what_is_true(lives: dict[str, Life]) -> None:
    for one in lives.values():
        assert one.ends[-1].expected == pytest.approx(one.ends[-1].kept, abs=0.07)


def test_the_words_tell_what_will_last(lives: dict[str, Life]) -> None:
    """At the exam itself the words differ less: what was missed has just been read again."""
    for one in lives.values():
        known: dict[str, list[float]] = {}
        lasting: dict[str, list[float]] = {}
        for keys in OBJECTIVES.values():
            word = mastery(keys, one.tries).word
            met = [one.truths[key] for key in keys if key in one.truths]
            if met:
                known.setdefault(word, []).append(mean(truth.recall(EXAM) for truth in met))
                later = mean(truth.recall(EXAM + 30 * DAY) for truth in met)
                lasting.setdefault(word, []).append(later)
        assert mean(known["firm"]) > 0.85
        assert mean(lasting["firm"]) > mean(lasting["growing"]) + 0.05
    firm = {name: one.ends[-1].words["firm"] for name, one in lives.items()}
    assert firm["steady"] > firm["dropped out"] > firm["crammer"]
    assert firm["steady"] > len(OBJECTIVES) / 2


def test_mastery_can_fall(lives: dict[str, Life]) -> None:
    firm = [end.words["firm"] for end in lives["steady"].ends]
    assert any(later < before for before, later in pairwise(firm))


def test_the_same_learner_does_the_same_and_can_be_drawn() -> None:
    assert life(DROPPED_OUT).ends == life(DROPPED_OUT).ends
    assert drawn([life(STEADY)]).count("<polyline") == 5
    assert AWAY <= 14


def _later(one: Life) -> float:
    """The share of the course known a month after the exam."""
    true = [truth.recall(EXAM + 30 * DAY) for truth in one.truths.values()]
    return (sum(true) + (ITEMS - len(true)) * ALREADY_KNOWN) / ITEMS
