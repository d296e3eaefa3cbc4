"""Who teaches in a cohort: the lead names instructors and assistants, and lets them go."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp.forms import Form
from webapp.logins import folded_login
from webapp.pages.people import StaffPage
from webapp.permissions import Post, post, post_for_change, row_id
from webapp.queries import members, notices, people
from webapp.routes.cohort_people import open_groups
from webapp.routes.teach import staff_lines
from webapp.site import Site, Visit, page


async def _page(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"])
    return await _show(site, visit, mine, Form(), {})


async def _show(
    site: Site, visit: Visit, mine: Post, form: Form, errors: dict[str, str]
) -> Response:
    chosen = (row_id(text) for text in form.fields.get("group_id", []))
    view = StaffPage(
        cohort_id=mine.cohort_id,
        cohort=mine.cohort,
        archived=mine.archived,
        leads=mine.leads,
        me=mine.user_id,
        staff=staff_lines(await site.read(members.list_staff, mine.cohort_id)),
        groups=tuple(await site.read(open_groups, mine)),
        login=form.one("login"),
        role=form.one("role", "instructor"),
        scope=form.one("scope", "all"),
        chosen=tuple(one for one in chosen if one is not None),
        errors=errors,
    )
    status = 422 if errors else 200
    title = f"{site.say(visit, 'people.staff')} · {mine.cohort}"
    return site.page(visit, "people_staff.html", view, title=title, status=status)


async def _name(site: Site, visit: Visit) -> Response:
    """Give a person a post, instead of any they had in the cohort."""
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"], leads=True)
    form = await site.form(visit)
    role, scope = form.one("role"), form.one("scope")
    if role not in ("instructor", "assistant") or scope not in ("all", "some"):
        raise HTTPException(400, "error.malformed")
    known = {group[0] for group in await site.read(open_groups, mine)}
    wanted = {row_id(text) for text in form.fields.get("group_id", [])}
    chosen = known & wanted if scope == "some" else None
    account: Any = await site.read(people.find_account, folded_login(form.one("login")))
    error = await _fault(site, mine, account, chosen)
    if error:
        field, key = error
        return await _show(site, visit, mine, form, {field: site.say(visit, key)})

    def work(connection: Connection) -> None:
        members.set_post(
            connection, mine.cohort_id, account[0], role, chosen, visit.now, mine.user_id
        )
        if account[0] != mine.user_id:
            href = f"/teach/cohorts/{mine.cohort_id}"
            notices.tell(connection, [account[0]], "staff", href, visit.now, cohort=mine.cohort)
        people.add_event(
            connection, mine.user_id, "staff-named", visit.now, for_user=account[0], role=role
        )

    try:
        await site.writer.run(work)
    except members.LastLead:
        return await _show(site, visit, mine, form, {"login": site.say(visit, "people.last_lead")})
    return _done(site, mine, "flash.staff_named")


async def _fault(
    site: Site, mine: Post, account: Any, chosen: set[int] | None
) -> tuple[str, str] | None:
    """(field, message key) of why a person cannot have a post."""
    if account is None:
        return "login", "people.no_login"
    if chosen is not None and not chosen:
        return "group_id", "people.choose_group"
    studies = await site.read(members.list_studies, mine.cohort_id, account[0])
    learns = {row[0] for row in studies if row[3] is None}
    if learns and (chosen is None or chosen & learns):
        return "login", "people.studies_there"
    return None


async def _let_go(site: Site, visit: Visit) -> Response:
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"], leads=True)
    await site.form(visit)
    key = row_id(visit.request.path_params["user_id"])
    staff = {row[0] for row in await site.read(members.list_staff, mine.cohort_id)}
    if key is None or key not in staff:
        raise HTTPException(404, "error.no_person")

    def work(connection: Connection) -> None:
        members.set_post(connection, mine.cohort_id, key, None, None, visit.now, mine.user_id)
        people.add_event(connection, mine.user_id, "staff-gone", visit.now, for_user=key)

    try:
        await site.writer.run(work)
    except members.LastLead:
        raise HTTPException(409, "error.last_lead") from None
    if key == mine.user_id:
        response = RedirectResponse("/account", 303)
        site.leave_flash(response, "done", "flash.staff_gone")
        return response
    return _done(site, mine, "flash.staff_gone")


def _done(site: Site, mine: Post, key: str) -> Response:
    response = RedirectResponse(f"/teach/cohorts/{mine.cohort_id}/staff", 303)
    site.leave_flash(response, "done", key)
    return response


routes = [
    Route("/teach/cohorts/{cohort_id}/staff", page(_page)),
    Route("/teach/cohorts/{cohort_id}/staff", page(_name), methods=["POST"]),
    Route("/teach/cohorts/{cohort_id}/staff/{user_id}/remove", page(_let_go), methods=["POST"]),
]
