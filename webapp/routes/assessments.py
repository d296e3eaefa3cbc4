"""Assessments: the list, the builder, copies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from course.model import Course
from quizzes.assessment import Assessment
from quizzes.drawing import Candidate, counts
from quizzes.item import Item
from webapp.assessment_faults import Fault, faults_in
from webapp.assessment_form import (
    TypedAssessment,
    TypedEntry,
    act,
    blueprint,
    read_assessment,
    read_typed,
    typed_from,
    with_items,
)
from webapp.assessment_summary import summary
from webapp.bank import all_items, short_stem
from webapp.item_writing import THEMES, TYPES
from webapp.messages import number, translate
from webapp.pages.assessments import (
    AssessmentLine,
    AssessmentShownPage,
    AssessmentsPage,
    BuilderPage,
    EntryLine,
    NewAssessmentPage,
    SectionLine,
)
from webapp.permissions import Post, post, post_for_change, require_account, row_id
from webapp.queries import assessments
from webapp.queries.assessments import AssessmentInfo
from webapp.routes.bank import filled_sections
from webapp.site import Site, Visit, page, safe_back

MOST_FIXED = 200


class Bank:
    """What a cohort may draw from, and its items by id."""

    def __init__(self, connection: Connection, course: Course, cohort_id: int) -> None:
        found = all_items(connection, course, cohort_id)
        self.items: dict[str, Item] = {one.item.id: one.item for one in found}
        self.candidates: list[Candidate] = [one.candidate for one in found if one.drawable]


async def _list(site: Site, visit: Visit) -> Response:
    staff = await post(site, visit, visit.request.path_params["cohort_id"])
    found = await site.read(assessments.list_of_cohort, staff.cohort_id)
    bank = await site.read(Bank, site.course, staff.cohort_id)
    lines = [
        AssessmentLine(
            one,
            summary(one.asked, bank.candidates, bank.items),
            len(faults_in(one.asked, bank.candidates)),
        )
        for one in found
    ]
    view = AssessmentsPage(
        staff.cohort_id,
        staff.cohort,
        staff.instructor and not staff.archived,
        tuple(line for line in lines if not line.info.archived),
        tuple(line for line in lines if line.info.archived),
    )
    return site.page(visit, "assessments.html", view, title=site.say(visit, "builder.list"))


async def _new(site: Site, visit: Visit) -> Response:
    staff = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    return _new_form(site, visit, staff, "", "blueprint")


def _new_form(
    site: Site, visit: Visit, staff: Post, title: str, start: str, error: str = ""
) -> Response:
    view = NewAssessmentPage(staff.cohort_id, staff.cohort, title, start, error)
    return site.page(
        visit,
        "assessment_new.html",
        view,
        title=site.say(visit, "builder.new"),
        status=422 if error else 200,
    )


async def _create(site: Site, visit: Visit) -> Response:
    staff = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    form = await site.form(visit)
    typed = read_typed(form)
    start = form.one("start")
    _, errors = read_assessment(typed)
    if errors:
        error = site.say(visit, errors.get("title", "builder.error_title"))
        return _new_form(site, visit, staff, typed.title, start, error)
    asked = Assessment(sections=blueprint() if start == "blueprint" else ())
    key = await site.writer.run(
        lambda connection: assessments.add(
            connection, staff.cohort_id, typed.title, asked, staff.user_id, visit.now
        )
    )
    return RedirectResponse(f"/teach/assessments/{key}", 303)


async def found_assessment(site: Site, visit: Visit) -> AssessmentInfo:
    """The assessment of the address.

    Raises:
        HTTPException: 401 not signed in, 404 there is none.
    """
    require_account(visit)
    key = row_id(visit.request.path_params["assessment_id"])
    found = await site.read(assessments.find, key) if key is not None else None
    if found is None:
        raise HTTPException(404, "error.no_assessment")
    return found


async def _edit(site: Site, visit: Visit) -> Response:
    info = await found_assessment(site, visit)
    staff = await post(site, visit, info.cohort_id)
    bank = await site.read(Bank, site.course, staff.cohort_id)
    if info.locked or info.archived or staff.archived or not staff.instructor:
        uses = await site.read(assessments.list_uses, info.id)
        view = AssessmentShownPage(
            cohort_id=staff.cohort_id,
            cohort=staff.cohort,
            may_change=staff.instructor and not staff.archived,
            info=info,
            cohort_archived=staff.archived,
            sections=_sections(
                site.course, bank, typed_from(info.title, info.asked), info.asked, (), visit.lang
            ),
            summary=summary(info.asked, bank.candidates, bank.items),
            uses=tuple(uses),
        )
        return site.page(visit, "assessment_shown.html", view, title=info.title)
    return await _builder(site, visit, staff, info, typed_from(info.title, info.asked), bank)


async def _builder(
    site: Site,
    visit: Visit,
    staff: Post,
    info: AssessmentInfo,
    typed: TypedAssessment,
    bank: Bank,
    *,
    errors: dict[str, str] | None = None,
    conflict: datetime | None = None,
    status: int = 200,
) -> Response:
    """The builder's page with what is typed; numbers are of what is typed if it can be read."""
    asked, _ = read_assessment(typed)
    shown = asked or info.asked
    wrong = faults_in(shown, bank.candidates)
    theirs: tuple[str, ...] = ()
    if conflict is not None:
        theirs = outline(site.course, bank, info.asked, visit.lang)
    view = BuilderPage(
        cohort_id=staff.cohort_id,
        cohort=staff.cohort,
        assessment_id=info.id,
        revision=info.revision,
        archived=info.archived,
        typed=typed,
        sections=_sections(site.course, bank, typed, shown, wrong, visit.lang),
        faults=tuple(one.sentence(visit.lang) for one in wrong if one.section is None),
        ready=not wrong,
        summary=summary(shown, bank.candidates, bank.items),
        uses=tuple(await site.read(assessments.list_uses, info.id)),
        course_sections=filled_sections(site.course),
        themes=THEMES,
        types=TYPES,
        errors={name: site.say(visit, key) for name, key in (errors or {}).items()},
        conflict=conflict,
        theirs=theirs,
        locked=info.locked,
    )
    return site.page(visit, "assessment_edit.html", view, title=info.title, status=status)


