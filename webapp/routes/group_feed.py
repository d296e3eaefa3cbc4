"""What happened in a group, week by week."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from webapp.group_access import staffed_group
from webapp.insight import at_a_glance, visits
from webapp.local_time import read_day
from webapp.pages.glance import FeedPage
from webapp.permissions import require_account
from webapp.queries import alerts, glance, members
from webapp.queries.group_feed import KINDS, Span, list_waiting
from webapp.routes.groups import frame
from webapp.site import Site, Visit, page

_WEEK = timedelta(days=7)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins in the course's zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


async def _feed(site: Site, visit: Visit) -> Response:
    group, role = await staffed_group(site, visit)
    user_id = require_account(visit)
    asked = visit.request.query_params
    zone = site.settings.zone
    today = visit.now.astimezone(zone).date()
    day = min(read_day(asked.get("week", "")) or today, today)
    monday = day - timedelta(days=day.weekday())
    kind = asked.get("kind", "")
    if kind not in KINDS:
        kind = ""

    def look(connection: Connection) -> FeedPage:
        students = glance.list_enrolled(connection, group[2], [group[0]])
        namesakes = members.find_namesakes(connection, group[2])
        visited = alerts.find_visit(connection, user_id, group[0])
        since = at_a_glance.news_from(visits.since(visited, visit.now), visit.now)
        span = Span(
            cohort_id=group[2],
            group_id=group[0],
            names={one.user_id: namesakes.shown(one.user_id, one.name) for one in students},
            since=start_of(monday, zone) - timedelta(microseconds=1),
            until=start_of(monday + _WEEK, zone) - timedelta(microseconds=1),
            viewer_id=user_id,
        )
        unmarked = list_waiting(connection, span)
        lines = at_a_glance.news(connection, visit.lang, site.course, span, since, unmarked)
        counts = Counter(line.kind for line in lines)
        return FeedPage(
            frame=frame(group, role),
            kind=kind,
            kinds=tuple((one, counts[one]) for one in KINDS if counts[one] or one == kind),
            monday=monday,
            sunday=monday + timedelta(days=6),
            earlier=monday - _WEEK,
            later=monday + _WEEK if monday + _WEEK <= today else None,
            lines=tuple(line for line in lines if kind in ("", line.kind)),
            news_since=since,
            to_mark=len(unmarked),
        )

    view = await site.read(look)
    title = f"{group[1]}: {site.say(visit, 'glance.feed')}"
    return site.page(visit, "glance_feed.html", view, title=title)


routes = [Route("/groups/{group_id}/feed", page(_feed))]
