"""A roster for a cohort: bring it, see row by row what it will do, do it, hand out the links."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp.access import hashed, new_token
from webapp.forms import Form
from webapp.pages.people import RosterLinksPage, RosterPage, RosterPreviewPage
from webapp.permissions import Post, post, post_for_change, row_id
from webapp.queries import rosters
from webapp.queries.rosters import StoredRoster
from webapp.roster import MOST_ROWS, CannotRead, read_file, read_text
from webapp.roster_plan import ACTIONS, Options
from webapp.routes.cohort_people import open_groups
from webapp.routes.reset_links import full_address
from webapp.routes.teach import new_code
from webapp.site import Site, Visit, page
from webapp.spreadsheets import safe_cell

ON_A_LEAF = 100
MOST_ON_A_PAGE = 500
"""Links on one page; more are given as a file."""
LINKS_LAST = timedelta(days=14)
"""Longer than a link for one person: a list is handed out on paper."""


async def _page(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"], instructor=True)
    return await _show(site, visit, mine, Form(), "")


async def _show(site: Site, visit: Visit, mine: Post, form: Form, error: str) -> Response:
    known = await site.read(open_groups, mine)
    only = known[0][0] if len(known) == 1 and not form.fields else None
    earlier = await site.read(rosters.list_of_cohort, mine.cohort_id)
    view = RosterPage(
        cohort_id=mine.cohort_id,
        cohort=mine.cohort,
        leads=mine.leads,
        groups=tuple(known),
        group=row_id(form.one("group_id")) or only,
        make_groups=bool(form.one("make_groups")),
        rows=form.one("rows"),
        most_rows=MOST_ROWS,
        error=error,
        earlier=tuple(
            (row[0], row[1], row[3], row[4])
            for row in earlier
            if mine.leads or row[2] == mine.user_id
        ),
    )
    status = 422 if error else 200
    title = f"{site.say(visit, 'roster.title')} · {mine.cohort}"
    return site.page(visit, "people_roster.html", view, title=title, status=status)


async def _bring(site: Site, visit: Visit) -> Response:
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    form, upload = await site.form_with_file(visit)
    pasted = form.one("rows")
    try:
        if upload is not None and upload.data:
            rows = await run_in_threadpool(read_file, upload.data)
        elif pasted.strip():
            rows = await run_in_threadpool(read_text, pasted)
        else:
            raise CannotRead("roster.cannot.nothing")
    except CannotRead as fault:
        return await _show(
            site, visit, mine, form, site.say(visit, fault.key, line=fault.line, most=MOST_ROWS)
        )
    options = Options(row_id(form.one("group_id")), mine.leads and bool(form.one("make_groups")))
    name = upload.name if upload is not None and upload.data else ""
    made = await site.writer.run(
        lambda connection: rosters.add(
            connection, mine.cohort_id, name, rows, options, mine.user_id, visit.now
        )
    )
    return RedirectResponse(f"/teach/cohorts/{mine.cohort_id}/roster/{made}", 303)


async def _find(site: Site, visit: Visit, *, change: bool = False) -> tuple[Post, StoredRoster]:
    """The roster of the address: its reader's, or any for the lead."""
    cohort_id = visit.request.path_params["cohort_id"]
    if change:
        mine = await post_for_change(site, visit, cohort_id)
    else:
        mine = await post(site, visit, cohort_id, instructor=True)
    key = row_id(visit.request.path_params["import_id"])
    roster: StoredRoster | None = await site.read(rosters.find, key) if key is not None else None
    if roster is None or roster.cohort_id != mine.cohort_id:
        raise HTTPException(404, "error.no_roster")
    if not mine.leads and roster.read_by != mine.user_id:
        raise HTTPException(403, "error.leads_only")
    return mine, roster


async def _preview(site: Site, visit: Visit) -> Response:
    mine, roster = await _find(site, visit)
    view = await site.read(
        _preview_page,
        mine,
        roster,
        visit.request.query_params.get("show", ""),
        visit.request.query_params.get("leaf", ""),
    )
    title = f"{site.say(visit, 'roster.title')} · {mine.cohort}"
    return site.page(visit, "people_roster_preview.html", view, title=title)


