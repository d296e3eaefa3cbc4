"""A cohort «Құқық» of two groups with its people, and a browser that is each of them in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, select

from tests.conftest import START, Browser
from webapp.access import hashed, signer
from webapp.database import Database
from webapp.queries import cohorts, groups, people
from webapp.tables import enrolments, users

SECRET = "test-secret-0123456789-abcdefghijklmnopq"
PEOPLE = ("lead", "teacher", "helper", "aliya", "ulan", "nobody", "other")


@dataclass
class School:
    """``ids``: login → user id. Groups 1 and 2 of cohort 1; group 3 of the neighbour, cohort 2.

    lead leads cohort 1, teacher has group 1, helper is an assistant of group 1, aliya studies in
    group 1, ulan in group 2, other leads cohort 2, nobody has an account and no more.
    """

    browser: Browser
    database: Database
    ids: dict[str, int]
    cookies: dict[str, str] = field(default_factory=dict)

    def as_(self, login: str) -> Browser:
        self.browser.cookies.clear()
        if login:
            self.browser.cookies.set("reader", self.cookies[login])
        return self.browser

    def add(self, login: str) -> int:
        """One more account, signed in in a browser of its own."""
        user_id = self.database.write(_account, login)
        self.cookies[login] = _cookie(login)
        self.ids[login] = user_id
        return user_id

    def studies(self, login: str) -> list[int]:
        """Groups where a person studies now."""
        query = select(enrolments.c.group_id).where(
            enrolments.c.user_id == self.id_of(login),
            enrolments.c.role == "student",
            enrolments.c.ended_at.is_(None),
        )
        return list(self.all(query.order_by(enrolments.c.group_id)))

    def posts(self, login: str) -> list[tuple[str, int | None]]:
        query = select(enrolments.c.role, enrolments.c.group_id).where(
            enrolments.c.user_id == self.id_of(login),
            enrolments.c.role != "student",
            enrolments.c.ended_at.is_(None),
        )
        rows = self.database.read(lambda connection: connection.execute(query).all())
        return [tuple(row) for row in rows]  # type: ignore[misc]

    def id_of(self, login: str) -> int:
        return self.all(select(users.c.id).where(users.c.login == login))[0]

    def all(self, query):  # type: ignore[no-untyped-def]
        return self.database.read(lambda connection: connection.execute(query).scalars().all())

    def code(self, group_id: int) -> str:
        return self.database.read(groups.find_group, group_id)[4]


def _cookie(login: str) -> str:
    return signer(SECRET).sign(f"token-{login}").decode()


def _account(connection: Connection, login: str) -> int:
    user_id = people.add_account(connection, login, f"{login.title()} Аты", "-", START)
    people.add_sign_in(connection, user_id, hashed(f"token-{login}"), START)
    return user_id


def _fill(connection: Connection) -> dict[str, int]:
    ids = {login: _account(connection, login) for login in PEOPLE}
    first = cohorts.add(connection, "Құқық", None, None, START)
    second = cohorts.add(connection, "Көрші", None, None, START)
    for cohort_id, title in ((first, "ПҚ-301"), (first, "ПҚ-302"), (second, "ПҚ-901")):
        groups.add_to_cohort(connection, cohort_id, title, f"code-{title}", START)
    for login, group_id, cohort_id, role in (
        ("lead", None, first, "instructor"),
        ("teacher", 1, first, "instructor"),
        ("helper", 1, first, "assistant"),
        ("aliya", 1, first, "student"),
        ("ulan", 2, first, "student"),
        ("other", None, second, "instructor"),
    ):
        groups.enrol(connection, ids[login], group_id, cohort_id, role, START)
    return ids


@pytest.fixture
def school(app, database) -> Iterator[School]:
    with Browser(app) as browser:
        ids = database.write(_fill)
        yield School(browser, database, ids, {login: _cookie(login) for login in PEOPLE})


COHORT = "/teach/cohorts/1"
