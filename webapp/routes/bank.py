"""The bank: finding items, looking at one, leaving one out."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.model import Course, Misconception, Objective, Section
from quizzes.item import Item
from webapp.bank import A_PAGE, BankItem, Search, all_items, search, short_stem
from webapp.item_bank import candidate, newest_item
from webapp.item_views import asked, judged, key_of
from webapp.item_writing import THEMES, TYPES
from webapp.pages.bank import Adding, BankItemPage, BankLine, BankPage
from webapp.permissions import Post, post, post_for_change, row_id
from webapp.queries import assessments, own_items
from webapp.site import Site, Visit, page

MOST_REASON = 500


def filled_sections(course: Course) -> tuple[tuple[Section, tuple[Objective, ...]], ...]:
    """Sections that have lessons, with their objectives: what can be chosen from."""
    return tuple((one, one.objectives) for one in course.sections.values() if one.lessons)


async def _bank(site: Site, visit: Visit) -> Response:
    staff = await post(site, visit, visit.request.path_params["cohort_id"])
    params = visit.request.query_params
    wanted = Search.read(params)
    bank = await site.read(all_items, site.course, staff.cohort_id)
    found = search(site.course, bank, wanted)
    pages = max(1, -(-len(found) // A_PAGE))
    number = min(row_id(params.get("page", "1")) or 1, pages)
    adding, taken = await _adding(site, staff, params)
    more = {"assessment": adding.assessment_id, "to": adding.section or ""} if adding else {}
    lines = tuple(
        BankLine(
            one,
            short_stem(site.course, one.item),
            _case_title(site.course, one.item),
            one.item.id in taken,
        )
        for one in found[(number - 1) * A_PAGE : number * A_PAGE]
    )
    view = BankPage(
        cohort_id=staff.cohort_id,
        cohort=staff.cohort,
        instructor=staff.instructor,
        may_change=staff.instructor and not staff.archived,
        search=wanted,
        lines=lines,
        total=len(found),
        whole=len(bank),
        page=number,
        pages=pages,
        sections=filled_sections(site.course),
        themes=THEMES,
        types=TYPES,
        previous=wanted.query(page=number - 1, **more) if number > 1 else "",
        next=wanted.query(page=number + 1, **more) if number < pages else "",
        here=wanted.query(page=number, **more),
        adding=adding,
    )
    return site.page(visit, "bank.html", view, title=site.say(visit, "bank.title"))


def _case_title(course: Course, item: Item) -> str:
    case = course.cases.get(item.case) if item.case else None
    return case.title if case is not None else ""


async def _adding(site: Site, staff: Post, params: Any) -> tuple[Adding | None, set[str]]:
    """The assessment for which items are being chosen, and the items it has."""
    key = row_id(params.get("assessment", ""))
    if key is None or not staff.instructor or staff.archived:
        return None, set()
    found = await site.read(assessments.find, key)
    if found is None or found.cohort_id != staff.cohort_id or found.locked or found.archived:
        return None, set()
    sections = tuple(section.title for section in found.asked.sections) or ("",)
    place = min(row_id(params.get("to", "")) or 0, len(sections) - 1)
    return Adding(found.id, found.title, place, sections), set(found.asked.fixed())


def load_item(
    connection: Connection, course: Course, cohort_id: int, item_id: str
) -> tuple[Item, own_items.OwnItemRow | None] | None:
    """An item that a cohort's staff may see, and its row if it is an own one.

    An item someone stopped sharing is still seen where it was used.
    """
    item = newest_item(connection, course, item_id)
    if item is None:
        return None
    if item_id in course.items:
        return item, None
    row = own_items.find_own(connection, item_id)
    if row is None:
        return None
    if row.cohort_id != cohort_id and not row.shared:
        used = item_id in own_items.list_drawn(connection, cohort_id) or any(
            item_id in one.asked.fixed()
            for one in assessments.list_of_cohort(connection, cohort_id)
        )
        if not used:
            return None
    return item, row


async def found_item(
    site: Site, staff: Post, item_id: str
) -> tuple[Item, own_items.OwnItemRow | None]:
    """The item of an address.

    Raises:
        HTTPException: 404 there is none that this cohort may see.
    """
    found = await site.read(load_item, site.course, staff.cohort_id, item_id[:100])
    if found is None:
        raise HTTPException(404, "error.no_such_item")
    return found


async def _item(site: Site, visit: Visit) -> Response:
    staff = await post(site, visit, visit.request.path_params["cohort_id"])
    return await _show_item(site, visit, staff)


async def _show_item(
    site: Site, visit: Visit, staff: Post, *, error: str = "", reason: str = "", status: int = 200
) -> Response:
    item, own = await found_item(site, staff, visit.request.path_params["item_id"])
    bank = await site.read(all_items, site.course, staff.cohort_id)
    line = next((one for one in bank if one.item.id == item.id), None)
    if line is None:
        line = BankItem(item, candidate(site.course, item), "shared", None, True, True)
    as_student = visit.request.query_params.get("as") == "student"
    if as_student:
        view = asked(site.course, item, 1, "bank", shuffle=False)
    else:
        form, outcome = key_of(item)
        view = judged(site.course, item, 1, "bank", form, outcome, reasons=True, shuffle=False)
    lesson = site.course.lessons.get(site.course.item_lessons.get(item.id, ""))
    changes = staff.instructor and not staff.archived
    page_ = BankItemPage(
        cohort_id=staff.cohort_id,
        cohort=staff.cohort,
        instructor=staff.instructor,
        may_change=changes,
        bank=line,
        view=view,
        as_student=as_student,
        own=own,
        may_edit=changes and own is not None and own.cohort_id == staff.cohort_id,
        objectives=tuple(
            site.course.objectives[one] for one in item.objectives if one in site.course.objectives
        ),
        misconceptions=_betrayed(site.course, item),
        lesson=(f"{lesson.href}?again={item.id}#item-{item.id}", lesson.title) if lesson else None,
        error=error,
        reason=reason,
    )
    title = short_stem(site.course, item, 60)
    return site.page(visit, "bank_item.html", page_, title=title, status=status)


def _betrayed(course: Course, item: Item) -> tuple[tuple[Misconception, str], ...]:
    """The misconceptions an item can betray, each with the texts of the answers that do."""
    texts = dict(item.interaction.texts())
    found: dict[str, list[str]] = defaultdict(list)
    for path, code in item.misconceptions():
        text = texts.get((*path[:-1], "text"))
        found[code].append(course.plain(text) if text else "")
    return tuple(
        (course.misconceptions[code], "; ".join(dict.fromkeys(one for one in answers if one)))
        for code, answers in found.items()
        if code in course.misconceptions
    )


async def _exclude(site: Site, visit: Visit) -> Response:
    staff = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    item, _ = await found_item(site, staff, visit.request.path_params["item_id"])
    form = await site.form(visit)
    reason = " ".join(form.one("reason").split())
    if not reason or len(reason) > MOST_REASON:
        key = "error.reason_long" if reason else "error.reason_wanted"
        error = site.say(visit, key)
        return await _show_item(site, visit, staff, error=error, reason=reason, status=422)
    await site.writer.run(
        lambda connection: own_items.leave_out(
            connection, staff.cohort_id, item.id, reason, staff.user_id, visit.now
        )
    )
    return _back(site, staff, item.id, "flash.item_left_out")


async def _include(site: Site, visit: Visit) -> Response:
    staff = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    item, _ = await found_item(site, staff, visit.request.path_params["item_id"])
    await site.form(visit)
    await site.writer.run(
        lambda connection: own_items.take_back(connection, staff.cohort_id, item.id)
    )
    return _back(site, staff, item.id, "flash.item_taken_back")


def _back(site: Site, staff: Post, item_id: str, flash: str) -> Response:
    response = RedirectResponse(f"/teach/cohorts/{staff.cohort_id}/bank/{item_id}", 303)
    site.leave_flash(response, "done", flash)
    return response


async def _item_again(site: Site, visit: Visit) -> Response:
    """The address of a form, asked for after it was refused (another language, a reload)."""
    params = visit.request.path_params
    return RedirectResponse(f"/teach/cohorts/{params['cohort_id']}/bank/{params['item_id']}", 303)


routes = [
    Route("/teach/cohorts/{cohort_id}/bank", page(_bank)),
    Route("/teach/cohorts/{cohort_id}/bank/{item_id}", page(_item)),
    Route("/teach/cohorts/{cohort_id}/bank/{item_id}/exclude", page(_item_again)),
    Route("/teach/cohorts/{cohort_id}/bank/{item_id}/exclude", page(_exclude), methods=["POST"]),
    Route("/teach/cohorts/{cohort_id}/bank/{item_id}/include", page(_include), methods=["POST"]),
]
