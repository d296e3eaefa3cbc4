"""JSON API for the faculty's programs: how assignments and the bank's items work as questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from course.model import Course
from quizzes.generators import GENERATORS
from quizzes.item import Item
from quizzes.item_figures import Figure, ItemFigures
from quizzes.item_flags import Flag, item_flags
from quizzes.score_summary import PartFigures, ScoreSummary, score_figures
from webapp.bank import short_stem
from webapp.choice_names import choice_name, in_sentence
from webapp.figure_words import flag_words
from webapp.insight.figures import StoredFigures, all_figures, read
from webapp.item_bank import find_items
from webapp.queries import assignments, insight, own_items, teaching_api
from webapp.queries.insight import BANK, ItemRow, of_assignment
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
)
from webapp.teaching_models import Exact
from webapp.teaching_replies import After, Id, counted, errors, place, reply
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


def _flag(course: Course, language: str, item: Item | None, flag: Flag) -> FlagOut:
    name = ""
    if flag.choice is not None:
        name = in_sentence(course, choice_name(course, language, item, flag.choice))
    return FlagOut(
        code=flag.code,
        likely=flag.likely,
        choice=flag.choice,
        evidence=dict(flag.params),
        text=flag_words(language, flag, name).sentence,
    )


def _stem(course: Course, item_id: str, item: Item | None) -> str:
    if item is not None:
        return short_stem(course, item)
    generator = GENERATORS.get(item_id)
    return generator.title if generator is not None else ""


def _item(
    course: Course,
    language: str,
    row: ItemRow,
    item: Item | None,
    parts: Mapping[str, PartFigures],
) -> ItemFiguresOut:
    figures: ItemFigures = all_figures(item, row.summary)
    part = parts.get(f"item:{row.item_id}")
    thirds = figures.thirds
    return ItemFiguresOut(
        item=row.item_id,
        version=row.version,
        stem=_stem(course, row.item_id, item),
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
        flags=[_flag(course, language, item, one) for one in item_flags(figures)],
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
    rows: list[ItemRow],
    parts: Mapping[str, PartFigures],
) -> list[ItemFiguresOut]:
    items = find_items(connection, course, [(row.item_id, row.version) for row in rows])
    return [
        _item(course, language, row, items.get((row.item_id, row.version)), parts) for row in rows
    ]


def _scores(seen: ScoreSummary) -> tuple[ScoresOut, Mapping[str, PartFigures]]:
    figures = score_figures(seen)
    enough = figures.mean is not None
    return ScoresOut(
        n=figures.n,
        parts=figures.parts_asked,
        mean=Exact.maybe(figures.mean),
        median=Exact.maybe(figures.median),
        spread=figures.spread,
        skewness=figures.skewness,
        kurtosis=figures.kurtosis,
        reliability=_figure(figures.alpha),
        band=figures.band,
        standard_error=figures.standard_error,
        error_ratio=figures.error_ratio,
        distribution=[
            ScoreCount(points=Exact.of(points), sittings=n)
            for points, n in sorted(seen.totals.items())
        ]
        if enough
        else [],
    ), figures.parts


@router.get(
    "/assignments/{assignment_id}/analysis", response_model=AnalysisOut, responses=errors(404)
)
async def analysis(
    asked: Asked, assignment_id: Id, cursor: After = "", limit: ItemLimit = 50
) -> Any:
    """An assignment as a test, of everybody who has it, without names: the totals and each item,
    from first finished tries. Under 10 answers there is a reason instead of a figure.
    """
    info = await assignment_of(asked, assignment_id)
    offset = place(cursor)
    students = await asked.read(assignments.list_students, info.id)
    waiting = await counted(asked, [one.user_id for one in students])
    course, language = asked.site.course, asked.visit.lang

    def load(connection: Connection) -> AnalysisOut:
        scope = of_assignment(info.id)
        scores, parts = _scores(insight.find_scores(connection, scope) or ScoreSummary())
        rows = teaching_api.list_item_figures(connection, scope, offset=offset, limit=limit)
        total = insight.count_item_rows(connection, scope)
        return AnalysisOut(
            assignment=info.id,
            waiting=waiting,
            scores=scores,
            items=_items(connection, course, language, rows, parts),
            total=total,
            next=str(offset + limit) if offset + len(rows) < total else None,
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
    """Every item version of the bank that was answered, over all cohorts and without names, the
    gravest flag first: the course's items, the cohort's own and those shared with it.
    """
    await require_cohort(asked, cohort_id)
    offset = place(cursor)

    def load(connection: Connection) -> BankOut:
        rows, total = teaching_api.list_bank(
            connection, cohort_id, flagged=flagged, offset=offset, limit=limit
        )
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
    all variants together.
    """
    await require_cohort(asked, cohort_id)
    course, language = asked.site.course, asked.visit.lang

    def load(connection: Connection) -> BankItemOut | None:
        if item_id not in course.items and item_id not in GENERATORS:
            seen = own_items.list_seen(connection, cohort_id)
            if item_id not in [one.item_id for one in seen]:
                return None
        rows = insight.find_item_figures(connection, BANK, item_id)
        return BankItemOut(item=item_id, versions=_items(connection, course, language, rows, {}))

    found = await asked.read(load)
    if found is None:
        raise HTTPException(404, "error.no_such_item")
    return reply(asked, found)
