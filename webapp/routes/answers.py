"""Answering an item in its lesson: the form, the draft, the second try."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from course.model import Lesson
from quizzes.item import Item, item_from_canonical
from quizzes.outcome import ResponseError
from webapp import messages
from webapp.forms import BadRequest, Form
from webapp.lesson_items import best_of
from webapp.lesson_pages import Work
from webapp.marking import (
    Kept,
    OutOfStep,
    SittingClosed,
    answer_fields,
    judge,
    keep,
    keep_draft,
)
from webapp.pages import ItemView
from webapp.queries import sittings
from webapp.routes.lessons import assessment_of, frame_of, get_lesson, load_work
from webapp.site import Site, Visit, page
from webapp.writer import StorageError

_VERSION = re.compile(r"[0-9a-f]{16}")


def get_item(site: Site, lesson: Lesson, item_id: str) -> Item:
    """An item of a lesson.

    Raises:
        HTTPException: 404.
    """
    if item_id not in lesson.item_ids:
        raise HTTPException(404, "error.no_item")
    return site.course.items[item_id]


async def item_version(site: Site, item: Item, version: str) -> Item | None:
    """The item in the version a page showed; None if there never was one."""
    if version == item.version:
        return item
    if not _VERSION.fullmatch(version):
        return None
    body = await site.read(sittings.find_item_version, item.id, version)
    if body is None:
        return None
    return item_from_canonical(body).with_acts(site.course.norms.aliases())


def attempt_number(form: Form) -> int:
    """The attempt number that a form carries.

    Raises:
        BadRequest: it is not a number from 1.
    """
    text = form.one("attempt", "1")
    if not (text.isascii() and text.isdigit() and int(text[:6]) >= 1 and len(text) <= 6):
        raise BadRequest(400, "error.malformed")
    return int(text)


def refusal(site: Site, visit: Visit, fault: ResponseError) -> str:
    """Why an answer was not taken, in the reader's language."""
    return messages.translate(visit.lang, fault.code, **fault.params)


def wants(request: Request, what: str) -> bool:
    """Whether our script asks for a piece of a page."""
    return request.headers.get("x-fragment") == what


async def _answer(site: Site, visit: Visit) -> Response:
    request = visit.request
    lesson = get_lesson(site, request.path_params["lesson_id"])
    current = get_item(site, lesson, request.path_params["item_id"])
    form = await site.form(visit)
    await site.require_same_reader(visit)
    number = attempt_number(form)
    item = await item_version(site, current, form.one("version", current.version))
    if item is None:
        return await _refuse(site, visit, lesson, current, form, "response.version_gone", 409)
    try:
        answer = judge(item, form.fields)
    except ResponseError as fault:
        if fault.kind == "retype":  # sent again unchanged, it counts as typed
            form.fields["asked"] = form.fields.get("text", [])
        if fault.kind != "blank":
            await _keep_refused(site, visit, lesson, current, form, number)
        return await _refuse(site, visit, lesson, current, form, refusal(site, visit, fault), 422)
    token, token_hash = site.token_for_write(visit)

    def work(connection: Connection) -> Kept:
        return keep(
            connection,
            answer,
            number,
            assessment_of(lesson),
            visit.now,
            user_id=visit.user_id,
            token_hash=token_hash,
        )

    try:
        kept = await site.writer.run(work)
    except StorageError:
        return await _refuse(site, visit, lesson, current, form, "error.not_stored", 503)
    except SittingClosed:
        return await _refuse(site, visit, lesson, current, form, "response.closed", 409)
    except OutOfStep:
        return await _refuse(site, visit, lesson, current, form, "response.out_of_step", 409)
    if token is not None:  # the form token of the block must fit the cookie it travels with
        visit = replace(visit, token_hash=token_hash)
    if wants(request, "item"):
        shown = await item_version(site, current, kept.newest.item_version)
        view = site.lessons.items.answered(lesson, kept.newest, kept.tries, kept.best, shown)
        response = Response(
            site.lessons.items.fragment(view, visit.lang, site.csrf(visit)), media_type="text/html"
        )
        response.headers["cache-control"] = "no-store"
    else:
        response = RedirectResponse(f"/lessons/{lesson.id}#item-{current.id}", 303)
        if kept.aside:
            site.leave_flash(response, "warning", "flash.answered_elsewhere")
    site.tell_reader(response, kept.user_id)
    if token is not None:
        site.access.set_cookie(response, token)
    return response


