"""Making an assignment, changing it, withdrawing it and giving it again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.model import Course
from quizzes.assessment import MOST_ITEMS, Draw
from webapp import assignment_form, notice_texts, passwords
from webapp.assessment_faults import cannot_be_given, faults
from webapp.assignment_access import assignment_of, require_reach, within
from webapp.assignment_form import DEFAULTS, NEW_SET, Draft, NewSet, read_set
from webapp.bank import short_stem
from webapp.forms import Form
from webapp.local_time import show_local, zone_name
from webapp.messages import translate
from webapp.namesakes import Namesakes
from webapp.pages.assignments import AssignmentFormPage, GroupChoice, NewSetChoice, StudentChoice
from webapp.permissions import Post, post, post_for_change, row_id
from webapp.queries import SECOND_PRESS, assessments, assignments, giving, members
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.giving import Target, Terms
from webapp.routes.bank import load_item
from webapp.routes.reading import alphabetical
from webapp.site import Site, Visit, page

_Carried = tuple[NewSet | None, tuple[tuple[str, str], ...]]
"""The set that a form carries, and (id, stem) of the questions it names."""
NOTHING: _Carried = (None, ())


@dataclass(frozen=True, slots=True)
class _Around:
    """What the form needs to know about the cohort and the assignment."""

    assessments: list[tuple[int, str]]
    groups: list[tuple[int, str, int]]
    students: list[Any]
    namesakes: Namesakes
    allowed: set[Target]
    targets: set[Target]
    locked: bool

    @property
    def unseen(self) -> set[Target]:
        """Given to and not offered in the form (an archived group, who left): they stay."""
        offered = {("group", one[0]) for one in self.groups}
        return {
            one
            for one in self.targets
            if one not in (offered if one[0] == "group" else self.allowed)
        }


def _around(connection: Connection, theirs: Post, info: AssignmentInfo | None) -> _Around:
    students = giving.list_cohort_students(connection, theirs.cohort_id)
    choices = giving.list_assessments(connection, theirs.cohort_id)
    if info is not None and info.assessment_id not in [one[0] for one in choices]:
        asked = assignments.find_assessment(connection, info.assessment_id)
        if asked is not None:
            choices.append((info.assessment_id, asked[0][2]))
    allowed = within(theirs, students, theirs.cohort_id)
    groups = giving.list_groups(connection, theirs.cohort_id)
    allowed |= {("group", one[0]) for one in groups if theirs.has(one[0])}
    return _Around(
        assessments=choices,
        groups=[one for one in groups if theirs.has(one[0])],
        students=students,
        namesakes=members.find_namesakes(connection, theirs.cohort_id),
        allowed=allowed,
        targets=giving.list_targets(connection, info.id) if info is not None else set(),
        locked=info is not None and giving.begun(connection, info.id),
    )


async def _new(site: Site, visit: Visit) -> Response:
    """The empty form. A page that leads here may fill in by the address: ``assessment``, ``mode``,
    ``title``, to whom (``group``, ``student``); or a ``set`` of questions with its ``set_title``,
    which is stored when the assignment is given.
    """
    theirs = await post(site, visit, visit.request.path_params["cohort_id"], instructor=True)
    around = await site.read(_around, theirs, None)
    asked = visit.request.query_params
    new_set = read_set(asked.get("set", ""), asked.get("set_title", ""))
    mode = asked.get("mode", "")
    mode = mode if mode in DEFAULTS else "practice"
    values = dict.fromkeys(("note", "due", "closes", "limit"), "") | {
        "title": asked.get("title", "")[: assignment_form.MOST_TITLE],
        "assessment": NEW_SET if new_set is not None else asked.get("assessment", ""),
        "mode": mode,
        "details_of": mode,
        "opens": show_local(visit.now, site.settings.zone),
        "password": "",
        "no_password": "",
        **DEFAULTS[mode],
    }
    named: set[Target] = {
        (kind, key)
        for kind in ("group", "student")
        for text in asked.getlist(kind)
        if (key := row_id(text)) is not None
    }
    chosen = frozenset((named or {("cohort", theirs.cohort_id)}) & around.allowed)
    stems = await site.read(_stems, site.course, theirs.cohort_id, new_set)
    return _show(site, visit, theirs, None, around, values, chosen, carried=(new_set, stems))


def _stems(
    connection: Connection, course: Course, cohort_id: int, new_set: NewSet | None
) -> tuple[tuple[str, str], ...]:
    """(id, beginning of its text) of the questions that a set names and the cohort may see."""
    if new_set is None:
        return ()
    found = []
    for item_id in new_set.asked.fixed()[:MOST_ITEMS]:
        seen = load_item(connection, course, cohort_id, item_id)
        if seen is not None:
            found.append((item_id, short_stem(course, seen[0])))
    return tuple(found)


async def _create(site: Site, visit: Visit) -> Response:
    theirs = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    form = await site.form(visit)
    around = await site.read(_around, theirs, None)
    draft = assignment_form.read(form, site.settings.zone, None, locked=False)
    new_set = read_set(form.one("set"), form.one("set_title"))
    carried = (new_set, await site.read(_stems, site.course, theirs.cohort_id, new_set))
    if form.one("find"):
        return _show(
            site,
            visit,
            theirs,
            None,
            around,
            draft.values,
            draft.targets,
            form=form,
            carried=carried,
        )
    await _check(site, theirs, None, around, draft)
    if draft.errors or draft.terms is None:
        return _refuse(site, visit, theirs, None, around, draft, form, carried)
    terms = await _with_password(draft, draft.terms)

    def work(connection: Connection) -> int:
        given = terms
        if draft.new_set is not None:
            title, made_of = draft.new_set.title, draft.new_set.asked
            stored = assessments.add(
                connection, theirs.cohort_id, title, made_of, theirs.user_id, visit.now
            )
            given = replace(terms, assessment_id=stored)
        twin = giving.find_twin(
            connection, theirs.cohort_id, given, theirs.user_id, visit.now - SECOND_PRESS
        )
        if twin is not None and giving.list_targets(connection, twin) == draft.targets:
            return twin
        key = giving.add_assignment(connection, theirs.cohort_id, given, theirs.user_id, visit.now)
        giving.set_targets(connection, key, draft.targets)
        made = assignments.find_assignment(connection, key)
        assert made is not None
        people = [one.user_id for one in assignments.list_students(connection, key)]
        notice_texts.tell_new(connection, made, people, visit.now)
        return key

    key = await site.writer.run(work)
    response = RedirectResponse(f"/teach/assignments/{key}", 303)
    site.leave_flash(response, "done", "flash.assignment_made")
    return response


async def _edit(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit, instructor=True)
    await require_reach(site, info, theirs)
    around = await site.read(_around, theirs, info)
    values = assignment_form.values_of(info, site.settings.zone)
    return _show(site, visit, theirs, info, around, values, frozenset(around.targets))


Outcome = Literal["done", "conflict", "locked"]


async def _change(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit, change=True)
    await require_reach(site, info, theirs)
    form = await site.form(visit)
    around = await site.read(_around, theirs, info)
    draft = assignment_form.read(form, site.settings.zone, info, around.locked)
    if form.one("find"):
        return _show(site, visit, theirs, info, around, draft.values, draft.targets, form=form)
    await _check(site, theirs, info, around, draft)
    if draft.errors or draft.terms is None:
        return _refuse(site, visit, theirs, info, around, draft, form)
    terms = await _with_password(draft, draft.terms)
    revision = row_id(form.one("revision")) or 0

    def work(connection: Connection) -> Outcome:
        if giving.begun(connection, info.id) != around.locked:
            return "locked"  # someone began while this was typed
        before = {one.user_id for one in assignments.list_students(connection, info.id)}
        if not giving.change_assignment(connection, info.id, revision, terms, visit.now):
            return "conflict"
        giving.set_targets(connection, info.id, draft.targets | around.unseen)
        changed = assignments.find_assignment(connection, info.id)
        assert changed is not None
        if changed.withdrawn:
            return "done"
        after = [one.user_id for one in assignments.list_students(connection, info.id)]
        stayed = [one for one in after if one in before]
        notice_texts.tell_moved(connection, changed, info.window, stayed, visit.now)
        notice_texts.tell_new(
            connection, changed, [one for one in after if one not in before], visit.now
        )
        return "done"

    outcome = await site.writer.run(work)
    if outcome != "done":
        fresh = await site.read(assignments.find_assignment, info.id)
        assert fresh is not None
        around = await site.read(_around, theirs, fresh)
        return _show(
            site,
            visit,
            theirs,
            fresh,
            around,
            draft.values,
            draft.targets,
            form=form,
            status=409,
            conflict=True,
        )
    response = RedirectResponse(f"/teach/assignments/{info.id}", 303)
    site.leave_flash(response, "done", "flash.assignment_changed")
    return response


async def _check(
    site: Site, theirs: Post, info: AssignmentInfo | None, around: _Around, draft: Draft
) -> None:
    """What only the database knows: the assessment can be drawn, the targets are theirs to give."""
    if draft.targets - around.allowed:
        draft.errors["targets"] = "assignment_form.error_targets_foreign"
    if draft.new_set is not None:
        asked = draft.new_set.asked
        if await site.read(faults, site.course, theirs.cohort_id, asked):
            draft.errors["assessment"] = "assignment_form.error_faults"
        return
    key = row_id(draft.values["assessment"])
    if key is None or key not in [one[0] for one in around.assessments]:
        draft.errors.setdefault("assessment", "assignment_form.error_assessment")
    elif not around.locked and await site.read(cannot_be_given, site.course, theirs.cohort_id, key):
        draft.errors["assessment"] = "assignment_form.error_faults"


async def _with_password(draft: Draft, terms: Terms) -> Terms:
    if not draft.password or draft.values["no_password"]:
        return terms
    hashed = await run_in_threadpool(passwords.hash_password, draft.password)
    return assignment_form.with_password(terms, hashed)


def _refuse(
    site: Site,
    visit: Visit,
    theirs: Post,
    info: AssignmentInfo | None,
    around: _Around,
    draft: Draft,
    form: Form,
    carried: _Carried = NOTHING,
) -> Response:
    return _show(
        site,
        visit,
        theirs,
        info,
        around,
        draft.values,
        draft.targets,
        form=form,
        errors=draft.errors,
        status=422,
        carried=carried,
    )


def _show(
    site: Site,
    visit: Visit,
    theirs: Post,
    info: AssignmentInfo | None,
    around: _Around,
    values: dict[str, str],
    chosen: frozenset[Target],
    *,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
    conflict: bool = False,
    carried: _Carried = NOTHING,
) -> Response:
    errors = errors or {}
    new_set, stems = carried
    query = form.one("q").strip() if form is not None else ""
    action = (
        f"/teach/cohorts/{theirs.cohort_id}/assignments/new"
        if info is None
        else f"/teach/assignments/{info.id}/edit"
    )
    view = AssignmentFormPage(
        action=action,
        cohort_id=theirs.cohort_id,
        cohort=theirs.cohort,
        assignment_id=info.id if info is not None else None,
        title=info.title if info is not None else "",
        values=values,
        errors={name: translate(visit.lang, key) for name, key in errors.items()},
        assessments=tuple(around.assessments),
        cohort_allowed=("cohort", theirs.cohort_id) in around.allowed,
        cohort_chosen=("cohort", theirs.cohort_id) in chosen,
        groups=tuple(
            GroupChoice(key, title, count, ("group", key) in chosen)
            for key, title, count in around.groups
        ),
        students=_students(around, chosen, query),
        query=query,
        locked=around.locked,
        revision=_revision(info, form, conflict),
        zone=zone_name(visit.lang, site.settings.zone),
        has_password=info is not None and info.password_hash is not None,
        conflict=conflict,
        open_details=any(name in errors for name in (*DEFAULTS["exam"], "password")),
        new_set=NewSetChoice(
            new_set.title,
            new_set.asked.model_dump_json(),
            sum(
                entry.count if isinstance(entry, Draw) else 1
                for section in new_set.asked.sections
                for entry in section.entries
            ),
            stems,
        )
        if new_set is not None
        else None,
        defaults=DEFAULTS,
    )
    if info is None:
        title = site.say(visit, "assignment_form.new")
    else:
        title = site.say(visit, "assignment_form.edit")
    return site.page(visit, "assignment_form.html", view, title=title, status=status)


def _revision(info: AssignmentInfo | None, form: Form | None, conflict: bool) -> int:
    """Of the assignment that the form was filled from; after a conflict it is shown the newest."""
    if info is None:
        return 0
    typed = row_id(form.one("revision")) if form is not None and not conflict else None
    return typed or info.revision


def _students(around: _Around, chosen: frozenset[Target], query: str) -> tuple[StudentChoice, ...]:
    """Those who may be named one by one: of a search, the found and the chosen."""
    rows: dict[int, tuple[str, str, list[str]]] = {}
    for user_id, name, login, _, group in around.students:
        if ("student", user_id) in around.allowed:
            rows.setdefault(user_id, (name, login or "", []))[2].append(group or "")
    wanted = query.casefold()
    found = [
        StudentChoice(
            user_id,
            around.namesakes.shown(user_id, name),
            login,
            ", ".join(filter(None, groups)),
            picked,
        )
        for user_id, (name, login, groups) in rows.items()
        if (picked := ("student", user_id) in chosen)
        or not wanted
        or wanted in f"{name} {login} {' '.join(groups)}".casefold()
    ]
    return tuple(sorted(found, key=lambda one: alphabetical(one.name)))


async def _withdraw(site: Site, visit: Visit) -> Response:
    return await _set_withdrawn(site, visit, withdrawn=True)


async def _again(site: Site, visit: Visit) -> Response:
    return await _set_withdrawn(site, visit, withdrawn=False)


async def _set_withdrawn(site: Site, visit: Visit, *, withdrawn: bool) -> Response:
    info, theirs = await assignment_of(site, visit, change=True)
    await require_reach(site, info, theirs)
    await site.form(visit)

    def work(connection: Connection) -> None:
        giving.set_withdrawn(connection, info.id, withdrawn, visit.now)
        if not withdrawn:
            people = [one.user_id for one in assignments.list_students(connection, info.id)]
            notice_texts.tell_new(connection, info, people, visit.now)

    await site.writer.run(work)
    response = RedirectResponse(f"/teach/assignments/{info.id}", 303)
    if withdrawn:
        site.leave_flash(response, "done", "flash.assignment_withdrawn")
    else:
        site.leave_flash(response, "done", "flash.assignment_again")
    return response


routes = [
    Route("/teach/cohorts/{cohort_id}/assignments/new", page(_new), methods=["GET"]),
    Route("/teach/cohorts/{cohort_id}/assignments/new", page(_create), methods=["POST"]),
    Route("/teach/assignments/{assignment_id}/edit", page(_edit), methods=["GET"]),
    Route("/teach/assignments/{assignment_id}/edit", page(_change), methods=["POST"]),
    Route("/teach/assignments/{assignment_id}/withdraw", page(_withdraw), methods=["POST"]),
    Route("/teach/assignments/{assignment_id}/again", page(_again), methods=["POST"]),
]
