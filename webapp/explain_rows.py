"""The row of a subject to explain again: its cost, what speaks against it, the lesson's lines."""

from __future__ import annotations

from urllib.parse import quote

from quizzes.explain_again import Cost
from webapp import explaining
from webapp.explain_around import Around
from webapp.explain_doubts import Doubts, OneStudents
from webapp.explaining import Kind
from webapp.insight.facts import places
from webapp.pages.explain import ExplainDoubt, ExplainOneStudent, ExplainRow
from webapp.self_test import rereading
from webapp.site import Site, Visit


def row_of(site: Site, visit: Visit, kind: Kind, cost: Cost, before: Cost | None) -> ExplainRow:
    """``before``: what it cost in the span before; None: there is none to compare with."""
    title = explaining.title_of(site.course, kind, cost.name, visit.lang)
    keys = places(site.course).keys.get(cost.name, ()) if kind == "objective" else ()
    return ExplainRow(
        kind=kind,
        title=title or cost.name,
        kazakh=kind == "objective",
        cost=cost,
        before=before.missed_share if before is not None else None,
        passages=rereading.distinct(site.course, keys, 1),
    )


def doubt_of(around: Around, doubts: Doubts, kind: Kind, cost: Cost) -> ExplainDoubt | None:
    """Wrong answers of this cost that fell at questions a flag speaks against. None: none did."""
    fell = doubts.of(kind, cost)
    if not fell:
        return None
    worst, _ = max(fell.items(), key=lambda one: (one[1], one[0]))
    href = f"/groups/{around.group[0]}/explain/{kind}/{cost.name}/items/{quote(worst[0])}"
    href += f"?days={around.span.days}"
    if around.theirs.instructor:
        href = doubts.analysis(around.theirs.cohort_id, worst) or href
    items = len({item_id for item_id, _ in fell})
    return ExplainDoubt(fell.total(), items, href, doubts.rest(kind, cost))


def one_student_of(around: Around, one: OneStudents | None) -> ExplainOneStudent | None:
    """Whom nearly all of it comes from, with the way to their page."""
    if one is None:
        return None
    href = f"/teach/cohorts/{around.theirs.cohort_id}/people/{one.user_id}/progress"
    return ExplainOneStudent(href, around.names[one.user_id], one.answers)
