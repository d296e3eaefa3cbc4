"""``python -m webapp.demo``: an invented group, so that pages have something to show.

120 students with plausible names, answers of differing strength, and a term with an exam
(:mod:`webapp.demo_term`). The people, their answers and the instructor are made up; the same seed
makes the same group. It goes into a database of its own, ``VAR_DIR/demo.db``, or
DEMO_DATABASE_URL.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from course.loader import load
from course.model import Course
from quizzes.item import Item
from quizzes.outcome import ResponseError
from webapp import passwords
from webapp.database import Database
from webapp.demo_term import add_term
from webapp.migrate import upgrade
from webapp.queries import groups, people, progress, sittings
from webapp.settings import Settings, SettingsError

STUDENTS = 120
PASSWORD = "demo-2026"
_GIVEN = (
    "Айгерім Дана Әсель Мадина Камила Жансая Аружан Томирис Назерке Балнұр Гүлнұр "
    "Ақбота Инжу Еңлік Ерлан Нұрлан Санжар Алмас Бекзат Дәурен Ілияс Қуаныш Мирас "
    "Нұрсұлтан Олжас Рүстем Темірлан Шыңғыс Ұлан Ғалым"
).split()
_FAMILY = (
    "Әбдіров Сейітов Қасымов Жұмабеков Ермеков Тілеуов Оспанов Нұрпейісов Байжанов "
    "Молдабеков Сағынтаев Қалиев Үмбетов Ысқақов Дүйсенов Рахымов Ғабдуллин Тұрсынов "
    "Мұқанов Әлімжанов"
).split()
_WOMEN = 14  # the first names that are women's


def main() -> int:
    """Fill the demo database and say how to look at it."""
    environment = dict(os.environ)
    try:
        var_dir = Settings.from_environment(environment).var_dir
        url = environment.get("DEMO_DATABASE_URL", "").strip()
        environment["DATABASE_URL"] = url or f"sqlite:///{(var_dir / 'demo.db').absolute()}"
        settings = Settings.from_environment(environment)
    except SettingsError as fault:
        print(f"settings: {fault}", file=sys.stderr)
        return 1
    course = load(settings.content_dir).course
    if course is None:
        print("content has errors: python -m course check", file=sys.stderr)
        return 1
    database = Database(settings.database_url)
    upgrade(database)
    if database.read(people.find_account, "demo") is not None:
        print("the demo group is there already")
    else:
        print(f"making {STUDENTS} students and their answers: about a minute", flush=True)
        answers = database.write(fill, course, datetime.now(UTC), random.Random(20261125))  # noqa: S311
        print(f"{STUDENTS} students, {answers} answers")
    database.close()
    print(f'DATABASE_URL="{settings.database_url}" make run')
    print(f"instructor: demo, student: student001, password of both: {PASSWORD}")
    return 0


def fill(connection: Connection, course: Course, now: datetime, chance: random.Random) -> int:
    """Make the group; gives the number of answers. ``now`` is when the last of them was given."""
    password_hash = passwords.hash_password(PASSWORD)
    start = now - timedelta(days=60)
    sittings.archive_item_versions(
        connection,
        [(item.id, item.version, item.canonical()) for item in course.items.values()],
        start,
    )
    teacher = people.add_account(connection, "demo", "Гүлшат Сәрсенова", password_hash, start)
    group_id = groups.add_group(connection, "2026 жылғы күз", "ПҚ-301", "demo-group", start)
    group = groups.find_group(connection, group_id)
    assert group is not None
    groups.enrol(connection, teacher, None, group[2], "instructor", start)
    total = 0
    students: list[int] = []
    for number in range(STUDENTS):
        user_id = people.add_account(
            connection, f"student{number + 1:03}", _name(chance), password_hash, start
        )
        groups.enrol(connection, user_id, group_id, group[2], "student", start)
        total += _study(connection, course, user_id, start, now, chance)
        students.append(user_id)
    add_term(connection, course, group[2], teacher, students, now, chance)
    return total


def _name(chance: random.Random) -> str:
    given = chance.randrange(len(_GIVEN))
    family = chance.choice(_FAMILY)
    if given < _WOMEN:
        family += "а"
    return f"{_GIVEN[given]} {family}"


def _study(
    connection: Connection,
    course: Course,
    user_id: int,
    start: datetime,
    now: datetime,
    chance: random.Random,
) -> int:
    """One student's way through the lessons in order, as far as their diligence goes."""
    strength = min(0.95, max(0.2, chance.gauss(0.65, 0.15)))
    lessons = list(course.lessons.values())
    reached = chance.choice([0, 1, 2, 3]) + chance.randrange(len(lessons) + 1)
    at = start + timedelta(days=chance.random() * 10)
    pace = (now - at) / (len(lessons) + 2)
    answers = 0
    for lesson in lessons[:reached]:
        at += pace * chance.uniform(0.4, 1.1)
        if at > now:
            break
        progress.open_lesson(connection, user_id, lesson.id, at)
        sitting = sittings.get_or_start_sitting(connection, user_id, f"lesson:{lesson.id}", at)[0]
        for position, item_id in enumerate(lesson.item_ids):
            if chance.random() < 0.1:  # passed over
                continue
            item = course.items[item_id]
            for attempt in (1, 2):
                when = min(now, at + timedelta(minutes=2 * position + attempt))
                right = chance.random() < strength + 0.15 * (attempt - 1) - 0.08 * item.difficulty
                answers += _answer(connection, sitting, item, right, attempt, when, chance)
                if right or chance.random() < 0.5:
                    break
        if chance.random() < 0.85:
            progress.finish_lesson(connection, user_id, lesson.id, at + timedelta(minutes=40))
    return answers


def _answer(
    connection: Connection,
    sitting: int,
    item: Item,
    right: bool,
    attempt: int,
    when: datetime,
    chance: random.Random,
) -> int:
    samples = [sample for sample in item.samples() if (sample.name == "right") == right]
    chance.shuffle(samples)
    for sample in samples:
        try:
            form = {name: list(values) for name, values in sample.form.items()}
            response = item.parse(form)
            outcome = item.score(response)
        except ResponseError:
            continue
        stored = sittings.add_attempt(
            connection,
            sitting,
            item.id,
            item.version,
            attempt,
            response.model_dump_json(),
            form,
            when,
        )
        if stored is None:
            return 0
        sittings.add_outcome(
            connection, stored, outcome.status, outcome.score, outcome.misconceptions, when
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
