"""A second look at a mark: the student asks, an instructor grants or declines with a reply."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.model import Course
from quizzes.interactions.essay import Essay
from quizzes.item import Item
from quizzes.outcome import Outcome
from webapp import item_bank, permissions
from webapp.forms import Form
from webapp.human_marking import (
    MOST_REASON,
    judge_anew,
    mark_that_counts,
)
from webapp.item_views import judged
from webapp.pages import ItemView
from webapp.pages.marking import (
    AskedReview,
    ReviewAnswerPage,
    ReviewFormPage,
    ReviewLine,
    ReviewsPage,
)
from webapp.permissions import Post, row_id
from webapp.queries import assignments, marks, members, notices, people, reviews
from webapp.queries.reviews import MarkedAnswer, RequestHead
from webapp.site import Site, Visit, page
from webapp.sitting.seeing import shown_after, unanswered

MOST_TEXT = 2_000
_POINTS = re.compile(r"(\d{1,3})(?:[.,](\d{1,4})|/(\d{1,3}))?", re.ASCII)


def read_points(text: str) -> Fraction | None:
    """Points as people write them: 1, 1/2, 0,5. None: unreadable."""
    found = _POINTS.fullmatch(text.strip().replace(" ", ""))
    if found is None:
        return None
    whole, decimals, under = found.groups()
    if under is not None:
        return Fraction(int(whole), int(under)) if int(under) else None
    return Fraction(f"{whole}.{decimals}" if decimals else whole)


def _asked(one: reviews.Request) -> AskedReview:
    return AskedReview(one.request_id, one.text, one.at, one.granted, one.reply, one.answered_at)


def item_of(connection: Connection, course: Course, item_id: str, version: str) -> Item:
    """An item that was answered, in the version of the answer.

    Raises:
        HTTPException: 404.
    """
    item = item_bank.find_item(connection, course, item_id, version)
    if item is None:
        raise HTTPException(404, "error.item_unknown")
    return item


# The student


async def _own_answer(site: Site, visit: Visit) -> MarkedAnswer:
    """The answer of the address, if it is the visitor's and its mark may be seen.

    Raises:
        HTTPException: 401, 403, 404; 409 while the sitting is open, the mark waits or is hidden.
    """
    user_id = permissions.require_account(visit)
    key = row_id(visit.request.path_params["attempt_id"])
    whose = await site.read(reviews.owner, key) if key is not None else None
    if key is None or whose is None:
        raise HTTPException(404, "error.no_answer")
    if whose != user_id:
        raise HTTPException(403, "error.not_your_answer")
    answer = await site.read(reviews.find_answer, key)
    if answer is None:  # in a lesson: practice has no mark to be disputed
        raise HTTPException(409, "error.review_practice")
    assignment = await site.read(assignments.find_assignment, answer.assignment_id)
    assert assignment is not None
    if answer.closed_at is None:
        raise HTTPException(409, "error.review_open")
    if "score" not in await site.read(shown_after, assignment, visit.now):
        raise HTTPException(409, "error.review_hidden")
    if answer.status != "scored":
        raise HTTPException(409, "error.review_waits")
    return answer


async def _ask_page(site: Site, visit: Visit) -> Response:
    answer = await _own_answer(site, visit)
    return await _ask_form(site, visit, answer)


async def _ask_form(
    site: Site, visit: Visit, answer: MarkedAnswer, typed: str = "", error: str = ""
) -> Response:
    def load(connection: Connection) -> ReviewFormPage:
        item = item_of(connection, site.course, answer.item_id, answer.version)
        assignment = assignments.find_assignment(connection, answer.assignment_id)
        assert assignment is not None
        asked = tuple(_asked(one) for one in reviews.list_of_answer(connection, answer.attempt_id))
        made = marks.list_marks(connection, [answer.attempt_id]).get(answer.attempt_id, [])
        mark = mark_that_counts(item, made, answer.score)
        essay = isinstance(item.interaction, Essay)
        return ReviewFormPage(
            attempt_id=answer.attempt_id,
            title=assignment.title,
            item=item,
            text=(json.loads(answer.form).get("text") or [""])[0] if essay else "",
            score=answer.score,
            points=answer.points,
            comment=mark.comment if mark is not None else "",
            asked=asked,
            may_ask=not any(one.answered_at is None for one in asked),
            typed=typed,
            error=error,
            back=f"/sittings/{answer.sitting_id}/result",
        )

    view = await site.read(load)
    title = site.say(visit, "reviews.ask_title")
    status = 422 if error else 200
    return site.page(visit, "marking_review_ask.html", view, title=title, status=status)


async def _ask(site: Site, visit: Visit) -> Response:
    answer = await _own_answer(site, visit)
    form = await site.form(visit)
    text = form.one("text").replace("\r\n", "\n").strip()
    if not text:
        error = site.say(visit, "reviews.no_text")
        return await _ask_form(site, visit, answer, text, error)
    if len(text) > MOST_TEXT:
        error = site.say(visit, "reviews.text_long", most=MOST_TEXT)
        return await _ask_form(site, visit, answer, text, error)

    def work(connection: Connection) -> bool:
        return reviews.add(connection, answer.attempt_id, answer.user_id, text, visit.now)

    added = await site.writer.run(work)
    response = RedirectResponse(f"/attempts/{answer.attempt_id}/review", 303)
    if added:
        site.leave_flash(response, "done", "flash.review_asked")
    else:
        site.leave_flash(response, "warning", "flash.review_waits")
    return response


# The staff


async def _list(site: Site, visit: Visit) -> Response:
    post = await permissions.post(site, visit, visit.request.path_params["cohort_id"])

    def load(connection: Connection) -> tuple[ReviewLine, ...]:
        lines = []
        namesakes = members.find_namesakes(connection, post.cohort_id)
        for one in reviews.list_of_cohort(connection, post.cohort_id, post.groups):
            item = item_bank.find_item(connection, site.course, one.item_id, one.version)
            lines.append(
                ReviewLine(
                    one.request_id,
                    one.assignment,
                    item.stem if item is not None else one.item_id,
                    namesakes.shown(one.user_id, one.name),
                    one.at,
                    one.granted,
                    one.answered_at is None,
                )
            )
        return tuple(lines)

    view = ReviewsPage(post.cohort_id, post.cohort, await site.read(load))
    title = site.say(visit, "reviews.title")
    return site.page(visit, "marking_reviews.html", view, title=title, section="teach")


async def _find(site: Site, visit: Visit, post: Post) -> RequestHead:
    """The request of the address, of a student of this person's groups.

    Raises:
        HTTPException: 404.
    """
    key = row_id(visit.request.path_params["request_id"])
    found = (
        await site.read(reviews.list_of_cohort, post.cohort_id, post.groups, key)
        if key is not None
        else []
    )
    if not found:
        raise HTTPException(404, "error.no_review")
    return found[0]


async def _request(site: Site, visit: Visit) -> Response:
    post = await permissions.post(site, visit, visit.request.path_params["cohort_id"])
    head = await _find(site, visit, post)
    return await _request_page(site, visit, post, head)


async def _request_page(
    site: Site,
    visit: Visit,
    post: Post,
    head: RequestHead,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    def load(connection: Connection) -> ReviewAnswerPage:
        request = reviews.find(connection, head.request_id)
        answer = reviews.find_answer(connection, head.attempt_id)
        namesakes = members.find_namesakes(connection, post.cohort_id)
        assert request is not None
        assert answer is not None
        item = item_of(connection, site.course, answer.item_id, answer.version)
        essay = item.interaction if isinstance(item.interaction, Essay) else None
        made = marks.list_marks(connection, [answer.attempt_id]).get(answer.attempt_id, [])
        mark = mark_that_counts(item, made, answer.score)
        chosen = mark.points if mark is not None else {}
        if form is not None and essay is not None:
            chosen = _levels(essay, form)
        by = people.find_user(connection, head.answered_by) if head.answered_by else None
        return ReviewAnswerPage(
            cohort_id=post.cohort_id,
            cohort=post.cohort,
            request=_asked(request),
            name=namesakes.shown(head.user_id, head.name),
            answered_by=by[2] if by is not None else "",
            assignment=head.assignment,
            item=item,
            view=_view(site.course, item, answer),
            points=answer.points,
            score=answer.score,
            trail=tuple(marks.list_outcomes(connection, answer.attempt_id)),
            essay=essay is not None,
            may_answer=post.instructor and not post.archived and request.answered_at is None,
            decision=form.one("decision") if form is not None else "",
            typed_points=form.one("points") if form is not None else "",
            chosen=chosen,
            reply=form.one("reply") if form is not None else "",
            errors=errors or {},
        )

    view = await site.read(load)
    title = site.say(visit, "reviews.title")
    return site.page(
        visit, "marking_review.html", view, title=title, section="teach", status=status
    )


def _view(course: Course, item: Item, answer: MarkedAnswer) -> ItemView:
    outcome = Outcome(answer.score)
    if not isinstance(item.interaction, Essay):
        response = json.loads(answer.response)
        if response is None:  # it could not be read: shown beside the right answer
            found = unanswered(item)
        else:
            found = item.score(item.response_from_json(response))
        outcome = replace(found, status="scored", score=answer.score)
    return judged(
        course,
        item,
        answer.position,
        answer.seed,
        json.loads(answer.form),
        outcome,
        reasons=True,
        points=answer.points,
    )


def _levels(essay: Essay, form: Form) -> dict[str, int]:
    found = {}
    for criterion in essay.rubric:
        chosen = form.one(f"points.{criterion.id}")
        for level in criterion.levels:
            if str(level.points) == chosen:
                found[criterion.id] = level.points
    return found


async def _decide(site: Site, visit: Visit) -> Response:
    post = await permissions.post_for_change(site, visit, visit.request.path_params["cohort_id"])
    head = await _find(site, visit, post)
    form = await site.form(visit)
    answer = await site.read(reviews.find_answer, head.attempt_id)
    assert answer is not None
    item = await site.read(item_of, site.course, answer.item_id, answer.version)
    decision, reply = form.one("decision"), form.one("reply").replace("\r\n", "\n").strip()
    errors: dict[str, str] = {}
    outcome: Outcome | None = None
    points: dict[str, int] = {}
    if decision not in ("grant", "decline"):
        errors["decision"] = site.say(visit, "reviews.no_decision")
    if not reply:
        errors["reply"] = site.say(visit, "reviews.no_reply")
    elif len(reply) > MOST_REASON:
        errors["reply"] = site.say(visit, "reviews.reply_long", most=MOST_REASON)
    if decision == "grant":
        if isinstance(item.interaction, Essay):
            points = _levels(item.interaction, form)
            if len(points) == len(item.interaction.rubric):
                outcome = item.interaction.mark(points)
            else:
                errors["points"] = site.say(visit, "reviews.no_level")
        else:
            amount = read_points(form.one("points"))
            if amount is None or amount > answer.points:
                errors["points"] = site.say(visit, "reviews.no_points", most=answer.points)
            else:
                outcome = Outcome(amount / answer.points)
        if outcome is not None and outcome.score == answer.score:
            errors["points"] = site.say(visit, "reviews.same_points")
    if errors:
        return await _request_page(site, visit, post, head, form, errors, 422)

    def work(connection: Connection) -> bool:
        if not reviews.answer(
            connection, head.request_id, decision == "grant", reply, post.user_id, visit.now
        ):
            return False
        if outcome is not None:
            if points:
                marks.add_mark(
                    connection, head.attempt_id, post.user_id, "resolver", points, reply, visit.now
                )
            judge_anew(
                connection,
                site.course,
                head.attempt_id,
                answer.sitting_id,
                outcome,
                post.user_id,
                reply,
                visit.now,
                quiet=True,
            )
        notices.tell(
            connection,
            [head.user_id],
            "review_answered",
            f"/attempts/{head.attempt_id}/review",
            visit.now,
            title=head.assignment,
        )
        return True

    if not await site.writer.run(work):
        fresh = await _find(site, visit, post)
        errors = {"decision": site.say(visit, "reviews.answered_meanwhile")}
        return await _request_page(site, visit, post, fresh, form, errors, 409)
    response = RedirectResponse(f"/teach/cohorts/{post.cohort_id}/reviews", 303)
    site.leave_flash(response, "done", "flash.review_answered")
    return response


routes = [
    Route("/attempts/{attempt_id}/review", page(_ask_page)),
    Route("/attempts/{attempt_id}/review", page(_ask), methods=["POST"]),
    Route("/teach/cohorts/{cohort_id}/reviews", page(_list)),
    Route("/teach/cohorts/{cohort_id}/reviews/{request_id}", page(_request)),
    Route("/teach/cohorts/{cohort_id}/reviews/{request_id}", page(_decide), methods=["POST"]),
]
