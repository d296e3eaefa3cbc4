"""One subject to explain again: its questions, its students, the lesson's lines."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from webapp import explain_sets
from webapp.bank import short_stem
from webapp.explain_around import Around, around_of, kind_and_name
from webapp.explain_behind import Behind, behind_of
from webapp.explain_rows import doubt_of, one_student_of, row_of
from webapp.explaining import Kind
from webapp.item_bank import candidates, find_items
from webapp.pages.explain import ExplainCount, ExplainOnePage
from webapp.queries.explain import MOST
from webapp.routes.reading import alphabetical
from webapp.self_test import rereading
from webapp.site import Site, Visit, page

MOST_PASSAGES = 3


async def _one(site: Site, visit: Visit) -> Response:
    around = await around_of(site, visit)
    kind, name = kind_and_name(site, visit)
    return await show_one(site, visit, around, kind, name)


async def show_one(
    site: Site, visit: Visit, around: Around, kind: Kind, name: str, error: str = ""
) -> Response:
    """Its page; ``error``: why no set could be made of it, a conflict."""

    def load(connection: Connection) -> tuple[Behind, tuple[int, int], dict[str, str]]:
        behind = behind_of(connection, site, around, kind, name)
        carrying = {one.id for one in behind.items}
        bank = candidates(connection, site.course, around.theirs.cohort_id)
        items = find_items(connection, site.course, behind.versions.items())
        stems = {key[0]: short_stem(site.course, one) for key, one in items.items()}
        there, left_out = explain_sets.usable(kind, name, bank, carrying, behind.suspects)
        return behind, (len(there), left_out), stems

    behind, (questions, left_out), stems = await site.read(load)
    cohort_id = around.theirs.cohort_id
    asked, missed = behind.asked, behind.missed
    row = replace(
        row_of(site, visit, kind, behind.cost, behind.before),
        doubt=doubt_of(around, behind.doubts, kind, behind.cost),
        one_student=one_student_of(around, behind.one_student),
    )
    doubtful = {
        pair[0]: (behind.suspects[pair].flag, behind.doubts.analysis(cohort_id, pair))
        for pair in behind.doubts.missed[kind, name]
    }
    if missed:  # where it was met, not wherever it may be
        keys = missed.elements()
        row = replace(row, passages=rereading.distinct(site.course, keys, MOST_PASSAGES))
    found = site.course.misconceptions.get(name)
    head, people = around.head(), f"/teach/cohorts/{cohort_id}/people"
    view = ExplainOnePage(
        head=head,
        row=row,
        note=found.description if kind == "misconception" and found is not None else "",
        items=tuple(
            ExplainCount(
                f"{head.here}/{row.path}/items/{quote(item_id)}?days={head.span.days}",
                stems.get(item_id, item_id),
                True,
                n,
                asked[item_id],
                doubt[0] if (doubt := doubtful.get(item_id)) is not None else None,
                doubt[1] if doubt is not None and around.theirs.instructor else "",
            )
            for item_id, n in sorted(missed.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        students=tuple(
            sorted(
                (
                    ExplainCount(
                        f"{people}/{user_id}/progress", around.names[user_id], False, lost, of
                    )
                    for user_id, of, lost in behind.people
                    if lost
                ),
                key=lambda one: (-one.missed, alphabetical(one.text)),
            )
        ),
        cut=MOST if asked.total() >= MOST else None,
        questions=questions,
        left_out=left_out,
        asked_most=explain_sets.MOST_ASKED,
        asked_fewest=explain_sets.FEWEST_ASKED,
        error=error,
    )
    status = 409 if error else 200
    return site.page(visit, "explain_one.html", view, title=row.title, status=status)


routes = [Route("/groups/{group_id}/explain/{kind}/{name}", page(_one))]
