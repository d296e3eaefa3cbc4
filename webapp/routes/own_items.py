"""Instructors' own items: writing, changing, adapting, retiring."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.item import Item
from webapp.item_checking import Checked, check, label_of
from webapp.item_views import asked
from webapp.item_writing import (
    THEMES,
    TYPES,
    Typed,
    blank,
    mapping_of,
    read_typed,
    section_for,
    store_change,
    store_new,
    typed_from,
)
from webapp.pages.bank import ItemFormPage, ItemTypesPage
from webapp.permissions import Post, post_for_change
from webapp.queries import own_items
from webapp.routes.bank import filled_sections, found_item
from webapp.site import Site, Visit, page


async def _new(site: Site, visit: Visit) -> Response:
    staff = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    params = visit.request.query_params
    if source := params.get("from", ""):
        item, _ = await found_item(site, staff, source)
        typed = typed_from(item)
        return _form(site, visit, staff, typed.widened(), adapted_from=item.id)
    type_ = params.get("type", "")
    if type_ not in TYPES:
        view = ItemTypesPage(staff.cohort_id, staff.cohort, TYPES)
        return site.page(visit, "bank_types.html", view, title=site.say(visit, "own.title_new"))
    typed = blank(type_, visit.lang).widened()
    typed.objectives = [one for one in params.getlist("objective") if one in site.course.objectives]
    return _form(site, visit, staff, typed)


def _form(
    site: Site,
    visit: Visit,
    staff: Post,
    typed: Typed,
    *,
    checked: Checked | None = None,
    item_id: str | None = None,
    version: str = "",
    adapted_from: str = "",
    preview: bool = False,
    status: int = 200,
    conflict: datetime | None = None,
    theirs: dict[str, str] | None = None,
) -> Response:
    shown = None
    if preview and checked is not None and checked.item is not None:
        shown = asked(site.course, checked.item, 1, "preview")
    view = ItemFormPage(
        cohort_id=staff.cohort_id,
        cohort=staff.cohort,
        item_id=item_id,
        version=version,
        adapted_from=adapted_from,
        typed=typed,
        checked=checked,
        preview=shown,
        sections=filled_sections(site.course),
        cases=tuple(site.course.cases.values()),
        misconceptions=tuple(site.course.misconceptions.values()),
        themes=THEMES,
        conflict=conflict,
        theirs=theirs or {},
    )
    title = site.say(visit, "own.title_new") if item_id is None else site.say(visit, "own.title")
    return site.page(visit, "bank_item_form.html", view, title=title, status=status)


async def _create(site: Site, visit: Visit) -> Response:
    staff = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    form = await site.form(visit)
    type_ = form.one("type")
    if type_ not in TYPES:
        raise HTTPException(422, "error.no_item_type")
    source = form.one("adapted_from")
    if source:
        await found_item(site, staff, source)
    typed = read_typed(form, type_)
    section = section_for(site.course, typed)
    checked = check(site.course, typed, f"{section}-own-0", visit.lang)
    again = _wanted_again(form.one("do"))
    if again is not None or not checked.good:
        preview = again == "preview"
        return _form(
            site,
            visit,
            staff,
            typed.widened(again or ""),
            checked=checked if again is None or preview else None,
            adapted_from=source,
            preview=preview,
            status=422 if again is None else 200,
        )
    item = checked.item
    assert item is not None
    item_id = await site.writer.run(
        lambda connection: store_new(
            connection,
            item,
            section,
            staff.cohort_id,
            staff.user_id,
            visit.now,
            shared=typed.shared,
            adapted_from=source or None,
        )
    )
    return _saved(site, staff, item_id)


def _wanted_again(action: str) -> str | None:
    """The form is wanted again, not kept: «preview», or the list that gets more rows."""
    if action == "preview":
        return "preview"
    return action.removeprefix("more:") if action.startswith("more:") else None


def _saved(site: Site, staff: Post, item_id: str) -> Response:
    response = RedirectResponse(f"/teach/cohorts/{staff.cohort_id}/bank/{item_id}", 303)
    site.leave_flash(response, "done", "flash.item_saved")
    return response


async def _own(site: Site, visit: Visit, staff: Post) -> tuple[Item, own_items.OwnItemRow]:
    """The own item of the address, of this very cohort.

    Raises:
        HTTPException: 404 no such item, 403 another cohort's or the course's: it can be duplicated.
    """
    item, row = await found_item(site, staff, visit.request.path_params["own_id"])
    if row is None or row.cohort_id != staff.cohort_id:
        raise HTTPException(403, "error.not_your_item")
    return item, row


async def _edit(site: Site, visit: Visit) -> Response:
    staff = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    item, row = await _own(site, visit, staff)
    typed = typed_from(item, shared=row.shared).widened()
    return _form(site, visit, staff, typed, item_id=item.id, version=row.version)


async def _change(site: Site, visit: Visit) -> Response:
    staff = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    item, row = await _own(site, visit, staff)
    form = await site.form(visit)
    typed = read_typed(form, item.type)
    checked = check(site.course, typed, item.id, visit.lang)
    base = form.one("version")
    again = _wanted_again(form.one("do"))
    if again is not None or not checked.good:
        preview = again == "preview"
        return _form(
            site,
            visit,
            staff,
            typed.widened(again or ""),
            checked=checked if again is None or preview else None,
            item_id=item.id,
            version=base,
            preview=preview,
            status=422 if again is None else 200,
        )
    made = checked.item
    assert made is not None

    def work(connection: Connection) -> bool:
        return store_change(connection, made, base, visit.now, shared=typed.shared)

    if not await site.writer.run(work):
        item, row = await _own(site, visit, staff)
        return _form(
            site,
            visit,
            staff,
            typed.widened(),
            item_id=item.id,
            version=row.version,
            status=409,
            conflict=row.updated_at,
            theirs=_differences(typed, typed_from(item), visit.lang),
        )
    return _saved(site, staff, item.id)


def _differences(mine: Typed, theirs: Typed, language: str) -> dict[str, str]:
    """What the other text says where it differs: name of the field → text."""
    here, there = mapping_of(mine), mapping_of(theirs)
    here["yaml"], there["yaml"] = mine.yaml.strip(), theirs.yaml.strip()
    return {
        label_of(name, language): _told(value)
        for name, value in there.items()
        if value != here.get(name) and value
    }


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(_told(one) for name, one in value.items() if name != "id")
    if isinstance(value, list):
        return "\n".join(f"– {_told(one)}" for one in value)
    return str(value)


async def _retire(site: Site, visit: Visit) -> Response:
    return await _set_retired(site, visit, retired=True)


async def _restore(site: Site, visit: Visit) -> Response:
    return await _set_retired(site, visit, retired=False)


async def _set_retired(site: Site, visit: Visit, *, retired: bool) -> Response:
    staff = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    item, _ = await _own(site, visit, staff)
    await site.form(visit)
    at = visit.now if retired else None
    await site.writer.run(lambda connection: own_items.set_retired(connection, item.id, at))
    response = RedirectResponse(f"/teach/cohorts/{staff.cohort_id}/bank/{item.id}", 303)
    site.leave_flash(response, "done", "flash.item_retired" if retired else "flash.item_restored")
    return response


_ITEMS = "/teach/cohorts/{cohort_id}/items"
routes = [
    Route(f"{_ITEMS}/new", page(_new)),
    Route(f"{_ITEMS}/new", page(_create), methods=["POST"]),
    Route(f"{_ITEMS}/{{own_id}}", page(_edit)),
    Route(f"{_ITEMS}/{{own_id}}", page(_change), methods=["POST"]),
    Route(f"{_ITEMS}/{{own_id}}/retire", page(_retire), methods=["POST"]),
    Route(f"{_ITEMS}/{{own_id}}/restore", page(_restore), methods=["POST"]),
]
