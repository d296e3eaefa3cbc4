"""``make bench``: pages and answers against floors measured in the same run.

Floors: (b) a bare Starlette application returning the same bytes from memory; (c) a bare FastAPI
route rendering a Jinja2 template of the same size; one thread committing one-row transactions to
SQLite with the same durability. Rounds of ours and of the floors alternate; the best rate of
each is shown, and the middle of the ratios of the rounds. Exit status 1 when a target is missed.

``python -m tests.bench --only exam`` (or ``pages``, ``answers``, ``study``, ``dashboards``) runs
one part; ``--students 50`` makes the exam smaller, to try it on a busy machine, ``--engine sqlite
--answers 100000`` the dashboards.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvloop

from course.loader import load
from course.model import Course
from tests import postgresql
from tests.bench.client import Load, closed_loop, open_loop
from tests.bench.dashboards import ANSWERS, dashboards
from tests.bench.exam import STUDENTS as EXAM_STUDENTS
from tests.bench.exam import exam
from tests.bench.people import SECRET, add_students, answer_request, right_form, write_json
from tests.bench.servers import ROOT, Server, free_port
from tests.bench.study import self_study
from tests.bench.wire import first_visit
from webapp.database import Database
from webapp.migrate import upgrade

CONCURRENCIES = (1, 16, 64)
ROUNDS = 3
SECONDS = 1.2
STUDENTS = 64
PARTS = ("pages", "answers", "exam", "study", "dashboards")


def get(path: str, **headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def run(server: Server, requests: list[Iterator[bytes]], seconds: float = SECONDS) -> Load:
    return asyncio.run(closed_loop("127.0.0.1", server.port, requests, seconds))


def best(loads: list[Load]) -> Load:
    return max(loads, key=lambda load: load.rate)


def paired(ours: list[Load], floor: list[Load]) -> float:
    """The middle of the ratios of rounds that ran side by side."""
    return statistics.median(a.rate / b.rate for a, b in zip(ours, floor, strict=True))


class Report:
    """Rows of the table and their targets."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str]] = []
        self.values: dict[str, Any] = {}
        self.missed = 0

    def add(
        self,
        name: str,
        value: float,
        unit: str = "",
        *,
        least: float | None = None,
        most: float | None = None,
        places: int = 2,
    ) -> None:
        verdict, target = "", ""
        if least is not None:
            target = f"≥ {least:g}"
            verdict = "ok" if value >= least else "MISSED"
        if most is not None:
            target = f"≤ {most:g}"
            verdict = "ok" if value <= most else "MISSED"
        self.missed += verdict == "MISSED"
        self.values[name] = {"value": round(value, 4), "unit": unit, "target": target}
        self.rows.append((name, f"{value:,.{places}f} {unit}".strip(), target, verdict))
        print(f"{name:<58} {self.rows[-1][1]:>18}  {target:>9}  {verdict}", flush=True)


def pages(report: Report, ours: Server, lesson_id: str, cookies: list[str], folder: Path) -> None:
    """Lesson pages against both floors."""
    path = f"/lessons/{lesson_id}"
    body = _body(ours, path)
    (folder / "page.html").write_bytes(body)
    report.add("page size (uncompressed)", len(body) / 1000, "kB", places=1)
    floors = {}
    for kind in ("bytes", "template"):
        port = free_port()
        floors[kind] = Server(
            ["-m", "tests.bench.floors", kind, str(folder / "page.html"), str(port)], port
        )
    visitor = itertools.repeat(get(path))
    students = [itertools.repeat(get(path, Cookie=cookie)) for cookie in cookies]
    floor = itertools.repeat(get("/"))
    for concurrency in CONCURRENCIES:
        loads: dict[str, list[Load]] = {"b": [], "c": [], "visitor": [], "student": []}
        cpu: dict[str, list[float]] = {"c": [], "visitor": [], "student": []}
        for _ in range(ROUNDS):
            for name, server, requests in (
                ("b", floors["bytes"], [floor] * concurrency),
                ("visitor", ours, [visitor] * concurrency),
                ("c", floors["template"], [floor] * concurrency),
                ("student", ours, students[:concurrency]),
            ):
                before = server.cpu_seconds()
                load = run(server, list(requests))
                loads[name].append(load)
                assert set(load.statuses) == {200}, (name, load.statuses)
                if name in cpu:
                    spent = server.cpu_seconds() - before
                    cpu[name].append(spent / len(load.waits) * 1000)
        b, c = best(loads["b"]).rate, best(loads["c"]).rate
        visitors, signed_in = best(loads["visitor"]).rate, best(loads["student"]).rate
        at = f"at concurrency {concurrency}"
        report.add(f"(b) bytes from memory {at}", b, "/s", places=0)
        report.add(f"(c) template without database {at}", c, "/s", places=0)
        report.add(f"lesson, visitor {at}", visitors, "/s", places=0)
        report.add(f"lesson, signed in {at}", signed_in, "/s", places=0)
        report.add(f"visitor ÷ (b) {at}", paired(loads["visitor"], loads["b"]), least=0.5)
        report.add(f"signed in ÷ (c) {at}", paired(loads["student"], loads["c"]), least=1.0)
        if concurrency == CONCURRENCIES[-1]:
            report.add("CPU for 1,000 views of (c)", min(cpu["c"]), "s", places=3)
            report.add("CPU for 1,000 views, visitor", min(cpu["visitor"]), "s", places=3)
            report.add(
                "CPU for 1,000 views, signed in", min(cpu["student"]), "s", most=0.4, places=3
            )
    for server in floors.values():
        server.stop()
    _first_views(report, ours, lesson_id, cookies)
    _again(report, ours, path, cookies[0])


