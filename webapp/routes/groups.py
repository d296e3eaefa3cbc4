"""An instructor's groups: who is in, how far they are, a link for a forgotten password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.model import Course
from webapp.pages import GroupPage, StudentLine
from webapp.permissions import require_account, row_id
from webapp.queries import groups, members, people, progress
from webapp.routes import reset_links
from webapp.routes.reading import alphabetical
from webapp.routes.reset_links import full_address
from webapp.site import Site, Visit, page


async def _groups(site: Site, visit: Visit) -> Response:
    """The groups were here once; now they stand with their cohorts."""
    reader = visit.reader
    if reader is None or reader.guest:
        return RedirectResponse("/sign-in?back=/teach", 303)
    return RedirectResponse("/teach", 303)


async def _staffed_group(site: Site, visit: Visit) -> tuple[Any, str]:
    """The group of the address and the visitor's role there."""
    user_id = require_account(visit)
    key = row_id(visit.request.path_params["group_id"])
    group = await site.read(groups.find_group, key) if key is not None else None
    if group is None:
        raise HTTPException(404, "error.no_group")
    role = await site.read(groups.staff_role, user_id, group[0])
    if role is None:
        raise HTTPException(403, "error.not_your_group")
    return group, role


def _load(connection: Connection, group_id: int) -> tuple[Any, Any, Any]:
    return (
        progress.list_students(connection, group_id),
        progress.group_answers(connection, group_id),
        progress.group_readings(connection, group_id),
    )


async def _group(site: Site, visit: Visit) -> Response:
    group, role = await _staffed_group(site, visit)
    return await _show(site, visit, group, role)


async def _show(
    site: Site, visit: Visit, group: Any, role: str, reset_url: str = "", reset_name: str = ""
) -> Response:
    students, answers, finished = await site.read(_load, group[0])
    view = group_page(
        site.course,
        group,
        students,
        answers,
        finished,
        join_url=full_address(site, visit, f"/join/{group[4]}"),
        join=join_state(group, visit.now),
        instructor=role == "instructor",
        reset_url=reset_url,
        reset_name=reset_name,
    )
    return site.page(visit, "group.html", view, title=group[1])


def join_state(group: Any, now: datetime) -> str:
    """Whether a group's code works: open | off | ended | archived."""
    if group[7] is not None or group[8] is not None:
        return "archived"
    if not group[5]:
        return "off"
    return "ended" if group[6] is not None and group[6] <= now else "open"


def group_page(
    course: Course,
    group: Any,
    students: list[Any],
    answers: list[progress.GroupAnswer],
    finished: dict[int, int],
    *,
    join_url: str,
    join: str,
    instructor: bool,
    reset_url: str,
    reset_name: str,
) -> GroupPage:
    """Newest answers of a group, by student and by section. Retired items are left out."""
    section_of = {
        item_id: lesson.section for lesson in course.lessons.values() for item_id in lesson.item_ids
    }
    answers = [answer for answer in answers if answer.item_id in section_of]
    mine: dict[int, list[progress.GroupAnswer]] = {}
    for answer in answers:
        mine.setdefault(answer.user_id, []).append(answer)
    lines = []
    for user_id, name, login in sorted(students, key=lambda row: alphabetical(row[1])):
        theirs = mine.get(user_id, [])
        lines.append(
            StudentLine(
                user_id=user_id,
                name=name,
                login=login or "",
                answered=len(theirs),
                right=sum(1 for answer in theirs if answer.right),
                lessons_finished=finished.get(user_id, 0),
                last_seen=_latest(theirs),
            )
        )
    sections = tuple(
        (
            section,
            sum(1 for answer in answers if section_of[answer.item_id] == section.number),
            sum(
                1
                for answer in answers
                if section_of[answer.item_id] == section.number and answer.right
            ),
        )
        for chapter in course.chapters
        for section in chapter.sections
        if section.lessons
    )
    return GroupPage(
        group_id=group[0],
        title=group[1],
        cohort=group[3],
        cohort_id=group[2],
        join_url=join_url,
        join=join,
        instructor=instructor,
        students=tuple(lines),
        items=len(course.items),
        lessons=len(course.lessons),
        sections=sections,
        struggling=tuple(line.name for line in lines if struggles(line)),
        not_begun=sum(1 for line in lines if line.answered == 0),
        enough=any(line.answered >= ENOUGH_ANSWERS for line in lines),
        reset_url=reset_url,
        reset_name=reset_name,
    )


ENOUGH_ANSWERS = 10
"""With fewer answers nothing is concluded about a student."""


def struggles(line: StudentLine) -> bool:
    """Whether a student needs help: enough answers, and less than half of them right."""
    return line.answered >= ENOUGH_ANSWERS and line.right * 2 < line.answered


def _latest(answers: list[progress.GroupAnswer]) -> datetime | None:
    return max((answer.at for answer in answers), default=None)


async def _back_to_group(site: Site, visit: Visit) -> Response:
    """The address of a link just made, asked for again (another language, a reload)."""
    return RedirectResponse(f"/groups/{visit.request.path_params['group_id']}", 303)


async def _reset_link(site: Site, visit: Visit) -> Response:
    group, role = await _staffed_group(site, visit)
    if role != "instructor":
        raise HTTPException(403, "error.instructors_only")
    form = await site.form(visit)
    key = row_id(form.one("user_id"))
    person = await site.read(people.find_user, key) if key is not None else None
    if person is None:
        raise HTTPException(404, "error.no_person")
    studies = await site.read(members.list_studies, group[2], person[0])
    here = any(row[0] == group[0] and row[3] is None for row in studies)
    if not here or await site.read(reset_links.why_not, person[0], studies) != "yes":
        raise HTTPException(403, "error.no_reset_for_them" if here else "error.not_your_student")
    address = await reset_links.make(site, visit, person[0], require_account(visit))
    return await _show(site, visit, group, role, address, person[2])


routes = [
    Route("/groups", page(_groups)),
    Route("/groups/{group_id}", page(_group)),
    Route("/groups/{group_id}/reset", page(_back_to_group)),
    Route("/groups/{group_id}/reset", page(_reset_link), methods=["POST"]),
]
