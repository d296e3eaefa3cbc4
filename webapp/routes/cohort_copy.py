"""Copying a cohort to the next term, after a look at the dates."""

from __future__ import annotations

from datetime import date, datetime

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp.forms import Form
from webapp.local_time import read_day
from webapp.pages.people import CopyLine, CopyPage
from webapp.permissions import Post, post
from webapp.queries import cohorts, copying
from webapp.routes.teach import new_code, read_title
from webapp.site import Site, Visit, page


async def _page(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"], leads=True)
    asked = visit.request.query_params
    form = Form({name: [asked[name]] for name in ("title", "starts_on") if name in asked})
    return await _show(site, visit, mine, form, fresh=not form.fields)


def _read(site: Site, visit: Visit, form: Form) -> tuple[str, date | None, dict[str, str]]:
    errors: dict[str, str] = {}
    title = read_title(site, visit, form, "title", errors)
    starts_on = read_day(form.one("starts_on"))
    if starts_on is None:
        errors["starts_on"] = site.say(visit, "people.day_form")
    return title, starts_on, errors


async def _show(site: Site, visit: Visit, mine: Post, form: Form, fresh: bool = False) -> Response:
    cohort = await site.read(cohorts.get, mine.cohort_id)
    name = site.say(visit, "people.copy")
    if fresh:
        view = CopyPage(mine.cohort_id, mine.cohort, cohort[2], mine.cohort, "", {}, shown=False)
        return site.page(visit, "people_copy.html", view, title=name)
    title, starts_on, errors = _read(site, visit, form)
    typed = form.one("starts_on")
    if errors or starts_on is None:
        view = CopyPage(mine.cohort_id, mine.cohort, cohort[2], title, typed, errors, shown=False)
        return site.page(visit, "people_copy.html", view, title=name, status=422)
    plan = await site.read(copying.plan, mine.cohort_id, starts_on, site.settings.zone)
    view = CopyPage(
        cohort_id=mine.cohort_id,
        cohort=mine.cohort,
        old_start=cohort[2],
        title=title,
        starts_on=typed,
        errors={},
        shown=True,
        days=plan.days,
        new_start=starts_on,
        new_end=plan.ends_on,
        groups=tuple(group.title for group in plan.groups),
        staff=len({row[0] for row in plan.staff}),
        assessments=len(plan.assessments),
        exclusions=len(plan.exclusions),
        assignments=tuple(_line(one) for one in plan.assignments),
    )
    return site.page(visit, "people_copy.html", view, title=name)


def _line(one: copying.CopiedAssignment) -> CopyLine:
    def both(before: datetime | None, after: datetime | None) -> tuple[datetime, datetime] | None:
        return (before, after) if before is not None and after is not None else None

    return CopyLine(
        title=one.source.title,
        opens=(one.source.opens_at, one.opens_at),
        due=both(one.source.due_at, one.due_at),
        closes=both(one.source.closes_at, one.closes_at),
        password=one.source.password_hash is not None,
        to_nobody=one.to_nobody,
    )


async def _copy(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"], leads=True)
    form = await site.form(visit)
    title, starts_on, errors = _read(site, visit, form)
    if errors or starts_on is None:
        return await _show(site, visit, mine, form)
    made = await site.writer.run(
        lambda connection: copying.make(
            connection,
            mine.cohort_id,
            title,
            starts_on,
            site.settings.zone,
            mine.user_id,
            visit.now,
            new_code,
        )
    )
    response = RedirectResponse(f"/teach/cohorts/{made}", 303)
    site.leave_flash(response, "done", "flash.cohort_copied")
    return response


routes = [
    Route("/teach/cohorts/{cohort_id}/copy", page(_page)),
    Route("/teach/cohorts/{cohort_id}/copy", page(_copy), methods=["POST"]),
]
