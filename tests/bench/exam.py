"""An exam that a large group begins and hands in at once: nothing lost, nothing doubled, no wait.

300 students with accounts, one server process, SQLite. What is real and what is pressed together
is said in ARRIVAL, which the run prints. A share of the saves and hand-ins is sent twice, as a
phone does that heard no answer.

Everything the server acknowledged is compared with the database afterwards.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection

from course.model import Course
from quizzes.assessment import Assessment, AssessmentSection, Draw
from quizzes.rules import defaults
from tests.bench.people import cookie, right_form
from tests.bench.report import Report
from tests.bench.servers import Server
from webapp import tables
from webapp.access import hashed
from webapp.database import Database

STUDENTS = 300
ITEMS = 40
START_S = 60.0
"""Seconds over which all press «start»."""
ANSWER_S = 240.0
"""Seconds in which each answers all items."""
HAND_IN_S = 60.0
"""Seconds over which all hand in."""
TWICE = 0.05
"""Share of saves and hand-ins sent a second time at once."""
PAGE_EVERY, STATE_EVERY = 10, 7
"""An item's page is asked for, and the state polled, once in so many items."""
ARRIVAL = (
    "exam: {students} students, {items} items each. All start within {start:.0f} s and hand in "
    "within {hand_in:.0f} s, at random moments. In between each answers all items in "
    "{answer:.0f} s: {times:.0f} times faster than in 40 minutes, so saves come that much denser "
    "than in life; an item's page comes once in {page} items, the poll of the state every "
    "{poll:.0f} s. {twice:.0%} of saves and hand-ins are sent twice."
)


@dataclass
class Student:
    """What one student was told. ``kept``: item id → the form the server acknowledged last."""

    cookie: str
    sitting: int = 0
    kept: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    received: bool = False


@dataclass
class Told:
    """Waits in seconds by kind, and answers that were not as they should be."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    requests: int = 0

    def quantile(self, kind: str, share: float) -> float:
        waits = sorted(self.waits.get(kind, []))
        return waits[min(len(waits) - 1, int(len(waits) * share))] if waits else float("inf")


class Line:
    """One browser's connection: a request at a time, kept open."""

    def __init__(self, port: int, cookie_header: str, told: Told) -> None:
        self._port = port
        self._cookie = cookie_header
        self._told = told
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, kind: str, method: str, path: str, form: list[tuple[str, str]] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        body = urlencode(form or []).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self._cookie}\r\n"
            "Sec-Fetch-Site: same-origin\r\nX-Fragment: draft\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode()
        started = time.perf_counter()
        if self._streams is not None and self._streams[0].at_eof():  # closed while it was idle
            self.close()
        answer = None
        while answer is None:
            fresh = self._streams is None
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(head + body if method != "GET" else head)
            try:
                answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            except (asyncio.IncompleteReadError, ConnectionError):
                self.close()
                if fresh:
                    raise
        status, *lines = answer.split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines if line)
        }
        text = await reader.readexactly(int(headers.get("content-length", "0")))
        self._told.waits.setdefault(kind, []).append(time.perf_counter() - started)
        self._told.requests += 1
        return int(status.split()[1]), headers, text

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def prepare(database: Database, course: Course, count: int) -> tuple[int, list[Student]]:
    """(assignment, students): a cohort of people with accounts and an exam drawn for each."""
    now = datetime.now(UTC)
    tokens = [f"bench-exam-{number}" for number in range(count)]
    asked = Assessment(sections=(AssessmentSection(entries=(Draw(count=ITEMS),)),))

    def add(connection: Connection, table: Any, **values: Any) -> int:
        return int(connection.execute(table.insert().values(**values)).inserted_primary_key[0])

    def work(connection: Connection) -> int:
        cohort = add(connection, tables.cohorts, title="Өлшеу", created_at=now)
        group = add(
            connection,
            tables.groups,
            cohort_id=cohort,
            title="Ө-1",
            join_code="bench",
            created_at=now,
        )
        for number, token in enumerate(tokens):
            user = add(
                connection,
                tables.users,
                login=f"exam{number}",
                name=f"Студент {number}",
                revision=0,
                created_at=now,
            )
            connection.execute(
                tables.sign_ins.insert().values(
                    token_hash=hashed(token), user_id=user, created_at=now, seen_at=now
                )
            )
            add(
                connection,
                tables.enrolments,
                user_id=user,
                cohort_id=cohort,
                group_id=group,
                role="student",
                created_at=now,
            )
        stamps = {"created_by": user, "created_at": now, "updated_at": now, "revision": 1}
        assessment = add(
            connection,
            tables.assessments,
            cohort_id=cohort,
            title="Емтихан",
            definition=asked.model_dump_json(),
            **stamps,
        )
        assignment = add(
            connection,
            tables.assignments,
            cohort_id=cohort,
            assessment_id=assessment,
            title="Емтихан",
            note="",
            opens_at=now - timedelta(hours=1),
            closes_at=now + timedelta(hours=2),
            limit_s=3600,
            rules=defaults("exam").model_dump_json(),
            **stamps,
        )
        connection.execute(
            tables.assignment_targets.insert().values(
                assignment_id=assignment, kind="cohort", target_id=cohort
            )
        )
        return assignment

    assignment = database.write(work)
    return assignment, [Student(cookie(token)) for token in tokens]


