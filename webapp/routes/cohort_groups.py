"""Groups of a cohort: making, naming, archiving them, and the codes by which students join."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp.local_time import read_day, read_local
from webapp.pages.people import GroupSettingsPage
from webapp.permissions import Post, post, post_for_change, row_id
from webapp.queries import groups, people
from webapp.roster_plan import group_key
from webapp.routes.groups import join_state
from webapp.routes.reset_links import full_address
from webapp.routes.teach import new_code, read_title, show_cohort
from webapp.site import Site, Visit, page


async def _add(site: Site, visit: Visit) -> Response:
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"], leads=True)
    form = await site.form(visit)
    errors: dict[str, str] = {}
    title = read_title(site, visit, form, "title", errors)

    def work(connection: Connection) -> int | None:
        if _taken(connection, mine.cohort_id, title):
            return None
        return groups.add_to_cohort(connection, mine.cohort_id, title, new_code(), visit.now)

    made = await site.writer.run(work) if not errors else None
    if made is None:
        errors = errors or {"title": site.say(visit, "people.group_taken")}
        return await show_cohort(site, visit, mine, title, errors)
    return _done(site, mine, made, "flash.group_made")


def _taken(connection: Connection, cohort_id: int, title: str, but: int | None = None) -> bool:
    """Whether another group of the cohort goes by this title."""
    return any(
        group_key(row[1]) == group_key(title) and row[0] != but and row[5] is None
        for row in groups.list_of_cohort(connection, cohort_id)
    )


def _done(site: Site, mine: Post, group_id: int, key: str) -> Response:
    response = RedirectResponse(f"/teach/cohorts/{mine.cohort_id}/groups/{group_id}", 303)
    site.leave_flash(response, "done", key)
    return response


async def _find(site: Site, visit: Visit, mine: Post) -> Any:
    """The group of the address; 404 not of this cohort, 403 another instructor's."""
    key = row_id(visit.request.path_params["group_id"])
    group = await site.read(groups.find_group, key) if key is not None else None
    if group is None or group[2] != mine.cohort_id:
        raise HTTPException(404, "error.no_group")
    if not mine.has(group[0]):
        raise HTTPException(403, "error.not_your_group")
    return group


async def _page(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"], instructor=True)
    group = await _find(site, visit, mine)
    until = group[6].astimezone(site.settings.zone).date().isoformat() if group[6] else ""
    return await _show(site, visit, mine, group, group[1], until, {})


async def _show(
    site: Site,
    visit: Visit,
    mine: Post,
    group: Any,
    title: str,
    until: str,
    errors: dict[str, str],
) -> Response:
    rows = await site.read(groups.list_of_cohort, mine.cohort_id)
    view = GroupSettingsPage(
        cohort_id=mine.cohort_id,
        cohort=mine.cohort,
        cohort_archived=mine.archived,
        leads=mine.leads,
        group_id=group[0],
        title=title,
        heading=group[1],
        students=next(row[6] for row in rows if row[0] == group[0]),
        join_url=full_address(site, visit, f"/join/{group[4]}"),
        join=join_state(group, visit.now),
        join_until=until,
        archived=group[7] is not None,
        errors=errors,
    )
    status = 422 if errors else 200
    return site.page(visit, "people_group.html", view, title=group[1], status=status)


async def _change(site: Site, visit: Visit) -> Response:
    """The title and until when the code works."""
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    group = await _find(site, visit, mine)
    form = await site.form(visit)
    errors: dict[str, str] = {}
    title = read_title(site, visit, form, "title", errors)
    typed = form.one("join_until").strip()
    until: datetime | None = None
    if typed:
        day = read_day(typed)
        if day is None:
            errors["join_until"] = site.say(visit, "people.day_form")
        else:  # to the end of that day
            until = read_local(f"{day.isoformat()}T23:59", site.settings.zone)

    def work(connection: Connection) -> bool:
        if _taken(connection, mine.cohort_id, title, group[0]):
            return False
        groups.change(connection, group[0], title=title, join_until=until)
        return True

    if not errors and not await site.writer.run(work):
        errors["title"] = site.say(visit, "people.group_taken")
    if errors:
        return await _show(site, visit, mine, group, title, typed, errors)
    return _done(site, mine, group[0], "flash.saved")


async def _code(site: Site, visit: Visit) -> Response:
    """Change the code, or switch it off and on: ``do`` is new | off | on."""
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    group = await _find(site, visit, mine)
    form = await site.form(visit)
    match form.one("do"):
        case "new":
            return await _set(site, visit, mine, group, "flash.code_new", join_code=new_code())
        case "off":
            return await _set(site, visit, mine, group, "flash.code_off", join_open=False)
        case "on":
            return await _set(site, visit, mine, group, "flash.code_on", join_open=True)
    raise HTTPException(400, "error.malformed")


async def _archive(site: Site, visit: Visit) -> Response:
    """Archive a group or bring it back: ``do`` is archive | back."""
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"], leads=True)
    group = await _find(site, visit, mine)
    form = await site.form(visit)
    match form.one("do"):
        case "archive":
            return await _set(
                site, visit, mine, group, "flash.group_archived", archived_at=visit.now
            )
        case "back":
            if await site.read(_taken, mine.cohort_id, group[1], group[0]):
                errors = {"title": site.say(visit, "people.group_taken")}
                return await _show(site, visit, mine, group, group[1], "", errors)
            return await _set(site, visit, mine, group, "flash.group_back", archived_at=None)
    raise HTTPException(400, "error.malformed")


async def _set(
    site: Site, visit: Visit, mine: Post, group: Any, key: str, **values: Any
) -> Response:
    def work(connection: Connection) -> None:
        groups.change(connection, group[0], **values)
        people.add_event(
            connection, mine.user_id, "group", visit.now, group=group[0], set=sorted(values)
        )

    await site.writer.run(work)
    return _done(site, mine, group[0], key)


async def _back_to_cohort(site: Site, visit: Visit) -> Response:
    """The address of a form that was refused, asked for again (another language, a reload)."""
    mine = await post(site, visit, visit.request.path_params["cohort_id"])
    return RedirectResponse(f"/teach/cohorts/{mine.cohort_id}", 303)


_GROUP = "/teach/cohorts/{cohort_id}/groups/{group_id}"

routes = [
    Route("/teach/cohorts/{cohort_id}/groups", page(_back_to_cohort)),
    Route("/teach/cohorts/{cohort_id}/groups", page(_add), methods=["POST"]),
    Route(_GROUP, page(_page)),
    Route(_GROUP, page(_change), methods=["POST"]),
    Route(f"{_GROUP}/code", page(_code), methods=["POST"]),
    Route(f"{_GROUP}/archive", page(_archive), methods=["POST"]),
]
