"""The page of a group, put together from how its students stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.model import Course, Section
from quizzes.mastery import WORDS, Word
from quizzes.needs_help import Alert, Judgement
from webapp.feed_words import said
from webapp.help_words import reasons
from webapp.insight.facts import SectionFacts, places
from webapp.insight.need_order import Ends, sorted_by_need
from webapp.insight.standing import InSection, Known, StudentStanding
from webapp.insight.tops import Top
from webapp.insight.visits import AT_FIRST
from webapp.messages import translate
from webapp.namesakes import NOBODY, Namesakes
from webapp.pages.glance import (
    AssignedLine,
    Cell,
    CellKind,
    MemberRow,
    Needing,
    NewsLine,
    ObjectiveColumn,
    SectionColumn,
    SectionRow,
    TopLine,
    WordCell,
    right_share,
    well_done,
)
from webapp.queries.group_feed import Line, Span, list_lines
from webapp.queries.marks import Unmarked

MOST_NEWS = 5
MANY = Fraction(1, 3)
"""An objective that is weak for so many of those judged is the group's, not a student's."""
FEWEST_JUDGED = 5
"""Of fewer judged students nothing is said about the group."""
_WORDED = 10
"""Numbers up to this are written as words."""


def taught_sections(course: Course) -> list[Section]:
    """The sections that have lessons, in order."""
    return [
        section for chapter in course.chapters for section in chapter.sections if section.lessons
    ]


def titles_of(known: Known) -> dict[int, str]:
    return {one.info.id: one.info.title for one in known.given}


def kind_of(judgement: Judgement | None) -> CellKind:
    """What a cell says; None: nothing was answered."""
    if judgement is None:
        return "not-started"
    if judgement.standing == "working" and judgement.state == "unknown":
        return "unknown"
    return judgement.standing


def cell(facts: SectionFacts | None, judgement: Judgement | None, every: int) -> Cell:
    done = min(facts.items, every) if facts is not None else 0
    right, items = (facts.right, facts.items) if facts is not None else (0, 0)
    trouble = 0
    if judgement is not None and judgement.state == "yes":
        trouble = sum(len(one.with_what) for one in judgement.reasons)
    return Cell(
        kind_of(judgement),
        done,
        every,
        right_share(right, items),
        well_done(right, items),
        trouble,
    )


def needing(
    lang: str,
    course: Course,
    known: Known,
    found: Iterable[StudentStanding],
    alerts: Mapping[int, Alert],
    now: datetime,
    zone: ZoneInfo,
    namesakes: Namesakes = NOBODY,
) -> tuple[Needing, ...]:
    """Those who need help, in the order of all pages. ``alerts``: as they stand now."""
    titles = titles_of(known)
    people = {one.student.user_id: one for one in found}
    lines = []
    for user_id in by_need(known, people.values(), alerts, now, zone):
        one, alert = people[user_id], alerts[user_id]
        stored = known.alerts.get(one.student.user_id)
        lines.append(
            Needing(
                user_id=one.student.user_id,
                name=namesakes.shown(user_id, one.student.name),
                reasons=reasons(lang, course, one.judgement, one.falls, titles, alert.reasons),
                since=stored.alert.since.astimezone(zone).date() if stored is not None else None,
            )
        )
    return tuple(lines)


def by_need(
    known: Known,
    found: Iterable[StudentStanding],
    alerts: Mapping[int, Alert],
    now: datetime,
    zone: ZoneInfo,
) -> list[int]:
    """The people with an alert, in the order of :mod:`webapp.insight.need_order`."""
    return sorted_by_need(
        alerts,
        {one.student.user_id: one.student.name for one in found},
        {one.info.id: Ends(one.info.window, one.allowances) for one in known.given},
        now,
        zone,
    )


def lead(lang: str, n: int) -> str:
    """«Үш студентке көмек керек:»"""
    key = f"glance.need_{n}" if n <= _WORDED else "glance.need_n"
    return translate(lang, key, n=n)


def state_of(found: Sequence[StudentStanding], n: int) -> str:
    """What the first sentence says: nobody | need | not-begun | few | well."""
    if not found:
        return "nobody"
    if n:
        return "need"
    if not any(one.answers for one in found):
        return "not-begun"
    return "well" if any(one.judgement.state == "no" for one in found) else "few"


def rows_of(
    course: Course,
    found: Iterable[StudentStanding],
    needing: Sequence[int],
    finished: Mapping[int, int],
    namesakes: Namesakes = NOBODY,
) -> tuple[MemberRow, ...]:
    """Those who need help first, in their order; the rest in the order given."""
    places_of = {user_id: place for place, user_id in enumerate(needing)}
    sections = [section.number for section in taught_sections(course)]
    every = places(course).items
    rows = [
        MemberRow(
            user_id=one.student.user_id,
            name=one.student.name,
            shown=namesakes.shown(one.student.user_id, one.student.name),
            login=one.student.login,
            needs_help=one.student.user_id in places_of,
            enough=one.judgement.state != "unknown",
            cells=tuple(
                cell(one.facts.get(number), one.cells.get(number), every[number])
                for number in sections
            ),
            answers=one.answers,
            items=sum(
                min(facts.items, every.get(facts.section, 0)) for facts in one.facts.values()
            ),
            right=sum(facts.right for facts in one.facts.values()),
            lessons=finished.get(one.student.user_id, 0),
            last=one.last,
        )
        for one in found
    ]
    return tuple(sorted(rows, key=lambda row: places_of.get(row.user_id, len(places_of))))


def columns_of(course: Course, rows: Sequence[MemberRow]) -> tuple[SectionColumn, ...]:
    return tuple(
        SectionColumn(
            section,
            sum(row.cells[place].kind == "needs-help" for row in rows),
        )
        for place, section in enumerate(taught_sections(course))
    )


def assigned(
    known: Known, found: Iterable[StudentStanding], namesakes: Namesakes = NOBODY
) -> tuple[AssignedLine, ...]:
    """The open assignments that anybody here has, by due date."""
    parts: dict[int, dict[str, list[str]]] = {}
    for one in found:
        for progress in one.given:
            theirs = parts.setdefault(progress.info.id, {})
            name = namesakes.shown(one.student.user_id, one.student.name)
            theirs.setdefault(progress.part, []).append(name)
    lines = [
        AssignedLine(
            assignment_id=one.info.id,
            title=one.info.title,
            due=one.info.window.due,
            closes=one.info.window.closes,
            not_started=tuple(parts[one.info.id].get("not-started", ())),
            working=tuple(parts[one.info.id].get("working", ())),
            handed_in=tuple(parts[one.info.id].get("handed-in", ())),
        )
        for one in known.given
        if one.info.id in parts
    ]
    return tuple(sorted(lines, key=lambda one: _ends(one.due or one.closes)))


def _ends(moment: datetime | None) -> tuple[bool, datetime | None]:
    return moment is None, moment


def top_line(course: Course, top: Top | None) -> TopLine | None:
    if top is None:
        return None
    first, objective = top.first, None
    if first is not None:
        objective = course.objectives[first.name]
    return TopLine(
        objective=objective,
        students=first.students if first is not None else 0,
        missed=first.answers if first is not None else 0,
        passed_over=top.passed_over,
        since=top.since,
    )


def news(
    connection: Connection,
    lang: str,
    course: Course,
    span: Span,
    since: datetime | None,
    unmarked: Sequence[Unmarked],
) -> tuple[NewsLine, ...]:
    """The lines of a span in words. ``unmarked``: answers of the group that wait for a mark."""
    lines: list[Line] = list_lines(connection, span, unmarked=unmarked)
    return tuple(said(lang, course, span.cohort_id, span.group_id, one, since) for one in lines)


def news_from(since: datetime | None, now: datetime) -> datetime:
    return since if since is not None else now - AT_FIRST


def section_rows(
    lang: str,
    course: Course,
    found: Iterable[InSection],
    section: Section,
    namesakes: Namesakes = NOBODY,
) -> tuple[SectionRow, ...]:
    """Members × objectives, those who need help there first."""
    every = places(course).items[section.number]
    rows = []
    for one in found:
        facts = one.facts
        words = facts.words if facts is not None else {}
        right, items = (facts.right, facts.items) if facts is not None else (0, 0)
        rows.append(
            SectionRow(
                user_id=one.student.user_id,
                name=namesakes.shown(one.student.user_id, one.student.name),
                kind=kind_of(one.judgement),
                reasons=reasons(lang, course, one.judgement, one.falls, {})
                if one.judgement is not None
                else (),
                done=min(items, every),
                right=right,
                share=right_share(right, items),
                well=well_done(right, items),
                cells=tuple(
                    WordCell(*words.get(objective.id, ("unknown", None, 0)))
                    for objective in section.objectives
                ),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.kind != "needs-help"))


def weak_for_many(columns: Iterable[ObjectiveColumn]) -> tuple[ObjectiveColumn, ...]:
    """The objectives to speak of before all: weak for many of those judged, worst first."""
    found = [
        one
        for one in columns
        if one.judged >= FEWEST_JUDGED and Fraction(one.counts["weak"], one.judged) >= MANY
    ]
    found.sort(
        key=lambda one: (-Fraction(one.counts["weak"], one.judged), -one.counts["weak"], one.number)
    )
    return tuple(found)


def objective_columns(section: Section, rows: Sequence[SectionRow]) -> tuple[ObjectiveColumn, ...]:
    found = []
    for place, objective in enumerate(section.objectives):
        counts: dict[Word, int] = dict.fromkeys(WORDS, 0)
        for row in rows:
            counts[row.cells[place].word] += 1
        found.append(ObjectiveColumn(objective, place + 1, counts))
    return tuple(found)
