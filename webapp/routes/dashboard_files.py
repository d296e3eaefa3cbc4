"""The tables of the dashboards as CSV and XLSX, for instructors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from course.model import Course
from webapp import explaining, permissions
from webapp.assignment_access import assignment_of
from webapp.exports import Order
from webapp.group_access import posted_group
from webapp.insight import answer_files, group_files, item_files, looks
from webapp.insight.alerts import bring_up_to_date
from webapp.insight.counting import up_to_date
from webapp.insight.file_words import say
from webapp.permissions import Post, post
from webapp.queries import cohorts, progress
from webapp.queries.assignments import AssignmentInfo, list_students
from webapp.routes.cohort_people import find_member
from webapp.routes.gradebook import table_file
from webapp.site import Site, Visit, page
from webapp.spreadsheets import Table

ENDINGS = ("csv", "xlsx")
_TURNS = 3


async def bring_group_up_to_date(site: Site, visit: Visit, group: Any) -> int:
    """Count what waits of a group's students, and judge them, but for what is archived; gives how
    many still wait.
    """
    students = await site.read(progress.list_students, group[0])
    ids = [row[0] for row in students]
    waiting = await up_to_date(site, ids)
    for _ in range(_TURNS):  # the keeper may be counting the same people: a file is worth waiting
        if not waiting:
            break
        waiting = await up_to_date(site, ids)
    if group[7] is None and group[8] is None:
        await bring_up_to_date(site, group[2], visit.now, [group[0]])
    return waiting


def _noted(order: Order, tables: list[Table], waiting: int) -> list[Table]:
    """Says on the sheet of definitions, which is the last, whose newest answers are missing."""
    if not waiting:
        return tables
    note = say(order, "export.head_n"), say(order, "glance.waiting", n=waiting), "", ""
    *first, last = tables
    return [*first, replace(last, rows=chain([note], last.rows))]


def _group_file(name: str, ending: str) -> Route:
    async def handler(site: Site, visit: Visit) -> Response:
        group, theirs = await posted_group(site, visit, instructor=True)
        waiting = await bring_group_up_to_date(site, visit, group)
        today = visit.now.astimezone(site.settings.zone).date()
        cohort = await site.read(cohorts.get, group[2])
        span = explaining.span(visit.request.query_params.get("days", ""), today, cohort[2])

        named: list[int] = []

        def make(connection: Connection, order: Order) -> list[Table]:
            found = group_files.load_group(
                connection, site.course, order, (group[0], group[1]), span, visit.now
            )
            named[:] = [one.student.user_id for one in found.people]
            tables = group_files.group_table(connection, site.course, order, found, name)
            return _noted(order, tables, waiting)

        async def log() -> None:
            if name not in group_files.NAMELESS:
                await looks.note_all(site, theirs, named, "file", name)

        stem = f"{name}-{group[1]}-{today}"
        return await table_file(site, visit, theirs, make, stem, ending, log)

    return Route(f"/groups/{{group_id}}/export/{name}.{ending}", page(handler))


def _assignment_file(
    name: str,
    ending: str,
    tables: Callable[[Connection, Course, Order, AssignmentInfo, Post], list[Table]],
) -> Route:
    async def handler(site: Site, visit: Visit) -> Response:
        info, theirs = await assignment_of(site, visit, instructor=True)
        given = await site.read(list_students, info.id, theirs.groups)
        waiting = await up_to_date(site, [one.user_id for one in given])

        def make(connection: Connection, order: Order) -> list[Table]:
            made = tables(connection, site.course, order, info, theirs)
            return _noted(order, made, waiting)

        return await table_file(site, visit, theirs, make, f"{name}-{info.id}-{info.title}", ending)

    return Route(f"/teach/assignments/{{assignment_id}}/{name}.{ending}", page(handler))


def _bank_file(ending: str) -> Route:
    async def handler(site: Site, visit: Visit) -> Response:
        cohort_id = visit.request.path_params["cohort_id"]
        theirs = await permissions.post(site, visit, cohort_id, instructor=True)
        waiting = await up_to_date(site)

        def make(connection: Connection, order: Order) -> list[Table]:
            tables = item_files.bank_tables(connection, site.course, order, theirs.user_id)
            return _noted(order, tables, waiting)

        day = visit.now.astimezone(site.settings.zone).date()
        return await table_file(site, visit, theirs, make, f"bank-analysis-{day}", ending)

    return Route(f"/teach/cohorts/{{cohort_id}}/bank/analysis.{ending}", page(handler))


def _answers_file(ending: str) -> Route:
    async def handler(site: Site, visit: Visit) -> Response:
        theirs = await post(site, visit, visit.request.path_params["cohort_id"], instructor=True)
        person, studies = await find_member(site, visit, theirs)
        await looks.note(site, theirs, person[0], "answers")
        studying = any(row[3] is None for row in studies)

        def make(connection: Connection, order: Order) -> list[Table]:
            return answer_files.answers_tables(
                connection, site.course, order, person[0], lessons=studying
            )

        day = visit.now.astimezone(site.settings.zone).date()
        return await table_file(site, visit, theirs, make, f"answers-{person[2]}-{day}", ending)

    return Route(f"/teach/cohorts/{{cohort_id}}/people/{{user_id}}/answers.{ending}", page(handler))


routes = [
    *(_group_file(name, ending) for name in group_files.OF_GROUP for ending in ENDINGS),
    *(_assignment_file("analysis", ending, item_files.analysis_tables) for ending in ENDINGS),
    *(_assignment_file("choices", ending, item_files.choices_tables) for ending in ENDINGS),
    *(_bank_file(ending) for ending in ENDINGS),
    *(_answers_file(ending) for ending in ENDINGS),
]
