"""How the students of a group stand: in each section, in what is assigned, and altogether.

Wrong tries and falling are judged for each section and for the whole course, silence for the whole
course alone (nobody works in all sections at once), and so are misconceptions; lagging behind for
each assignment that is open to the student, or that they missed of late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.model import Course
from quizzes.falling import Falling
from quizzes.needs_help import (
    FEWEST_ANSWERS,
    Facts,
    Finding,
    Judgement,
    State,
    judge,
    mistakes_since,
)
from quizzes.timing import for_person
from webapp.insight.facts import SectionFacts, falling, places
from webapp.insight.kept_steps import stands_at
from webapp.queries import alerts, glance, insight
from webapp.queries.alerts import CohortRules, StoredAlert
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.glance import Enrolled, Given

Part = Literal["not-started", "working", "handed-in"]
PREFIX = "assignment:"
"""Before the number of an assignment among the names of a finding; items and objectives have no
colon."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is read of some students of a cohort. ``waiting``: those whose newest answers are not
    counted yet. ``mistakes``: student → week → misconception → answers; None: not looked at.
    """

    students: list[Enrolled]
    sections: Mapping[int, Mapping[str, SectionFacts]]
    given: list[Given]
    rules: CohortRules
    alerts: Mapping[int, StoredAlert]
    term: tuple[date | None, date | None]
    waiting: frozenset[int] = frozenset()
    mistakes: Mapping[int, Mapping[date, Mapping[str, int]]] | None = None


def load(
    connection: Connection,
    cohort_id: int,
    group_ids: Collection[int] | None,
    now: datetime,
    *,
    words: bool = False,
) -> Known:
    """Everything in a fixed number of statements. ``words``: with the words of objectives."""
    students = glance.list_enrolled(connection, cohort_id, group_ids)
    ids = [one.user_id for one in students]
    rules = alerts.find_rules(connection, cohort_id)
    return Known(
        students=students,
        sections=insight.list_sections(
            connection, ids, words=words or rules.rules.wrong_tries is None
        ),
        given=glance.list_given(connection, cohort_id, ids, now),
        rules=rules,
        alerts=alerts.list_alerts(connection, cohort_id, ids),
        term=glance.find_term(connection, cohort_id),
        waiting=insight.list_waiting(connection, ids),
        mistakes=None
        if rules.rules.same_mistake is None
        else insight.list_mistakes(connection, ids, _weeks_before(now)),
    )


def load_section(
    connection: Connection, cohort_id: int, group_ids: Collection[int] | None, section: str
) -> Known:
    """What :func:`in_section` looks at, and no more."""
    students = glance.list_enrolled(connection, cohort_id, group_ids)
    ids = [one.user_id for one in students]
    return Known(
        students=students,
        sections=insight.list_sections(connection, ids, section=section),
        given=[],
        rules=alerts.find_rules(connection, cohort_id),
        alerts={},
        term=glance.find_term(connection, cohort_id),
    )


def _weeks_before(now: datetime) -> date:
    """No later than the Monday that :func:`mistakes_since` gives, in any zone."""
    return mistakes_since((now - timedelta(days=1)).date())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a student is in an open assignment: ``done`` of ``all`` items."""

    info: AssignmentInfo
    part: Part
    done: int
    all: int
    due: date | None
    finding: Finding | None  # of the rule «behind», if it applies


@dataclass(frozen=True, slots=True)
class StudentStanding:
    """``cells``: section → judgement, of the sections where something was answered. ``falls``:
    the objectives that were looked at, as they stood and stand. ``given``: assignments open to
    them; ``missed``: findings about those that closed before they began.
    """

    student: Enrolled
    facts: Mapping[str, SectionFacts]
    cells: Mapping[str, Judgement]
    given: tuple[Progress, ...]
    judgement: Judgement
    falls: Mapping[str, Falling]
    last: date | None
    missed: tuple[Finding, ...] = ()

    @property
    def answers(self) -> int:
        return sum(one.answers for one in self.facts.values())


