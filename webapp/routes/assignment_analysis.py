"""The analysis of an assignment: scores, how far they can be trusted, and its items in a list."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from course.model import Course
from quizzes.item_figures import FEWEST, median
from webapp import figure_words, item_bank
from webapp.assignment_access import assignment_of, corrects
from webapp.assignment_figures import (
    Scores,
    TestAndTotals,
    Version,
    scores_of,
    versions_of,
    view_of,
    whole_figures,
)
from webapp.assignment_items import meant_of, part_of, stem_of
from webapp.charts.histogram import histogram
from webapp.figure_words import Told
from webapp.figures import percent
from webapp.insight import counting
from webapp.insight.lines import VARIANTS
from webapp.messages import translate
from webapp.pages.assignment_view import AnalysisPage, ItemLine, PlaceLine
from webapp.permissions import Post, row_id
from webapp.queries import assignment_live, assignments, corrections
from webapp.queries.assignments import AssignmentInfo
from webapp.site import Site, Visit, page

ON_A_LEAF = 40
AT_A_LOOK = 10
"""People worked in while the page waits: the keeper does the rest beside it."""


async def count_waiting(site: Site, info: AssignmentInfo, theirs: Post) -> int:
    """Count what waits of the students one has; how many are not counted yet."""
    return await counting.up_to_date_of(
        site,
        lambda connection: assignments.list_student_ids(connection, info.id, theirs.groups),
        most=AT_A_LOOK,
    )


async def _analysis(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit)
    waiting = await count_waiting(site, info, theirs)
    asked = visit.request.query_params
    view = await site.read(
        _page,
        site.course,
        info,
        theirs,
        visit.lang,
        waiting,
        asked.get("flagged") == "1",
        row_id(asked.get("leaf", "")) or 1,
    )
    title = f"{info.title} · {site.say(visit, 'analysis.title')}"
    return site.page(visit, "assignment_analysis.html", view, title=title)


def _page(
    connection: Connection,
    course: Course,
    info: AssignmentInfo,
    theirs: Post,
    lang: str,
    waiting: int,
    only_flagged: bool,
    leaf: int,
) -> AnalysisPage:
    view = view_of(connection, info, theirs)
    scores = scores_of(view, info.rules)
    test = whole_figures(connection, info, view)
    versions = sorted(versions_of(connection, course, info, view), key=_hardest)
    flagged = sorted(
        (one for one in versions if one.figures.flags), key=lambda one: one.figures.worst
    )
    chosen_ones = flagged if only_flagged else versions
    leaves = max(1, -(-len(chosen_ones) // ON_A_LEAF))
    leaf = min(leaf, leaves)
    shown = chosen_ones[(leaf - 1) * ON_A_LEAF : leaf * ON_A_LEAF]
    fixed = {one.item_id: one.kind for one in corrections.list_made(connection, info.id)}
    places = _places(test)
    totals, whole = figure_words.of_test(test.totals), figure_words.of_test(test.whole)
    return AnalysisPage(
        assignment=info,
        cohort=theirs.cohort,
        finding=_finding(lang, info, scores.n, scores.passed, totals["median"], flagged, scores),
        waiting=waiting,
        students=len(view.students),
        scores=scores,
        histogram=histogram(scores.shares, pass_mark=info.rules.pass_share),
        distribution=_distribution(lang, scores),
        totals={name: totals[name] for name in ("mean", "median", "sd")},
        whole={name: one for name, one in whole.items() if name not in ("mean", "median", "sd")},
        band=test.whole.band or "",
        parts_asked=test.whole.parts_asked,
        test_own=view.mine is not None and test.basis == "own",
        others=view.others,
        partly=view.mine is not None,
        times=_times(lang, scores),
        items=_items(
            connection, course, shown, versions, test, fixed, meant_of(connection, test, view)
        ),
        flagged=len(flagged),
        all_items=len(versions),
        only_flagged=only_flagged,
        any_own=any(one.basis == "own" for one in versions),
        places=places,
        drawn=bool(places),
        leaf=leaf,
        leaves=leaves,
        running=any(
            one.closed_at is None
            for one in assignment_live.list_newest(connection, info.id).values()
            if one.user_id in view.students
        ),
        instructor=theirs.instructor,
        corrects=corrects(connection, info, theirs),
    )


def _hardest(one: Version) -> tuple[bool, float, int, str, str]:
    """What is not known yet last."""
    value = one.figures.facility.value
    return value is None, value or 0.0, -one.figures.n, one.item_id, one.version


def _finding(
    lang: str,
    info: AssignmentInfo,
    n: int,
    passed: int | None,
    middle: Told,
    flagged: list[Version],
    scores: Scores,
) -> str:
    if not n and not scores.waiting:
        return translate(lang, "analysis.none")
    said = translate(lang, "analysis.finding", n=n + scores.waiting)
    if middle.value is not None:
        said += " " + translate(
            lang, "analysis.median", points=figure_words.value_text(lang, "median", middle.value)
        )
    if scores.waiting:
        said += " " + translate(lang, "analysis.known", n=n, waiting=scores.waiting)
    elif passed is not None and info.rules.pass_share is not None:
        mark = percent(info.rules.pass_share)
        said += " " + translate(lang, "analysis.passed", n=passed, of=n, mark=mark)
    if flagged:
        said += " " + translate(lang, "analysis.flagged", n=len({one.item_id for one in flagged}))
    return said


def _distribution(lang: str, scores: Scores) -> str:
    if scores.n < FEWEST:
        return translate(lang, "analysis.distribution", n=scores.n)
    return translate(lang, "analysis.half", n=scores.n, share=percent(median(scores.shares)))


def _times(lang: str, scores: Scores) -> tuple[str, str, str] | None:
    """Median, and the bounds of the middle half, in words."""
    if scores.times is None:
        return None
    said = [
        figure_words.value_text(lang, "seconds", one)
        for one in (scores.times.median, scores.times.low, scores.times.high)
    ]
    return said[0], said[1], said[2]


def _items(
    connection: Connection,
    course: Course,
    shown: list[Version],
    every: list[Version],
    test: TestAndTotals,
    fixed: Mapping[str, str],
    meant: Mapping[str, Fraction],
) -> tuple[ItemLine, ...]:
    items = item_bank.find_items(
        connection,
        course,
        [(one.item_id, one.version) for one in shown if one.version != VARIANTS],
    )
    numbers = _numbers(every)
    return tuple(
        ItemLine(
            item_id=one.item_id,
            stem=stem_of(course, items.get((one.item_id, one.version)), one.item_id),
            number=numbers.get((one.item_id, one.version)),
            own=one.basis == "own",
            variants=one.version == VARIANTS,
            figures=one.figures,
            weight=part_of(test, one.item_id).get("effective_weight"),
            meant=meant.get(one.item_id),
            correction=fixed.get(one.item_id, ""),
        )
        for one in shown
    )


def _numbers(versions: list[Version]) -> dict[tuple[str, str], int]:
    """Versions of an item by how often they were answered; of the only one there is no number."""
    found: dict[str, list[Version]] = {}
    for one in versions:
        found.setdefault(one.item_id, []).append(one)
    return {
        (item_id, one.version): number
        for item_id, several in found.items()
        if len(several) > 1
        for number, one in enumerate(
            sorted(several, key=lambda one: (-one.figures.n, one.version)), start=1
        )
    }


def _places(test: TestAndTotals) -> tuple[PlaceLine, ...]:
    found = []
    for name, part in test.whole.parts.items():
        kind, _, rest = name.partition(":")
        section, _, number = rest.partition(":")
        if kind == "draw" and section.isdigit() and number.isdigit():
            told = figure_words.of_part(part, test.whole.n, test.whole.parts_asked)
            mean = Told(test.whole.n, float(part.mean))
            found.append(PlaceLine(int(section) + 1, int(number), {"mean": mean, **told}))
    return tuple(sorted(found, key=lambda one: (one.section, one.number)))


routes = [
    Route("/teach/assignments/{assignment_id}/analysis", page(_analysis), methods=["GET"]),
]
