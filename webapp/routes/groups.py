"""An instructor's groups: who is in, how far they are, a link for a forgotten password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.model import Course
from webapp.access import hashed, new_token
from webapp.pages import GroupPage, GroupsPage, StudentLine
from webapp.queries import groups, people, progress
from webapp.routes.accounts import RESET_LASTS
from webapp.routes.reading import alphabetical
from webapp.site import Site, Visit, page


def _require_account(visit: Visit) -> int:
    reader = visit.reader
    if reader is None or reader.guest:
        raise HTTPException(401, "error.sign_in_first")
    return reader.user_id


async def _groups(site: Site, visit: Visit) -> Response:
    reader = visit.reader
    if reader is None or reader.guest:
        return RedirectResponse("/sign-in?back=/groups", 303)
    rows = await site.read(groups.list_taught, reader.user_id)
    if not rows:
        raise HTTPException(403, "error.not_instructor")
    view = GroupsPage(tuple((row[0], row[1], row[2], row[3]) for row in rows))
    return site.page(visit, "groups.html", view, title=site.say(visit, "groups.title"))


async def _taught_group(site: Site, visit: Visit) -> Any:
    """The group of the address, if this person teaches it."""
    user_id = _require_account(visit)
    text = visit.request.path_params["group_id"]
    group = await site.read(groups.find_group, int(text)) if _is_id(text) else None
    if group is None:
        raise HTTPException(404, "error.no_group")
    if not await site.read(groups.teaches, user_id, group[0]):
        raise HTTPException(403, "error.not_your_group")
    return group


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def _load(connection: Connection, group_id: int) -> tuple[Any, Any, Any]:
    return (
        progress.list_students(connection, group_id),
        progress.group_answers(connection, group_id),
        progress.group_readings(connection, group_id),
    )


async def _group(site: Site, visit: Visit) -> Response:
    group = await _taught_group(site, visit)
    return await _show(site, visit, group)


async def _show(
    site: Site, visit: Visit, group: Any, reset_url: str = "", reset_name: str = ""
) -> Response:
    students, answers, finished = await site.read(_load, group[0])
    view = group_page(
        site.course,
        group,
        students,
        answers,
        finished,
        join_url=_address(site, visit, f"/join/{group[4]}"),
        reset_url=reset_url,
        reset_name=reset_name,
    )
    return site.page(visit, "group.html", view, title=group[1])


def group_page(
    course: Course,
    group: Any,
    students: list[Any],
    answers: list[progress.GroupAnswer],
    finished: dict[int, int],
    *,
    join_url: str,
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
        join_url=join_url,
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


def _address(site: Site, visit: Visit, path: str) -> str:
    """A full address to give to people."""
    base = site.settings.public_url or str(visit.request.base_url).rstrip("/")
    return base + path


async def _back_to_group(site: Site, visit: Visit) -> Response:
    """The address of a link just made, asked for again (another language, a reload)."""
    return RedirectResponse(f"/groups/{visit.request.path_params['group_id']}", 303)


async def _reset_link(site: Site, visit: Visit) -> Response:
    group = await _taught_group(site, visit)
    form = await site.form(visit)
    text = form.one("user_id")
    person = await site.read(people.find_user, int(text)) if _is_id(text) else None
    if person is None:
        raise HTTPException(404, "error.no_person")
    # a link to a colleague's account would open the colleague's groups too
    studies = await site.read(groups.studies, person[0], group[0])
    colleague = await site.read(groups.list_taught, person[0])
    if not studies or colleague:
        raise HTTPException(403, "error.not_your_student")
    issuer = _require_account(visit)
    token = new_token()

    def work(connection: Connection) -> None:
        groups.expire_invitations(connection, "reset", person[0], visit.now)
        groups.add_invitation(
            connection,
            hashed(token),
            "reset",
            visit.now,
            visit.now + RESET_LASTS,
            user_id=person[0],
            issued_by=issuer,
        )
        people.add_event(connection, issuer, "reset-link", visit.now, for_user=person[0])

    await site.writer.run(work)
    return await _show(site, visit, group, _address(site, visit, f"/reset/{token}"), person[2])


routes = [
    Route("/groups", page(_groups)),
    Route("/groups/{group_id}", page(_group)),
    Route("/groups/{group_id}/reset", page(_back_to_group)),
    Route("/groups/{group_id}/reset", page(_reset_link), methods=["POST"]),
]
