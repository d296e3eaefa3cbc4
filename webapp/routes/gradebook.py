"""The gradebook of a cohort, an assignment's results, and the files of both."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import BinaryIO, cast

from sqlalchemy import Connection
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from webapp import exports, gradebook, item_bank, permissions
from webapp.assignment_access import assignment_of, corrects
from webapp.assignment_items import beginning
from webapp.exports import Order
from webapp.gradebook import STATES, Row
from webapp.pages.gradebook import (
    AssignmentResultsPage,
    ExportPage,
    GradebookFilters,
    GradebookPage,
    ItemCell,
    ItemColumn,
    ResultLine,
)
from webapp.permissions import Post, row_id
from webapp.queries import assignments, members
from webapp.queries import gradebook as grids
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.gradebook import Grid, Member
from webapp.queries.results import SittingScore
from webapp.site import Site, Visit, page
from webapp.spreadsheets import Table, disposition, pieces, write_csv, write_xlsx

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_NAME = 100
BINS = 10
MOST_COLUMNS = 30
"""Items that can stand beside each other; of more, each student's stand in their own order."""
WORST = 15
"""Items listed at first, when there are more than MOST_COLUMNS."""


ON_A_LEAF = 40
"""Students shown at once; the files hold all."""


async def _cohort(site: Site, visit: Visit) -> Post:
    return await permissions.post(site, visit, visit.request.path_params["cohort_id"])


def _load(connection: Connection, cohort_id: int) -> tuple[Grid, list[tuple[int, str]]]:
    return grids.load_grid(connection, cohort_id), grids.list_groups(connection, cohort_id)


async def _gradebook(site: Site, visit: Visit) -> Response:
    post = await _cohort(site, visit)
    view = await site.read(_gradebook_page, post, _filters(visit), visit.now)
    return site.page(
        visit, "gradebook.html", view, title=f"{site.say(visit, 'grade.title')} · {post.cohort}"
    )


def _filters(visit: Visit) -> GradebookFilters:
    """What the address asks for; what it cannot be is as good as not asked."""
    asked = visit.request.query_params
    which = asked.get("assignment", "")
    return GradebookFilters(
        group=row_id(asked.get("group", "")) or 0,
        which=which if which == "exams" or row_id(which) else "all",
        state=asked.get("state", "") if asked.get("state") in STATES else "",
        name=asked.get("name", "").replace("\x00", "")[:MOST_NAME].strip(),
        sort="result" if asked.get("sort") == "result" else "name",
        leaf=row_id(asked.get("leaf", "")) or 1,
    )


