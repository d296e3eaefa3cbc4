"""Every dashboard page with a faculty's answers behind it, on both engines.

Three cohorts are looked at side by side: a large one; one with a tenth of its people, who answered
as much each; and one of as many people with a tenth of the answers each, as early in a term. From
either to the large one the answers grow tenfold. Requests to the three alternate, one at a time, so
that what else the machine does meets all.
Pages look at changing groups, students, questions. The time is the wait for the whole answer,
over one connection. ``BENCH_DIR`` keeps the cohorts for the next run: making them takes minutes.
"""

from __future__ import annotations

import http.client
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, create_engine

from course.model import Course
from tests import postgresql
from tests.bench.people import cookie
from tests.bench.report import Report
from tests.bench.servers import Server
from webapp import demo_scale
from webapp.access import hashed
from webapp.database import Database
from webapp.migrate import upgrade
from webapp.queries import api_tokens, people

STUDENTS = 1_000
ANSWERS = 1_000_000
FEWER = 10
TIMES = 40
WARM = 3
MEDIAN_MS = 150
P99_MS = 400
GROWTH = 1.3
MOST_MB = 250
STAFF, STUDENT, PROGRAM = "bench-staff", "bench-student", "bench-program"
ZONE = ZoneInfo("Asia/Almaty")


@dataclass
class World:
    """What there is to look at in a cohort."""

    cohort: int
    groups: list[int]
    students: list[int]
    mine: int  # the student who looks at their own progress
    attempts: list[tuple[int, int]]  # (student, attempt)
    running: int
    closed: int
    asked: list[str]  # items of the closed assignment
    bank: list[str]  # items with answers
    objectives: list[str]
    misconceptions: list[str]
    sections: list[str]
    keys: dict[str, str]  # page → the key that its program brings; each may ask only so often


@dataclass
class Page:
    """``addresses``: one for each look. ``told``: a file; its time is told, not judged."""

    name: str
    addresses: Callable[[World], list[str]]
    who: str = STAFF
    told: bool = False

    @property
    def by_program(self) -> bool:
        return self.who == PROGRAM


def each(pattern: str, **values: str) -> Callable[[World], list[str]]:
    """Addresses with every value of the lists of the world named, in step."""

    def addresses(world: World) -> list[str]:
        found = []
        for turn in range(TIMES):
            filled: dict[str, Any] = {"cohort": world.cohort}
            for name, source in values.items():
                pool = getattr(world, source)
                filled[name] = pool[turn * 7 % len(pool)] if isinstance(pool, list) else pool
            if isinstance(filled.get("answer"), tuple):
                filled["student"], filled["answer"] = filled["answer"]
            found.append(pattern.format(**filled))
        return found

    return addresses


