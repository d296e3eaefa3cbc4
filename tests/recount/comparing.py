"""All comparisons, one after another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from course.model import Course
from tests.recount import (
    files,
    grade_pages,
    group_pages,
    looks,
    monthly,
    posts,
    program,
    shared,
    story,
    student_pages,
    work_pages,
)
from tests.recount.group_pages import Recount
from tests.recount.items import Items
from tests.recount.learners import Map
from tests.recount.looking import Book, app_of, visiting
from tests.recount.posts import Post
from tests.recount.raw import bodies, load
from tests.recount.work_pages import Work
from webapp.database import Database

T = TypeVar("T")

STORY = "Аралық бақылау"
"""How the closed exam of the demo with the story begins; a large cohort has none."""

PARTS = (
    "groups",
    "work",
    "people",
    "shared",
    "API",
    "story",
    "files",
    "reports",
    "staff",
    "students",
)
"""What can be compared alone. «students» read, last, who looked at them."""

STAFF = ("demo2", "demo3")


def compare(
    database: Database,
    course: Course,
    content: Path,
    var_dir: Path,
    now: datetime,
    *,
    quick: bool = False,
    parts: Collection[str] = PARTS,
    say: Callable[[str], None] = lambda text: None,
    tell: Callable[[str], None] = lambda fault: None,
) -> Book:
    """What the dashboards show at a moment, with what the raw answers come to. ``say`` is told how
    far it is, with how many comparisons; ``tell`` each difference as it is found.
    """
    app = app_of(database, course, var_dir, content, now)
    raw = load(database.reading, app.state.site.settings.zone)
    with visiting(app) as visitor:
        here = Recount(raw, course, Map(course), now, visitor, Book(tell=tell), database.reading)
        work = Work(here, Items(course, bodies(database.reading)))

        def so_far(text: str) -> None:
            say(f"{here.book.compared.total():8}  {text}")

        _Comparison(here, work, database, quick, frozenset(parts), so_far).all()
        return here.book


@dataclass
class _Comparison:
    here: Recount
    work: Work
    database: Database
    quick: bool
    parts: frozenset[str]
    say: Callable[[str], None]

    def some(self, every: Sequence[T], most: int) -> Sequence[T]:
        return every[:: max(1, len(every) // most)][:most] if self.quick else every

    def at(self, compare: Callable[..., None], *arguments: object) -> None:
        """A page that cannot be read is a difference, and no reason to stop."""
        try:
            compare(*arguments)
        except (LookupError, ValueError, StopIteration) as fault:
            book = self.here.book
            book.note(f"{book.page}: not read: {type(fault).__name__}: {fault}")

    def all(self) -> None:
        here, raw = self.here, self.here.raw
        here.visitor.sign_in("demo")
        groups = [group for group in raw.groups if raw.students(group)]
        self.everything(groups, here, self.work, posts.post_of(raw, "demo"))
        if "staff" in self.parts:
            for login in STAFF:
                post = posts.post_of(raw, login)
                if post is not None:
                    self.staff(post)
        if "students" in self.parts:
            self.say("students themselves")
            theirs = looks.logged(here)
            for group in groups:
                for user in self.some(raw.students(group), 3):
                    here.visitor.sign_in(raw.logins[user])
                    self.at(student_pages.own, here, raw.groups[group][0], user)
                    self.at(looks.own, here, user, theirs.get(user, []))

    def everything(
        self, groups: Sequence[int], here: Recount, work: Work, post: Post | None
    ) -> None:
        """All that someone of the staff is shown, of these groups."""
        raw = here.raw
        instructor = post is not None and post.instructor
        login = post.login if post is not None else "demo"
        cohorts = self.cohorts(here)
        if "groups" in self.parts:
            self.groups(groups, here, work)
        if "work" in self.parts:
            self.works(here, work, cohorts if instructor else [])
        if "people" in self.parts:
            self.people(groups, here)
        if "shared" in self.parts:
            for group in groups:
                for user in self.shown(raw.students(group)):
                    self.at(shared.shared, here, raw.groups[group][0], user)
        if not instructor:
            return
        for cohort in cohorts:
            asking = program.Program(here, self.database.writing, cohort, login)
            if "API" in self.parts:
                self.say("API")
                self.api(groups, here, work, asking, cohort)
            exam = min(raw.assignments, default=0)
            story_told = exam and raw.assignments[exam].title.startswith(STORY)
            if "story" in self.parts and story_told and here.mine is None:
                self.say("the story")
                missed = story.missed(here, asking, groups[0], exam)
                for fault in missed:
                    here.book.note(f"story: {fault}")
        if "files" in self.parts:
            self.say("files")
            self.files(groups, here, work, cohorts)
        if "reports" in self.parts:
            for group in self.some(groups, 1):
                self.say(f"report of group {group}")
                self.at(monthly.page, here, group)
                for month in self.some(monthly.months_of(here, group), 2):
                    self.at(monthly.report, work, group, month)

    def cohorts(self, here: Recount) -> list[int]:
        """Those with a group of who is signed in."""
        return [
            one
            for one in here.raw.cohorts
            if any(of == one and here.has(key) for key, (of, _) in here.raw.groups.items())
        ]

    def shown(self, students: Sequence[int]) -> Sequence[int]:
        """Of each way of sharing a student or two, if not all."""
        if not self.quick:
            return students
        plans = self.here.raw.plans
        found: dict[str, int] = {}
        for user in students:
            found.setdefault(plans.get(user, ("", None))[0], user)
        return list(found.values())

    def groups(self, groups: Sequence[int], here: Recount, work: Work) -> None:
        course = here.course
        for group in self.some(groups, 1):
            self.say(f"group {group}")
            self.at(group_pages.glance, work, group)
            self.at(group_pages.feed, here, group, 2 if self.quick else 9)
            for number in self.some(here.sections(), 2):
                self.at(group_pages.section, here, group, number)
            for days in self.some(group_pages.SPANS, 1):
                self.at(group_pages.explain, work, group, days)
            for kind, names in (
                ("objective", list(course.objectives)),
                ("misconception", list(course.misconceptions)),
            ):
                for place, name in enumerate(self.some(names, 2)):
                    days = group_pages.SPANS[place % 4]
                    self.at(group_pages.explain_one, here, group, days, kind, name)
                    self.at(group_pages.explain_item, here, group, days, kind, name)
        self.at(group_pages.monday, work)

    def works(self, here: Recount, work: Work, cohorts: Sequence[int]) -> None:
        for task in here.raw.assignments.values():
            if task.opens > here.now:
                continue
            self.say(f"assignment {task.id}")
            self.at(work_pages.live, here, task)
            self.at(work_pages.analysis, work, task, 3 if self.quick else None)
            self.at(grade_pages.results, work, task)
        for cohort in self.cohorts(here):
            self.at(grade_pages.gradebook, here, cohort)
        for cohort in cohorts:
            self.say(f"bank of cohort {cohort}")
            self.at(work_pages.bank, work, cohort, 3 if self.quick else None)

    def people(self, groups: Sequence[int], here: Recount) -> None:
        raw = here.raw
        for group in self.some(groups, 1):
            self.say(f"students of group {group}")
            cohort = raw.groups[group][0]
            for user in self.some(raw.students(group), 3):
                self.at(student_pages.progress, here, cohort, user)
                self.at(student_pages.answers, here, cohort, user, self.some(here.sections(), 1))
                theirs = student_pages.reached(here, cohort, user)
                for one in theirs[:: max(1, len(theirs) // 4)][:4]:
                    self.at(student_pages.one_answer, here, cohort, one)

    def api(
        self,
        groups: Sequence[int],
        here: Recount,
        work: Work,
        asking: program.Program,
        cohort: int,
    ) -> None:
        raw = here.raw
        self.at(program.cohort, here, asking, cohort)
        self.at(program.assignments, here, asking, cohort)
        for group in self.some(groups, 1):
            self.at(program.group, work, asking, group)
            for user in self.some(raw.students(group), 2):
                self.at(program.student, here, asking, cohort, user)
        for task in raw.assignments.values():
            self.at(program.assignment, work, asking, task)
            self.at(program.results, here, asking, task)
        names = sorted({item for item, _ in work.scope("bank")})
        self.at(program.bank, work, asking, cohort, self.some(names, 3))

    def files(
        self, groups: Sequence[int], here: Recount, work: Work, cohorts: Sequence[int]
    ) -> None:
        raw = here.raw
        for ending in files.ENDINGS:
            for group in self.some(groups, 1):
                cohort = raw.groups[group][0]
                self.at(files.of_group, here, group, ending)
                for user in self.some(raw.students(group), 2):
                    self.at(files.answers, here, cohort, user, ending)
            for task in raw.assignments.values():
                base, scope = f"/teach/assignments/{task.id}", f"assignment:{task.id}"
                self.at(files.items, work, f"{base}/analysis.{ending}", scope)
                self.at(files.choices, work, task, ending)
                self.at(files.results, here, task, ending)
            for cohort in cohorts:
                base = f"/teach/cohorts/{cohort}/bank/analysis"
                self.at(files.items, work, f"{base}.{ending}", "bank", cohort)
                self.at(files.gradebook, here, cohort, ending)
        for task in raw.assignments.values():
            self.at(files.totals, work, task)

    def staff(self, post: Post) -> None:
        """Who has some of the groups."""
        self.say(f"as {post.login}")
        here = replace(self.here, mine=post.groups)
        groups = [one for one in here.raw.groups if here.has(one) and here.raw.students(one)]
        here.visitor.sign_in(post.login)
        watch = posts.Watch(here, post)
        here.visitor.watch = watch
        self.everything(groups, here, self.work.of(here), post)
        self.at(posts.looked_over, here, post)
        here.visitor.watch = None
        others = [user for user in watch.others if here.raw.of_user[user]]
        people = list(self.some(others, 2))
        self.at(posts.refused, here, post, people)
        asking = program.Program(here, self.database.writing, post.cohort, post.login)
        self.at(posts.refused_to_programs, here, asking, post, people)
