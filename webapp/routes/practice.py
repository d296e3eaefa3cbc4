"""Practice: the page of all of it, building a set, tasks of one pattern, mistakes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from course.model import Course
from quizzes.choosing import MOST, Counts, Value, choose, count
from quizzes.generator import CannotGenerate
from quizzes.generators import GENERATORS
from quizzes.mistakes import KEY_STATUSES
from webapp.forms import Form
from webapp.messages import translate
from webapp.pages.practice import (
    Choice,
    Facet,
    GeneratorPage,
    MistakeLine,
    MistakesPage,
    PracticePage,
    RunningSet,
    SetFormPage,
)
from webapp.permissions import require_account, row_id
from webapp.queries import own_sets, people, self_tests
from webapp.self_test import sets
from webapp.self_test.beginning import Asked, Kind, Mode, begin
from webapp.self_test.feeding import up_to_date
from webapp.self_test.pool import pool
from webapp.self_test.rereading import passage
from webapp.self_test.sets import Learner
from webapp.self_test.wishes import DIFFICULTIES, THEMES, TYPES, SetWish, read_wish
from webapp.site import Site, Visit, page

PAST_KINDS = ("set", "mistakes", "mock", "generator")
A_PAGE = 20
"""Past sets on a page."""
MOST_MISTAKES = 20
"""Mistakes practised in one set."""
AT_ONCE = timedelta(seconds=5)
"""The same set asked for again within this time is the same press of a button."""
VARIANTS = 5
"""Tasks of one pattern in one set."""


async def learner_of(site: Site, visit: Visit, user_id: int) -> Learner:
    """How the visitor stands to all that can be practised, their newest answers worked in."""
    await up_to_date(site, user_id, visit.now)
    today = sets.today_of(site, visit)
    return await site.read(sets.load_learner, site.course, user_id, today)


async def start(
    site: Site,
    visit: Visit,
    user_id: int,
    items: Sequence[Asked],
    *,
    kind: Kind,
    title: str,
    mode: Mode = "tutor",
    seed: str,
    asked: SetWish | None = None,
    definition: str = "{}",
) -> Response:
    """Begin a set and lead to it; a button pressed twice leads to the same."""

    definition = asked.definition() if asked is not None else definition

    def work(connection: Connection) -> int:
        people.bump(connection, user_id)  # holds the row: a press in another process waits here
        for one in self_tests.list_running(connection, user_id):
            same = one.kind == kind and one.title == title[:200] and one.definition == definition
            if same and visit.now - one.created_at < AT_ONCE:
                return one.sitting_id
        return begin(
            connection,
            user_id=user_id,
            kind=kind,
            title=title[:200],
            mode=mode,
            items=items,
            seed=seed,
            now=visit.now,
            limit=asked.limit if asked is not None else None,
            certainty=asked.certainty if asked is not None else False,
            definition=definition,
        )

    return RedirectResponse(f"/sittings/{await site.writer.run(work)}", 303)


# --- the page of all of it -----------------------------------------------------------------------


async def _hub(site: Site, visit: Visit) -> Response:
    title = site.say(visit, "practice.title")
    reader = visit.reader
    if reader is None or reader.guest:
        view = PracticePage(False, 0, (), (), None, False)
        return site.page(visit, "practice.html", view, title=title, section="practice")
    user_id = reader.user_id
    asked = visit.request.query_params.get("before", "")
    before = row_id(asked) if asked else None
    learner = await learner_of(site, visit, user_id)

    def load(
        connection: Connection,
    ) -> tuple[list[self_tests.SelfTestInfo], list[own_sets.PastSet]]:
        return (
            self_tests.list_running(connection, user_id) if before is None else [],
            own_sets.list_past(
                connection, user_id, kinds=PAST_KINDS, before=before, most=A_PAGE + 1
            ),
        )

    running, past = await site.read(load)
    view = PracticePage(
        account=True,
        missed=len(learner.missed),
        running=tuple(running_set(one) for one in running if one.kind in PAST_KINDS),
        past=tuple(past[:A_PAGE]),
        older=past[A_PAGE - 1].sitting_id if len(past) > A_PAGE else None,
        newest=before is not None,
    )
    return site.page(visit, "practice.html", view, title=title, section="practice")


def running_set(one: self_tests.SelfTestInfo) -> RunningSet:
    ends = one.created_at + one.limit if one.limit is not None else None
    return RunningSet(one.sitting_id, one.kind, one.title, one.created_at, ends)


# --- building a set ------------------------------------------------------------------------------


async def _new(site: Site, visit: Visit) -> Response:
    user_id = require_account(visit)
    query = _query(visit)
    if "generator" in query:
        return _generator_page(site, visit, query["generator"][0])
    asked = read_wish(site.course, query)
    learner = await learner_of(site, visit, user_id)
    return _form(site, visit, learner, asked, status=422 if asked.errors else 200)


def _query(visit: Visit) -> dict[str, list[str]]:
    params = visit.request.query_params
    return {name: params.getlist(name) for name in params}


def _form(
    site: Site,
    visit: Visit,
    learner: Learner,
    asked: SetWish,
    *,
    few: int | None = None,
    nothing: bool = False,
    status: int = 200,
) -> Response:
    counts = count(learner.pool.values(), learner.statuses, asked.wish)
    errors = {
        name: translate(visit.lang, key, **params) for name, (key, params) in asked.errors.items()
    }
    if nothing:
        errors["total"] = site.say(visit, "error.practice_nothing")
    view = SetFormPage(
        asked=asked,
        facets=_facets(site.course, visit.lang, asked, counts, errors),
        variants=counts.kinds.get("generator", 0),
        cards=counts.kinds.get("card", 0),
        total=counts.total,
        most=MOST,
        errors=errors,
        few=few,
    )
    title = site.say(visit, "practice.build_do")
    return site.page(
        visit, "practice_new.html", view, title=title, section="practice", status=status
    )


def _facets(
    course: Course, lang: str, asked: SetWish, counts: Counts, errors: dict[str, str]
) -> tuple[Facet, ...]:
    wish = asked.wish

    def facet(
        name: str, facet_of: str, groups: Sequence[tuple[str, Sequence[tuple[Value, str]]]]
    ) -> Facet:
        chosen = getattr(wish, facet_of)
        found = counts.of[facet_of]
        return Facet(
            name,
            translate(lang, f"practice.{'status' if name == 'status' else facet_of}"),
            tuple(
                (
                    title,
                    tuple(
                        Choice(
                            str(value),
                            words,
                            found.get(value, 0),
                            value in chosen,
                            kazakh=name in ("section", "objective"),
                        )
                        for value, words in choices
                    ),
                )
                for title, choices in groups
            ),
            errors.get(name),
        )

    chapters = [
        (
            f"{chapter.id}. {chapter.title}",
            [(one.number, f"{one.number}. {one.title}") for one in chapter.sections if one.lessons],
        )
        for chapter in course.chapters
    ]
    objectives = [
        (key, f"{key}. {one.text}")
        for key, one in course.objectives.items()
        if key in wish.objectives
    ]  # an address names them; too many to choose from
    shown = objectives or "objective" in errors
    named = (facet("objective", "objectives", [("", objectives)]),) if shown else ()
    return (
        *named,
        facet(
            "status",
            "statuses",
            [("", [(one, translate(lang, f"practice.status.{one}")) for one in KEY_STATUSES])],
        ),
        facet("section", "sections", [one for one in chapters if one[1]]),
        facet(
            "theme",
            "themes",
            [("", [(one, translate(lang, f"item_theme.{one}")) for one in THEMES])],
        ),
        facet(
            "type", "types", [("", [(one, translate(lang, f"item_type.{one}")) for one in TYPES])]
        ),
        facet(
            "difficulty",
            "difficulties",
            [("", [(one, translate(lang, "level.n", n=one)) for one in DIFFICULTIES])],
        ),
    )


async def _counts(site: Site, visit: Visit) -> Response:
    """How many pass, for our script: each facet's values as the form names them."""
    user_id = require_account(visit)
    asked = read_wish(site.course, _query(visit))
    learner = await learner_of(site, visit, user_id)
    counts = count(learner.pool.values(), learner.statuses, asked.wish)
    names = {
        "sections": "section",
        "themes": "theme",
        "objectives": "objective",
        "types": "type",
        "difficulties": "difficulty",
        "statuses": "status",
    }
    found = {
        f"{names[facet]}:{value}": n for facet, of in counts.of.items() for value, n in of.items()
    }
    found["variants:1"] = counts.kinds.get("generator", 0)
    found["cards:1"] = counts.kinds.get("card", 0)
    return JSONResponse({"total": counts.total, "of": found}, headers={"cache-control": "no-store"})


