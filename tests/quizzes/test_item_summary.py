from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.item_summary import (
    BANK_STEPS,
    BLANK,
    FEWEST_OTHERS,
    ItemSummary,
    Line,
    Observation,
    coarse,
    first_answers,
    follow,
    observations,
    summary,
)

HALF = Fraction(1, 2)
ITEMS = ("a", "b", "c", "d", "e", "f")

shares = st.integers(0, 6).map(lambda sixths: Fraction(sixths, 6))
observed = st.builds(
    Observation,
    score=shares,
    rest=st.none() | shares,
    choices=st.lists(st.sampled_from("abc"), max_size=3).map(tuple),
    answered=st.booleans(),
    seconds=st.none() | st.integers(-5, 20_000),
)


@st.composite
def sitting(draw: st.DrawFn) -> tuple[Line, ...]:
    return tuple(
        Line(
            item_id=item,
            version=draw(st.sampled_from("12")),
            points=draw(st.integers(1, 3)),
            share=draw(st.none() | shares),
            choices=(draw(st.sampled_from("abc")),),
            answered=draw(st.booleans()),
            first=draw(st.booleans()),
            left_out=draw(st.booleans()),
        )
        for item in ITEMS[: draw(st.integers(0, len(ITEMS)))]
    )


def recount(sittings: Sequence[Sequence[Line]], steps: int | None) -> dict[str, ItemSummary]:
    """Straight from the definition, without any of the engine's adding and taking back."""
    found: dict[str, ItemSummary] = {}
    for lines in sittings:
        for line in lines:
            if line.share is None or not line.first:
                continue
            others = [
                other
                for other in lines
                if other is not line and other.share is not None and not other.left_out
            ]
            rest = None
            if len(others) >= FEWEST_OTHERS:
                earned = sum((one.points * (one.share or 0) for one in others), Fraction(0))
                rest = earned / sum(one.points for one in others)
                if steps:
                    rest = Fraction(int(rest * steps), steps)
            seen = found.setdefault(f"{line.item_id}.{line.version}", ItemSummary())
            seen.scores[line.share, rest] += 1
            for choice in line.choices if line.answered else (BLANK,):
                seen.picks[choice, rest] += 1
            seen.blank += not line.answered
    return found


@st.composite
def history(draw: st.DrawFn) -> list[tuple[Line, ...]]:
    """A sitting and what became of it: each state differs from the one before in some lines."""
    states = [draw(sitting())]
    for other in draw(st.lists(sitting(), max_size=2)):
        changed = draw(st.sets(st.sampled_from(ITEMS)))
        by_item = {line.item_id: line for line in other}
        states.append(
            tuple(
                by_item.get(line.item_id, line) if line.item_id in changed else line
                for line in states[-1]
            )
        )
    return states


@given(
    st.lists(history(), max_size=4),
    st.sampled_from([None, BANK_STEPS, 3]),
)
def test_followed_through_every_change_is_a_recount(
    histories: list[list[tuple[Line, ...]]], steps: int | None
) -> None:
    """Each sitting goes through several states (answers come, marks change, a correction, an
    older answer arrives late); sittings are mixed."""
    summaries: dict[tuple[str, str], ItemSummary] = {}
    for step in range(3):
        for states in histories:
            before = states[step - 1] if 0 < step <= len(states) else ()
            if step < len(states):
                touched = follow(summaries, before, states[step], steps)
                assert touched <= summaries.keys()
    now = {f"{item}.{version}": seen for (item, version), seen in summaries.items() if seen.n}
    assert now == recount([states[-1] for states in histories], steps)
    for seen in summaries.values():
        assert ItemSummary.from_json(json.loads(json.dumps(seen.to_json()))) == seen


@given(st.lists(observed, max_size=12), st.lists(observed, max_size=12), st.randoms())
def test_merging_and_order_make_no_difference(
    here: list[Observation], there: list[Observation], random: object
) -> None:
    both = summary(here)
    both.merge(summary(there))
    mixed = [*here, *there]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert both == summary(mixed)
    assert both.to_json() == summary(mixed).to_json()
    for one in there:
        both.take_back(one)
    assert both == summary(here)


