"""An assessment on paper: PDF with shuffled variants, answer sheets and the key."""

from __future__ import annotations

import re
import secrets
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from quizzes.assessment import Assessment
from quizzes.drawing import CannotDraw
from webapp import permissions
from webapp.messages import day as day_words
from webapp.pages.paper import PaperPage
from webapp.paper.setting import MOST_VARIANTS, PaperOrder, build
from webapp.permissions import Post, row_id
from webapp.queries import assignments
from webapp.site import Site, Visit, page
from webapp.spreadsheets import disposition

MOST_TITLE = 200
MOST_DAY = 60
_SEED = re.compile(r"[0-9A-Za-z-]{1,20}")


async def _assessment(site: Site, visit: Visit) -> tuple[Post, int, str, Assessment]:
    """(post of an instructor, id, title, what is asked) of the address.

    Raises:
        HTTPException: 401, 403, 404.
    """
    permissions.require_account(visit)
    key = row_id(visit.request.path_params["assessment_id"])
    found = await site.read(assignments.find_assessment, key) if key is not None else None
    if found is None:
        raise HTTPException(404, "error.gradebook_no_assessment")
    row, assessment = found
    post = await permissions.post(site, visit, row[1], instructor=True)
    return post, row[0], row[2], assessment


async def _form(site: Site, visit: Visit) -> Response:
    post, assessment_id, name, _ = await _assessment(site, visit)
    today = visit.now.astimezone(site.settings.zone).date()
    view = PaperPage(
        assessment_id=assessment_id,
        cohort_id=post.cohort_id,
        cohort=post.cohort,
        name=name,
        title=name,
        day=day_words("kk", today),
        variants="2",
        most=MOST_VARIANTS,
        sheet=True,
        key=True,
        seed=f"{secrets.randbelow(900_000) + 100_000}",
        errors=(),
    )
    return site.page(visit, "paper.html", view, title=f"{site.say(visit, 'paper.title')} · {name}")


async def _pdf(site: Site, visit: Visit) -> Response:
    post, assessment_id, name, assessment = await _assessment(site, visit)
    asked = visit.request.query_params
    view = PaperPage(
        assessment_id=assessment_id,
        cohort_id=post.cohort_id,
        cohort=post.cohort,
        name=name,
        title=asked.get("title", name).replace("\x00", "").strip(),
        day=asked.get("day", "").replace("\x00", "").strip(),
        variants=asked.get("variants", "1").strip(),
        most=MOST_VARIANTS,
        sheet=bool(asked.get("sheet")),
        key=bool(asked.get("key")),
        seed=asked.get("seed", "1").strip(),
        errors=(),
    )
    errors = _errors(site, visit, view)
    if not errors:
        order = PaperOrder(
            view.title, view.day, int(view.variants), view.sheet, view.key, view.seed
        )
        try:
            data = await site.read(_build, site, post.cohort_id, assessment, order)
        except CannotDraw as fault:
            text = site.say(
                visit,
                "paper.cannot_draw",
                section=fault.section + 1,
                entry=fault.entry + 1,
                wanted=fault.wanted,
                found=fault.found,
            )
            errors = (("variants", text),)
        else:
            made = await site.press.pdf(data)
            return Response(
                made,
                media_type="application/pdf",
                headers={
                    "content-disposition": disposition(f"{view.title}-{view.seed}.pdf"),
                    "cache-control": "private, no-store",
                },
            )
    refused = PaperPage(
        **{name: getattr(view, name) for name in PaperPage.__slots__ if name != "errors"},
        errors=errors,
    )
    title = f"{site.say(visit, 'paper.title')} · {name}"
    return site.page(visit, "paper.html", refused, title=title, status=422)


def _build(
    connection: Connection, site: Site, cohort_id: int, assessment: Assessment, order: PaperOrder
) -> dict[str, Any]:
    return build(connection, site.course, cohort_id, assessment, order)


def _errors(site: Site, visit: Visit, view: PaperPage) -> tuple[tuple[str, str], ...]:
    found = []
    if not view.title or len(view.title) > MOST_TITLE:
        found.append(("title", site.say(visit, "paper.error_title", n=MOST_TITLE)))
    if len(view.day) > MOST_DAY:
        found.append(("day", site.say(visit, "paper.error_day", n=MOST_DAY)))
    number = row_id(view.variants)
    if number is None or number > MOST_VARIANTS:
        found.append(("variants", site.say(visit, "paper.error_variants", n=MOST_VARIANTS)))
    if not _SEED.fullmatch(view.seed):
        found.append(("seed", site.say(visit, "paper.error_seed")))
    return tuple(found)


routes = [
    Route("/teach/assessments/{assessment_id}/paper", page(_form)),
    Route("/teach/assessments/{assessment_id}/paper.pdf", page(_pdf)),
]
