"""The page of an assignment for the student it is given to, and the beginning of a sitting."""

from __future__ import annotations

import logging
import secrets

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.assessment import Assessment
from quizzes.drawing import CannotDraw
from webapp import passwords, rule_sentences
from webapp.pages.sitting import AssignmentStartPage
from webapp.permissions import require_account, row_id
from webapp.queries import assignments, results, throttle
from webapp.queries.results import SittingScore
from webapp.site import Site, Visit, page
from webapp.sitting import seeing, starting
from webapp.sitting.standing import find
from webapp.sitting.starting import CannotStart, Readiness
from webapp.sitting.sweeping import end_one

log = logging.getLogger(__name__)


async def _ready(site: Site, visit: Visit) -> Readiness:
    """Where the visitor stands with the assignment of the address. A running sitting whose time
    is up is ended first.

    Raises:
        HTTPException: 401 not signed in, 404 no such assignment, 403 not given to this person.
    """
    user_id = require_account(visit)
    number = row_id(visit.request.path_params["assignment_id"])
    found = None
    if number is not None:
        found = await site.glance(starting.find_readiness, number, user_id, visit.now)
    if found is None:
        raise HTTPException(404, "error.assignment_unknown")
    running = found.running
    if running is not None:
        standing = await site.glance(find, running.id, visit.now)
        if standing is not None and standing.over:
            if await end_one(site, running.id, visit.now):
                site.handed_in()
            found = await site.glance(starting.find_readiness, number, user_id, visit.now)
            assert found is not None
    if found.enrolment_id is None:
        raise HTTPException(403, "error.assignment_not_yours")
    if found.why == "withdrawn" and not found.sittings:
        raise HTTPException(404, "error.assignment_unknown")
    return found


async def _show(
    site: Site,
    visit: Visit,
    ready: Readiness,
    *,
    why: str | None = None,
    error: str | None = None,
    status: int = 200,
) -> Response:
    user_id = require_account(visit)
    assignment = ready.assignment
    zone = site.settings.zone

    def load(
        connection: Connection,
    ) -> tuple[Assessment | None, list[SittingScore], frozenset[str]]:
        asked = assignments.find_assessment(connection, assignment.assessment_id)
        scores = results.load_scores(connection, assignment, user_id=user_id)
        shown = seeing.shown_after(connection, assignment, ready.now)
        return asked[1] if asked is not None else None, scores, shown

    asked, scores, shown = await site.read(load)
    running = ready.running
    ends = None
    if running is not None:
        standing = await site.glance(find, running.id, visit.now)
        ends = standing.ends if standing is not None else None
    tries = seeing.try_lines(scores, shown)
    share = seeing.counted_share(scores, assignment.rules) if "score" in shown else None
    view = AssignmentStartPage(
        assignment_id=assignment.id,
        title=assignment.title,
        note=assignment.note,
        intro=asked.intro if asked is not None else "",
        exam=assignment.rules.mode == "exam",
        sentences=(
            *(rule_sentences.inside(visit.lang, asked) if asked is not None else ()),
            *rule_sentences.sentences(
                visit.lang, zone, assignment, ready.window, ready.extra_attempts
            ),
        ),
        deadline=rule_sentences.deadline_now(visit.lang, zone, ready.window, ready.now),
        used=len(ready.sittings),
        most=ready.most,
        opens=ready.window.opens,
        closes=ready.window.closes,
        wait_until=ready.wait_until,
        why=why if why is not None else ready.why,
        running=running.id if running is not None else None,
        running_ends=ends,
        password=assignment.password_hash is not None,
        error=error,
        tries=tries,
        score_shown="score" in shown,
        counted=share,
        so_far=seeing.awaits(scores),
        counts=assignment.rules.counts,
        passed=seeing.reached(scores, assignment.rules) if share is not None else None,
    )
    return site.page(
        visit,
        "assignment_start.html",
        view,
        title=assignment.title,
        section="assignments",
        status=status,
    )


async def _page(site: Site, visit: Visit) -> Response:
    return await _show(site, visit, await _ready(site, visit))


async def _start(site: Site, visit: Visit) -> Response:
    ready = await _ready(site, visit)
    user_id = require_account(visit)
    form = await site.form(visit)
    if ready.running is not None:
        return RedirectResponse(f"/sittings/{ready.running.id}", 303)
    if ready.why:
        return await _show(site, visit, ready, status=409)
    stored = ready.assignment.password_hash
    if stored is not None:
        fault = await _password_fault(site, visit, ready, form.one("password"), stored)
        if fault is not None:
            key, status = fault
            return await _show(site, visit, ready, error=site.say(visit, key), status=status)
    seed = secrets.token_hex(16)  # made here, so that the write may be run again
    try:
        drawn = await site.read(starting.plan, site.course, ready.assignment, user_id, seed)
    except CannotDraw as fault:
        log.error("assignment %d cannot be drawn: %s", ready.assignment.id, fault)
        return await _show(site, visit, ready, why="bank", status=409)

    def work(connection: Connection) -> int:
        return starting.begin(connection, ready, user_id, drawn, seed)

    try:
        sitting_id = await site.writer.run(work)
    except CannotStart:  # begun and ended elsewhere meanwhile
        return RedirectResponse(f"/assignments/{ready.assignment.id}", 303)
    return RedirectResponse(f"/sittings/{sitting_id}", 303)


async def _password_fault(
    site: Site, visit: Visit, ready: Readiness, given: str, stored: str
) -> tuple[str, int] | None:
    """(message key, status) why the password does not open the assignment; None: it does."""
    name = f"assignment:{ready.assignment.id}:{visit.user_id}"

    def reserve(connection: Connection) -> bool:
        # counted before the password is looked at, so that tries at once cannot pass the limit
        throttle.add_failure(connection, name, visit.now)
        if throttle.failures(connection, name, visit.now) <= site.settings.sign_in_tries:
            return True
        throttle.take_back(connection, name)
        return False

    if not await site.writer.run(reserve):
        return "error.assignment_password_often", 429
    try:
        right = await passwords.verify(given, stored)
    except passwords.TooMany:
        await site.writer.run(lambda connection: throttle.take_back(connection, name))
        raise
    if not right:
        return "error.assignment_password", 422
    await site.writer.run(lambda connection: throttle.forget(connection, name))
    return None


routes = [
    Route("/assignments/{assignment_id}", page(_page)),
    Route("/assignments/{assignment_id}/start", page(_start), methods=["POST"]),
]
