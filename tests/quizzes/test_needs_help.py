from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizzes.falling import Falling, Tries
from quizzes.mastery import Mastery, Word
from quizzes.needs_help import (
    FEWEST_ANSWERS,
    RULES,
    Alert,
    Facts,
    Finding,
    HelpRules,
    Judgement,
    followed,
    judge,
    mistakes_since,
    tally,
)

DAY = timedelta(days=1)
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
DEFAULT = HelpRules()
WELL = Facts(TODAY, since=TODAY - 30 * DAY, last=TODAY, answers=20, done=5, all=10)


def found(facts: Facts, rule: str, rules: HelpRules = DEFAULT) -> Finding | None:
    return next((one for one in judge(facts, rules).findings if one.rule == rule), None)


def state(facts: Facts, rule: str, rules: HelpRules = DEFAULT) -> str | None:
    finding = found(facts, rule, rules)
    return finding and finding.state


def stands(word: Word, share: str | None) -> Mastery:
    return Mastery(word, tries=8, share=None if share is None else Fraction(share))


def test_who_works_and_has_no_trouble_needs_no_help() -> None:
    assert (judge(WELL, DEFAULT).state, judge(WELL, DEFAULT).standing) == ("no", "working")
    assert judge(WELL, DEFAULT).reasons == ()


def test_of_who_has_not_begun_nothing_is_known() -> None:
    fresh = Facts(TODAY, since=TODAY - DAY, all=10)
    judgement = judge(fresh, DEFAULT)
    assert (judgement.state, judgement.standing) == ("unknown", "not-started")
    assert {one.state for one in judgement.findings} == {"unknown"}


def test_two_answers_are_not_enough_to_say_that_all_is_well() -> None:
    assert judge(replace(WELL, answers=FEWEST_ANSWERS - 1), DEFAULT).state == "unknown"
    assert judge(replace(WELL, answers=FEWEST_ANSWERS), DEFAULT).state == "no"


def test_four_wrong_tries_at_one_item() -> None:
    assert state(replace(WELL, wrong={"a": 3, "b": 3}), "wrong-tries") == "no"
    stuck = replace(WELL, wrong={"a": 4, "b": 6, "c": 1})
    assert found(stuck, "wrong-tries") == Finding(
        "wrong-tries", "yes", ("b", "a"), {"tries": 6, "items": 2}
    )
    assert state(stuck, "wrong-tries", HelpRules(wrong_tries=7)) == "no"
    assert judge(stuck, DEFAULT).standing == "needs-help"


def test_most_objectives_weak() -> None:
    poor = replace(WELL, weak=8, judged=12)
    assert found(poor, "weak") == Finding("weak", "yes", params={"weak": 8, "judged": 12})
    assert state(replace(poor, weak=7), "weak") == "no"
    assert state(replace(poor, weak=9, judged=9), "weak") == "unknown", "too few to judge by"
    assert state(replace(poor, weak=9, judged=9), "weak", HelpRules(weak_from=9)) == "yes"
    assert state(poor, "weak", HelpRules(weak=Fraction(3, 4))) == "no"
    assert state(poor, "weak", HelpRules(weak=None)) is None
    assert state(WELL, "weak") is None, "not looked at in a section"


def test_a_result_below_the_pass_mark() -> None:
    done = replace(WELL, handed_in=TODAY - 14 * DAY, passing=Fraction(1, 2), share=Fraction(2, 5))
    params = {"share": Fraction(2, 5), "passing": Fraction(1, 2), "days": 14}
    assert found(done, "failed") == Finding("failed", "yes", params=params)
    assert state(replace(done, share=Fraction(1, 2)), "failed") == "no", "reached"
    half = HelpRules(failed=Fraction(1, 2))
    assert state(done, "failed", half) == "no"
    assert state(replace(done, share=Fraction(24, 100)), "failed", half) == "yes"
    assert state(replace(done, share=None), "failed") == "unknown", "an answer waits"
    assert state(replace(done, handed_in=TODAY - 15 * DAY), "failed") is None, "long ago"
    assert state(replace(done, passing=None), "failed") is None
    assert state(replace(done, handed_in=None), "failed") is None
    assert state(done, "failed", HelpRules(failed=None)) is None


def test_trouble_is_told_even_where_little_else_is_known() -> None:
    assert judge(replace(WELL, answers=2, wrong={"a": 4}), DEFAULT).state == "yes"


def test_falling_mastery() -> None:
    fell = Falling(stands("firm", "9/10"), stands("growing", "7/10"), Tries(8, 8), Tries(4, 1))
    worse = Falling(stands("growing", "8/10"), stands("weak", "1/10"), Tries(8, 7), Tries(6, 0))
    steady = Falling(stands("growing", "7/10"), stands("growing", "6/10"))
    facts = replace(WELL, objectives={"2.1.a": fell, "2.1.b": worse, "2.1.c": steady})
    assert found(facts, "falling") == Finding(
        "falling",
        "yes",
        ("2.1.b", "2.1.a"),
        {"fall": Fraction(7, 10), "objectives": 2, "tries": 6, "right": 0},
    )
    assert state(replace(WELL, objectives={"c": steady}), "falling") == "no"
    assert state(facts, "falling", HelpRules(fall=Fraction(8, 10))) == "no"


