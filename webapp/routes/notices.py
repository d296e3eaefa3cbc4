"""What a person should know: the list of notices, and opening one."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp.notice_texts import text_of
from webapp.pages.assignments import NoticeLine, NoticesPage
from webapp.permissions import require_account, row_id
from webapp.queries import notices
from webapp.site import Site, Visit, page, safe_back


async def _notices(site: Site, visit: Visit) -> Response:
    reader = visit.reader
    if reader is None or reader.guest:
        return RedirectResponse("/sign-in?back=/notices", 303)
    found = await site.read(notices.list_notices, reader.user_id)
    view = NoticesPage(
        notices=tuple(
            NoticeLine(
                one.notice_id, text_of(visit.lang, site.settings.zone, one), one.at, one.read
            )
            for one in found
        ),
        unread=sum(not one.read for one in found),
        newest=found[0].notice_id if found else 0,
    )
    title = site.say(visit, "menu.notices")
    return site.page(visit, "notices.html", view, title=title, section="notices")


async def _read_all(site: Site, visit: Visit) -> Response:
    """All up to the newest that was on the page; one that came since stays unread."""
    user_id = require_account(visit)
    form = await site.form(visit)
    newest = row_id(form.one("newest"))
    if newest is not None:
        await site.writer.run(
            lambda connection: notices.mark_read(connection, user_id, newest, visit.now)
        )
    return RedirectResponse("/notices", 303)


async def _open(site: Site, visit: Visit) -> Response:
    """Marks one notice read and leads where it points."""
    user_id = require_account(visit)
    key = row_id(visit.request.path_params["notice_id"])
    found = await site.read(notices.find_notice, user_id, key) if key is not None else None
    if found is None:
        raise HTTPException(404, "error.no_notice")
    if not found.read:
        await site.writer.run(
            lambda connection: notices.mark_one_read(
                connection, user_id, found.notice_id, visit.now
            )
        )
    return RedirectResponse(safe_back(found.href, "/notices"), 303)


routes = [
    Route("/notices", page(_notices), methods=["GET"]),
    Route("/notices", page(_read_all), methods=["POST"]),
    Route("/notices/{notice_id}", page(_open), methods=["GET"]),
]
