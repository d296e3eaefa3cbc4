"""A running sitting: its items, saving, sections left for good, handing in."""

from __future__ import annotations

import asyncio
import re

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from quizzes.generator import practised
from quizzes.item import Item
from quizzes.outcome import ResponseError
from webapp import messages
from webapp.forms import BadRequest, Form
from webapp.marking import judge
from webapp.pages.sitting import SittingDoorPage, SittingFinishPage
from webapp.permissions import MOST_ID
from webapp.queries import drawn_items, exam_sittings, study
from webapp.queries.drawn_items import ItemRow
from webapp.site import Site, Visit, page
from webapp.sitting import answering, item_page
from webapp.sitting.access import own_desk, own_progress, own_sheet, own_standing
from webapp.sitting.desk import Desk, Layout, load_item
from webapp.sitting.ending import end
from webapp.sitting.standing import Standing
from webapp.writer import StorageError

_TO = re.compile(r"to:(\d{1,3})")


def _receipt(sitting_id: int) -> RedirectResponse:
    return RedirectResponse(f"/sittings/{sitting_id}/receipt", 303)


async def _enter(site: Site, visit: Visit) -> Response:
    """Where one wrote last, or what came of it."""
    desk = await own_desk(site, visit)
    number = desk.standing.sitting.id
    if not desk.standing.runs:
        return _receipt(number)
    if desk.standing.up:
        return RedirectResponse(f"/sittings/{number}/finish", 303)
    return RedirectResponse(f"/sittings/{number}/{desk.where()}", 303)


def _position(request: Request, layout: Layout) -> ItemRow:
    """The place that the address names.

    Raises:
        HTTPException: 404.
    """
    text = request.path_params["position"]
    row = layout.at(int(text)) if text.isascii() and text.isdigit() and len(text) < 4 else None
    if row is None:
        raise HTTPException(404, "error.no_item")
    return row


async def _item(site: Site, visit: Visit) -> Response:
    desk = await own_desk(site, visit)
    number = desk.standing.sitting.id
    row = _position(visit.request, desk.layout)
    if not desk.standing.runs:
        return _receipt(number)
    if desk.standing.up:
        return RedirectResponse(f"/sittings/{number}/finish", 303)
    if not desk.layout.reachable(row.section):
        return RedirectResponse(f"/sittings/{number}/door", 303)
    return await item_page.show(site, visit, desk, row)


def _base(form: Form) -> int:
    """The revision of the draft that the page knew.

    Raises:
        BadRequest: it is not a number.
    """
    text = form.one("base", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= MOST_ID):
        raise BadRequest(400, "error.malformed")
    return int(text)


async def _keep(
    site: Site, visit: Visit, standing: Standing, layout: Layout, row: ItemRow, form: Form
) -> answering.Saved | None:
    """Save what was typed. None: it came too late and was kept aside.

    Raises:
        webapp.writer.StorageError: nothing was stored.
    """
    typed = answering.typed_fields(form.fields, standing.assignment.rules)
    base = _base(form)
    sitting_id, item_id, now = standing.sitting.id, row.item_id, standing.now

    def late(connection: Connection, reason: str) -> None:
        answering.keep_late(connection, sitting_id, item_id, typed, now, reason)

    if not standing.takes:
        await site.writer.run(lambda connection: late(connection, "late"))
        return None
    if layout.left(row.section) or not layout.reachable(row.section):
        await site.writer.run(lambda connection: late(connection, "section-left"))
        return None
    rules = standing.assignment.rules
    return await site.writer.run(
        lambda connection: answering.save(connection, sitting_id, item_id, typed, base, rules, now)
    )


async def _draft(site: Site, visit: Visit) -> Response:
    """Save one item for our script: JSON, and 409 with the text kept aside when it is too late."""
    item_id = visit.request.path_params["item_id"]
    sheet = await own_sheet(site, visit, item_id)
    form = await site.form(visit)
    await site.require_same_reader(visit)
    standing, layout = sheet.standing, sheet.layout
    row = layout.of(item_id)
    if row is None:
        raise HTTPException(404, "error.no_item")
    saved = await _keep(site, visit, standing, layout, row, form)
    if saved is None:
        again = standing if not standing.runs else await own_standing(site, visit)
        key = "error.sitting_late" if not again.runs else "error.sitting_fixed"
        return JSONResponse(
            {
                "error": {"code": key.removeprefix("error."), "message": site.say(visit, key)},
                "kept": True,
                "open": again.runs,
                "goto": f"/sittings/{standing.sitting.id}/receipt" if not again.runs else None,
            },
            409,
            headers={"cache-control": "no-store"},
        )
    return JSONResponse(
        {
            "revision": saved.revision,
            "saved": messages.clock(visit.now, site.settings.zone, seconds=True),
            "conflict": saved.conflict,
            "remaining": standing.remaining,
        },
        headers={"cache-control": "no-store"},
    )


