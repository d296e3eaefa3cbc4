"""A group for its staff: who needs help, how its sections stand, links for forgotten passwords."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.needs_help import Alert
from webapp.group_access import staffed_group
from webapp.help_words import rule_sentences
from webapp.insight import at_a_glance, counting, visits
from webapp.insight.alerts import changes
from webapp.insight.facts import places
from webapp.insight.standing import (
    Known,
    StudentStanding,
    in_section,
    load,
    load_section,
    standings,
)
from webapp.insight.tops import Top, tops
from webapp.namesakes import Namesakes
from webapp.pages.glance import Frame, GlancePage, NewsLine, SectionPage
from webapp.permissions import require_account, row_id
from webapp.queries import alerts, glance, members, people, progress
from webapp.queries.alerts import Change, Visited
from webapp.queries.group_feed import Span, list_waiting
from webapp.routes import reset_links
from webapp.routes.reading import alphabetical
from webapp.routes.reset_links import full_address
from webapp.site import Site, Visit, page
from webapp.writer import StorageError

log = logging.getLogger(__name__)


async def _groups(site: Site, visit: Visit) -> Response:
    """The groups were here once; now they stand with their cohorts."""
    reader = visit.reader
    if reader is None or reader.guest:
        return RedirectResponse("/sign-in?back=/teach", 303)
    return RedirectResponse("/teach", 303)


def frame(group: Any, role: str) -> Frame:
    """What the pages of a group share."""
    archived = group[7] is not None or group[8] is not None
    return Frame(group[0], group[1], group[2], group[3], role == "instructor", archived)


async def count_first(site: Site, cohort_id: int, group_id: int) -> int:
    """Work in what is new of a group's students; gives of how many the newest answers still wait.
    Where nothing can be stored, what was counted before is shown.
    """

    def students(connection: Connection) -> list[int]:
        return [one.user_id for one in glance.list_enrolled(connection, cohort_id, [group_id])]

    try:
        return await counting.up_to_date_of(site, students)
    except StorageError as fault:
        log.warning("answers wait to be counted: %s", fault)
        return 0


@dataclass(frozen=True, slots=True)
class _Look:
    """What is read for the page, and what has to be written down."""

    known: Known
    found: list[StudentStanding]
    alerts: dict[int, Alert]
    changed: list[Change]
    visited: Visited | None
    lessons: dict[int, int]
    news: tuple[NewsLine, ...]
    since: datetime | None
    top: Top
    namesakes: Namesakes
    to_mark: int


def _look(connection: Connection, site: Site, visit: Visit, group: Any) -> _Look:
    group_id, cohort_id = group[0], group[2]
    user_id = require_account(visit)
    known = load(connection, cohort_id, [group_id], visit.now)
    found = standings(site.course, known, visit.now, site.settings.zone)
    found.sort(key=lambda one: alphabetical(one.student.name))
    changed = changes(known, found, visit.now)
    standing = {user: one.alert for user, one in known.alerts.items()}
    for one in changed:
        standing.pop(one.user_id, None)
        if one.after is not None:
            standing[one.user_id] = one.after
    visited = alerts.find_visit(connection, user_id, group_id)
    since = visits.since(visited, visit.now)
    namesakes = members.find_namesakes(connection, cohort_id)
    span = Span(
        cohort_id=cohort_id,
        group_id=group_id,
        names={
            one.student.user_id: namesakes.shown(one.student.user_id, one.student.name)
            for one in found
        },
        since=at_a_glance.news_from(since, visit.now),
        until=visit.now,
        viewer_id=user_id,
    )
    unmarked = list_waiting(connection, span)
    return _Look(
        known=known,
        found=found,
        alerts=standing,
        changed=changed,
        visited=visited,
        lessons=progress.group_readings(connection, group_id),
        news=at_a_glance.news(connection, visit.lang, site.course, span, since, unmarked),
        since=since,
        top=tops(connection, site, cohort_id, [group_id], visit.now)[group_id],
        namesakes=namesakes,
        to_mark=len(unmarked),
    )


async def _write_down(site: Site, visit: Visit, group: Any, look: _Look) -> None:
    """Alerts that have changed and the look itself, at once; nothing, if both stand as they are."""
    user_id = require_account(visit)
    visited = visits.after_look(look.visited, visit.now)
    changed = look.changed if group[7] is None and group[8] is None else []
    if not changed and visited is None:
        return

    def work(connection: Connection) -> None:
        alerts.store(connection, group[2], changed, visit.now)
        if visited is not None:
            alerts.put_visit(connection, user_id, group[0], visited)

    try:
        await site.writer.run(work)
    except StorageError as fault:  # what is read must not hang on it
        log.warning("a look was not written down: %s", fault)


async def _group(site: Site, visit: Visit) -> Response:
    group, role = await staffed_group(site, visit)
    return await _show(site, visit, group, role)


async def _show(
    site: Site, visit: Visit, group: Any, role: str, reset_url: str = "", reset_name: str = ""
) -> Response:
    waiting = await count_first(site, group[2], group[0])
    look = await site.read(_look, site, visit, group)
    await _write_down(site, visit, group, look)
    view = await run_in_threadpool(
        partial(
            _page,
            site,
            visit,
            frame(group, role),
            look,
            waiting=waiting,
            join_url=full_address(site, visit, f"/join/{group[4]}"),
            join=join_state(group, visit.now),
            reset_url=reset_url,
            reset_name=reset_name,
        )
    )
    return site.page(visit, "glance_group.html", view, title=group[1])


def _page(site: Site, visit: Visit, mine: Frame, look: _Look, **more: Any) -> GlancePage:
    course = site.course
    needing = at_a_glance.needing(
        visit.lang,
        course,
        look.known,
        look.found,
        look.alerts,
        visit.now,
        site.settings.zone,
        look.namesakes,
    )
    in_need = [one.user_id for one in needing]
    rows = at_a_glance.rows_of(course, look.found, in_need, look.lessons, look.namesakes)
    return GlancePage(
        frame=mine,
        state=at_a_glance.state_of(look.found, len(needing)),
        lead=at_a_glance.lead(visit.lang, len(needing)) if needing else "",
        needing=needing,
        not_begun=sum(row.answers == 0 for row in rows),
        little_known=sum(row.answers > 0 and not row.enough and not row.needs_help for row in rows),
        news=look.news[: at_a_glance.MOST_NEWS],
        news_more=max(0, len(look.news) - at_a_glance.MOST_NEWS),
        news_since=look.since,
        to_mark=look.to_mark,
        columns=at_a_glance.columns_of(course, rows),
        rows=rows,
        assigned=at_a_glance.assigned(look.known, look.found, look.namesakes),
        top=at_a_glance.top_line(course, look.top),
        rules=tuple(rule_sentences(visit.lang, look.known.rules.rules)),
        items=len(course.items),
        lessons=len(course.lessons),
        **more,
    )


async def _section(site: Site, visit: Visit) -> Response:
    group, role = await staffed_group(site, visit)
    section = site.course.sections.get(visit.request.path_params["section"])
    if section is None or not section.lessons:
        raise HTTPException(404, "error.no_section")
    waiting = await count_first(site, group[2], group[0])

    def look(connection: Connection) -> SectionPage:
        known = load_section(connection, group[2], [group[0]], section.number)
        found = in_section(site.course, known, section.number, visit.now, site.settings.zone)
        found.sort(key=lambda one: alphabetical(one.student.name))
        namesakes = members.find_namesakes(connection, group[2])
        rows = at_a_glance.section_rows(visit.lang, site.course, found, section, namesakes)
        columns = at_a_glance.objective_columns(section, rows)
        every = at_a_glance.taught_sections(site.course)
        place = every.index(section)
        return SectionPage(
            frame=frame(group, role),
            section=section,
            items=places(site.course).items[section.number],
            needing=sum(row.kind == "needs-help" for row in rows),
            waiting=waiting,
            weak=at_a_glance.weak_for_many(columns),
            fewest_judged=at_a_glance.FEWEST_JUDGED,
            columns=columns,
            rows=rows,
            before=every[place - 1] if place else None,
            after=every[place + 1] if place + 1 < len(every) else None,
        )

    view = await site.read(look)
    title = f"{group[1]}: {section.number}"
    return site.page(visit, "glance_section.html", view, title=title)


def join_state(group: Any, now: datetime) -> str:
    """Whether a group's code works: open | off | ended | archived."""
    if group[7] is not None or group[8] is not None:
        return "archived"
    if not group[5]:
        return "off"
    return "ended" if group[6] is not None and group[6] <= now else "open"


