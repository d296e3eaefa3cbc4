"""The answers of a group to one question of a subject to explain again."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from quizzes.item import Item
from webapp import explaining
from webapp.bank import short_stem
from webapp.explain_around import around_of, kind_and_name
from webapp.item_bank import find_items, newest_item
from webapp.pages.explain import ExplainItemPage, ExplainVersion
from webapp.queries import own_items
from webapp.queries.explain import MOST, GivenAnswer, list_first_answers
from webapp.self_test import rereading
from webapp.site import Site, Visit, page


async def _item(site: Site, visit: Visit) -> Response:
    around = await around_of(site, visit)
    kind, name = kind_and_name(site, visit)
    item_id = visit.request.path_params["item_id"]
    cohort_id, since, until = around.theirs.cohort_id, around.since, around.until

    def load(
        connection: Connection,
    ) -> tuple[bool, bool, Item | None, list[GivenAnswer], dict[tuple[str, str], Item]]:
        newest = newest_item(connection, site.course, item_id)
        answers = list_first_answers(connection, cohort_id, around.names, item_id, since, until)
        theirs = explaining.seen_items(connection, site.course, cohort_id)
        known = bool(answers) or any(one.id == item_id for one in theirs)
        pairs = [(one.item_id, one.version) for one in answers]
        foreign = own_items.list_of_others(connection, cohort_id, [item_id])
        return known, bool(foreign), newest, answers, find_items(connection, site.course, pairs)

    known, foreign, newest, answers, items = await site.read(load)
    shown = newest or next(iter(items.values()), None)
    if shown is None or not known:
        raise HTTPException(404, "error.no_such_item")
    by_version: dict[str, list[GivenAnswer]] = {}
    for one in answers:
        by_version.setdefault(one.version, []).append(one)
    versions = []
    for version, given in by_version.items():
        item = items.get((item_id, version))
        if item is not None:
            lines = explaining.answers_given(site.course, item, given, around.names, visit.lang)
            missed = sum(one.missed for one in given)
            versions.append(
                ExplainVersion(
                    version,
                    len(given),
                    len({one.user_id for one in given}),
                    missed,
                    tuple(lines),
                    item.type == "essay",
                )
            )
    case = site.course.cases.get(shown.case) if shown.case else None
    title = explaining.title_of(site.course, kind, name, visit.lang)
    view = ExplainItemPage(
        head=around.head(),
        kind=kind,
        name=name,
        title=title or name,
        item_id=item_id,
        stem=shown.stem,
        case=case.text if case is not None else "",
        versions=tuple(versions),
        cut=MOST if len(answers) >= MOST else None,
        passage=rereading.passage(site.course, item_id),
        in_bank=newest is not None,
        analysed=newest is not None and not foreign,
    )
    return site.page(visit, "explain_item.html", view, title=short_stem(site.course, shown, 60))


routes = [Route("/groups/{group_id}/explain/{kind}/{name}/items/{item_id}", page(_item))]
