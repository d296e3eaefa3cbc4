"""JSON API, version 1: the course, its items without keys, answering, own progress.

The same cookie as the pages says who it is. A request that changes something must come from our
own pages (browsers state it) or carry the form token in ``X-CSRF-Token``; a program first asks
``/api/v1/me``, which gives a token and the cookie it fits.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Path, Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import APIKeyCookie
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from course.model import Course, Lesson
from quizzes.item import Item
from quizzes.outcome import ResponseError
from webapp.access import COOKIE, hashed, new_token
from webapp.api_models import (
    AnswerIn,
    AttemptOut,
    CourseOutline,
    ErrorAnswer,
    ItemOut,
    LessonOut,
    MeOut,
    OutcomeOut,
    ProgressOut,
    SittingOut,
)
from webapp.contents import load_done
from webapp.forms import Form
from webapp.marking import (
    Kept,
    NoSuchSitting,
    NotYours,
    OutOfStep,
    SittingClosed,
    judge,
    keep,
)
from webapp.queries import sittings
from webapp.routes.answers import item_version, refusal
from webapp.routes.lessons import assessment_of
from webapp.site import CrossSite, Site, Visit

MOST_ID = 2_147_483_647  # of a row: the database's integer


class _JsonRoute(APIRoute):
    """A route that looks at the content type before anything is read from the body."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            if request.method == "POST":
                _json_only(request)
            return await handle(request)

        return checked


router = APIRouter(prefix="/api/v1", route_class=_JsonRoute)
#: for the OpenAPI document; webapp.access reads the cookie
OWN = [
    Security(
        APIKeyCookie(
            name=COOKIE,
            scheme_name="reader",
            description="who it is; the first answer or /api/v1/me gives it",
            auto_error=False,
        )
    )
]
ProofHeader = Annotated[
    str,
    Header(
        alias="X-CSRF-Token",
        description="the token from /api/v1/me; a browser on our own pages may leave it out",
    ),
]


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ErrorAnswer} for status in statuses}


ERRORS = _errors(400, 403, 404, 409, 413, 415, 422, 500, 503)  # of an answer
NAMED_ERRORS = _errors(404, 422, 500, 503)  # of asking for something by its name
OWN_ERRORS = _errors(500, 503)
COURSE_ERRORS = _errors(500)


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


def _lesson(site: Site, lesson_id: str) -> Lesson:
    lesson = site.course.lessons.get(lesson_id)
    if lesson is None:
        raise HTTPException(404, "error.no_lesson")
    return lesson


def _item(site: Site, item_id: str) -> Item:
    item = site.course.items.get(item_id)
    if item is None:
        raise HTTPException(404, "error.no_item")
    return item


def _outline(lesson: Lesson) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "number": lesson.number,
        "title": lesson.title,
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "items": list(lesson.item_ids),
    }


@router.get("/course", response_model=CourseOutline, responses=COURSE_ERRORS, tags=["course"])
async def course_outline(request: Request) -> Any:
    """Chapters, sections with their objectives, lessons."""
    course: Course = _site(request).course
    return {
        "title": course.title,
        "edition": course.edition.isoformat(),
        "chapters": [
            {
                "id": chapter.id,
                "title": chapter.title,
                "sections": [
                    {
                        "number": section.number,
                        "title": section.title,
                        "objectives": {o.id: o.text for o in section.objectives},
                        "lessons": [_outline(course.lessons[name]) for name in section.lessons],
                    }
                    for section in chapter.sections
                ],
            }
            for chapter in course.chapters
        ],
    }


@router.get(
    "/lessons/{lesson_id}", response_model=LessonOut, responses=NAMED_ERRORS, tags=["course"]
)
async def lesson(request: Request, lesson_id: str) -> Any:
    """A lesson's text. Items are asked for one by one."""
    found = _lesson(_site(request), lesson_id)
    html = "".join(
        block.html if hasattr(block, "html") else f'<section id="item-{block.item_id}"></section>'
        for block in found.blocks
    )
    return _outline(found) | {
        "section": found.section,
        "html": html,
        "previous": found.previous,
        "next": found.next,
    }