async def _back_to_group(site: Site, visit: Visit) -> Response:
    """The address of a link just made, asked for again (another language, a reload)."""
    return RedirectResponse(f"/groups/{visit.request.path_params['group_id']}", 303)


async def _reset_link(site: Site, visit: Visit) -> Response:
    group, role = await staffed_group(site, visit)
    if role != "instructor":
        raise HTTPException(403, "error.instructors_only")
    form = await site.form(visit)
    key = row_id(form.one("user_id"))
    person = await site.read(people.find_user, key) if key is not None else None
    if person is None:
        raise HTTPException(404, "error.no_person")
    studies = await site.read(members.list_studies, group[2], person[0])
    here = any(row[0] == group[0] and row[3] is None for row in studies)
    if not here or await site.read(reset_links.why_not, person[0], studies) != "yes":
        raise HTTPException(403, "error.no_reset_for_them" if here else "error.not_your_student")
    address = await reset_links.make(site, visit, person[0], require_account(visit))
    namesakes = await site.read(members.find_namesakes, group[2])
    name = namesakes.shown(person[0], person[2])
    return await _show(site, visit, group, role, address, name)


routes = [
    Route("/groups", page(_groups)),
    Route("/groups/{group_id}", page(_group)),
    Route("/groups/{group_id}/sections/{section}", page(_section)),
    Route("/groups/{group_id}/reset", page(_back_to_group)),
    Route("/groups/{group_id}/reset", page(_reset_link), methods=["POST"]),
]
