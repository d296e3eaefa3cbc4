"""The page of one item of a running sitting."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.responses import Response

from quizzes.certainty import CERTAINTIES, UNSAID, adjusted
from quizzes.item import Item
from webapp.item_views import asked, judged
from webapp.pages import ItemView
from webapp.pages.sitting import Clock, Place, PlaceGroup, SittingItemPage
from webapp.queries.drawn_items import ItemRow
from webapp.queries.given_answers import Given
from webapp.self_test.returning import note_of
from webapp.self_test.today import KIND as TODAY
from webapp.site import Site, Visit
from webapp.sitting.answering import can_check
from webapp.sitting.desk import Desk, load_item
from webapp.sitting.scoring import outcome_of
from webapp.sitting.seeing import unanswered
from webapp.sitting.standing import Standing

_MARKS = tuple(
    (said, adjusted(Fraction(1), said), adjusted(Fraction(0), said)) for said in CERTAINTIES
)


def clock_of(standing: Standing) -> Clock:
    return Clock(standing.ends, standing.remaining, standing.limit, standing.up)


def place_of(desk: Desk, row: ItemRow, here: int = 0) -> Place:
    return Place(
        position=row.position,
        answered=desk.answered(row),
        flagged=row.flagged,
        here=row.position == here,
        open=desk.layout.reachable(row.section),
        left=desk.layout.left(row.section),
    )


def groups_of(desk: Desk, here: int) -> tuple[PlaceGroup, ...]:
    """The navigator."""
    return tuple(
        PlaceGroup(
            number=number + 1,
            title=section.title,
            way_back=section.way_back,
            places=tuple(
                place_of(desk, row, here) for row in desk.layout.rows if row.section == number
            ),
        )
        for number, section in enumerate(desk.layout.assessment.sections)
    )


async def show(
    site: Site,
    visit: Visit,
    desk: Desk,
    row: ItemRow,
    *,
    form: dict[str, list[str]] | None = None,
    error: str | None = None,
    status: int = 200,
) -> Response:
    """The page; ``form`` is what was typed and not stored, ``error`` says why.

    Raises:
        HTTPException: 404 the item's version is lost.
    """
    item = await site.glance(load_item, site.course, row)
    if item is None:
        raise HTTPException(404, "error.no_item")
    standing = desk.standing
    rules = standing.assignment.rules
    given = desk.given.get(row.item_id)
    fixed: Literal["", "left", "checked"] = ""
    if given is not None:
        fixed = "checked"
    elif desk.layout.left(row.section):
        fixed = "left"
    view, key = _view(site, desk, row, item, form, error, fixed)
    # whoever practises for themself says it or leaves it: what is chosen already would be taken
    tutor = standing.own is not None and standing.own.mode == "tutor"
    unsaid = "" if tutor else UNSAID
    said = (view.form.get("certainty") or [unsaid])[0]
    count = len(desk.layout.rows)
    following = desk.layout.at(row.position + 1)
    before = desk.layout.at(row.position - 1) if row.position > 1 else None
    groups = groups_of(desk, row.position)
    scored = given if given is not None and given.status == "scored" else None
    page = SittingItemPage(
        sitting_id=standing.sitting.id,
        title=standing.assignment.title,
        clock=clock_of(standing),
        view=view,
        judged=key,
        score=scored.score if scored is not None else None,
        waits=given is not None and given.status == "awaiting",
        position=row.position,
        count=count,
        answered=count - len(desk.unanswered),
        groups=groups,
        group=groups[row.section],
        previous=before.position if before is not None else None,
        next=following.position if following is not None else None,
        door=following is not None and not desk.layout.reachable(following.section),
        flagged=row.flagged,
        fixed=fixed,
        certainty=said if rules.certainty else None,
        certainty_marks=() if tutor else _MARKS,
        can_check=can_check(rules) and not fixed,
        settled=desk.settled,
        leave=_leave(standing),
    )
    if standing.own is not None and not fixed:
        note = await site.glance(note_of, site.course, standing.own.definition, item)
        page = replace(page, changed=note)
    title = site.say(visit, "sitting.item_title", n=row.position, title=standing.assignment.title)
    return site.page(visit, "sitting_item.html", page, title=title, status=status)


def _leave(standing: Standing) -> str:
    """Where practice without a limit of time may be left for."""
    if standing.own is None or standing.ends is not None:
        return ""
    return "/today" if standing.own.kind == TODAY else "/practice"


def _view(
    site: Site,
    desk: Desk,
    row: ItemRow,
    item: Item,
    form: dict[str, list[str]] | None,
    error: str | None,
    fixed: str,
) -> tuple[ItemView, bool]:
    """(the item as it is shown, whether with its key)."""
    seed = desk.standing.sitting.seed
    shuffle = desk.layout.assessment.shuffle_options
    draft = desk.drafts.get(row.item_id)
    given = desk.given.get(row.item_id)
    shown = desk.standing.assignment.rules.visibility.shown("during")
    if given is not None and "key" in shown:
        view = judged_view(
            site, item, row, given, seed, reasons="feedback" in shown, shuffle=shuffle
        )
        return view, True
    if form is None:
        form = given.form if given is not None else draft.form if draft is not None else {}
    view = asked(
        site.course,
        item,
        row.position,
        seed,
        form,
        error=error,
        read_only=bool(fixed),
        points=row.points,
        shuffle=shuffle,
        draft_saved=draft.saved_at if draft is not None else None,
        draft_revision=draft.revision if draft is not None else 0,
        asks_again=can_check(desk.standing.assignment.rules),
    )
    return view, False


def judged_view(
    site: Site,
    item: Item,
    row: ItemRow,
    given: Given,
    seed: str,
    *,
    reasons: bool,
    shuffle: bool,
    with_case: bool = True,
) -> ItemView:
    """An answer with the key: the parts as the engine sees them, the mark that counts."""
    outcome, _ = outcome_of(item, given)
    if not outcome.parts and item.type != "essay":  # it could not be read
        outcome = unanswered(item)
    if given.status is not None:
        outcome = replace(outcome, status=given.status, score=given.score)  # type: ignore[arg-type]
    # nobody was asked to type it again: there was no time
    notes = tuple(note for note in outcome.notes if note != "note.insisted")
    return judged(
        site.course,
        item,
        row.position,
        seed,
        given.form,
        replace(outcome, notes=notes),
        reasons=reasons,
        points=row.points,
        shuffle=shuffle,
        with_case=with_case,
    )
