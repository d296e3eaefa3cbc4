"""One's own data: to take out, to erase, and the texts that were set aside."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.model import Course
from quizzes.item import Item
from webapp import item_bank
from webapp.answer_words import in_words
from webapp.messages import translate
from webapp.my_data import Reading, archive, title_of
from webapp.pages.my_data import ErasePage, KeptPage, KeptText
from webapp.permissions import require_someone
from webapp.queries import assignments, erasing, my_data
from webapp.queries.self_tests import find_self_test
from webapp.site import Site, Visit, page
from webapp.sitting.seeing import shown_after
from webapp.spreadsheets import disposition

WIPE = '"cache", "storage"'
"""What the browser forgets with the account: texts typed without a network lie in its storage."""


class _Tied(Exception):
    """Something that must be settled before the account can go has come up."""


async def _export(site: Site, visit: Visit) -> Response:
    reading = Reading(require_someone(visit), visit.now, visit.lang, site.settings.zone)
    made = await run_in_threadpool(site.database.read, archive, site.course, reading)
    day = visit.now.astimezone(site.settings.zone).date().isoformat()
    return Response(
        made,
        media_type="application/zip",
        headers={
            "content-disposition": disposition(f"qadagalau-{day}.zip"),
            "cache-control": "private, no-store",
        },
    )


async def _erase_view(site: Site, visit: Visit) -> ErasePage:
    reader = visit.reader
    assert reader is not None
    ties = await site.read(erasing.find_ties, reader.user_id)
    return ErasePage(reader.login or "", ties.works, ties.staff, ties.running, ties.led)


async def _erase_page(site: Site, visit: Visit) -> Response:
    require_someone(visit)
    view = await _erase_view(site, visit)
    return site.page(visit, "my_data_erase.html", view, title=site.say(visit, "my_data.erase"))


async def _erase(site: Site, visit: Visit) -> Response:
    user_id = require_someone(visit)
    form = await site.form(visit)
    what = form.one("what")
    if what == "study":
        return await _erase_study(site, user_id)
    if what == "account":
        return await _erase_account(site, visit, user_id)
    view = replace(await _erase_view(site, visit), error=site.say(visit, "my_data.error_what"))
    title = site.say(visit, "my_data.erase")
    return site.page(visit, "my_data_erase.html", view, title=title, status=422)


async def _erase_study(site: Site, user_id: int) -> Response:
    await site.writer.run(lambda connection: erasing.erase_self_study(connection, user_id))
    response = RedirectResponse("/account", 303)
    site.leave_flash(response, "done", "flash.study_erased")
    return response


async def _erase_account(site: Site, visit: Visit, user_id: int) -> Response:
    pseudonym = translate("kk", "my_data.pseudonym", n=user_id)  # staff read it in their lists

    def work(connection: Connection) -> None:
        ties = erasing.find_ties(connection, user_id)
        if ties.running or ties.led:
            raise _Tied
        erasing.erase_account(connection, user_id, pseudonym, visit.now)

    try:
        await site.writer.run(work)
    except _Tied:
        view = await _erase_view(site, visit)
        title = site.say(visit, "my_data.erase")
        return site.page(visit, "my_data_erase.html", view, title=title, status=409)
    response = RedirectResponse("/", 303)
    response.headers["clear-site-data"] = WIPE
    site.access.drop_cookie(response)
    site.leave_flash(response, "done", "flash.account_erased")
    return response


async def _kept(site: Site, visit: Visit) -> Response:
    user_id = require_someone(visit)
    view = await site.read(_load_kept, site.course, user_id, visit)
    return site.page(visit, "my_data_kept.html", view, title=site.say(visit, "my_data.kept"))


_REASONS = frozenset({"draft-conflict", "stale-attempt", "late", "section-left"})


def _load_kept(connection: Connection, course: Course, user_id: int, visit: Visit) -> KeptPage:
    places: dict[int, tuple[str, str, bool]] = {}
    texts: list[KeptText] = []
    hidden = 0
    for (
        sitting_id,
        assignment_id,
        assessment,
        item_id,
        version,
        form,
        reason,
        at,
    ) in my_data.list_kept(connection, user_id):
        if sitting_id not in places:
            places[sitting_id] = _place(
                connection, course, sitting_id, assignment_id, assessment, visit
            )
        where, href, seen = places[sitting_id]
        if not seen:
            hidden += 1
            continue
        key = reason if reason in _REASONS else "draft-conflict"
        item = _item(connection, course, item_id, version)
        texts.append(_text(course, visit, where, href, item_id, item, form, key, at))
    for item_id, version, form, _, at in my_data.list_sent_in_vain(connection, user_id):
        item = _item(connection, course, item_id, version)
        texts.append(_text(course, visit, "", "", item_id, item, form, "offline", at))
    texts.sort(key=lambda one: one.at, reverse=True)
    return KeptPage(tuple(texts), hidden)


def _place(
    connection: Connection,
    course: Course,
    sitting_id: int,
    assignment_id: int | None,
    assessment: str,
    visit: Visit,
) -> tuple[str, str, bool]:
    """(what the sitting is called, its address, whether one's own answers may be seen)."""
    if assignment_id is not None:
        info = assignments.find_assignment(connection, assignment_id)
        assert info is not None  # assignments are never deleted
        running = my_data.is_running(connection, sitting_id)
        seen = running or "own" in shown_after(connection, info, visit.now)
        return info.title, f"/sittings/{sitting_id}", seen
    own = find_self_test(connection, sitting_id)
    if own is not None:
        return own.title, f"/sittings/{sitting_id}", True
    _, _, lesson_id = assessment.partition(":")
    known = lesson_id in course.lessons
    return title_of(course, assessment), f"/lessons/{lesson_id}" if known else "", True


def _item(connection: Connection, course: Course, item_id: str, version: str | None) -> Item | None:
    """As it was asked: a task made for one learner is nowhere else."""
    found = item_bank.find_item(connection, course, item_id, version) if version else None
    return found or item_bank.newest_item(connection, course, item_id)


def _text(
    course: Course,
    visit: Visit,
    where: str,
    href: str,
    item_id: str,
    item: Item | None,
    form: str,
    reason: str,
    at: object,
) -> KeptText:
    lesson = course.item_lessons.get(item_id)
    if href.startswith("/lessons/") and lesson is not None:
        href = f"{href}#item-{item_id}"
    return KeptText(
        where=where,
        href=href,
        item_id=item_id,
        question=item.stem if item is not None else "",
        text=in_words(course, item, json.loads(form), visit.lang),
        reason=reason,
        at=at,  # type: ignore[arg-type]
    )


routes = [
    Route("/account/data.zip", page(_export)),
    Route("/account/erase", page(_erase_page)),
    Route("/account/erase", page(_erase), methods=["POST"]),
    Route("/account/kept", page(_kept)),
]
