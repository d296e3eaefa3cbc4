"""JSON API for the faculty's programs: assignments, their results and analysis, the bank."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from webapp import gradebook
from webapp.queries import assignments, teaching_api
from webapp.queries import gradebook as grids
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.results import load_many
from webapp.teaching_models import (
    AssignmentOut,
    AssignmentsOut,
    Exact,
    ResultOut,
    ResultsOut,
    TargetsOut,
    WindowOut,
)
from webapp.teaching_replies import After, Id, Limit, OfGroup, errors, note_looks, place, reply
from webapp.token_access import Asked, Caller, require_cohort

router = APIRouter()


def _assignments(connection: Connection, asked: Caller) -> AssignmentsOut:
    cohort_id = asked.post.cohort_id
    infos = assignments.list_of_cohort(connection, cohort_id)
    closes = assignments.latest_closes(connection, infos)
    targets = teaching_api.list_targets(connection, cohort_id)
    members = grids.visible(grids.list_members(connection, cohort_id), asked.post.groups)
    mine = {one.user_id for one in members}
    found = []
    for info in infos:
        theirs = targets.get(info.id, set())
        limit = info.window.limit
        found.append(
            AssignmentOut(
                id=info.id,
                title=info.title,
                mode=info.rules.mode,
                withdrawn=info.withdrawn,
                window=WindowOut(
                    opens_at=info.window.opens,
                    due_at=info.window.due,
                    closes_at=info.window.closes,
                    closes_for_all_at=closes[info.id],
                    limit_seconds=int(limit.total_seconds()) if limit is not None else None,
                ),
                given_to=TargetsOut(
                    cohort=any(kind == "cohort" for kind, _ in theirs),
                    groups=sorted(
                        one for kind, one in theirs if kind == "group" and asked.post.has(one)
                    ),
                    students=sorted(
                        one for kind, one in theirs if kind == "student" and one in mine
                    ),
                ),
                attempts=info.rules.attempts,
                counts=info.rules.counts,
                pass_share=Exact.maybe(info.rules.pass_share),
                late=Exact.of(info.rules.late),
            )
        )
    return AssignmentsOut(assignments=found)


@router.get(
    "/cohorts/{cohort_id}/assignments", response_model=AssignmentsOut, responses=errors(404)
)
async def cohort_assignments(asked: Asked, cohort_id: Id) -> Any:
    """All assignments of the cohort, the withdrawn too, by opening."""
    await require_cohort(asked, cohort_id)
    return reply(asked, await asked.read(_assignments, asked))


async def assignment_of(asked: Caller, assignment_id: int) -> AssignmentInfo:
    """An assignment of the key's cohort.

    Raises:
        HTTPException: 404 there is none, 403 it is another cohort's.
    """
    info = await asked.read(assignments.find_assignment, assignment_id)
    if info is None:
        raise HTTPException(404, "error.no_assignment")
    await require_cohort(asked, info.cohort_id)
    found: AssignmentInfo = info
    return found


@dataclass(frozen=True, slots=True)
class _Results:
    """Some of those who have an assignment or have begun it, by id; ``total``: how many do."""

    some: list[ResultOut]
    total: int
    more: str | None


def _results(
    connection: Connection,
    asked: Caller,
    info: AssignmentInfo,
    group: int | None,
    after: int,
    limit: int,
) -> _Results:
    nobody = grids.load_grid(connection, info.cohort_id, only=info.id, user_ids=())
    began = grids.list_who_began(connection, info.id)
    theirs = [
        one
        for one in grids.visible(nobody.members, asked.post.groups)
        if one.user_id in nobody.given[info.id] or one.user_id in began
        if group is None or group in one.groups
    ]
    rest = sorted((one for one in theirs if one.user_id > after), key=lambda one: one.user_id)
    members = rest[:limit]
    scores = load_many(connection, [info], user_ids=[one.user_id for one in members])
    found = []
    for row in gradebook.rows(replace(nobody, scores=scores), [info], members):
        one, member = row.cells[0], row.member
        found.append(
            ResultOut(
                id=member.user_id,
                name=member.name,
                login=member.login,
                groups=sorted(one for one in member.groups if asked.post.has(one)),
                left=member.left,
                given=one.given,
                state=one.state,
                share=Exact.maybe(one.share),
                points=Exact.maybe(one.points),
                most=one.most,
                final=one.share is not None and one.final,
                late=one.late,
                passed=one.passed,
                tries=len(one.tries),
            )
        )
    more = str(members[-1].user_id) if len(rest) > limit else None
    return _Results(found, len(theirs), more)


@router.get(
    "/assignments/{assignment_id}/results", response_model=ResultsOut, responses=errors(404)
)
async def results(
    asked: Asked, assignment_id: Id, group: OfGroup = None, cursor: After = "", limit: Limit = 100
) -> Any:
    """What each student earned in an assignment, by the id of the student: of those who have it
    and of those who began it. Logged for each student that is given.
    """
    info = await assignment_of(asked, assignment_id)
    found = await asked.read(_results, asked, info, group, place(cursor), limit)
    await note_looks(asked, [one.id for one in found.some])
    return reply(
        asked,
        ResultsOut(assignment=info.id, results=found.some, total=found.total, next=found.more),
    )
