"""A student's own progress, in the words of the instructor's page; who of the staff looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from course.model import Course
from quizzes.needs_help import mistakes_since
from webapp.explaining import title_of
from webapp.insight import looks
from webapp.insight.counting import up_to_date
from webapp.insight.facts import SectionFacts, Tried, section_facts
from webapp.insight.one_student import (
    assignment_of,
    item_words,
    load_one,
    mistake_rows,
    objective_words,
    stands,
)
from webapp.insight.standing import Known, standings
from webapp.pages.student_view import LooksPage, OwnPage
from webapp.permissions import require_someone, row_id
from webapp.queries import (
    alerts,
    counting,
    insight,
    own_progress,
    student_assignments,
    study,
)
from webapp.queries import looks as looked
from webapp.queries.glance import Enrolled
from webapp.queries.own_progress import OwnAnswer
from webapp.site import Site, Visit, page
from webapp.sitting.seeing import shown_after_each

ON_A_LEAF = 50
FEW = 5
"""Newest looks named on the page itself."""


async def _progress(site: Site, visit: Visit) -> Response:
    user_id = require_someone(visit)
    await up_to_date(site, [user_id])
    view = await site.read(_page, site, user_id, visit)
    return site.page(visit, "own_progress.html", view, title=site.say(visit, "mine.title"))


def _page(connection: Connection, site: Site, user_id: int, visit: Visit) -> OwnPage:
    course, zone, now = site.course, site.settings.zone, visit.now
    facts, mistakes, hidden = _facts(connection, site, user_id, now)
    studied = own_progress.list_cohorts(connection, user_id)
    if studied:
        first = studied[0]
        me = Enrolled(user_id, "", "", first.groups, first.since)
        known = load_one(connection, first.cohort_id, me, now, facts, mistakes)
        # results have pages of their own, and may not be shown yet
        rules = known.rules.rules.model_copy(update={"failed": None})
        known = replace(known, rules=replace(known.rules, rules=rules))
    else:
        me = Enrolled(user_id, "", "", frozenset(), now)
        defaults = alerts.CohortRules(alerts.DEFAULTS)
        theirs = {user_id: mistakes}
        known = Known([me], {user_id: facts}, [], defaults, {}, _NO_TERM, mistakes=theirs)
    titles = {one.info.id: one.info.title for one in known.given}

    def naming(rule: str, name: str) -> tuple[str, str]:
        if rule == "wrong-tries":
            return item_words(connection, course, name), _item_address(course, name)
        if rule == "falling":
            return objective_words(course, name), f"/practice/new?objective={name}"
        if rule == "misconception":
            return title_of(course, "misconception", name, visit.lang) or name, "/practice"
        number = assignment_of(name)
        return titles.get(number, ""), f"/assignments/{number}"

    (one,) = standings(course, known, now, zone)
    plan = study.find_plan(connection, user_id)
    today = now.astimezone(zone).date()
    return OwnPage(
        stands=stands(course, one, known, naming),
        hidden=hidden,
        mistakes=mistake_rows(course, known, one, today, visit.lang, lambda _: ""),
        mistakes_since=mistakes_since(today),
        cohorts=tuple(one.title for one in studied),
        shared=plan.shared if plan is not None else "none",
        looks=looks.lines(connection, course, user_id, visit.lang, offset=0, limit=FEW),
        looked=looked.count_looks(connection, user_id),
    )


_NO_TERM = (None, None)


def _item_address(course: Course, item_id: str) -> str:
    lesson = course.item_lessons.get(item_id)
    return f"/lessons/{lesson}#item-{item_id}" if lesson is not None else "/practice"


def _facts(
    connection: Connection, site: Site, user_id: int, now: datetime
) -> tuple[Mapping[str, SectionFacts], Mapping[date, Mapping[str, int]], int]:
    """(section → facts, week → misconception → answers, both from the answers whose key may be
    seen, how many others there are).

    A word must not tell what an exam keeps back. Where nothing is kept back, what is counted
    already is the same.
    """
    hidden = _hidden(connection, user_id, now)
    if not hidden and counting.basis(connection, [user_id]):
        made = insight.list_mistakes(connection, [user_id]).get(user_id, {})
        return insight.list_sections(connection, [user_id])[user_id], made, 0
    answers = own_progress.list_own(connection, user_id)
    shown = [one for one in answers if one.assignment_id not in hidden]
    seen = [Tried(one.attempt_id, one.item_id, one.at, one.status, one.score) for one in shown]
    facts = section_facts(site.course, seen, site.settings.zone)
    return facts, _mistakes(shown, site.settings.zone), len(answers) - len(seen)


def _mistakes(answers: Sequence[OwnAnswer], zone: ZoneInfo) -> Mapping[date, Mapping[str, int]]:
    """What first tries of each sitting betrayed, by week: as it is counted for the instructor."""
    tries: dict[tuple[int, str], OwnAnswer] = {}
    for one in answers:
        place = one.sitting_id, one.item_id
        if place not in tries or one.number < tries[place].number:
            tries[place] = one
    found: dict[date, Counter[str]] = {}
    for one in tries.values():
        if one.status != "scored" or one.score == 1:
            continue
        day = one.at.astimezone(zone).date()
        week = day - timedelta(days=day.weekday())
        found.setdefault(week, Counter()).update(dict.fromkeys(one.codes, 1))
    return found


def _hidden(connection: Connection, user_id: int, now: datetime) -> set[int]:
    """The assignments that a person has begun and whose keys they may not see yet."""
    infos = student_assignments.list_sat(connection, user_id)
    shown = shown_after_each(connection, infos, now)
    return {info.id for info in infos if "key" not in shown[info.id]}


async def _looks(site: Site, visit: Visit) -> Response:
    user_id = require_someone(visit)
    leaf = row_id(visit.request.query_params.get("leaf", "")) or 1
    view = await site.read(_looks_page, site.course, user_id, visit.lang, leaf)
    return site.page(visit, "looks.html", view, title=site.say(visit, "looks.title"))


def _looks_page(
    connection: Connection, course: Course, user_id: int, lang: str, leaf: int
) -> LooksPage:
    total = looked.count_looks(connection, user_id)
    leaves = max(1, -(-total // ON_A_LEAF))
    at = min(leaf, leaves)
    found = looks.lines(
        connection, course, user_id, lang, offset=(at - 1) * ON_A_LEAF, limit=ON_A_LEAF
    )
    return LooksPage(found, total, at, leaves)


routes = [
    Route("/progress", page(_progress)),
    Route("/my-data/looks", page(_looks)),
]
