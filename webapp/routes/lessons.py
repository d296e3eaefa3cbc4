"""Reading a lesson."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from course.model import Lesson
from webapp.access import new_token
from webapp.lesson_pages import Frame, Ready, Work
from webapp.pages import ItemView
from webapp.preferences import DEFAULT, preferences
from webapp.queries import marks, people, progress, sittings
from webapp.self_test.mastery_words import words_of_lesson
from webapp.site import FLASH_COOKIE, PERSONAL, Site, Visit, page


def assessment_of(lesson: Lesson) -> str:
    """Name of the practice assessment that a lesson's items form."""
    return f"lesson:{lesson.id}"


def frame_of(site: Site, visit: Visit, flash: str = "") -> Frame:
    """What stands around a lesson for this reader."""
    return Frame(site.account(visit), site.csrf(visit), site.reader_mark(visit), flash)


def get_lesson(site: Site, lesson_id: str) -> Lesson:
    """The lesson of an address.

    Raises:
        HTTPException: 404.
    """
    lesson = site.course.lessons.get(lesson_id)
    if lesson is None:
        raise HTTPException(404, "error.no_lesson")
    return lesson


def load_work(connection: Connection, user_id: int, lesson: Lesson) -> Work:
    """What a reader did in a lesson."""
    finished = progress.lesson_readings(connection, user_id).get(lesson.id, (None, False))[1]
    sitting = sittings.find_sitting(connection, user_id, assessment_of(lesson))
    if sitting is None:
        return Work(finished=finished)
    known = set(lesson.item_ids)  # answers to items that were retired stay stored, unseen here
    attempts = sittings.list_attempts(connection, user_id, assessment_of(lesson))
    written = [a.attempt_id for a in attempts if a.status == "scored" and "text" in a.response]
    return Work(
        tuple(attempt for attempt in attempts if attempt.item_id in known),
        tuple(d for d in sittings.list_drafts(connection, sitting[0]) if d.item_id in known),
        finished,
        marks.list_marks(connection, written),
    )


async def work_of(site: Site, user_id: int | None, lesson: Lesson, now: datetime) -> Work:
    """What a reader did in a lesson, and how its objectives stand."""
    if user_id is None:
        return Work()
    work = await site.read(load_work, user_id, lesson)
    words = await words_of_lesson(site, user_id, lesson, now)
    return replace(work, words=words) if words else work


async def ready_page(site: Site, request: Request, found: Lesson) -> Response | None:
    """The page as a reader left it. None: something is to be said or shown once (see lesson)."""
    cookies = request.cookies
    if FLASH_COOKIE in cookies:
        return None
    chosen = preferences(request)
    token_hash = site.access.token_hash(request)
    if token_hash is None:
        visit = Visit(request, chosen, None, None, site.now())
        response = _send(request, site.lessons.visitor(found, chosen, site.account(visit)))
        # a browser with preferences but without a token
        response.raw_headers.append((b"set-cookie", site.access.cookie_header(new_token())))
        return response
    reader = await site.reader(token_hash)
    visit = Visit(request, chosen, token_hash, reader, site.now())
    if reader is None:
        return _send(request, site.lessons.visitor(found, chosen, site.account(visit)))
    known = site.lessons.known(token_hash, reader.revision, found, chosen)
    if known is None:
        work = await work_of(site, reader.user_id, found, visit.now)
        known = site.lessons.personal(
            token_hash, reader.revision, found, chosen, frame_of(site, visit), work
        )
    return _send(request, known)


