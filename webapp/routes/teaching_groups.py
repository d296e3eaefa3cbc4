"""JSON API for the faculty's programs: a group at a glance, who needs help, what to explain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from course.model import Course
from quizzes.mastery import Word
from quizzes.needs_help import Alert, Finding, followed
from webapp import explain_doubts, explaining
from webapp.explaining import KINDS
from webapp.help_words import reasons
from webapp.insight.at_a_glance import by_need, taught_sections, titles_of
from webapp.insight.facts import places
from webapp.insight.standing import Known, StudentStanding, load, standings
from webapp.queries import groups, progress
from webapp.teaching_models import (
    CostOut,
    Exact,
    ExplainOut,
    GlanceMember,
    GlanceOut,
    HelpMember,
    HelpOut,
    PlaceOut,
    ReasonOut,
    WordOut,
)
from webapp.teaching_replies import Id, counted, errors, note_looks, reply
from webapp.token_access import Asked, Caller, require_cohort

router = APIRouter()
MOST_SPAN = timedelta(days=731)


async def _students(asked: Caller, group_id: int) -> tuple[list[int], int]:
    """(who studies in a group, how many of them have answers that are not counted yet).

    Raises:
        HTTPException: 404 there is no such group, 403 it is not one of the key's maker.
    """
    group = await asked.read(groups.find_group, group_id)
    if group is None:
        raise HTTPException(404, "error.no_group")
    await require_cohort(asked, group[2])
    if not asked.post.has(group_id):
        raise HTTPException(403, "error.not_your_group")
    students = [row[0] for row in await asked.read(progress.list_students, group_id)]
    return students, await counted(asked, students)


async def _standing(
    asked: Caller, group_id: int, *, words: bool, cells: bool
) -> tuple[Known, list[StudentStanding]]:
    site, now = asked.site, asked.visit.now

    def judged(connection: Connection) -> tuple[Known, list[StudentStanding]]:
        known = load(connection, asked.post.cohort_id, [group_id], now, words=words)
        return known, standings(site.course, known, now, site.settings.zone, cells=cells)

    found: tuple[Known, list[StudentStanding]] = await asked.read(judged)
    return found


@router.get("/groups/{group_id}/glance", response_model=GlanceOut, responses=errors(404))
async def glance(asked: Asked, group_id: Id) -> Any:
    """Every member of a group in every section that has lessons, by the id of the student. Logged
    for each of them.
    """
    students, waiting = await _students(asked, group_id)
    _, found = await _standing(asked, group_id, words=True, cells=True)
    await note_looks(asked, students)
    course = asked.site.course
    members = [
        GlanceMember(
            id=one.student.user_id,
            name=one.student.name,
            login=one.student.login,
            sections=_places(course, one),
        )
        for one in sorted(found, key=lambda one: one.student.user_id)
    ]
    return reply(asked, GlanceOut(group=group_id, waiting=waiting, members=members))


# a group has thousands of objectives, of which a few hundred differ
@lru_cache(maxsize=2_048)
def _word(word: Word, share: Fraction | None, tries: int) -> WordOut:
    return WordOut(word=word, share=Exact.maybe(share), tries=tries)


def _places(course: Course, one: StudentStanding) -> list[PlaceOut]:
    every = places(course).items
    found = []
    for section in taught_sections(course):
        facts, judgement = one.facts.get(section.number), one.cells.get(section.number)
        found.append(
            PlaceOut(
                section=section.number,
                standing=judgement.standing if judgement is not None else "not-started",
                enough=judgement is not None and judgement.state != "unknown",
                answers=facts.answers if facts is not None else 0,
                items=facts.items if facts is not None else 0,
                right=facts.right if facts is not None else 0,
                all=every[section.number],
                last_on=facts.last_on if facts is not None else None,
                objectives={name: _word(*known) for name, known in sorted(facts.words.items())}
                if facts is not None
                else {},
            )
        )
    return found


@router.get("/groups/{group_id}/needs-help", response_model=HelpOut, responses=errors(404))
async def needs_help(asked: Asked, group_id: Id) -> Any:
    """Who of a group needs help and why, by the rules that hold in its cohort, in the order of the
    pages: who can wait last, the most reasons first, of as many the graver. A reason of which
    nothing new is known stays. Logged for each that is given.
    """
    _, waiting = await _students(asked, group_id)
    known, found = await _standing(asked, group_id, words=False, cells=False)
    needing = {
        one.student.user_id: (one, alert)
        for one in found
        if (alert := _alert(asked, known, one)) is not None
    }
    order = by_need(
        known,
        found,
        {user_id: alert for user_id, (_, alert) in needing.items()},
        asked.visit.now,
        asked.site.settings.zone,
    )
    members = [_needing(asked, known, *needing[user_id]) for user_id in order]
    await note_looks(asked, [member.id for member in members])
    return reply(asked, HelpOut(group=group_id, waiting=waiting, members=members))


def _alert(asked: Caller, known: Known, one: StudentStanding) -> Alert | None:
    """None: there is none. It is only looked at; keeping it is the page's work."""
    stored = known.alerts.get(one.student.user_id)
    alert, _ = followed(
        stored.alert if stored is not None else None, one.judgement, asked.visit.now
    )
    return alert


