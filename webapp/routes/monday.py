"""«Оқыту»: my groups in ten seconds: whom to talk to, what is new, what to explain again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp.help_words import shorts
from webapp.insight.at_a_glance import top_line
from webapp.insight.need_order import Ends, assignments_in, sorted_by_need
from webapp.insight.tops import Top, kept_tops
from webapp.insight.visits import AT_FIRST
from webapp.insight.visits import since as visits_since
from webapp.namesakes import NOBODY
from webapp.pages.glance import (
    TeachAssignment,
    TeachCohort,
    TeachGroup,
    TeachNeed,
    TeachPage,
)
from webapp.queries import alerts, cohorts, glance, group_news, members
from webapp.queries.alerts import GroupAlert
from webapp.queries.cohorts import Taught
from webapp.queries.glance import HandedIn
from webapp.queries.group_news import News
from webapp.site import Site, Visit, page

MOST_NAMES = 5
LATELY = timedelta(days=14)
"""An assignment that closed so long ago or less is linked to its analysis."""
LONGEST = timedelta(days=30)
"""What happened longer ago is not counted as news, however long someone stayed away."""


async def _teach(site: Site, visit: Visit) -> Response:
    reader = visit.reader
    if reader is None or reader.guest:
        return RedirectResponse("/sign-in?back=/teach", 303)
    taught = await site.read(cohorts.list_taught, reader.user_id)
    if not taught:
        raise HTTPException(403, "error.not_instructor")
    view = await site.read(_page, site, visit, reader.user_id, taught)
    return site.page(visit, "glance_teach.html", view, title=site.say(visit, "menu.teach"))


def _page(
    connection: Connection, site: Site, visit: Visit, user_id: int, taught: Collection[Taught]
) -> TeachPage:
    going = [one for one in taught if not one.archived]
    group_ids = [group_id for one in going for group_id, _, _ in one.groups]
    looked = alerts.list_visits(connection, user_id)
    # the end of the visit before this one, as on the page of the group
    visits = {group_id: visits_since(looked.get(group_id), visit.now) for group_id in group_ids}
    since = {
        group_id: max(before or visit.now - AT_FIRST, visit.now - LONGEST)
        for group_id, before in visits.items()
    }
    needing: dict[int, list[GroupAlert]] = {}
    for one in alerts.list_of_groups(connection, group_ids):
        needing.setdefault(one.group_id, []).append(one)
    news = group_news.count_news(connection, since, [one.cohort_id for one in going], visit.now)
    told = {one.cohort_id: _Told(connection, one, needing, visit.now) for one in going}
    return TeachPage(
        cohorts=tuple(
            TeachCohort(
                cohort=one,
                needing=len(
                    {
                        alert.user_id
                        for group_id, _, _ in one.groups
                        for alert in needing.get(group_id, ())
                    }
                ),
                groups=_groups(
                    site,
                    visit,
                    one,
                    needing,
                    told[one.cohort_id],
                    visits,
                    news,
                    kept_tops(
                        connection,
                        site,
                        one.cohort_id,
                        [group_id for group_id, _, _ in one.groups],
                        visit.now,
                    ),
                ),
                assigned=_assigned(connection, one, visit.now),
                closed=_closed(connection, one, visit.now),
            )
            for one in going
        ),
        archived=tuple(one for one in taught if one.archived),
        may_open=any(one.role == "instructor" for one in taught),
    )


class _Told:
    """What is needed to name the students of a cohort, and in which order."""

    def __init__(
        self,
        connection: Connection,
        taught: Taught,
        needing: Mapping[int, list[GroupAlert]],
        now: datetime,
    ) -> None:
        theirs = [one for group_id, _, _ in taught.groups for one in needing.get(group_id, ())]
        self.namesakes = members.find_namesakes(connection, taught.cohort_id) if theirs else NOBODY
        named = any(assignments_in(one.alert) for one in theirs)
        self._now = now
        self._ends = glance.list_ends(connection, taught.cohort_id, now) if named else {}

    def in_order(self, alerts_: Collection[GroupAlert], zone: ZoneInfo) -> list[GroupAlert]:
        found = {one.user_id: one for one in alerts_}
        order = sorted_by_need(
            {user_id: one.alert for user_id, one in found.items()},
            {user_id: one.name for user_id, one in found.items()},
            {key: Ends(*one) for key, one in self._ends.items()},
            self._now,
            zone,
        )
        return [found[user_id] for user_id in order]


def _groups(
    site: Site,
    visit: Visit,
    taught: Taught,
    needing: Mapping[int, list[GroupAlert]],
    told: _Told,
    visits: Mapping[int, datetime | None],
    news: Mapping[int, Counter[News]],
    top: Mapping[int, Top],
) -> tuple[TeachGroup, ...]:
    """Those where most need help first; of equals in their order: the page says so."""
    found = []
    for group_id, title, students in taught.groups:
        theirs = told.in_order(needing.get(group_id, ()), site.settings.zone)
        # nobody is hidden behind a line that takes as much room as they do
        shown = len(theirs) if len(theirs) == MOST_NAMES + 1 else MOST_NAMES
        found.append(
            TeachGroup(
                group_id=group_id,
                title=title,
                students=students,
                needing=tuple(
                    TeachNeed(
                        one.user_id,
                        told.namesakes.shown(one.user_id, one.name),
                        shorts(visit.lang, site.course, one.alert.reasons, one.alert.with_what),
                    )
                    for one in theirs[:shown]
                ),
                needing_more=max(0, len(theirs) - shown),
                since=visits.get(group_id),
                news=tuple(
                    (kind, n) for kind, n in news[group_id].items() if n and kind != "waiting"
                ),
                to_mark=news[group_id]["waiting"],
                top=top_line(site.course, top.get(group_id)),
            )
        )
    return tuple(sorted(found, key=lambda one: -(len(one.needing) + one.needing_more)))


def _assigned(connection: Connection, taught: Taught, now: datetime) -> tuple[TeachAssignment, ...]:
    groups = [group_id for group_id, _, _ in taught.groups]
    found = glance.list_handed_in(connection, taught.cohort_id, groups, now)
    return tuple(_line(one) for one in found)


def _closed(connection: Connection, taught: Taught, now: datetime) -> TeachAssignment | None:
    groups = [group_id for group_id, _, _ in taught.groups]
    found = glance.list_handed_in(
        connection, taught.cohort_id, groups, now, closed_since=now - LATELY
    )
    return (
        _line(max(found, key=lambda one: (one.info.window.closes or now, one.info.id)))
        if found
        else None
    )


def _line(one: HandedIn) -> TeachAssignment:
    window = one.info.window
    return TeachAssignment(
        one.info.id, one.info.title, window.due, window.closes, one.given, one.handed_in
    )


routes = [Route("/teach", page(_teach))]
