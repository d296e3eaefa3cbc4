"""Self-study for a learner with 20 000 past answers: Today, beginning its round, own sets.

The server's time is its processor time for whole requests, one after another: on a busy machine
the wait beside it is mostly waiting for others. The first page, which works all answers in, is told
apart: it comes once.
"""

from __future__ import annotations

import http.client
import random
import statistics
import time
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from sqlalchemy import Connection

from course.model import Course
from quizzes.item import Item
from tests.bench.people import cookie, right_form
from tests.bench.report import Report
from tests.bench.servers import Server
from webapp.access import hashed
from webapp.database import Database
from webapp.queries import people, sittings, study
from webapp.queries.study import Plan

ANSWERS = 20_000
DAYS = 200
"""Over so many days up to yesterday the answers are spread."""
MOST_MS = 30
TIMES = 25
SETTLE_S = 0.2
"""After a round is handed in the server looks through it; that is not counted with the next."""
TOKEN = "bench-learner"


def add_learner(database: Database, course: Course, *, answers: int = ANSWERS) -> int:
    """A learner who has answered most of the course many times, an exam ahead; their id."""
    chosen = random.Random(5)
    now = datetime.now(UTC)
    items = [item for item in course.items.values() if item.type != "essay"]
    met = items[: len(items) * 4 // 5]
    forms = {item.id: _forms(course, item) for item in met}

    def work(connection: Connection) -> int:
        user_id = people.add_account(connection, "learner", "Оқушы", "-", now)
        people.add_sign_in(connection, user_id, hashed(TOKEN), now)
        opened: dict[str, int] = {}
        numbers: dict[str, int] = {}
        for place in range(answers):
            item = chosen.choice(met)
            lesson = course.item_lessons[item.id]
            at = now - timedelta(days=1) - timedelta(days=DAYS) * (1 - place / answers)
            if lesson not in opened:
                name = f"lesson:{lesson}"
                opened[lesson] = sittings.get_or_start_sitting(connection, user_id, name, at)[0]
            number = numbers[item.id] = numbers.get(item.id, 0) + 1
            form, response, score, codes = forms[item.id][chosen.random() < 0.2]
            attempt = sittings.add_attempt(
                connection, opened[lesson], item.id, item.version, number, response, form, at
            )
            assert attempt is not None
            sittings.add_outcome(connection, attempt, "scored", score, codes, at)
        exam = (now + timedelta(days=40)).date()
        plan = Plan(minutes=30, exam_on=exam, exam_set_on=now.date())
        study.put_plan(connection, user_id, plan, now)
        return user_id

    return database.write(work)


def _forms(course: Course, item: Item):  # type: ignore[no-untyped-def]
    """The right and a wrong answer of an item, ready to be stored."""
    scored = [one for one in item.samples() if isinstance(one.expect, Fraction)]
    wrong = min(scored, key=lambda one: one.expect)
    found = []
    for form in (right_form(course, item.id), dict(wrong.form)):
        response = item.parse(form)
        outcome = item.score(response)
        found.append((form, response.model_dump_json(), outcome.score, outcome.misconceptions))
    return found


class Client:
    """One browser of the learner, over one connection."""

    def __init__(self, server: Server) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port)
        self._headers = {"Cookie": cookie(TOKEN), "Sec-Fetch-Site": "same-origin"}

    def ask(self, method: str, path: str, form: str = "") -> tuple[float, int, str]:
        """(milliseconds, status, where it leads)."""
        headers = dict(self._headers)
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self._connection.request(method, path, form if method == "POST" else None, headers)
        answer = self._connection.getresponse()
        answer.read()
        spent = (time.perf_counter() - started) * 1000
        return spent, answer.status, answer.headers.get("location", "")


def today(report: Report, client: Client, database: Database, server: Server) -> None:
    """The page again and again, and the beginning of rounds; each is handed in before the next."""
    first, status, _ = client.ask("GET", "/today")
    assert status == 200, status
    report.add(f"first look at Today, {ANSWERS} answers worked in", first, "ms", places=0)
    pages, starts = [], []
    asked = 0
    before = server.cpu_seconds()
    for _ in range(TIMES):
        spent, status, _ = client.ask("GET", "/today")
        assert status == 200, status
        pages.append(spent)
    spent_cpu = (server.cpu_seconds() - before) / TIMES * 1000
    begun_cpu = 0.0
    for _ in range(TIMES):
        before = server.cpu_seconds()
        spent, status, where = client.ask("POST", "/today/start", "minutes=40")
        begun_cpu += server.cpu_seconds() - before
        assert status == 303, status
        assert where.startswith("/sittings/"), where
        starts.append(spent)
        asked = max(asked, _count(database, where))
        client.ask("POST", f"{where}/finish")
        time.sleep(SETTLE_S)
    report.add("questions of the round begun", asked, places=0)
    report.add("Today page, server time", spent_cpu, "ms", most=MOST_MS, places=1)
    report.add("Today page, wait, median", statistics.median(pages), "ms", places=1)
    begun = begun_cpu / TIMES * 1000
    report.add("Today begun, server time", begun, "ms", most=MOST_MS, places=1)
    report.add("Today begun, wait, median", statistics.median(starts), "ms", places=1)


def own_sets(report: Report, client: Client, database: Database, server: Server) -> None:
    """Sets of 50 begun one after another; each is handed in before the next."""
    starts = []
    begun_cpu = 0.0
    for _ in range(TIMES):
        before = server.cpu_seconds()
        spent, status, where = client.ask("POST", "/practice/new", "count=50&variants=1")
        begun_cpu += server.cpu_seconds() - before
        assert status == 303, status
        assert _count(database, where) == 50
        starts.append(spent)
        client.ask("POST", f"{where}/finish")
        time.sleep(SETTLE_S)
    begun = begun_cpu / TIMES * 1000
    report.add("set of 50 begun, server time", begun, "ms", most=MOST_MS, places=1)
    report.add("set of 50 begun, wait, median", statistics.median(starts), "ms", places=1)


def _count(database: Database, where: str) -> int:
    number = int(where.rpartition("/")[2])

    def read(connection: Connection) -> int:
        return int(
            connection.exec_driver_sql(
                f"SELECT count(*) FROM sitting_items WHERE sitting_id = {number}"
            ).scalar_one()
        )

    return database.read(read)


def self_study(report: Report, course: Course, database: Database, server: Server) -> None:
    """All of self-study that has a target."""
    add_learner(database, course)
    client = Client(server)
    today(report, client, database, server)
    own_sets(report, client, database, server)
