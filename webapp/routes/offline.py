"""The course without a network: the worker, the manifest, the page about it, answers sent later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from webapp.forms import BadRequest
from webapp.messages import translate
from webapp.offline_answers import Batch, Taken, prepare, store
from webapp.pages import NOTHING
from webapp.pages.offline import KeptSet, LostPage, OfflinePage, SentLine
from webapp.queries import self_tests, sent_answers
from webapp.queries.sent_answers import SentRow
from webapp.routes.reading import cards
from webapp.service_worker import manifest, worker
from webapp.site import PERSONAL, CrossSite, Site, Visit, page
from webapp.static_files import File

SHOWN_FOR = timedelta(days=60)
"""How long the page tells of an answer that was sent later."""
_TYPED = ("text", "value", "unit", "date")
_NEVER_STALE = "no-cache"  # asked about each time, sent again only when changed


@cache
def _worker() -> File:
    return File.of(worker(), "text/javascript; charset=utf-8")


@cache
def _manifest() -> File:
    words = (translate("kk", key) for key in ("site.name", "offline.app", "offline.title"))
    return File.of(manifest(*words), "application/manifest+json")


async def _send_worker(request: Request) -> Response:
    return _worker().answer(request, _NEVER_STALE)


async def _send_manifest(request: Request) -> Response:
    return _manifest().answer(request, _NEVER_STALE)


async def _offline(site: Site, visit: Visit) -> Response:
    sets: list[Any] = []
    sent: list[SentRow] = []
    if visit.user_id is not None:
        sets = await site.read(self_tests.list_portable, visit.user_id)
        since = visit.now - SHOWN_FOR
        sent = await site.read(sent_answers.list_recent, visit.user_id, since)
    view = OfflinePage(
        lessons=tuple(site.course.lessons.values()),
        sets=tuple(KeptSet(*row) for row in sets),
        sent=tuple(_line(site, visit, row) for row in sent),
        guest=visit.reader is None or visit.reader.guest,
    )
    return site.page(visit, "offline.html", view, title=site.say(visit, "offline.title"))


async def _lost(site: Site, visit: Visit) -> Response:
    """Where a page cannot come: the same for everyone, for the worker keeps it for everyone."""
    anyone = replace(visit, token_hash=None, reader=None)
    chrome = site.chrome(anyone, site.say(visit, "offline.lost_title"))
    chrome = replace(chrome, path="/offline", flash=NOTHING)  # the line is said elsewhere
    html = site.templates.render(visit.lang, "offline_lost.html", chrome=chrome, page=LostPage())
    return HTMLResponse(html, headers={"cache-control": PERSONAL, "vary": "cookie"})


async def _cards(site: Site, visit: Visit) -> Response:
    """The cards that lessons open, all at once: the same for everyone who reads the language."""
    file = site.cards.get(visit.lang)
    if file is None:
        found = await run_in_threadpool(cards, site, visit.lang)
        body = json.dumps(found, ensure_ascii=False).encode()
        file = site.cards[visit.lang] = File.of(body, "application/json")
    return file.answer(visit.request, PERSONAL)


async def _batch(request: Request) -> Batch:
    """The answers of a request.

    Raises:
        BadRequest: 415 not JSON, 400 it cannot be read, 422 it is not what is asked for.
        HTTPException: 413 too many at once.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BadRequest(415, "error.content_type")
    try:
        return Batch.model_validate_json(await request.body())
    except ValidationError as fault:
        faults = fault.errors(include_url=False, include_context=False, include_input=False)
        if any(one["type"] == "json_invalid" for one in faults):
            raise BadRequest(400, "error.malformed") from None
        if any(one["loc"] == ("answers",) and one["type"] == "too_long" for one in faults):
            raise HTTPException(413, "error.too_large") from None
        raise BadRequest(422, "error.malformed") from None


