"""An assignment while it is sat: who has started, where they are, who is not heard from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from quizzes.timing import Allowance, Window, deadline, for_person
from webapp.assignment_access import assignment_of, corrects
from webapp.messages import moment, translate
from webapp.pages.assignment_view import (
    LIVE_FILTERS,
    LiveFilter,
    LiveLine,
    LivePage,
    LiveState,
    Saved,
)
from webapp.permissions import Post, row_id
from webapp.queries import assignment_live, assignments, giving, members
from webapp.queries.assignment_live import Filled, NewestSitting
from webapp.queries.assignments import AssignmentInfo, Student
from webapp.routes.reading import alphabetical
from webapp.site import Site, Visit, page
from webapp.sitting.access import HEARD_EVERY
from webapp.sitting.answering import can_check, is_answer

SILENT = timedelta(minutes=3)
"""Nothing heard for so long is told. A page that lies open is heard from every minute, out of sight
every two (:data:`HEARD_EVERY`; browsers slow what nobody sees), also when its reader only reads."""
assert SILENT > 3 * HEARD_EVERY

ON_A_LEAF = 50
NAMED = 12
"""Of those nothing is heard of; the others are found by the filter."""
FRAGMENT = "live"
SOON = timedelta(days=1)
FEW = 10
"""When a tenth of the time is left, it is little."""

_SHOWN: dict[LiveState, tuple[LiveFilter, ...]] = {
    "not-started": ("not-started",),
    "working": ("running",),
    "silent": ("running", "silent"),
    "paused": ("paused",),
    "ending": ("running",),
    "handed-in": ("handed-in",),
}
"""Under which filters a state is found."""

_ORDER: tuple[LiveState, ...] = (
    "silent",
    "ending",
    "working",
    "paused",
    "not-started",
    "handed-in",
)
"""Who needs eyes comes first; among those who work, who has little time left."""


async def _live(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit)
    asked = visit.request.query_params
    group = row_id(asked.get("group", "")) or 0
    state = asked.get("state", "")
    view = await site.read(
        _page,
        info,
        theirs,
        visit.lang,
        site.settings.zone,
        visit.now,
        group if group and theirs.has(group) else 0,
        state if state in LIVE_FILTERS else "",
        row_id(asked.get("leaf", "")) or 1,
    )
    if visit.request.headers.get("x-fragment") == FRAGMENT:
        response = site.page(visit, "_assignment_live.html", view, title=info.title)
        response.headers["cache-control"] = "no-store"
        return response
    title = f"{info.title} · {site.say(visit, 'live.title')}"
    return site.page(visit, "assignment_live.html", view, title=title)


def _page(
    connection: Connection,
    info: AssignmentInfo,
    theirs: Post,
    lang: str,
    zone: ZoneInfo,
    now: datetime,
    group: int,
    asked: str,
    leaf: int,
) -> LivePage:
    within = frozenset({group}) if group else theirs.groups
    students = assignments.list_students(connection, info.id, within)
    students.sort(key=lambda one: (alphabetical(one.name), one.user_id))
    students = members.find_namesakes(connection, info.cohort_id).all_called(students)
    granted = assignments.allowances(connection, info)
    newest = assignment_live.list_newest(connection, info.id)
    states = {
        one.user_id: state_of(newest.get(one.user_id), info, granted.get(one.user_id), now)
        for one in students
    }

    def line(one: Student) -> LiveLine:
        theirs = granted.get(one.user_id)
        return line_of(one, newest.get(one.user_id), states[one.user_id], info, theirs, lang, now)

    def urgency(one: Student) -> tuple[int, bool]:
        state = states[one.user_id]
        few = state == "working" and line(one).few_left
        return _ORDER.index(state), not few

    students.sort(key=urgency)  # of equals by name
    counts = dict.fromkeys(LIVE_FILTERS, 0)
    for state in states.values():
        for name in _SHOWN[state]:
            counts[name] += 1
    chosen = [one for one in students if not asked or asked in _SHOWN[states[one.user_id]]]
    leaves = max(1, -(-len(chosen) // ON_A_LEAF))
    leaf = min(leaf, leaves)
    shown = [line(one) for one in chosen[(leaf - 1) * ON_A_LEAF : leaf * ON_A_LEAF]]
    silent = [one for one in students if states[one.user_id] == "silent"]
    return LivePage(
        assignment_id=info.id,
        assessment_id=info.assessment_id,
        cohort_id=info.cohort_id,
        cohort=theirs.cohort,
        title=info.title,
        finding=_finding(info, len(students), counts, lang, zone, now),
        counts=tuple(
            (name, n) for name, n in counts.items() if n or name != _UNUSED[untimed(info)]
        ),
        all=len(students),
        silent=tuple(line(one) for one in silent[:NAMED]),
        silent_more=max(0, len(silent) - NAMED),
        lines=_with_answers(connection, info, shown),
        leaf=leaf,
        leaves=leaves,
        groups=tuple(
            (key, title)
            for key, title, _ in giving.list_groups(connection, info.cohort_id)
            if theirs.has(key)
        ),
        group=group,
        asked=asked,
        withdrawn=info.withdrawn,
        over=not counts["running"]
        and not counts["paused"]
        and _closed(info, students, granted, now),
        now=now,
        instructor=theirs.instructor,
        corrects=corrects(connection, info, theirs),
        may_care=theirs.instructor and not theirs.archived,
    )


_UNUSED: dict[bool, LiveFilter] = {True: "silent", False: "paused"}
"""The filter that an untimed practice, and any other assignment, has no use for."""


def _window(info: AssignmentInfo, granted: Allowance | None) -> Window:
    return info.window if granted is None else for_person(info.window, granted)


def state_of(
    sitting: NewestSitting | None, info: AssignmentInfo, granted: Allowance | None, now: datetime
) -> LiveState:
    """How a student stands, by their newest sitting. The deadline is worked out as for the sitting
    itself (:mod:`webapp.sitting.standing`), by the latest moment that the server has seen.
    """
    if sitting is None:
        return "not-started"
    if sitting.closed_at is not None:
        return "handed-in"
    ends = deadline(_window(info, granted), sitting.started_at)
    if ends is not None and max(now, sitting.heard_at) >= ends:
        return "ending"
    if now - sitting.heard_at < SILENT:
        return "working"
    return "paused" if untimed(info) else "silent"


def untimed(info: AssignmentInfo) -> bool:
    """Practice without a time limit: whoever began may come back another day."""
    return info.rules.mode == "practice" and info.window.limit is None


def line_of(
    student: Student,
    sitting: NewestSitting | None,
    state: LiveState,
    info: AssignmentInfo,
    granted: Allowance | None,
    lang: str,
    now: datetime,
) -> LiveLine:
    """The line of a student, but for the answers."""
    line = LiveLine(student.user_id, student.name, student.group, state)
    if sitting is None:
        return line
    window = _window(info, granted)
    line = replace(
        line,
        sitting_id=sitting.sitting_id,
        ordinal=sitting.ordinal,
        started=sitting.started_at,
        granted=window != info.window,
    )
    if sitting.closed_at is not None:
        return replace(line, finished=sitting.closed_at, closed_by=sitting.closed_by or "student")
    ends = deadline(window, sitting.started_at)
    left = None if ends is None else max(timedelta(0), ends - max(now, sitting.heard_at))
    return replace(
        line,
        ends=ends,
        soon=left is not None and left < SOON,
        left=span(lang, left) if left is not None else "",
        few_left=left is not None and ends is not None and left * FEW <= ends - sitting.started_at,
        heard=span(lang, max(timedelta(0), now - sitting.heard_at)),
    )


def span(lang: str, length: timedelta) -> str:
    """A length of time in at most two short units: «1 сағ 5 мин», «18 с»; whole minutes from two
    on.
    """
    seconds = int(length.total_seconds())
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if days >= 2:
        return translate(lang, "live.days", n=days)
    if hours:
        left = minutes % 60
        said = translate(lang, "live.hours", n=hours)
        return f"{said} {translate(lang, 'live.minutes', n=left)}" if left else said
    if minutes >= 2:
        return translate(lang, "live.minutes", n=minutes)
    return translate(lang, "live.seconds", n=seconds)


def _with_answers(
    connection: Connection, info: AssignmentInfo, lines: list[LiveLine]
) -> tuple[LiveLine, ...]:
    """The lines of one leaf with what was answered in each sitting."""
    begun = [one.sitting_id for one in lines if one.sitting_id is not None]
    filled = assignment_live.list_filled(connection, begun)
    sections = 1
    found = assignments.find_assessment(connection, info.assessment_id)
    if found is not None:
        sections = len(found[1].sections)
    checks = can_check(info.rules)
    return tuple(
        _filled(one, filled[one.sitting_id], sections, checks=checks)
        if one.sitting_id in filled
        else one
        for one in lines
    )


def _filled(line: LiveLine, filled: Filled, sections: int, *, checks: bool) -> LiveLine:
    """In a sitting opened again what was handed in lies in the drafts: it counts from there."""
    answered = {position for position, form in filled.typed.items() if is_answer(form)}
    if line.finished is not None or checks:
        answered |= filled.given
    saved = None
    if filled.saved_at is not None and filled.position is not None:
        section = (filled.section or 0) + 1 if sections > 1 else None
        saved = Saved(filled.saved_at, filled.position, section)
    return replace(line, answered=len(answered), items=filled.items, saved=saved)


def _closed(
    info: AssignmentInfo, students: list[Student], granted: dict[int, Allowance], now: datetime
) -> bool:
    """Whether nobody can begin any more."""
    if info.withdrawn:
        return True
    for one in students:
        closes = _window(info, granted.get(one.user_id)).closes
        if closes is None or now < closes:
            return False
    return True


def _finding(
    info: AssignmentInfo,
    students: int,
    counts: dict[LiveFilter, int],
    lang: str,
    zone: ZoneInfo,
    now: datetime,
) -> str:
    """The counts in a sentence or two."""
    if not students:
        return translate(lang, "live.nobody")
    absent, done = counts["not-started"], counts["handed-in"]
    if now < info.window.opens and absent == students:
        at = moment(lang, info.window.opens, zone)
        return translate(lang, "live.opens_later", at=at, n=students)
    said = translate(
        lang, "live.finding", all=students, started=students - absent, done=done, absent=absent
    )
    running, silent = counts["running"], counts["silent"]
    if running and untimed(info):
        said += " " + translate(lang, "live.running_now", running=running)
    elif running:
        key = "live.running_silent" if silent else "live.running"
        minutes = int(SILENT.total_seconds() // 60)
        said += " " + translate(lang, key, running=running, silent=silent, minutes=minutes)
    if counts["paused"]:
        said += " " + translate(lang, "live.paused_n", n=counts["paused"])
    return said


routes = [Route("/teach/assignments/{assignment_id}/live", page(_live), methods=["GET"])]
