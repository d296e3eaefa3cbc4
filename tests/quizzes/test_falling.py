"""Whether mastery has fallen: evidence, not luck and not midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from math import comb

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from quizzes.falling import (
    PAUSE,
    STEPS,
    FirstTry,
    Tries,
    began,
    by_luck,
    history,
    then_and_now,
)
from quizzes.mastery import WINDOW, Try, mastery
from quizzes.needs_help import LUCK, Facts, HelpRules, judge

DAY = timedelta(days=1)
TODAY = date(2026, 11, 25)
LINE = TODAY - 14 * DAY
DEFAULT = HelpRules()
NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


def given(day: date, right: bool, hour: int = 12) -> FirstTry:
    return FirstTry(day, Fraction(right), datetime.combine(day, time(hour), UTC))


def tries(*days: tuple[int, str]) -> dict[str, list[FirstTry]]:
    """(days ago, «++-»): each answer to an item of its own."""
    found: dict[str, list[FirstTry]] = {}
    for ago, answers in days:
        day = TODAY - ago * DAY
        for place, sign in enumerate(answers):
            found[f"{100 - ago:03}-{place}"] = [given(day, sign == "+")]
    return found


def speaks(
    found: dict[str, list[FirstTry]], rules: HelpRules = DEFAULT, today: date = TODAY
) -> str:
    steps = history(list(found), found, UTC)
    one = then_and_now(steps, today - rules.fall_days * DAY)
    facts = Facts(today, today - 60 * DAY, last=today, answers=20, objectives={"a": one})
    return next(one for one in judge(facts, rules).findings if one.rule == "falling").state


def test_one_wrong_answer_after_eight_right_ones_is_no_alarm() -> None:
    one = tries((20, "++++"), (18, "++++"), (1, "-"))
    both = then_and_now(history(list(one), one, UTC), LINE)
    assert both.then.share == 1
    assert both.now.share == Fraction(28, 36)
    assert both.then.share - both.now.share >= Fraction(1, 5)
    assert speaks(one) == "unknown", "it looks like a fall, and nobody can tell yet"


@pytest.mark.parametrize(("since", "state"), [("---", "unknown"), ("----", "yes")])
def test_four_first_tries_since_then_are_evidence(since: str, state: str) -> None:
    assert speaks(tries((20, "++++"), (18, "++++"), (1, since))) == state


def test_how_much_evidence_is_asked_can_be_set() -> None:
    fell = tries((20, "++++"), (18, "++++"), (1, "----"))
    assert speaks(fell, HelpRules(fall_tries=5)) == "unknown"
    assert speaks(tries((20, "++++"), (18, "++++"), (1, "--")), HelpRules(fall_tries=2)) == "yes"


def test_a_lucky_beginning_is_no_height_to_fall_from() -> None:
    """Three answers, all right, can be guessed: mastery was hardly known then."""
    assert speaks(tries((20, "+++"), (1, "-----"))) == "unknown"
    assert speaks(tries((20, "++++"), (1, "-----"))) == "yes"


@pytest.mark.parametrize(
    ("since", "state"),
    [
        ("+-+-", "no"),  # 8 of 8, then 2 of 4: one time in eleven by luck
        ("--+-", "yes"),  # then 1 of 4: one time in fifty-five
        ("-+-+--", "yes"),
        ("+-+-+-", "no"),
    ],
)
def test_what_luck_may_do_is_no_fall(since: str, state: str) -> None:
    found = tries((20, "++++"), (18, "++++"), (1, since))
    both = then_and_now(history(list(found), found, UTC), LINE)
    assert both.then.share is not None
    assert both.now.share is not None
    assert both.then.share - both.now.share >= Fraction(1, 5), "it looks like one"
    assert speaks(found) == state


def test_what_rises_has_not_fallen() -> None:
    assert speaks(tries((20, "----"), (18, "-+-+"), (1, "++++"))) == "no"


def test_a_fall_of_long_ago_is_none_within_these_days() -> None:
    assert speaks(tries((40, "++++"), (38, "++++"), (20, "-----"))) == "no"


def test_old_tries_at_one_item_are_no_new_evidence() -> None:
    """Three tries at an item count at most: who is stuck at one has another trouble."""
    found = tries((20, "++++"), (18, "++++"))
    found["stuck"] = [given(TODAY - ago * DAY, False) for ago in (5, 4, 3, 2, 1)]
    one = then_and_now(history(list(found), found, UTC), LINE)
    assert one.since == Tries(3, 0)
    assert speaks(found) == "unknown"


# One sitting is one day


def test_a_sitting_belongs_to_the_day_on_which_it_began() -> None:
    moments = [NIGHT, NIGHT + timedelta(minutes=50), NIGHT + timedelta(minutes=100)]
    assert began(moments, UTC) == [NIGHT.date()] * 3
    later = moments[-1] + PAUSE + timedelta(seconds=1)
    assert began([*moments, later], UTC)[-1] == later.date() == NIGHT.date() + DAY


def test_a_sitting_across_midnight_is_no_fall_between_two_days() -> None:
    """Eight right before midnight, five wrong after it."""
    rules = HelpRules(fall_days=1)
    evening, night = TODAY - DAY, TODAY
    found = {f"a{n}": [given(evening, True, 23)] for n in range(8)}
    at_once = found | {f"b{n}": [given(night, False, 0)] for n in range(5)}
    assert [one.day for one in history(list(at_once), at_once, UTC)] == [evening]
    assert speaks(at_once, rules) == "no"
    slept = found | {f"b{n}": [given(night, False, 7)] for n in range(5)}
    assert [one.day for one in history(list(slept), slept, UTC)] == [evening, night]
    assert speaks(slept, rules) == "yes", "two sittings on two days"


sittings = st.lists(st.integers(0, 400), min_size=1, max_size=30).map(
    lambda gaps: [NIGHT + timedelta(minutes=sum(gaps[: n + 1])) for n in range(len(gaps))]
)


@for_all(sittings)
def test_days_of_sittings(moments: list[datetime]) -> None:
    """Never after the day of the answer, in order, the same without a pause between."""
    days = began(moments, UTC)
    assert days == sorted(days)
    for place, (moment, day) in enumerate(zip(moments, days, strict=True)):
        assert day <= moment.date()
        if place and moment - moments[place - 1] <= PAUSE:
            assert day == days[place - 1]
        else:
            assert day == moment.date()


# Luck


def test_chance_of_the_tea_taster() -> None:
    """Fisher, The Design of Experiments (1935), chapter II: four of four cups, 1 in 70; at least
    three of four, 17 in 70.
    """
    assert by_luck(Tries(4, 4), Tries(4, 0)) == Fraction(1, 70)
    assert by_luck(Tries(4, 3), Tries(4, 1)) == Fraction(17, 70)


counts = st.integers(0, 5).flatmap(lambda n: st.builds(Tries, st.just(n), st.integers(0, n)))


@for_all(counts, counts)
def test_chance_is_the_share_of_all_ways_to_deal_the_right_answers(
    before: Tries, since: Tries
) -> None:
    places = range(before.n + since.n)
    right = before.right + since.right
    ways = [
        sum(place >= before.n for place in deal) <= since.right
        for deal in combinations(places, right)
    ]
    assert by_luck(before, since) == Fraction(sum(ways), len(ways))


@pytest.mark.parametrize("knows", ["1/2", "13/20", "4/5", "9/10"])
@pytest.mark.parametrize("since", [4, 6, 8])
def test_who_knows_as_much_as_ever_is_hardly_ever_called(knows: str, since: int) -> None:
    """The exact chance, over all that eight tries and these can bring: under one in fifty."""
    share = Fraction(knows)

    def chance(n: int, right: int) -> Fraction:
        return comb(n, right) * share**right * (1 - share) ** (n - right)

    called = sum(
        chance(8, old) * chance(since, new)
        for old in range(9)
        for new in range(since + 1)
        if by_luck(Tries(8, old), Tries(since, new)) <= LUCK
    )
    assert called < Fraction(1, 50)


# Histories

answers = st.dictionaries(
    st.sampled_from("abcdef"),
    st.lists(
        st.tuples(st.integers(0, 30), st.booleans(), st.sampled_from([0, 12, 23])),
        min_size=1,
        max_size=6,
        unique_by=lambda one: one[0],
    ),
    max_size=6,
).map(
    lambda found: {
        key: [given(TODAY - ago * DAY, right, hour) for ago, right, hour in sorted(theirs)[::-1]]
        for key, theirs in found.items()
    }
)


def sitting_days(found: dict[str, list[FirstTry]]) -> dict[datetime, date]:
    moments = sorted({one.at for theirs in found.values() for one in theirs})
    return dict(zip(moments, began(moments, UTC), strict=True))


@for_all(answers)
def test_a_history_ends_where_the_objective_stands(found: dict[str, list[FirstTry]]) -> None:
    steps = history(list("abcdef"), found, UTC)
    assert len(steps) <= STEPS
    assert [one.day for one in steps] == sorted(set(sitting_days(found).values()))[-STEPS:]
    if not found:
        assert steps == ()
        return
    stands = mastery(
        "abcdef", {key: [Try(*one[:2]) for one in theirs] for key, theirs in found.items()}
    )
    assert (steps[-1].word, steps[-1].share, steps[-1].behind.n) == (
        stands.word,
        stands.share,
        stands.tries,
    )
    assert steps[-1].since == Tries(0, 0)
    for before, after in pairwise(steps):
        assert before.since.n >= after.since.n
        assert 0 <= before.since.right <= before.since.n <= WINDOW
        assert 0 <= before.behind.right <= before.behind.n <= WINDOW


@for_all(answers, st.integers(2, 8), st.integers(1, 30))
def test_no_alarm_without_evidence(
    found: dict[str, list[FirstTry]], needed: int, days: int
) -> None:
    """Whatever was answered: a fall is told only of enough tries on both sides, of two sittings,
    with wrong ones among the new.
    """
    rules = HelpRules(fall_tries=needed, fall_days=days)
    if speaks(found, rules) != "yes":
        return
    line, sat = TODAY - days * DAY, sitting_days(found)
    every = [one for theirs in found.values() for one in theirs]
    old = [one for one in every if sat[one.at] <= line]
    new = [one for one in every if sat[one.at] > line]
    assert len(old) >= needed
    assert len(new) >= needed
    assert any(one.score < 1 for one in new)


@for_all(answers, st.data())
def test_a_better_answer_raises_no_alarm(
    found: dict[str, list[FirstTry]], data: st.DataObject
) -> None:
    sat = sitting_days(found)
    wrong = [
        (key, place)
        for key, theirs in found.items()
        for place, one in enumerate(theirs)
        if sat[one.at] > LINE and one.score < 1
    ]
    if not wrong or speaks(found) == "yes":
        return
    key, place = data.draw(st.sampled_from(wrong))
    found[key][place] = found[key][place]._replace(score=Fraction(1))
    assert speaks(found) != "yes"
