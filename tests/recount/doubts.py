"""Questions that may be bad themselves, and what is to be explained first in spite of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.recount import items as counted
from tests.recount import learners

if TYPE_CHECKING:
    from tests.recount.work_pages import Work

FEWEST = 10
GRAVE = ("key-doubtful", "negative", "below-guess", "second-key")


def suspects(work: Work, cohort: int) -> set[tuple[str, str]]:
    """Item versions with a likely grave flag, over all cohorts or in an assignment of this one."""
    if cohort not in work.suspects_of:
        scopes = ["bank"]
        scopes += [
            f"assignment:{task.id}"
            for task in work.here.raw.assignments.values()
            if task.cohort == cohort
        ]
        work.suspects_of[cohort] = {
            key
            for scope in scopes
            for key in work.whole(scope)
            if key[1] != "variants"
            for code, likely, _ in counted.flags(
                work.whole_figures(scope, *key), work.items.find(*key)
            )
            if likely and code in GRAVE
        }
    return work.suspects_of[cohort]


def doubtful(work: Work, group: int, first: date, last: date) -> Counter[tuple[str, str]]:
    """(kind, name) → missed first tries that fell on suspects."""
    here = work.here
    cohort, _ = here.raw.groups[group]
    bad = suspects(work, cohort)
    found: Counter[tuple[str, str]] = Counter()
    for user in here.raw.students(group):
        sittings = [
            one
            for one in here.raw.of_user[user]
            if one.assignment is None or here.raw.assignments[one.assignment].cohort == cohort
        ]
        for one in learners.first_tries(sittings):
            missed = one.status == "scored" and one.share < 1
            if not missed or (one.item, one.version) not in bad:
                continue
            if not first <= here.raw.day(one.at) <= last:
                continue
            item = work.items.find(one.item, one.version)
            names = item.objectives if item is not None and item.type != "essay" else ()
            found.update({("objective", name) for name in names})
            found.update({("misconception", code) for code in one.codes})
    return found


def place_of(name: str, cost: Any) -> tuple[int, Fraction, int, str]:
    """Where it stands: by students, then the share missed of ten answers or more, then answers."""
    share = Fraction(cost.missed, cost.asked) if cost.asked >= FEWEST else Fraction(0)
    return -cost.students, -share, -cost.missed, name


class First(NamedTuple):
    name: str | None
    students: int
    missed: int
    passed_over: int


def first_objective(work: Work, group: int, first: date, last: date) -> First:
    """What costs most of what two students or more missed and does not rest, to a third, on
    suspects.
    """
    doubts = doubtful(work, group, first, last)
    costs = [
        (name, cost)
        for (kind, name), theirs in work.here.costs(group, first, last).items()
        if kind == "objective" and (cost := learners.summed(theirs)).students >= 2
    ]
    passed_over = 0
    for name, cost in sorted(costs, key=lambda one: place_of(*one)):
        if doubts["objective", name] * 3 < cost.missed:
            return First(name, cost.students, cost.missed, passed_over)
        passed_over += 1
    return First(None, 0, 0, passed_over)