def forms_of(course: Course, item_id: str) -> list[dict[str, list[str]]]:
    """What a student saves at an item, one after the other: some think again, essays grow."""
    right = right_form(course, item_id)
    if course.items[item_id].type == "essay":
        words = right["text"][0].split()
        cuts = (len(words) // 3, 2 * len(words) // 3, len(words))
        return [right | {"text": [" ".join(words[:cut])]} for cut in cuts]
    if random.random() < 0.2:
        samples = {one.name: one for one in course.items[item_id].samples()}
        if "wrong" in samples:
            wrong = {name: list(values) for name, values in samples["wrong"].form.items()}
            return [wrong, right]
    return [right]


async def _save(
    line: Line, student: Student, item_id: str, form: dict[str, list[str]], base: int, told: Told
) -> int:
    """Save; the new revision. A phone that heard nothing sends the same again."""
    pairs = [(name, value) for name, values in form.items() for value in values]
    path = f"/sittings/{student.sitting}/items/{item_id}/draft"
    status, _, body = await line.ask("save", "PUT", path, [*pairs, ("base", str(base))])
    if status != 200:
        told.faults[f"save {status}"] += 1
        return base
    if random.random() < TWICE:
        status, _, body = await line.ask("save", "PUT", path, [*pairs, ("base", str(base))])
        if status != 200:
            told.faults[f"save again {status}"] += 1
    reply = json.loads(body)
    if reply["conflict"]:
        told.faults["conflict"] += 1
    student.kept[item_id] = form
    return int(reply["revision"])


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.perf_counter()))


async def _begin(line: Line, student: Student, assignment: int, told: Told) -> None:
    status, _, _ = await line.ask("start page", "GET", f"/assignments/{assignment}")
    if status != 200:
        told.faults[f"start page {status}"] += 1
    status, headers, _ = await line.ask("start", "POST", f"/assignments/{assignment}/start")
    found = re.fullmatch(r"/sittings/(\d+)", headers.get("location", ""))
    if found is None:
        told.faults[f"start {status}"] += 1
        return
    student.sitting = int(found.group(1))
    status, _, _ = await line.ask("item page", "GET", f"/sittings/{student.sitting}/1")
    if status != 200:
        told.faults[f"item page {status}"] += 1


async def _answer(
    line: Line, student: Student, course: Course, items: list[str], began: float, told: Told
) -> None:
    for place, item_id in enumerate(items, start=1):
        await _until(began + ANSWER_S * (place - 1 + random.random() * 0.9) / len(items))
        if place % PAGE_EVERY == 0:
            await line.ask("item page", "GET", f"/sittings/{student.sitting}/{place}")
        if place % STATE_EVERY == 0:
            await line.ask("state", "GET", f"/sittings/{student.sitting}/state")
        base = 0
        for form in forms_of(course, item_id):
            base = await _save(line, student, item_id, form, base, told)


async def _hand_in(line: Line, student: Student, told: Told, port: int) -> None:
    path = f"/sittings/{student.sitting}/finish"
    if random.random() < TWICE:  # pressed in two tabs
        other = Line(port, student.cookie, told)
        answers = await asyncio.gather(
            line.ask("hand-in", "POST", path), other.ask("hand-in", "POST", path)
        )
        other.close()
    else:
        answers = [await line.ask("hand-in", "POST", path)]
    for status, headers, _ in answers:
        if status != 303 or not headers["location"].endswith("/receipt"):
            told.faults[f"hand-in {status}"] += 1
        else:
            student.received = True


async def sit(
    server: Server, database: Database, course: Course, assignment: int, students: list[Student]
) -> Told:
    """The exam."""
    told = Told()
    lines = [Line(server.port, one.cookie, told) for one in students]
    zero = time.perf_counter() + 0.2

    async def one(line: Line, student: Student) -> None:
        begins = zero + random.random() * START_S
        ends = zero + START_S + ANSWER_S + random.random() * HAND_IN_S
        await _until(begins)
        await _begin(line, student, assignment, told)
        if not student.sitting:
            return
        items = await asyncio.to_thread(_items_of, database, student.sitting)
        await _answer(line, student, course, items, max(begins, zero + START_S / 2), told)
        await _until(ends)
        await _hand_in(line, student, told, server.port)

    await asyncio.gather(
        *(one(line, student) for line, student in zip(lines, students, strict=True))
    )
    for line in lines:
        line.close()
    return told


def _items_of(database: Database, sitting_id: int) -> list[str]:
    table = tables.sitting_items

    def read(connection: Connection) -> list[str]:
        rows = connection.execute(
            table.select().where(table.c.sitting_id == sitting_id).order_by(table.c.position)
        )
        return [row.item_id for row in rows]

    return database.read(read)


