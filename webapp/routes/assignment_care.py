"""An assignment before its staff: how each student stands, and one sitting to close or reopen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.results import counted, passed
from quizzes.timing import Allowance, deadline, for_person
from webapp.assignment_access import assignment_of, corrects
from webapp.assignment_form import warnings
from webapp.forms import Form
from webapp.insight import looks
from webapp.messages import moment, translate
from webapp.pages.assignments import (
    STATES,
    AssignmentPage,
    CarePage,
    State,
    StudentStanding,
)
from webapp.percents import show_percent
from webapp.permissions import Post, row_id
from webapp.queries import assignments, giving, members, notices, sitting_care
from webapp.queries.assignments import AssignmentInfo, Student
from webapp.queries.results import SittingScore, load_scores
from webapp.queries.sitting_care import CannotReopen, Cared
from webapp.routes.reading import alphabetical
from webapp.rule_sentences import sentences
from webapp.site import Site, Visit, page
from webapp.sitting.answering import can_check
from webapp.sitting.ending import end
from webapp.sitting.standing import find as stand

MOST_EXTRA = 1_000
"""Minutes that can be given with a reopening."""
MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class _Loaded:
    students: list[Student]
    scores: dict[int, list[SittingScore]]
    granted: dict[int, Allowance]
    targets: tuple[str, ...]
    assessment: str
    corrects: bool
    editable: bool


def _load(connection: Connection, info: AssignmentInfo, theirs: Post, lang: str) -> _Loaded:
    students = assignments.list_students(connection, info.id, theirs.groups)
    scores: dict[int, list[SittingScore]] = {}
    for score in load_scores(connection, info):
        scores.setdefault(score.user_id, []).append(score)
    asked = assignments.find_assessment(connection, info.assessment_id)
    theirs_all = corrects(connection, info, theirs)
    return _Loaded(
        students=members.find_namesakes(connection, info.cohort_id).all_called(students),
        scores=scores,
        granted=assignments.allowances(connection, info),
        targets=_targets(connection, info, lang),
        assessment=asked[0][2] if asked is not None else "",
        corrects=theirs_all,
        editable=theirs_all and not theirs.archived,
    )


def _targets(connection: Connection, info: AssignmentInfo, lang: str) -> tuple[str, ...]:
    targets = giving.list_targets(connection, info.id)
    said = []
    if ("cohort", info.cohort_id) in targets:
        said.append(translate(lang, "assignment.to_cohort"))
    said += [
        title
        for key, title, _ in giving.list_groups(connection, info.cohort_id)
        if ("group", key) in targets
    ]
    single = sum(1 for kind, _ in targets if kind == "student")
    if single:
        said.append(translate(lang, "assignment.to_students", n=single))
    return tuple(said)


def standing(
    student: Student,
    scores: list[SittingScore],
    info: AssignmentInfo,
    granted: Allowance | None,
) -> StudentStanding:
    """One of the four words for a student, with what is known."""
    closed = [one for one in scores if one.closed_at is not None]
    running = next((one for one in scores if one.closed_at is None), None)
    final = all(one.scored and one.result.final for one in closed)
    state: State = "not-started"
    if running is not None:
        state = "in-progress"
    elif closed:
        state = "marked" if final else "handed-in"
    share = counted([one.result for one in closed], info.rules.counts)
    reached = passed(share, info.rules)
    window = for_person(info.window, granted or Allowance())
    return StudentStanding(
        user_id=student.user_id,
        name=student.name,
        login=student.login,
        group=student.group,
        state=state,
        tries=len(scores),
        finished=closed[-1].closed_at if closed else None,
        ends=deadline(window, running.started_at) if running is not None else None,
        share=show_percent(share) if share is not None else "",
        final=final,
        passed=reached if final or reached else None,
        late=bool(closed) and closed[-1].result.late,
        sitting_id=scores[-1].sitting_id if scores else None,
        granted=granted is not None,
    )


async def _manage(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit)
    loaded = await site.read(_load, info, theirs, visit.lang)
    lines = [
        standing(one, loaded.scores.get(one.user_id, []), info, loaded.granted.get(one.user_id))
        for one in sorted(loaded.students, key=lambda one: alphabetical(one.name))
    ]
    asked = visit.request.query_params.get("state", "")
    asked = asked if asked in STATES else ""
    view = AssignmentPage(
        assignment_id=info.id,
        cohort_id=info.cohort_id,
        cohort=theirs.cohort,
        title=info.title,
        note=info.note,
        finding=_finding(site, visit, info, lines),
        rules=tuple(sentences(visit.lang, site.settings.zone, info, info.window)),
        warnings=tuple(translate(visit.lang, key) for key in warnings(info)),
        targets=loaded.targets,
        assessment_id=info.assessment_id,
        assessment=loaded.assessment,
        counts=tuple((state, sum(one.state == state for one in lines)) for state in STATES),
        students=tuple(one for one in lines if not asked or one.state == asked),
        asked=asked,
        all=len(lines),
        withdrawn=info.withdrawn,
        instructor=theirs.instructor,
        corrects=loaded.corrects,
        may_edit=loaded.editable,
        may_care=theirs.instructor and not theirs.archived,
    )
    return site.page(visit, "assignment_manage.html", view, title=info.title)


def _finding(site: Site, visit: Visit, info: AssignmentInfo, lines: list[StudentStanding]) -> str:
    """The state of an assignment in one sentence."""
    if info.withdrawn:
        return site.say(visit, "assignment.is_withdrawn")
    if not lines:
        return site.say(visit, "assignment.nobody")
    zone, window = site.settings.zone, info.window
    if visit.now < window.opens:
        at = moment(visit.lang, window.opens, zone)
        return site.say(visit, "assignment.opens_later", at=at, n=len(lines))
    done = sum(one.state in ("handed-in", "marked") for one in lines)
    running = sum(one.state == "in-progress" for one in lines)
    if window.closes is not None and window.closes <= visit.now:
        waiting = sum(one.state == "handed-in" for one in lines)
        return site.say(visit, "assignment.has_closed", done=done, all=len(lines), waiting=waiting)
    return site.say(visit, "assignment.is_open", done=done, all=len(lines), running=running)


async def _sitting(site: Site, visit: Visit, *, change: bool) -> tuple[AssignmentInfo, Cared, Post]:
    """The sitting of the address, of a student whom the visitor has.

    Raises:
        HTTPException: as :func:`assignment_of`; 404 no such sitting, 403 not their student.
    """
    info, theirs = await assignment_of(site, visit, instructor=True, change=change)
    key = row_id(visit.request.path_params["sitting_id"])
    found = await site.read(sitting_care.find_cared, info.id, key) if key is not None else None
    if found is None:
        raise HTTPException(404, "error.no_sitting")
    if theirs.groups is not None and not theirs.groups & found.groups:
        raise HTTPException(403, "error.not_your_student")
    return info, found, theirs


async def _care(site: Site, visit: Visit) -> Response:
    info, found, theirs = await _sitting(site, visit, change=False)
    return await _show_care(site, visit, info, theirs, found, {"reason": "", "minutes": ""}, {})


async def _show_care(
    site: Site,
    visit: Visit,
    info: AssignmentInfo,
    theirs: Post,
    found: Cared,
    values: dict[str, str],
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    # a form that comes back is a look too
    await looks.note(site, theirs, found.user_id, "sitting", found.sitting_id)
    found = (await site.read(members.find_namesakes, info.cohort_id)).called(found)
    happened = await site.read(sitting_care.list_happened, found.sitting_id, found.user_id)
    allowance = await site.read(assignments.allowance_of, info, found.user_id)
    ends = deadline(for_person(info.window, allowance), found.started_at)
    view = CarePage(
        assignment_id=info.id,
        cohort_id=info.cohort_id,
        cohort=theirs.cohort,
        title=info.title,
        sitting=found,
        ends=ends if found.closed_at is None else None,
        shown="key" in info.rules.visibility.shown("after"),
        happened=tuple(happened),
        values=values,
        errors={name: translate(visit.lang, key) for name, key in errors.items()},
    )
    return site.page(visit, "assignment_care.html", view, title=found.name, status=status)


def _reason(form: Form, errors: dict[str, str]) -> str:
    reason = form.one("reason").strip()
    if not 3 <= len(reason) <= MOST_REASON:
        errors["reason"] = "care.error_reason"
    return reason


def _minutes(form: Form, errors: dict[str, str]) -> timedelta:
    text = form.one("minutes").strip()
    if not text:
        return timedelta(0)
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= MOST_EXTRA):
        errors["minutes"] = "care.error_minutes"
        return timedelta(0)
    return timedelta(minutes=int(text))


async def _reopen(site: Site, visit: Visit) -> Response:
    info, found, theirs = await _sitting(site, visit, change=True)
    form = await site.form(visit)
    errors: dict[str, str] = {}
    reason, extra = _reason(form, errors), _minutes(form, errors)
    values = {"reason": reason, "minutes": form.one("minutes").strip()}
    if errors:
        return await _show_care(site, visit, info, theirs, found, values, errors, 422)

    def work(connection: Connection) -> str | None:
        try:
            sitting_care.reopen(
                connection,
                info.id,
                found.sitting_id,
                extra,
                reason,
                _by(visit),
                visit.now,
                answers_back=not can_check(info.rules),
            )
        except CannotReopen as fault:
            return fault.key
        _tell(connection, info, found, "sitting_reopened", visit)
        return None

    refused = await site.writer.run(work)
    if refused is not None:
        again = await site.read(sitting_care.find_cared, info.id, found.sitting_id)
        assert again is not None
        field = "minutes" if refused == "care.error_no_time" else "reason"
        status = 422 if field == "minutes" else 409
        return await _show_care(site, visit, info, theirs, again, values, {field: refused}, status)
    response = RedirectResponse(_address(info, found), 303)
    site.leave_flash(response, "done", "flash.sitting_reopened")
    return response


async def _close(site: Site, visit: Visit) -> Response:
    info, found, theirs = await _sitting(site, visit, change=True)
    form = await site.form(visit)
    errors: dict[str, str] = {}
    reason = _reason(form, errors)
    values = {"reason": reason, "minutes": ""}
    if errors:
        return await _show_care(site, visit, info, theirs, found, values, errors, 422)

    def work(connection: Connection) -> bool:
        standing = stand(connection, found.sitting_id, visit.now)
        if standing is None or not standing.runs:
            return False
        finished, by = standing.finish_now, "instructor"
        if standing.over:
            finished, by = standing.last_moment
        if not end(connection, site.course, standing, finished, by):
            return False
        sitting_care.note(connection, found, "sitting-closed", _by(visit), reason, visit.now)
        _tell(connection, info, found, "sitting_closed", visit)
        return True

    if not await site.writer.run(work):
        again = await site.read(sitting_care.find_cared, info.id, found.sitting_id)
        assert again is not None
        over = {"reason": "care.error_over"}
        return await _show_care(site, visit, info, theirs, again, values, over, 409)
    site.handed_in()
    response = RedirectResponse(_address(info, found), 303)
    site.leave_flash(response, "done", "flash.sitting_closed")
    return response


def _tell(
    connection: Connection, info: AssignmentInfo, found: Cared, kind: str, visit: Visit
) -> None:
    href = f"/assignments/{info.id}"
    notices.tell(connection, [found.user_id], kind, href, visit.now, title=info.title)


def _by(visit: Visit) -> int:
    assert visit.user_id is not None
    return visit.user_id


def _address(info: AssignmentInfo, found: Cared) -> str:
    return f"/teach/assignments/{info.id}/sittings/{found.sitting_id}"


_SITTING = "/teach/assignments/{assignment_id}/sittings/{sitting_id}"
routes = [
    Route("/teach/assignments/{assignment_id}", page(_manage), methods=["GET"]),
    Route(_SITTING, page(_care), methods=["GET"]),
    Route(f"{_SITTING}/close", page(_close), methods=["POST"]),
    Route(f"{_SITTING}/reopen", page(_reopen), methods=["POST"]),
]
