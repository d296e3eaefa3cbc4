"""The demo group's term: an exam that has closed, a practice that runs, an exam to come.

Some essays are marked and some wait, one student has more time, one was late, one left the paper
empty, one asks for a review and one reports an item, so that every page of an instructor has
something to show.
"""

from __future__ import annotations

import random
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
from quizzes.item import Item
from quizzes.rules import Rules, defaults
from quizzes.timing import Window
from webapp.human_marking import Given, save_mark, stamp
from webapp.item_bank import find_item
from webapp.queries import assessments, giving, grants, marks, sittings
from webapp.queries.giving import Terms
from webapp.sitting import ending, scoring, standing, starting

ESSAYS = 2
"""Essays in the exam: everyone writes the same ones, so that marking can be seen."""

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
    students: list[int],
    now: datetime,
    chance: random.Random,
) -> int:
    """Make the term; gives the number of sittings that were handed in."""
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
        Window(now - timedelta(days=3), now + timedelta(days=4)),
        now - timedelta(days=4),
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
    for number, student in enumerate(students):
        if number % 17 == 16:  # did not come
            continue
        began = opens + timedelta(minutes=chance.randrange(600))
        if number == 9:
            began = opens + timedelta(hours=15)
        strength = min(0.95, max(0.2, chance.gauss(0.68, 0.16)))
        minutes = chance.randrange(25, 58)
        share = 0.0 if number == 33 else 0.96
        done += _sit(
            connection, course, closed, student, began, minutes, strength, share, chance, end=True
        )
    for student in students[::2]:
        began = now - timedelta(hours=chance.randrange(2, 70))
        strength = min(0.95, max(0.25, chance.gauss(0.7, 0.15)))
        done += _sit(
            connection,
            course,
            running,
            student,
            began,
            20,
            strength,
            0.9,
            chance,
            end=chance.random() < 0.7,
        )
    _mark_some(connection, course, cohort_id, closed, teacher, now, chance)
    return done


def _exam(course: Course) -> Assessment:
    essays = [item.id for item in course.items.values() if item.type == "essay"][:ESSAYS]
    return Assessment(
        intro="Емтихан екі бөліктен тұрады. Екінші бөлікте жазба жауап бар.",
        sections=(
            AssessmentSection(
                title="Мерзімдер мен шешімдер",
                entries=(
                    Draw(count=6, of=Filter(themes=("deadlines",), difficulties=(2,))),
                    Draw(count=4, of=Filter(themes=("appellate",))),
                    CaseDraw(count=1),
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
    student: int,
    began: datetime,
    minutes: int,
    strength: float,
    share: float,
    chance: random.Random,
    *,
    end: bool,
) -> bool:
    """One sitting; whether it was handed in."""
    ready = starting.find_readiness(connection, assignment_id, student, began)
    if ready is None or ready.enrolment_id is None or ready.why:
        return False
    seed = f"{chance.getrandbits(64):016x}"
    drawn = starting.plan(connection, course, ready.assignment, student, seed)
    sitting_id = starting.begin(connection, ready, student, drawn, seed)
    for position, one in enumerate(drawn):
        if chance.random() > share:
            continue
        item = find_item(connection, course, one.item_id, one.version)
        form = _answer(item, chance.random() < strength, chance) if item is not None else None
        if form is not None:
            saved = began + timedelta(minutes=minutes * position / len(drawn))
            sittings.put_draft(connection, sitting_id, one.item_id, 1, form, saved)
    if not end:
        return False
    finished = began + timedelta(minutes=minutes)
    found = standing.find(connection, sitting_id, finished)
    assert found is not None
    ending.end(connection, course, found, found.finish_now, "student")
    scores = scoring.judge(connection, course, sitting_id)
    if scores is not None:
        scoring.store(connection, course, scores, finished)
    return True


def _answer(item: Item, right: bool, chance: random.Random) -> dict[str, list[str]] | None:
    samples = [one for one in item.samples() if isinstance(one.expect, Fraction)]
    if item.type == "essay":
        samples = [one for one in item.samples() if one.name == "right"]
    wanted = [one for one in samples if (one.name == "right") == right] or samples
    if not wanted:
        return None
    chosen = chance.choice(wanted)
    return {name: list(values) for name, values in chosen.form.items()}


def _mark_some(
    connection: Connection,
    course: Course,
    cohort_id: int,
    assignment_id: int,
    teacher: int,
    now: datetime,
    chance: random.Random,
) -> None:
    """The first essay is marked for most; the rest wait."""
    waiting = [
        answer
        for answer in marks.list_answers(connection, cohort_id, None, assignment_id)
        if answer.awaiting
    ]
    first = min((answer.item_id for answer in waiting), default=None)
    for answer in waiting:
        item = find_item(connection, course, answer.item_id, answer.version)
        if answer.item_id != first or item is None or chance.random() < 0.2:
            continue
        assert isinstance(item.interaction, Essay)
        points = {
            one.id: chance.choice([level.points for level in one.levels])
            for one in item.interaction.rubric
        }
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
