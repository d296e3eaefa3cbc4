"""JSON API for the faculty's programs, version 1: the cohort, its students, one student's answers.

Every request brings a key (``Authorization: Bearer …``) made on the page
``/teach/cohorts/{cohort_id}/api``. It gives what its maker may see in that cohort: their groups,
lessons and assignments, never self-study. Groups are in :mod:`webapp.routes.teaching_groups`,
assignments in :mod:`webapp.routes.teaching_work`, questions in
:mod:`webapp.routes.teaching_figures`.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from webapp.queries import cohorts, groups, members, people, teaching_api
from webapp.queries.teaching_api import Answer
from webapp.routes import teaching_figures, teaching_groups, teaching_work
from webapp.teaching_models import (
    CohortOut,
    Exact,
    GroupOut,
    MemberOut,
    MembersOut,
    Person,
    StudentAnswer,
    StudentAnswersOut,
    TokenOut,
)
from webapp.teaching_replies import After, Id, Limit, OfGroup, errors, note_looks, place, reply
from webapp.token_access import Asked, Caller, require_cohort

router = APIRouter(prefix="/api/v1/teaching", tags=["teaching"])
LESSON = "lesson:"


@router.get("/token", response_model=TokenOut, responses=errors())
async def token(asked: Asked) -> Any:
    """The key that was sent: whose it is, for which cohort, until when."""
    known = asked.token
    return reply(
        asked,
        TokenOut(
            id=known.id,
            label=known.label,
            cohort=known.cohort_id,
            made_by=known.maker.name,
            whole_cohort=asked.post.groups is None,
            created_at=known.created_at,
            expires_at=known.expires_at,
        ),
    )


def _cohort(connection: Connection, asked: Caller) -> CohortOut:
    row = cohorts.get(connection, asked.post.cohort_id)
    return CohortOut(
        id=row.id,
        title=row.title,
        archived=row.archived_at is not None,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        groups=[
            GroupOut(id=one[0], title=one[1], archived=one[5] is not None, students=one[6])
            for one in groups.list_of_cohort(connection, asked.post.cohort_id)
            if asked.post.has(one[0])
        ],
    )


@router.get("/cohorts/{cohort_id}", response_model=CohortOut, responses=errors(404))
async def cohort(asked: Asked, cohort_id: Id) -> Any:
    """The cohort and the groups that the key's maker teaches there."""
    await require_cohort(asked, cohort_id)
    return reply(asked, await asked.read(_cohort, asked))


@router.get("/cohorts/{cohort_id}/members", response_model=MembersOut, responses=errors(404))
async def cohort_members(
    asked: Asked, cohort_id: Id, group: OfGroup = None, cursor: After = "", limit: Limit = 100
) -> Any:
    """Who studies in the cohort now, by id. Logged for each student that is given."""
    await require_cohort(asked, cohort_id)
    after = place(cursor)
    rows = await asked.read(members.list_students, cohort_id, asked.post.groups)
    theirs: dict[int, MemberOut] = {}
    for user_id, name, login, group_id, _ in rows:
        one = theirs.setdefault(
            user_id, MemberOut(id=user_id, name=name, login=login or "", groups=[])
        )
        one.groups.append(group_id)
    found = [one for one in theirs.values() if group is None or group in one.groups]
    found.sort(key=lambda one: one.id)
    rest = [one for one in found if one.id > after]
    given = rest[:limit]
    await note_looks(asked, [one.id for one in given])
    more = str(given[-1].id) if len(rest) > limit else None
    return reply(asked, MembersOut(members=given, total=len(found), next=more))


async def _student(asked: Caller, user_id: int) -> tuple[Person, bool]:
    """(who it is, whether they study here now).

    Raises:
        HTTPException: 404 never studied here, 403 only in groups of others.
    """
    person = await asked.read(people.find_user, user_id)
    studies = await asked.read(members.list_studies, asked.post.cohort_id, user_id)
    if person is None or not studies:
        raise HTTPException(404, "error.no_person")
    going = [row for row in studies if row[3] is None]
    # who has left belongs to the staff where they were last
    if not any(asked.post.has(row[0]) for row in going or studies[:1]):
        raise HTTPException(403, "error.not_your_student")
    return Person(id=person[0], name=person[2], login=person[1] or ""), bool(going)


@router.get(
    "/cohorts/{cohort_id}/members/{user_id}/answers",
    response_model=StudentAnswersOut,
    responses=errors(404),
)
async def answers(
    asked: Asked, cohort_id: Id, user_id: Id, cursor: After = "", limit: Limit = 100
) -> Any:
    """A student's answers in lessons and in this cohort's assignments, in the order they came. Of
    someone who has left the cohort only those in assignments. Logged.
    """
    await require_cohort(asked, cohort_id)
    after = place(cursor)
    student, here = await _student(asked, user_id)
    found: list[Answer] = await asked.read(
        teaching_api.list_answers,
        user_id,
        cohort_id,
        lessons=here,
        after=after,
        limit=limit + 1,
    )
    await note_looks(asked, [user_id])
    given = found[:limit]
    return reply(
        asked,
        StudentAnswersOut(
            student=student,
            answers=[_answer(one) for one in given],
            next=str(given[-1].attempt_id) if len(found) > limit else None,
        ),
    )


def _answer(one: Answer) -> StudentAnswer:
    lesson = one.assessment.removeprefix(LESSON) if one.assignment_id is None else None
    status: Any = one.status
    return StudentAnswer(
        id=one.attempt_id,
        item=one.item_id,
        version=one.version,
        lesson=lesson,
        assignment=one.assignment_id,
        number=one.number,
        received_at=one.received_at,
        response={name: given for name, given in one.form.items() if name != "csrf"},
        status=status,
        share=Exact.of(one.score) if one.status == "scored" else None,
        by_person=one.by_person,
        misconceptions=one.misconceptions,
    )


router.include_router(teaching_groups.router)
router.include_router(teaching_work.router)
router.include_router(teaching_figures.router)