def scored(database: Database) -> bool:
    """Whether every sitting handed in has its outcomes."""
    table = tables.sittings
    rows = database.read(lambda connection: connection.execute(table.select()).all())
    return all(row.scored_at is not None for row in rows)


def compare(database: Database, students: list[Student]) -> dict[str, int]:
    """The database against what the students were told."""

    def rows(table: Any) -> list[Any]:
        return list(database.read(lambda connection: connection.execute(table.select()).all()))

    sittings = {row.id: row for row in rows(tables.sittings)}
    stored: dict[tuple[int, str], list[Any]] = {}
    for row in rows(tables.attempts):
        stored.setdefault((row.sitting_id, row.item_id), []).append(row)
    outcomes = Counter(row.attempt_id for row in rows(tables.outcomes))
    found = Counter(lost=0, changed=0, doubled=0, unknown=0, open=0, unscored=0, twice_scored=0)
    found["doubled"] += len(sittings) - len({one.sitting for one in students})
    told = set()
    for student in students:
        if not student.received or sittings[student.sitting].closed_at is None:
            found["open"] += 1
        for item_id, form in student.kept.items():
            told.add((student.sitting, item_id))
            rows_ = stored.get((student.sitting, item_id), [])
            found["lost"] += not rows_
            found["doubled"] += max(0, len(rows_) - 1)
            found["changed"] += any(json.loads(row.form) != form for row in rows_)
    found["unknown"] = len(set(stored) - told)
    for same in stored.values():
        for row in same:
            found["unscored"] += outcomes[row.id] == 0
            found["twice_scored"] += outcomes[row.id] > 1
    found["left as drafts"] = len(rows(tables.drafts))
    found["set aside"] = len(rows(tables.set_aside))
    return dict(found)


def commit_waits(folder: Path, seconds: float = 2.0) -> list[float]:
    """The floor: what one durable commit of one row takes, in seconds, one after the other."""
    connection = sqlite3.connect(folder / "exam-floor.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE draft (id INTEGER PRIMARY KEY, form TEXT)")
    waits = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        started = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO draft (form) VALUES (?)", ('{"choice": ["a"]}',))
        connection.execute("COMMIT")
        waits.append(time.perf_counter() - started)
    connection.close()
    return sorted(waits)


def exam(
    report: Report,
    course: Course,
    folder: Path,
    database: Database,
    server: Server,
    count: int = STUDENTS,
) -> None:
    """Sit the exam and report. The server runs on the database already."""
    random.seed(300)
    floor = commit_waits(folder)
    commit = floor[int(len(floor) * 0.99)]
    assignment, students = prepare(database, course, count)
    print(
        ARRIVAL.format(
            students=count,
            items=ITEMS,
            start=START_S,
            hand_in=HAND_IN_S,
            answer=ANSWER_S,
            times=40 * 60 / ANSWER_S,
            page=PAGE_EVERY,
            poll=ANSWER_S * STATE_EVERY / ITEMS,
            twice=TWICE,
        )
    )
    report.add("exam: memory of the worker before", server.memory_mb(), "MB", places=0)
    cpu = server.cpu_seconds()
    started = time.perf_counter()
    told = asyncio.run(sit(server, database, course, assignment, students))
    seconds = time.perf_counter() - started
    cpu = server.cpu_seconds() - cpu
    report.add("exam: wall time from the first start to the last receipt", seconds, "s", places=1)
    report.add("exam: requests", told.requests / seconds, "/s", places=0)
    report.add("exam: processor of the server", cpu / seconds, "of one", places=2)
    for kind, most in (
        ("save", 250),
        ("hand-in", 1000),
        ("start", None),
        ("start page", None),
        ("item page", None),
        ("state", None),
    ):
        seen = len(told.waits.get(kind, []))
        report.add(
            f"exam: {kind}, median of {seen}", told.quantile(kind, 0.5) * 1000, "ms", places=1
        )
        report.add(
            f"exam: {kind}, p99", told.quantile(kind, 0.99) * 1000, "ms", most=most, places=1
        )
    report.add("floor: one durable commit, p99", commit * 1000, "ms", places=2)
    report.add("exam: save, p99 ÷ floor", told.quantile("save", 0.99) / commit, places=1)
    report.add("exam: hand-in, p99 ÷ floor", told.quantile("hand-in", 0.99) / commit, places=1)
    after = time.perf_counter()
    while not scored(database) and time.perf_counter() - after < 120:
        time.sleep(0.2)
    report.add(
        "exam: all scored after the last receipt", time.perf_counter() - after, "s", places=1
    )
    answers = sum(len(one.kept) for one in students)
    report.add("exam: answers acknowledged", answers, least=count * ITEMS, places=0)
    for what, found in compare(database, students).items():
        report.add(f"exam: answers or sittings {what}", found, most=0, places=0)
    for what, found in sorted(told.faults.items()):
        print(f"exam: unexpected: {what}: {found}")
    report.add(
        "exam: unexpected answers of the server", sum(told.faults.values()), most=0, places=0
    )
