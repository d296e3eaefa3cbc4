"""A set of questions from a subject to explain again, and on to giving it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp import explain_sets, explaining
from webapp.assignment_form import MOST_TITLE
from webapp.explain_around import Around, around_of, kind_and_name, span_of
from webapp.explain_behind import Behind, behind_of, known_of
from webapp.explain_sets import MadeSet
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

    do = form.one("do")

    def load(connection: Connection) -> tuple[Behind, int, MadeSet | None]:
        behind = behind_of(connection, site, around, kind, name)
        bank = candidates(connection, site.course, cohort_id)
        there, left_out = explain_sets.usable(
            kind, name, bank, {one.id for one in behind.items}, behind.suspects
        )
        if kind == "objective":
            return behind, left_out, explain_sets.on_objective(name, there, behind.asked, left_out)
        known = known_of(connection, around, behind, _students(around, behind, do))
        return behind, left_out, explain_sets.on_misconception(bank, there, behind.missed, known)

    behind, left_out, made = await site.read(load)
    if made is None:
        error = site.say(
            visit, "explain.no_sound_questions" if left_out else "explain.no_questions"
        )
        return await show_one(site, visit, around, kind, name, error)
    title = _set_title(site, visit, explaining.title_of(site.course, kind, name, "kk") or name)
    for_students = _set_title(
        site, visit, explain_sets.title_for_students(site.course, kind, name, made.asked)
    )
    if do == "set":
        key = await site.writer.run(
            lambda connection: assessments.add(
                connection, cohort_id, title, made.asked, around.theirs.user_id, visit.now
            )
        )
        response = RedirectResponse(f"/teach/assessments/{key}", 303)
    else:  # kept when the assignment is given, not before
        students = _students(around, behind, do)
        few = do in ("missed", "one") and len(students) <= MOST_TARGETS
        to = [("student", one) for one in students] if few else [("group", around.group[0])]
        query = urlencode(
            [
                ("set", made.asked.model_dump_json()),
                ("set_title", title),
                ("mode", "practice"),
                ("title", for_students),
                *to,
            ]
        )
        response = RedirectResponse(f"/teach/cohorts/{cohort_id}/assignments/new?{query}", 303)
    kind_of_line = "warning" if made.size < explain_sets.FEWEST_ASKED else "done"
    site.leave_flash(response, kind_of_line, _flash(do == "set", made, left_out))
    return response


def _students(around: Around, behind: Behind, do: str) -> list[int]:
    """Whom the set is for."""
    if do == "one" and behind.one_student is not None:
        return [behind.one_student.user_id]
    if do in ("missed", "one"):
        return [user_id for user_id, _, lost in behind.people if lost]
    return list(around.names)


def _flash(stored: bool, made: MadeSet, left_out: int) -> str:
    """What is said of it on the page that follows."""
    if made.size < explain_sets.FEWEST_ASKED:
        return "flash.explain_few_sound" if left_out else "flash.explain_few"
    if made.fallen and left_out:
        return "flash.explain_set_fallen_sound" if stored else "flash.explain_made_fallen_sound"
    if made.fallen:
        return "flash.explain_set_fallen" if stored else "flash.explain_made_fallen"
    if left_out:
        return "flash.explain_set_sound" if stored else "flash.explain_made_sound"
    return "flash.explain_set" if stored else "flash.explain_made"


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