def test_what_is_still_firm_has_not_fallen() -> None:
    wavers = Falling(stands("firm", "1"), stands("firm", "4/5"), Tries(8, 8), Tries(4, 0))
    assert state(replace(WELL, objectives={"a": wavers}), "falling") == "no"


def test_mastery_that_was_not_known_then_cannot_have_fallen() -> None:
    new = Falling(stands("unknown", None), stands("weak", "1/10"))
    assert state(replace(WELL, objectives={"a": new}), "falling") == "unknown"
    assert state(WELL, "falling") is None, "no objectives belong to this place"


def test_one_misconception_that_stays() -> None:
    holds = replace(WELL, mistakes={"b": 10, "c": 4, "a": 6})
    assert found(holds, "misconception") == Finding(
        "misconception", "yes", ("b",), {"answers": 10, "of": 20, "days": 17}
    )
    assert state(holds, "misconception", HelpRules(same_mistake=11)) == "no"
    everywhere = replace(WELL, mistakes={"a": 10, "b": 11, "c": 12})
    assert found(everywhere, "misconception").with_what == ("c", "b")  # type: ignore[union-attr]
    assert state(replace(WELL, mistakes={"a": 10, "b": 30}), "misconception") == "yes"
    spread = dict.fromkeys("abcd", 10)
    assert state(replace(WELL, mistakes=spread), "misconception") == "no", "errs everywhere"
    assert state(replace(WELL, mistakes={}), "misconception") == "no"
    assert state(replace(WELL, mistakes={"a": 2}, answers=2), "misconception") == "unknown"
    assert state(WELL, "misconception") is None, "not looked at in this place"
    assert state(holds, "misconception", HelpRules(same_mistake=None)) is None


def test_weeks_of_misconceptions_hold_the_last_fourteen_days() -> None:
    assert mistakes_since(date(2026, 11, 26)) == date(2026, 11, 9)
    assert mistakes_since(date(2026, 11, 29)) == date(2026, 11, 16)  # a Sunday: two whole weeks


def test_what_was_missed_is_spoken_of_for_fourteen_days() -> None:
    missed = replace(WELL, missed=TODAY - 14 * DAY)
    assert found(missed, "behind") == Finding(
        "behind", "yes", params={"done": Fraction(0), "missed": 14}
    )
    assert state(replace(missed, missed=TODAY - 15 * DAY), "behind") is None
    assert state(missed, "behind", HelpRules(behind=None)) is None


def test_silent_for_a_week_while_work_is_left() -> None:
    assert state(replace(WELL, last=TODAY - 6 * DAY), "silent") == "no"
    silent = replace(WELL, last=TODAY - 7 * DAY)
    assert found(silent, "silent") == Finding("silent", "yes", params={"days": 7, "ever": 1})
    assert state(silent, "silent", HelpRules(silent_days=8)) == "no"
    assert state(replace(silent, done=10), "silent") == "no", "nothing is left to do"


def test_silence_is_not_counted_from_before_the_work_was_asked() -> None:
    asked = replace(WELL, since=TODAY - 2 * DAY, last=TODAY - 40 * DAY)
    assert state(asked, "silent") == "unknown"
    never = replace(WELL, since=TODAY - 7 * DAY, last=None, answers=0)
    assert found(never, "silent") == Finding("silent", "yes", params={"days": 7, "ever": 0})


def test_far_behind_the_due_date() -> None:
    asked = replace(WELL, opened=TODAY - 10 * DAY, due=TODAY + 9 * DAY)  # half of 20 days gone
    assert state(replace(asked, done=3), "behind") == "no"
    assert found(replace(asked, done=2), "behind") == Finding(
        "behind", "yes", params={"done": Fraction(1, 5), "expected": Fraction(1, 2), "left": 9}
    )
    assert state(replace(asked, done=2), "behind", HelpRules(behind=Fraction(1, 5))) == "no"
    assert state(replace(asked, opened=TODAY - DAY, done=0), "behind") == "unknown", "early yet"
    assert state(replace(asked, opened=TODAY - DAY, done=1), "behind") == "no"
    assert state(replace(asked, due=None), "behind") is None


def test_overdue_is_behind_until_all_is_done() -> None:
    overdue = replace(WELL, due=TODAY - 2 * DAY, done=9)
    assert found(overdue, "behind") == Finding(
        "behind", "yes", params={"done": Fraction(9, 10), "overdue": 2}
    )
    assert judge(replace(overdue, done=10), DEFAULT).standing == "done"
    assert state(replace(WELL, due=TODAY, done=9), "behind") == "no", "today is a day to work in"


def test_who_joined_late_has_had_less_time() -> None:
    asked = replace(WELL, opened=TODAY - 10 * DAY, due=TODAY + 9 * DAY, done=1)
    assert state(asked, "behind") == "yes"
    assert state(replace(asked, since=TODAY - DAY), "behind") == "no"


