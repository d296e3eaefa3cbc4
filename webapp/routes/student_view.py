"""One student before those who teach them: how they stand, what happened, marks, notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from math import floor
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.item_figures import FEWEST
from quizzes.needs_help import mistakes_since
from quizzes.timing import Allowance, for_person
from webapp.charts.line import Point, Series, line
from webapp.explaining import title_of
from webapp.insight import looks
from webapp.insight.counting import up_to_date
from webapp.insight.one_student import (
    assignment_of,
    item_words,
    load_one,
    mistake_rows,
    objective_words,
    stands,
)
from webapp.insight.standing import standings
from webapp.messages import THIN, moment, translate
from webapp.pages.student_view import DayLine, StudentPage, Task, Timeline, Weeks, Whom
from webapp.permissions import Post, post_for_change, row_id
from webapp.queries import (
    assignments,
    grants,
    insight,
    members,
    notes,
    student_assignments,
    student_timeline,
    study,
)
from webapp.queries.assignments import AssignmentInfo, Student
from webapp.queries.glance import Enrolled
from webapp.queries.results import load_many
from webapp.queries.student_reach import Reach
from webapp.queries.student_timeline import Happened
from webapp.routes.assignment_care import standing
from webapp.routes.cohort_people import find_member
from webapp.routes.staff_sittings import granted
from webapp.routes.student_answers import reach_of, whom
from webapp.site import Site, Visit, page

SPAN = timedelta(days=14)
"""A leaf of the timeline."""
MOST_WEEKS = timedelta(weeks=16)
"""Of the chart: a term."""
MOST_NOTES = 50
MOST_NOTE = 2_000


async def _progress(site: Site, visit: Visit) -> Response:
    mine, student = await whom(site, visit)
    return await _show(site, visit, mine, student)


async def _show(
    site: Site, visit: Visit, mine: Post, student: Whom, text: str = "", error: str = ""
) -> Response:
    await looks.note(site, mine, student.user_id, "progress")  # a form that comes back is one too
    waiting = await up_to_date(site, [student.user_id])
    before = _day(visit.request.query_params.get("before", ""))
    view = await site.read(_page, site, visit, mine, student, waiting > 0, before)
    if error:
        view = replace(view, text=text, error=error)
    status = 422 if error else 200
    return site.page(visit, "student_progress.html", view, title=student.name, status=status)


def _day(text: str) -> date | None:
    """A day in an address; None: it is none, or none that can be reckoned from."""
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return found if found is not None and 2000 <= found.year <= 2999 else None


def _page(
    connection: Connection,
    site: Site,
    visit: Visit,
    mine: Post,
    student: Whom,
    waiting: bool,
    before: date | None,
) -> StudentPage:
    course, zone, now = site.course, site.settings.zone, visit.now
    studies = [
        row
        for row in members.list_studies(connection, mine.cohort_id, student.user_id)
        if mine.has(row[0])
    ]
    going = [row for row in studies if row[3] is None]
    enrolled = Enrolled(
        student.user_id,
        student.name,
        "",
        frozenset(row[0] for row in going),
        min((row[2] for row in going or studies), default=now),
    )
    left: dict[Any, Any] | None = None if going else {}
    known = load_one(connection, mine.cohort_id, enrolled, now, left, left)
    infos = student_assignments.list_assignments(connection, mine.cohort_id, student.user_id)
    titles = {info.id: info.title for info in infos}
    me = f"/teach/cohorts/{mine.cohort_id}/people/{student.user_id}"

    def naming(rule: str, name: str) -> tuple[str, str]:
        if rule == "wrong-tries":
            return item_words(connection, course, name), f"{me}/answers?item={name}"
        if rule == "falling":
            return objective_words(course, name), f"{me}/answers?objective={name}"
        if rule == "misconception":
            told = title_of(course, "misconception", name, visit.lang)
            return told or name, f"{me}/answers?mistake={name}"
        number = assignment_of(name)
        return titles.get(number, ""), f"/teach/assignments/{number}"

    (one,) = standings(course, known, now, zone)
    plan = study.find_plan(connection, student.user_id)
    today = now.astimezone(zone).date()
    return StudentPage(
        whom=student,
        groups=tuple(row[1] for row in going),
        instructor=mine.instructor,
        archived=mine.archived,
        viewer=mine.user_id,
        stands=stands(course, one, known, naming),
        waiting=waiting,
        elsewhere=bool(going)
        and student_assignments.sat_elsewhere(connection, student.user_id, mine.cohort_id),
        timeline=timeline(connection, site, reach_of(student), today, before),
        tasks=_tasks(connection, infos, student, now),
        granted=_granted(connection, visit, mine.cohort_id, student.user_id),
        extended=_extended(connection, site, visit, mine.cohort_id, student.user_id),
        shared=plan.shared if plan is not None and going else "none",
        mistakes=mistake_rows(
            course, known, one, today, visit.lang, lambda code: f"{me}/answers?mistake={code}"
        ),
        mistakes_since=mistakes_since(today),
        notes=tuple(notes.list_notes(connection, mine.cohort_id, student.user_id, MOST_NOTES))
        if mine.instructor
        else (),
        weeks=_weeks(connection, visit.lang, student.user_id, today) if going else None,
    )


def _weeks(connection: Connection, lang: str, user_id: int, today: date) -> Weeks | None:
    """The share of right first answers by week; None: there is no course of it to be seen."""
    counts = insight.list_weeks(connection, user_id, today - MOST_WEEKS)
    points = []
    known = []
    for monday, asked, missed in counts:
        share = Fraction(asked - missed, asked) if asked >= FEWEST else None
        if share is not None:
            known.append((asked, missed))
        week = f"{monday:%d.%m}–{monday + timedelta(days=6):%d.%m}"
        points.append(
            Point(
                at=monday,
                value=share,
                shown=f"{percent(share)}{THIN}%"
                if share is not None
                else translate(lang, "student.weeks_few"),
                label=translate(lang, "student.week_n", week=week, n=asked),
                short=f"{monday:%d.%m}",
            )
        )
    drawn = line([Series(translate(lang, "student.weeks_right"), points)], top=1)
    if not drawn.drawn:
        return None
    asked, missed = known[-1]
    before = [sum(column) for column in zip(*known[:-1], strict=True)]
    return Weeks(
        drawn,
        last=percent(Fraction(asked - missed, asked)),
        before=percent(Fraction(before[0] - before[1], before[0])),
    )


def percent(share: Fraction) -> int:
    """Whole per cent, halves up."""
    return floor(share * 100 + Fraction(1, 2))


def _tasks(
    connection: Connection, infos: list[AssignmentInfo], student: Whom, now: datetime
) -> tuple[Task, ...]:
    if not infos:
        return ()
    ids = [info.id for info in infos]
    allowed = assignments.allowances_in(connection, student.cohort_id, ids, student.user_id)
    scores = load_many(connection, infos, user_id=student.user_id, granted=allowed)
    nobody = Student(student.user_id, student.name, "", 0, None, "")
    found = []
    for info in infos:
        allowance = allowed[info.id].get(student.user_id)
        one = standing(nobody, scores[info.id], info, allowance)
        window = for_person(info.window, allowance) if allowance is not None else info.window
        found.append(
            Task(
                assignment_id=info.id,
                title=info.title,
                due=window.due or window.closes,
                state=one.state,
                tries=one.tries,
                share=one.share,
                final=one.final,
                passed=one.passed,
                late=one.late,
                sitting_id=one.sitting_id,
                finished=one.finished,
                wanting=one.late
                or one.passed is False
                or (one.state in ("not-started", "in-progress") and window.opens <= now),
            )
        )
    return tuple(found)


def _granted(connection: Connection, visit: Visit, cohort_id: int, user_id: int) -> tuple[str, ...]:
    one = grants.find_accommodation(connection, cohort_id, user_id)
    if one is None:
        return ()
    allowance = Allowance(
        factor=one.factor, later_close=one.later_close, extra_attempts=one.extra_attempts
    )
    return tuple(granted(visit.lang, allowance))


def _extended(
    connection: Connection, site: Site, visit: Visit, cohort_id: int, user_id: int
) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    found = []
    for assignment_id, title, one in grants.list_extensions_of(connection, cohort_id, user_id):
        said = granted(
            visit.lang, Allowance(extra_time=one.extra, extra_attempts=one.extra_attempts)
        )
        if one.closes_at is not None:
            until = moment(visit.lang, one.closes_at, site.settings.zone)
            said.append(site.say(visit, "student.until", at=until))
        found.append((assignment_id, title, tuple(said)))
    return tuple(found)


# The timeline


def timeline(
    connection: Connection, site: Site, reach: Reach, today: date, before: date | None
) -> Timeline:
    """Two weeks, to today or to the day before ``before``; of more the way there."""
    zone = site.settings.zone
    last = min(today, before - timedelta(days=1)) if before is not None else today

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), zone).astimezone(UTC)

    first = last - SPAN + timedelta(days=1)
    happened = student_timeline.list_happened(
        connection, reach, midnight(first), midnight(last + timedelta(days=1))
    )
    older = student_timeline.find_before(connection, reach, midnight(first))
    later = min(today, last + SPAN) + timedelta(days=1)
    return Timeline(
        first=first,
        last=last,
        days=_days(site, happened),
        earlier=older.astimezone(zone).date() + timedelta(days=1) if older is not None else None,
        later=later if last < today else None,
    )


@dataclass
class _Day:
    lesson_answers: int = 0
    lesson_right: int = 0
    exam_answers: int = 0


def _days(site: Site, happened: Happened) -> tuple[DayLine, ...]:
    zone = site.settings.zone
    lessons = site.course.lessons

    def day(at: datetime) -> date:
        return at.astimezone(zone).date()

    answers: dict[date, _Day] = {}
    for one in happened.answers:
        theirs = answers.setdefault(day(one.at), _Day())
        if one.lesson:
            theirs.lesson_answers += 1
            theirs.lesson_right += one.right
        else:
            theirs.exam_answers += 1
    every = {*answers, *(day(one.at) for one in (*happened.handed_in, *happened.begun))}
    every |= {*(day(at) for at, _ in happened.read), *(day(one.at) for one in happened.alerts)}
    return tuple(
        DayLine(
            day=one,
            lesson_answers=answers.get(one, _Day()).lesson_answers,
            lesson_right=answers.get(one, _Day()).lesson_right,
            exam_answers=answers.get(one, _Day()).exam_answers,
            handed_in=tuple(
                sorted(
                    (sat for sat in happened.handed_in if day(sat.at) == one),
                    key=lambda sat: sat.at,
                    reverse=True,
                )
            ),
            begun=tuple(sat for sat in happened.begun if day(sat.at) == one),
            read=tuple(
                (lesson_id, f"{lessons[lesson_id].number} {lessons[lesson_id].title}")
                for at, lesson_id in happened.read
                if day(at) == one and lesson_id in lessons
            ),
            alerts=tuple(alert for alert in happened.alerts if day(alert.at) == one),
        )
        for one in sorted(every, reverse=True)
    )


# Notes


async def _instructed(site: Site, visit: Visit) -> tuple[Post, Whom]:
    """The post of an instructor who changes something, and the student.

    Raises:
        HTTPException: as :func:`webapp.permissions.post_for_change` and :func:`find_member`.
    """
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    person, studies = await find_member(site, visit, mine)
    going = any(row[3] is None for row in studies)
    return mine, Whom(mine.cohort_id, mine.cohort, int(person[0]), person[2], going)


async def _add_note(site: Site, visit: Visit) -> Response:
    mine, student = await _instructed(site, visit)
    form = await site.form(visit)
    text = form.one("text").replace("\r\n", "\n").strip()
    if not text:
        return await _show(site, visit, mine, student, "", site.say(visit, "notes.error_empty"))
    if len(text) > MOST_NOTE:
        error = site.say(visit, "notes.error_long", most=MOST_NOTE)
        return await _show(site, visit, mine, student, text, error)
    await site.writer.run(
        lambda connection: notes.add_note(
            connection, mine.cohort_id, student.user_id, mine.user_id, text, visit.now
        )
    )
    return _back(site, student, "flash.note_kept")


async def _take_back(site: Site, visit: Visit) -> Response:
    mine, student = await _instructed(site, visit)
    await site.form(visit)
    key = row_id(visit.request.path_params["note_id"])
    author = (
        await site.read(notes.find_author, mine.cohort_id, student.user_id, key)
        if key is not None
        else None
    )
    if author is None or key is None:
        raise HTTPException(404, "error.no_note")
    if author != mine.user_id:
        raise HTTPException(403, "error.not_your_note")
    await site.writer.run(lambda connection: notes.take_back(connection, key, visit.now))
    return _back(site, student, "flash.note_gone")


def _back(site: Site, student: Whom, key: str) -> Response:
    response = RedirectResponse(_address(student) + "#notes", 303)
    site.leave_flash(response, "done", key)
    return response


def _address(student: Whom) -> str:
    return f"/teach/cohorts/{student.cohort_id}/people/{student.user_id}/progress"


async def _to_notes(site: Site, visit: Visit) -> Response:
    """The address of a form that was refused, asked for again (another language, a reload)."""
    _, student = await whom(site, visit, instructor=True)
    return RedirectResponse(_address(student) + "#notes", 303)


_STUDENT = "/teach/cohorts/{cohort_id}/people/{user_id}"
routes = [
    Route(f"{_STUDENT}/progress", page(_progress)),
    Route(f"{_STUDENT}/notes", page(_to_notes)),
    Route(f"{_STUDENT}/notes", page(_add_note), methods=["POST"]),
    Route(f"{_STUDENT}/notes/{{note_id}}/remove", page(_take_back), methods=["POST"]),
]
