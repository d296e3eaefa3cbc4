"""Every route is in the table of who may ask for what, and refuses everyone else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from quizzes.assessment import Assessment, AssessmentSection, FixedItem
from quizzes.rules import defaults
from tests.conftest import START, Browser
from tests.webapp.access_table import ROWS
from webapp import passwords
from webapp.access import hashed
from webapp.queries import api_tokens, groups, people, rosters, sittings
from webapp.roster import read_text
from webapp.roster_plan import Options
from webapp.tables import (
    assessments,
    assignment_targets,
    assignments,
    attempts,
    item_reports,
    notices,
    outcomes,
    own_items,
    review_requests,
    sitting_items,
    staff_notes,
)
from webapp.tables import sittings as sittings_table

PASSWORD = "құпия-сөз-1"
ITEM = "1.1-single-choice"
KEY = "pq_" + "k" * 43
REFUSED = {
    "anyone": (),
    "account": ("guest",),
    "student": ("guest", "stranger", "other-lead"),
    "teacher": ("guest", "student", "stranger"),
    "any-instructor": ("guest", "student", "stranger", "assistant"),
    "staff": ("guest", "student", "stranger", "other-lead"),
    "instructor": ("guest", "student", "assistant", "other-lead"),
    "lead": ("guest", "student", "assistant", "group-instructor", "other-lead"),
    "token": (),
}
ENTITLED = {
    "anyone": "guest",
    "account": "student",
    "student": "student",
    "teacher": "lead",
    "any-instructor": "group-instructor",
    "staff": "assistant",
    "instructor": "group-instructor",
    "lead": "lead",
    "token": "program",
}


def routes(app) -> set[tuple[str, str]]:
    """(method, path) of every route; HEAD goes with GET."""
    found = set()
    for route in app.router.routes:
        for method in getattr(route, "methods", None) or ():
            if method != "HEAD":
                found.add((method, route.path))
    for path, verbs in app.openapi()["paths"].items():
        found |= {(verb.upper(), path) for verb in verbs}
    return found


def test_every_route_is_in_the_table_once(app):
    listed = [(method, path) for method, path, _ in ROWS]
    assert len(listed) == len(set(listed))
    assert set(listed) == routes(app)


@dataclass
class School:
    """A cohort with one of each post, a student with a handed-in sitting, and a neighbour."""

    browser: Browser
    ids: dict[str, int | str]
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def path(self, template: str) -> str:
        return re.sub(r"{(\w+)(?::\w+)?}", lambda name: str(self.ids[name.group(1)]), template)

    def become(self, who: str) -> None:
        """Sign in; once for each person, their cookie is kept."""
        self.browser.cookies.clear()
        self.browser.headers.pop("authorization", None)
        if who == "program":
            self.browser.headers["authorization"] = f"Bearer {KEY}"
        if who in ("guest", "program"):
            return
        if who not in self.cookies:
            answer = self.browser.submit("/sign-in", {"login": who, "password": PASSWORD})
            assert answer.status_code == 303
            self.cookies[who] = dict(self.browser.cookies)
            self.browser.cookies.clear()
        for name, value in self.cookies[who].items():
            self.browser.cookies.set(name, value)


def _fill(connection: Connection, item) -> dict[str, int | str]:
    secret = passwords.hash_password(PASSWORD)
    ids: dict[str, int | str] = {}
    for name in (
        "lead",
        "group-instructor",
        "assistant",
        "student",
        "stranger",
        "other-lead",
    ):
        ids[name] = people.add_account(connection, name, f"{name} аты", secret, START)
    group_id = groups.add_group(connection, "Ағын", "ПҚ-1", "code-1", START)
    other_group = groups.add_group(connection, "Көрші ағын", "ПҚ-9", "code-9", START)
    cohort_id = groups.find_group(connection, group_id)[2]
    other_cohort = groups.find_group(connection, other_group)[2]
    for who, group, role in (
        ("lead", None, "instructor"),
        ("group-instructor", group_id, "instructor"),
        ("assistant", None, "assistant"),
        ("student", group_id, "student"),
    ):
        groups.enrol(connection, ids[who], group, cohort_id, role, START)
    groups.enrol(connection, ids["other-lead"], None, other_cohort, "instructor", START)
    groups.enrol(connection, ids["stranger"], other_group, other_cohort, "student", START)

    def add(table, **values) -> int:
        return connection.execute(table.insert().values(**values)).inserted_primary_key[0]

    made = {"created_by": ids["lead"], "created_at": START, "updated_at": START}
    asked = Assessment(sections=(AssessmentSection(entries=(FixedItem(item=item.id),)),))
    assessment_id = add(
        assessments,
        cohort_id=cohort_id,
        title="Жинақ",
        definition=asked.model_dump_json(),
        **made,
    )
    rules = defaults("practice").model_copy(update={"attempts": 2})
    assignment_id = add(
        assignments,
        cohort_id=cohort_id,
        assessment_id=assessment_id,
        title="Тапсырма",
        opens_at=START - timedelta(days=1),
        rules=rules.model_dump_json(),
        **made,
    )
    connection.execute(
        assignment_targets.insert().values(
            assignment_id=assignment_id, kind="cohort", target_id=cohort_id
        )
    )
    sitting_id = add(
        sittings_table,
        user_id=ids["student"],
        assessment=f"assignment:{assignment_id}",
        ordinal=1,
        assignment_id=assignment_id,
        seed="x",
        started_at=START - timedelta(hours=2),
        closed_at=START - timedelta(hours=1),
        closed_by="student",
        stamped_at=START - timedelta(hours=1),
        scored_at=START - timedelta(hours=1),
    )
    connection.execute(
        sitting_items.insert().values(
            sitting_id=sitting_id,
            position=1,
            section=0,
            item_id=item.id,
            item_version=item.version,
            points=1,
            flagged=False,
        )
    )
    form = {"choice": ["a"]}
    attempt_id = add(
        attempts,
        sitting_id=sitting_id,
        item_id=item.id,
        item_version=item.version,
        number=1,
        response=item.parse(form).model_dump_json(),
        form='{"choice": ["a"]}',
        received_at=START - timedelta(hours=1),
    )
    add(
        outcomes,
        attempt_id=attempt_id,
        status="scored",
        score_num=0,
        score_den=1,
        created_at=START,
    )
    sittings.archive_item_versions(connection, [(item.id, item.version, item.canonical())], START)
    own_id = "1.1-own-1"
    own = item.model_copy(update={"id": own_id})
    sittings.archive_item_versions(connection, [(own_id, own.version, own.canonical())], START)
    add(
        own_items,
        item_id=own_id,
        version=own.version,
        cohort_id=cohort_id,
        author_id=ids["lead"],
        shared=False,
        created_at=START,
        updated_at=START,
    )
    request_id = add(
        review_requests,
        attempt_id=attempt_id,
        user_id=ids["student"],
        text="Қайта қараңызшы",
        created_at=START,
    )
    report_id = add(
        item_reports,
        item_id=item.id,
        item_version=item.version,
        user_id=ids["student"],
        cohort_id=cohort_id,
        kind="key",
        text="Кілті қате",
        created_at=START,
    )
    roster = read_text("Серікова Әлия;aliya;ПҚ-1")
    import_id = rosters.add(
        connection, cohort_id, "", roster, Options(), ids["group-instructor"], START
    )
    api_tokens.add(
        connection,
        hashed(KEY),
        "key-1",
        ids["group-instructor"],
        cohort_id,
        "Журнал",
        START + timedelta(days=1),
        START,
    )
    notice_id = add(
        notices,
        user_id=ids["student"],
        kind="mark_changed",
        params='{"title": "Тапсырма"}',
        href="/assignments",
        at=START,
    )
    note_id = add(
        staff_notes,
        cohort_id=cohort_id,
        user_id=ids["student"],
        author_id=ids["group-instructor"],
        text="Келіскенбіз.",
        created_at=START,
    )
    return ids | {
        "import_id": import_id,
        "note_id": note_id,
        "notice_id": notice_id,
        "token_id": "key-1",
        "cohort_id": cohort_id,
        "section": "1.1",
        "group_id": group_id,
        "assessment_id": assessment_id,
        "assignment_id": assignment_id,
        "sitting_id": sitting_id,
        "attempt_id": attempt_id,
        "request_id": request_id,
        "review_id": request_id,
        "report_id": report_id,
        "user_id": ids["student"],
        "position": 1,
        "item_id": item.id,
        "kind": "objective",
        "name": item.objectives[0],
        "own_id": own_id,
        "code": "code-1",
        "lesson_id": "1.1.1-merzim",
        "exam_id": "synaq",
    }


@pytest.fixture
def school(app, database, sample):
    with Browser(app) as browser:
        ids = database.write(_fill, sample.items[ITEM])
        yield School(browser, ids)


GUARDED = [row for row in ROWS if row[2] != "anyone"]


def ask(school: School, who: str, method: str, path: str) -> int:
    school.become(who)
    send = {"data": {"x": ""}} if method != "GET" else {}
    answer = school.browser.request(method, school.path(path), **send)
    if answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"):
        return 401
    return answer.status_code


def test_those_who_may_not_are_refused_everywhere(school):
    """All rows in one test: the school is made once and no refusal changes it."""
    wrong = []
    for who in ("guest", "stranger", "student", "other-lead", "assistant", "group-instructor"):
        for method, path, audience in GUARDED:
            if who not in REFUSED[audience]:
                continue
            status = ask(school, who, method, path)
            if status != (401 if who == "guest" else 403):
                wrong.append(f"{who}: {method} {path} ({audience}) answered {status}")
    assert wrong == []


def test_those_who_may_are_let_in(school):
    wrong = []
    for method, path, audience in GUARDED:
        if method != "GET":
            continue
        status = ask(school, ENTITLED[audience], method, path)
        if status not in (200, 303):
            wrong.append(f"{ENTITLED[audience]}: {method} {path} ({audience}) answered {status}")
    assert wrong == []


def test_a_cookie_opens_nothing_to_programs(school):
    asked = [row for row in ROWS if row[2] == "token"]
    wrong = []
    for who in ("guest", "student", "assistant", "group-instructor", "lead"):
        for method, path, _ in asked:
            status = ask(school, who, method, path)
            if status != 401:
                wrong.append(f"{who}: {method} {path} answered {status}")
    assert asked
    assert wrong == []