class LessonDoor:
    """Answers the most asked-for pages before the router is asked: a lesson, nothing special."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and not scope["query_string"]:
            path: str = scope["path"]
            found = self._site.course.lessons.get(path[9:]) if path[:9] == "/lessons/" else None
            if found is not None:
                asked = dict(scope["headers"])
                if b"cookie" not in asked:
                    await self._newcomer(found, asked, send)
                    return
                response = await ready_page(self._site, Request(scope, receive), found)
                if response is not None:
                    await response(scope, receive, send)
                    return
        await self._app(scope, receive, send)

    async def _newcomer(self, found: Lesson, asked: dict[bytes, bytes], send: Send) -> None:
        """The page for a browser without any cookie, by the shortest way.

        The reader's token comes with the page, so that pressing twice makes one guest.
        """
        site = self._site
        ready = site.lessons.visitor(found, DEFAULT, site.account_of_a_visitor())
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"etag", ready.etag.encode()),
            (b"cache-control", PERSONAL.encode()),
            (b"vary", b"cookie, accept-encoding"),
            (b"set-cookie", site.access.cookie_header(new_token())),
        ]
        status, body = 200, ready.body
        if asked.get(b"if-none-match") == ready.etag.encode():
            status, body = 304, b""
        else:
            if b"gzip" in asked.get(b"accept-encoding", b""):
                body = ready.packed()
                headers.append((b"content-encoding", b"gzip"))
            headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _lesson(site: Site, visit: Visit) -> Response:
    """A lesson with an item to be tried again, or a line to be said once."""
    found = get_lesson(site, visit.request.path_params["lesson_id"])
    return await _special(site, visit, found, visit.request.query_params.get("again"))


def _send(request: Request, ready: Ready) -> Response:
    headers = {"etag": ready.etag, "cache-control": PERSONAL, "vary": "cookie, accept-encoding"}
    if request.headers.get("if-none-match") in (ready.etag, f"W/{ready.etag}"):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(ready.packed(), headers=headers, media_type="text/html")
    return Response(ready.body, headers=headers, media_type="text/html")


async def _special(site: Site, visit: Visit, found: Lesson, again: str | None) -> Response:
    work = await work_of(site, visit.user_id, found, visit.now)
    views: dict[str, ItemView] = {}
    if again in found.item_ids:
        mine = [a for a in work.attempts if a.item_id == again]
        draft = next((d for d in work.drafts if d.item_id == again), None)
        views[again] = site.lessons.items.fresh(found, again, mine, draft)
    frame = frame_of(site, visit, site.flash(visit))
    body = site.lessons.special(found, visit.prefs, frame, work, views)
    response = Response(body, media_type="text/html", headers={"cache-control": PERSONAL})
    if FLASH_COOKIE in visit.request.cookies:
        response.delete_cookie(FLASH_COOKIE)
    return response


async def _progress(site: Site, visit: Visit) -> Response:
    """One's progress in a lesson: a piece of the page for our script."""
    found = get_lesson(site, visit.request.path_params["lesson_id"])
    work = await work_of(site, visit.user_id, found, visit.now)
    return Response(
        site.lessons.progress(found, visit.lang, work),
        media_type="text/html",
        headers={"cache-control": "no-store"},
    )


async def _opened(site: Site, visit: Visit) -> Response:
    found = get_lesson(site, visit.request.path_params["lesson_id"])
    await site.form(visit)
    token, token_hash = site.token_for_write(visit)

    def work(connection: Connection) -> None:
        user_id = visit.user_id or people.get_or_add_guest(connection, token_hash, visit.now)
        progress.open_lesson(connection, user_id, found.id, visit.now)

    await site.writer.run(work)
    response = Response(status_code=204)
    if token is not None:
        site.access.set_cookie(response, token)
    return response


async def _finished(site: Site, visit: Visit) -> Response:
    found = get_lesson(site, visit.request.path_params["lesson_id"])
    await site.form(visit)
    token, token_hash = site.token_for_write(visit)

    def work(connection: Connection) -> None:
        user_id = visit.user_id or people.get_or_add_guest(connection, token_hash, visit.now)
        progress.finish_lesson(connection, user_id, found.id, visit.now)
        people.bump(connection, user_id)

    await site.writer.run(work)
    onward = f"/lessons/{found.next}" if found.next else "/"
    response: Response = RedirectResponse(onward, 303)
    if token is not None:
        site.access.set_cookie(response, token)
    return response


routes = [
    Route("/lessons/{lesson_id}", page(_lesson)),
    Route("/lessons/{lesson_id}/progress", page(_progress)),
    Route("/lessons/{lesson_id}/opened", page(_opened), methods=["POST"]),
    Route("/lessons/{lesson_id}/finished", page(_finished), methods=["POST"]),
]