async def _move(site: Site, visit: Visit) -> Response:
    """Save and go where the pressed button leads."""
    desk = await own_desk(site, visit)
    row = _position(visit.request, desk.layout)
    form = await site.form(visit)
    await site.require_same_reader(visit)
    standing = desk.standing
    number = standing.sitting.id
    pressed = form.one("do")
    checked = row.item_id in desk.given and standing.runs
    if pressed == "check" and not checked and answering.can_check(standing.assignment.rules):
        return await _check(site, visit, desk, row, form)
    saved: answering.Saved | None = answering.Saved(0, False)
    if not (checked or (standing.runs and desk.layout.left(row.section))):
        try:
            saved = await _keep(site, visit, standing, desk.layout, row, form)
        except StorageError:
            error = site.say(visit, "error.not_stored")
            return await item_page.show(
                site, visit, desk, row, form=form.fields, error=error, status=503
            )
    if saved is None:
        response = RedirectResponse(f"/sittings/{number}", 303)
        site.leave_flash(response, "warning", "flash.sitting_late")
        return response
    if pressed == "finish" and checked and desk.settled:  # nothing is open: no need to ask
        return await _hand_in(site, standing)
    if pressed in ("flag", "unflag"):
        await site.writer.run(
            lambda connection: _flag(connection, standing, row, pressed == "flag")
        )
    response = RedirectResponse(_target(number, desk.layout, row, pressed), 303)
    if saved.conflict:
        site.leave_flash(response, "warning", "flash.sitting_conflict")
    return response


def _flag(connection: Connection, standing: Standing, row: ItemRow, flagged: bool) -> None:
    """In a sitting of one's own the flag outlives it: the item can be practised by it."""
    drawn_items.set_flag(connection, standing.sitting.id, row.position, flagged)
    if standing.own is not None:
        key = practised(row.item_id)
        study.put_flag(connection, standing.sitting.user_id, key, flagged, standing.now)


def _target(sitting_id: int, layout: Layout, row: ItemRow, pressed: str) -> str:
    place = row.position
    if pressed == "finish":
        return f"/sittings/{sitting_id}/finish"
    if pressed == "next":
        place += 1
    elif pressed == "previous":
        place -= 1
    elif named := _TO.fullmatch(pressed):
        place = int(named.group(1))
    if place > len(layout.rows):
        return f"/sittings/{sitting_id}/finish"
    return f"/sittings/{sitting_id}/{max(1, place)}"


async def _check(site: Site, visit: Visit, desk: Desk, row: ItemRow, form: Form) -> Response:
    """Answer an item for good, in practice that shows at once what is right."""
    standing = desk.standing
    number, now = standing.sitting.id, standing.now
    user_id = standing.sitting.user_id
    here = RedirectResponse(f"/sittings/{number}/{row.position}", 303)
    item = await site.read(load_item, site.course, row)
    shut = desk.layout.left(row.section) or not desk.layout.reachable(row.section)
    if item is None or shut or not standing.takes:
        await _keep(site, visit, standing, desk.layout, row, form)
        return here
    typed = answering.typed_fields(form.fields, standing.assignment.rules)
    try:
        answer = await asyncio.to_thread(judge, item, form.fields)
    except ResponseError as fault:
        return await _not_read(site, visit, desk, row, form, fault, item)
    try:
        await site.writer.run(
            lambda connection: answering.check(connection, number, answer, typed, now, user_id)
        )
    except StorageError:
        error = site.say(visit, "error.not_stored")
        return await item_page.show(
            site, visit, desk, row, form=form.fields, error=error, status=503
        )
    if item.type == "recall":  # it was turned over and judged by its reader: nothing more to see
        if row.position == len(desk.layout.rows):
            desk = await own_desk(site, visit)
            if desk.settled:
                return await _hand_in(site, desk.standing)
        return RedirectResponse(_target(number, desk.layout, row, "next"), 303)
    return RedirectResponse(f"/sittings/{number}/{row.position}#judged", 303)


async def _not_read(
    site: Site,
    visit: Visit,
    desk: Desk,
    row: ItemRow,
    form: Form,
    fault: ResponseError,
    item: Item,
) -> Response:
    """The item again with the reason; what was typed is saved and stands there."""
    if fault.kind != "blank":
        await _keep(site, visit, desk.standing, desk.layout, row, form)
        desk = await own_desk(site, visit)
    if fault.kind == "retype":  # sent again unchanged, it counts as typed
        form.fields["asked"] = form.fields.get("text", [])
    error = messages.translate(visit.lang, fault.code, **fault.params)
    return await item_page.show(site, visit, desk, row, form=form.fields, error=error, status=422)


async def _state(site: Site, visit: Visit) -> Response:
    """Where the sitting stands, for our script: an extension granted meanwhile shows here."""
    progress = await own_progress(site, visit)
    standing = progress.standing
    return JSONResponse(
        {
            "open": standing.runs,
            "remaining": standing.remaining if standing.runs else 0,
            "limit": standing.limit,
            "ends_at": standing.ends.isoformat() if standing.ends is not None else None,
            "ends_clock": _ends_clock(site, visit, standing),
            "answered": progress.count - len(progress.unanswered),
            "unanswered": progress.unanswered,
            "goto": None if standing.runs else f"/sittings/{standing.sitting.id}/receipt",
        },
        headers={"cache-control": "no-store"},
    )