_API = "/api/v1/teaching"
_PEOPLE = "/teach/cohorts/{cohort}/people/{student}"
PAGES = [
    Page("Monday", each("/teach")),
    Page("group at a glance", each("/groups/{group}", group="groups")),
    Page(
        "section of a group",
        each("/groups/{group}/sections/{section}", group="groups", section="sections"),
    ),
    Page("feed", each("/groups/{group}/feed", group="groups")),
    Page("help rules", each("/teach/cohorts/{cohort}/help-rules")),
    Page("what to explain again", each("/groups/{group}/explain", group="groups")),
    Page(
        "an objective to explain",
        each("/groups/{group}/explain/objective/{name}", group="groups", name="objectives"),
    ),
    Page(
        "a misconception to explain",
        each("/groups/{group}/explain/misconception/{name}", group="groups", name="misconceptions"),
    ),
    Page("assignment, live", each("/teach/assignments/{one}/live", one="running")),
    Page("assignment, analysis", each("/teach/assignments/{one}/analysis", one="closed")),
    Page(
        "item of an assignment",
        each("/teach/assignments/{one}/analysis/{item}", one="closed", item="asked"),
    ),
    Page("bank, analysis", each("/teach/cohorts/{cohort}/bank/analysis")),
    Page("item of the bank", each("/teach/cohorts/{cohort}/bank/{item}/analysis", item="bank")),
    Page("student, progress", each(_PEOPLE + "/progress", student="students")),
    Page("student, answers", each(_PEOPLE + "/answers", student="students")),
    Page("student, one answer", each(_PEOPLE + "/answers/{answer}", answer="attempts")),
    Page("one's own progress", each("/progress"), who=STUDENT),
    Page("who looked at me", each("/my-data/looks"), who=STUDENT),
    Page("report, its page", each("/groups/{group}/report", group="groups")),
    *(
        Page(f"API, {name}", addresses, who=PROGRAM)
        for name, addresses in (
            ("members", each(_API + "/cohorts/{cohort}/members")),
            (
                "answers",
                each(_API + "/cohorts/{cohort}/members/{student}/answers", student="students"),
            ),
            ("glance", each(_API + "/groups/{group}/glance", group="groups")),
            ("needs help", each(_API + "/groups/{group}/needs-help", group="groups")),
            ("explain", each(_API + "/groups/{group}/explain", group="groups")),
            ("assignments", each(_API + "/cohorts/{cohort}/assignments")),
            ("results", each(_API + "/assignments/{one}/results", one="closed")),
            ("analysis", each(_API + "/assignments/{one}/analysis", one="closed")),
            ("bank", each(_API + "/cohorts/{cohort}/bank")),
            ("item of the bank", each(_API + "/cohorts/{cohort}/bank/{item}", item="bank")),
        )
    ),
    *(
        Page(f"file, {name}", addresses, told=True)
        for name, addresses in (
            ("sections", each("/groups/{group}/export/sections.csv", group="groups")),
            ("objectives", each("/groups/{group}/export/objectives.xlsx", group="groups")),
            ("explain", each("/groups/{group}/export/explain.csv", group="groups")),
            ("help", each("/groups/{group}/export/help.csv", group="groups")),
            ("analysis", each("/teach/assignments/{one}/analysis.xlsx", one="closed")),
            ("choices", each("/teach/assignments/{one}/choices.csv", one="closed")),
            ("bank", each("/teach/cohorts/{cohort}/bank/analysis.csv")),
            ("answers", each(_PEOPLE + "/answers.csv", student="students")),
            ("report", each("/groups/{group}/report.pdf", group="groups")),
        )
    ),
]


@dataclass(frozen=True)
class Size:
    """Of a cohort. ``less``: what it has a tenth of, beside the large one."""

    students: int
    answers: int
    less: str = ""

    @property
    def name(self) -> str:
        return f"{self.students}_{self.answers}"


