"""The closed list of misconceptions."""

from pathlib import Path

from course.diagnostics import Report
from course.misconceptions import misconceptions_from
from course.positioned import read

CODES = [
    "old-edition",
    "wrong-body",
    "wrong-length",
    "wrong-start",
    "counting-rule",
    "neighbouring-procedure",
    "foreign-rule",
    "ground-confused",
    "overgeneralised",
    "too-narrow",
    "outcome-confused",
    "actor-confused",
    "act-form",
    "order-of-steps",
    "source-confused",
    "textbook-slip",
    "everyday-sense",
    "counted-first-day",
    "skipped-first-day",
    "thirty-days",
    "ignored-day-off",
    "moved-in-custody",
    "working-days",
    "calendar-days",
    "limit-as-addition",
]


def test_list_of_the_course_holds_the_agreed_codes_worded_in_three_languages() -> None:
    report = Report()
    text = Path("content/misconceptions.yaml").read_text(encoding="utf-8")
    found = misconceptions_from("misconceptions.yaml", read(text), report)
    assert report.sorted() == ()
    assert found is not None
    assert list(found) == CODES
    assert all(one.title and one.description and one.ru and one.en for one in found.values())


def test_unreadable_list_is_none_and_told() -> None:
    report = Report()
    assert misconceptions_from("m.yaml", read("misconceptions: бір"), report) is None
    assert [one.code for one in report] == ["field.not-list"]
