"""A cohort with a group, its people and an assignment, made straight in the database."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from quizzes.assessment import Assessment
from quizzes.rules import Rules
from tests.conftest import START, Browser
from webapp import tables
from webapp.access import COOKIE, hashed, new_token, signer
from webapp.database import Database
from webapp.sitting.sweeping import sweep

ALL_TYPES = (
    "single-choice multiple-choice matching ordering cloze number date short-text citation essay"
).split()

RIGHT: dict[str, dict[str, str | list[str]]] = {
    "1.1-single-choice": {"choice": "a"},
    "1.1-multiple-choice": {"choice": ["a", "b"]},
    "1.1-matching": {"match.a": "bir", "match.b": "eki"},
    "1.1-ordering": {"step.ariz": "1", "step.tergeu": "2", "step.sot": "3"},
    "1.1-cloze": {"gap.birinshi": "a", "gap.ekinshi": "a"},
    "1.1-number": {"value": "2", "unit": "ай"},
    "1.1-date": {"date": "02.03.2026"},
    "1.1-short-text": {"text": "қаулы"},
    "1.1-citation": {"text": "ҚПК 192.2"},
    "1.1-essay": {"text": "Жауабымды өз сөзіммен жаздым."},
}


def fixed(*item_ids: str, **section: Any) -> dict[str, Any]:
    """A section of items named one by one, in their order."""
    entries = [{"kind": "item", "item": item_id} for item_id in item_ids]
    return {"entries": entries, "shuffle": False, **section}


def every_type() -> dict[str, Any]:
    return {"sections": [fixed(*(f"1.1-{one}" for one in ALL_TYPES))]}


def exam_rules(**changed: Any) -> dict[str, Any]:
    return {
        "mode": "exam",
        "attempts": 1,
        "visibility": {"own": "after", "score": "after", "key": "closed", "feedback": "closed"},
        **changed,
    }


@dataclass
class School:
    """Ids by name; ``assignment`` is the newest that was given."""

    database: Database
    cohort: int = 0
    group: int = 0
    people: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    enrolments: dict[str, int] = field(default_factory=dict)
    assignment: int = 0

    def add(self, table: Any, **values: Any) -> int:
        def work(connection: Any) -> int:
            key = connection.execute(insert(table).values(**values)).inserted_primary_key
            return int(key[0])

        return self.database.write(work)

    def person(self, name: str, role: str = "student", *, enrolled: bool = True) -> int:
        """Someone with an account, signed in, and on the roll."""
        user_id = self.people[name] = self.add(
            tables.users, login=name, name=name.capitalize(), revision=0, created_at=START
        )
        self.tokens[name] = new_token()
        self.database.write(
            lambda connection: connection.execute(
                insert(tables.sign_ins).values(
                    token_hash=hashed(self.tokens[name]),
                    user_id=user_id,
                    created_at=START,
                    seen_at=START,
                )
            )
        )
        if enrolled:
            self.enrolments[name] = self.add(
                tables.enrolments,
                user_id=user_id,
                cohort_id=self.cohort,
                group_id=self.group if role == "student" else None,
                role=role,
                created_at=START,
            )
        return user_id

    def give(
        self,
        definition: dict[str, Any] | None = None,
        rules: dict[str, Any] | None = None,
        *,
        opens: datetime = START - timedelta(hours=1),
        due: datetime | None = None,
        closes: datetime | None = START + timedelta(hours=3),
        limit_s: int | None = 3600,
        password_hash: str | None = None,
        target: tuple[str, int] | None = None,
    ) -> int:
        """Give an assessment to the cohort (or the target) under rules."""
        asked = Assessment.model_validate(definition or every_type())
        said = Rules.model_validate(rules if rules is not None else exam_rules())
        staff = next(iter(self.people.values()))
        assessment = self.add(
            tables.assessments,
            cohort_id=self.cohort,
            title="Аралық бақылау",
            definition=asked.model_dump_json(),
            revision=1,
            created_by=staff,
            created_at=START,
            updated_at=START,
        )
        self.assignment = self.add(
            tables.assignments,
            cohort_id=self.cohort,
            assessment_id=assessment,
            title="Аралық бақылау",
            note="",
            opens_at=opens,
            due_at=due,
            closes_at=closes,
            limit_s=limit_s,
            rules=said.model_dump_json(),
            password_hash=password_hash,
            revision=1,
            created_by=staff,
            created_at=START,
            updated_at=START,
        )
        kind, target_id = target or ("cohort", self.cohort)
        self.database.write(
            lambda connection: connection.execute(
                insert(tables.assignment_targets).values(
                    assignment_id=self.assignment, kind=kind, target_id=target_id
                )
            )
        )
        return self.assignment

    def extend(self, name: str, at: datetime, **granted: Any) -> int:
        return self.add(
            tables.extensions,
            assignment_id=self.assignment,
            user_id=self.people[name],
            reason="ауырды",
            granted_by=self.people["ustaz"],
            granted_at=at,
            **{"extra_s": 0, "extra_attempts": 0, **granted},
        )

    def rows(self, table: Any, **where: Any) -> list[Any]:
        def read(connection: Any) -> list[Any]:
            statement = table.select().order_by(*table.primary_key.columns)
            for name, value in where.items():
                statement = statement.where(table.c[name] == value)
            return list(connection.execute(statement))

        return self.database.read(read)


def make_school(database: Database) -> School:
    school = School(database)
    school.cohort = school.add(tables.cohorts, title="2026 күз", created_at=START)
    school.group = school.add(
        tables.groups, cohort_id=school.cohort, title="П-21", join_code="kod", created_at=START
    )
    school.person("ustaz", "instructor")
    school.person("aliya")
    school.person("bolat")
    return school


def become(browser: Browser, school: School, name: str) -> None:
    """The browser is this person's from now on."""
    site = browser.app.state.site  # type: ignore[attr-defined]
    browser.cookies.clear()
    cookie = signer(site.settings.secret_key).sign(school.tokens[name]).decode()
    browser.cookies.set(COOKIE, cookie)


def begin(browser: Browser, school: School, **fields: str) -> int:
    """Start (or go on with) the newest assignment; the sitting's number."""
    answer = browser.submit(f"/assignments/{school.assignment}/start", fields or None)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rsplit("/", 1)[1])


def save(browser: Browser, sitting: int, item_id: str, base: int = 0, **fields: Any) -> Any:
    """What the script sends; ``fields`` with dots are given as ``form``."""
    form = fields.pop("form", fields)
    return browser.put(
        f"/sittings/{sitting}/items/{item_id}/draft",
        data={**form, "base": str(base)},
        headers={"x-fragment": "draft"},
    )


def answer_all(browser: Browser, sitting: int, answers: dict[str, Any] | None = None) -> None:
    for item_id, form in (answers or RIGHT).items():
        assert save(browser, sitting, item_id, form=form).status_code == 200


def hand_in(browser: Browser, sitting: int) -> Any:
    return browser.submit(f"/sittings/{sitting}/finish")


def by_hand(browser: Browser) -> None:
    """From now on only :func:`swept` sweeps."""
    assert browser.portal is not None
    browser.portal.call(browser.app.state.sweeper.stop)  # type: ignore[attr-defined]


def swept(browser: Browser) -> tuple[int, int]:
    """One pass of the sweeper, now."""
    site = browser.app.state.site  # type: ignore[attr-defined]
    assert browser.portal is not None
    return browser.portal.call(sweep, site)


def form_of(row: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(row.form)
    return found
