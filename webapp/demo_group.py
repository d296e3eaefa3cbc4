"""The demo cohort: four groups with a term behind them and one before them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import Connection

from course.model import Course
from webapp import demo_story, passwords, tables
from webapp.demo_answers import Learner, Replies, items_by_objective
from webapp.demo_people import LESSON, PASSWORD, add_answer, invented_name
from webapp.demo_scale import add_set
from webapp.demo_term import add_term
from webapp.queries import groups, people, sittings
from webapp.queries.bulk import Bulk

STUDENTS = 120
GROUPS = ("ПҚ-301", "ПҚ-302", "ПҚ-303", "ПҚ-304")
SEED = 20261125

SHARING = {2: "answers", 8: "summary", 13: "none", 20: "answers", 25: "summary", 40: "answers"}
"""Places of students who practise alone → what they let instructors see of it."""


def fill(connection: Connection, course: Course, now: datetime, number: int = STUDENTS) -> int:
    """Make the groups of ``number`` students; gives the number of answers in lessons. ``now`` is
    when the last of them was given.
    """
    password_hash = passwords.hash_password(PASSWORD)
    start = now - timedelta(days=62)
    sittings.archive_item_versions(
        connection,
        [(item.id, item.version, item.canonical()) for item in course.items.values()],
        start,
    )
    teacher = people.add_account(connection, "demo", "Гүлшат Сәрсенова", password_hash, start)
    first = groups.add_group(connection, "2026 жылғы күз", GROUPS[0], "demo-group", start)
    group = groups.find_group(connection, first)
    assert group is not None
    cohort_id = int(group[2])
    theirs = [first] + [
        groups.add_to_cohort(connection, cohort_id, title, f"demo-group-{place}", start)
        for place, title in enumerate(GROUPS[1:], start=2)
    ]
    groups.enrol(connection, teacher, None, cohort_id, "instructor", start)
    for login, name, group_id, role in (
        ("demo2", "Марат Әлімбеков", theirs[1], "instructor"),
        ("demo3", "Сәуле Ниязова", theirs[0], "assistant"),
    ):
        other = people.add_account(connection, login, name, password_hash, start)
        groups.enrol(connection, other, group_id, cohort_id, role, start)
    learners = []
    plans = []
    replies, objectives, faults = Replies(), items_by_objective(course), demo_story.faults()
    for place in range(number):
        chance = random.Random(f"{SEED}-{place}")  # noqa: S311
        user_id = people.add_account(
            connection, f"student{place + 1:03}", invented_name(chance), password_hash, start
        )
        group_id = theirs[place // (STUDENTS // len(GROUPS))]
        groups.enrol(connection, user_id, group_id, cohort_id, "student", start)
        strength = max(-2.0, min(2.2, chance.gauss(0.1, 1)))
        learner = Learner(user_id, strength, chance, replies, now, objectives, faults)
        plan = demo_story.plant(place, learner, course) or _plan(chance, len(course.lessons))
        learners.append(learner)
        plans.append(plan)
    bulk = Bulk(connection)
    total = sum(
        _study(bulk, course, place, learner, plan, now)
        for place, (learner, plan) in enumerate(zip(learners, plans, strict=True))
    )
    for place, shared in SHARING.items():
        if place < number:
            _study_alone(bulk, course, learners[place], shared)
    bulk.end()
    add_term(connection, course, cohort_id, teacher, learners, now)
    return total


def _study_alone(bulk: Bulk, course: Course, learner: Learner, shared: str) -> None:
    """Three sets of one's own, and whether instructors may see them."""
    bulk.add(
        tables.study_plans,
        user_id=learner.user_id,
        shared=shared,
        updated_at=learner.now - timedelta(days=20),
    )
    items = [item for item in course.items.values() if item.type != "essay"]
    for number, days in enumerate((15, 8, 1), start=1):
        at = learner.now - timedelta(days=days + learner.chance.random())
        add_set(bulk, learner, learner.chance.sample(items, 12), at, number)


def _plan(chance: random.Random, lessons: int) -> demo_story.Plan:
    """An ordinary student: somewhere on the way, busy in the last days too."""
    return demo_story.Plan(
        reached=chance.randrange(lessons // 4, lessons + 1),
        first=chance.uniform(48, 60),
        last=chance.uniform(0.1, 4.5),
    )


def _study(
    bulk: Bulk,
    course: Course,
    place: int,
    learner: Learner,
    plan: demo_story.Plan,
    now: datetime,
) -> int:
    """One student's way through the lessons in order; the number of answers."""
    chance = learner.chance
    lessons = list(course.lessons.values())[: plan.reached]
    step = (plan.first - plan.last) / max(1, len(lessons) - 1)
    returns = demo_story.returns(place, course, now)
    numbers: dict[str, int] = {}
    sitting_of: dict[str, int] = {}
    answers = 0
    for count, lesson in enumerate(lessons):
        days = plan.first - step * count + chance.uniform(-0.3, 0.3) * step
        if lesson is lessons[-1]:
            days = plan.last
        at = now - timedelta(days=max(days, plan.last))
        opened = at
        whole = plan.whole or chance.random() < 0.7
        sitting_id = bulk.add(
            tables.sittings,
            user_id=learner.user_id,
            assessment=f"lesson:{lesson.id}",
            ordinal=1,
            started_at=at,
            **LESSON,
        )
        for item_id in lesson.item_ids:
            sitting_of[item_id] = sitting_id
            if not whole and chance.random() < 0.12:  # passed over
                continue
            item = course.items[item_id]
            for number in range(1, demo_story.tries_at_most(place, item) + 1):
                at = min(now, at + timedelta(seconds=chance.randint(*plan.pause)))
                reply = learner.answer(item, at, number)
                if reply is None:
                    break
                numbers[item_id] = number
                add_answer(bulk, sitting_id, item, number, reply, at)
                answers += 1
                if reply.right or (learner.habit is None and chance.random() < 0.4):
                    break
        bulk.add(
            tables.readings,
            user_id=learner.user_id,
            lesson_id=lesson.id,
            opened_at=opened,
            finished_at=at if chance.random() < 0.85 else None,
        )
    for at, item in returns:
        number = numbers[item.id] = numbers.get(item.id, 0) + 1
        reply = learner.answer(item, at, number)
        if reply is not None and item.id in sitting_of:
            add_answer(bulk, sitting_of[item.id], item, number, reply, at)
            answers += 1
    return answers