@router.get("/items/{item_id}", response_model=ItemOut, responses=NAMED_ERRORS, tags=["course"])
async def item(request: Request, item_id: str) -> Any:
    """An item as a learner sees it before answering."""
    site = _site(request)
    found = _item(site, item_id)
    return {
        "id": found.id,
        "version": found.version,
        "type": found.type,
        "theme": found.theme,
        "difficulty": found.difficulty,
        "objectives": list(found.objectives),
        "norms": list(found.norms),
        "stem": found.stem,
        "hints": list(found.hints),
        "credit_rule": found.credit_rule,
        "interaction": found.public()["interaction"],
        "case": _case(site, found),
    }


def _case(site: Site, found: Item) -> dict[str, str] | None:
    if found.case is None:
        return None
    case = site.course.cases[found.case]
    return {"id": case.id, "title": case.title, "text": case.text}


async def _changing(request: Request, proof: str) -> tuple[Site, Visit]:
    """Site and visit of a request that changes something.

    Raises:
        CrossSite: another site sent it.
        HTTPException: 403, no proof that we sent it.
    """
    site = _site(request)
    visit = await site.visit(request)
    origin = site.access.origin(request)
    if origin == "cross":
        raise CrossSite
    if origin == "unknown" and not site.access.right_form_token(proof, visit.token_hash):
        raise HTTPException(403, "error.no_proof")
    return site, visit


def _json_only(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "error.content_type")


@router.post(
    "/items/{item_id}/attempts",
    response_model=OutcomeOut,
    responses=ERRORS,
    dependencies=OWN,
    tags=["answering"],
)
async def answer(
    request: Request,
    response: Response,
    item_id: str,
    sent: Annotated[AnswerIn, Body()],
    proof: ProofHeader = "",
) -> Any:
    """Answer an item in its lesson: read, scored, stored durably, then answered."""
    return await _answer(request, response, item_id, sent, proof, None)


@router.post(
    "/sittings/{sitting_id}/items/{item_id}/attempts",
    response_model=OutcomeOut,
    responses=ERRORS,
    dependencies=OWN,
    tags=["answering"],
)
async def answer_in_sitting(
    request: Request,
    response: Response,
    sitting_id: Annotated[int, Path(ge=1, le=MOST_ID)],
    item_id: str,
    sent: Annotated[AnswerIn, Body()],
    proof: ProofHeader = "",
) -> Any:
    """Answer an item in a sitting of one's own."""
    return await _answer(request, response, item_id, sent, proof, sitting_id)


async def _answer(
    request: Request,
    response: Response,
    item_id: str,
    sent: AnswerIn,
    proof: str,
    sitting_id: int | None,
) -> Any:
    site, visit = await _changing(request, proof)
    current = _item(site, item_id)
    found = await item_version(site, current, sent.version or current.version)
    if found is None:
        raise HTTPException(409, "error.version_gone")
    try:
        judged = judge(found, Form(sent.response).fields)
    except ResponseError as fault:
        response.status_code = 422
        return _plain_refusal(fault.code, refusal(site, visit, fault), 422)
    lesson_id = site.course.item_lessons[item_id]
    token, token_hash = site.token_for_write(visit)

    def work(connection: Connection) -> Kept:
        return keep(
            connection,
            judged,
            sent.attempt,
            assessment_of(site.course.lessons[lesson_id]),
            visit.now,
            user_id=visit.user_id,
            token_hash=token_hash,
            sitting_id=sitting_id,
        )

    try:
        kept = await site.writer.run(work)
    except NoSuchSitting:
        raise HTTPException(404, "error.no_sitting") from None
    except NotYours:
        raise HTTPException(403, "error.not_your_sitting") from None
    except SittingClosed:
        raise HTTPException(409, "error.sitting_closed") from None
    except OutOfStep:
        raise HTTPException(409, "error.out_of_step") from None
    if token is not None:
        site.access.set_cookie(response, token)
    newest = kept.newest
    outcome = judged.outcome
    if not kept.stored:  # say what stands, in the version it was given to, not what was sent now
        found = await item_version(site, current, newest.item_version) or found
        outcome = found.score(found.response_from_json(newest.response))
    return {
        "attempt": newest.number,
        "stored": kept.stored,
        "status": newest.status,
        "score": (newest.score.numerator, newest.score.denominator),
        "parts": [
            {"id": p.id, "verdict": p.verdict, "why": p.why, "chosen": p.chosen}
            for p in outcome.parts
        ],
        "misconceptions": list(outcome.misconceptions),
        "explanation": found.explanation,
    }