def test_rules_can_be_switched_off() -> None:
    off = HelpRules(wrong_tries=None, fall=None, silent_days=None, behind=None, same_mistake=None)
    assert judge(replace(WELL, wrong={"a": 9}, last=None), off).findings == ()
    assert judge(WELL, off).state == "unknown"


@pytest.mark.parametrize(
    "wrong",
    [
        {"wrong_tries": 1},
        {"fall_tries": 1},
        {"fall_tries": 9},
        {"silent_days": 0},
        {"fall": 0.2},
        {"behind": "2"},
        {"x": 1},
    ],
)
def test_senseless_rules_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        HelpRules.model_validate(wrong)


def test_rules_survive_json() -> None:
    rules = HelpRules(wrong_tries=None, fall=Fraction(1, 3))
    assert HelpRules.model_validate_json(rules.model_dump_json()) == rules


def test_rules_of_before_a_fall_needed_evidence_are_read() -> None:
    text = '{"wrong_tries": 3, "fall": "1/4", "fall_days": 10, "silent_days": null}'
    rules = HelpRules.model_validate_json(text)
    assert (rules.wrong_tries, rules.fall_days, rules.fall_tries) == (3, 10, 4)


def test_an_alert_is_brought_up_to_date_and_not_repeated() -> None:
    stuck = judge(replace(WELL, wrong={"a": 4}), DEFAULT)
    alert, event = followed(None, stuck, NOW)
    assert event == "raised"
    assert alert == Alert(NOW, NOW, ("wrong-tries",), ("a",))
    later, event = followed(alert, judge(replace(WELL, wrong={"a": 5, "b": 4}), DEFAULT), NOW + DAY)
    assert event is None
    assert later == Alert(NOW, NOW, ("wrong-tries",), ("a", "b"))
    worse = judge(replace(WELL, wrong={"a": 5}, last=TODAY - 9 * DAY), DEFAULT)
    more, event = followed(later, worse, NOW + 2 * DAY)
    assert event == "more"
    assert more == Alert(NOW, NOW + 2 * DAY, ("wrong-tries", "silent"), ("a",))
    fewer, event = followed(more, stuck, NOW + 3 * DAY)
    assert (event, fewer and fewer.reasons) == ("fewer", ("wrong-tries",))
    assert followed(fewer, judge(WELL, DEFAULT), NOW + 4 * DAY) == (None, "cleared")
    assert followed(None, judge(WELL, DEFAULT), NOW) == (None, None)
    assert Alert.from_json(json.loads(json.dumps(more.to_json() if more else {}))) == more


def test_not_knowing_any_more_is_no_recovery() -> None:
    alert = Alert(NOW, NOW, ("falling",), ("2.1.a",))
    unknown = Judgement("no", "working", (Finding("falling", "unknown"), Finding("silent", "no")))
    assert followed(alert, unknown, NOW + DAY) == (alert, None)
    recovered = Judgement("unknown", "working", (Finding("falling", "no"),))
    assert followed(alert, recovered, NOW + DAY) == (None, "cleared")


def test_a_rule_that_was_switched_off_takes_its_reason_along() -> None:
    alert = Alert(NOW, NOW, ("silent",), ())
    off = judge(replace(WELL, last=TODAY - 9 * DAY), HelpRules(silent_days=None))
    assert followed(alert, off, NOW) == (None, "cleared")


def test_an_alert_of_an_unknown_rule_is_refused() -> None:
    data = Alert(NOW, NOW, ("silent",), ()).to_json()
    with pytest.raises(ValueError, match="unknown rules"):
        Alert.from_json({**data, "reasons": ["lazy"]})


def test_tally_names_every_standing() -> None:
    assert tally(["done", "working", "done"]) == {
        "not-started": 0,
        "working": 1,
        "needs-help": 0,
        "done": 2,
    }


facts = st.builds(
    Facts,
    today=st.just(TODAY),
    since=st.integers(0, 40).map(lambda n: TODAY - n * DAY),
    last=st.none() | st.integers(0, 40).map(lambda n: TODAY - n * DAY),
    answers=st.integers(0, 10),
    wrong=st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)),
    done=st.integers(0, 10),
    all=st.sampled_from([0, 5, 10]),
    opened=st.none() | st.integers(-5, 40).map(lambda n: TODAY - n * DAY),
    due=st.none() | st.integers(-30, 30).map(lambda n: TODAY + n * DAY),
)


@given(facts)
def test_every_judgement_has_its_reasons(one: Facts) -> None:
    judgement = judge(one, DEFAULT)
    assert [finding.rule for finding in judgement.findings] == [
        rule for rule in RULES if rule in {finding.rule for finding in judgement.findings}
    ]
    assert (judgement.state == "yes") == bool(judgement.reasons)
    assert (judgement.standing == "needs-help") == (judgement.state == "yes")
    if judgement.state == "no":
        assert one.answers >= FEWEST_ANSWERS
    alert, event = followed(None, judgement, NOW)
    assert (alert is None) == (event is None) == (judgement.state != "yes")
    assert followed(alert, judgement, NOW + DAY) == (alert, None)
