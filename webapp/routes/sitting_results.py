"""After a sitting: the receipt, and what may be seen of the result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.model import Course
from quizzes.certainty import CERTAINTIES, UNSAID, adjusted
from quizzes.interactions.essay import Essay
from quizzes.item import Item
from quizzes.markers import Marking
from quizzes.results import ItemScore
from webapp import rule_sentences
from webapp.human_marking import mark_that_counts
from webapp.item_views import asked, judged
from webapp.messages import translate
from webapp.pages import GivenMark, ItemView
from webapp.pages.sitting import ReceiptLine, ResultLine, SittingReceiptPage, SittingResultPage
from webapp.queries import given_answers, marks, results
from webapp.queries.given_answers import Corrected, Given
from webapp.queries.results import ItemLine, SittingScore
from webapp.queries.self_tests import SelfTestInfo
from webapp.routes.sittings import place_routes
from webapp.self_test.today import KIND, missed_today
from webapp.site import Site, Visit, page
from webapp.sitting import seeing
from webapp.sitting.access import own_desk
from webapp.sitting.desk import Desk
from webapp.sitting.ending import load_items
from webapp.sitting.item_page import judged_view
from webapp.sitting.standing import Standing
from webapp.sitting.sweeping import score_one


def credit_rule(lang: str, item: Item) -> str:
    """How an item is scored, in words."""
    if item.type == "essay":
        return translate(lang, "credit_rule.person")
    exact = item.type in ("date", "number", "short-text")
    return translate(lang, "credit_rule." + ("exact" if exact else item.credit_rule))


async def _receipt(site: Site, visit: Visit) -> Response:
    desk = await own_desk(site, visit)
    standing = desk.standing
    sitting, assignment = standing.sitting, standing.assignment
    if sitting.closed_at is None:
        return RedirectResponse(f"/sittings/{sitting.id}", 303)
    if standing.own is not None:  # nobody else asks for a receipt
        return RedirectResponse(_after_own(standing.own), 303)

    def load(connection: Connection) -> tuple[dict[str, Item], bool, frozenset[str]]:
        return (
            load_items(connection, site.course, list(desk.layout.rows)),
            given_answers.has_late(connection, sitting.id),
            seeing.shown_after(connection, assignment, standing.now),
        )

    items, kept_late, shown = await site.read(load)
    reader = visit.reader
    assert reader is not None
    lines = tuple(
        ReceiptLine(
            position=row.position,
            item_id=row.item_id,
            version=row.version,
            answered=row.item_id in desk.given,
            unread=row.item_id in desk.given and desk.given[row.item_id].response is None,
            rule=credit_rule(visit.lang, items[row.item_id]) if row.item_id in items else "",
            points=row.points,
        )
        for row in desk.layout.rows
    )
    view = SittingReceiptPage(
        sitting_id=sitting.id,
        assignment_id=assignment.id,
        title=assignment.title,
        name=reader.name,
        login=reader.login or "",
        number=sitting.ordinal,
        started=sitting.started_at,
        finished=sitting.closed_at,
        by=sitting.closed_by or "student",
        late=standing.window.due is not None and sitting.closed_at > standing.window.due,
        kept_late=kept_late,
        lines=lines,
        answered=sum(1 for line in lines if line.answered),
        sentences=tuple(rule_sentences.seen(visit.lang, assignment.rules)),
        result=bool(shown),
    )
    title = site.say(visit, "sitting.receipt_title")
    return site.page(visit, "sitting_receipt.html", view, title=title, section="assignments")


def _after_own(own: SelfTestInfo) -> str:
    """Where a sitting of one's own leads when it is over: what was told at the end is looked at as
    a whole first, what was told item by item is read again.
    """
    if own.mode == "exam":
        return f"/practice/{own.sitting_id}/review"
    return f"/sittings/{own.sitting_id}/result"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the result page is made of."""

    scores: list[SittingScore]
    shown: frozenset[str]
    items: dict[str, Item]
    corrections: dict[str, Corrected]
    corrected: dict[str, Item]  # the versions by which answers were marked anew
    made: dict[int, list[Marking]]  # by attempt


