"""How a student stands in the assignments given to them: how far, too late, missed, not passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from quizzes.needs_help import (
    FEWEST_ANSWERS,
    RULES,
    Facts,
    Finding,
    HelpRules,
    Judgement,
    Rule,
    judge,
)
from quizzes.results import counted, result_of
from quizzes.timing import Window, for_person, late
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.glance import Enrolled, Given, Try

Part = Literal["not-started", "working", "handed-in"]
PREFIX = "assignment:"
"""Before the number of an assignment among the names of a finding; items and objectives have no
colon."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a student is in an open assignment: ``done`` of ``all`` items."""

    info: AssignmentInfo
    part: Part
    done: int
    all: int
    due: date | None
    finding: Finding | None  # of the rule «behind», if it applies


_NOT_ASSIGNED = {
    "wrong_tries": None,
    "fall": None,
    "silent_days": None,
    "same_mistake": None,
    "weak": None,
}


class Assigned:
    """The rules about assignments, at a moment."""

    def __init__(self, rules: HelpRules, now: datetime, today: date, zone: ZoneInfo) -> None:
        self.now, self.today, self.zone = now, today, zone
        self.assigned = rules.model_copy(update=_NOT_ASSIGNED)

    def missed(self, given: Given, student: Enrolled, since: date) -> Finding | None:
        """Of an assignment that has closed for them; None: they had begun it, or it was closed
        before they came.
        """
        closes = self._closes(given, student)
        if closes is None or given.tries.get(student.user_id):
            return None
        day = closes.astimezone(self.zone).date()
        if day < since:
            return None
        facts = Facts(today=self.today, since=since, missed=day)
        return self._about(given, next(iter(judge(facts, self.assigned).findings), None))

    def failed(self, given: Given, student: Enrolled) -> Finding | None:
        """Of an assignment with a pass mark that was handed in. What counts of several tries is
        what the gradebook counts; while another try runs, nobody knows.
        """
        passing = given.info.rules.pass_share
        tries = given.tries.get(student.user_id, [])
        ended = [one for one in tries if one.closed_at is not None]
        if passing is None or not ended:
            return None
        known = len(ended) == len(tries) and all(one.earned is not None for one in ended)
        newest = max(one.closed_at for one in ended if one.closed_at is not None)
        facts = Facts(
            today=self.today,
            since=self.today,
            handed_in=newest.astimezone(self.zone).date(),
            share=self._share(given, student, ended) if known else None,
            passing=passing,
        )
        return self._about(given, next(iter(judge(facts, self.assigned).findings), None))

    def _share(self, given: Given, student: Enrolled, ended: Sequence[Try]) -> Fraction | None:
        rules = given.info.rules
        window = _window(given, student)
        results = []
        for one in ended:
            assert one.closed_at is not None
            assert one.earned is not None
            overdue = late(window, one.closed_at)
            results.append(result_of(one.earned, one.most, rules, one.answered, overdue))
        return counted(results, rules.counts)

    def _about(self, given: Given, finding: Finding | None) -> Finding | None:
        if finding is None:
            return None
        name = f"{PREFIX}{given.info.id}"
        return Finding(finding.rule, finding.state, (name,), finding.params)

    def _closes(self, given: Given, student: Enrolled) -> datetime | None:
        return _window(given, student).closes

    def open_to(self, given: Given, student: Enrolled) -> bool:
        closes = self._closes(given, student)
        return closes is None or closes > self.now

    def progress(self, given: Given, student: Enrolled, since: date) -> Progress:
        window = _window(given, student)
        tries = given.tries.get(student.user_id, [])
        running = [one for one in tries if one.closed_at is None]
        part: Part = "not-started"
        done, every = 0, 1
        if len(running) < len(tries):
            part, done = "handed-in", 1
        elif running:
            part, done, every = "working", running[-1].given, max(1, running[-1].items)
            done = min(done, every - 1)  # all typed is not handed in
        ends = window.due or window.closes
        due = ends.astimezone(self.zone).date() if ends is not None else None
        finding = None
        if due is not None and since <= due:
            opened = window.opens.astimezone(self.zone).date()
            facts = Facts(
                today=self.today,
                since=since,
                done=done,
                all=every,
                # what is done at one sitting with a clock is not spread over days
                opened=due if window.limit is not None else opened,
                due=due,
            )
            finding = self._about(given, next(iter(judge(facts, self.assigned).findings), None))
        return Progress(given.info, part, done, every, due, finding)


def _window(given: Given, student: Enrolled) -> Window:
    """The dates of one person."""
    granted = given.allowances.get(student.user_id)
    window = given.info.window
    return for_person(window, granted) if granted is not None else window


def together(whole: Judgement, answers: int, of_assignments: Sequence[Finding]) -> Judgement:
    """One judgement of a person from that over the course and those of their assignments: of
    these, for each rule, the worst speaks for all, and every one concerned is named.
    """
    if not of_assignments:
        return whole
    by_rule: dict[Rule, list[Finding]] = {}
    for one in of_assignments:
        by_rule.setdefault(one.rule, []).append(one)
    found = [_worst(rule, by_rule[rule]) for rule in RULES if rule in by_rule]
    findings = (*whole.findings, *found)
    if any(one.state == "yes" for one in findings):
        return Judgement("yes", "needs-help", findings)
    seen = answers >= FEWEST_ANSWERS and any(one.state == "no" for one in findings)
    return Judgement("no" if seen else "unknown", whole.standing, findings)


def _worst(rule: Rule, theirs: Sequence[Finding]) -> Finding:
    held = [one for one in theirs if one.state == "yes"]
    if held:
        held.sort(key=_lateness if rule == "behind" else lambda one: (one.params["share"], 0))
        return Finding(
            rule, "yes", tuple(name for one in held for name in one.with_what), held[0].params
        )
    return Finding(rule, "no" if any(one.state == "no" for one in theirs) else "unknown")


def _lateness(one: Finding) -> tuple[Fraction | int, Fraction | int]:
    """What can still be done and is longest overdue first, then what was missed, then what is
    least done.
    """
    if "missed" in one.params:
        return 0, one.params["missed"]
    return -one.params.get("overdue", -1), one.params["done"]
