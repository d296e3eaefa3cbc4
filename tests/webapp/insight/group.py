"""A group of three in the sample course, and answers to it, straight into the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from quizzes.needs_help import HelpRules
from quizzes.rules import defaults
from tests.conftest import START, Browser
from tests.webapp import factories
from tests.webapp.exams import RIGHT
from webapp.insight.counting import count_all
from webapp.insight.keeping import Keeper
from webapp.insight.standing import StudentStanding, load, standings
from webapp.queries import alerts, sittings

ZONE = ZoneInfo("Asia/Almaty")
ITEM = "1.1-single-choice"
OTHERS = ("1.1-multiple-choice", "1.1-number", "1.1-short-text")
LESSON = "lesson:1.1.1-merzim"
WRONG = {
    ITEM: {"choice": ["b"]},
    "1.1-multiple-choice": {"choice": ["c"]},
    "1.1-number": {"value": ["7"], "unit": ["ай"]},
    "1.1-short-text": {"text": ["ұйғарым"]},
}


@dataclass
class Class:
    """aliya, bolat and dana study in group «ПҚ-1»; lead leads, teacher has the group, helper
    assists there; neighbour leads another cohort.
    """

    app: object
    browser: Browser
    database: object
    course: object
    cohort: int = 0
    group: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    def fill(self, connection) -> None:  # type: ignore[no-untyped-def]
        self.cohort = factories.cohort(connection)
        self.group = factories.group(connection, self.cohort, "ПҚ-1")
        other = factories.cohort(connection, "Көрші")
        for login, cohort, group, role in (
            ("lead", self.cohort, None, "instructor"),
            ("teacher", self.cohort, self.group, "instructor"),
            ("helper", self.cohort, self.group, "assistant"),
            ("neighbour", other, None, "instructor"),
            ("aliya", self.cohort, self.group, "student"),
            ("bolat", self.cohort, self.group, "student"),
            ("dana", self.cohort, self.group, "student"),
        ):
            self.ids[login] = factories.member(connection, login, cohort, group, role)

    def as_(self, login: str | None) -> Browser:
        factories.become(self.browser, self.app, login)
        return self.browser

    def answer(self, login: str, item_id: str, right: bool, at: datetime = START) -> None:
        item = self.course.items[item_id]
        form = (
            {name: [one] if isinstance(one, str) else one for name, one in RIGHT[item_id].items()}
            if right
            else WRONG[item_id]
        )

        def work(connection) -> None:  # type: ignore[no-untyped-def]
            place = sittings.get_place(connection, self.ids[login], LESSON, item_id, at)
            response = item.parse(form)
            outcome = item.score(response)
            made = sittings.add_attempt(
                connection,
                place.sitting_id,
                item.id,
                item.version,
                place.last_number + 1,
                response.model_dump_json(),
                form,
                at,
            )
            sittings.add_outcome(
                connection, made, outcome.status, outcome.score, outcome.misconceptions, at
            )

        self.database.write(work)

    def stuck(self, login: str, tries: int = 4, at: datetime = START) -> None:
        for _ in range(tries):
            self.answer(login, ITEM, False, at)

    def assign(self, closes: datetime | None = None, **dates: datetime) -> int:
        return self.database.write(
            factories.assignment,
            self.cohort,
            [self.course.items[one] for one in (ITEM, *OTHERS)],
            defaults("practice"),
            self.ids["lead"],
            closes=closes,
            **dates,
        )

    def standings(self, now: datetime = START) -> dict[str, StudentStanding]:
        """Login → how the student stands, everything counted."""
        self.database.write(count_all, self.course, ZONE)
        known = self.database.read(load, self.cohort, [self.group], now)
        return {one.student.login: one for one in standings(self.course, known, now, ZONE)}


def rules_of(judgement):  # type: ignore[no-untyped-def]
    """The rules by which help is needed."""
    return [one.rule for one in judgement.reasons]


def set_rules(klass: Class, **changed):  # type: ignore[no-untyped-def]
    klass.database.write(
        alerts.put_rules, klass.cohort, HelpRules(**changed), klass.ids["lead"], START
    )


@pytest.fixture
def klass(app, database, sample, monkeypatch) -> Iterator[Class]:
    # who counts and judges is the test and the pages alone
    monkeypatch.setattr(Keeper, "start", lambda _: None)
    with Browser(app) as browser:
        made = Class(app, browser, database, sample)
        database.write(made.fill)
        yield made
