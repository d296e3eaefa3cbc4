"""Marking essays: one answer after another beside the rubric."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.interactions.essay import Essay, word_count
from quizzes.item import Item
from quizzes.markers import Marking, Stand, stand
from webapp import item_bank, permissions
from webapp.assignment_access import assignment_of
from webapp.forms import Form
from webapp.human_marking import (
    MOST_COMMENT,
    MOST_REASON,
    Given,
    MarkedMeanwhile,
    NotTheirTurn,
    ReasonWanted,
    in_marking_order,
    save_mark,
    stamp,
)
from webapp.pages.marking import AnswerLink, AnswerShown, MarkForm, MarkingAnswerPage
from webapp.permissions import Post, row_id
from webapp.queries import marks, members, remarks
from webapp.queries.marks import AnswerHead
from webapp.routes.bank import load_item
from webapp.site import Site, Visit, page


def require_open(post: Post) -> None:
    """An archived cohort is read-only.

    Raises:
        HTTPException: 409.
    """
    if post.archived:
        raise HTTPException(409, "error.cohort_archived")


@dataclass(frozen=True, slots=True)
class Desk:
    """One item to be marked over all students of the marker, in marking order."""

    post: Post
    assignment_id: int | None  # None: practice in the lessons
    base: str
    title: str
    item: Item  # as it is now
    two: bool
    heads: tuple[AnswerHead, ...]
    stands: dict[int, Stand]  # by attempt

    @property
    def done(self) -> bool:
        """Every answer has its mark: names may be seen."""
        return all(one.final for one in self.stands.values())

    def number(self, attempt_id: int) -> int:
        return next(n for n, one in enumerate(self.heads, 1) if one.attempt_id == attempt_id)

    def head(self, attempt_id: int | None) -> AnswerHead:
        """The answer with this id.

        Raises:
            HTTPException: 404, also when it is not among this marker's.
        """
        for one in self.heads:
            if one.attempt_id == attempt_id:
                return one
        raise HTTPException(404, "error.no_answer")

    def waits(self, attempt_id: int) -> bool:
        return self.stands[attempt_id].waits_for(self.post.user_id, self.post.instructor)

    def next(self, after: int | None) -> AnswerHead | None:
        """The next answer that this marker can move on, after one of them."""
        ids = [one.attempt_id for one in self.heads]
        start = ids.index(after) + 1 if after in ids else 0
        for one in (*self.heads[start:], *self.heads[:start]):
            if self.waits(one.attempt_id):
                return one
        return None


async def _desk(site: Site, visit: Visit) -> Desk:
    """The desk of the address: an item of an assignment, or of the lessons' practice.

    Raises:
        HTTPException: 401, 403, 404.
    """
    params = visit.request.path_params
    permissions.require_account(visit)
    item_id = params["item_id"]
    assignment = None
    if "assignment_id" in params:
        assignment, post = await assignment_of(site, visit)
    else:
        post = await permissions.post(site, visit, params["cohort_id"])

    def load(connection: Connection) -> Desk | None:
        seen = load_item(connection, site.course, post.cohort_id, item_id)
        if seen is None:  # there is none, or it is another cohort's own
            return None
        item = seen[0]
        if assignment is not None:
            base = f"/teach/assignments/{assignment.id}/marking/{item_id}"
            title, two = assignment.title, assignment.rules.two_markers
            found = marks.list_answers(
                connection, post.cohort_id, post.groups, assignment.id, item_id
            )
        else:
            base = f"/teach/cohorts/{post.cohort_id}/marking/practice/{item_id}"
            lesson = site.course.lessons.get(site.course.item_lessons.get(item_id, ""))
            title, two = (lesson.title if lesson is not None else item_id), False
            found = marks.list_practice(connection, post.cohort_id, post.groups, item_id)
        namesakes = members.find_namesakes(connection, post.cohort_id)
        by_id = {one.attempt_id: namesakes.called(one) for one in found}
        heads = tuple(by_id[one] for one in in_marking_order(list(by_id)))
        made = marks.list_marks(connection, list(by_id))
        stands = {
            one.attempt_id: stand(made.get(one.attempt_id, ()), two=two, final=not one.awaiting)
            for one in heads
        }
        return Desk(
            post, assignment.id if assignment else None, base, title, item, two, heads, stands
        )

    desk = await site.read(load)
    if desk is None:
        raise HTTPException(404, "error.item_unknown")
    return desk


async def _answer(site: Site, visit: Visit) -> Response:
    desk = await _desk(site, visit)
    asked = visit.request.query_params
    if "answer" in asked:
        head: AnswerHead | None = desk.head(row_id(asked["answer"]))
    else:
        head = desk.next(row_id(asked.get("after", "")))
    return await _show(site, visit, desk, head, ask_name="name" in asked)


async def _show(
    site: Site,
    visit: Visit,
    desk: Desk,
    head: AnswerHead | None,
    *,
    form: MarkForm | None = None,
    told: str = "",
    status: int = 200,
    ask_name: bool = False,
) -> Response:
    """An answer beside its rubric; ``form`` holds what was typed, if it comes back."""

    def load(connection: Connection) -> tuple[Item, AnswerShown | None, list[tuple[int, str]]]:
        kept = remarks.list_remarks(connection, desk.post.cohort_id, desk.item.id)
        if head is None:
            return desk.item, None, kept
        item = item_bank.find_item(connection, site.course, head.item_id, head.version)
        shown = _shown(connection, desk, head, item or desk.item, form, ask_name)
        return item or desk.item, shown, kept

    item, shown, kept = await site.read(load)
    queue = f"/teach/cohorts/{desk.post.cohort_id}/marking"
    if desk.assignment_id is not None:
        queue = f"/teach/assignments/{desk.assignment_id}/marking"
    view = MarkingAnswerPage(
        action=desk.base,
        queue=queue,
        cohort_id=desk.post.cohort_id,
        cohort=desk.post.cohort,
        assignment_id=desk.assignment_id,
        title=desk.title,
        item=item,
        two=desk.two,
        answer=shown,
        answers=tuple(
            AnswerLink(
                attempt_id=one.attempt_id,
                number=number,
                state=_state(desk, one.attempt_id),
                name=one.name if desk.done else "",
                here=head is not None and one.attempt_id == head.attempt_id,
            )
            for number, one in enumerate(desk.heads, 1)
        ),
        mine=sum(desk.waits(one.attempt_id) for one in desk.heads),
        remarks=tuple(kept),
        told=told,
        read_only=desk.post.archived,
    )
    title = site.say(visit, "marking.title")
    return site.page(
        visit, "marking_answer.html", view, title=title, section="teach", status=status
    )


def _state(desk: Desk, attempt_id: int) -> str:
    one = desk.stands[attempt_id]
    if one.final:
        return "marked"
    if one.disputed:
        return "disputed"
    if one.first is not None and one.first.marker == desk.post.user_id:
        return "mine"
    return "waits"


def _shown(
    connection: Connection,
    desk: Desk,
    head: AnswerHead,
    item: Item,
    form: MarkForm | None,
    ask_name: bool,
) -> AnswerShown:
    response = marks.find_response(connection, head.attempt_id)
    assert response is not None
    text = str(getattr(item.response_from_json(json.loads(response[0])), "text", ""))
    one = desk.stands[head.attempt_id]
    seen = one.seen_by(desk.post.user_id, desk.post.instructor)
    if form is None:
        form = _blank(one, seen, desk.post.user_id)
    named = desk.done or (one.final and ask_name)
    return AnswerShown(
        attempt_id=head.attempt_id,
        number=desk.number(head.attempt_id),
        text=text,
        words=word_count(text),
        came=response[1],
        state=_state(desk, head.attempt_id),
        final=one.final,
        part=one.turn(desk.post.user_id, desk.post.instructor),
        seen=seen,
        trail=tuple(marks.list_outcomes(connection, head.attempt_id)) if one.final else (),
        name=head.name if named else "",
        may_ask_name=one.final and not named,
        form=replace(form, known=stamp(seen, head.outcome_id)),
    )


def _blank(one: Stand, seen: Sequence[Marking], marker: int) -> MarkForm:
    """The form before anything was typed: a mark that stands, or one's own, is filled in."""
    before = seen[-1] if seen and not one.disputed else None
    return MarkForm(
        points=dict(before.points) if before is not None else {},
        comment=before.comment if before is not None else "",
        reason="",
        known="",
        checked=frozenset(),
        errors={},
    )