def _first_views(report: Report, ours: Server, lesson_id: str, cookies: list[str]) -> None:
    """A signed-in view right after something changed: the page is put together anew."""
    path = f"/lessons/{lesson_id}"
    changes = [get(path, Cookie=cookie) for cookie in cookies]
    finish = [
        (
            f"POST {path}/finished HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
            "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: 0\r\n\r\n"
        ).encode()
        for cookie in cookies
    ]
    asyncio.run(open_loop("127.0.0.1", ours.port, [iter(itertools.cycle(finish))], 400, 0.5))
    before = ours.cpu_seconds()
    load = asyncio.run(
        open_loop("127.0.0.1", ours.port, [iter(changes)], 1000, len(changes) / 1000)
    )
    spent = (ours.cpu_seconds() - before) / max(len(load.waits), 1) * 1000
    report.add("CPU for 1,000 signed-in views that put the page together", spent, "s", places=3)


def _again(report: Report, ours: Server, path: str, cookie: str) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", ours.port)
    connection.request("GET", path, headers={"Cookie": cookie})
    first = connection.getresponse()
    first.read()
    connection.request(
        "GET", path, headers={"Cookie": cookie, "If-None-Match": first.headers["etag"]}
    )
    second = connection.getresponse()
    second.read()
    report.add("status of a repeated visit", second.status, least=304, places=0)


def _body(server: Server, path: str) -> bytes:
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}") as response:
        return bytes(response.read())