@dataclass(frozen=True, slots=True)
class InSection:
    """A student in one section. ``facts`` and ``judgement`` are None where nothing was answered."""

    student: Enrolled
    facts: SectionFacts | None
    judgement: Judgement | None
    falls: Mapping[str, Falling]


def standings(
    course: Course, known: Known, now: datetime, zone: ZoneInfo, *, cells: bool = True
) -> list[StudentStanding]:
    """In the order of the students. ``cells`` False: only altogether, not for each section."""
    judged = _Judge(course, known, now, now.astimezone(zone).date(), zone)
    return [judged.student(one, cells=cells) for one in known.students]


def in_section(
    course: Course, known: Known, section: str, now: datetime, zone: ZoneInfo
) -> list[InSection]:
    """How each student stands in a section alone, in the order of the students."""
    judged = _Judge(course, known, now, now.astimezone(zone).date(), zone)
    return [judged.place(one, section) for one in known.students]


_PERSONAL = {"silent_days": None, "behind": None, "same_mistake": None}
"""Rules that are not put to a section alone."""
_NOT_ASSIGNED = {"wrong_tries": None, "fall": None, "silent_days": None, "same_mistake": None}


class _Judge:
    """The rules, sorted by what they look at."""

    def __init__(
        self, course: Course, known: Known, now: datetime, today: date, zone: ZoneInfo
    ) -> None:
        rules = known.rules.rules
        starts, ends = known.term
        over = ends is not None and today > ends
        self.known = known
        self.now, self.today, self.zone = now, today, zone
        self.starts = starts
        self.all = places(course).items
        self.in_section = rules.model_copy(update=_PERSONAL)
        silent = None if over else rules.silent_days
        self.whole = rules.model_copy(update={"silent_days": silent, "behind": None})
        self.assigned = rules.model_copy(update=_NOT_ASSIGNED)
        self.week = mistakes_since(today)
        self.taught = {number for number, section in course.sections.items() if section.lessons}

    def _since(self, student: Enrolled) -> date:
        joined = student.since.astimezone(self.zone).date()
        return max(joined, self.starts) if self.starts is not None else joined

    def place(self, student: Enrolled, section: str) -> InSection:
        facts = self.known.sections.get(student.user_id, {}).get(section)
        if facts is None:
            return InSection(student, None, None, {})
        falls = self._falls(facts)
        judgement = judge(self._section(facts, falls, self._since(student)), self.in_section)
        return InSection(student, facts, judgement, falls)

    def student(self, student: Enrolled, *, cells: bool) -> StudentStanding:
        facts = self.known.sections.get(student.user_id, {})
        since = self._since(student)
        mine = [one for one in self.known.given if one.given_to(student)]
        given = tuple(
            self._progress(one, student, since) for one in mine if self._open_to(one, student)
        )
        missed = [
            self._missed(one, student, since) for one in mine if not self._open_to(one, student)
        ]
        falls = {
            name: one for theirs in facts.values() for name, one in self._falls(theirs).items()
        }
        judged = {
            number: judge(self._section(theirs, falls, since), self.in_section)
            for number, theirs in (facts.items() if cells else ())
        }
        last = self._last(student, facts)
        whole = Facts(
            today=self.today,
            since=since,
            last=last,
            answers=sum(one.answers for one in facts.values()),
            wrong={key: n for one in facts.values() for key, n in one.stuck.items()},
            objectives=falls,
            done=sum(
                min(one.items, self.all.get(number, 0))
                for number, one in facts.items()
                if number in self.taught
            ),
            all=sum(self.all.get(number, 0) for number in self.taught),
            mistakes=self._mistakes(student),
        )
        lost = tuple(one for one in missed if one is not None)
        behind = [*(one.finding for one in given if one.finding is not None), *lost]
        judgement = together(judge(whole, self.whole), whole.answers, behind)
        return StudentStanding(student, facts, judged, given, judgement, falls, last, lost)

    def _mistakes(self, student: Enrolled) -> Mapping[str, int] | None:
        if self.known.mistakes is None:
            return None  # the rule is off, or nothing is known
        found: Counter[str] = Counter()
        for week, theirs in self.known.mistakes.get(student.user_id, {}).items():
            if week >= self.week:
                found.update(theirs)
        return found

    def _falls(self, facts: SectionFacts) -> dict[str, Falling]:
        """Objectives with a history that fell; of the others it is enough that they stand."""
        found = {
            name: falling(steps, self.today, self.whole) for name, steps in facts.falls.items()
        }
        for name, (word, share, _) in facts.words.items():
            if name not in found:
                found[name] = stands_at(word, share)
        return found

    def _section(self, facts: SectionFacts, falls: Mapping[str, Falling], since: date) -> Facts:
        names = {*facts.falls, *facts.words}
        return Facts(
            today=self.today,
            since=since,
            last=facts.last_on,
            answers=facts.answers,
            wrong=facts.stuck,
            objectives={name: falls[name] for name in names},
            done=facts.items,
            all=self.all.get(facts.section, 0),
        )

    def _last(self, student: Enrolled, facts: Mapping[str, SectionFacts]) -> date | None:
        """The newest day of work: an answer, or a sitting of an assignment that was begun."""
        days = [one.last_on for one in facts.values()]
        for given in self.known.given:
            for one in given.tries.get(student.user_id, ()):
                days.append((one.closed_at or one.started_at).astimezone(self.zone).date())
        return max(days, default=None)

    def _missed(self, given: Given, student: Enrolled, since: date) -> Finding | None:
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

    def _about(self, given: Given, finding: Finding | None) -> Finding | None:
        if finding is None:
            return None
        name = f"{PREFIX}{given.info.id}"
        return Finding(finding.rule, finding.state, (name,), finding.params)

    def _closes(self, given: Given, student: Enrolled) -> datetime | None:
        granted = given.allowances.get(student.user_id)
        window = given.info.window
        return for_person(window, granted).closes if granted is not None else window.closes

    def _open_to(self, given: Given, student: Enrolled) -> bool:
        closes = self._closes(given, student)
        return closes is None or closes > self.now

    def _progress(self, given: Given, student: Enrolled, since: date) -> Progress:
        granted = given.allowances.get(student.user_id)
        window = given.info.window
        if granted is not None:
            window = for_person(window, granted)
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


