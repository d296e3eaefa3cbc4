"""Calendars by secret address: of a person, of a group; and the groups' addresses."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.timing import Window, for_person
from webapp.access import hashed, new_token
from webapp.addresses import address
from webapp.calendar_text import calendar_text
from webapp.messages import translate
from webapp.pages.assignments import GroupFeed, GroupFeedsPage
from webapp.permissions import Post, post, post_for_change, row_id
from webapp.queries import assignments, feeds, giving, groups
from webapp.queries.assignments import AssignmentInfo
from webapp.site import Site, Visit, page

MOST_TOKEN = 100


def _dated(
    connection: Connection, token_hash: str
) -> tuple[str, list[tuple[AssignmentInfo, Window]]] | None:
    """(group title or "", assignments with their windows) behind an address."""
    found = feeds.find_feed(connection, token_hash)
    if found is None:
        return None
    user_id, group_id = found
    if user_id is not None:
        mine = assignments.list_for_student(connection, user_id)
        return "", [
            (info, for_person(info.window, assignments.allowance_of(connection, info, user_id)))
            for info in mine
        ]
    assert group_id is not None
    group = groups.find_group(connection, group_id)
    given = feeds.list_of_group(connection, group_id)
    return group[1] if group is not None else "", [(info, info.window) for info in given]


async def _calendar(site: Site, visit: Visit) -> Response:
    token = visit.request.path_params["token"]
    found = await site.read(_dated, hashed(token)) if len(token) <= MOST_TOKEN else None
    if found is None:
        raise HTTPException(404, "error.no_calendar")
    group, dated = found
    title = translate("kk", "site.name")
    if group:
        title = f"{title}: {group}"
    body = await run_in_threadpool(calendar_text, title, dated, address(site, visit, ""), visit.now)
    return Response(
        body,
        media_type="text/calendar; charset=utf-8",
        headers={"cache-control": "private, max-age=300", "referrer-policy": "no-referrer"},
    )


def _feeds(connection: Connection, theirs: Post, fresh: dict[int, str]) -> tuple[GroupFeed, ...]:
    return tuple(
        GroupFeed(key, title, feeds.feed_since(connection, group_id=key), fresh.get(key, ""))
        for key, title, _ in giving.list_groups(connection, theirs.cohort_id)
        if theirs.has(key)
    )


async def _show(site: Site, visit: Visit, theirs: Post, fresh: dict[int, str]) -> Response:
    view = GroupFeedsPage(
        cohort_id=theirs.cohort_id,
        cohort=theirs.cohort,
        groups=await site.read(_feeds, theirs, fresh),
        may_change=theirs.instructor and not theirs.archived,
    )
    return site.page(visit, "group_feeds.html", view, title=site.say(visit, "feeds.title"))


async def _group_feeds(site: Site, visit: Visit) -> Response:
    theirs = await post(site, visit, visit.request.path_params["cohort_id"])
    return await _show(site, visit, theirs, {})


async def _make_group_feed(site: Site, visit: Visit) -> Response:
    theirs = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    form = await site.form(visit)
    group_id = row_id(form.one("group"))
    known = await site.read(giving.list_groups, theirs.cohort_id)
    if group_id is None or group_id not in [one[0] for one in known]:
        raise HTTPException(404, "error.no_group")
    if not theirs.has(group_id):
        raise HTTPException(403, "error.not_your_group")
    if form.one("off"):
        await site.writer.run(lambda connection: feeds.drop_feed(connection, group_id=group_id))
        response = RedirectResponse(f"/teach/cohorts/{theirs.cohort_id}/calendar", 303)
        site.leave_flash(response, "done", "flash.feed_off")
        return response
    token = new_token()

    def work(connection: Connection) -> None:
        feeds.make_feed(connection, hashed(token), theirs.user_id, visit.now, group_id=group_id)

    await site.writer.run(work)
    fresh = {group_id: address(site, visit, f"/calendar/{token}.ics")}
    return await _show(site, visit, theirs, fresh)


routes = [
    Route("/calendar/{token}.ics", page(_calendar), methods=["GET"]),
    Route("/teach/cohorts/{cohort_id}/calendar", page(_group_feeds), methods=["GET"]),
    Route("/teach/cohorts/{cohort_id}/calendar", page(_make_group_feed), methods=["POST"]),
]