async def _mark(site: Site, visit: Visit) -> Response:
    desk = await _desk(site, visit)
    require_open(desk.post)
    form = await site.form(visit)
    head = desk.head(row_id(form.one("answer")))
    item = await site.read(item_bank.find_item, site.course, head.item_id, head.version)
    if item is None or not isinstance(item.interaction, Essay):
        raise HTTPException(404, "error.item_unknown")
    action = form.one("do", "save")
    typed = await _read(site, visit, desk, item.interaction, form)
    if action != "save":
        return await _keep_remark(site, visit, desk, head, typed, action)
    errors = dict(typed.errors)
    for criterion in item.interaction.rubric:
        if criterion.id not in typed.points:
            errors[criterion.id] = site.say(visit, "marking.no_level")
    if _as_shown(desk, head, form) and desk.stands[head.attempt_id].final and not typed.reason:
        errors["reason"] = site.say(visit, "marking.no_reason")
    if errors:
        form_back = replace(typed, errors=errors)
        return await _show(site, visit, desk, head, form=form_back, status=422)

    def work(connection: Connection) -> bool:
        return save_mark(
            connection,
            site.course,
            item,
            head.attempt_id,
            head.sitting_id,
            Given(typed.points, typed.comment, typed.reason, form.one("known")),
            visit.now,
            marker=desk.post.user_id,
            instructor=desk.post.instructor,
            two=desk.two,
        )

    try:
        await site.writer.run(work)
    except (MarkedMeanwhile, ReasonWanted):
        told = site.say(visit, "marking.meanwhile")
    except NotTheirTurn:
        told = site.say(visit, "marking.not_your_turn")
    else:
        response = RedirectResponse(f"{desk.base}?after={head.attempt_id}", 303)
        site.leave_flash(response, "done", "flash.mark_saved")
        return response
    fresh = await _desk(site, visit)
    now = fresh.head(head.attempt_id)
    return await _show(site, visit, fresh, now, form=typed, told=told, status=409)


