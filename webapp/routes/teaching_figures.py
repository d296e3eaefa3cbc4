"""JSON API for the faculty's programs: how assignments and the bank's items work as questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from course.model import Course
from quizzes.generators import GENERATORS
from quizzes.item import Item
from quizzes.item_figures import Figure
from quizzes.item_flags import Flag, item_flags
from quizzes.item_summary import ItemSummary
from quizzes.score_summary import PartFigures, ScoreFigures, ScoreSummary
from webapp.assignment_figures import Basis, View, view_of, whole_figures
from webapp.bank import short_stem
from webapp.choice_names import choice_name, in_sentence
from webapp.figure_words import flag_words
from webapp.insight.counting import up_to_date_of
from webapp.insight.figures import (
    FEWEST_PEOPLE,
    StoredFigures,
    all_figures,
    over_cohorts,
    over_few,
    read,
)
from webapp.insight.strangers import untold
from webapp.item_bank import find_items
from webapp.queries import assignments, item_analysis, own_items, summaries, teaching_api
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.item_analysis import Wanted
from webapp.queries.summaries import BANK, of_assignment
from webapp.routes.teaching_work import assignment_of
from webapp.teaching_figure_models import (
    AnalysisOut,
    BankItemOut,
    BankLine,
    BankOut,
    ChoiceOut,
    FigureOut,
    FlagOut,
    ItemFiguresOut,
    ScoreCount,
    ScoresOut,
    TestOut,
)
from webapp.teaching_models import Exact
from webapp.teaching_replies import After, Id, errors, place, reply
from webapp.token_access import Asked, require_cohort

router = APIRouter()
MOST_ITEMS = 100
ItemLimit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="at most so many item versions")]
ItemId = Annotated[str, Path(pattern=r"^[0-9A-Za-z.\-]{1,100}$")]


def _figure(found: Figure) -> FigureOut:
    interval = found.interval
    return FigureOut(
        n=found.n,
        value=found.value,
        missing=found.missing,
        low=interval.low if interval is not None else None,
        high=interval.high if interval is not None else None,
    )


def _flag(course: Course, language: str, item: Item | None, flag: Flag, *, others: bool) -> FlagOut:
    name = ""
    if flag.choice is not None:
        name = in_sentence(course, choice_name(course, language, item, flag.choice))
    return FlagOut(
        code=flag.code,
        likely=flag.likely,
        choice=flag.choice,
        evidence={} if others and over_few(flag) else dict(flag.params),
        text=flag_words(language, flag, name).sentence,
    )


def _stem(course: Course, item_id: str, item: Item | None) -> str:
    if item is not None:
        return short_stem(course, item)
    generator = GENERATORS.get(item_id)
    return generator.title if generator is not None else ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """An item version and the answers it is judged by. ``others``: also of people whom the key's
    maker does not teach.
    """

    item_id: str
    version: str
    basis: Basis
    summary: ItemSummary
    others: bool


def _item(
    course: Course,
    language: str,
    seen: _Seen,
    item: Item | None,
    parts: Mapping[str, PartFigures],
) -> ItemFiguresOut:
    figures = all_figures(item, seen.summary)
    flags = item_flags(figures)
    if seen.others:
        figures = over_cohorts(figures)
    part = parts.get(f"item:{seen.item_id}")
    thirds = figures.thirds
    return ItemFiguresOut(
        item=seen.item_id,
        version=seen.version,
        stem=_stem(course, seen.item_id, item),
        basis=seen.basis,
        n=figures.n,
        blank=figures.blank if figures.enough else None,
        mean=Exact.maybe(figures.mean),
        facility=_figure(figures.facility),
        spread=_figure(figures.spread),
        discrimination=_figure(figures.discrimination),
        efficiency=_figure(figures.efficiency),
        guess=_figure(figures.guess),
        seconds=_figure(figures.seconds),
        effective_weight=part.effective_weight if part is not None else None,
        bottom_third=thirds.bottom if thirds is not None else None,
        top_third=thirds.top if thirds is not None else None,
        flags=[_flag(course, language, item, one, others=seen.others) for one in flags],
        choices=[
            ChoiceOut(
                choice=one.choice,
                key=one.key,
                taken=one.taken,
                bottom=one.bottom,
                top=one.top,
                mean_rest=Exact.maybe(one.mean_rest),
            )
            for one in figures.choices
        ],
    )


def _items(
    connection: Connection,
    course: Course,
    language: str,
    seen: Sequence[_Seen],
    parts: Mapping[str, PartFigures],
) -> list[ItemFiguresOut]:
    items = find_items(connection, course, [(one.item_id, one.version) for one in seen])
    return [
        _item(course, language, one, items.get((one.item_id, one.version)), parts) for one in seen
    ]


def _scores(seen: ScoreSummary, figures: ScoreFigures) -> ScoresOut:
    counted = seen.totals if figures.mean is not None else {}
    return ScoresOut(
        n=figures.n,
        mean=Exact.maybe(figures.mean),
        median=Exact.maybe(figures.median),
        spread=figures.spread,
        distribution=[
            ScoreCount(points=Exact.of(points), sittings=n) for points, n in sorted(counted.items())
        ],
    )


def _test(figures: ScoreFigures, basis: Basis) -> TestOut:
    return TestOut(
        basis=basis,
        n=figures.n,
        parts=figures.parts_asked,
        skewness=figures.skewness,
        kurtosis=figures.kurtosis,
        reliability=_figure(figures.alpha),
        band=figures.band,
        standard_error=figures.standard_error,
        error_ratio=figures.error_ratio,
    )


def _seen(
    connection: Connection, info: AssignmentInfo, view: View, offset: int, limit: int
) -> tuple[list[_Seen], int]:
    """(some of the item versions that may be shown, how many there are in all)."""
    scope = of_assignment(info.id)
    shown = [
        (head, view.basis((head.item_id, head.version), head.n))
        for head in summaries.list_item_rows(connection, scope)
    ]
    shown = [
        (head, basis)
        for head, basis in shown
        if basis == "all" or (head.item_id, head.version) in view.own
    ]
    here = shown[offset : offset + limit]
    whole = teaching_api.list_summaries(
        connection, scope, {head.item_id for head, basis in here if basis == "all"}
    )
    found = []
    for head, basis in here:
        key = head.item_id, head.version
        summary = whole[key] if basis == "all" else view.own[key]
        found.append(_Seen(*key, basis, summary, basis == "all" and view.mine is not None))
    return found, len(shown)


@router.get(
    "/assignments/{assignment_id}/analysis", response_model=AnalysisOut, responses=errors(404)
)
async def analysis(
    asked: Asked, assignment_id: Id, cursor: After = "", limit: ItemLimit = 10
) -> Any:
    """An assignment as a test, without names: the totals and each item, from first finished
    tries. Under 10 answers there is a reason instead of a figure.
    """
    info = await assignment_of(asked, assignment_id)
    offset = place(cursor)
    waiting = await up_to_date_of(
        asked.site,
        lambda connection: assignments.list_student_ids(connection, info.id, asked.post.groups),
    )
    course, language = asked.site.course, asked.visit.lang

    def load(connection: Connection) -> AnalysisOut:
        view = view_of(connection, info, asked.post)
        test = whole_figures(connection, info, view)
        totals = view.own_scores
        if view.mine is None:
            totals = summaries.find_scores(connection, of_assignment(info.id)) or totals
        seen, total = _seen(connection, info, view, offset, limit)
        return AnalysisOut(
            assignment=info.id,
            waiting=waiting,
            scores=_scores(totals, test.totals),
            test=_test(test.whole, test.basis),
            items=_items(connection, course, language, seen, test.whole.parts),
            total=total,
            next=str(offset + limit) if offset + len(seen) < total else None,
        )

    return reply(asked, await asked.read(load))


def _line(stored: StoredFigures, item_id: str, version: str) -> BankLine:
    return BankLine(
        item=item_id,
        version=version,
        n=stored.n,
        flags=[flag.code for flag in stored.flags],
        facility=_figure(stored.facility),
        discrimination=_figure(stored.discrimination),
    )


@router.get("/cohorts/{cohort_id}/bank", response_model=BankOut, responses=errors(404))
async def bank(
    asked: Asked,
    cohort_id: Id,
    flagged: Annotated[bool, Query(description="only item versions with a flag")] = False,
    cursor: After = "",
    limit: ItemLimit = 50,
) -> Any:
    """The item versions of the bank with answers enough, over all cohorts and without names, the
    gravest flag first: of the course's items and the cohort's own. Left out are those that few
    people answered whom the key's maker does not teach (/figures#others).
    """
    await require_cohort(asked, cohort_id)
    offset = place(cursor)

    def load(connection: Connection) -> BankOut:
        wanted = Wanted("any" if flagged else "", untold=untold(connection, asked.post.user_id))
        rows = item_analysis.list_versions(connection, cohort_id, wanted, offset, limit)
        total = item_analysis.count_versions(connection, cohort_id, wanted)
        return BankOut(
            items=[_line(read(row.figures), row.item_id, row.version) for row in rows],
            total=total,
            next=str(offset + limit) if offset + len(rows) < total else None,
        )

    return reply(asked, await asked.read(load))


@router.get(
    "/cohorts/{cohort_id}/bank/{item_id}", response_model=BankItemOut, responses=errors(404)
)
async def bank_item(asked: Asked, cohort_id: Id, item_id: ItemId) -> Any:
    """How each version of an item was answered, over all cohorts and without names; of a generator
    all variants together. Versions are left out as in the list.
    """
    await require_cohort(asked, cohort_id)
    course, language = asked.site.course, asked.visit.lang

    def load(connection: Connection) -> BankItemOut | None:
        own = own_items.find_own(connection, item_id)
        known = item_id in course.items or item_id in GENERATORS
        if not known and (own is None or own.cohort_id != cohort_id):
            return None
        hidden = untold(connection, asked.post.user_id, item_id)
        seen = [
            _Seen(item_id, row.version, "all", row.summary, others=True)
            for row in summaries.find_item_figures(connection, BANK, item_id)
            if row.n >= FEWEST_PEOPLE and (item_id, row.version) not in hidden
        ]
        return BankItemOut(item=item_id, versions=_items(connection, course, language, seen, {}))

    found = await asked.read(load)
    if found is None:
        raise HTTPException(404, "error.no_such_item")
    return reply(asked, found)
