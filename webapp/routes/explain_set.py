"""A set of questions from a subject to explain again, and on to giving it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp import explaining
from webapp.assignment_form import MOST_TITLE
from webapp.explain_around import around_of, kind_and_name, span_of
from webapp.explain_behind import Behind, behind_of
from webapp.item_bank import candidates
from webapp.queries import assessments
from webapp.routes.explain_one import show_one
from webapp.site import Site, Visit, page

MOST_TARGETS = 200
"""Students named one by one in the form of an assignment; more are a group."""


async def _make(site: Site, visit: Visit) -> Response:
    """A set from an objective or a misconception, and on to giving it."""
    around = await around_of(site, visit, instructor=True)
    if around.theirs.archived:
        raise HTTPException(409, "error.cohort_archived")
    if around.group[7] is not None:
        raise HTTPException(409, "error.explain_archived")
    kind, name = kind_and_name(site, visit)
    form = await site.form(visit)
    span = span_of(site, visit, form.one("days"), around.starts_on)
    since, until = span.moments(site.settings.zone)
    around = replace(around, span=span, since=since, until=until)
    cohort_id = around.theirs.cohort_id

    def load(connection: Connection) -> tuple[Behind, Any]:
        behind = behind_of(connection, site, around, kind, name)
        bank = candidates(connection, site.course, cohort_id)
        there, left_out = explaining.usable(
            kind, name, bank, {one.id for one in behind.items}, behind.suspects
        )
        made = explaining.set_of(kind, name, there, behind.asked, behind.missed, left_out)
        return behind, (len(there), left_out, made)

    behind, (there, left_out, made) = await site.read(load)
    if made is None:
        error = site.say(
            visit, "explain.no_sound_questions" if left_out else "explain.no_questions"
        )
        return await show_one(site, visit, around, kind, name, error)
    title = _set_title(site, visit, explaining.title_of(site.course, kind, name, "kk") or name)
    for_students = _set_title(
        site, visit, explaining.title_for_students(site.course, kind, name, made)
    )
    do = form.one("do")
    if do == "set":
        key = await site.writer.run(
            lambda connection: assessments.add(
                connection, cohort_id, title, made, around.theirs.user_id, visit.now
            )
        )
        response = RedirectResponse(f"/teach/assessments/{key}", 303)
    else:  # kept when the assignment is given, not before
        missed = [user_id for user_id, _, lost in behind.people if lost]
        if do == "one" and behind.one_student is not None:
            missed = [behind.one_student.user_id]
        few = do in ("missed", "one") and len(missed) <= MOST_TARGETS
        to = [("student", one) for one in missed] if few else [("group", around.group[0])]
        query = urlencode(
            [
                ("set", made.model_dump_json()),
                ("set_title", title),
                ("mode", "practice"),
                ("title", for_students),
                *to,
            ]
        )
        response = RedirectResponse(f"/teach/cohorts/{cohort_id}/assignments/new?{query}", 303)
    if there < explaining.FEWEST_ASKED:
        site.leave_flash(
            response, "warning", "flash.explain_few_sound" if left_out else "flash.explain_few"
        )
    elif left_out:
        site.leave_flash(
            response,
            "done",
            "flash.explain_set_sound" if do == "set" else "flash.explain_made_sound",
        )
    else:
        site.leave_flash(
            response, "done", "flash.explain_set" if do == "set" else "flash.explain_made"
        )
    return response


def _set_title(site: Site, visit: Visit, words: str) -> str:
    title = site.say(visit, "explain.set_title", title=words).rstrip(": ")
    return title if len(title) <= MOST_TITLE else title[: MOST_TITLE - 1] + "…"


async def _make_again(site: Site, visit: Visit) -> Response:
    """The address of a form, asked for again (another language, a reload)."""
    params = visit.request.path_params
    here = f"/groups/{params['group_id']}/explain/{params['kind']}/{params['name']}"
    return RedirectResponse(here, 303)


_HERE = "/groups/{group_id}/explain/{kind}/{name}/set"
routes = [
    Route(_HERE, page(_make_again)),
    Route(_HERE, page(_make), methods=["POST"]),
]