def _as_shown(desk: Desk, head: AnswerHead, form: Form) -> bool:
    """Whether the answer is still as the page of this form showed it."""
    seen = desk.stands[head.attempt_id].seen_by(desk.post.user_id, desk.post.instructor)
    return form.one("known") == stamp(seen, head.outcome_id)


async def _read(site: Site, visit: Visit, desk: Desk, essay: Essay, form: Form) -> MarkForm:
    """What was chosen and typed. Ticked remarks become part of the comment."""
    points = {}
    for criterion in essay.rubric:
        chosen = form.one(f"points.{criterion.id}")
        level = next((one for one in criterion.levels if str(one.points) == chosen), None)
        if level is not None:
            points[criterion.id] = level.points
    kept = dict(await site.read(remarks.list_remarks, desk.post.cohort_id, desk.item.id))
    ticked = {row_id(text) for text in form.fields.get("remark", [])}
    comment = form.one("comment").replace("\r\n", "\n").strip()
    if form.one("do", "save") == "save":
        for remark_id, text in kept.items():
            if remark_id in ticked and text not in comment:
                comment = f"{comment}\n{text}".strip()
        ticked = set()
    errors = {}
    if len(comment) > MOST_COMMENT:
        errors["comment"] = site.say(visit, "marking.comment_long", most=MOST_COMMENT)
    reason = form.one("reason").strip()
    if len(reason) > MOST_REASON:
        errors["reason"] = site.say(visit, "marking.reason_long", most=MOST_REASON)
    return MarkForm(
        points, comment, reason, "", frozenset(one for one in ticked if one in kept), errors
    )


async def _keep_remark(
    site: Site, visit: Visit, desk: Desk, head: AnswerHead, typed: MarkForm, action: str
) -> Response:
    """Keep the comment for use again, or drop a kept one; what was chosen stays on the page."""
    cohort_id, item_id, now = desk.post.cohort_id, desk.item.id, visit.now
    gone = row_id(action.removeprefix("forget-"))
    if gone is not None:

        def forget(connection: Connection) -> None:
            remarks.remove_remark(connection, cohort_id, item_id, gone, now)

        await site.writer.run(forget)
        told = site.say(visit, "marking.remark_gone")
    elif action == "remember" and typed.comment and not typed.errors:

        def remember(connection: Connection) -> None:
            remarks.add_remark(
                connection, cohort_id, item_id, typed.comment, desk.post.user_id, now
            )

        await site.writer.run(remember)
        told = site.say(visit, "marking.remark_kept")
    else:
        errors = {"comment": site.say(visit, "marking.no_comment")} | typed.errors
        form = replace(typed, errors=errors)
        return await _show(site, visit, desk, head, form=form, status=422)
    return await _show(site, visit, desk, head, form=typed, told=told)


routes = [
    Route("/teach/cohorts/{cohort_id}/marking/practice/{item_id}", page(_answer)),
    Route("/teach/cohorts/{cohort_id}/marking/practice/{item_id}", page(_mark), methods=["POST"]),
    Route("/teach/assignments/{assignment_id}/marking/{item_id}", page(_answer)),
    Route("/teach/assignments/{assignment_id}/marking/{item_id}", page(_mark), methods=["POST"]),
]
