"""A term in small: two groups, an exam all have sat, lessons some have worked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quizzes.rules import PRACTICE, Rules
from tests.conftest import Browser
from tests.webapp import factories
from tests.webapp.exams import RIGHT
from webapp.tables import sittings

ASKED = (
    "1.1-single-choice",
    "1.1-multiple-choice",
    "1.1-matching",
    "1.1-number",
    "1.1-short-text",
    "1.1-citation",
)
LESSON = "lesson:1.1.1-merzim"
STUDENTS = 12


def right(item_id: str) -> dict[str, list[str]]:
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in RIGHT[item_id].items()
    }


@dataclass
class Term:
    """``students`` of the first group by number; ``other``: one in the second. ``lead`` has all
    groups, «first» the first one.
    """

    browser: Browser
    app: Any
    database: Any
    cohort: int
    group: int
    second: int
    students: list[int]
    other: int
    exam: int

    def get(self, who: str | None, address: str, status: int = 200) -> Any:
        factories.become(self.browser, self.app, who)
        answer = self.browser.get(address)
        assert answer.status_code == status, (address, answer.status_code, answer.text[:500])
        return answer


def fill(connection: Any, course: Any) -> dict[str, Any]:
    """Student n has the first n % 7 items right and the rest of single choice as «b»; student 0
    begins a name like a formula.
    """
    items = [course.items[one] for one in ASKED]
    cohort = factories.cohort(connection, "2026 күз")
    group, second = (factories.group(connection, cohort, name) for name in ("ПҚ-1", "ПҚ-2"))
    lead = factories.member(connection, "lead", cohort, None, "instructor")
    factories.member(connection, "first", cohort, group, "instructor")
    factories.member(connection, "helper", cohort, group, "assistant")
    students = [
        factories.member(connection, f"s{number}", cohort, group) for number in range(STUDENTS)
    ]
    other = factories.member(connection, "other", cohort, second)
    rules = Rules(mode="exam", visibility=PRACTICE)
    exam = factories.assignment(connection, cohort, items, rules, lead, title="Аралық бақылау")
    for number, user_id in enumerate([*students, other]):
        forms = {one: right(one) for one in ASKED[: number % 7]}
        forms.setdefault(ASKED[0], {"choice": ["b"]})
        factories.handed_in(connection, user_id, exam, forms, items)
    lesson = factories.added(
        connection,
        sittings,
        user_id=students[0],
        assessment=LESSON,
        ordinal=1,
        started_at=factories.START,
    )
    factories.attempt(connection, lesson, items[4], {"text": ["=1+1"]})
    own = factories.added(
        connection,
        sittings,
        user_id=students[0],
        assessment="self:1",
        ordinal=1,
        seed="own",
        started_at=factories.START,
    )
    factories.attempt(connection, own, items[4], {"text": ["құпия жауап"]})
    return {
        "cohort": cohort,
        "group": group,
        "second": second,
        "students": students,
        "other": other,
        "exam": exam,
    }
