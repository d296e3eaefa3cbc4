"""After a set or a mock exam: what to do first, what to read again, and the set that follows."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from math import floor

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.misconceptions import Misconception
from course.model import Course
from quizzes.choosing import Wish, choose
from quizzes.review import (
    WEAK,
    Judged,
    Step,
    Tally,
    misconceptions,
    next_keys,
    next_step,
    tallies,
)
from webapp import rule_sentences
from webapp.messages import translate
from webapp.pages.practice import MisconceptionLine, ReviewLine, ReviewPage, ReviewTable
from webapp.permissions import require_account
from webapp.routes.practice import learner_of, start
from webapp.self_test import sets
from webapp.self_test.looking_back import load_judged
from webapp.self_test.rereading import Passage, distinct
from webapp.self_test.sets import Learner
from webapp.site import Site, Visit, page
from webapp.sitting.access import own_desk
from webapp.sitting.desk import Desk
from webapp.sitting.standing import Standing
from webapp.sitting.sweeping import score_one

MOST_NEXT = 50
"""Items of the set that follows."""
PASSAGES = 3
"""Places to read again beside one weak line."""
SHOWN = 6
"""Weak lines of a kind that stand open."""


async def _desk(site: Site, visit: Visit) -> Desk:
    """The visitor's sitting, scored if it is over.

    Raises:
        HTTPException: 401, 403, 404 as of every sitting.
    """
    desk = await own_desk(site, visit)
    if desk.standing.sitting.closed_at is not None and desk.standing.sitting.scored_at is None:
        await score_one(site, desk.standing.sitting.id)
        desk = await own_desk(site, visit)
    return desk


async def _review(site: Site, visit: Visit) -> Response:
    user_id = require_account(visit)
    desk = await _desk(site, visit)
    standing = desk.standing
    sitting, own = standing.sitting, standing.own
    if sitting.closed_at is None:
        return RedirectResponse(f"/sittings/{sitting.id}", 303)
    if own is None:  # what may be seen of an assignment's is for its own page to say
        return RedirectResponse(f"/sittings/{sitting.id}/result", 303)
    score, items = await site.read(load_judged, site.course, desk)
    learner = await learner_of(site, visit, user_id)
    missed, fresh = _next(learner, items, sitting.seed)
    step = next_step(items)
    view = ReviewPage(
        sitting_id=sitting.id,
        title=own.title,
        finished=sitting.closed_at,
        share=score.result.share,
        earned=score.result.earned,
        most=score.result.most,
        right=sum(one.right for one in items),
        asked=len(items),
        time=_time(visit.lang, standing),
        time_up=sitting.closed_by == "time",
        step=_sentence(site.course, visit.lang, step, by_time=sitting.closed_by == "time"),
        passages=distinct(site.course, step.keys, PASSAGES),
        missed=len(missed),
        fresh=len(fresh),
        tables=tuple(_tables(site.course, visit.lang, items)),
        misconceptions=tuple(_misconceptions(site.course, visit.lang, items)),
        weak_below=floor(WEAK * 100),
        shown=SHOWN,
    )
    title = site.say(visit, "practice.review_title", title=own.title)
    return site.page(visit, "practice_review.html", view, title=title, section="practice")


def _time(lang: str, standing: Standing) -> str:
    """How long it took, and how long it might."""
    sitting, own = standing.sitting, standing.own
    assert own is not None
    assert sitting.closed_at is not None
    span = rule_sentences.duration(lang, sitting.closed_at - sitting.started_at)
    if own.limit is None:
        return translate(lang, "practice.review_time", span=span)
    limit = rule_sentences.duration(lang, own.limit)
    return translate(lang, "practice.review_time_of", span=span, limit=limit)


def _sentence(course: Course, lang: str, step: Step, *, by_time: bool) -> str:
    match step.kind:
        case "clean":
            return translate(lang, "practice.step_clean")
        case "empty":
            return translate(lang, "practice.step_empty")
        case "time":
            key = "practice.step_time" if by_time else "practice.step_left"
            return translate(lang, key, count=step.count)
        case "misconception":
            title = _misconception_title(lang, course.misconceptions.get(step.name), step.name)
            return translate(lang, "practice.step_misconception", title=title, count=step.count)
        case "section":
            return translate(
                lang,
                "practice.step_section",
                number=step.name,
                right=step.count,
                asked=step.asked,
            )


def _misconception_title(lang: str, found: Misconception | None, code: str) -> str:
    if found is None:  # taken off the list since
        return code
    return {"ru": found.ru, "en": found.en}.get(lang, found.title)


def _tables(course: Course, lang: str, items: Sequence[Judged]) -> Iterable[ReviewTable]:
    def table(
        key: str,
        of: Callable[[Judged], Iterable[str]],
        name: Callable[[str], str],
        *,
        kazakh: bool,
    ) -> ReviewTable:
        found = tallies(items, of)

        def line(one: Tally) -> ReviewLine:
            passages: tuple[Passage, ...] = ()
            if one.weak:
                passages = distinct(course, one.missed, PASSAGES)
            share = floor(one.share * 100)
            return ReviewLine(name(one.name), kazakh, one.right, one.asked, share, passages)

        return ReviewTable(
            translate(lang, key),
            tuple(line(one) for one in found if one.weak),
            tuple(line(one) for one in found if not one.weak),
        )

    yield table(
        "practice.by_section",
        lambda one: (one.section,),
        lambda number: (
            f"{number}. {course.sections[number].title}" if number in course.sections else number
        ),
        kazakh=True,
    )
    yield table(
        "practice.by_theme",
        lambda one: (one.theme,),
        lambda theme: translate(lang, f"item_theme.{theme}"),
        kazakh=False,
    )
    yield table(
        "practice.by_objective",
        lambda one: one.objectives,
        lambda key: course.objectives[key].text if key in course.objectives else key,
        kazakh=True,
    )


def _misconceptions(
    course: Course, lang: str, items: Sequence[Judged]
) -> Iterable[MisconceptionLine]:
    for code, keys in misconceptions(items):
        title = _misconception_title(lang, course.misconceptions.get(code), code)
        yield MisconceptionLine(title, len(keys), distinct(course, keys, PASSAGES))


def _next(
    learner: Learner, items: Sequence[Judged], seed: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was missed and can be practised still, and what is new for the same objectives."""
    unseen = Wish(statuses=frozenset({"new"}))
    order = choose(
        learner.pool.values(), learner.statuses, unseen, len(learner.pool), f"{seed}.next"
    )
    known = [one for one in items if one.key in learner.pool]
    return next_keys(known, [(key, learner.pool[key].objectives) for key in order], MOST_NEXT)


async def _from(site: Site, visit: Visit) -> Response:
    user_id = require_account(visit)
    desk = await _desk(site, visit)
    await site.form(visit)
    sitting = desk.standing.sitting
    if desk.standing.own is None:
        raise HTTPException(404, "error.no_practice")
    if sitting.closed_at is None:
        raise HTTPException(409, "error.practice_runs")
    _, items = await site.read(load_judged, site.course, desk)
    learner = await learner_of(site, visit, user_id)
    missed, fresh = _next(learner, items, sitting.seed)
    seed = secrets.token_hex(16)
    asked = sets.items_of(site.course, [*missed, *fresh], seed)
    if not asked:
        response = RedirectResponse("/practice", 303)
        site.leave_flash(response, "warning", "flash.practice_nothing_next")
        return response
    title = translate("kk", "practice.next_title")
    definition = json.dumps({"from": sitting.id})
    return await start(
        site, visit, user_id, asked, kind="set", title=title, seed=seed, definition=definition
    )


routes = [
    Route("/practice/{sitting_id}/review", page(_review), methods=["GET"]),
    Route("/practice/from/{sitting_id}", page(_from), methods=["POST"]),
]