async def _make(site: Site, visit: Visit) -> Response:
    user_id = require_account(visit)
    form = await site.form(visit)
    if "generator" in form.fields:
        return await _start_generator(site, visit, user_id, form.one("generator"))
    asked = read_wish(site.course, form.fields)
    learner = await learner_of(site, visit, user_id)
    if asked.errors:
        return _form(site, visit, learner, asked, status=422)
    if form.one("do") == "count":
        return _form(site, visit, learner, asked)
    return await _start_set(site, visit, user_id, form, asked, learner)


async def _start_set(
    site: Site, visit: Visit, user_id: int, form: Form, asked: SetWish, learner: Learner
) -> Response:
    seed = secrets.token_hex(16)  # made here, so that the write may be run again
    keys = choose(learner.pool.values(), learner.statuses, asked.wish, asked.number, seed)
    items = sets.items_of(site.course, keys, seed)
    if not items:
        return _form(site, visit, learner, asked, nothing=True, status=422)
    if len(items) < asked.number and form.one("do") != "all":
        return _form(site, visit, learner, asked, few=len(items))
    title = translate("kk", "practice.set_title")
    if asked.wish.sections:
        named = [number for number in site.course.sections if number in asked.wish.sections]
        title = f"{title}: {', '.join(named)}"
    return await start(
        site,
        visit,
        user_id,
        items,
        kind="set",
        title=title,
        mode=asked.mode,
        seed=seed,
        asked=asked,
    )


