"""What to explain again to a group: what cost it most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from quizzes.explain_again import Cost
from webapp import explain_doubts, explaining
from webapp.explain_around import around_of
from webapp.explain_doubts import Doubts, OneStudents, leading
from webapp.explain_rows import doubt_of, one_student_of, row_of
from webapp.explaining import KINDS, Kind, title_of
from webapp.pages.explain import ExplainPage, ExplainRow, ExplainTable
from webapp.site import Site, Visit, page

SHOWN = 5
"""Rows of a kind where both are shown."""

NAMED = 2
"""Objectives that the sentence above the tables names."""

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
    # an objective or a misconception that is no more has no page
    known: dict[Kind, list[Cost]] = {
        kind: [one for one in now[kind] if title_of(site.course, kind, one.name, visit.lang)]
        for kind in KINDS
    }
    lead = leading(doubts, known["objective"])

    def row(kind: Kind, cost: Cost) -> ExplainRow:
        were = next((one for one in earlier.get(kind, ()) if one.name == cost.name), None)
        return replace(
            row_of(site, visit, kind, cost, were),
            doubt=doubt_of(around, doubts, kind, cost),
            one_student=one_student_of(around, heavy.get(cost.name))
            if kind == "misconception"
            else None,
        )

    tables = []
    for kind in KINDS:
        rows = [row(kind, cost) for cost in doubts.in_order(kind, known[kind])]
        several = [one for one in rows if one.cost.students > 1]
        own = sorted(
            (one for one in rows if one.one_student is not None),
            key=lambda one: -one.one_student.answers if one.one_student is not None else 0,
        )[:MOST_OWN]
        named = {one.name for one in doubts.first_of(kind, known[kind], SHOWN)}
        named |= {one.cost.name for one in own}
        if kind == "objective":
            named |= {one.name for one in lead.first[:NAMED]}
        shown = several if only == kind else [one for one in several if one.cost.name in named]
        tables.append(
            ExplainTable(
                kind,
                tuple(shown),
                len(several) - len(shown),
                tuple(one for one in rows if one.cost.students < 2),
                tuple(own),
            )
        )
    view = ExplainPage(
        head=around.head(),
        only=only,
        first=tuple(row("objective", one) for one in lead.first[:NAMED]),
        passed_over=tuple(row("objective", one) for one in lead.passed_over[:SHOWN]),
        answered=any(now.values()),
        tables=tuple(one for one in tables if only in ("", one.kind)),
    )
    title = site.say(visit, "explain.title")
    return site.page(visit, "explain.html", view, title=title)


routes = [Route("/groups/{group_id}/explain", page(_explain))]