def _plain_refusal(code: str, message: str, status: int) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse({"error": {"code": code, "message": message}}, status)


@router.get(
    "/lessons/{lesson_id}/sitting",
    response_model=SittingOut,
    responses=NAMED_ERRORS,
    dependencies=OWN,
    tags=["answering"],
)
async def sitting(request: Request, lesson_id: str) -> Any:
    """One's own practice sitting of a lesson; 404 before the first answer."""
    site = _site(request)
    found = _lesson(site, lesson_id)
    visit = await site.visit(request)
    row = None
    if visit.user_id is not None:
        row = await site.read(sittings.find_sitting, visit.user_id, assessment_of(found))
    if row is None:
        raise HTTPException(404, "error.no_sitting")
    return {"id": row[0], "lesson": found.id, "closed": row[1] is not None and row[1] <= visit.now}


@router.get("/me", response_model=MeOut, responses=OWN_ERRORS, dependencies=OWN, tags=["own"])
async def me(request: Request, response: Response) -> Any:
    """Who the server takes you for, and the token that goes with your cookie."""
    site = _site(request)
    visit = await site.visit(request)
    if visit.token_hash is None:
        token = new_token()
        visit.token_hash = hashed(token)
        site.access.set_cookie(response, token)
    reader = visit.reader
    return {
        "name": reader.name if reader is not None and not reader.guest else None,
        "guest": reader is None or reader.guest,
        "csrf": site.csrf(visit),
    }


@router.get(
    "/me/progress",
    response_model=ProgressOut,
    responses=OWN_ERRORS,
    dependencies=OWN,
    tags=["own"],
)
async def own_progress(request: Request) -> Any:
    """One's newest answer to every item, and the lessons one finished."""
    site = _site(request)
    visit = await site.visit(request)
    if visit.user_id is None:
        return {"items": {}, "lessons_finished": []}
    done = await site.read(load_done, visit.user_id)
    return {
        "items": {
            item_id: {
                "status": answer.status,
                "score": (answer.score.numerator, answer.score.denominator),
                "at": answer.at,
            }
            for item_id, answer in done.items.items()
        },
        "lessons_finished": sorted(n for n, (_, finished) in done.readings.items() if finished),
    }


@router.get(
    "/me/attempts/{lesson_id}",
    response_model=list[AttemptOut],
    responses=NAMED_ERRORS,
    dependencies=OWN,
    tags=["own"],
)
async def own_attempts(request: Request, lesson_id: str) -> Any:
    """Every answer one gave in a lesson, with what it earned."""
    site = _site(request)
    found = _lesson(site, lesson_id)
    visit = await site.visit(request)
    if visit.user_id is None:
        return []
    row = await site.read(sittings.find_sitting, visit.user_id, assessment_of(found))
    if row is None:
        return []
    return [
        {
            "number": attempt.number,
            "item": attempt.item_id,
            "version": attempt.item_version,
            "response": attempt.form,
            "received_at": attempt.received_at,
            "status": attempt.status,
            "score": (attempt.score.numerator, attempt.score.denominator),
        }
        for attempt in await site.read(sittings.list_attempts, visit.user_id, assessment_of(found))
    ]
