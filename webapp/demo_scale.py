"""``python -m webapp.demo --students 1000 --answers 1000000``: a cohort as large as a faculty.

Groups of 25 in one cohort; of the answers about six in ten are given in lessons, the others in
assignments that everybody has, and in sets of one's own with variants of the generators. Rows go
to the database in bulk, some students at a time, so that memory does not grow with their number.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.model import Course
from quizzes.assessment import Assessment, AssessmentSection, Draw, Filter
from quizzes.drawing import Drawn, draw, passes
from quizzes.item import Item
from quizzes.rules import defaults
from quizzes.timing import Window
from webapp import item_bank, passwords, tables
from webapp.database import Database
from webapp.demo_answers import Learner, Replies, Reply
from webapp.demo_people import LESSON, PASSWORD, add_answer, invented_name
from webapp.insight.counting import count_all
from webapp.queries import assessments, count_queue, giving, groups, people, sittings
from webapp.queries.bulk import Bulk
from webapp.queries.giving import Terms
from webapp.self_test import pool

GROUP_SIZE = 25
VERSIONS = 1_500
"""Items and variants that are asked in all."""

ASKED = 25
"""Questions of an assignment, and of a set."""

DAYS = 60
IN_ASSIGNMENTS = 0.25
IN_SETS = 0.15
AT_ONCE = 50
"""Students in one transaction."""

SEED = 1_500_000
LAYOUTS = 60
"""Different drawings of an assignment; students share them."""


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment that all have; ``drawings``: what students may get."""

    assignment_id: int
    opens: datetime
    closes: datetime
    drawings: Sequence[Sequence[tuple[Drawn, Item]]]
    running: bool


@dataclass(frozen=True, slots=True)
class World:
    """What all students have in common."""

    course: Course
    cohort_id: int
    group_ids: Sequence[int]
    tasks: Sequence[Task]
    practised: Sequence[Item]  # for sets of one's own: items and variants
    replies: Replies
    password_hash: str
    now: datetime
    answers: int  # of each student