def _sections(
    course: Course,
    bank: Bank,
    typed: TypedAssessment,
    asked: Assessment,
    wrong: tuple[Fault, ...] | list[Fault],
    language: str,
) -> tuple[SectionLine, ...]:
    found = {(section, entry): n for section, entry, n in counts(asked, bank.candidates)}

    def sentences(section: int, entry: int | None) -> tuple[str, ...]:
        return tuple(
            one.sentence(language) for one in wrong if one.section == section and one.entry == entry
        )

    return tuple(
        SectionLine(
            section,
            tuple(
                EntryLine(
                    typed=entry,
                    item=bank.items.get(entry.item) if entry.item else None,
                    stem=short_stem(course, bank.items[entry.item], 120)
                    if entry.item in bank.items
                    else entry.item,
                    words=words_of(course, entry, language),
                    found=found.get((number, position), 0),
                    faults=sentences(number, position),
                )
                for position, entry in enumerate(section.entries)
            ),
            sentences(number, None),
        )
        for number, section in enumerate(typed.sections)
    )


def words_of(course: Course, entry: TypedEntry, language: str) -> str:
    """What a draw takes, in words: «Мерзімдер · 2-деңгей»; "" for anything of the bank."""

    def t(key: str, **params: object) -> str:
        return translate(language, key, **params)

    parts = [
        ", ".join(t(f"item_theme.{one}") for one in entry.themes if one in THEMES),
        ", ".join(t("level.n", n=one) for one in entry.difficulties),
        ", ".join(t(f"item_type.{one}") for one in entry.types if one in TYPES),
        ", ".join(t("bank.section_n", n=one) for one in entry.sections),
        ", ".join(entry.objectives),
        entry.norms,
    ]
    return " · ".join(part for part in parts if part)


def outline(course: Course, bank: Bank, asked: Assessment, language: str) -> tuple[str, ...]:
    """What is asked, a line an entry."""
    lines = []
    for place, section in enumerate(typed_from("", asked).sections, 1):
        lines.append(section.title or translate(language, "builder.section_n", n=place))
        for entry in section.entries:
            if entry.kind == "item":
                item = bank.items.get(entry.item)
                lines.append(short_stem(course, item, 100) if item else entry.item)
            else:
                key = "builder.draws_cases" if entry.kind == "case" else "builder.draws"
                words = words_of(course, entry, language) or translate(language, "builder.any")
                lines.append(translate(language, key, n=entry.count, words=words))
    return tuple(lines)


