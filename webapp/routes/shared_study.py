"""What a student shares of their self-study, for those who teach them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from webapp import item_bank
from webapp.insight import looks
from webapp.pages.mastery import MasteryPage, SharedAnswer, SharedPage
from webapp.permissions import post
from webapp.queries import study
from webapp.routes.cohort_people import find_member
from webapp.routes.mastery import mastery_page
from webapp.site import Site, Visit, page

_MOST_ANSWERS = 200


async def _shared(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"])
    person, studies = await find_member(site, visit, mine)
    user_id = int(person[0])
    await looks.note(site, mine, user_id, "self-study")
    plan = await site.read(study.find_plan, user_id)
    # shared is with those who teach one now: whoever has left shows nothing more
    studying = any(row[3] is None for row in studies)
    shared = plan.shared if plan is not None and studying else "none"
    seen: MasteryPage | None = None
    answers: tuple[SharedAnswer, ...] = ()
    if shared in ("summary", "answers"):
        seen = replace(await mastery_page(site, user_id, visit.now), stranger=False)
    if shared == "answers":
        answers = await site.read(_answers, site, user_id, visit.now)
    view = SharedPage(
        cohort_id=mine.cohort_id,
        cohort=mine.cohort,
        user_id=user_id,
        name=person[2],
        shared=shared,
        mastery=seen,
        exam_on=plan.exam_on if plan is not None and seen is not None else None,
        answers=answers,
    )
    return site.page(visit, "shared_study.html", view, title=person[2])


def _answers(
    connection: Connection, site: Site, user_id: int, now: datetime
) -> tuple[SharedAnswer, ...]:
    found = []
    given = study.list_own_answers(connection, user_id, _MOST_ANSWERS)
    items = item_bank.find_items(
        connection, site.course, [(one.item_id, one.version) for one in given]
    )
    for one in given:
        item = items.get((one.item_id, one.version))
        if item is not None:
            stem = site.course.plain(item.stem)
            found.append(SharedAnswer(one.at, stem, one.score, one.status == "awaiting"))
    return tuple(found)


routes = [Route("/teach/cohorts/{cohort_id}/people/{user_id}/self-study", page(_shared))]
