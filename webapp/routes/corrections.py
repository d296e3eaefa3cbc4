"""When a key was wrong: look at what a correction would do, then do it once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.model import Course
from quizzes.correcting import Kind
from webapp import correcting, item_bank
from webapp.assignment_access import assignment_of
from webapp.assignment_items import beginning
from webapp.correcting import KINDS, MOST_REASON, Preview, Stale
from webapp.item_views import judged, key_of
from webapp.pages import ItemView
from webapp.pages.corrections import ChangeLine, CorrectionLine, CorrectionPage, CorrectionsPage
from webapp.permissions import Post
from webapp.queries import corrections, members, results
from webapp.queries import gradebook as grids
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.corrections import DrawnItem
from webapp.routes.reading import alphabetical
from webapp.site import Site, Visit, page


async def _given(site: Site, visit: Visit) -> tuple[Post, AssignmentInfo]:
    """The assignment of the address, for an instructor who has all whom a correction touches.

    Raises:
        HTTPException: 401, 404; 403 also where students of other groups have sat it.
    """
    info, post = await assignment_of(site, visit, instructor=True)
    if post.groups is not None and not await site.read(_all_theirs, post, info):
        raise HTTPException(403, "error.gradebook_other_groups")
    return post, info


def _all_theirs(connection: Connection, post: Post, info: AssignmentInfo) -> bool:
    members = grids.list_members(connection, info.cohort_id)
    theirs = {one.user_id for one in grids.visible(members, post.groups)}
    return all(one.user_id in theirs for one in results.load_scores(connection, info))


async def _list(site: Site, visit: Visit) -> Response:
    post, info = await _given(site, visit)
    view = await site.read(_list_page, site.course, info, post.cohort)
    title = f"{site.say(visit, 'correct.title')} · {info.title}"
    return site.page(visit, "corrections.html", view, title=title)


def _list_page(
    connection: Connection, course: Course, info: AssignmentInfo, cohort: str
) -> CorrectionsPage:
    made = corrections.list_made(connection, info.id)
    shares: dict[str, list[Fraction]] = {}
    for score in results.load_scores(connection, info):
        for line in score.lines if score.closed_at is not None else ():
            if line.score.share is not None:
                shares.setdefault(line.item_id, []).append(line.score.share)
    last = {one.item_id: one.kind for one in made}
    stems = {}
    lines = []
    for drawn in corrections.list_drawn(connection, info.id):
        item = item_bank.newest_item(connection, course, drawn.item_id)
        stem = beginning(course.plain(item.stem)) if item is not None else drawn.item_id
        stems[drawn.item_id] = stem
        theirs = shares.get(drawn.item_id)
        lines.append(
            CorrectionLine(
                item_id=drawn.item_id,
                stem=stem,
                sittings=drawn.sittings,
                mean=sum(theirs, Fraction(0)) / len(theirs) if theirs else None,
                newer=item is not None and any(one != item.version for one in drawn.versions),
                correction=last.get(drawn.item_id),
            )
        )
    # what was changed since comes first, then where most was lost
    lines.sort(
        key=lambda one: (
            not one.newer,
            -sum((1 - share for share in shares.get(one.item_id, ())), Fraction(0)),
            one.item_id,
        )
    )
    return CorrectionsPage(info, cohort, tuple(lines), tuple(reversed(made)), stems)


async def _item(site: Site, visit: Visit) -> Response:
    post, info = await _given(site, visit)
    return await _show(site, visit, post, info, visit.request.query_params.get("kind", ""))


async def _show(
    site: Site,
    visit: Visit,
    post: Post,
    info: AssignmentInfo,
    kind: str,
    *,
    reason: str = "",
    errors: tuple[tuple[str, str], ...] = (),
    stale: bool = False,
    status: int = 200,
) -> Response:
    item_id = visit.request.path_params["item_id"]
    view = await site.read(
        _item_page, site.course, post, info, item_id, kind, reason, errors, stale, visit
    )
    title = f"{site.say(visit, 'correct.title')} · {info.title}"
    return site.page(visit, "correction.html", view, title=title, status=status)


def _drawn(connection: Connection, info: AssignmentInfo, item_id: str) -> DrawnItem:
    found = next(
        (one for one in corrections.list_drawn(connection, info.id) if one.item_id == item_id),
        None,
    )
    if found is None:
        raise HTTPException(404, "error.gradebook_no_item")
    return found


def _item_page(
    connection: Connection,
    course: Course,
    post: Post,
    info: AssignmentInfo,
    item_id: str,
    wanted: str,
    reason: str,
    errors: tuple[tuple[str, str], ...],
    stale: bool,
    visit: Visit,
) -> CorrectionPage:
    drawn = _drawn(connection, info, item_id)
    made = [one for one in corrections.list_made(connection, info.id) if one.item_id == item_id]
    item = item_bank.newest_item(connection, course, item_id)
    kinds = correcting.open_kinds(made, item, drawn.versions)
    kind = next((one for one in kinds if one == wanted), kinds[0] if kinds else None)
    seen = correcting.preview(connection, course, info, item_id, kind) if kind is not None else None
    lines = _changes(connection, info, seen) if seen is not None else []
    view: ItemView | None = None
    if item is not None:
        form, outcome = key_of(item)
        # nobody answered this: the key stands there, under the letters of the analysis
        parts = tuple(replace(part, chosen=False) for part in outcome.parts)
        outcome = replace(outcome, parts=parts)
        view = judged(course, item, 1, "preview", form, outcome, reasons=True, shuffle=False)
    return CorrectionPage(
        assignment=info,
        cohort=post.cohort,
        item_id=item_id,
        item=view,
        newer=item is not None and any(one != item.version for one in drawn.versions),
        of_course=item_id in course.items,
        essay=item is not None and item.type == "essay",
        kinds=tuple(kinds),
        preview=seen,
        changes=tuple(lines),
        same=len(seen.changes) - len(lines) if seen is not None else 0,
        now_pass=sum(one.now_passes for one in lines),
        now_fail=sum(one.now_fails for one in lines),
        made=tuple(reversed(made)),
        reason=reason,
        errors=errors,
        stale=stale,
        archived=post.archived,
        visible=correcting.score_is_visible(connection, info, visit.now),
    )


def _changes(connection: Connection, info: AssignmentInfo, seen: Preview) -> list[ChangeLine]:
    called = members.find_namesakes(connection, info.cohort_id)
    names = {
        one.user_id: called.shown(one.user_id, one.name)
        for one in grids.list_members(connection, info.cohort_id)
    }
    lines = [
        ChangeLine(
            name=names.get(one.user_id, "—"),
            sitting_id=one.sitting_id,
            ordinal=one.ordinal,
            item_before=one.item_before,
            item_after=one.item_after,
            before=one.before.share,
            after=one.after.share,
            now_passes=bool(one.passed_after) and one.passed_before is False,
            now_fails=bool(one.passed_before) and one.passed_after is False,
            answered=one.answered,
        )
        for one in seen.changes
        if one.moved
    ]
    # who loses stands first
    lines.sort(key=lambda one: (one.after > one.before, alphabetical(one.name), one.ordinal))
    return lines


async def _apply(site: Site, visit: Visit) -> Response:
    post, info = await _given(site, visit)
    form = await site.form(visit)
    if post.archived:
        raise HTTPException(409, "error.cohort_archived")
    item_id = visit.request.path_params["item_id"]
    await site.read(_drawn, info, item_id)
    wanted, reason = form.one("kind"), form.one("reason").strip()
    kind: Kind | None = next((one for one in KINDS if one == wanted), None)
    if kind is None:
        raise HTTPException(422, "error.malformed")
    error = ""
    if not reason:
        error = site.say(visit, "correct.reason_missing")
    elif len(reason) > MOST_REASON:
        error = site.say(visit, "correct.reason_long", n=MOST_REASON)
    if error:
        return await _show(
            site, visit, post, info, kind, reason=reason, errors=(("reason", error),), status=422
        )
    fingerprint = form.one("fingerprint")

    def work(connection: Connection) -> bool:
        """False: the very same was applied before."""
        corrections.hold(connection, info.id, alone=True)
        if correcting.was_applied(
            connection, info.id, item_id, kind, reason, post.user_id, form.one("ordinal")
        ):
            return False
        correcting.apply(
            connection,
            site.course,
            info,
            item_id,
            kind,
            reason,
            fingerprint,
            post.user_id,
            visit.now,
        )
        return True

    try:
        await site.writer.run(work)
    except Stale:
        return await _show(site, visit, post, info, kind, reason=reason, stale=True, status=409)
    response = RedirectResponse(f"/teach/assignments/{info.id}/corrections", 303)
    site.leave_flash(response, "done", "flash.corrected")
    return response


routes = [
    Route("/teach/assignments/{assignment_id}/corrections", page(_list)),
    Route("/teach/assignments/{assignment_id}/corrections/{item_id}", page(_item)),
    Route(
        "/teach/assignments/{assignment_id}/corrections/{item_id}", page(_apply), methods=["POST"]
    ),
]
