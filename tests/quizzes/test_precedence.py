from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.precedence import completion, cycle, lawful, longest_run, predecessors

CHAIN = {"a": (), "b": ("a",), "c": ("b",), "d": ("c",), "e": ("d",)}
# Two threads after one beginning, joined at the end.
DIAMOND = {"a": (), "b": ("a",), "c": ("a",), "d": ("b",), "e": ("d", "c")}


@pytest.mark.parametrize(
    ("before", "order", "length"),
    [
        (CHAIN, "abcde", 5),
        (CHAIN, "bacde", 4),
        (CHAIN, "bcdea", 4),
        (CHAIN, "edcba", 1),
        (CHAIN, "badce", 3),
        (DIAMOND, "abcde", 5),
        (DIAMOND, "acbde", 5),
        (DIAMOND, "abdce", 5),
        (DIAMOND, "cabde", 4),
        (DIAMOND, "edbca", 2),
        (DIAMOND, "edcba", 2),
    ],
)
def test_longest_run(before: dict[str, tuple[str, ...]], order: str, length: int) -> None:
    run = longest_run(order, predecessors(before))
    assert len(run) == length
    assert "".join(run) in {"".join(one) for one in combinations(order, length)}


def test_requirements_hold_over_steps_left_out() -> None:
    """c must follow a through b, even where b is not in the run."""
    assert predecessors(CHAIN)["c"] == {"a", "b"}
    assert not lawful("ca", predecessors(CHAIN))


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (CHAIN, ()),
        ({"a": ("a",)}, ("a",)),
        ({"a": ("c",), "b": ("a",), "c": ("b",)}, ("b", "c", "a")),
        ({"a": (), "b": ("a", "c"), "c": ("b",)}, ("c", "b")),
        ({"a": ("nobody",)}, ()),
    ],
)
def test_cycle(before: dict[str, tuple[str, ...]], found: tuple[str, ...]) -> None:
    got = cycle(before)
    assert set(got) == set(found)
    for earlier, later in zip(got, (*got[1:], *got[:1]), strict=True):
        assert earlier in before[later]


def test_the_completion_keeps_the_run_and_stays_near() -> None:
    required = predecessors(CHAIN)
    assert completion("bcdea", "bcde", required) == tuple("abcde")
    assert completion("acbde", "acbde", predecessors(DIAMOND)) == tuple("acbde")


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Requirements among up to five steps without a cycle, and an answer."""
    steps = draw(st.permutations("abcde"[: draw(st.integers(2, 5))]))
    before = {
        step: tuple(draw(st.sets(st.sampled_from(steps[:place])))) if place else ()
        for place, step in enumerate(steps)
    }
    return before, tuple(draw(st.permutations(steps)))


@given(graphs())
def test_the_run_is_the_longest_that_some_lawful_order_holds(
    case: tuple[dict[str, tuple[str, ...]], tuple[str, ...]],
) -> None:
    """Against the definition: every lawful order, every set of steps."""
    before, order = case
    required = predecessors(before)
    orders = [one for one in permutations(order) if lawful(one, required)]

    def holds(run: tuple[str, ...]) -> bool:
        return any(tuple(step for step in one if step in run) == run for one in orders)

    best = max(
        length
        for length in range(len(order) + 1)
        if any(holds(run) for run in combinations(order, length))
    )
    run = longest_run(order, required)
    assert len(run) == best
    assert holds(run)
    nearest = completion(order, run, required)
    assert nearest in orders
    assert tuple(step for step in nearest if step in run) == run
    assert (len(run) == len(order)) == lawful(order, required)