def fill_database(
    database: Database,
    course: Course,
    zone: ZoneInfo,
    now: datetime,
    *,
    students: int,
    answers: int,
    say: Callable[[str], None],
) -> int:
    """Make all of it, counted for the dashboards; gives the number of answers. ``say`` is told how
    far it is.
    """
    world = database.write(_world, course, now, students, max(1, answers // students))
    say(f"{len(world.group_ids)} groups, {len(world.tasks)} assignments")
    done = 0
    for first in range(0, students, AT_ONCE):
        last = min(students, first + AT_ONCE)
        done += database.write(_some, world, zone, first, last)
        say(f"{last} students, {done} answers")
    return done


def _world(
    connection: Connection, course: Course, now: datetime, students: int, answers: int
) -> World:
    start = now - timedelta(days=DAYS + 2)
    password_hash = passwords.hash_password(PASSWORD)
    sittings.archive_versions_of(connection, list(course.items.values()), start)
    variants = _variants(course, VERSIONS - len(course.items))
    sittings.archive_versions_of(connection, variants, start)
    lead = people.add_account(connection, "demo", "Гүлшат Сәрсенова", password_hash, start)
    first = groups.add_group(connection, "2026 жылғы күз", "ПҚ-01", "demo-group", start)
    found = groups.find_group(connection, first)
    assert found is not None
    cohort_id = int(found[2])
    group_ids = [first] + [
        groups.add_to_cohort(connection, cohort_id, f"ПҚ-{number:02}", f"demo-{number}", start)
        for number in range(2, (students + GROUP_SIZE - 1) // GROUP_SIZE + 1)
    ]
    groups.enrol(connection, lead, None, cohort_id, "instructor", start)
    for login, name, place, role in (
        ("demo2", "Марат Әлімбеков", 1, "instructor"),
        ("demo3", "Сәуле Ниязова", 0, "assistant"),
    ):
        other = people.add_account(connection, login, name, password_hash, start)
        group_id = group_ids[min(place, len(group_ids) - 1)]
        groups.enrol(connection, other, group_id, cohort_id, role, start)
    number = max(2, round(answers * IN_ASSIGNMENTS / ASKED))
    tasks = [
        _task(connection, course, cohort_id, lead, now, place, number) for place in range(number)
    ]
    practised = [item for item in course.items.values() if item.type != "essay"] + variants
    return World(
        course,
        cohort_id,
        group_ids,
        tasks,
        practised,
        Replies(),
        password_hash,
        now,
        answers,
    )


def _variants(course: Course, wanted: int) -> list[Item]:
    """So many variants of the generators the course teaches, the same number of each."""
    names = [name for name, one in pool.pool(course).items() if one.kind == "generator"]
    found: dict[tuple[str, str], Item] = {}
    for number in range(wanted * 3):
        if not names or len(found) >= wanted:
            break
        item = pool.make(course, names[number % len(names)], f"demo{number}")
        found[item.id, item.version] = item
    return list(found.values())


def _task(
    connection: Connection,
    course: Course,
    cohort_id: int,
    lead: int,
    now: datetime,
    place: int,
    number: int,
) -> Task:
    """The ``place``-th of ``number`` assignments; the last one runs."""
    sections = list(course.sections)
    asked = tuple(sorted({sections[(place * 3 + step) % len(sections)] for step in range(6)}))
    of = Filter(
        sections=asked,
        types=("single-choice", "multiple-choice", "matching", "date", "cloze"),
    )
    bank = item_bank.candidates(connection, course, cohort_id)
    count = min(ASKED, sum(passes(one, of) for one in bank))  # of a small course as many as it has
    assessment = Assessment(sections=(AssessmentSection(entries=(Draw(count=count, of=of),)),))
    running = place == number - 1
    days = DAYS - (place + 1) * (DAYS - 6) / number
    opens = now - timedelta(days=5) if running else now - timedelta(days=days)
    closes = now + timedelta(days=2) if running else opens + timedelta(days=3)
    title = f"{place + 1}-бақылау"
    assessment_id = assessments.add(connection, cohort_id, title, assessment, lead, opens)
    window = Window(opens, closes, closes, timedelta(hours=1))
    if running:
        window = Window(opens, closes)
    rules = defaults("practice" if running else "exam")
    assignment_id = giving.add_assignment(
        connection, cohort_id, Terms(assessment_id, title, "", window, rules, None), lead, opens
    )
    giving.set_targets(connection, assignment_id, [("cohort", cohort_id)])
    drawings = [
        [
            (one, course.items[one.item_id])
            for one in draw(assessment, bank, frozenset(), f"{place}-{layout}")
        ]
        for layout in range(LAYOUTS)
    ]
    return Task(assignment_id, opens, closes, drawings, running)


def _some(connection: Connection, world: World, zone: ZoneInfo, first: int, last: int) -> int:
    bulk = Bulk(connection)
    made = [_student(bulk, world, place) for place in range(first, last)]
    bulk.end()
    count_queue.queue_people(connection, [user_id for user_id, _ in made], world.now, stale=True)
    count_all(connection, world.course, zone)
    return sum(answers for _, answers in made)


def _student(bulk: Bulk, world: World, place: int) -> tuple[int, int]:
    """One student with all they answered: (user id, how much that is)."""
    chance = random.Random(f"{SEED}-{place}")  # noqa: S311
    joined = world.now - timedelta(days=DAYS + 1)
    user_id = bulk.add(
        tables.users,
        login=f"student{place + 1:03}",
        name=invented_name(chance),
        password_hash=world.password_hash,
        revision=0,
        created_at=joined,
    )
    enrolment_id = bulk.add(
        tables.enrolments,
        user_id=user_id,
        group_id=world.group_ids[place // GROUP_SIZE],
        cohort_id=world.cohort_id,
        role="student",
        created_at=joined,
    )
    if chance.random() < 0.4:
        bulk.add(
            tables.study_plans,
            user_id=user_id,
            shared=chance.choice(("none", "summary", "answers")),
            updated_at=joined,
        )
    learner = Learner(
        user_id, max(-2.0, min(2.2, chance.gauss(0.1, 1))), chance, world.replies, world.now
    )
    done = _assignments(bulk, world, learner, enrolment_id)
    done += _sets(bulk, world, learner, round(world.answers * IN_SETS))
    done += _lessons(bulk, world, learner, world.answers - done)
    return user_id, done


def _assignments(bulk: Bulk, world: World, learner: Learner, enrolment_id: int) -> int:
    chance = learner.chance
    done = 0
    for task in world.tasks:
        if chance.random() < 0.02:
            continue
        span = min(task.closes, world.now) - task.opens - timedelta(hours=1)
        at = task.opens + span * chance.random()
        drawn = chance.choice(task.drawings)
        still = task.running and chance.random() < 0.05
        replies: list[tuple[Item, Reply, datetime]] = []
        began = at
        for _, item in drawn[: chance.randint(3, 20) if still else len(drawn)]:
            at += timedelta(seconds=chance.randint(15, 130))
            reply = learner.answer(item, at)
            if reply is not None and chance.random() < 0.98:
                replies.append((item, reply, at))
        sitting_id = bulk.add(
            tables.sittings,
            user_id=learner.user_id,
            assessment=f"assignment:{task.assignment_id}",
            assignment_id=task.assignment_id,
            ordinal=1,
            enrolment_id=enrolment_id,
            seed=f"{chance.getrandbits(64):016x}",
            started_at=began,
            touched_at=at,
            closed_at=None if still else at,
            closed_by=None if still else "student",
            stamped_at=None if still else at,
            scored_at=None if still else at,
        )
        _lay_out(bulk, sitting_id, [one for one, _ in drawn])
        for item, reply, moment in replies:
            if still:
                bulk.add(
                    tables.drafts,
                    sitting_id=sitting_id,
                    item_id=item.id,
                    revision=1,
                    form=reply.form,
                    saved_at=moment,
                )
            else:
                add_answer(bulk, sitting_id, item, 1, reply, moment)
                done += 1
    return done


def _sets(bulk: Bulk, world: World, learner: Learner, wanted: int) -> int:
    chance = learner.chance
    done = number = 0
    while done < wanted:
        number += 1
        at = world.now - timedelta(days=DAYS) * chance.random()
        most = min(ASKED, len(world.practised))
        asked = {item.id: item for item in chance.sample(world.practised, most)}
        done += add_set(bulk, learner, list(asked.values())[: wanted - done], at, number)
    return done


def add_set(bulk: Bulk, learner: Learner, items: Sequence[Item], at: datetime, number: int) -> int:
    """A set of one's own, answered item by item; how many answers. Ends before now."""
    chance = learner.chance
    began = at = min(at, learner.now - timedelta(hours=1, seconds=130 * len(items)))
    replies = []
    for item in items:
        at += timedelta(seconds=chance.randint(15, 130))
        reply = learner.answer(item, at)
        if reply is not None:
            replies.append((item, reply, at))
    sitting_id = bulk.add(
        tables.sittings,
        user_id=learner.user_id,
        assessment="self:set",
        assignment_id=None,
        ordinal=number,
        enrolment_id=None,
        seed=f"{chance.getrandbits(64):016x}",
        started_at=began,
        touched_at=at,
        closed_at=at,
        closed_by="student",
        stamped_at=at,
        scored_at=at,
    )
    bulk.add(
        tables.self_tests,
        sitting_id=sitting_id,
        user_id=learner.user_id,
        kind="set",
        title=f"{number}-жиын",
        mode="tutor",
        created_at=began,
    )
    _lay_out(bulk, sitting_id, [Drawn(0, one.id, one.version, one.points) for one in items])
    for item, reply, moment in replies:
        add_answer(bulk, sitting_id, item, 1, reply, moment)
    return len(replies)


def _lay_out(bulk: Bulk, sitting_id: int, drawn: Sequence[Drawn]) -> None:
    for position, one in enumerate(drawn, start=1):
        bulk.add(
            tables.sitting_items,
            sitting_id=sitting_id,
            position=position,
            section=one.section,
            item_id=one.item_id,
            item_version=one.version,
            points=one.points,
        )


def _lessons(bulk: Bulk, world: World, learner: Learner, wanted: int) -> int:
    """So many answers in lessons, in their order; again from the start if they run out. Few answers
    are spread over all lessons: so a cohort with few has been everywhere too.
    """
    chance = learner.chance
    lessons = list(world.course.lessons.values())
    most = max(1, min(20, round(wanted / len(lessons) / 1.2)))
    expected = max(1.0, wanted / min(12, 1.2 * most))  # lessons it will take
    pace = timedelta(days=DAYS - 1) / expected
    at = world.now - timedelta(days=DAYS)
    numbers: dict[str, int] = {}
    sitting_of: dict[str, int] = {}
    done = 0
    for count in range(1_000_000):
        lesson = lessons[count % len(lessons)]
        at = max(at, world.now - timedelta(days=DAYS) + pace * (count + chance.random()))
        if lesson.id not in sitting_of:
            sitting_of[lesson.id] = bulk.add(
                tables.sittings,
                user_id=learner.user_id,
                assessment=f"lesson:{lesson.id}",
                ordinal=1,
                started_at=min(at, world.now),
                **LESSON,
            )
            bulk.add(
                tables.readings,
                user_id=learner.user_id,
                lesson_id=lesson.id,
                opened_at=min(at, world.now),
                finished_at=min(at, world.now) if chance.random() < 0.85 else None,
            )
        for item_id in chance.sample(lesson.item_ids, min(most, len(lesson.item_ids))):
            item = world.course.items[item_id]
            for _ in range(2):
                if done >= wanted:
                    return done
                at += timedelta(seconds=chance.randint(20, 150))
                number = numbers[item_id] = numbers.get(item_id, 0) + 1
                reply = learner.answer(item, at, number)
                if reply is None:
                    break
                moment = min(at, world.now)
                add_answer(bulk, sitting_of[lesson.id], item, number, reply, moment)
                done += 1
                if reply.right or chance.random() < 0.5:
                    break
    return done
