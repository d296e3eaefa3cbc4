"""What to explain again to a group: what cost it most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from quizzes.explain_again import in_order
from webapp import explain_doubts, explaining
from webapp.explain_around import around_of
from webapp.explain_doubts import Doubts, OneStudents
from webapp.explain_rows import doubt_of, one_student_of, row_of
from webapp.explaining import KINDS
from webapp.pages.explain import ExplainPage, ExplainTable
from webapp.site import Site, Visit, page

SHOWN = 5
"""Rows of a kind where both are shown."""

MOST_OWN = 3
"""Misconceptions of one student that are named though fewer students have them than others."""


async def _explain(site: Site, visit: Visit) -> Response:
    around = await around_of(site, visit)
    only = visit.request.query_params.get("kind", "")
    only = only if only in KINDS else ""
    people = around.names.keys()

    def load(connection: Connection) -> tuple[Any, Any, Doubts, dict[str, OneStudents]]:
        since, until = around.span.since, around.span.until
        now = explaining.costs(connection, people, since, until)
        before = around.span.before
        earlier = explaining.costs(connection, people, *before) if before is not None else {}
        cohort_id = around.theirs.cohort_id
        doubts = explain_doubts.doubts(
            connection, site.course, cohort_id, people, around.since, around.until
        )
        heavy = explain_doubts.heavy_ones(connection, people, since, until, now["misconception"])
        return now, earlier, doubts, heavy

    now, earlier, doubts, heavy = await site.read(load)
    tables = []
    for kind in KINDS:
        were = {one.name: one for one in earlier.get(kind, ())}
        rows = [
            replace(
                row_of(site, visit, kind, cost, were.get(cost.name)),
                doubt=doubt_of(around, doubts, kind, cost),
                one_student=one_student_of(around, heavy.get(cost.name))
                if kind == "misconception"
                else None,
            )
            for cost in in_order(now[kind])
        ]
        several = [one for one in rows if one.cost.students > 1]
        own = sorted(
            (one for one in rows if one.one_student is not None),
            key=lambda one: -one.one_student.answers if one.one_student is not None else 0,
        )[:MOST_OWN]
        shown = several if only == kind else several[:SHOWN]
        shown += [one for one in own if one in several and one not in shown]
        tables.append(
            ExplainTable(
                kind,
                tuple(shown),
                len(several) - len(shown),
                tuple(one for one in rows if one.cost.students < 2),
                tuple(own),
            )
        )
    leading = tables[0].shown
    sound = tuple(one for one in leading if one.doubt is None)[:2]
    view = ExplainPage(
        head=around.head(),
        only=only,
        first=sound,
        passed_over=tuple(
            one
            for place, one in enumerate(leading[:SHOWN])
            if one.doubt is not None and (not sound or place < leading.index(sound[0]))
        ),
        answered=any(now.values()),
        tables=tuple(one for one in tables if only in ("", one.kind)),
    )
    title = site.say(visit, "explain.title")
    return site.page(visit, "explain.html", view, title=title)


routes = [Route("/groups/{group_id}/explain", page(_explain))]
