"""How one student stands, for a page about them: in words, with what each rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlalchemy import Connection

from course.model import Course
from quizzes.generators import GENERATORS
from quizzes.mastery import Word
from quizzes.needs_help import Finding, Judgement, mistakes_since
from webapp.explaining import title_of
from webapp.insight.assigned import PREFIX
from webapp.insight.at_a_glance import kind_of, taught_sections
from webapp.insight.facts import SectionFacts, places
from webapp.insight.standing import Known, StudentStanding, lately
from webapp.item_bank import newest_item
from webapp.pages.student_view import Cell, MistakeRow, ObjectiveRow, Reason, Stands
from webapp.queries import alerts, glance, insight
from webapp.queries.glance import Enrolled

NAMED = 3
"""Items or objectives of a reason that are named; of the rest the number."""

MOST_WORDS = 90
"""Characters of an item's text in a sentence."""

_WEAKEST_FIRST: tuple[Word, ...] = ("weak", "growing", "unknown", "firm")

Naming = Callable[[str, str], tuple[str, str]]
"""(rule, name of an item, an objective or an assignment) → (words, address)."""


def load_one(
    connection: Connection,
    cohort_id: int,
    student: Enrolled,
    now: datetime,
    facts: Mapping[str, SectionFacts] | None = None,
    mistakes: Mapping[date, Mapping[str, int]] | None = None,
) -> Known:
    """What is known of one student of a cohort. ``facts`` and ``mistakes`` (week → misconception →
    answers): instead of those that are counted.
    """
    if facts is None:
        facts = insight.list_sections(connection, [student.user_id])[student.user_id]
    if mistakes is None:
        mistakes = insight.list_mistakes(connection, [student.user_id]).get(student.user_id, {})
    rules = alerts.find_rules(connection, cohort_id)
    return Known(
        students=[student],
        sections={student.user_id: facts},
        given=glance.list_given(connection, cohort_id, [student.user_id], now, lately(rules)),
        rules=rules,
        alerts={},
        term=glance.find_term(connection, cohort_id),
        mistakes={student.user_id: mistakes},
    )


def mistake_rows(
    course: Course,
    known: Known,
    one: StudentStanding,
    today: date,
    lang: str,
    link: Callable[[str], str],
) -> tuple[MistakeRow, ...]:
    """The misconceptions that a student's answers betrayed, those of late first. ``link`` gives
    the address behind a code.
    """
    since = mistakes_since(today)
    late: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for week, counts in (known.mistakes or {}).get(one.student.user_id, {}).items():
        every.update(counts)
        if week >= since:
            late.update(counts)
    rows = [
        MistakeRow(title, late[code], n, link(code))
        for code, n in every.items()
        if (title := title_of(course, "misconception", code, lang)) is not None
    ]
    return tuple(sorted(rows, key=lambda row: (-row.late, -row.answers, row.title)))


def stands(course: Course, one: StudentStanding, known: Known, naming: Naming) -> Stands:
    """The words and numbers of a page. ``naming`` tells how what a reason is about is called, and
    where it leads.
    """
    judgement = one.judgement
    tried = _objectives(course, one.facts)
    return Stands(
        standing=judgement.standing,
        state=judgement.state,
        reasons=tuple(_reason(finding, naming) for finding in judgement.reasons),
        findings=judgement.findings,
        rules=known.rules.rules,
        cells=_cells(course, one.facts, one.cells),
        objectives=tried,
        untried=len(course.objectives) - len(tried),
        answers=one.answers,
        last=one.last,
    )


def _reason(finding: Finding, naming: Naming) -> Reason:
    named = tuple(naming(finding.rule, name) for name in finding.with_what[:NAMED])
    return Reason(finding.rule, finding.params, named, max(0, len(finding.with_what) - len(named)))


def _cells(
    course: Course, facts: Mapping[str, SectionFacts], judged: Mapping[str, Judgement]
) -> tuple[Cell, ...]:
    where = places(course)
    found = []
    for section in taught_sections(course):
        every = where.items.get(section.number, 0)
        one = facts.get(section.number)
        if one is None:
            found.append(Cell(section, "not-started", all=every))
            continue
        found.append(
            Cell(
                section=section,
                kind=kind_of(judged.get(section.number)),
                answers=one.answers,
                items=min(one.items, every),
                right=one.right,
                all=every,
            )
        )
    return tuple(found)


def _objectives(course: Course, facts: Mapping[str, SectionFacts]) -> tuple[ObjectiveRow, ...]:
    """The objectives that were tried, the weakest first."""
    lessons: dict[str, tuple[str, str]] = {}
    for lesson in course.lessons.values():
        for name in lesson.objectives:
            lessons.setdefault(name, (lesson.id, f"{lesson.number} {lesson.title}"))
    rows = [
        ObjectiveRow(course.objectives[name], word, share, tries, lessons.get(name))
        for one in facts.values()
        for name, (word, share, tries) in one.words.items()
        if name in course.objectives
    ]
    rows.sort(key=lambda row: (_WEAKEST_FIRST.index(row.word), row.share or 0, row.objective.id))
    return tuple(rows)


def item_words(connection: Connection, course: Course, item_id: str) -> str:
    """The beginning of an item's text; of a generator its title."""
    item = newest_item(connection, course, item_id)
    if item is not None:
        return _cut(course.plain(item.stem))
    generator = GENERATORS.get(item_id)
    if generator is not None:
        return generator.title
    return item_id


def objective_words(course: Course, name: str) -> str:
    """An objective's text; of one that the course has dropped since it was counted its id."""
    return course.objectives[name].text if name in course.objectives else name


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MOST_WORDS else words[: MOST_WORDS - 2].rstrip() + " …"


def assignment_of(name: str) -> int:
    """The number in the name of a finding about an assignment."""
    return int(name.removeprefix(PREFIX))