def sizes_of(answers: int) -> list[Size]:
    """The large cohort last; the others only where there are answers enough."""
    fewer = answers // FEWER
    return [
        *([Size(STUDENTS // FEWER, fewer, "the people")] if fewer >= STUDENTS else ()),
        *([Size(STUDENTS, fewer, "the answers each")] if fewer >= STUDENTS else ()),
        Size(STUDENTS, answers),
    ]


def make(url: str, course: Course, size: Size) -> None:
    """A cohort, unless the database has one already.

    Raises:
        SystemExit: the database has half of one.
    """
    database = Database(url)
    upgrade(database)
    enrolled = "SELECT count(*) FROM enrolments WHERE role = 'student'"
    there = database.read(lambda connection: connection.exec_driver_sql(enrolled).scalar_one())
    if 0 < there < size.students:
        sys.exit(f"{url} was not made to the end ({there} students): remove it")
    if database.read(people.find_account, "demo") is None:
        started = time.monotonic()

        def say(what: str) -> None:
            print(f"    {time.monotonic() - started:5.0f} s  {what}", flush=True)

        demo_scale.fill_database(
            database,
            course,
            ZONE,
            datetime.now(UTC),
            students=size.students,
            answers=size.answers,
            say=say,
        )
        if not database.is_sqlite:  # as the server does by itself after a while
            database.write(lambda connection: connection.exec_driver_sql("ANALYZE"))
    database.close()


def look_around(url: str) -> World:
    """What the pages can look at; signs the two visitors in."""
    database = Database(url)

    def work(connection: Connection) -> World:
        def column(statement: str) -> list[Any]:
            return list(connection.exec_driver_sql(statement).scalars())

        now = datetime.now(UTC)
        staff = people.find_account(connection, "demo")
        student = people.find_account(connection, "student001")
        assert staff is not None
        assert student is not None
        for token, row in ((STAFF, staff), (STUDENT, student)):
            if not column(f"SELECT 1 FROM sign_ins WHERE token_hash = '{hashed(token)}'"):
                people.add_sign_in(connection, row[0], hashed(token), now)
        tasks = column("SELECT id FROM assignments ORDER BY opens_at")
        cohort = column("SELECT min(cohort_id) FROM groups")[0]
        connection.exec_driver_sql("DELETE FROM api_tokens")
        keys = {}
        for number, page in enumerate(one for one in PAGES if one.by_program):
            key = keys[page.name] = f"pq_{secrets.token_urlsafe(32)}"
            later = now + timedelta(days=1)
            api_tokens.add(
                connection, hashed(key), f"bench{number}", staff[0], cohort, "bench", later, now
            )
        last = column("SELECT max(id) FROM attempts")[0]
        sample = random.Random(7).sample(range(1, last + 1), min(last, 900))
        chosen = ", ".join(map(str, sample))
        some = connection.exec_driver_sql(
            "SELECT s.user_id, a.id FROM attempts a JOIN sittings s ON s.id = a.sitting_id "
            f"WHERE s.seed IS NULL AND a.id IN ({chosen}) ORDER BY a.id"
        ).all()
        return World(
            keys=keys,
            cohort=cohort,
            groups=column("SELECT id FROM groups ORDER BY id"),
            students=column("SELECT user_id FROM enrolments WHERE role = 'student' ORDER BY 1"),
            mine=student[0],
            attempts=[(row[0], row[1]) for row in some],
            running=tasks[-1],
            closed=tasks[0],
            asked=column(
                "SELECT DISTINCT item_id FROM item_summaries "
                f"WHERE scope = 'assignment:{tasks[0]}' ORDER BY 1"
            ),
            bank=column("SELECT DISTINCT item_id FROM item_summaries WHERE scope = 'bank'"),
            objectives=column(
                "SELECT DISTINCT name FROM learner_costs WHERE kind = 'objective' ORDER BY 1"
            ),
            misconceptions=column(
                "SELECT DISTINCT name FROM learner_costs WHERE kind = 'misconception' ORDER BY 1"
            ),
            sections=column("SELECT DISTINCT section FROM learner_sections ORDER BY 1"),
        )

    world = database.write(work)
    database.close()
    return world


@dataclass
class Look:
    """One browser at one server, and what it waited for."""

    server: Server
    world: World
    size: Size
    waits: dict[str, list[float]] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)

    def ask(self, page: Page, address: str) -> None:
        if page.by_program:
            headers = {"Authorization": f"Bearer {self.world.keys[page.name]}"}
        else:
            headers = {"Cookie": cookie(page.who)}
        before = self.server.cpu_seconds()
        started = time.perf_counter()
        self._connection.request("GET", address, headers=headers)
        answer = self._connection.getresponse()
        answer.read()
        spent = (time.perf_counter() - started) * 1000
        self.waits.setdefault(page.name, []).append(spent)
        self.cpu[page.name] = self.cpu.get(page.name, 0) + self.server.cpu_seconds() - before
        if answer.status != 200:
            self.faults[page.name] = answer.status


def look_at(page: Page, looks: list[Look], times: int) -> None:
    """The page again and again, at each server in turn."""
    addresses = [page.addresses(look.world) for look in looks]
    for turn in range(WARM):
        for look, theirs in zip(looks, addresses, strict=True):
            look.ask(page, theirs[(turn * 11 + 5) % len(theirs)])
    for look in looks:
        look.waits[page.name].clear()
        look.cpu[page.name] = 0
    for turn in range(times):
        for look, theirs in zip(looks, addresses, strict=True):
            look.ask(page, theirs[turn % len(theirs)])


def quantile(waits: list[float], share: float) -> float:
    return sorted(waits)[min(len(waits) - 1, int(share * len(waits)))]


def tell(report: Report, page: Page, looks: list[Look], engine: str) -> None:
    name = f"{page.name}, {engine}"
    many = looks[-1]
    fault = next((look.faults[page.name] for look in looks if page.name in look.faults), None)
    if fault is not None:
        report.add(f"{name}: status", fault, most=200, places=0)
        return
    waits = many.waits[page.name]
    judged = not page.told
    middle = statistics.median(waits)
    report.add(f"{name}, median", middle, "ms", most=MEDIAN_MS if judged else None, places=1)
    report.add(
        f"{name}, p99", quantile(waits, 0.99), "ms", most=P99_MS if judged else None, places=1
    )
    for few in looks[:-1]:
        growth = middle / statistics.median(few.waits[page.name])
        report.add(
            f"{name}, {FEWER}× {few.size.less}", growth, "×", most=GROWTH if judged else None
        )


def at_rest(server: Server, most_s: float = 180) -> None:
    """Wait until the server has done what it does once an hour: it began it at its start."""
    until = time.monotonic() + most_s
    while time.monotonic() < until:
        before = server.cpu_seconds()
        time.sleep(3)
        if server.cpu_seconds() - before < 0.15:
            return


def measure(
    report: Report,
    cohorts: Sequence[tuple[str, Size]],
    engine: str,
    start: Callable[[str], Server],
    times: int,
) -> None:
    """``cohorts``: (address of the database, size), the large one last."""
    looks = [Look(start(url), look_around(url), size) for url, size in cohorts]
    for look in looks:
        at_rest(look.server)
    before = looks[-1].server.memory_mb()
    report.add(f"memory of the worker before dashboards, {engine}", before, "MB", places=0)
    for page in PAGES:
        look_at(page, looks, times if not page.told else max(3, times // 8))
        tell(report, page, looks, engine)
    judged = [page.name for page in PAGES if not page.told]
    *fewer, many = (sum(statistics.median(look.waits[one]) for one in judged) for look in looks)
    for few, look in zip(fewer, looks, strict=False):
        report.add(f"all pages, {engine}, {FEWER}× {look.size.less}", many / few, "×", most=GROWTH)
    after = looks[-1].server.memory_mb()
    report.add(f"memory of the worker after dashboards, {engine}", after, "MB", most=MOST_MB)
    for look in looks:
        look.server.stop()


@contextmanager
def kept_in(folder: Path) -> Iterator[Path]:
    """BENCH_DIR, or a folder for this run only."""
    named = os.environ.get("BENCH_DIR", "").strip()
    if named:
        path = Path(named).absolute()
        path.mkdir(parents=True, exist_ok=True)
        yield path
    else:
        with tempfile.TemporaryDirectory(dir=folder) as made:
            yield Path(made)


def dashboards(
    report: Report,
    course: Course,
    folder: Path,
    start: Callable[[str], Server],
    *,
    engine: str | None,
    answers: int,
    times: int = TIMES,
) -> None:
    """All of it; ``engine`` None: both."""
    sizes = sizes_of(answers)
    with kept_in(folder) as kept:
        if engine in (None, "sqlite"):
            cohorts = [(f"sqlite:///{kept}/dashboards_{size.name}.db", size) for size in sizes]
            for url, size in cohorts:
                make(url, course, size)
            measure(report, cohorts, "SQLite", start, times)
        if engine in (None, "postgresql"):
            if postgresql.binaries() is None:
                print("no PostgreSQL here: dashboards were not measured on it")
                return
            cluster = postgresql.Cluster(durable=True, kept=kept / "postgresql")
            try:
                cohorts = [(_database(cluster, f"dashboards_{size.name}"), size) for size in sizes]
                for url, size in cohorts:
                    make(url, course, size)
                measure(report, cohorts, "PostgreSQL", start, times)
            finally:
                cluster.stop()


def _database(cluster: postgresql.Cluster, name: str) -> str:
    admin = create_engine(cluster.url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        statement = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"
        if connection.exec_driver_sql(statement).first() is None:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    return cluster.url(name)
