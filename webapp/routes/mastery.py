"""The map of mastery."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from starlette.responses import Response
from starlette.routing import Route

from course.model import Course
from quizzes.mastery import WORDS
from webapp.pages.mastery import (
    MasteryChapter,
    MasteryPage,
    MasterySection,
    ObjectiveLine,
    Stack,
    Week,
)
from webapp.queries import study
from webapp.queries.study import Day
from webapp.self_test.mastery_words import Standings, standings, standings_of
from webapp.site import Site, Visit, page

_WEEKS = 26
_WEAKEST = 5


async def _mastery(site: Site, visit: Visit) -> Response:
    view = await mastery_page(site, visit.user_id, visit.now)
    title = site.say(visit, "mastery.title")
    return site.page(visit, "mastery.html", view, title=title, section="today")


async def mastery_page(site: Site, user_id: int | None, now: datetime) -> MasteryPage:
    """The map of a learner; of nobody: the objectives alone.

    Raises:
        webapp.writer.StorageError: what was new could not be worked in.
    """
    days: list[Day] = []
    if user_id is None:
        found = standings(site.course, {})
    else:
        known = await standings_of(site, user_id, now)
        assert known is not None
        found = known
        days = await site.read(study.list_days, user_id)
    today = now.astimezone(site.settings.zone).date()
    lines = objective_lines(site.course, found)
    weak = [line for line in lines.values() if line.mastery.word == "weak"]
    weak.sort(key=lambda line: line.mastery.share or 0)
    return MasteryPage(
        stack=Stack(found.counts()),
        chapters=_chapters(site.course, found, lines),
        weeks=weeks(days, today),
        weakest=tuple(weak[:_WEAKEST]),
        minutes_week=sum(one.seconds for one in days if one.day > today - timedelta(days=7)) // 60,
        stranger=user_id is None,
    )


def objective_lines(course: Course, found: Standings) -> dict[str, ObjectiveLine]:
    """Objective → how it stands, with the lesson that teaches it first."""
    lessons: dict[str, str] = {}
    for lesson in course.lessons.values():
        for objective in lesson.objectives:
            lessons.setdefault(objective, lesson.id)
    return {
        one: ObjectiveLine(objective, found.by_objective[one], lessons.get(one))
        for one, objective in course.objectives.items()
    }


def _chapters(
    course: Course, found: Standings, lines: dict[str, ObjectiveLine]
) -> tuple[MasteryChapter, ...]:
    chapters = []
    for chapter in course.chapters:
        sections = tuple(
            MasterySection(
                section,
                Stack(found.counts(section.number)),
                tuple(lines[one.id] for one in section.objectives),
            )
            for section in chapter.sections
            if section.lessons
        )
        total = {word: sum(section.stack.counts[word] for section in sections) for word in WORDS}
        chapters.append(MasteryChapter(chapter, Stack(total), sections))
    return tuple(chapters)


def weeks(days: list[Day], today: date) -> tuple[Week, ...]:
    """The weeks from the first with an answer to this one, at most half a year."""
    if not days:
        return ()
    monday = today - timedelta(days=today.weekday())
    first = max(
        days[0].day - timedelta(days=days[0].day.weekday()),
        monday - timedelta(weeks=_WEEKS - 1),
    )
    stack: Stack | None = None
    for one in days:
        if one.day < first:
            stack = _stack(one)
    found = []
    while first <= monday:
        theirs = [one for one in days if first <= one.day < first + timedelta(days=7)]
        if theirs:
            stack = _stack(theirs[-1])
        found.append(
            Week(
                begins=first,
                days=len(theirs),
                answers=sum(one.answers for one in theirs),
                right=sum(one.right for one in theirs),
                minutes=sum(one.seconds for one in theirs) // 60,
                stack=stack,
            )
        )
        first += timedelta(days=7)
    return tuple(found)


def _stack(day: Day) -> Stack:
    return Stack({word: day.mastery.get(word, 0) for word in WORDS})


routes = [Route("/mastery", page(_mastery))]