async def _save(site: Site, visit: Visit) -> Response:
    info = await found_assessment(site, visit)
    staff = await post_for_change(site, visit, info.cohort_id)
    form = await site.form(visit)
    typed = read_typed(form)
    asked, errors = read_assessment(typed)
    revision = row_id(form.one("revision")) or 0
    bank = await site.read(Bank, site.course, staff.cohort_id)
    if asked is None:
        kept = _with_revision(info, revision)
        return await _builder(site, visit, staff, kept, typed, bank, errors=errors, status=422)
    _require_known(asked, info, bank)
    action = form.one("do")
    if action == "copy":
        return await _store_copy(site, visit, staff, typed.title, asked)
    act(typed, action)
    changed, errors = read_assessment(typed)
    if changed is None:
        kept = _with_revision(info, revision)
        return await _builder(site, visit, staff, kept, typed, bank, errors=errors, status=422)
    if len(changed.fixed()) > MOST_FIXED:
        raise HTTPException(422, "error.too_many_items")

    def work(connection: Connection) -> bool:
        return assessments.change(connection, info.id, revision, typed.title, changed, visit.now)

    if info.archived or not await site.writer.run(work):
        now = await found_assessment(site, visit)
        conflict = None if now.locked or now.archived else now.updated_at
        return await _builder(site, visit, staff, now, typed, bank, conflict=conflict, status=409)
    verb, _, place = action.partition(":")
    if verb == "pick":
        return RedirectResponse(
            f"/teach/cohorts/{staff.cohort_id}/bank?assessment={info.id}&to={place or 0}", 303
        )
    response = RedirectResponse(f"/teach/assessments/{info.id}{_anchor(action, typed)}", 303)
    if verb in ("save", ""):
        site.leave_flash(response, "done", "flash.assessment_saved")
    return response


def _require_known(asked: Assessment, info: AssessmentInfo, bank: Bank) -> None:
    """Another cohort's private item cannot be named: who names an item gets to see it.

    Raises:
        HTTPException: 422.
    """
    known = bank.items.keys() | set(info.asked.fixed())
    if any(one not in known for one in asked.fixed()):
        raise HTTPException(422, "error.no_such_item")


def _with_revision(info: AssessmentInfo, revision: int) -> AssessmentInfo:
    """The assessment as the form knows it, so that a change since is not overlooked."""
    return AssessmentInfo(
        info.id,
        info.cohort_id,
        info.title,
        info.asked,
        revision,
        info.updated_at,
        info.archived,
        info.locked,
    )


def _anchor(action: str, typed: TypedAssessment) -> str:
    """Where the page is looked at after a button: where the thing is now."""
    verb, *at = action.split(":")
    if verb == "section":
        return f"#s-{len(typed.sections) - 1}"
    if not at or not at[0].isdigit():
        return ""
    section = int(at[0])
    if verb in ("draw", "case") and section < len(typed.sections):
        return f"#e-{section}-{len(typed.sections[section].entries) - 1}"
    return f"#s-{max(0, min(section, len(typed.sections) - 1))}"


async def _add(site: Site, visit: Visit) -> Response:
    """Items chosen in the bank, put at the end of a section."""
    info = await found_assessment(site, visit)
    staff = await post_for_change(site, visit, info.cohort_id)
    form = await site.form(visit)
    bank = await site.read(Bank, site.course, staff.cohort_id)
    chosen = form.fields.get("item", [])
    if any(one not in bank.items for one in chosen):
        raise HTTPException(422, "error.no_such_item")
    place = form.one("to")
    section = int(place) if place.isascii() and place.isdigit() and len(place) < 3 else 0

    def work(connection: Connection) -> str:
        now = assessments.find(connection, info.id)
        if now is None or now.locked or now.archived:
            return "locked"
        asked = with_items(now.asked, section, chosen)
        if len(asked.fixed()) > MOST_FIXED:
            return "many"
        done = assessments.change(connection, now.id, now.revision, now.title, asked, visit.now)
        return "done" if done else "again"

    for _ in range(3):  # another's change in this very moment: put them after it
        outcome = await site.writer.run(work)
        if outcome != "again":
            break
    if outcome in ("locked", "again"):
        raise HTTPException(409, "error.assessment_locked")
    if outcome == "many":
        raise HTTPException(422, "error.too_many_items")
    default = f"/teach/assessments/{info.id}#s-{section}"
    target = safe_back(form.one("back"), default) if form.one("do") == "more" else default
    response = RedirectResponse(target, 303)
    key = "flash.items_added" if chosen else "flash.items_none"
    site.leave_flash(response, "done" if chosen else "warning", key)
    return response


