"""Cohorts for those who teach in them: the list, one at a glance, its days, its archive."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp.access import new_token
from webapp.forms import Form
from webapp.local_time import read_day
from webapp.pages.people import (
    ArchivePage,
    AssignmentLine,
    CohortFormPage,
    CohortPage,
    GroupLine,
    StaffLine,
)
from webapp.permissions import Post, post, post_for_change, require_account
from webapp.queries import assignments, cohorts, groups, members, people
from webapp.routes.groups import join_state
from webapp.site import Site, Visit, page

MOST_TITLE = 200


def new_code() -> str:
    """A join code nobody can guess."""
    return new_token()[:12]


async def _require_instructor(site: Site, visit: Visit) -> int:
    user_id = require_account(visit)
    if not await site.read(cohorts.is_instructor, user_id):
        raise HTTPException(403, "error.not_instructor")
    return user_id


async def _new_page(site: Site, visit: Visit) -> Response:
    await _require_instructor(site, visit)
    view = CohortFormPage(None, "", "", "", "", {})
    return _form_page(site, visit, view)


def _form_page(site: Site, visit: Visit, view: CohortFormPage) -> Response:
    title = site.say(visit, "people.new_cohort" if view.cohort_id is None else "people.edit")
    status = 422 if view.errors else 200
    return site.page(visit, "people_cohort_form.html", view, title=title, status=status)


def read_title(site: Site, visit: Visit, form: Form, name: str, errors: dict[str, str]) -> str:
    """A title from a form, its spaces in order; a fault goes to ``errors``."""
    title = " ".join(form.one(name).split())
    if not title or len(title) > MOST_TITLE:
        errors[name] = site.say(visit, "people.title_form")
    return title


def _read_days(
    site: Site, visit: Visit, form: Form, errors: dict[str, str]
) -> tuple[date | None, date | None]:
    days: list[date | None] = []
    for name in ("starts_on", "ends_on"):
        text = form.one(name).strip()
        day = read_day(text) if text else None
        if text and day is None:
            errors[name] = site.say(visit, "people.day_form")
        days.append(day)
    starts, ends = days
    if starts is not None and ends is not None and ends < starts:
        errors["ends_on"] = site.say(visit, "people.ends_before")
    return starts, ends


async def _new(site: Site, visit: Visit) -> Response:
    user_id = await _require_instructor(site, visit)
    form = await site.form(visit)
    errors: dict[str, str] = {}
    title = read_title(site, visit, form, "title", errors)
    starts, ends = _read_days(site, visit, form, errors)
    group = " ".join(form.one("group").split())
    if len(group) > MOST_TITLE:
        errors["group"] = site.say(visit, "people.title_form")
    if errors:
        view = CohortFormPage(
            None, title, form.one("starts_on"), form.one("ends_on"), group, errors
        )
        return _form_page(site, visit, view)

    def work(connection: Connection) -> int:
        cohort_id = cohorts.add(connection, title, starts, ends, visit.now)
        groups.enrol(connection, user_id, None, cohort_id, "instructor", visit.now)
        if group:
            groups.add_to_cohort(connection, cohort_id, group, new_code(), visit.now)
        people.bump(connection, user_id)
        people.add_event(connection, user_id, "cohort-made", visit.now, cohort=cohort_id)
        return cohort_id

    cohort_id = await site.writer.run(work)
    return _done(site, f"/teach/cohorts/{cohort_id}", "flash.cohort_made")


def _done(site: Site, address: str, key: str) -> Response:
    response = RedirectResponse(address, 303)
    site.leave_flash(response, "done", key)
    return response


async def _cohort(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"])
    return await show_cohort(site, visit, mine)


async def show_cohort(
    site: Site,
    visit: Visit,
    mine: Post,
    group_title: str = "",
    errors: dict[str, str] | None = None,
) -> Response:
    """The overview; with ``errors`` the form for a new group stands as it was typed."""
    view = await site.read(_overview, mine, visit.now, group_title, errors or {})
    status = 422 if errors else 200
    return site.page(visit, "people_cohort.html", view, title=mine.cohort, status=status)


def _overview(
    connection: Connection, mine: Post, now: datetime, group_title: str, errors: dict[str, str]
) -> CohortPage:
    cohort = cohorts.get(connection, mine.cohort_id)
    lines = [
        GroupLine(row[0], row[1], row[6], _join_state(row, now, mine.archived))
        for row in groups.list_of_cohort(connection, mine.cohort_id)
        if mine.has(row[0])
    ]
    given = [
        AssignmentLine(
            one.id,
            one.title,
            one.rules.mode,
            one.window.opens,
            one.window.due,
            one.window.closes,
            assignment_state(one, now),
        )
        for one in assignments.list_of_cohort(connection, mine.cohort_id)
    ]
    going = [line for line in given if line.state == "open"]
    ends = sorted((end, line.title) for line in going if (end := _next_end(line, now)) is not None)
    coming = sorted((line.opens, line.title) for line in given if line.state == "coming")
    students = members.list_students(connection, mine.cohort_id, mine.groups)
    return CohortPage(
        cohort_id=mine.cohort_id,
        title=cohort[1],
        starts_on=cohort[2],
        ends_on=cohort[3],
        archived=mine.archived,
        role=mine.role,
        leads=mine.leads,
        instructor=mine.instructor,
        students=len({row[0] for row in students}),
        groups=tuple(line for line in lines if line.join != "archived" or mine.archived),
        archived_groups=tuple(
            line for line in lines if line.join == "archived" and not mine.archived
        ),
        assignments=tuple(given),
        open_now=len(going),
        nearest=(ends[0][1], ends[0][0]) if ends else None,
        coming=(coming[0][1], coming[0][0]) if coming else None,
        assessments=tuple(
            (row[0], row[1], row[3]) for row in cohorts.list_assessments(connection, mine.cohort_id)
        ),
        staff=staff_lines(members.list_staff(connection, mine.cohort_id)),
        group_title=group_title,
        errors=errors,
    )


def _join_state(row: Any, now: datetime, cohort_archived: bool) -> str:
    archived = now if cohort_archived else None
    return join_state((row[0], row[1], 0, "", row[2], row[3], row[4], row[5], archived), now)


def assignment_state(one: assignments.AssignmentInfo, now: datetime) -> str:
    """Where an assignment stands for everybody: withdrawn | coming | open | closed."""
    if one.withdrawn:
        return "withdrawn"
    if now < one.window.opens:
        return "coming"
    return "closed" if one.window.closes is not None and now >= one.window.closes else "open"


def _next_end(line: AssignmentLine, now: datetime) -> datetime | None:
    ends = [end for end in (line.due, line.closes) if end is not None and end > now]
    return min(ends, default=None)


def staff_lines(rows: Collection[Any]) -> tuple[StaffLine, ...]:
    """One line a person, of rows of :func:`webapp.queries.members.list_staff`."""
    found: dict[int, StaffLine] = {}
    for user_id, name, login, role, group_id, title in rows:
        before = found.get(user_id)
        held = before.groups if before is not None else ()
        if group_id is not None:
            held = (*held, (group_id, title))
        found[user_id] = StaffLine(user_id, name, login or "", role, held)
    return tuple(found.values())


async def _edit_page(site: Site, visit: Visit) -> Response:
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"], leads=True)
    cohort = await site.read(cohorts.get, mine.cohort_id)
    view = CohortFormPage(
        mine.cohort_id, cohort[1], _day_value(cohort[2]), _day_value(cohort[3]), "", {}, mine.cohort
    )
    return _form_page(site, visit, view)


def _day_value(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


async def _edit(site: Site, visit: Visit) -> Response:
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"], leads=True)
    form = await site.form(visit)
    errors: dict[str, str] = {}
    title = read_title(site, visit, form, "title", errors)
    starts, ends = _read_days(site, visit, form, errors)
    if errors:
        view = CohortFormPage(
            mine.cohort_id,
            title,
            form.one("starts_on"),
            form.one("ends_on"),
            "",
            errors,
            mine.cohort,
        )
        return _form_page(site, visit, view)
    await site.writer.run(
        lambda connection: cohorts.change(
            connection, mine.cohort_id, title=title, starts_on=starts, ends_on=ends
        )
    )
    return _done(site, f"/teach/cohorts/{mine.cohort_id}", "flash.saved")


async def _archive_page(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"], leads=True)
    running = await site.read(cohorts.count_running, mine.cohort_id)
    view = ArchivePage(mine.cohort_id, mine.cohort, mine.archived, running)
    key = "people.bring_back" if mine.archived else "people.archive"
    return site.page(visit, "people_archive.html", view, title=site.say(visit, key))


async def _archive(site: Site, visit: Visit) -> Response:
    return await _set_archived(site, visit, visit.now, "flash.cohort_archived")


async def _bring_back(site: Site, visit: Visit) -> Response:
    return await _set_archived(site, visit, None, "flash.cohort_back")


async def _set_archived(site: Site, visit: Visit, when: datetime | None, key: str) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"], leads=True)
    await site.form(visit)

    def work(connection: Connection) -> None:
        cohorts.change(connection, mine.cohort_id, archived_at=when)
        kind = "cohort-archived" if when is not None else "cohort-back"
        people.add_event(connection, mine.user_id, kind, visit.now, cohort=mine.cohort_id)

    if mine.archived != (when is not None):
        await site.writer.run(work)
    return _done(site, f"/teach/cohorts/{mine.cohort_id}", key)


routes = [
    Route("/teach/cohorts/new", page(_new_page)),
    Route("/teach/cohorts/new", page(_new), methods=["POST"]),
    Route("/teach/cohorts/{cohort_id}", page(_cohort)),
    Route("/teach/cohorts/{cohort_id}/edit", page(_edit_page)),
    Route("/teach/cohorts/{cohort_id}/edit", page(_edit), methods=["POST"]),
    Route("/teach/cohorts/{cohort_id}/archive", page(_archive_page)),
    Route("/teach/cohorts/{cohort_id}/archive", page(_archive), methods=["POST"]),
    Route("/teach/cohorts/{cohort_id}/bring-back", page(_bring_back), methods=["POST"]),
]