def _preview_page(
    connection: Connection, mine: Post, roster: StoredRoster, show: str, leaf: str
) -> RosterPreviewPage:
    plan = rosters.planned(connection, roster, mine.groups, mine.leads)
    counts = tuple((action, len(plan.of(action))) for action in ACTIONS)
    action = show if show in ACTIONS else ""
    order = {name: place for place, name in enumerate(ACTIONS)}
    steps = (
        [step for step in plan.steps if step.action == action]
        if action
        else sorted(plan.steps, key=lambda step: (order[step.action] > 0, step.line))
    )
    leaves = max(1, -(-len(steps) // ON_A_LEAF))
    at = min(row_id(leaf) or 1, leaves)
    opened = rosters.list_without_password(connection, roster, mine.groups)
    return RosterPreviewPage(
        cohort_id=mine.cohort_id,
        cohort=mine.cohort,
        import_id=roster.id,
        file_name=roster.file_name,
        archived=mine.archived,
        applied_at=roster.applied_at,
        counts=tuple(pair for pair in counts if pair[1]),
        total=len(plan.steps),
        changes=plan.changes(),
        action=action,
        steps=tuple(steps[(at - 1) * ON_A_LEAF : at * ON_A_LEAF]),
        leaf=at,
        leaves=leaves,
        digest=plan.digest(),
        unknown_groups=plan.unknown_groups,
        makes_groups=plan.made_groups,
        may_make=mine.leads and not roster.options.make_groups and bool(plan.unknown_groups),
        without_password=len(opened),
    )


async def _make_groups(site: Site, visit: Visit) -> Response:
    """Have the groups made that the roster names and the cohort lacks."""
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"], leads=True)
    _, roster = await _find(site, visit, change=True)
    await site.form(visit)
    options = Options(roster.options.default_group, make_groups=True)
    await site.writer.run(lambda connection: rosters.set_options(connection, roster, options))
    return RedirectResponse(f"/teach/cohorts/{mine.cohort_id}/roster/{roster.id}", 303)


async def _apply(site: Site, visit: Visit) -> Response:
    mine, roster = await _find(site, visit, change=True)
    form = await site.form(visit)

    def work(connection: Connection) -> bool:
        return rosters.apply(
            connection,
            roster.id,
            form.one("seen"),
            mine.groups,
            mine.leads,
            mine.user_id,
            visit.now,
            new_code,
            "/account",
        )

    response = RedirectResponse(f"/teach/cohorts/{mine.cohort_id}/roster/{roster.id}", 303)
    try:
        done = await site.writer.run(work)
    except (rosters.Changed, IntegrityError):
        site.leave_flash(response, "warning", "flash.roster_changed")
        return response
    site.leave_flash(response, "done", "flash.roster_applied" if done else "flash.roster_again")
    return response


async def _links(site: Site, visit: Visit) -> Response:
    """New one-time links for the accounts that this roster made and nobody has opened: a page to
    print, or a file.
    """
    mine, roster = await _find(site, visit, change=True)
    form = await site.form(visit)
    fresh = await site.read(rosters.list_without_password, roster, mine.groups)
    tokens = [(row, new_token()) for row in fresh]
    until = visit.now + LINKS_LAST
    await site.writer.run(
        lambda connection: rosters.renew_links(
            connection,
            [(row[0], hashed(token)) for row, token in tokens],
            mine.user_id,
            visit.now,
            until,
        )
    )
    links = tuple(
        (row[1], row[2], row[3], full_address(site, visit, f"/reset/{token}"))
        for row, token in tokens
    )
    if form.one("as") == "file" or len(links) > MOST_ON_A_PAGE:
        return _file(site, visit, mine, links)
    view = RosterLinksPage(mine.cohort_id, roster.id, mine.cohort, links, until)
    return site.page(visit, "people_roster_links.html", view, title=site.say(visit, "roster.links"))


def _file(site: Site, visit: Visit, mine: Post, links: Any) -> Response:
    heads = (
        site.say(visit, "field.name"),
        site.say(visit, "field.login"),
        site.say(visit, "people.group"),
        site.say(visit, "roster.link"),
    )
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe_cell(cell) for cell in line] for line in links)
    name = quote(f"{site.say(visit, 'roster.links')} {mine.cohort}.csv", safe="")
    return Response(
        text.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f"attachment; filename=\"links.csv\"; filename*=UTF-8''{name}",
            "cache-control": "no-store",
        },
    )


async def _back_to_preview(site: Site, visit: Visit) -> Response:
    """The address of links just made, asked for again (another language, a reload)."""
    mine, roster = await _find(site, visit)
    return RedirectResponse(f"/teach/cohorts/{mine.cohort_id}/roster/{roster.id}", 303)


_ROSTER = "/teach/cohorts/{cohort_id}/roster"

routes = [
    Route(_ROSTER, page(_page)),
    Route(_ROSTER, page(_bring), methods=["POST"]),
    Route(_ROSTER + "/{import_id}", page(_preview)),
    Route(_ROSTER + "/{import_id}/groups", page(_make_groups), methods=["POST"]),
    Route(_ROSTER + "/{import_id}/apply", page(_apply), methods=["POST"]),
    Route(_ROSTER + "/{import_id}/links", page(_back_to_preview)),
    Route(_ROSTER + "/{import_id}/links", page(_links), methods=["POST"]),
]
