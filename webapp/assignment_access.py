"""An assignment before its staff: whose it is, and whom of its students they have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from webapp.permissions import Post, post, post_for_change, require_account, row_id
from webapp.queries import giving
from webapp.queries.assignments import AssignmentInfo, find_assignment
from webapp.queries.giving import Target
from webapp.site import Site, Visit


async def assignment_of(
    site: Site, visit: Visit, *, instructor: bool = False, change: bool = False
) -> tuple[AssignmentInfo, Post]:
    """The assignment of the address, and the visitor's post in its cohort.

    Raises:
        HTTPException: 401, 404 no such assignment, 403 as :func:`webapp.permissions.post`; with
            ``change`` 409 when the cohort is archived.
    """
    require_account(visit)
    key = row_id(visit.request.path_params["assignment_id"])
    info = await site.read(find_assignment, key) if key is not None else None
    if info is None:
        raise HTTPException(404, "error.no_assignment")
    if change:
        return info, await post_for_change(site, visit, info.cohort_id)
    return info, await post(site, visit, info.cohort_id, instructor=instructor)


async def require_reach(site: Site, info: AssignmentInfo, theirs: Post) -> None:
    """Dates and rules hold for everybody who has the assignment: who changes them must have all
    their groups.

    Raises:
        HTTPException: 403 it is given to others too.
    """
    if not await site.read(reaches, info, theirs):
        raise HTTPException(403, "error.others_assignment")


def reaches(connection: Connection, info: AssignmentInfo, theirs: Post) -> bool:
    """Whether a member of staff has everyone to whom an assignment is given."""
    if theirs.groups is None:
        return True
    targets = giving.list_targets(connection, info.id)
    students = giving.list_cohort_students(connection, info.cohort_id)
    return targets <= within(theirs, students, info.cohort_id)


def corrects(connection: Connection, info: AssignmentInfo, theirs: Post) -> bool:
    """Whether the pages of corrections are theirs to open: a correction touches everybody."""
    return theirs.instructor and reaches(connection, info, theirs)


def within(theirs: Post, students: Iterable[Any], cohort_id: int) -> set[Target]:
    """The targets that a member of staff may give to. ``students``: rows of the cohort."""
    found: set[Target] = {("cohort", cohort_id)} if theirs.groups is None else set()
    for row in students:
        if theirs.groups is None or (row[3] is not None and theirs.has(row[3])):
            found.add(("student", row[0]))
            if row[3] is not None:
                found.add(("group", row[3]))
    found |= {("group", group_id) for group_id in theirs.groups or ()}
    return found
