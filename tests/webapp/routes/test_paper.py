"""The page that orders a paper, and the paper."""

from __future__ import annotations

from typing import Any

import pytest

from quizzes.assessment import Assessment, AssessmentSection, Draw
from quizzes.rules import Rules
from tests.conftest import Browser
from tests.webapp import factories
from webapp.tables import assessments


@pytest.fixture
def place(app, database, sample):
    """(a browser, the address of an assessment's paper)."""

    def fill(connection: Any) -> int:
        cohort = factories.cohort(connection)
        teacher = factories.member(connection, "teacher", cohort, None, "instructor")
        items = [sample.items["1.1-single-choice"], sample.items["1.1-essay"]]
        factories.assignment(connection, cohort, items, Rules(), teacher, title="Жинақ")
        return int(connection.execute(assessments.select()).first().id)

    with Browser(app) as browser:
        number = database.write(fill)
        factories.become(browser, app, "teacher")
        yield browser, f"/teach/assessments/{number}/paper"


def test_the_form_leads_to_a_pdf(place):
    browser, address = place
    html = browser.get(address).text
    assert f'action="{address}.pdf"' in html
    answer = browser.get(
        f"{address}.pdf",
        params={"title": "Аралық", "variants": "2", "sheet": "1", "key": "1", "seed": "77"},
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert "77.pdf" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("variants", "0"),
        ("variants", "9"),
        ("variants", "екі"),
        ("title", " "),
        ("title", "ә" * 201),
        ("day", "ә" * 61),
        ("seed", "../x"),
    ],
)
def test_a_wrong_field_is_named_and_everything_typed_stays(place, field, value):
    browser, address = place
    fields = {"title": "Менің тақырыбым", "day": "ертең", "variants": "3", "seed": "42"}
    answer = browser.get(f"{address}.pdf", params=fields | {field: value})
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    for name, text in fields.items():
        if name != field:
            assert f'value="{text}"' in answer.text


def test_a_bank_that_is_too_small_is_told_in_words(place, database):
    browser, address = place
    asked = Assessment(sections=(AssessmentSection(entries=(Draw(count=150),)),))
    database.write(
        lambda connection: connection.execute(
            assessments.update().values(definition=asked.model_dump_json())
        )
    )
    answer = browser.get(f"{address}.pdf")
    assert answer.status_code == 422
    assert "150 керек, бары 11" in answer.text