# --- tasks of one pattern ------------------------------------------------------------------------


def _generator_page(site: Site, visit: Visit, key: str) -> Response:
    found = GENERATORS.get(key)
    if found is None or key not in pool(site.course):
        raise HTTPException(404, "error.no_generator")
    view = GeneratorPage(
        key=key,
        title=found.title,
        section=found.section,
        section_title=site.course.sections[found.section].title,
        theme=found.theme,
        passage=passage(site.course, key),
    )
    return site.page(visit, "practice_generator.html", view, title=found.title, section="practice")


async def _start_generator(site: Site, visit: Visit, user_id: int, key: str) -> Response:
    found = GENERATORS.get(key)
    if found is None or key not in pool(site.course):
        raise HTTPException(404, "error.no_generator")
    seed = secrets.token_hex(16)
    try:
        items = sets.variants_of(site.course, key, seed, VARIANTS)
    except CannotGenerate as fault:
        sets.log.error("%s", fault)
        raise HTTPException(503, "error.cannot_generate") from fault
    return await start(site, visit, user_id, items, kind="generator", title=found.title, seed=seed)


# --- mistakes ------------------------------------------------------------------------------------


async def _mistakes(site: Site, visit: Visit) -> Response:
    user_id = require_account(visit)
    learner = await learner_of(site, visit, user_id)
    missed = learner.missed
    view = MistakesPage(
        sections=tuple(
            (
                number,
                site.course.sections[number].title,
                tuple(_mistake(site.course, learner, one.key) for one in theirs),
            )
            for number, theirs in sets.by_section(site.course, missed)
        ),
        count=len(missed),
        most=MOST_MISTAKES,
    )
    title = site.say(visit, "practice.mistakes")
    return site.page(visit, "practice_mistakes.html", view, title=title, section="practice")


def _mistake(course: Course, learner: Learner, key: str) -> MistakeLine:
    mistake = learner.known[key].mistake
    assert mistake is not None  # it is on the list
    return MistakeLine(sets.name_of(course, key), mistake.still, passage(course, key))


async def _practise_mistakes(site: Site, visit: Visit) -> Response:
    user_id = require_account(visit)
    await site.form(visit)
    learner = await learner_of(site, visit, user_id)
    since = {
        key: known.mistake.since
        for key, known in learner.known.items()
        if known.mistake is not None and key in learner.pool
    }
    oldest = sorted(since, key=lambda key: (since[key], key))
    seed = secrets.token_hex(16)
    items = sets.items_of(site.course, oldest[:MOST_MISTAKES], seed)
    if not items:
        response = RedirectResponse("/practice/mistakes", 303)
        site.leave_flash(response, "warning", "flash.practice_no_mistakes")
        return response
    title = translate("kk", "practice.mistakes_title")
    return await start(site, visit, user_id, items, kind="mistakes", title=title, seed=seed)


routes = [
    Route("/practice", page(_hub), methods=["GET"]),
    Route("/practice/new", page(_new), methods=["GET"]),
    Route("/practice/new", page(_make), methods=["POST"]),
    Route("/practice/new/counts", page(_counts), methods=["GET"]),
    Route("/practice/mistakes", page(_mistakes), methods=["GET"]),
    Route("/practice/mistakes", page(_practise_mistakes), methods=["POST"]),
]
