"""Lawful orders of steps of which some must come before others.

``before`` maps a step to the steps that must precede it, as authored. An order of all the steps
is lawful if no step stands before one that must precede it. The longest lawful run of an order
is the largest set of its steps which, left in the relative order in which they stand there, can
be completed to a lawful order of all the steps.

A set can be completed if and only if no two of its steps are inverted, that is stand in one order
while the requirements (with all that follows from them) demand the other. Inversion is itself a
partial order, the meeting of the requirements with the answer read backwards, so the longest run
is its largest antichain: polynomial by Dilworth («A decomposition theorem for partially ordered
sets», Annals of Mathematics 51, 1950) and König. The measure equals the number of steps less the
fewest which must be taken out (Poulsen, Viswanathan, Herman, West, «Efficient feedback and
partial credit grading for Proof Blocks problems», AIED 2022), computed the same way there. With
a single lawful order it is the longest increasing subsequence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Before = Mapping[str, Sequence[str]]


def cycle(before: Before) -> tuple[str, ...]:
    """Steps of which each must come before the next and the last before the first; () if none.

    Steps unknown to ``before`` require nothing.
    """
    done: set[str] = set()
    path: list[str] = []

    def visit(step: str) -> tuple[str, ...]:
        if step in done:
            return ()
        if step in path:
            return tuple(reversed(path[path.index(step) :]))
        path.append(step)
        for earlier in before.get(step, ()):
            if found := visit(earlier):
                return found
        path.pop()
        done.add(step)
        return ()

    for step in before:
        if found := visit(step):
            return found
    return ()


def predecessors(before: Before) -> dict[str, frozenset[str]]:
    """All that must precede each step, with what follows from the requirements. Needs no cycle."""
    known: dict[str, frozenset[str]] = {}

    def visit(step: str) -> frozenset[str]:
        if step not in known:
            direct = before.get(step, ())
            known[step] = frozenset(direct).union(*(visit(earlier) for earlier in direct))
        return known[step]

    for step in before:
        visit(step)
    return known


def lawful(order: Sequence[str], required: Mapping[str, frozenset[str]]) -> bool:
    """``required`` as :func:`predecessors` gives it."""
    return not any(
        later in required.get(step, ())
        for position, step in enumerate(order)
        for later in order[position + 1 :]
    )


def longest_run(order: Sequence[str], required: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The steps of a longest lawful run of ``order``, in that order (module docstring).

    ``required`` as :func:`predecessors` gives it. Takes time n³ for n steps.
    """
    # step → later steps which should have come before it
    inverted = {
        step: [later for later in order[position + 1 :] if later in required.get(step, ())]
        for position, step in enumerate(order)
    }
    taken_by: dict[str, str] = {}  # right side of the matching → left side

    def augment(step: str, tried: set[str]) -> bool:
        for later in inverted[step]:
            if later not in tried:
                tried.add(later)
                if later not in taken_by or augment(taken_by[later], tried):
                    taken_by[later] = step
                    return True
        return False

    for step in order:
        augment(step, set())

    # König: the smallest vertex cover is what alternating paths from unmatched steps do not reach
    # on the left, and what they reach on the right; the antichain is free of both.
    matched = set(taken_by.values())
    reached_left = {step for step in order if step not in matched}
    reached_right: set[str] = set()
    open_ends = list(reached_left)
    while open_ends:
        for later in inverted[open_ends.pop()]:
            if later not in reached_right:
                reached_right.add(later)
                step = taken_by[later]
                if step not in reached_left:
                    reached_left.add(step)
                    open_ends.append(step)
    return tuple(step for step in order if step in reached_left and step not in reached_right)


def completion(
    order: Sequence[str], run: Sequence[str], required: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """A lawful order of all the steps of ``order`` which keeps the lawful ``run`` as it stands,
    and otherwise stays with ``order`` where it may."""
    must = {step: set(required.get(step, ())) for step in order}
    for position, step in enumerate(run):
        must[step].update(run[:position])
    placed: list[str] = []
    waiting = list(order)
    while waiting:
        step = next(one for one in waiting if must[one].issubset(placed))
        placed.append(step)
        waiting.remove(step)
    return tuple(placed)