async def _keep_refused(
    site: Site, visit: Visit, lesson: Lesson, item: Item, form: Form, number: int
) -> None:
    """Save what could not be taken as a draft: it must be there after the page is left."""
    if visit.user_id is None:
        return  # a visitor has no record yet: the text stands on the page that comes back
    user_id = visit.user_id
    typed = answer_fields(form.without("asked"))
    with suppress(StorageError, SittingClosed):
        await site.writer.run(
            lambda connection: keep_draft(
                connection,
                item.id,
                typed,
                number,
                0,
                assessment_of(lesson),
                visit.now,
                user_id=user_id,
            )
        )


async def _refuse(
    site: Site, visit: Visit, lesson: Lesson, item: Item, form: Form, error: str, status: int
) -> Response:
    """The item again with what was typed and a sentence that says why; nothing was stored."""
    if "." in error and " " not in error:
        error = site.say(visit, error)
    work = Work()
    if visit.user_id is not None:
        try:
            work = await site.read(load_work, visit.user_id, lesson)
        except Exception:
            if status != 503:
                raise
    mine = [a for a in work.attempts if a.item_id == item.id]
    view = site.lessons.items.refused(lesson, item.id, mine, form.fields, error)
    if wants(visit.request, "item"):
        body = site.lessons.items.fragment(view, visit.lang, site.csrf(visit))
    else:
        body = site.lessons.special(
            lesson, visit.prefs, frame_of(site, visit), work, {item.id: view}
        )
    return Response(body, status, media_type="text/html", headers={"cache-control": "no-store"})


async def _show(site: Site, visit: Visit) -> Response:
    """One item block alone, for our script; without it, the lesson at that item."""
    request = visit.request
    lesson = get_lesson(site, request.path_params["lesson_id"])
    item = get_item(site, lesson, request.path_params["item_id"])
    again = "again" in request.query_params
    if not wants(request, "item"):
        query = f"?again={item.id}" if again else ""
        return RedirectResponse(f"/lessons/{lesson.id}{query}#item-{item.id}", 303)
    work = Work()
    if visit.user_id is not None:
        work = await site.read(load_work, visit.user_id, lesson)
    mine = [a for a in work.attempts if a.item_id == item.id]
    draft = next((d for d in work.drafts if d.item_id == item.id), None)
    view: ItemView
    if mine and not again and draft is None:
        made = work.marks.get(mine[-1].attempt_id, ())
        view = site.lessons.items.answered(lesson, mine[-1], len(mine), best_of(mine), made=made)
    else:
        view = site.lessons.items.fresh(lesson, item.id, mine, draft)
    body = site.lessons.items.fragment(view, visit.lang, site.csrf(visit))
    return Response(body, media_type="text/html", headers={"cache-control": "no-store"})


async def _draft(site: Site, visit: Visit) -> Response:
    request = visit.request
    lesson = get_lesson(site, request.path_params["lesson_id"])
    item = get_item(site, lesson, request.path_params["item_id"])
    form = await site.form(visit)
    await site.require_same_reader(visit)
    base_text = form.one("base", "0")
    if not (base_text.isascii() and base_text.isdigit() and len(base_text) <= 9):
        raise BadRequest(400, "error.malformed")
    typed = answer_fields(form.fields)
    number = attempt_number(form)
    token, token_hash = site.token_for_write(visit)
    try:
        saved = await site.writer.run(
            lambda connection: keep_draft(
                connection,
                item.id,
                typed,
                number,
                int(base_text),
                assessment_of(lesson),
                visit.now,
                user_id=visit.user_id,
                token_hash=token_hash,
            )
        )
    except SittingClosed:
        raise HTTPException(409, "error.sitting_closed") from None
    response = JSONResponse(
        {
            "revision": saved.revision,
            "saved": messages.clock(visit.now, site.settings.zone, seconds=True),
            "conflict": saved.conflict,
        }
    )
    site.tell_reader(response, saved.user_id)
    if token is not None:
        site.access.set_cookie(response, token)
    return response


routes = [
    Route("/lessons/{lesson_id}/items/{item_id}", page(_answer), methods=["POST"]),
    Route("/lessons/{lesson_id}/items/{item_id}", page(_show)),
    Route("/lessons/{lesson_id}/items/{item_id}/draft", page(_draft), methods=["PUT", "POST"]),
]