def test_taking_back_what_was_never_added_changes_nothing() -> None:
    seen = summary([Observation(Fraction(1), HALF, ("a",), seconds=10)])
    before = seen.to_json()
    for other in (
        Observation(Fraction(0), HALF, ("a",), seconds=10),
        Observation(Fraction(1), HALF, ("b",), seconds=10),
        Observation(Fraction(1), HALF, ("a",), seconds=11),
        Observation(Fraction(1), HALF, (), answered=False, seconds=10),
    ):
        with pytest.raises(ValueError, match="never added"):
            seen.take_back(other)
        assert seen.to_json() == before


def test_one_mark_that_changes_is_in_the_rest_of_every_other_item() -> None:
    lines = [Line(item, "1", 1, Fraction(1)) for item in ITEMS]
    summaries: dict[tuple[str, str], ItemSummary] = {}
    follow(summaries, (), lines)
    touched = follow(summaries, lines, [replace(lines[0], share=Fraction(0)), *lines[1:]])
    assert touched == {(item, "1") for item in ITEMS}
    assert summaries["b", "1"].scores == Counter({(Fraction(1), Fraction(4, 5)): 1})


def test_what_did_not_change_stays_and_is_not_touched() -> None:
    before = [Line(item, "1", 1, Fraction(0), ("b",)) for item in ITEMS]
    after = [replace(before[0], choices=("c",)), *before[1:]]
    summaries: dict[tuple[str, str], ItemSummary] = {}
    follow(summaries, (), before)
    assert follow(summaries, before, after) == {("a", "1")}
    assert {f"{item}.{version}": seen for (item, version), seen in summaries.items()} == recount(
        [after], None
    )


def test_an_item_that_waits_for_a_marker_is_in_no_rest_and_not_counted() -> None:
    lines = [Line(item, "1", 1, Fraction(1)) for item in ITEMS[:5]] + [Line("f", "1", 5, None)]
    found = dict(observations(lines))
    assert ("f", "1") not in found
    assert found["a", "1"].rest == 1


def test_an_item_left_out_of_the_total_is_judged_but_judges_nobody() -> None:
    lines = [Line(item, "1", 1, Fraction(1)) for item in ITEMS[:5]]
    lines.append(Line("f", "1", 1, Fraction(0), left_out=True))
    found = dict(observations(lines))
    assert found["a", "1"].rest == 1
    assert found["f", "1"] == Observation(Fraction(0), Fraction(1))


def test_too_few_other_items_give_no_rest() -> None:
    lines = [Line(item, "1", 1, Fraction(1)) for item in ITEMS[:FEWEST_OTHERS]]
    assert {seen.rest for _, seen in observations(lines)} == {None}


def test_the_rest_in_per_cents_is_rounded_down_and_keeps_the_order_of_people() -> None:
    exact = [Fraction(n, 97) for n in range(98)]
    coarse_rests = [Fraction(rest * BANK_STEPS // 1, BANK_STEPS) for rest in exact]
    assert coarse_rests == sorted(set(coarse_rests))
    lines = [Line(item, "1", 1, Fraction(1, 3)) for item in ITEMS]
    assert {seen.rest for _, seen in observations(lines, BANK_STEPS)} == {Fraction(33, 100)}


def test_no_answer_is_counted_as_such() -> None:
    seen = summary([Observation(Fraction(0), HALF, ("a",), answered=False)])
    assert seen.blank == 1
    assert seen.picks == Counter({(BLANK, HALF): 1})


def test_seconds_grow_coarser() -> None:
    assert [coarse(one) for one in (-1, 0, 119, 125, 1199, 1259, 7199, 90_000)] == [
        0, 0, 119, 120, 1190, 1200, 7140, 7200,
    ]  # fmt: skip


def test_the_first_answer_is_the_earliest_however_late_it_arrives() -> None:
    answers = [(("aida", "a"), 5, 10), (("aida", "a"), 3, 12), (("bolat", "a"), 3, 11)]
    assert first_answers(answers) == {("aida", "a"): 12, ("bolat", "a"): 11}
    assert first_answers([(1, 3, 12), (1, 3, 11)]) == {1: 11}
