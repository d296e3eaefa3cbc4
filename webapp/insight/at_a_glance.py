"""The page of a group, put together from how its students stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.model import Course, Section
from quizzes.mastery import WORDS, Word
from quizzes.needs_help import Alert, Judgement
from webapp.feed_words import said
from webapp.help_words import reasons
from webapp.insight.facts import SectionFacts, places
from webapp.insight.standing import InSection, Known, StudentStanding
from webapp.insight.tops import Top
from webapp.insight.visits import AT_FIRST
from webapp.messages import translate
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
)
from webapp.queries.group_feed import Line, Span, list_lines

MOST_NEWS = 5
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
    trouble = 0
    if judgement is not None and judgement.state == "yes":
        trouble = sum(len(one.with_what) for one in judgement.reasons)
    return Cell(kind_of(judgement), done, every, trouble)


def needing(
    lang: str,
    course: Course,
    known: Known,
    found: Iterable[StudentStanding],
    alerts: Mapping[int, Alert],
    zone: ZoneInfo,
) -> tuple[Needing, ...]:
    """Those who need help, those with most reasons first. ``alerts``: as they stand now."""
    titles = titles_of(known)
    lines = []
    for one in found:
        alert = alerts.get(one.student.user_id)
        if alert is None:
            continue
        stored = known.alerts.get(one.student.user_id)
        lines.append(
            Needing(
                user_id=one.student.user_id,
                name=one.student.name,
                reasons=reasons(lang, course, one.judgement, one.falls, titles, alert.reasons),
                since=stored.alert.since.astimezone(zone).date() if stored is not None else None,
            )
        )
    # by rules, as «Оқыту» orders them
    return tuple(sorted(lines, key=lambda one: (-len(alerts[one.user_id].reasons), one.user_id)))


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
    alerts: Mapping[int, Alert],
    finished: Mapping[int, int],
) -> tuple[MemberRow, ...]:
    """Those who need help first, each part in the order given."""
    sections = [section.number for section in taught_sections(course)]
    every = places(course).items
    rows = [
        MemberRow(
            user_id=one.student.user_id,
            name=one.student.name,
            login=one.student.login,
            needs_help=one.student.user_id in alerts,
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
    return tuple(sorted(rows, key=lambda row: not row.needs_help))


def columns_of(course: Course, rows: Sequence[MemberRow]) -> tuple[SectionColumn, ...]:
    return tuple(
        SectionColumn(
            section,
            sum(row.cells[place].kind == "needs-help" for row in rows),
        )
        for place, section in enumerate(taught_sections(course))
    )


def assigned(known: Known, found: Iterable[StudentStanding]) -> tuple[AssignedLine, ...]:
    """The open assignments that anybody here has, by due date."""
    parts: dict[int, dict[str, list[str]]] = {}
    for one in found:
        for progress in one.given:
            theirs = parts.setdefault(progress.info.id, {})
            theirs.setdefault(progress.part, []).append(one.student.name)
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
    kind: Any = None,
) -> tuple[NewsLine, ...]:
    """The lines of a span in words."""
    lines: list[Line] = list_lines(connection, span, kind)
    return tuple(said(lang, course, span.cohort_id, span.group_id, one, since) for one in lines)


def news_from(since: datetime | None, now: datetime) -> datetime:
    return since if since is not None else now - AT_FIRST


def section_rows(
    lang: str, course: Course, found: Iterable[InSection], section: Section
) -> tuple[SectionRow, ...]:
    """Members × objectives, those who need help there first."""
    every = places(course).items[section.number]
    rows = []
    for one in found:
        facts = one.facts
        words = facts.words if facts is not None else {}
        rows.append(
            SectionRow(
                user_id=one.student.user_id,
                name=one.student.name,
                kind=kind_of(one.judgement),
                reasons=reasons(lang, course, one.judgement, one.falls, {})
                if one.judgement is not None
                else (),
                done=min(facts.items, every) if facts is not None else 0,
                right=facts.right if facts is not None else 0,
                cells=tuple(
                    WordCell(*words.get(objective.id, ("unknown", None, 0)))
                    for objective in section.objectives
                ),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.kind != "needs-help"))


def objective_columns(section: Section, rows: Sequence[SectionRow]) -> tuple[ObjectiveColumn, ...]:
    found = []
    for place, objective in enumerate(section.objectives):
        counts: dict[Word, int] = dict.fromkeys(WORDS, 0)
        for row in rows:
            counts[row.cells[place].word] += 1
        found.append(ObjectiveColumn(objective, place + 1, counts))
    return tuple(found)