def _load(connection: Connection, course: Course, desk: Desk) -> _Seen:
    standing = desk.standing
    assignment, sitting = standing.assignment, standing.sitting
    if standing.own is not None:
        scores = [results.load_own(connection, standing.marked_by, sitting.id)]
    else:
        scores = results.load_scores(connection, assignment, user_id=sitting.user_id)
    here = {
        line.item_id: line.correction
        for one in scores
        if one.sitting_id == sitting.id
        for line in one.lines
    }
    fixes = {  # those that hold for the versions of this sitting
        item_id: fix
        for item_id, fix in given_answers.list_corrections(connection, assignment.id).items()
        if here.get(item_id) == fix.kind
    }
    anew = [
        replace(row, version=fix.new_version)
        for row in desk.layout.rows
        if (fix := fixes.get(row.item_id)) is not None
        and fix.new_version is not None
        and fix.kind in ("raise", "rescore")
    ]
    return _Seen(
        scores,
        seeing.shown_after(connection, assignment, standing.now),
        load_items(connection, course, list(desk.layout.rows)),
        fixes,
        load_items(connection, course, anew),
        marks.list_marks(connection, [one.attempt_id for one in desk.given.values()]),
    )


async def _result(site: Site, visit: Visit) -> Response:
    desk = await own_desk(site, visit)
    standing = desk.standing
    sitting, assignment = standing.sitting, standing.assignment
    if sitting.closed_at is None:
        return RedirectResponse(f"/sittings/{sitting.id}", 303)
    if sitting.scored_at is None:
        await score_one(site, sitting.id)
        desk = await own_desk(site, visit)
    seen = await site.read(_load, site.course, desk)
    mine = next(one for one in seen.scores if one.sitting_id == sitting.id)
    result = mine.result
    share = seeing.counted_share(seen.scores, assignment.rules)
    if "score" not in seen.shown:
        share = None
    view = SittingResultPage(
        sitting_id=sitting.id,
        assignment_id=sitting.assignment_id,
        title=assignment.title,
        number=sitting.ordinal,
        finished=sitting.closed_at,
        by=sitting.closed_by or "student",
        shown=seen.shown,
        later=tuple(rule_sentences.seen(visit.lang, assignment.rules)),
        earned=result.earned,
        most=result.most,
        share=result.share,
        awaiting=result.awaiting,
        answered=result.answered,
        late=result.late,
        late_share=assignment.rules.late,
        tries=seeing.try_lines(seen.scores, seen.shown, sitting.id),
        counted=share,
        so_far=seeing.awaits(seen.scores),
        counts=assignment.rules.counts,
        passed=seeing.reached(seen.scores, assignment.rules) if share is not None else None,
        lines=tuple(_line(site, visit, desk, seen, line) for line in mine.lines),
        again=await _again(site, visit, standing),
        reviewed=standing.own is not None and standing.own.kind != "today",
    )
    title = site.say(visit, "sitting.result_title")
    section = "assignments" if standing.own is None else "practice"
    return site.page(visit, "sitting_result.html", view, title=title, section=section)


async def _again(site: Site, visit: Visit, standing: Standing) -> int:
    """How many questions of today's rounds are to be gone over once more."""
    if standing.own is None or standing.own.kind != KIND:
        return 0
    found = await site.read(missed_today, standing.own.user_id, visit.now, site.settings.zone)
    return len(found)