def _needing(asked: Caller, known: Known, one: StudentStanding, alert: Alert) -> HelpMember:
    user_id = one.student.user_id
    stored = known.alerts.get(user_id)
    spoken: list[Finding] = list(one.judgement.reasons)
    rules = {finding.rule for finding in spoken}
    spoken += [Finding(rule, "unknown") for rule in alert.reasons if rule not in rules]
    texts = reasons(
        asked.visit.lang,
        asked.site.course,
        one.judgement,
        one.falls,
        titles_of(known),
        alert.reasons,
    )
    return HelpMember(
        id=user_id,
        name=one.student.name,
        login=one.student.login,
        since=stored.alert.since if stored is not None else None,
        reasons=[
            ReasonOut(
                rule=finding.rule,
                fresh=finding.state == "yes",
                concerns=list(finding.with_what),
                evidence={
                    name: Exact.of(value) if isinstance(value, Fraction) else value
                    for name, value in finding.params.items()
                },
                text=text,
            )
            for finding, text in zip(spoken, texts, strict=True)
        ],
    )


Day = Annotated[
    date | None, Query(description="a day of the course's zone; the whole week of it is counted")
]


@router.get("/groups/{group_id}/explain", response_model=ExplainOut, responses=errors(404))
async def explain(asked: Asked, group_id: Id, since: Day = None, until: Day = None) -> Any:
    """Objectives and misconceptions by what they cost a group, in whole weeks; without dates of
    the last fortnight. No single student is named.
    """
    today = asked.visit.now.astimezone(asked.site.settings.zone).date()
    last = until or today
    fortnight = max(explaining.EARLIEST, last) - timedelta(days=explaining.USUAL - 1)
    first = since or fortnight
    if not explaining.EARLIEST <= first <= last or last - first > MOST_SPAN:
        raise HTTPException(422, "error.api_bad_range")
    students, waiting = await _students(asked, group_id)
    monday = first - timedelta(days=first.weekday())
    first, costs = await asked.read(_costs, asked, students, monday, last)
    return reply(
        asked,
        ExplainOut(
            group=group_id,
            since=monday,
            until=last - timedelta(days=last.weekday()),
            waiting=waiting,
            first=first,
            costs=costs,
        ),
    )


def _costs(
    connection: Connection, asked: Caller, students: Collection[int], since: date, until: date
) -> tuple[str | None, list[CostOut]]:
    found = explaining.costs(connection, students, since, until)
    course, language = asked.site.course, asked.visit.lang
    sunday = until + timedelta(days=6 - until.weekday())
    moments = explaining.Span(0, since, sunday).moments(asked.site.settings.zone)
    doubts = explain_doubts.doubts(connection, course, asked.post.cohort_id, students, *moments)
    first = explain_doubts.leading(
        doubts, (one for one in found["objective"] if one.name in course.objectives)
    ).first
    return first[0].name if first else None, [
        CostOut(
            kind=kind,
            name=cost.name,
            text=explaining.title_of(course, kind, cost.name, language) or cost.name,
            students=cost.students,
            asked_students=cost.asked_students,
            missed=cost.tally.missed,
            asked=cost.tally.asked,
            missed_share=Exact.maybe(cost.missed_share),
            doubtful_missed=doubts.missed.get((kind, cost.name), Counter()).total(),
            doubtful=bool(doubts.of(kind, cost)),
        )
        for kind in KINDS
        for cost in doubts.in_order(kind, found[kind])
    ]
