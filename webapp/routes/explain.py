"""What to explain again to a group: what cost it most, the answers behind it, a set from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.explain_again import Cost, Tally, in_order
from quizzes.item import Item
from webapp import explain_doubts, explaining
from webapp.assignment_form import MOST_TITLE
from webapp.bank import short_stem
from webapp.explain_doubts import Doubts, OneStudents
from webapp.explaining import KINDS, Kind, Span
from webapp.insight.counting import up_to_date
from webapp.insight.facts import places
from webapp.item_bank import candidates, find_items, newest_item
from webapp.pages.explain import (
    ExplainCount,
    ExplainDoubt,
    ExplainHead,
    ExplainItemPage,
    ExplainOnePage,
    ExplainOneStudent,
    ExplainPage,
    ExplainRow,
    ExplainTable,
    ExplainVersion,
)
from webapp.permissions import Post, post, require_account, row_id
from webapp.queries import assessments, chunks, cohorts, groups, insight, progress
from webapp.queries.explain import (
    MOST,
    GivenAnswer,
    ItemCount,
    count_betraying,
    count_first_answers,
    list_first_answers,
)
from webapp.queries.suspects import Suspects, list_suspects
from webapp.routes.reading import alphabetical
from webapp.self_test import rereading
from webapp.site import Site, Visit, page

SHOWN = 5
"""Rows of a kind where both are shown."""

MOST_OWN = 3
"""Misconceptions of one student that are named though fewer students have them than others."""

MOST_PASSAGES = 3
MOST_TARGETS = 200
"""Students named one by one in the form of an assignment; more are a group."""


@dataclass(frozen=True, slots=True)
class _Around:
    """The group of an address and the time it asks for."""

    group: Any
    theirs: Post
    names: dict[int, str]  # of its students
    starts_on: date | None  # the cohort
    span: Span
    since: datetime
    until: datetime
    waiting: int

    @property
    def may_give(self) -> bool:
        return self.theirs.instructor and not self.theirs.archived and self.group[7] is None

    def head(self) -> ExplainHead:
        return ExplainHead(
            group_id=self.group[0],
            group=self.group[1],
            cohort_id=self.group[2],
            cohort=self.group[3],
            span=self.span,
            students=len(self.names),
            waiting=self.waiting,
            instructor=self.theirs.instructor,
            may_give=self.may_give,
        )


async def _around(site: Site, visit: Visit, *, instructor: bool = False) -> _Around:
    """The group for a member of its staff, its students' answers counted.

    Raises:
        HTTPException: 401, 404 no such group, 403 not theirs.
    """
    require_account(visit)
    key = row_id(visit.request.path_params["group_id"])
    group = await site.read(groups.find_group, key) if key is not None else None
    if group is None:
        raise HTTPException(404, "error.no_group")
    theirs = await post(site, visit, group[2], instructor=instructor)
    if not theirs.has(group[0]):
        raise HTTPException(403, "error.not_your_group")
    students = await site.read(progress.list_students, group[0])
    names = {row[0]: row[1] for row in students}
    waiting = await up_to_date(site, names.keys())
    cohort = await site.read(cohorts.get, group[2])
    days = visit.request.query_params.get("days", "")
    span = _span(site, visit, days, cohort[2])
    return _Around(
        group, theirs, names, cohort[2], span, *span.moments(site.settings.zone), waiting
    )


def _span(site: Site, visit: Visit, days: str, starts_on: date | None) -> Span:
    today = visit.now.astimezone(site.settings.zone).date()
    return explaining.span(days, today, starts_on)


async def _explain(site: Site, visit: Visit) -> Response:
    around = await _around(site, visit)
    only = visit.request.query_params.get("kind", "")
    only = only if only in KINDS else ""
    people = around.names.keys()

    def load(connection: Connection) -> tuple[Any, Any, Doubts, dict[str, OneStudents]]:
        since, until = around.span.since, around.span.until
        now = explaining.costs(connection, people, since, until)
        before = around.span.before
        earlier = explaining.costs(connection, people, *before) if before is not None else {}
        cohort_id = around.theirs.cohort_id
        doubts = explain_doubts.doubts(
            connection, site.course, cohort_id, people, around.since, around.until
        )
        heavy = explain_doubts.heavy_ones(connection, people, since, until, now["misconception"])
        return now, earlier, doubts, heavy

    now, earlier, doubts, heavy = await site.read(load)
    tables = []
    for kind in KINDS:
        were = {one.name: one for one in earlier.get(kind, ())}
        rows = [
            replace(
                _row(site, visit, kind, cost, were.get(cost.name)),
                doubt=_doubt(around, doubts, kind, cost),
                one_student=_one_student(around, heavy.get(cost.name))
                if kind == "misconception"
                else None,
            )
            for cost in in_order(now[kind])
        ]
        several = [one for one in rows if one.cost.students > 1]
        own = sorted(
            (one for one in rows if one.one_student is not None),
            key=lambda one: -one.one_student.answers if one.one_student is not None else 0,
        )[:MOST_OWN]
        shown = several if only == kind else several[:SHOWN]
        shown += [one for one in own if one in several and one not in shown]
        tables.append(
            ExplainTable(
                kind,
                tuple(shown),
                len(several) - len(shown),
                tuple(one for one in rows if one.cost.students < 2),
                tuple(own),
            )
        )
    leading = tables[0].shown
    sound = tuple(one for one in leading if one.doubt is None)[:2]
    view = ExplainPage(
        head=around.head(),
        only=only,
        first=sound,
        passed_over=tuple(
            one
            for place, one in enumerate(leading[:SHOWN])
            if one.doubt is not None and (not sound or place < leading.index(sound[0]))
        ),
        answered=any(now.values()),
        tables=tuple(one for one in tables if only in ("", one.kind)),
    )
    title = site.say(visit, "explain.title")
    return site.page(visit, "explain.html", view, title=title)


def _row(site: Site, visit: Visit, kind: Kind, cost: Cost, before: Cost | None) -> ExplainRow:
    title = explaining.title_of(site.course, kind, cost.name, visit.lang)
    keys = places(site.course).keys.get(cost.name, ()) if kind == "objective" else ()
    return ExplainRow(
        kind=kind,
        title=title or cost.name,
        kazakh=kind == "objective",
        cost=cost,
        before=before.missed_share if before is not None else None,
        passages=rereading.distinct(site.course, keys, 1),
    )


def _doubt(around: _Around, doubts: Doubts, kind: Kind, cost: Cost) -> ExplainDoubt | None:
    fell = doubts.of(kind, cost)
    if not fell:
        return None
    worst, _ = max(fell.items(), key=lambda one: (one[1], one[0]))
    href = f"/groups/{around.group[0]}/explain/{kind}/{cost.name}/items/{quote(worst[0])}"
    href += f"?days={around.span.days}"
    if around.theirs.instructor:
        href = explain_doubts.analysis_of(around.theirs.cohort_id, doubts.suspects[worst])
    return ExplainDoubt(fell.total(), len({item_id for item_id, _ in fell}), href)


def _one_student(around: _Around, one: OneStudents | None) -> ExplainOneStudent | None:
    if one is None:
        return None
    href = f"/teach/cohorts/{around.theirs.cohort_id}/people/{one.user_id}/progress"
    return ExplainOneStudent(href, around.names[one.user_id], one.answers)


@dataclass(frozen=True, slots=True)
class _Behind:
    """What stands behind a row. ``items``: those that ask for it or can betray it; ``counts`` of
    the answers to them (of a misconception those that betray it); students with (asked, missed);
    ``before``: the span before.
    """

    kind: Kind
    name: str
    items: list[Item]
    counts: list[ItemCount]
    people: list[tuple[int, int, int]]
    before: Cost | None
    suspects: Suspects

    @property
    def cost(self) -> Cost:
        return _cost(self.name, self.people)

    @property
    def one_student(self) -> OneStudents | None:
        if self.kind != "misconception":
            return None
        return explain_doubts.heavy_one(self.cost, [(one, lost) for one, _, lost in self.people])

    @property
    def doubts(self) -> Doubts:
        fell: Counter[tuple[str, str]] = Counter()
        for one in self.counts:
            if one.missed and (one.item_id, one.version) in self.suspects:
                fell[one.item_id, one.version] += one.missed
        return Doubts(self.suspects, {(self.kind, self.name): fell})

    @property
    def asked(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for one in self.counts:
            found[one.item_id] += one.asked
        return found

    @property
    def missed(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for one in self.counts:
            if one.missed:
                found[one.item_id] += one.missed
        return found

    @property
    def versions(self) -> dict[str, str]:
        """Item → the version that was answered last."""
        ordered = sorted(self.counts, key=lambda one: one.newest)
        return {one.item_id: one.version for one in ordered}


def _kind_and_name(site: Site, visit: Visit) -> tuple[Kind, str]:
    """Raises HTTPException 404: there is no such objective or misconception."""
    params = visit.request.path_params
    kind = next((one for one in KINDS if one == params["kind"]), None)
    if kind is None or explaining.title_of(site.course, kind, params["name"], "kk") is None:
        raise HTTPException(404, "error.no_subject")
    return kind, params["name"]


def _behind(connection: Connection, site: Site, around: _Around, kind: Kind, name: str) -> _Behind:
    items = explaining.carriers(
        explaining.seen_items(connection, site.course, around.theirs.cohort_id), kind, name
    )
    people = _people(connection, around, around.span.since, around.span.until, kind, name)
    before = None
    if around.span.before is not None:
        before = _cost(name, _people(connection, around, *around.span.before, kind, name))
    asked = [user_id for user_id, _, _ in people]
    cohort_id = around.theirs.cohort_id
    if kind == "misconception":
        counts = count_betraying(connection, cohort_id, asked, name, around.since, around.until)
    else:
        ids = [one.id for one in items]
        counts = count_first_answers(connection, cohort_id, asked, ids, around.since, around.until)
    suspects = list_suspects(connection, cohort_id)
    return _Behind(kind, name, items, counts, people, before, suspects)


def _people(
    connection: Connection, around: _Around, since: date, until: date, kind: Kind, name: str
) -> list[tuple[int, int, int]]:
    return [
        row
        for few in chunks(around.names)
        for row in insight.list_cost_students(connection, few, since, until, kind, name)
    ]


def _cost(name: str, people: Sequence[tuple[int, int, int]]) -> Cost:
    return Cost(
        name,
        sum(missed > 0 for _, _, missed in people),
        len(people),
        Tally(sum(asked for _, asked, _ in people), sum(missed for _, _, missed in people)),
    )


async def _one(site: Site, visit: Visit) -> Response:
    around = await _around(site, visit)
    kind, name = _kind_and_name(site, visit)
    return await _show_one(site, visit, around, kind, name)


async def _show_one(
    site: Site, visit: Visit, around: _Around, kind: Kind, name: str, error: str = ""
) -> Response:
    def load(connection: Connection) -> tuple[_Behind, tuple[int, int], dict[str, str]]:
        behind = _behind(connection, site, around, kind, name)
        carrying = {one.id for one in behind.items}
        bank = candidates(connection, site.course, around.theirs.cohort_id)
        items = find_items(connection, site.course, behind.versions.items())
        stems = {key[0]: short_stem(site.course, one) for key, one in items.items()}
        there, left_out = explaining.usable(kind, name, bank, carrying, behind.suspects)
        return behind, (len(there), left_out), stems

    behind, (questions, left_out), stems = await site.read(load)
    asked, missed = behind.asked, behind.missed
    row = replace(
        _row(site, visit, kind, behind.cost, behind.before),
        doubt=_doubt(around, behind.doubts, kind, behind.cost),
        one_student=_one_student(around, behind.one_student),
    )
    doubtful = {
        one.item_id: one
        for pair in behind.doubts.missed[kind, name]
        if (one := behind.suspects[pair])
    }
    if missed:  # where it was met, not wherever it may be
        keys = missed.elements()
        row = replace(row, passages=rereading.distinct(site.course, keys, MOST_PASSAGES))
    found = site.course.misconceptions.get(name)
    head, people = around.head(), f"/teach/cohorts/{around.theirs.cohort_id}/people"
    view = ExplainOnePage(
        head=head,
        row=row,
        note=found.description if kind == "misconception" and found is not None else "",
        items=tuple(
            ExplainCount(
                f"{head.here}/{row.path}/items/{quote(item_id)}?days={head.span.days}",
                stems.get(item_id, item_id),
                True,
                n,
                asked[item_id],
                doubt.flag if (doubt := doubtful.get(item_id)) is not None else None,
                explain_doubts.analysis_of(around.theirs.cohort_id, doubt)
                if doubt is not None and around.theirs.instructor
                else "",
            )
            for item_id, n in sorted(missed.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        students=tuple(
            sorted(
                (
                    ExplainCount(
                        f"{people}/{user_id}/progress", around.names[user_id], False, lost, of
                    )
                    for user_id, of, lost in behind.people
                    if lost
                ),
                key=lambda one: (-one.missed, alphabetical(one.text)),
            )
        ),
        cut=_cut(asked.total()),
        questions=questions,
        left_out=left_out,
        asked_most=explaining.MOST_ASKED,
        asked_fewest=explaining.FEWEST_ASKED,
        error=error,
    )
    status = 409 if error else 200
    return site.page(visit, "explain_one.html", view, title=row.title, status=status)


def _cut(answers: int) -> int | None:
    return MOST if answers >= MOST else None


async def _item(site: Site, visit: Visit) -> Response:
    around = await _around(site, visit)
    kind, name = _kind_and_name(site, visit)
    item_id = visit.request.path_params["item_id"]
    cohort_id, since, until = around.theirs.cohort_id, around.since, around.until

    def load(
        connection: Connection,
    ) -> tuple[bool, Item | None, list[GivenAnswer], dict[tuple[str, str], Item]]:
        newest = newest_item(connection, site.course, item_id)
        answers = list_first_answers(connection, cohort_id, around.names, item_id, since, until)
        theirs = explaining.seen_items(connection, site.course, cohort_id)
        known = bool(answers) or any(one.id == item_id for one in theirs)
        pairs = [(one.item_id, one.version) for one in answers]
        return known, newest, answers, find_items(connection, site.course, pairs)

    known, newest, answers, items = await site.read(load)
    shown = newest or next(iter(items.values()), None)
    if shown is None or not known:
        raise HTTPException(404, "error.no_such_item")
    by_version: dict[str, list[GivenAnswer]] = {}
    for one in answers:
        by_version.setdefault(one.version, []).append(one)
    versions = []
    for version, given in by_version.items():
        item = items.get((item_id, version))
        if item is not None:
            lines = explaining.answers_given(site.course, item, given, around.names, visit.lang)
            missed = sum(one.missed for one in given)
            versions.append(
                ExplainVersion(
                    version,
                    len(given),
                    len({one.user_id for one in given}),
                    missed,
                    tuple(lines),
                    item.type == "essay",
                )
            )
    case = site.course.cases.get(shown.case) if shown.case else None
    title = explaining.title_of(site.course, kind, name, visit.lang)
    view = ExplainItemPage(
        head=around.head(),
        kind=kind,
        name=name,
        title=title or name,
        item_id=item_id,
        stem=shown.stem,
        case=case.text if case is not None else "",
        versions=tuple(versions),
        cut=_cut(len(answers)),
        passage=rereading.passage(site.course, item_id),
        in_bank=newest is not None,
    )
    return site.page(visit, "explain_item.html", view, title=short_stem(site.course, shown, 60))


async def _make(site: Site, visit: Visit) -> Response:
    """A set from an objective or a misconception, and on to giving it."""
    around = await _around(site, visit, instructor=True)
    if around.theirs.archived:
        raise HTTPException(409, "error.cohort_archived")
    if around.group[7] is not None:
        raise HTTPException(409, "error.explain_archived")
    kind, name = _kind_and_name(site, visit)
    form = await site.form(visit)
    span = _span(site, visit, form.one("days"), around.starts_on)
    since, until = span.moments(site.settings.zone)
    around = replace(around, span=span, since=since, until=until)
    cohort_id = around.theirs.cohort_id

    def load(connection: Connection) -> tuple[_Behind, Any]:
        behind = _behind(connection, site, around, kind, name)
        bank = candidates(connection, site.course, cohort_id)
        there, left_out = explaining.usable(
            kind, name, bank, {one.id for one in behind.items}, behind.suspects
        )
        made = explaining.set_of(kind, name, there, behind.asked, behind.missed, left_out)
        return behind, (len(there), left_out, made)

    behind, (there, left_out, made) = await site.read(load)
    if made is None:
        error = site.say(
            visit, "explain.no_sound_questions" if left_out else "explain.no_questions"
        )
        return await _show_one(site, visit, around, kind, name, error)
    title = _set_title(site, visit, explaining.title_of(site.course, kind, name, "kk") or name)
    for_students = _set_title(
        site, visit, explaining.title_for_students(site.course, kind, name, made)
    )
    key = await site.writer.run(
        lambda connection: assessments.add(
            connection, cohort_id, title, made, around.theirs.user_id, visit.now
        )
    )
    do = form.one("do")
    if do == "set":
        response = RedirectResponse(f"/teach/assessments/{key}", 303)
    else:
        missed = [user_id for user_id, _, lost in behind.people if lost]
        if do == "one" and behind.one_student is not None:
            missed = [behind.one_student.user_id]
        few = do in ("missed", "one") and len(missed) <= MOST_TARGETS
        to = [("student", one) for one in missed] if few else [("group", around.group[0])]
        query = urlencode(
            [("assessment", key), ("mode", "practice"), ("title", for_students), ("made", 1), *to]
        )
        response = RedirectResponse(f"/teach/cohorts/{cohort_id}/assignments/new?{query}", 303)
    if there < explaining.FEWEST_ASKED:
        site.leave_flash(
            response, "warning", "flash.explain_few_sound" if left_out else "flash.explain_few"
        )
    elif left_out:
        site.leave_flash(
            response,
            "done",
            "flash.explain_set_sound" if do == "set" else "flash.explain_made_sound",
        )
    else:
        site.leave_flash(
            response, "done", "flash.explain_set" if do == "set" else "flash.explain_made"
        )
    return response


def _set_title(site: Site, visit: Visit, words: str) -> str:
    title = site.say(visit, "explain.set_title", title=words).rstrip(": ")
    return title if len(title) <= MOST_TITLE else title[: MOST_TITLE - 1] + "…"


async def _make_again(site: Site, visit: Visit) -> Response:
    """The address of a form, asked for again (another language, a reload)."""
    params = visit.request.path_params
    here = f"/groups/{params['group_id']}/explain/{params['kind']}/{params['name']}"
    return RedirectResponse(here, 303)


_ONE = "/groups/{group_id}/explain/{kind}/{name}"
routes = [
    Route("/groups/{group_id}/explain", page(_explain)),
    Route(_ONE, page(_one)),
    Route(f"{_ONE}/set", page(_make_again)),
    Route(f"{_ONE}/set", page(_make), methods=["POST"]),
    Route(f"{_ONE}/items/{{item_id}}", page(_item)),
]