def _line(site: Site, visit: Visit, desk: Desk, seen: _Seen, line: ItemLine) -> ResultLine:
    given = desk.given.get(line.item_id)
    score = line.score
    scored = "score" in seen.shown and score.share is not None
    certainty = None
    if given is not None and "own" in seen.shown:
        certainty = _said(desk.standing, given)
    view, key = _item_view(site, desk, seen, line)
    mark = _mark(seen, given) if scored and view is not None else None
    if mark is not None and key and view is not None:
        view = replace(view, mark=mark)
    fix = seen.corrections.get(line.item_id) if "score" in seen.shown else None
    return ResultLine(
        position=line.position,
        item_id=line.item_id,
        attempt_id=line.attempt_id,
        answered=given is not None,
        unread=given is not None and given.response is None,
        view=view,
        judged=key,
        text=(given.form.get("text") or [""])[0]
        if given is not None and view is not None and view.item.type == "essay"
        else None,
        points=score.points,
        earned=_earned(score) if scored else None,
        waits=given is not None and score.share is None,
        certainty=certainty,
        correction=translate(visit.lang, f"sitting.correction_{fix.kind}", reason=fix.reason)
        if fix is not None
        else None,
        by_person=given.reason
        if given is not None and given.by_person and scored and not (key and mark is not None)
        else None,
        given=_levels(view.item, mark) if mark is not None and view is not None and not key else (),
    )


def _said(standing: Standing, given: Given) -> str | None:
    """How sure someone said they were; None: it was not asked, or in practice left out."""
    said = given.form.get("certainty")
    if not standing.assignment.rules.certainty or (standing.own is not None and not said):
        return None
    return said[0] if said and said[0] in CERTAINTIES else UNSAID


def _mark(seen: _Seen, given: Given | None) -> GivenMark | None:
    """What a person gave an essay, if that is the mark that counts."""
    item = seen.items.get(given.item_id) if given is not None else None
    if given is None or item is None or not given.by_person:
        return None
    return mark_that_counts(item, seen.made.get(given.attempt_id, ()), given.score)


def _levels(item: Item, mark: GivenMark) -> tuple[tuple[str, int, int], ...]:
    """The points of each criterion, without the words of its levels: those are of the key."""
    if not isinstance(item.interaction, Essay):
        return ()
    return tuple((one.criterion, mark.points[one.id], one.most) for one in item.interaction.rubric)


def _earned(score: ItemScore) -> Fraction | None:
    """Points of an item as they stand in the total."""
    if score.share is None:
        return None
    share = score.share
    if score.certainty is not None:
        share = adjusted(share, score.certainty)
    return share * score.points


def _item_view(site: Site, desk: Desk, seen: _Seen, line: ItemLine) -> tuple[ItemView | None, bool]:
    """(the item with the own answer or None, whether with its key)."""
    item = seen.items.get(line.item_id)
    row = desk.layout.at(line.position)
    if item is None or row is None or "own" not in seen.shown:
        return None, False
    given = desk.given.get(line.item_id)
    seed = desk.standing.sitting.seed
    shuffle = desk.layout.assessment.shuffle_options
    first = next((one for one in desk.layout.rows if _case(seen, one.item_id) == item.case), row)
    with_case = first.position == row.position
    if "key" in seen.shown:
        reasons = "feedback" in seen.shown
        item = seen.corrected.get(line.item_id, item)
        if given is not None:
            return (
                judged_view(
                    site,
                    item,
                    row,
                    given,
                    seed,
                    reasons=reasons,
                    shuffle=shuffle,
                    with_case=with_case,
                ),
                True,
            )
        return (
            judged(
                site.course,
                item,
                row.position,
                seed,
                {},
                seeing.unanswered(item),
                reasons=reasons,
                points=row.points,
                shuffle=shuffle,
                with_case=with_case,
            ),
            True,
        )
    return (
        asked(
            site.course,
            item,
            row.position,
            seed,
            given.form if given is not None else {},
            read_only=True,
            points=row.points,
            shuffle=shuffle,
            with_case=with_case,
        ),
        False,
    )


def _case(seen: _Seen, item_id: str) -> str | None:
    item = seen.items.get(item_id)
    return item.case if item is not None else None


routes = [
    Route("/sittings/{sitting_id}/receipt", page(_receipt)),
    Route("/sittings/{sitting_id}/result", page(_result)),
    *place_routes,
]
