from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizzes.rules import EXAM, PHASES, PRACTICE, Phase, Rules, Visibility, defaults

shares = st.fractions(min_value=0, max_value=1, max_denominator=10**9 - 1)


@given(late=shares, pass_share=st.none() | shares)
def test_shares_stay_exact_through_json(late: Fraction, pass_share: Fraction | None) -> None:
    rules = Rules(late=late, pass_share=pass_share)
    assert Rules.model_validate_json(rules.model_dump_json()) == rules


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_the_defaults_come_back_from_json_the_same(mode: Any) -> None:
    assert Rules.model_validate_json(defaults(mode).model_dump_json()) == defaults(mode)


@pytest.mark.parametrize(("text", "share"), [("4/5", Fraction(4, 5)), ("0.8", Fraction(4, 5))])
def test_a_share_is_read_from_text(text: str, share: Fraction) -> None:
    assert Rules.model_validate({"late": text}).late == share


@pytest.mark.parametrize("share", [0.8, "0.8.1", "", "x", "-1/2", "3/2", 2, -1, None, [1]])
def test_what_is_no_exact_share_from_0_to_1_is_refused(share: Any) -> None:
    with pytest.raises(ValidationError):
        Rules.model_validate({"late": share})


@pytest.mark.parametrize(
    "changed",
    [
        {"attempts": 0},
        {"attempts": 101},
        {"wait_s": -1},
        {"counts": "worst"},
        {"mode": "game"},
        {"visibility": {"own": "later"}},
        {"colour": "red"},
    ],
)
def test_rules_that_make_no_sense_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Rules.model_validate(changed)


@pytest.mark.parametrize("phases", list(product(PHASES, repeat=4)))
def test_what_shows_more_is_never_seen_earlier(phases: tuple[Phase, ...]) -> None:
    names = dict(zip(("own", "score", "key", "feedback"), phases, strict=True))
    at = [PHASES.index(phase) for phase in phases]
    if at != sorted(at):
        with pytest.raises(ValidationError):
            Visibility(**names)
        return
    made = Visibility(**names)
    seen: frozenset[str] = frozenset()
    for reached in ("during", "after", "closed"):
        shown = made.shown(reached)
        assert seen <= shown  # what was seen stays seen
        assert ("feedback" in shown) <= ("key" in shown) <= ("score" in shown) <= ("own" in shown)
        seen = shown
    assert seen == {name for name, phase in names.items() if phase != "never"}


def test_practice_shows_all_at_once_and_never_runs_out_of_tries() -> None:
    rules = defaults("practice")
    assert rules.visibility == PRACTICE
    assert rules.visibility.shown("during") == {"own", "score", "key", "feedback"}
    assert (rules.attempts, rules.counts, rules.late) == (None, "best", 1)


def test_an_exam_shows_no_key_before_it_has_closed() -> None:
    rules = defaults("exam")
    assert (rules.mode, rules.attempts, rules.visibility) == ("exam", 1, EXAM)
    assert rules.visibility.shown("during") == frozenset()
    assert rules.visibility.shown("after") == {"own", "score"}
    assert rules.visibility.shown("closed") == {"own", "score", "key", "feedback"}


@pytest.mark.parametrize("share", ["1/0", "1e99999999", "1e-3"])
def test_a_share_that_is_no_number_or_hides_a_huge_one_is_refused(share: str) -> None:
    with pytest.raises(ValidationError):
        Rules.model_validate({"late": share})