def _ends_clock(site: Site, visit: Visit, standing: Standing) -> str:
    """The deadline as the page shows it; "" for none."""
    if standing.ends is None:
        return ""
    if item_page.clock_of(standing).near:
        return messages.clock(standing.ends, site.settings.zone)
    return messages.moment(visit.lang, standing.ends, site.settings.zone)


async def _door_page(site: Site, visit: Visit) -> Response:
    desk = await own_desk(site, visit)
    number = desk.standing.sitting.id
    if not desk.standing.runs:
        return _receipt(number)
    if desk.standing.up:
        return RedirectResponse(f"/sittings/{number}/finish", 303)
    door = desk.layout.door
    if door is None:
        return RedirectResponse(f"/sittings/{number}", 303)
    inside = [row for row in desk.layout.rows if row.section == door]
    view = SittingDoorPage(
        sitting_id=number,
        title=desk.standing.assignment.title,
        clock=item_page.clock_of(desk.standing),
        section=desk.layout.assessment.sections[door].title,
        number=door + 1,
        sections=len(desk.layout.assessment.sections),
        unanswered=tuple(item_page.place_of(desk, row) for row in inside if not desk.answered(row)),
        flagged=tuple(item_page.place_of(desk, row) for row in inside if row.flagged),
        count=len(inside),
        back=inside[-1].position if inside else 1,
    )
    title = site.say(visit, "sitting.door_title")
    return site.page(visit, "sitting_door.html", view, title=title)


async def _door(site: Site, visit: Visit) -> Response:
    """Leave the section named in the form for good. Pressed twice, it leaves one section."""
    desk = await own_desk(site, visit)
    form = await site.form(visit)
    number = desk.standing.sitting.id
    if not desk.standing.takes:
        return RedirectResponse(f"/sittings/{number}", 303)
    text = form.one("section")
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise BadRequest(400, "error.malformed")
    section = int(text) - 1
    if section == desk.layout.door:
        await site.writer.run(
            lambda connection: exam_sittings.pass_door(connection, number, section)
        )
    elif not _passed(desk.layout, section):
        raise HTTPException(409, "error.no_such_door")
    first = next((row for row in desk.layout.rows if row.section > section), None)
    place = first.position if first is not None else len(desk.layout.rows)
    return RedirectResponse(f"/sittings/{number}/{place}", 303)


def _passed(layout: Layout, section: int) -> bool:
    """Whether a section lies behind, so that leaving it again changes nothing."""
    end_ = layout.door if layout.door is not None else len(layout.assessment.sections)
    return 0 <= section < end_


async def _finish_page(site: Site, visit: Visit) -> Response:
    desk = await own_desk(site, visit)
    number = desk.standing.sitting.id
    if not desk.standing.runs:
        return _receipt(number)
    rows = desk.layout.rows
    view = SittingFinishPage(
        sitting_id=number,
        title=desk.standing.assignment.title,
        clock=item_page.clock_of(desk.standing),
        count=len(rows),
        unanswered=tuple(item_page.place_of(desk, row) for row in rows if not desk.answered(row)),
        flagged=tuple(item_page.place_of(desk, row) for row in rows if row.flagged),
        back=desk.where(),
    )
    title = site.say(visit, "sitting.finish_title")
    return site.page(visit, "sitting_finish.html", view, title=title)


async def _finish(site: Site, visit: Visit) -> Response:
    """Hand in: stored and stamped now, scored afterwards. Once is enough, twice does no harm."""
    standing = await own_standing(site, visit)
    await site.form(visit)
    return await _hand_in(site, standing)


async def _hand_in(site: Site, standing: Standing) -> Response:
    number = standing.sitting.id
    if standing.runs:
        by = "time" if standing.up else "student"  # a page hands in by itself when time is up
        await site.writer.run(
            lambda connection: end(connection, site.course, standing, standing.finish_now, by)
        )
        site.handed_in()
    return _receipt(number)


routes = [
    Route("/sittings/{sitting_id}/items/{item_id}/draft", page(_draft), methods=["PUT", "POST"]),
    Route("/sittings/{sitting_id}/state", page(_state)),
    Route("/sittings/{sitting_id}/finish", page(_finish_page)),
    Route("/sittings/{sitting_id}/finish", page(_finish), methods=["POST"]),
    Route("/sittings/{sitting_id}/door", page(_door_page)),
    Route("/sittings/{sitting_id}/door", page(_door), methods=["POST"]),
    Route("/sittings/{sitting_id}", page(_enter)),
]
#: after the pages with names of their own: a number is whatever is left
place_routes = [
    Route("/sittings/{sitting_id}/{position}", page(_item)),
    Route("/sittings/{sitting_id}/{position}", page(_move), methods=["POST"]),
]
