"""How the students of a group stand: in each section, in what is assigned, and altogether.

Wrong tries and falling are judged for each section and for the whole course, silence for the whole
course alone (nobody works in all sections at once), and so are misconceptions; lagging behind for
each assignment that is open to the student, or that they missed of late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.model import Course
from quizzes.falling import Falling
from quizzes.needs_help import (
    MISSED_DAYS,
    Facts,
    Finding,
    Judgement,
    judge,
    mistakes_since,
)
from webapp.insight.assigned import Assigned, Progress, together
from webapp.insight.facts import SectionFacts, falling, places
from webapp.insight.kept_steps import stands_at
from webapp.queries import alerts, glance, insight
from webapp.queries.alerts import CohortRules, StoredAlert
from webapp.queries.glance import Enrolled, Given


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
        given=glance.list_given(connection, cohort_id, ids, now, lately(rules)),
        rules=rules,
        alerts=alerts.list_alerts(connection, cohort_id, ids),
        term=glance.find_term(connection, cohort_id),
        waiting=insight.list_waiting(connection, ids),
        mistakes=None
        if rules.rules.same_mistake is None
        else insight.list_mistakes(connection, ids, _weeks_before(now)),
    )


def lately(rules: CohortRules) -> timedelta:
    """An assignment that closed for everybody not longer ago may be one that somebody missed, or
    failed.
    """
    return timedelta(days=max(MISSED_DAYS, rules.rules.failed_days) + 1)


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
class StudentStanding:
    """``cells``: section → judgement, of the sections where something was answered. ``falls``:
    the objectives that were looked at, as they stood and stand. ``given``: assignments open to
    them; ``missed``: findings about those that closed before they began; ``failed``: about results
    below the pass mark.
    """

    student: Enrolled
    facts: Mapping[str, SectionFacts]
    cells: Mapping[str, Judgement]
    given: tuple[Progress, ...]
    judgement: Judgement
    falls: Mapping[str, Falling]
    last: date | None
    missed: tuple[Finding, ...] = ()
    failed: tuple[Finding, ...] = ()

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


_PERSONAL = {
    "silent_days": None,
    "behind": None,
    "same_mistake": None,
    "weak": None,
    "failed": None,
}
"""Rules that are not put to a section alone."""
_OF_ASSIGNMENTS = {"behind": None, "failed": None}


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
        self.whole = rules.model_copy(update={"silent_days": silent, **_OF_ASSIGNMENTS})
        self.assigned = Assigned(rules, now, today, zone)
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
            self.assigned.progress(one, student, since)
            for one in mine
            if self.assigned.open_to(one, student)
        )
        missed = [
            self.assigned.missed(one, student, since)
            for one in mine
            if not self.assigned.open_to(one, student)
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
            weak=sum(one.weak for one in facts.values()),
            judged=sum(one.judged for one in facts.values()),
        )
        lost = tuple(one for one in missed if one is not None)
        failed = [
            one for one in (self.assigned.failed(one, student) for one in mine) if one is not None
        ]
        of_assignments = [
            *failed,
            *(one.finding for one in given if one.finding is not None),
            *lost,
        ]
        judgement = together(judge(whole, self.whole), whole.answers, of_assignments)
        return StudentStanding(
            student,
            facts,
            judged,
            given,
            judgement,
            falls,
            last,
            lost,
            tuple(one for one in failed if one.state == "yes"),
        )

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
