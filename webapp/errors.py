"""What a reader sees when something cannot be done.

Unknown (404), forbidden (401, 403), gone (410), malformed (400, 413, 415, 422), too many at once
(429) and not stored (503) are different answers. A page says what happened, what was kept and what
to do; the API says the same in JSON: ``{"error": {"code", "message"}}``.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webapp.forms import BadRequest
from webapp.messages import catalogue, translate
from webapp.pages import ConfirmPage, ErrorPage
from webapp.passwords import TooMany
from webapp.preferences import preferences, spoken
from webapp.site import CrossSite, Site, UnprovenForm, Visit
from webapp.writer import StorageError

log = logging.getLogger(__name__)

#: what to say when nothing nearer is known
_GENERAL = {
    401: "error.sign_in_first",
    403: "error.forbidden",
    404: "error.not_found",
    405: "error.method",
    409: "error.version_gone",
    410: "error.link_used",
    413: "error.too_large",
    415: "error.content_type",
    503: "error.not_stored",
}


#: the database could not be asked, or took nothing (sqlite3: see Database.glance)
STORAGE_FAULTS = (StorageError, DBAPIError, PoolTimeout, sqlite3.Error)

FOR_PROGRAMS = "/api/v1/teaching/"
"""Where programs ask, which state their language by a header."""


def add_error_pages(app: FastAPI) -> None:
    """Make every fault end in a page or a JSON answer of ours."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(BadRequest, _bad_request)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(UnprovenForm, _unproven)
    app.add_exception_handler(CrossSite, _cross_site)
    app.add_exception_handler(TooMany, _too_many)
    for fault in STORAGE_FAULTS:
        app.add_exception_handler(fault, _not_stored)
    app.add_exception_handler(Exception, _unforeseen)


class BodyLimit:
    """Refuses a body that is too large: before reading if its size is declared, else on the way."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        declared = request.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self._most:
            response = await answer(request, 413, "error.too_large")
            await response(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._most:
                # an HTTPException: FastAPI makes a 400 of anything else raised while it reads JSON
                raise HTTPException(413, "error.too_large")
            return message

        await self._app(scope, counted, send)


class StorageFaults:
    """Answers 503 for a database fault in what is answered before the router (LessonDoor)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except STORAGE_FAULTS as fault:  # from the door: the router's end in a page already
            if scope["type"] != "http":
                raise
            request = Request(scope, receive)
            response = await _not_stored(request, fault)
            await response(scope, receive, send)


async def _http(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    general = "error.malformed" if fault.status_code < 500 else "error.unforeseen"
    key = _GENERAL.get(fault.status_code, general)
    if fault.detail.startswith("error."):
        key = fault.detail
    return await answer(request, fault.status_code, key, fault.headers)


async def _bad_request(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, BadRequest)
    return await answer(request, fault.status, fault.key)


async def _invalid(request: Request, fault: Exception) -> Response:
    return await answer(request, 422, "error.malformed")


async def _cross_site(request: Request, fault: Exception) -> Response:
    return await answer(request, 403, "error.cross_site")


async def _not_stored(request: Request, fault: Exception) -> Response:
    log.error("database: %s", fault)
    return await answer(request, 503, "error.not_stored", {"retry-after": "5"})


async def _too_many(request: Request, fault: Exception) -> Response:
    return await answer(request, 429, "sign_in.too_many", {"retry-after": "5"})


async def _unforeseen(request: Request, fault: Exception) -> Response:
    number = secrets.token_hex(4)
    log.error("request %s failed", number, exc_info=fault)
    return await answer(request, 500, "error.unforeseen", number=number)


async def answer(
    request: Request, status: int, key: str, headers: Any = None, number: str = ""
) -> Response:
    """A page, or JSON for the API and for our scripts."""
    program = request.url.path.startswith(FOR_PROGRAMS)
    lang = spoken(request) if program else preferences(request).lang
    what = translate(lang, key)
    if request.url.path.startswith("/api/") or "x-fragment" in request.headers:
        code = key.removeprefix("error.")
        return JSONResponse({"error": {"code": code, "message": what}}, status, headers)
    site: Site = request.app.state.site
    known = catalogue(lang)
    page = ErrorPage(
        status=status,
        heading=known.get(f"{key}.heading", known["error.heading"]),
        what=what,
        kept=known.get(f"{key}.kept", ""),
        do=known.get(f"{key}.do", known["error.do"]),
        request_id=number,
    )
    visit = await _visit(site, request)
    response = site.page(visit, "error.html", page, title=page.heading, status=status)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


async def _visit(site: Site, request: Request) -> Visit:
    """Who it is; a stranger when the database cannot be asked."""
    try:
        return await site.visit(request)
    except Exception:
        return Visit(request, preferences(request), None, None, site.now())


async def _unproven(request: Request, fault: Exception) -> Response:
    """Show what was sent and let its author send it again with proof: nothing typed is lost."""
    assert isinstance(fault, UnprovenForm)
    if request.url.path.startswith("/api/") or "x-fragment" in request.headers:
        return await answer(request, 403, "error.no_proof")
    site: Site = request.app.state.site
    visit = await _visit(site, request)
    kept = tuple(
        (name, value) for name, value in fault.form.pairs() if name not in ("csrf", "password")
    )
    view = ConfirmPage(request.url.path, kept)
    title = site.say(visit, "confirm.title")
    return site.form_page(visit, "confirm.html", view, title=title, status=403)