async def _counts(site: Site, visit: Visit) -> Response:
    """For the builder's script: what the form as it stands would draw. Nothing is stored."""
    info = await found_assessment(site, visit)
    staff = await post_for_change(site, visit, info.cohort_id)
    typed = read_typed(await site.form(visit))
    asked, _ = read_assessment(typed)
    if asked is None:
        return JSONResponse({"entries": {}}, 422)
    bank = await site.read(Bank, site.course, staff.cohort_id)
    wrong = faults_in(asked, bank.candidates)
    told: dict[str, Any] = {}
    for section, entry, n in counts(asked, bank.candidates):
        is_case = typed.sections[section].entries[entry].kind == "case"
        key = "builder.found_cases" if is_case else "builder.found"
        sentences = [
            one.sentence(visit.lang)
            for one in wrong
            if (one.section, one.entry) == (section, entry)
        ]
        told[f"{section}-{entry}"] = {
            "found": translate(visit.lang, key, n=number(n)),
            "words": words_of(site.course, typed.sections[section].entries[entry], visit.lang),
            "faults": sentences,
        }
    return JSONResponse({"entries": told})


async def _copy(site: Site, visit: Visit) -> Response:
    info = await found_assessment(site, visit)
    staff = await post_for_change(site, visit, info.cohort_id)
    await site.form(visit)
    return await _store_copy(site, visit, staff, info.title, info.asked)


async def _store_copy(
    site: Site, visit: Visit, staff: Post, title: str, asked: Assessment
) -> Response:
    title = site.say(visit, "builder.copy_of", title=title[:180])
    key = await site.writer.run(
        lambda connection: assessments.add(
            connection, staff.cohort_id, title, asked, staff.user_id, visit.now
        )
    )
    response = RedirectResponse(f"/teach/assessments/{key}", 303)
    site.leave_flash(response, "done", "flash.assessment_copied")
    return response


async def _archive(site: Site, visit: Visit) -> Response:
    return await _set_archived(site, visit, archived=True)


async def _restore(site: Site, visit: Visit) -> Response:
    return await _set_archived(site, visit, archived=False)


async def _set_archived(site: Site, visit: Visit, *, archived: bool) -> Response:
    info = await found_assessment(site, visit)
    staff = await post_for_change(site, visit, info.cohort_id)
    await site.form(visit)
    at = visit.now if archived else None
    await site.writer.run(lambda connection: assessments.set_archived(connection, info.id, at))
    response = RedirectResponse(f"/teach/cohorts/{staff.cohort_id}/assessments", 303)
    key = "flash.assessment_archived" if archived else "flash.assessment_restored"
    site.leave_flash(response, "done", key)
    return response


_OF_COHORT = "/teach/cohorts/{cohort_id}/assessments"
_ONE = "/teach/assessments/{assessment_id}"
routes = [
    Route(_OF_COHORT, page(_list)),
    Route(f"{_OF_COHORT}/new", page(_new)),
    Route(f"{_OF_COHORT}/new", page(_create), methods=["POST"]),
    Route(_ONE, page(_edit)),
    Route(_ONE, page(_save), methods=["POST"]),
    Route(f"{_ONE}/add", page(_add), methods=["POST"]),
    Route(f"{_ONE}/counts", page(_counts), methods=["POST"]),
    Route(f"{_ONE}/copy", page(_copy), methods=["POST"]),
    Route(f"{_ONE}/archive", page(_archive), methods=["POST"]),
    Route(f"{_ONE}/restore", page(_restore), methods=["POST"]),
]
