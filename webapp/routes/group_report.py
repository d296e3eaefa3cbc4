"""A group's monthly report as PDF, and the page that leads to it and to the group's files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from webapp import explaining
from webapp import report as report_package
from webapp.exports import Order
from webapp.group_access import posted_group
from webapp.insight import group_files, looks
from webapp.pages.glance import Frame
from webapp.pages.report import ReportPage
from webapp.permissions import Post
from webapp.queries import cohorts, glance
from webapp.report.gathering import gather, named
from webapp.report.month import Month, month_name, month_of
from webapp.routes.dashboard_files import bring_group_up_to_date
from webapp.site import Site, Visit, page
from webapp.spreadsheets import disposition

SOURCE = Path(report_package.__file__).with_name("report.typ")
MOST_MONTHS = 24


async def _page(site: Site, visit: Visit) -> Response:
    group, theirs = await posted_group(site, visit, instructor=True)
    return await _show(site, visit, theirs, group)


async def _show(
    site: Site, visit: Visit, theirs: Post, group: Any, error: str = "", status: int = 200
) -> Response:
    cohort = await site.read(cohorts.get, group[2])
    today = visit.now.astimezone(site.settings.zone).date()
    order = _order(site, visit, theirs)
    months: list[tuple[str, str]] = []
    first = today.replace(day=1)
    begins = await site.read(_begins, site.settings.zone, cohort[2], group, today)
    while first >= begins and len(months) < MOST_MONTHS:
        months.append((f"{first:%Y-%m}", month_name(order, first)))
        first = (first - timedelta(days=1)).replace(day=1)
    view = ReportPage(
        frame=Frame(
            group_id=group[0],
            title=group[1],
            cohort_id=group[2],
            cohort=group[3],
            instructor=True,
            archived=theirs.archived or group[7] is not None,
        ),
        months=tuple(months or [(f"{today:%Y-%m}", month_name(order, today.replace(day=1)))]),
        month=f"{today:%Y-%m}",
        files=group_files.OF_GROUP,
        error=error,
    )
    title = f"{group[1]}: {site.say(visit, 'report.page_title')}"
    return site.page(visit, "group_report.html", view, title=title, status=status)


def _begins(
    connection: Connection, zone: ZoneInfo, starts_on: date | None, group: Any, today: date
) -> date:
    """The first day of the term's first month; without dates, of the month in which the first
    student joined.
    """
    if starts_on is None:
        joined = [one.since for one in glance.list_enrolled(connection, group[2], [group[0]])]
        starts_on = min(joined).astimezone(zone).date() if joined else today
    return min(starts_on, today).replace(day=1)


def _order(site: Site, visit: Visit, theirs: Post) -> Order:
    return Order(theirs.cohort_id, theirs.groups, visit.lang, site.settings.zone)


async def _pdf(site: Site, visit: Visit) -> Response:
    group, theirs = await posted_group(site, visit, instructor=True)
    today = visit.now.astimezone(site.settings.zone).date()
    first = month_of(visit.request.query_params.get("month", ""), today)
    cohort = await site.read(cohorts.get, group[2])
    begins = await site.read(_begins, site.settings.zone, cohort[2], group, today)
    if first is None or first < begins:
        error = site.say(visit, "report.page_no_month")
        return await _show(site, visit, theirs, group, error, 422)
    waiting = await bring_group_up_to_date(site, visit, group)
    order = _order(site, visit, theirs)
    reader = visit.reader
    assert reader is not None  # someone with a post
    head = {"maker": reader.name, "waiting": waiting}

    def work(connection: Connection) -> tuple[dict[str, Any], list[int]]:
        span = explaining.Span(0, first, today)
        found = group_files.load_group(
            connection, site.course, order, (group[0], group[1]), span, visit.now
        )
        month = Month.of(first, today)
        data = gather(connection, site.course, order, found, month, theirs, head)
        return data, sorted(named(connection, order, found, month))

    data, seen = await site.read(work)
    await looks.note_all(site, theirs, seen, "report")
    made = await site.press.pdf(data, SOURCE)
    return Response(
        made,
        media_type="application/pdf",
        headers={
            "content-disposition": disposition(f"{group[1]}-{first:%Y-%m}.pdf"),
            "cache-control": "private, no-store",
        },
    )


routes = [
    Route("/groups/{group_id}/report", page(_page)),
    Route("/groups/{group_id}/report.pdf", page(_pdf)),
]
