"""What keeps an assessment from being given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from course.model import Course
from quizzes.assessment import (
    MOST_ITEMS,
    Assessment,
    CaseDraw,
    Draw,
    FixedItem,
)
from quizzes.drawing import Candidate, CannotDraw, draw, passes
from webapp.item_bank import candidates
from webapp.messages import translate
from webapp.queries.assignments import find_assessment


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an assessment cannot be given: at an entry (from 0), a section, or as a whole. ``key``
    and ``params`` make the sentence.
    """

    section: int | None
    entry: int | None
    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        return translate(language, self.key, **self.params)


def faults(
    connection: Connection, course: Course, cohort_id: int, assessment: Assessment
) -> list[Fault]:
    """All that keeps an assessment from being given to a cohort; empty: it can be given, whatever
    the seed."""
    return faults_in(assessment, candidates(connection, course, cohort_id))


def cannot_be_given(
    connection: Connection, course: Course, cohort_id: int, assessment_id: int
) -> bool:
    """Whether an assessment of a cohort has faults, or is not that cohort's."""
    found = find_assessment(connection, assessment_id)
    if found is None or found[0][1] != cohort_id:
        return True
    return bool(faults(connection, course, cohort_id, found[1]))


def faults_in(assessment: Assessment, bank: Sequence[Candidate]) -> list[Fault]:
    """The same against a bank that is at hand.

    Draws of single items give way to each other, so that one trial tells for every seed. Whole
    cases do not: beside one, a draw must be met whatever those before it took.
    """
    found: list[Fault] = []
    cases_asked = any(
        isinstance(entry, CaseDraw) for section in assessment.sections for entry in section.entries
    )
    if not any(section.entries for section in assessment.sections):
        return [Fault(None, None, "builder.fault_nothing")]
    by_id = {one.item_id: one for one in bank}
    fixed = set(assessment.fixed())
    free = [one for one in bank if one.item_id not in fixed]
    named: set[str] = set()
    earlier: list[tuple[set[str], int]] = []  # what a draw may take from, how many items at most
    most = 0
    for number, section in enumerate(assessment.sections):
        if not section.entries:
            found.append(Fault(number, None, "builder.fault_section"))
        for position, entry in enumerate(section.entries):
            if isinstance(entry, FixedItem):
                most += 1
                if entry.item in named:
                    found.append(Fault(number, position, "builder.fault_twice"))
                elif entry.item not in by_id:
                    found.append(Fault(number, position, "builder.fault_gone"))
                named.add(entry.item)
                continue
            pool = [one for one in free if passes(one, entry.of)]
            ids = {one.item_id for one in pool}
            if isinstance(entry, Draw):
                taken = sum(min(count, len(ids & theirs)) for theirs, count in earlier)
                there, left, wants = len(ids), len(ids) - taken, entry.count
            else:
                cases = shared_cases(pool)
                inside = {one for case in cases for one in case}
                taken = sum(min(count, len(inside & theirs)) for theirs, count in earlier)
                there, left = len(cases), len(cases) - _spoilt(cases, taken)
                ids = inside
                wants = sum(sorted((len(case) for case in cases), reverse=True)[: entry.count])
            most += wants
            short = entry.count
            if there < short:
                params = {"found": there, "wanted": short}
                found.append(Fault(number, position, _few(entry), params))
            elif left < short and cases_asked:
                params = {"found": there, "left": max(left, 0), "wanted": short}
                found.append(Fault(number, position, "builder.fault_order", params))
            earlier.append((ids, wants))
    if most > MOST_ITEMS:
        found.append(Fault(None, None, "builder.fault_many", {"n": most, "most": MOST_ITEMS}))
    if not found:
        try:
            draw(assessment, bank, (), "trial")
        except CannotDraw as cannot:  # the reckoning above missed something: the engine decides
            params = {"found": cannot.found, "wanted": cannot.wanted}
            found.append(Fault(cannot.section, cannot.entry, "builder.fault_few", params))
    return found


def _few(entry: Draw | CaseDraw) -> str:
    return "builder.fault_few_cases" if isinstance(entry, CaseDraw) else "builder.fault_few"


def shared_cases(pool: Sequence[Candidate]) -> list[list[str]]:
    """The items of each case that has two or more of them among these."""
    by_case: dict[str, list[str]] = {}
    for one in pool:
        if one.case is not None:
            by_case.setdefault(one.case, []).append(one.item_id)
    return [items for items in by_case.values() if len(items) > 1]


def _spoilt(cases: Sequence[Sequence[str]], taken: int) -> int:
    """How many cases are no longer shared, at worst, when ``taken`` of their items are gone."""
    spoilt = 0
    for size in sorted(len(case) for case in cases):
        taken -= size - 1
        if taken < 0:
            break
        spoilt += 1
    return spoilt