def together(whole: Judgement, answers: int, behind: Sequence[Finding]) -> Judgement:
    """One judgement of a person from that over the course and those of their assignments: of
    these the worst speaks for all, and every one that is lagged behind is named.
    """
    if not behind:
        return whole
    late = [one for one in behind if one.state == "yes"]
    late.sort(key=_lateness)
    if late:
        names = tuple(name for one in late for name in one.with_what)
        finding = Finding("behind", "yes", names, late[0].params)
    else:
        state: State = "no" if any(one.state == "no" for one in behind) else "unknown"
        finding = Finding("behind", state)
    findings = (*whole.findings, finding)
    if any(one.state == "yes" for one in findings):
        return Judgement("yes", "needs-help", findings)
    seen = answers >= FEWEST_ANSWERS and any(one.state == "no" for one in findings)
    return Judgement("no" if seen else "unknown", whole.standing, findings)


def _lateness(one: Finding) -> tuple[Fraction | int, Fraction | int]:
    """What can still be done and is longest overdue first, then what was missed, then what is
    least done.
    """
    if "missed" in one.params:
        return 0, one.params["missed"]
    return -one.params.get("overdue", -1), one.params["done"]


def sorted_by_need(found: Iterable[StudentStanding]) -> list[StudentStanding]:
    """Those who need help, the most reasons first; the rest as they were."""
    return sorted(
        found,
        key=lambda one: (one.judgement.state != "yes", -len(one.judgement.reasons)),
    )
