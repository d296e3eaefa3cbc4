"""A cohort with its people, for tests of instructors' pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection

from tests.conftest import START, Browser
from webapp import passwords
from webapp.database import Database
from webapp.queries import groups, people

PASSWORD = "құпия-сөз-1"


def _fill(connection: Connection) -> dict[str, int]:
    secret = passwords.hash_password(PASSWORD)
    group_id = groups.add_group(connection, "Ағын", "ПҚ-1", "code-1", START)
    other_group = groups.add_group(connection, "Көрші ағын", "ПҚ-9", "code-9", START)
    cohort_id = groups.find_group(connection, group_id)[2]
    other = groups.find_group(connection, other_group)[2]
    ids = {"cohort": cohort_id, "other": other, "group": group_id}
    for who, role, cohort, group in (
        ("lead", "instructor", cohort_id, None),
        ("second", "instructor", cohort_id, None),
        ("assistant", "assistant", cohort_id, None),
        ("student", "student", cohort_id, group_id),
        ("neighbour", "instructor", other, None),
    ):
        ids[who] = people.add_account(connection, who, f"{who} аты", secret, START)
        groups.enrol(connection, ids[who], group, cohort, role, START)
    return ids


@dataclass
class StaffRoom:
    """Two cohorts; ``become`` signs one of their people in."""

    browser: Browser
    database: Database
    ids: dict[str, int]
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def open(cls, browser: Browser, database: Database) -> StaffRoom:
        return cls(browser, database, database.write(_fill))

    @property
    def cohort(self) -> str:
        return f"/teach/cohorts/{self.ids['cohort']}"

    @property
    def other(self) -> str:
        return f"/teach/cohorts/{self.ids['other']}"

    def become(self, who: str) -> Browser:
        self.browser.cookies.clear()
        if who not in self.cookies:
            answer = self.browser.submit("/sign-in", {"login": who, "password": PASSWORD})
            assert answer.status_code == 303
            self.cookies[who] = dict(self.browser.cookies)
            self.browser.cookies.clear()
        for name, value in self.cookies[who].items():
            self.browser.cookies.set(name, value)
        return self.browser
