"""All comparisons, one after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from course.model import Course
from tests.recount import files, group_pages, program, story, student_pages, work_pages
from tests.recount.group_pages import Recount
from tests.recount.items import Items
from tests.recount.learners import Map
from tests.recount.looking import Book, app_of, visiting
from tests.recount.raw import bodies, load
from tests.recount.work_pages import Work
from webapp.database import Database

T = TypeVar("T")

STORY = "Аралық бақылау"
"""How the closed exam of the demo with the story begins; a large cohort has none."""


def compare(
    database: Database,
    course: Course,
    content: Path,
    var_dir: Path,
    now: datetime,
    *,
    quick: bool = False,
    groups_only: bool = False,
    say: Callable[[str], None] = lambda text: None,
) -> Book:
    """What the dashboards show at a moment, with what the raw answers come to."""

    def some(every: Sequence[T], most: int) -> Sequence[T]:
        return every[:: max(1, len(every) // most)][:most] if quick else every

    def at(compare: Callable[..., None], *arguments: object) -> None:
        """A page that cannot be read is a difference, and no reason to stop."""
        try:
            compare(*arguments)
        except (LookupError, ValueError, StopIteration) as fault:
            book.faults.append(f"{book.page}: not read: {type(fault).__name__}: {fault}")

    app = app_of(database, course, var_dir, content, now)
    raw = load(database.reading, app.state.site.settings.zone)
    book = Book()
    with visiting(app) as visitor:
        visitor.sign_in("demo")
        here = Recount(raw, course, Map(course), now, visitor, book)
        groups = [group for group in raw.groups if raw.students(group)]
        for group in some(groups, 1):
            say(f"group {group}")
            at(group_pages.glance, here, group)
            at(group_pages.feed, here, group, 2 if quick else 9)
            for number in some(here.sections(), 2):
                at(group_pages.section, here, group, number)
            for days in some(group_pages.SPANS, 1):
                at(group_pages.explain, here, group, days)
            for kind, names in (
                ("objective", list(course.objectives)),
                ("misconception", list(course.misconceptions)),
            ):
                for place, name in enumerate(some(names, 2)):
                    days = group_pages.SPANS[place % 4]
                    at(group_pages.explain_one, here, group, days, kind, name)
                    at(group_pages.explain_item, here, group, days, kind, name)
        at(group_pages.monday, here)
        if groups_only:
            return book
        work = Work(here, Items(course, bodies(database.reading)))
        for task in raw.assignments.values():
            if task.opens > now:
                continue
            say(f"assignment {task.id}")
            at(work_pages.live, here, task)
            at(work_pages.analysis, work, task, 3 if quick else None)
        for cohort in raw.cohorts:
            say(f"bank of cohort {cohort}")
            at(work_pages.bank, work, cohort, 3 if quick else None)
        for group in some(groups, 1):
            cohort = raw.groups[group][0]
            for user in some(raw.students(group), 3):
                say(f"student {raw.logins[user]}")
                at(student_pages.progress, here, cohort, user)
                at(student_pages.answers, here, cohort, user, some(here.sections(), 1))
                theirs = student_pages.reached(here, cohort, user)
                for one in theirs[:: max(1, len(theirs) // 4)][:4]:
                    at(student_pages.one_answer, here, cohort, one)
        for cohort in raw.cohorts:
            say("API")
            asking = program.Program(here, database.writing, cohort)
            for group in some(groups, 1):
                at(program.group, here, asking, group)
                for user in some(raw.students(group), 2):
                    at(program.student, here, asking, cohort, user)
            for task in raw.assignments.values():
                at(program.assignment, work, asking, task)
            exam = min(raw.assignments)
            if raw.assignments[exam].title.startswith(STORY):
                say("the story")
                missed = story.missed(here, asking, groups[0], exam)
                book.faults += [f"story: {fault}" for fault in missed]
            names = sorted({item for item, _ in work.scope("bank")})
            at(program.bank, work, asking, cohort, some(names, 3))
        say("files")
        for group in some(groups, 1):
            cohort = raw.groups[group][0]
            at(files.of_group, here, group)
            for user in some(raw.students(group), 2):
                at(files.answers, here, cohort, user)
        for task in raw.assignments.values():
            at(
                files.items,
                work,
                f"/teach/assignments/{task.id}/analysis.csv",
                f"assignment:{task.id}",
            )
            at(files.choices, work, task)
        for cohort in raw.cohorts:
            at(files.items, work, f"/teach/cohorts/{cohort}/bank/analysis.csv", "bank")
        say("students themselves")
        for group in some(groups, 1):
            for user in some(raw.students(group), 1):
                visitor.sign_in(raw.logins[user])
                at(student_pages.own, here, raw.groups[group][0], user)
    return book
