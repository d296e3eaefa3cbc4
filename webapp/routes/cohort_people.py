"""The students of a cohort: the list, one of them, moving, taking out and bringing back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp.insight import looks
from webapp.pages.people import MemberLine, MemberPage, PeoplePage
from webapp.permissions import Post, post, post_for_change, row_id
from webapp.queries import groups, members, notices, people
from webapp.routes import reset_links
from webapp.routes.reading import alphabetical
from webapp.site import Site, Visit, page

ON_A_LEAF = 100


def open_groups(connection: Connection, mine: Post) -> list[tuple[int, str]]:
    """Groups of a post, without the archived ones."""
    return [
        (row[0], row[1])
        for row in groups.list_of_cohort(connection, mine.cohort_id)
        if row[5] is None and mine.has(row[0])
    ]


async def _people(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"])
    asked = visit.request.query_params
    view = await site.read(
        _list, mine, asked.get("q", "")[:200], asked.get("group", ""), asked.get("leaf", "")
    )
    title = f"{site.say(visit, 'people.students')} · {mine.cohort}"
    return site.page(visit, "people_list.html", view, title=title)


def _list(connection: Connection, mine: Post, words: str, group: str, leaf: str) -> PeoplePage:
    rows = members.list_students(connection, mine.cohort_id, mine.groups)
    chosen = row_id(group)
    sought = " ".join(words.split()).casefold()
    found = [
        row
        for row in rows
        if (chosen is None or row[3] == chosen)
        and (sought in row[1].casefold() or sought in (row[2] or ""))
    ]
    found.sort(key=lambda row: (alphabetical(row[1]), row[0]))
    leaves = max(1, -(-len(found) // ON_A_LEAF))
    at = min(row_id(leaf) or 1, leaves)
    titles = {row[3]: row[4] for row in rows} | dict(open_groups(connection, mine))
    filters = {"q": words, "group": str(chosen or "")}
    return PeoplePage(
        cohort_id=mine.cohort_id,
        cohort=mine.cohort,
        archived=mine.archived,
        instructor=mine.instructor,
        students=tuple(
            MemberLine(row[0], row[1], row[2] or "", row[3], row[4])
            for row in found[(at - 1) * ON_A_LEAF : at * ON_A_LEAF]
        ),
        total=len(found),
        removed=tuple(
            MemberLine(row[0], row[1], row[2] or "", row[3], row[4], row[5])
            for row in members.list_removed(connection, mine.cohort_id, mine.groups)
        ),
        groups=tuple(sorted(titles.items())),
        group=chosen,
        words=words,
        leaf=at,
        leaves=leaves,
        query=urlencode({name: value for name, value in filters.items() if value}),
    )


async def find_member(site: Site, visit: Visit, mine: Post) -> tuple[Any, list[Any]]:
    """(row of a person, their studies in the cohort that this post may see).

    Raises:
        HTTPException: 404 never studied here, 403 only in groups of others.
    """
    key = row_id(visit.request.path_params["user_id"])
    person = await site.read(people.find_user, key) if key is not None else None
    if person is None:
        raise HTTPException(404, "error.no_person")
    studies = await site.read(members.list_studies, mine.cohort_id, person[0])
    if not studies:
        raise HTTPException(404, "error.no_person")
    going = [row for row in studies if row[3] is None]
    # who studies elsewhere now belongs to the staff there; who has left, to where they were last
    seen = [row for row in (going or studies[:1]) if mine.has(row[0])]
    if not seen:
        raise HTTPException(403, "error.not_your_student")
    return person, [row for row in studies if mine.has(row[0])]


async def _member(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"])
    person, studies = await find_member(site, visit, mine)
    return await _show(site, visit, mine, person, studies)


async def _show(
    site: Site,
    visit: Visit,
    mine: Post,
    person: Any,
    studies: list[Any],
    reset_url: str = "",
    error: str = "",
) -> Response:
    await looks.note(site, mine, person[0], "member")  # a form that comes back is one too
    everything = await site.read(members.list_studies, mine.cohort_id, person[0])
    going = [row[0] for row in studies if row[3] is None]
    view = MemberPage(
        cohort_id=mine.cohort_id,
        cohort=mine.cohort,
        archived=mine.archived,
        instructor=mine.instructor,
        user_id=person[0],
        name=person[2],
        login=person[1] or "",
        studies=tuple((row[1], row[2], row[3]) for row in studies),
        group_id=going[0] if going else None,
        groups=tuple(await site.read(open_groups, mine)),
        reset=await site.read(reset_links.why_not, person[0], everything),
        reset_url=reset_url,
        error=error,
    )
    status = 422 if error else 200
    return site.page(visit, "people_member.html", view, title=person[2], status=status)


async def _move(site: Site, visit: Visit) -> Response:
    """To another group; also brings back who was taken out."""
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    person, studies = await find_member(site, visit, mine)
    form = await site.form(visit)
    group_id = row_id(form.one("group_id"))
    title = dict(await site.read(open_groups, mine)).get(group_id or 0)
    if group_id is None or title is None:
        error = site.say(visit, "people.choose_group")
        return await _show(site, visit, mine, person, studies, error=error)
    if await site.read(groups.staff_role, person[0], group_id) is not None:
        error = site.say(visit, "people.teaches_there")
        return await _show(site, visit, mine, person, studies, error=error)
    everything = await site.read(members.list_studies, mine.cohort_id, person[0])
    if any(row[3] is None and not mine.has(row[0]) for row in everything):
        raise HTTPException(403, "error.not_your_student")

    def work(connection: Connection) -> None:
        members.move(
            connection, mine.cohort_id, person[0], group_id, visit.now, added_by=mine.user_id
        )
        notices.tell(connection, [person[0]], "enrolled", "/account", visit.now, group=title)
        people.add_event(
            connection, mine.user_id, "moved", visit.now, for_user=person[0], group=group_id
        )

    back = all(row[3] is not None for row in studies)
    if not any(row[0] == group_id and row[3] is None for row in everything) or len(everything) > 1:
        await site.writer.run(work)
    return _done(site, mine, person[0], "flash.member_back" if back else "flash.member_moved")


async def _take_out(site: Site, visit: Visit) -> Response:
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    person, _ = await find_member(site, visit, mine)
    await site.form(visit)

    def work(connection: Connection) -> None:
        members.take_out(connection, mine.cohort_id, person[0], mine.groups, visit.now)
        people.add_event(connection, mine.user_id, "taken-out", visit.now, for_user=person[0])

    await site.writer.run(work)
    return _done(site, mine, person[0], "flash.member_out")


def _done(site: Site, mine: Post, user_id: int, key: str) -> Response:
    response = RedirectResponse(f"/teach/cohorts/{mine.cohort_id}/people/{user_id}", 303)
    site.leave_flash(response, "done", key)
    return response


async def _reset(site: Site, visit: Visit) -> Response:
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    person, studies = await find_member(site, visit, mine)
    await site.form(visit)
    everything = await site.read(members.list_studies, mine.cohort_id, person[0])
    going = any(row[3] is None for row in studies)
    if not going or await site.read(reset_links.why_not, person[0], everything) != "yes":
        raise HTTPException(403, "error.no_reset_for_them")
    address = await reset_links.make(site, visit, person[0], mine.user_id)
    return await _show(site, visit, mine, person, studies, reset_url=address)


async def _back_to_member(site: Site, visit: Visit) -> Response:
    """The address of a link just made, asked for again (another language, a reload)."""
    mine = await post(site, visit, visit.request.path_params["cohort_id"], instructor=True)
    person, _ = await find_member(site, visit, mine)
    return RedirectResponse(f"/teach/cohorts/{mine.cohort_id}/people/{person[0]}", 303)


_MEMBER = "/teach/cohorts/{cohort_id}/people/{user_id}"

routes = [
    Route("/teach/cohorts/{cohort_id}/people", page(_people)),
    Route(_MEMBER, page(_member)),
    Route(f"{_MEMBER}/move", page(_back_to_member)),
    Route(f"{_MEMBER}/move", page(_move), methods=["POST"]),
    Route(f"{_MEMBER}/take-out", page(_take_out), methods=["POST"]),
    Route(f"{_MEMBER}/reset", page(_back_to_member)),
    Route(f"{_MEMBER}/reset", page(_reset), methods=["POST"]),
]
