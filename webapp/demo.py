"""``python -m webapp.demo``: an invented cohort, so that pages have something to show.

120 students in four groups, with plausible names, answers of differing strength, and a term with
an exam (:mod:`webapp.demo_term`); a few have troubles, and a few questions are bad
(:mod:`webapp.demo_story`). The people and their answers are made up; the same seed makes the same
ones. They go into a database of their own, ``VAR_DIR/demo.db``, or DEMO_DATABASE_URL.

``--students 1000 --answers 1000000`` makes a cohort of that size instead (:mod:`webapp.demo_scale`)
in ``VAR_DIR/demo-1000.db``, or DEMO_DATABASE_URL.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.loader import load
from course.model import Course
from webapp import demo_group, demo_scale
from webapp.database import Database
from webapp.demo_people import PASSWORD
from webapp.insight.counting import count_all
from webapp.migrate import upgrade
from webapp.queries import count_queue, people
from webapp.settings import Settings, SettingsError

MOST_STUDENTS = 10_000
MOST_ANSWERS = 20_000_000


def main(arguments: list[str] | None = None) -> int:
    """Fill the demo database and say how to look at it."""
    options = _options(arguments)
    environment = dict(os.environ)
    try:
        var_dir = Settings.from_environment(environment).var_dir
        url = environment.get("DEMO_DATABASE_URL", "").strip()
        name = f"demo-{options.students}.db" if options.students else "demo.db"
        environment["DATABASE_URL"] = url or f"sqlite:///{(var_dir / name).absolute()}"
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
        fill(database, course, settings.zone, options.students, options.answers)
    database.close()
    print(f'DATABASE_URL="{settings.database_url}" make run')
    print(
        "the cohort's instructor: demo; of the second group: demo2; an assistant: demo3; "
        f"students: student001, student002, …; password of all: {PASSWORD}"
    )
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m webapp.demo")
    parser.add_argument("--students", type=int, help="a large cohort of so many")
    parser.add_argument("--answers", type=int, help="so many answers of the large cohort in all")
    options = parser.parse_args(arguments)
    if (options.students is None) != (options.answers is None):
        parser.error("--students and --answers belong together")
    if options.students is not None:
        if not 1 <= options.students <= MOST_STUDENTS:
            parser.error(f"--students: 1 to {MOST_STUDENTS}")
        if not options.students <= options.answers <= MOST_ANSWERS:
            parser.error(f"--answers: at least one a student, at most {MOST_ANSWERS}")
    return options


def fill(
    database: Database,
    course: Course,
    zone: ZoneInfo,
    students: int | None = None,
    answers: int | None = None,
) -> None:
    """Make the cohort, and count what was answered."""
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {text}", flush=True)

    now = datetime.now(UTC)
    if students is None or answers is None:
        say(f"making {demo_group.STUDENTS} students and their answers")
        done = database.write(demo_group.fill, course, now)
        say(f"{demo_group.STUDENTS} students, {done} answers in lessons")
        database.write(count_anew, course, zone, now)
        say("counted for the dashboards")
    else:
        demo_scale.fill_database(
            database, course, zone, now, students=students, answers=answers, say=say
        )


def count_anew(connection: Connection, course: Course, zone: ZoneInfo, now: datetime) -> int:
    """Count everything that was answered; gives how many people answered."""
    count_queue.queue_everybody(connection, now)
    return count_all(connection, course, zone)


if __name__ == "__main__":
    sys.exit(main())
