"""Every answer of a student in lessons and assignments, for those who teach them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from course.model import Course, Lesson
from quizzes.item import Item
from quizzes.outcome import Outcome, ResponseError
from webapp import item_bank
from webapp.explaining import title_of
from webapp.human_marking import mark_that_counts
from webapp.insight import looks
from webapp.insight.facts import places
from webapp.item_views import asked, judged
from webapp.pages import ItemView
from webapp.pages.student_view import AnswerPage, AnswerRow, AnswersPage, Kind, Whom
from webapp.permissions import Post, post, row_id
from webapp.queries import assignments, marks, members, own_items, student_answers, study
from webapp.queries.student_answers import AnswerFile, AnswerLine, Filter, Result, Source
from webapp.queries.student_reach import Reach
from webapp.routes.cohort_people import find_member
from webapp.site import Site, Visit, page
from webapp.sitting.seeing import shown_after

ON_A_LEAF = 40
MOST_SAME = 20
"""Other answers to the same item that are named beside one."""

ALL_SHOWN = frozenset({"own", "score", "key", "feedback"})
_ITEM = re.compile(r"[\w.-]{1,100}")
_SOURCES: tuple[Source, ...] = ("lessons", "assignments")
_RESULTS: tuple[Result, ...] = ("right", "wrong", "waits")


async def whom(site: Site, visit: Visit, *, instructor: bool = False) -> tuple[Post, Whom]:
    """The visitor's post and the student of the address.

    Raises:
        HTTPException: 401, 403, 404 as :func:`webapp.permissions.post` and :func:`find_member`.
    """
    mine = await post(site, visit, visit.request.path_params["cohort_id"], instructor=instructor)
    person, studies = await find_member(site, visit, mine)
    going = any(row[3] is None for row in studies)
    user_id = int(person[0])
    called = await site.read(members.find_namesakes, mine.cohort_id)
    name = called.shown(user_id, person[2])
    return mine, Whom(mine.cohort_id, mine.cohort, user_id, name, going)


def reach_of(student: Whom) -> Reach:
    """Who has left keeps their work in assignments with the cohort; lessons are their own again."""
    return Reach(student.user_id, student.cohort_id, lessons=student.studying)


def kind_of(status: str, score: Fraction) -> Kind:
    if status != "scored":
        return "wait"
    return "right" if score == 1 else "part" if score else "wrong"


def lesson_of(course: Course, item_id: str) -> Lesson | None:
    return course.lessons.get(course.item_lessons.get(item_id, ""))


# The list


def _wanted(course: Course, asked_for: Any) -> tuple[Filter, str, str]:
    """(what the address asks for, the item, the objective); what it does not know is not asked."""
    source, result = asked_for.get("from", ""), asked_for.get("result", "")
    section = asked_for.get("section", "")
    item, objective = asked_for.get("item", ""), asked_for.get("objective", "")
    mistake = asked_for.get("mistake", "")
    items: list[str] = []
    if _ITEM.fullmatch(item):
        items, section, objective = [item], "", ""
    elif objective in course.objectives:
        items, section, item = list(places(course).keys[objective]), "", ""
    elif section in course.sections:
        item, objective = "", ""
        items = [one for one, name in course.item_lessons.items() if _in(course, name, section)]
    else:
        item, objective, section = "", "", ""
    wanted = Filter(
        source=source if source in _SOURCES else "",
        result=result if result in _RESULTS else "",
        section=section,
        item_ids=items,
        mistake=mistake if mistake in course.misconceptions else "",
    )
    return wanted, item, objective


def _in(course: Course, lesson: str, section: str) -> bool:
    return course.lessons[lesson].section == section


async def _answers(site: Site, visit: Visit) -> Response:
    mine, student = await whom(site, visit)
    await looks.note(site, mine, student.user_id, "answers")
    asked_for = visit.request.query_params
    wanted, item, objective = _wanted(site.course, asked_for)
    leaf = row_id(asked_for.get("leaf", "")) or 1
    view = await site.read(_leaf, site.course, student, wanted, leaf)
    filters = {
        "from": wanted.source,
        "result": wanted.result,
        "section": wanted.section,
        "item": item,
        "objective": objective,
        "mistake": wanted.mistake,
    }
    view = replace(
        view,
        item=await site.read(_known, site.course, mine.cohort_id, item) if item else None,
        item_id=item,
        objective=site.course.objectives.get(objective),
        mistake=title_of(site.course, "misconception", wanted.mistake, visit.lang) or "",
        query=urlencode({name: value for name, value in filters.items() if value}),
    )
    title = site.say(visit, "student.answers_of", name=student.name)
    return site.page(visit, "student_answers.html", view, title=title)


def _known(connection: Connection, course: Course, cohort_id: int, item_id: str) -> Item | None:
    """An item that this cohort may have been asked: not what another wrote for itself."""
    known = item_id in course.items or item_id in course.cards
    if not known and item_id not in {
        one.item_id for one in own_items.list_seen(connection, cohort_id)
    }:
        return None
    return item_bank.newest_item(connection, course, item_id)


def _leaf(
    connection: Connection, course: Course, student: Whom, wanted: Filter, leaf: int
) -> AnswersPage:
    reach = reach_of(student)
    total = student_answers.count_answers(connection, reach, wanted)
    leaves = max(1, -(-total // ON_A_LEAF))
    at = min(leaf, leaves)
    lines = student_answers.list_answers(
        connection, reach, wanted, offset=(at - 1) * ON_A_LEAF, limit=ON_A_LEAF
    )
    plan = study.find_plan(connection, student.user_id)
    return AnswersPage(
        whom=student,
        rows=_rows(connection, course, lines),
        total=total,
        wanted=wanted,
        sections=tuple(
            section
            for chapter in course.chapters
            for section in chapter.sections
            if section.lessons
        ),
        leaf=at,
        leaves=leaves,
        shares=student.studying and plan is not None and plan.shared == "answers",
    )


def _rows(
    connection: Connection, course: Course, lines: Sequence[AnswerLine]
) -> tuple[AnswerRow, ...]:
    items = item_bank.find_items(connection, course, [(one.item_id, one.version) for one in lines])
    found = []
    for one in lines:
        place, href = one.place, f"/teach/assignments/{one.assignment_id}"
        if one.assignment_id is None:
            place, href = _lesson_place(course, one.item_id)
        found.append(
            AnswerRow(
                attempt_id=one.attempt_id,
                item=items.get((one.item_id, one.version)),
                item_id=one.item_id,
                number=one.number,
                at=one.at,
                kind=kind_of(one.status, one.score),
                score=one.score,
                place=place,
                href=href,
            )
        )
    return tuple(found)


def _lesson_place(course: Course, item_id: str) -> tuple[str, str]:
    """(title, address) of the lesson an item stands in; ("", ""): it stands in none any more."""
    lesson = lesson_of(course, item_id)
    if lesson is None:
        return "", ""
    return f"{lesson.number} {lesson.title}", f"/lessons/{lesson.id}#item-{item_id}"


# One answer


async def _answer(site: Site, visit: Visit) -> Response:
    mine, student = await whom(site, visit)
    key = row_id(visit.request.path_params["attempt_id"])
    view = await site.read(_file, site, student, key, visit) if key is not None else None
    if view is None:
        raise HTTPException(404, "error.no_answer")
    await looks.note(site, mine, student.user_id, "answer", view.answer.attempt_id)
    title = f"{student.name}: {site.say(visit, 'student.answer')}"
    return site.page(visit, "student_answer.html", view, title=title)


def _file(
    connection: Connection, site: Site, student: Whom, attempt_id: int, visit: Visit
) -> AnswerPage | None:
    reach, course = reach_of(student), site.course
    answer = student_answers.find_answer(connection, reach, attempt_id)
    if answer is None:
        return None
    item = item_bank.find_item(connection, course, answer.item_id, answer.version)
    newest = item_bank.newest_item(connection, course, answer.item_id)
    trail = tuple(marks.list_outcomes(connection, attempt_id))
    place, href = _lesson_place(course, answer.item_id)
    shown, shuffle = ALL_SHOWN, True
    if answer.assignment_id is not None:
        info = assignments.find_assignment(connection, answer.assignment_id)
        assert info is not None  # assignments are never deleted
        place, href = info.title, f"/teach/sittings/{answer.sitting_id}#q-{answer.position}"
        if answer.closed_at is None:
            shown = info.rules.visibility.shown("during") | {"own"}
        else:
            shown = shown_after(connection, info, visit.now)
        definition = assignments.find_assessment(connection, info.assessment_id)
        shuffle = definition is None or definition[1].shuffle_options
    outcome = _outcome(item, answer, trail)
    view = _view(course, item, answer, outcome, shuffle)
    if view is not None and outcome is not None and item is not None:
        made = marks.list_marks(connection, [attempt_id]).get(attempt_id, [])
        if made:
            view = replace(view, mark=mark_that_counts(item, made, outcome.score))
    same = student_answers.list_same(connection, reach, answer.item_id, MOST_SAME)
    return AnswerPage(
        whom=student,
        answer=answer,
        place=place,
        href=href,
        view=view,
        trail=trail,
        most=answer.points or (item.points if item is not None else 1),
        shown=shown,
        newer=newest is not None and newest.version != answer.version,
        mistakes=_mistakes(course, outcome, visit.lang),
        same=_rows(connection, course, [one for one in same if one.attempt_id != attempt_id]),
        in_bank=newest is not None,
    )


def _outcome(
    item: Item | None, answer: AnswerFile, trail: Sequence[marks.Judgement]
) -> Outcome | None:
    """The parts as the engine sees them by the version answered, with the mark that counts."""
    if item is None or answer.response is None:
        return None
    try:
        outcome = item.score(item.response_from_json(answer.response))
    except (ValidationError, ResponseError, TypeError, ValueError, KeyError):
        return None
    if not trail or trail[-1].awaiting:
        return replace(outcome, status="awaiting", score=Fraction(0))
    return replace(outcome, status="scored", score=trail[-1].score)


def _view(
    course: Course, item: Item | None, answer: AnswerFile, outcome: Outcome | None, shuffle: bool
) -> ItemView | None:
    """The item as the student had it before them, options in their order."""
    if item is None:
        return None
    lesson = lesson_of(course, item.id)
    number = answer.position
    if not number:
        ids = lesson.item_ids if lesson is not None else ()
        number = ids.index(item.id) + 1 if item.id in ids else 1
    if outcome is None:
        view = asked(course, item, number, answer.seed or "", answer.form, read_only=True)
    else:
        view = judged(
            course,
            item,
            number,
            answer.seed or "",
            answer.form,
            outcome,
            reasons=True,
            points=answer.points,
            shuffle=shuffle,
        )
    if answer.assignment_id is None:  # as lesson pages order them
        view = replace(view, order=item.order(f"{item.version}:{answer.number}"))
    return view


def _mistakes(course: Course, outcome: Outcome | None, lang: str) -> tuple[str, ...]:
    """What misconceptions the answer shows, in words."""
    if outcome is None or outcome.status != "scored" or outcome.score == 1:
        return ()
    found = []
    for code in outcome.misconceptions:
        one = course.misconceptions.get(code)
        if one is not None:
            found.append({"ru": one.ru, "en": one.en}.get(lang) or one.title)
    return tuple(dict.fromkeys(found))


_STUDENT = "/teach/cohorts/{cohort_id}/people/{user_id}"
routes = [
    Route(f"{_STUDENT}/answers", page(_answers)),
    Route(f"{_STUDENT}/answers/{{attempt_id}}", page(_answer)),
]