def commit_floor(folder: Path) -> float:
    """Transactions of one row per second that one thread commits with synchronous=FULL."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, response TEXT)")
    started = time.perf_counter()
    count = 0
    while time.perf_counter() - started < 2:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO answer (response) VALUES (?)", ('{"choice":"a"}' * 5,))
        connection.execute("COMMIT")
        count += 1
    seconds = time.perf_counter() - started
    connection.close()
    return count / seconds


def answer_stream(course: Course, lesson_id: str, cookie: str, first: int) -> Iterator[bytes]:
    """Answers of one student to all items that the engine scores, again and again."""
    items = [
        name for name in course.lessons[lesson_id].item_ids if course.items[name].type != "essay"
    ]
    forms = {name: right_form(course, name) for name in items}
    for attempt in itertools.count(first):
        for name in items:
            yield answer_request(lesson_id, name, forms[name], attempt, cookie)


def answers(
    report: Report, course: Course, lesson_id: str, url: str, name: str, floor: float, folder: Path
) -> None:
    """Answering at full load and at half of it."""
    database = Database(url)
    upgrade(database)
    cookies = add_students(database, course, lesson_id, STUDENTS)
    database.close()
    server = ours_on(url, folder)
    streams = [answer_stream(course, lesson_id, cookie, 2) for cookie in cookies]
    warm = run(server, streams, 0.7)
    assert set(warm.statuses) == {200}, warm.statuses
    before = server.cpu_seconds()
    full = run(server, streams, 4)
    spent = server.cpu_seconds() - before
    assert set(full.statuses) == {200}, full.statuses
    half = asyncio.run(open_loop("127.0.0.1", server.port, streams, full.rate / 2, 4))
    target = 0.2 if name == "SQLite" else None
    report.add(f"answers, {name}, concurrency 64", full.rate, "/s", places=0)
    report.add(f"answers ÷ commits of one thread, {name}", full.rate / floor, least=target)
    report.add(
        f"wait for an answer at half load, median, {name}",
        half.quantile(0.5) * 1000,
        "ms",
        places=1,
    )
    report.add(
        f"wait for an answer at half load, p99, {name}",
        half.quantile(0.99) * 1000,
        "ms",
        most=100 if name == "SQLite" else None,
        places=1,
    )
    report.add(
        f"CPU for 1,000 answers, {name}",
        spent / len(full.waits) * 1000,
        "s",
        most=1.0 if name == "SQLite" else None,
        places=3,
    )
    report.add(f"memory after it, {name}", server.memory_mb(), "MB", most=150, places=0)
    server.stop()


def ours_on(url: str, folder: Path) -> Server:
    port = free_port()
    return Server(
        ["-m", "webapp"],
        port,
        {
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "DATABASE_URL": url,
            "VAR_DIR": str(folder),
            "SECRET_KEY": SECRET,
            "CONTENT_DIR": str(ROOT / "content"),
            "PUBLIC_URL": "",
        },
    )


def starts_and_pages(report: Report, course: Course, lesson_id: str, folder: Path) -> None:
    """Starting the server, and lesson pages."""
    url = f"sqlite:///{folder}/pages.db"
    database = Database(url)
    upgrade(database)
    cookies = add_students(database, course, lesson_id, STUDENTS)
    database.close()
    ours = ours_on(url, folder)
    report.add("first start on new content, to the first answer", ours.start_seconds, "s")
    report.add("memory of the worker after it", ours.memory_mb(), "MB", most=150, places=0)
    starts = []
    for _ in range(3):
        ours.stop()
        ours = ours_on(url, folder)
        starts.append(ours.start_seconds)
    report.add("start with all content, to the first answer", min(starts), "s", most=2)
    report.add("memory of the worker after start", ours.memory_mb(), "MB", most=150, places=0)
    pages(report, ours, lesson_id, cookies, folder)
    wire = first_visit(ours, f"/lessons/{lesson_id}")
    report.add("first visit: page and style", wire["page"] / 1000, "kB", most=30, places=1)
    report.add("first visit: with fonts and scripts", wire["all"] / 1000, "kB", most=220, places=1)
    report.add("memory of the worker after pages", ours.memory_mb(), "MB", most=150, places=0)
    ours.stop()


def all_answers(report: Report, course: Course, lesson_id: str, folder: Path) -> None:
    """Answers in lessons, on both engines."""
    floor = commit_floor(folder)
    report.add("floor: commits of one thread, synchronous=FULL", floor, "/s", places=0)
    answers(report, course, lesson_id, f"sqlite:///{folder}/answers.db", "SQLite", floor, folder)
    if postgresql.binaries() is None:
        print("no PostgreSQL here: its figures were not measured")
        return
    cluster = postgresql.Cluster(durable=True)
    try:
        answers(report, course, lesson_id, cluster.url(), "PostgreSQL", floor, folder)
    finally:
        cluster.stop()


def an_exam(report: Report, course: Course, folder: Path, count: int) -> None:
    """A large group in the same minute."""
    url = f"sqlite:///{folder}/exam.db"
    database = Database(url)
    upgrade(database)
    server = ours_on(url, folder)
    exam(report, course, folder, database, server, count)
    report.add("memory of the worker after the exam", server.memory_mb(), "MB", most=150, places=0)
    server.stop()
    database.close()


def studying(report: Report, course: Course, folder: Path) -> None:
    """A learner who practises alone, with many answers behind them."""
    url = f"sqlite:///{folder}/study.db"
    database = Database(url)
    upgrade(database)
    server = ours_on(url, folder)
    report.add("memory of the worker before it", server.memory_mb(), "MB", places=0)
    self_study(report, course, database, server)
    report.add("memory of the worker after it", server.memory_mb(), "MB", most=150, places=0)
    server.stop()
    database.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--students", type=int, default=EXAM_STUDENTS, help="of the exam")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), help="of the dashboards")
    parser.add_argument("--answers", type=int, default=ANSWERS, help="behind the dashboards")
    options = parser.parse_args()
    only = options.only
    uvloop.install()
    course = load(ROOT / "content").course
    assert course is not None
    lesson_id = max(course.lessons, key=lambda name: len(course.lessons[name].item_ids))
    report = Report()
    with tempfile.TemporaryDirectory(dir=ROOT / "var") as name:
        folder = Path(name)
        if only in (None, "pages"):
            starts_and_pages(report, course, lesson_id, folder)
        if only in (None, "answers"):
            all_answers(report, course, lesson_id, folder)
        if only in (None, "exam"):
            an_exam(report, course, folder, options.students)
        if only in (None, "study"):
            studying(report, course, folder)
        if only in (None, "dashboards"):
            dashboards(
                report,
                course,
                folder,
                lambda url: ours_on(url, folder),
                engine=options.engine,
                answers=options.answers,
            )
    path = ROOT / "var" / ("bench.json" if only is None else f"bench-{only}.json")
    write_json(path, {"lesson": lesson_id, "figures": report.values})
    print(f"{report.missed} targets missed; var/{path.name}")
    return 1 if report.missed else 0


if __name__ == "__main__":
    (ROOT / "var").mkdir(exist_ok=True)
    sys.exit(main())
