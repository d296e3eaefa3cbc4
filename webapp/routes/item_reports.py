"""Reports of faulty items: from anywhere by anyone, answered by instructors, exported nameless."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.item import Item
from webapp import item_bank, permissions
from webapp.forms import Form
from webapp.item_views import judged, key_of
from webapp.pages import ItemView
from webapp.pages.marking import (
    MyReport,
    MyReportsPage,
    ReportAnswerPage,
    ReportedItem,
    ReportFormPage,
    ReportShown,
    ReportsPage,
)
from webapp.permissions import Post, row_id
from webapp.queries import item_reports, members, notices, people
from webapp.queries.item_reports import DAY, UNANSWERED, Report
from webapp.site import Site, Visit, page, safe_back
from webapp.spreadsheets import safe_cell

KINDS = ("key", "wording", "law", "other")
ANSWERS = ("fixed", "kept", "passed-on")
MOST_TEXT = 2_000
MOST_A_DAY = 10


class TooManyReports(Exception):
    """This person has reported enough for a day."""


# Reporting


@dataclass(frozen=True, slots=True)
class _Met:
    """Where an item was met. ``item`` None: its text is not for this reader to see here."""

    item_id: str
    version: str
    item: Item | None
    sitting_id: int | None
    cohort_id: int | None


async def _met(site: Site, visit: Visit, version: str, sitting: str) -> _Met:
    """The reported item: of a lesson, for everyone; any other, for whom it was drawn.

    That an instructor's own item exists is told to nobody else.

    Raises:
        HTTPException: 404.
    """
    item_id = visit.request.path_params["item_id"]
    sitting_id = row_id(sitting)

    def load(connection: Connection) -> _Met | None:
        if sitting_id is not None:
            found = item_reports.sitting_of(connection, sitting_id, item_id)
            if found is not None and found[0] == visit.user_id:
                item = item_bank.find_item(connection, site.course, item_id, found[2])
                return _Met(item_id, found[2], item, sitting_id, found[1])
        current = site.course.items.get(item_id)
        if current is None:
            return None
        known = item_bank.find_item(connection, site.course, item_id, version[:16])
        return _Met(
            item_id,
            known.version if known is not None else current.version,
            current if item_id in site.course.item_lessons else None,
            None,
            None,
        )

    met = await site.read(load)
    if met is None:
        raise HTTPException(404, "error.item_unknown")
    return met


async def _form_page(site: Site, visit: Visit) -> Response:
    asked = visit.request.query_params
    sitting = asked.get("sitting", "")
    met = await _met(site, visit, asked.get("version", ""), sitting)
    return _report_form(site, visit, met, Form(), safe_back(asked.get("back", ""), ""), {})


def _report_form(
    site: Site,
    visit: Visit,
    met: _Met,
    form: Form,
    back: str,
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    view = ReportFormPage(
        item_id=met.item_id,
        version=met.version,
        sitting=str(met.sitting_id or ""),
        back=back,
        stem=met.item.stem if met.item is not None else "",
        kinds=KINDS,
        kind=form.one("kind"),
        text=form.one("text"),
        errors=errors,
    )
    title = site.say(visit, "reports.ask_title")
    return site.form_page(visit, "marking_report_form.html", view, title=title, status=status)


async def _report(site: Site, visit: Visit) -> Response:
    form = await site.form(visit)
    met = await _met(site, visit, form.one("version"), form.one("sitting"))
    back = safe_back(form.one("back"), "")
    kind, text = form.one("kind"), form.one("text").replace("\r\n", "\n").strip()
    errors = {}
    if kind not in KINDS:
        errors["kind"] = site.say(visit, "reports.no_kind")
    if not text:
        errors["text"] = site.say(visit, "reports.no_text")
    elif len(text) > MOST_TEXT:
        errors["text"] = site.say(visit, "reports.text_long", most=MOST_TEXT)
    if errors:
        return _report_form(site, visit, met, form, back, errors, 422)
    token, token_hash = site.token_for_write(visit)

    def work(connection: Connection) -> None:
        if visit.user_id is None:
            user_id = people.get_or_add_guest(connection, token_hash, visit.now)
        else:
            user_id = people.followed(connection, visit.user_id)
        if item_reports.is_there(connection, user_id, met.item_id, kind, text):
            return
        if item_reports.count_since(connection, user_id, visit.now - DAY) >= MOST_A_DAY:
            raise TooManyReports
        item_reports.add(
            connection,
            met.item_id,
            met.version,
            user_id,
            met.cohort_id,
            met.sitting_id,
            kind,
            text,
            visit.now,
        )
        people.bump(connection, user_id)

    try:
        await site.writer.run(work)
    except TooManyReports:
        errors = {"text": site.say(visit, "reports.too_many", most=MOST_A_DAY)}
        return _report_form(site, visit, met, form, back, errors, 429)
    response = RedirectResponse(back or _home(site, met), 303)
    site.leave_flash(response, "done", "flash.reported")
    if token is not None:
        site.access.set_cookie(response, token)
    return response


def _home(site: Site, met: _Met) -> str:
    """Where an item was met, if its form did not say."""
    if met.sitting_id is not None:
        return f"/sittings/{met.sitting_id}"
    lesson = site.course.item_lessons.get(met.item_id)
    return f"/lessons/{lesson}#item-{met.item_id}" if lesson is not None else "/reports"


async def _mine(site: Site, visit: Visit) -> Response:
    found: list[Report] = []
    if visit.user_id is not None:
        found = await site.read(item_reports.list_of_person, visit.user_id)
    lessons = site.course.item_lessons
    view = MyReportsPage(
        tuple(
            MyReport(
                one.item_id,
                site.course.items[one.item_id].stem if one.item_id in lessons else "",
                one.kind,
                one.text,
                one.at,
                one.state,
                one.reply,
                one.answered_at,
            )
            for one in found
        )
    )
    title = site.say(visit, "reports.mine_title")
    return site.page(visit, "marking_my_reports.html", view, title=title)


# The staff


def _load(connection: Connection, post: Post, item_id: str | None = None) -> list[Report]:
    return item_reports.list_of_cohort(
        connection, post.cohort_id, post.groups, item_id, outside=post.leads
    )


async def _list(site: Site, visit: Visit) -> Response:
    post = await permissions.post(site, visit, visit.request.path_params["cohort_id"])

    def load(connection: Connection) -> tuple[ReportedItem, ...]:
        by_item: dict[str, list[Report]] = {}
        for one in _load(connection, post):
            by_item.setdefault(one.item_id, []).append(one)
        lines = []
        for item_id, theirs in by_item.items():
            item = item_bank.newest_item(connection, site.course, item_id)
            waiting = sum(one.state in UNANSWERED for one in theirs)
            lines.append(
                ReportedItem(
                    item_id=item_id,
                    stem=item.stem if item is not None else item_id,
                    ours=item_id in site.course.items,
                    open=waiting,
                    answered=len(theirs) - waiting,
                    newest=theirs[-1].at,
                )
            )
        return tuple(sorted(lines, key=lambda one: (one.open == 0, -one.open, one.item_id)))

    view = ReportsPage(post.cohort_id, post.cohort, await site.read(load), post.instructor)
    title = site.say(visit, "reports.title")
    return site.page(visit, "marking_reports.html", view, title=title, section="teach")


async def _of_item(site: Site, visit: Visit) -> Response:
    post = await permissions.post(site, visit, visit.request.path_params["cohort_id"])
    return await _item_page(site, visit, post)


async def _item_page(
    site: Site,
    visit: Visit,
    post: Post,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    item_id = visit.request.path_params["item_id"]

    def load(connection: Connection) -> tuple[list[Report], Item | None]:
        found = _load(connection, post, item_id)
        found = members.find_namesakes(connection, post.cohort_id).all_called(found)
        return found, item_bank.newest_item(connection, site.course, item_id)

    found, item = await site.read(load)
    if not found:
        raise HTTPException(404, "error.no_report")
    shown = tuple(
        ReportShown(
            one.report_id,
            one.name,
            one.version,
            one.kind,
            one.text,
            one.at,
            one.state,
            one.reply,
            one.answered_at,
            one.state in UNANSWERED,
        )
        for one in found
    )
    waiting = frozenset(one.report_id for one in shown if one.open)
    chosen = waiting
    if form is not None:
        chosen = waiting & frozenset(row_id(text) or 0 for text in form.fields.get("report", []))
    view = ReportAnswerPage(
        cohort_id=post.cohort_id,
        cohort=post.cohort,
        item_id=item_id,
        view=_with_key(site, item) if item is not None else None,
        version=item.version if item is not None else "",
        reports=shown,
        may_answer=post.instructor and not post.archived and bool(waiting),
        states=ANSWERS,
        chosen=chosen,
        state=form.one("state") if form is not None else "",
        reply=form.one("reply") if form is not None else "",
        errors=errors or {},
    )
    title = site.say(visit, "reports.title")
    return site.page(
        visit, "marking_report.html", view, title=title, section="teach", status=status
    )


def _with_key(site: Site, item: Item) -> ItemView:
    form, outcome = key_of(item)
    return judged(site.course, item, 1, item.version, form, outcome, reasons=True)


async def _answer(site: Site, visit: Visit) -> Response:
    post = await permissions.post_for_change(site, visit, visit.request.path_params["cohort_id"])
    item_id = visit.request.path_params["item_id"]
    form = await site.form(visit)
    found = await site.read(_load, post, item_id)
    mine = {one.report_id for one in found}
    ids = {number for text in form.fields.get("report", []) if (number := row_id(text))}
    state, reply = form.one("state"), form.one("reply").replace("\r\n", "\n").strip()
    errors = {}
    if not ids & mine:
        errors["report"] = site.say(visit, "reports.none_chosen")
    if state not in ANSWERS:
        errors["state"] = site.say(visit, "reports.no_state")
    if not reply and state == "kept":
        errors["reply"] = site.say(visit, "reports.no_reply")
    elif len(reply) > MOST_TEXT:
        errors["reply"] = site.say(visit, "reports.text_long", most=MOST_TEXT)
    if errors:
        return await _item_page(site, visit, post, form, errors, 422)

    def work(connection: Connection) -> None:
        authors = item_reports.answer(connection, ids & mine, state, reply, post.user_id, visit.now)
        notices.tell(connection, authors, "report_answered", "/reports", visit.now)

    await site.writer.run(work)
    response = RedirectResponse(f"/teach/cohorts/{post.cohort_id}/reports", 303)
    site.leave_flash(response, "done", "flash.report_answered")
    return response


# The export: on the course's own items, without a word about who reported

_FIELDS = ("item", "version", "current", "kind", "text", "reported", "state", "reply", "answered")


async def _rows(site: Site, visit: Visit) -> list[dict[str, str]]:
    post = await permissions.post(
        site, visit, visit.request.path_params["cohort_id"], instructor=True
    )
    found = await site.read(_load, post)
    return [
        {
            "item": one.item_id,
            "version": one.version,
            "current": site.course.items[one.item_id].version,
            "kind": one.kind,
            "text": one.text,
            "reported": one.at.date().isoformat(),
            "state": one.state,
            "reply": one.reply,
            "answered": one.answered_at.date().isoformat() if one.answered_at else "",
        }
        for one in sorted(found, key=lambda one: (one.item_id, one.report_id))
        if one.item_id in site.course.items
    ]


def _file(body: str, kind: str, name: str) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
    }
    return Response(body.encode(), media_type=kind, headers=headers)


async def _csv(site: Site, visit: Visit) -> Response:
    rows = await _rows(site, visit)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_FIELDS)
    writer.writerows([safe_cell(row[name]) for name in _FIELDS] for row in rows)
    return _file("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", "reports.csv")


async def _json(site: Site, visit: Visit) -> Response:
    rows = await _rows(site, visit)
    body = json.dumps({"reports": rows}, ensure_ascii=False, indent=2)
    return _file(body, "application/json", "reports.json")


routes = [
    Route("/items/{item_id}/report", page(_form_page)),
    Route("/items/{item_id}/report", page(_report), methods=["POST"]),
    Route("/reports", page(_mine)),
    Route("/teach/cohorts/{cohort_id}/reports", page(_list)),
    Route("/teach/cohorts/{cohort_id}/reports.csv", page(_csv)),
    Route("/teach/cohorts/{cohort_id}/reports.json", page(_json)),
    Route("/teach/cohorts/{cohort_id}/reports/{item_id}", page(_of_item)),
    Route("/teach/cohorts/{cohort_id}/reports/{item_id}", page(_answer), methods=["POST"]),
]