async def _answers(site: Site, visit: Visit) -> Response:
    """Take answers made without a network; what became of each. No answer, and the header of a
    reader: whether that reader is the one who is here.
    """
    request = visit.request
    match site.access.origin(request):
        case "cross":
            raise CrossSite
        case "unknown":
            proof = request.headers.get("x-csrf-token", "")
            if not site.access.right_form_token(proof, visit.token_hash):
                raise HTTPException(403, "error.no_proof")
    batch = await _batch(request)
    await site.require_same_reader(visit)
    if not batch.answers:
        nothing = JSONResponse({"line": "", "answers": []}, headers={"cache-control": "no-store"})
        if visit.user_id is not None:
            site.tell_reader(nothing, visit.user_id)
        return nothing
    ready = await site.read(prepare, site.course, visit.user_id, batch, visit.now)
    token, token_hash = site.token_for_write(visit)

    def work(connection: Connection) -> Taken:
        return store(connection, ready, visit.now, user_id=visit.user_id, token_hash=token_hash)

    taken = await site.writer.run(work)
    answers = []
    for client_id, fate in taken.fates.items():
        row = taken.rows.get(client_id)
        line = _line(site, visit, row) if row is not None else None
        answers.append(
            {
                "id": client_id,
                "fate": fate,
                "title": line.title if line else "",
                "href": line.href if line else "",
                "word": line.word if line else "",
                "note": line.note if line else "",
            }
        )
    response = JSONResponse(
        {"line": _summary(site, visit, list(taken.rows.values())), "answers": answers},
        headers={"cache-control": "no-store"},
    )
    site.tell_reader(response, taken.user_id)
    if token is not None:
        site.access.set_cookie(response, token)
    return response


def _summary(site: Site, visit: Visit, rows: Sequence[SentRow]) -> str:
    """One line: how many were sent, how many are right, how many wait, how many are only kept."""
    tried = [row for row in rows if row.attempt_id is not None]
    judged = [row for row in tried if row.status == "scored"]
    kept = sum(1 for row in rows if row.attempt_id is None and row.reason != "same")
    parts = []
    if tried:
        right = sum(1 for row in judged if row.score == 1)
        parts.append(site.say(visit, "offline.sent_line", n=len(tried), right=right))
    if len(tried) > len(judged):
        parts.append(site.say(visit, "offline.sent_wait", n=len(tried) - len(judged)))
    if kept:
        parts.append(site.say(visit, "offline.sent_kept", n=kept))
    return " ".join(parts)


def _line(site: Site, visit: Visit, row: SentRow) -> SentLine:
    title, href = _place(site, visit, row)
    note = ""
    if row.reason:
        note = translate(visit.lang, f"offline.kept_{row.reason}")
    else:
        item = site.course.items.get(row.item_id)
        if item is not None and row.position is None and item.version != row.item_version:
            note = site.say(visit, "offline.changed")
    text = ""
    if row.attempt_id is None:
        text = " ".join(value for name in _TYPED for value in row.form.get(name, ()))
    return SentLine(title, href, _word(visit, row), note, row.answered_at, text)


def _word(visit: Visit, row: SentRow) -> str:
    if row.attempt_id is None or row.score is None:
        key = "offline.word_same" if row.reason == "same" else "offline.word_kept"
        return translate(visit.lang, key)
    if row.status != "scored":
        return translate(visit.lang, "offline.word_wait")
    verdict = "right" if row.score == 1 else "wrong" if row.score == 0 else "part"
    return translate(visit.lang, f"verdict.{verdict}")


def _place(site: Site, visit: Visit, row: SentRow) -> tuple[str, str]:
    """(title, address) of the item an answer was sent to; "" when it is gone."""
    if row.position is not None:
        title = site.say(visit, "offline.in_set", n=row.position)
        return title, f"/sittings/{row.sitting_id}/{row.position}"
    lesson = next(
        (one for one in site.course.lessons.values() if row.item_id in one.item_ids), None
    )
    if lesson is None:
        return "", ""
    number = lesson.item_ids.index(row.item_id) + 1
    title = site.say(visit, "offline.in_lesson", lesson=f"{lesson.number} {lesson.title}", n=number)
    return title, f"/lessons/{lesson.id}#item-{row.item_id}"


routes = [
    Route("/offline", page(_offline)),
    Route("/offline/lost", page(_lost)),
    Route("/offline/cards", page(_cards)),
    Route("/offline/answers", page(_answers), methods=["POST"]),
    Route("/sw.js", _send_worker),
    Route("/manifest.webmanifest", _send_manifest),
]
