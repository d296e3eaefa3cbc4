"""Mock exams: their rules before the start, and the start."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.exams import Exam
from quizzes.assessment import Draw
from quizzes.drawing import CannotDraw
from quizzes.timing import Window
from webapp import rule_sentences
from webapp.messages import translate
from webapp.pages.practice import ExamLine, ExamsPage, ExamStartPage
from webapp.permissions import require_account
from webapp.queries import own_sets, people, self_tests
from webapp.queries.own_sets import PastSet
from webapp.queries.self_tests import SelfTestInfo
from webapp.self_test import mock
from webapp.self_test.beginning import begin
from webapp.self_test.feeding import up_to_date
from webapp.site import Site, Visit, page

MOST_PAST = 200
"""Past sittings looked through for the results of one exam."""


def _exam(site: Site, visit: Visit) -> Exam:
    found = site.course.exams.get(visit.request.path_params["exam_id"])
    if found is None:
        raise HTTPException(404, "error.no_exam")
    return found


async def _lines(site: Site, visit: Visit, exams: Sequence[Exam]) -> list[ExamLine]:
    user_id = require_account(visit)

    def load(connection: Connection) -> tuple[list[SelfTestInfo], list[PastSet]]:
        return (
            self_tests.list_running(connection, user_id),
            own_sets.list_past(connection, user_id, kinds=("mock",), most=MOST_PAST),
        )

    running, past = await site.read(load)
    return [_line(visit.lang, exam, running, past, visit.now) for exam in exams]


def _line(
    lang: str, exam: Exam, running: list[SelfTestInfo], past: list[PastSet], now: datetime
) -> ExamLine:
    theirs = [one for one in past if mock.exam_of(one.definition) == exam.id]
    scored = [(one.result.share, one.finished) for one in theirs if one.result is not None]
    open_now = _running(running, exam, now)
    return ExamLine(
        id=exam.id,
        title=exam.title,
        about=exam.about,
        rules=tuple(_rules(lang, exam)),
        taken=len(theirs),
        last=scored[0][0] if scored else None,
        last_on=scored[0][1] if scored else None,
        best=max(share for share, _ in scored) if len(scored) > 1 else None,
        running=open_now.sitting_id if open_now is not None else None,
        running_ends=open_now.created_at + open_now.limit
        if open_now is not None and open_now.limit is not None
        else None,
    )


def _running(running: list[SelfTestInfo], exam: Exam, now: datetime) -> SelfTestInfo | None:
    """A sitting of the exam that still has time."""
    return next(
        (
            one
            for one in running
            if one.kind == "mock"
            and mock.exam_of(one.definition) == exam.id
            and one.limit is not None
            and one.created_at + one.limit > now
        ),
        None,
    )


def _rules(lang: str, exam: Exam) -> list[str]:
    """All that holds, in sentences."""
    parts = len(exam.assessment.sections)
    found = [
        translate(lang, "practice.exam_counts", n=exam.count, parts=parts),
        translate(lang, "rules.limit", span=rule_sentences.duration(lang, exam.limit)),
        translate(lang, "rules.saved_counts"),
        translate(lang, "practice.exam_no_feedback"),
        translate(lang, "practice.exam_freely"),
        translate(lang, "practice.exam_new_first"),
    ]
    if exam.variants:
        found.append(translate(lang, "practice.exam_variants"))
    return found


async def _list(site: Site, visit: Visit) -> Response:
    require_account(visit)
    view = ExamsPage(tuple(await _lines(site, visit, list(site.course.exams.values()))))
    title = site.say(visit, "practice.exams")
    return site.page(visit, "practice_exams.html", view, title=title, section="practice")


async def _page(site: Site, visit: Visit) -> Response:
    require_account(visit)
    exam = _exam(site, visit)
    (line,) = await _lines(site, visit, [exam])
    window = Window(opens=visit.now, limit=exam.limit)
    view = ExamStartPage(
        exam=line,
        parts=tuple(
            (part.title, sum(one.count for one in part.entries if isinstance(one, Draw)))
            for part in exam.assessment.sections
        ),
        deadline=rule_sentences.deadline_now(visit.lang, site.settings.zone, window, visit.now),
    )
    return site.page(visit, "practice_exam.html", view, title=exam.title, section="practice")


async def _start(site: Site, visit: Visit) -> Response:
    user_id = require_account(visit)
    exam = _exam(site, visit)
    await site.form(visit)
    await up_to_date(site, user_id, visit.now)

    def load(connection: Connection) -> tuple[list[SelfTestInfo], set[str]]:
        running = self_tests.list_running(connection, user_id)
        return running, own_sets.list_met(connection, user_id)

    running, seen = await site.read(load)
    open_now = _running(running, exam, visit.now)
    if open_now is not None:
        return RedirectResponse(f"/sittings/{open_now.sitting_id}", 303)
    seed = secrets.token_hex(16)  # made here, so that the write may be run again
    try:
        items = mock.drawn(site.course, exam, seen, seed)
    except CannotDraw as fault:  # generators it counted on make nothing
        mock.log.error("%s: %s", exam.id, fault)
        raise HTTPException(503, "error.cannot_generate") from fault

    def work(connection: Connection) -> int:
        people.bump(connection, user_id)  # holds the row: a press in another process waits here
        begun = _running(self_tests.list_running(connection, user_id), exam, visit.now)
        if begun is not None:  # by a second press meanwhile
            return begun.sitting_id
        return begin(
            connection,
            user_id=user_id,
            kind="mock",
            title=exam.title,
            mode="exam",
            items=items,
            seed=seed,
            now=visit.now,
            limit=exam.limit,
            definition=mock.definition(exam),
        )

    return RedirectResponse(f"/sittings/{await site.writer.run(work)}", 303)


routes = [
    Route("/practice/exams", page(_list), methods=["GET"]),
    Route("/practice/exams/{exam_id}", page(_page), methods=["GET"]),
    Route("/practice/exams/{exam_id}/start", page(_start), methods=["POST"]),
]