def _gradebook_page(
    connection: Connection, post: Post, filters: GradebookFilters, now: object
) -> GradebookPage:
    grid, groups = _load(connection, post.cohort_id)
    infos = [info for info in grid.infos if _shown(info, filters.which)]
    seen = _called(connection, post, grid)
    lines = gradebook.rows(grid, infos, seen)
    if filters.group:
        lines = [line for line in lines if filters.group in line.member.groups]
    found = [line for line in lines if _matches(line, filters)]
    found.sort(key=gradebook.by_result if filters.sort == "result" else gradebook.by_name)
    leaves = max(1, -(-len(found) // ON_A_LEAF))
    leaf = min(filters.leaf, leaves)
    return GradebookPage(
        cohort_id=post.cohort_id,
        cohort=post.cohort,
        infos=tuple(infos),
        all_infos=tuple(grid.infos),
        groups=tuple(one for one in groups if post.has(one[0])),
        rows=tuple(found[(leaf - 1) * ON_A_LEAF : leaf * ON_A_LEAF]),
        found=len(found),
        leaf=leaf,
        leaves=leaves,
        students=len(lines),
        filters=filters,
        states=STATES,
        to_mark=sum(one.state == "handed-in" for line in lines for one in line.cells),
        absent=sum(
            one.given and one.state == "not-started" and _over(info, now)
            for line in lines
            for info, one in zip(infos, line.cells, strict=True)
        ),
        instructor=post.instructor,
    )


def _called(connection: Connection, post: Post, grid: Grid) -> list[Member]:
    """Those whom a reader may see, with their names as they are shown."""
    namesakes = members.find_namesakes(connection, post.cohort_id)
    return namesakes.all_called(grids.visible(grid.members, post.groups))


def _over(info: AssignmentInfo, now: object) -> bool:
    return info.window.closes is not None and info.window.closes < now  # type: ignore[operator]


def _shown(info: AssignmentInfo, which: str) -> bool:
    if which == "all":
        return True
    return info.rules.mode == "exam" if which == "exams" else str(info.id) == which


def _matches(line: Row, filters: GradebookFilters) -> bool:
    return (not filters.name or filters.name.casefold() in line.member.name.casefold()) and (
        not filters.state or any(_in_state(one, filters.state) for one in line.cells)
    )


def _in_state(one: gradebook.Cell, state: str) -> bool:
    return one.state == state and (one.given or bool(one.tries))


async def _results(site: Site, visit: Visit) -> Response:
    info, post = await assignment_of(site, visit)
    whole = visit.request.query_params.get("items") == "all"
    view = await site.read(_results_page, site, post, info, whole)
    return site.page(
        visit,
        "gradebook_results.html",
        view,
        title=f"{info.title} · {site.say(visit, 'results.title')}",
    )


def _results_page(
    connection: Connection, site: Site, post: Post, info: AssignmentInfo, whole: bool
) -> AssignmentResultsPage:
    grid = grids.load_grid(connection, post.cohort_id, only=info.id)
    seen = _called(connection, post, grid)
    mine = {one.user_id for one in seen}
    lines = gradebook.rows(grid, grid.infos, seen)
    lines.sort(key=gradebook.by_name)
    scores = {one.sitting_id: one for one in grid.scores[info.id]}
    done = [one for one in scores.values() if one.closed_at is not None and one.user_id in mine]
    columns = _columns(connection, site, done)
    by_place = len(columns) > MOST_COLUMNS
    found = []
    for line in lines:
        one = line.cells[0]
        if one.share is None or one.opens is None:
            continue
        score = scores[one.opens]
        found.append(
            ResultLine(
                member=line.member,
                sitting_id=score.sitting_id,
                share=one.share,
                earned=score.result.earned,
                most=score.result.most,
                final=one.final,
                late=one.late,
                cells=_cells(score, columns, info, by_place=by_place),
            )
        )
    shares = sorted(one.share for one in found)
    share_marks = info.rules.pass_share
    return AssignmentResultsPage(
        assignment=info,
        cohort=post.cohort,
        items=len(columns),
        columns=_worst(columns) if by_place and not whole else columns,
        by_place=by_place,
        heads=tuple(
            (place, "") for place in range(1, max((len(one.cells) for one in found), default=0) + 1)
        )
        if by_place
        else tuple((one.number, one.stem) for one in columns),
        lines=tuple(found),
        bins=_bins(shares),
        median=_median(shares),
        passed=sum(share >= share_marks for share in shares) if share_marks is not None else None,
        waiting=sum(not one.final for one in found),
        instructor=post.instructor,
        corrects=corrects(connection, info, post),
    )


def _columns(
    connection: Connection, site: Site, done: Sequence[SittingScore]
) -> tuple[ItemColumn, ...]:
    """The items drawn, the most often drawn first, among equals by their usual place."""
    shares: dict[str, list[Fraction | None]] = {}
    answered: dict[str, int] = {}
    places: dict[str, int] = {}
    fixed: dict[str, str | None] = {}
    for one in done:
        for line in one.lines:
            shares.setdefault(line.item_id, []).append(line.score.share)
            answered[line.item_id] = answered.get(line.item_id, 0) + line.score.answered
            places[line.item_id] = places.get(line.item_id, 0) + line.position
            fixed[line.item_id] = line.correction or fixed.get(line.item_id)
    order = sorted(
        shares, key=lambda item: (-len(shares[item]), places[item] / len(shares[item]), item)
    )
    found = []
    for number, item_id in enumerate(order, start=1):
        item = item_bank.newest_item(connection, site.course, item_id)
        marked = [share for share in shares[item_id] if share is not None]
        found.append(
            ItemColumn(
                number=number,
                item_id=item_id,
                stem=beginning(site.course.plain(item.stem)) if item is not None else item_id,
                sittings=len(shares[item_id]),
                answered=answered[item_id],
                mean=sum(marked, Fraction(0)) / len(marked) if marked else None,
                lost=len(marked) - sum(marked, Fraction(0)),
                correction=fixed[item_id],
            )
        )
    return tuple(found)


def _worst(columns: Sequence[ItemColumn]) -> tuple[ItemColumn, ...]:
    """The items where the students lost most: an item drawn once cannot outweigh one that many
    got wrong.
    """
    return tuple(sorted(columns, key=lambda one: (-one.lost, one.number))[:WORST])


def _cells(
    score: SittingScore, columns: Sequence[ItemColumn], info: AssignmentInfo, *, by_place: bool
) -> tuple[ItemCell | None, ...]:
    known = {one.item_id: one for one in columns}
    earned: dict[str, ItemCell] = {}
    for line in score.lines:
        points = gradebook.item_points(line.score, info.rules)
        column = known[line.item_id]
        word = "out" if line.score.left_out else "wait" if points is None else points
        earned[line.item_id] = ItemCell(word, column.number, column.stem)
    if by_place:
        ordered = sorted(score.lines, key=lambda line: line.position)
        return tuple(earned[line.item_id] for line in ordered)
    return tuple(earned.get(column.item_id) for column in columns)


def _bins(shares: Sequence[Fraction]) -> tuple[tuple[int, int, int], ...]:
    """Ten equal steps; the whole stands in the last."""
    counts = [0] * BINS
    for share in shares:
        counts[min(BINS - 1, int(share * BINS))] += 1
    step = 100 // BINS
    return tuple((step * place, step * (place + 1), n) for place, n in enumerate(counts))


def _median(shares: Sequence[Fraction]) -> Fraction | None:
    if not shares:
        return None
    middle = len(shares) // 2
    return shares[middle] if len(shares) % 2 else (shares[middle - 1] + shares[middle]) / 2


async def _export(site: Site, visit: Visit) -> Response:
    post = await _cohort(site, visit)
    infos = await site.read(assignments.list_of_cohort, post.cohort_id)
    view = ExportPage(post.cohort_id, post.cohort, exports.NAMES, tuple(infos))
    return site.page(
        visit,
        "gradebook_export.html",
        view,
        title=f"{site.say(visit, 'export.title')} · {post.cohort}",
    )


Make = Callable[[Connection, Order], list[Table]]


async def table_file(
    site: Site,
    visit: Visit,
    post: Post,
    make: Make,
    stem: str,
    ending: str,
    made: Callable[[], Awaitable[None]] | None = None,
) -> Response:
    """A file written beside the event loop, a piece at a time. ``made`` is awaited when it is
    written: if that fails, nothing is sent.
    """
    order = Order(post.cohort_id, post.groups, visit.lang, site.settings.zone)

    def write(connection: Connection) -> BinaryIO:
        file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  closed when sent
        tables = make(connection, order)
        if ending == "csv":
            write_csv(file, tables[0], order.zone)
        else:
            write_xlsx(file, tables, order.zone)
        return file

    file = await site.read(write)
    try:
        if made is not None:
            await made()
    except BaseException:
        file.close()
        raise
    return StreamingResponse(
        pieces(file),
        media_type=CSV if ending == "csv" else XLSX,
        headers={
            "content-disposition": disposition(f"{stem}.{ending}"),
            "content-length": str(file.seek(0, 2)),
            "cache-control": "private, no-store",
        },
    )


def _cohort_file(name: str, ending: str) -> Route:
    """The route of one of a cohort's files."""
    names = exports.NAMES if name == "everything" else (name,)

    async def handler(site: Site, visit: Visit) -> Response:
        post = await _cohort(site, visit)
        group = row_id(visit.request.query_params.get("group", "")) or 0
        only = group if name == "gradebook" else 0
        within = post.cohort
        if only:
            titles = dict(await site.read(grids.list_groups, post.cohort_id))
            within = titles.get(only, within) if post.has(only) else within

        def make(connection: Connection, order: Order) -> list[Table]:
            if only:  # of a group one does not have: nobody
                order = replace(order, groups=frozenset({only} if post.has(only) else ()))
            return exports.tables(connection, order, names)

        day = visit.now.astimezone(site.settings.zone).strftime("%Y-%m-%d")
        return await table_file(site, visit, post, make, f"{name}-{within}-{day}", ending)

    place = "gradebook" if name == "gradebook" else f"export/{name}"
    return Route(f"/teach/cohorts/{{cohort_id}}/{place}.{ending}", page(handler))


def _results_file(ending: str) -> Route:
    async def handler(site: Site, visit: Visit) -> Response:
        info, post = await assignment_of(site, visit)

        def make(connection: Connection, order: Order) -> list[Table]:
            return [exports.results_table(connection, order, info)]

        return await table_file(site, visit, post, make, f"results-{info.id}-{info.title}", ending)

    return Route(f"/teach/assignments/{{assignment_id}}/results.{ending}", page(handler))


routes = [
    Route("/teach/cohorts/{cohort_id}/gradebook", page(_gradebook)),
    Route("/teach/cohorts/{cohort_id}/export", page(_export)),
    *(_cohort_file(name, ending) for name in exports.NAMES for ending in ("csv", "xlsx")),
    _cohort_file("everything", "xlsx"),
    Route("/teach/assignments/{assignment_id}/results", page(_results)),
    _results_file("csv"),
    _results_file("xlsx"),
]
