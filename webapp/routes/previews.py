"""An assessment as a student gets it: drawn by a seed, answered in place, never stored."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from quizzes.drawing import CannotDraw, Drawn, draw
from quizzes.item import Item
from quizzes.outcome import ResponseError
from webapp.assessment_faults import faults_in
from webapp.item_views import asked, judged
from webapp.marking import answer_fields, judge
from webapp.pages import ItemView
from webapp.pages.assessments import PreviewPage, PreviewSection
from webapp.permissions import Post, post
from webapp.queries.assessments import AssessmentInfo
from webapp.routes.assessments import Bank, found_assessment
from webapp.site import PERSONAL, Site, Visit, page

_SEED = re.compile(r"[A-Za-z0-9_-]{1,40}")


async def _preview(site: Site, visit: Visit) -> Response:
    info = await found_assessment(site, visit)
    staff = await post(site, visit, info.cohort_id)
    seed = visit.request.query_params.get("seed", "")
    if not _SEED.fullmatch(seed):
        fresh = secrets.token_hex(3)
        return RedirectResponse(f"/teach/assessments/{info.id}/preview?seed={fresh}", 303)
    return await _show(site, visit, staff, info, seed)


async def _show(
    site: Site,
    visit: Visit,
    staff: Post,
    info: AssessmentInfo,
    seed: str,
    tried: Mapping[int, ItemView] | None = None,
    status: int = 200,
) -> Response:
    bank = await site.read(Bank, site.course, staff.cohort_id)
    drawn, faults = _draw(bank, info, seed, visit.lang)
    sections = tuple(
        PreviewSection(
            section.title,
            section.way_back,
            tuple(
                (tried or {}).get(number) or _asked(site, info, bank.items, drawn, number, seed)
                for number, one in enumerate(drawn, 1)
                if one.section == place
            ),
        )
        for place, section in enumerate(info.asked.sections)
    )
    view = PreviewPage(
        cohort_id=staff.cohort_id,
        cohort=staff.cohort,
        assessment_id=info.id,
        title=info.title,
        intro=info.asked.intro,
        seed=seed,
        sections=sections,
        items=len(drawn),
        points=sum(one.points for one in drawn),
        faults=faults,
    )
    return site.page(visit, "assessment_preview.html", view, title=info.title, status=status)


def _draw(
    bank: Bank, info: AssessmentInfo, seed: str, language: str
) -> tuple[tuple[Drawn, ...], tuple[str, ...]]:
    try:
        return draw(info.asked, bank.candidates, (), seed), ()
    except CannotDraw:
        wrong = faults_in(info.asked, bank.candidates)
        return (), tuple(dict.fromkeys(one.sentence(language) for one in wrong))


def _new_case(items: Mapping[str, Item], drawn: tuple[Drawn, ...], number: int) -> bool:
    """Whether the case of an item was not told just before it."""
    if number == 1 or drawn[number - 2].section != drawn[number - 1].section:
        return True
    return items[drawn[number - 2].item_id].case != items[drawn[number - 1].item_id].case


def _asked(
    site: Site,
    info: AssessmentInfo,
    items: Mapping[str, Item],
    drawn: tuple[Drawn, ...],
    number: int,
    seed: str,
    form: dict[str, list[str]] | None = None,
    error: str | None = None,
) -> ItemView:
    one = drawn[number - 1]
    return asked(
        site.course,
        items[one.item_id],
        number,
        seed,
        form,
        error=error,
        points=one.points,
        with_case=_new_case(items, drawn, number),
        shuffle=info.asked.shuffle_options,
    )


async def _check(site: Site, visit: Visit) -> Response:
    """Judge one answer and show it; nothing is stored."""
    info = await found_assessment(site, visit)
    staff = await post(site, visit, info.cohort_id)
    form = await site.form(visit)
    seed = visit.request.query_params.get("seed", "")
    if not _SEED.fullmatch(seed):
        return RedirectResponse(f"/teach/assessments/{info.id}/preview", 303)
    bank = await site.read(Bank, site.course, staff.cohort_id)
    drawn, _ = _draw(bank, info, seed, visit.lang)
    number = next(
        (place for place, one in enumerate(drawn, 1) if one.item_id == form.one("item")), None
    )
    if number is None:  # the bank changed since the page was made
        return RedirectResponse(f"/teach/assessments/{info.id}/preview?seed={seed}", 303)
    one = drawn[number - 1]
    typed = answer_fields(form.fields)
    status = 200
    if form.one("do") == "again":
        view = _asked(site, info, bank.items, drawn, number, seed)
    else:
        try:
            answer = judge(bank.items[one.item_id], typed)
        except ResponseError as refused:
            error = site.say(visit, refused.code, **refused.params)
            if refused.kind == "retype":
                typed = typed | {"asked": typed.get("text", [])}
            view = _asked(site, info, bank.items, drawn, number, seed, typed, error)
            status = 422
        else:
            view = judged(
                site.course,
                answer.item,
                number,
                seed,
                typed,
                answer.outcome,
                reasons=True,
                points=one.points,
                with_case=_new_case(bank.items, drawn, number),
                shuffle=info.asked.shuffle_options,
            )
    if visit.request.headers.get("x-fragment") == "item":
        part = PreviewPage(
            staff.cohort_id,
            staff.cohort,
            info.id,
            info.title,
            "",
            seed,
            (PreviewSection("", True, (view,)),),
            1,
            one.points,
            (),
        )
        html = site.templates.render(
            visit.lang, "_preview_item.html", view=view, page=part, chrome=site.chrome(visit, "")
        )
        return HTMLResponse(html, status, headers={"cache-control": PERSONAL})
    return await _show(site, visit, staff, info, seed, {number: view}, status)


routes = [
    Route("/teach/assessments/{assessment_id}/preview", page(_preview)),
    Route("/teach/assessments/{assessment_id}/preview", page(_check), methods=["POST"]),
]
