"""The demo group's term: an exam that has closed, a practice that runs, an exam to come.

Some essays are marked and some wait, one student has more time, one was late, one left the paper
empty, one asks for a review and one reports an item, so that every page of an instructor has
something to show.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from sqlalchemy import Connection

from course.model import Course
from quizzes.assessment import (
    Assessment,
    AssessmentSection,
    CaseDraw,
    Draw,
    Filter,
    FixedItem,
)
from quizzes.interactions.essay import Essay
from quizzes.rules import Rules, defaults
from quizzes.timing import Window
from webapp import demo_story
from webapp.demo_answers import Learner
from webapp.human_marking import Given, save_mark, stamp
from webapp.item_bank import find_item
from webapp.queries import assessments, exam_sittings, giving, grants, marks, sittings
from webapp.queries.giving import Terms
from webapp.sitting import ending, scoring, standing, starting

ESSAYS = 2
"""Essays in the exam: everyone writes the same ones, so that marking can be seen."""

WAITING = 0.05
"""Part of the essays that nobody has marked yet."""

ABSENT = (16, 50, 67, 84, 101, 118)
"""Places in the list of students: who did not come to the exam,"""
EMPTY = 33
"""who handed in nothing,"""
LATE = (41, 76, 95)
"""who has not begun the practice that runs,"""
UNFINISHED = (3, 14, 38, 57, 90)
"""who is in the middle of it,"""
NOW = (14, 57)
"""and of them who is at it this moment."""

COMMENTS = (
    "",
    "Норманы дұрыс атадыңыз, енді істің мән-жайымен байланыстырыңыз.",
    "Қорытындыңыз дұрыс, бірақ мерзімі көрсетілмеген.",
)


def add_term(
    connection: Connection,
    course: Course,
    cohort_id: int,
    teacher: int,
    learners: Sequence[Learner],
    now: datetime,
) -> int:
    """Make the term; gives the number of sittings that were handed in."""
    students = [learner.user_id for learner in learners]
    chance = random.Random("term")  # noqa: S311
    exam = _exam(course)
    practice = Assessment(
        sections=(
            AssessmentSection(
                entries=(Draw(count=10, of=Filter(themes=("powers", "principles"))),)
            ),
        )
    )
    week = timedelta(days=7)
    opens = (now - week).replace(hour=5, minute=0, second=0, microsecond=0)
    closed = _give(
        connection,
        cohort_id,
        teacher,
        "Аралық бақылау: мерзімдер және апелляция",
        exam,
        defaults("exam"),
        Window(opens, opens + timedelta(hours=12), opens + timedelta(hours=14), timedelta(hours=1)),
        opens - week,
    )
    running = _give(
        connection,
        cohort_id,
        teacher,
        "Жаттығу: прокурордың өкілеттіктері мен қағидаттар",
        practice,
        defaults("practice"),
        Window(now - timedelta(days=5), now + timedelta(days=2)),
        now - timedelta(days=6),
    )
    _give(
        connection,
        cohort_id,
        teacher,
        "Қорытынды емтихан",
        exam,
        defaults("exam"),
        Window(now + week, None, now + week + timedelta(hours=4), timedelta(minutes=90)),
        now - timedelta(days=1),
    )
    grants.put_accommodation(
        connection,
        cohort_id,
        students[4],
        Fraction(3, 2),
        0,
        timedelta(0),
        "Көру қабілеті төмен",
        teacher,
        opens - week,
    )
    grants.add_extension(
        connection,
        closed,
        students[9],
        opens + timedelta(hours=20),
        timedelta(0),
        0,
        "Ауырып қалған, анықтамасы бар",
        teacher,
        opens,
    )
    done = 0
    for place, learner in enumerate(learners):
        if place in ABSENT or place == demo_story.SILENT:
            continue
        began = opens + timedelta(minutes=chance.randrange(600))
        if place == 9:
            began = opens + timedelta(hours=15)
        minutes = chance.randrange(25, 58) if place != demo_story.HASTY else 7
        share = 0.0 if place == EMPTY else 0.985
        done += _sit(connection, course, closed, learner, began, minutes, share)
    for place, learner in enumerate(learners):
        if place in LATE or place == demo_story.SILENT:
            continue
        far = place != demo_story.BEHIND
        began = now - timedelta(minutes=chance.randrange(90, 4 * 24 * 60) if far else 5_900)
        open_still = place in UNFINISHED or not far
        if place in NOW:
            began = now - timedelta(minutes=11)
        minutes = 12 if place != demo_story.HASTY else 3
        most = demo_story.BEHIND_ANSWERS if not far else 7 if open_still else None
        done += _sit(
            connection, course, running, learner, began, minutes, 1.0, most=most, end=not open_still
        )
    strengths = {learner.user_id: learner.strength for learner in learners}
    _mark_some(connection, course, cohort_id, closed, teacher, strengths, now, chance)
    return done


def _exam(course: Course) -> Assessment:
    essays = [item.id for item in course.items.values() if item.type == "essay"][:ESSAYS]
    return Assessment(
        intro="Емтихан екі бөліктен тұрады. Екінші бөлікте жазба жауап бар.",
        sections=(
            AssessmentSection(
                title="Мерзімдер мен шешімдер",
                entries=(
                    Draw(count=5, of=Filter(themes=("deadlines",), sections=("2.1",))),
                    *(FixedItem(item=name) for name in demo_story.FAULTY),
                    Draw(count=4, of=Filter(themes=("appellate",), difficulties=(1, 2))),
                    CaseDraw(count=1, of=Filter(sections=("5.1",))),
                ),
            ),
            AssessmentSection(
                title="Жазба жауап",
                shuffle=False,
                entries=tuple(FixedItem(item=name) for name in essays),
            ),
        ),
    )


def _give(
    connection: Connection,
    cohort_id: int,
    teacher: int,
    title: str,
    asked: Assessment,
    rules: Rules,
    window: Window,
    made: datetime,
) -> int:
    assessment_id = assessments.add(connection, cohort_id, title, asked, teacher, made)
    assignment_id = giving.add_assignment(
        connection,
        cohort_id,
        Terms(assessment_id, title, "", window, rules, None),
        teacher,
        made,
    )
    giving.set_targets(connection, assignment_id, [("cohort", cohort_id)])
    return assignment_id


def _sit(
    connection: Connection,
    course: Course,
    assignment_id: int,
    learner: Learner,
    began: datetime,
    minutes: int,
    share: float,
    *,
    most: int | None = None,
    end: bool = True,
) -> bool:
    """One sitting; whether it was handed in. ``share`` of the items is answered, ``most`` of them
    at all.
    """
    chance, student = learner.chance, learner.user_id
    ready = starting.find_readiness(connection, assignment_id, student, began)
    if ready is None or ready.enrolment_id is None or ready.why:
        return False
    seed = f"{chance.getrandbits(64):016x}"
    drawn = starting.plan(connection, course, ready.assignment, student, seed)
    sitting_id = starting.begin(connection, ready, student, drawn, seed)
    at = began
    for one in drawn[:most]:
        at += timedelta(minutes=minutes / len(drawn) * chance.uniform(0.4, 1.5))
        if chance.random() > share:
            continue
        item = find_item(connection, course, one.item_id, one.version)
        reply = learner.answer(item, at) if item is not None else None
        if reply is not None:
            fields = {name: list(values) for name, values in reply.fields.items()}
            sittings.put_draft(connection, sitting_id, one.item_id, 1, fields, at)
            exam_sittings.touch(connection, sitting_id, at)
    if not end:
        return False
    finished = max(at, began + timedelta(minutes=minutes)) + timedelta(seconds=20)
    found = standing.find(connection, sitting_id, finished)
    assert found is not None
    ending.end(connection, course, found, found.finish_now, "student")
    scores = scoring.judge(connection, course, sitting_id)
    if scores is not None:
        scoring.store(connection, course, scores, finished)
    return True


def _mark_some(
    connection: Connection,
    course: Course,
    cohort_id: int,
    assignment_id: int,
    teacher: int,
    strengths: Mapping[int, float],
    now: datetime,
    chance: random.Random,
) -> None:
    """Most essays are marked; a few wait."""
    waiting = [
        answer
        for answer in marks.list_answers(connection, cohort_id, None, assignment_id)
        if answer.awaiting
    ]
    for answer in waiting:
        item = find_item(connection, course, answer.item_id, answer.version)
        if item is None or chance.random() < WAITING:
            continue
        assert isinstance(item.interaction, Essay)
        points = {}
        for one in item.interaction.rubric:
            levels = sorted(level.points for level in one.levels)
            reached = (strengths[answer.user_id] + chance.gauss(0, 0.7) + 1.5) / 3
            points[one.id] = levels[min(len(levels) - 1, max(0, int(reached * len(levels))))]
        save_mark(
            connection,
            course,
            item,
            answer.attempt_id,
            answer.sitting_id,
            Given(points, chance.choice(COMMENTS), "", stamp((), answer.outcome_id)),
            now - timedelta(days=2),
            marker=teacher,
            instructor=True,
            two=False,
        )
