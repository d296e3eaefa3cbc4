"""The recount agrees with the pages of a small cohort, and disagrees where they are wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import START
from tests.recount.comparing import compare
from tests.sample import CONTENT
from webapp import demo_scale, explaining, gradebook
from webapp.insight import looks
from webapp.permissions import Post
from webapp.queries import gradebook as grids
from webapp.queries import members, report, study, teaching_api
from webapp.report import assignments, gathering, past_help
from webapp.routes import gradebook as file_routes
from webapp.routes import group_report, mastery, shared_study
from webapp.self_test import mastery_words
from webapp.tables import alert_events

STUDENTS = 26
GROUP_SIZE = 13


@pytest.fixture
def filled(database, sample, monkeypatch):
    monkeypatch.setattr(demo_scale, "GROUP_SIZE", GROUP_SIZE)
    demo_scale.fill_database(
        database,
        sample,
        ZoneInfo("Asia/Almaty"),
        START - timedelta(minutes=5),
        students=STUDENTS,
        answers=STUDENTS * 60,
        say=lambda text: None,
    )
    database.write(write_alerts)
    return database


def write_alerts(connection):
    """What became of alerts in October: one that ended in it, one that goes on, with reasons that
    came and went, one without an end, one without a beginning, one long before.
    """
    students = list(
        connection.exec_driver_sql(
            "SELECT e.user_id FROM enrolments e JOIN groups g ON g.id = e.group_id "
            "WHERE e.role = 'student' AND g.id = (SELECT min(id) FROM groups) ORDER BY e.user_id"
        ).scalars()
    )
    cohort = connection.exec_driver_sql("SELECT min(cohort_id) FROM groups").scalar_one()
    for student, kind, reasons, day in (
        (4, "raised", "silent", datetime(2026, 9, 3, 20, tzinfo=UTC)),
        (4, "cleared", "", datetime(2026, 9, 30, 18, 59, tzinfo=UTC)),  # 23:59 in Almaty
        (0, "raised", "silent", datetime(2026, 9, 28, 6, tzinfo=UTC)),
        (0, "cleared", "", datetime(2026, 10, 2, 19, 30, tzinfo=UTC)),  # the next day there
        (1, "raised", "silent", datetime(2026, 10, 5, 6, tzinfo=UTC)),
        (1, "more", "silent behind", datetime(2026, 10, 6, 6, tzinfo=UTC)),
        (1, "fewer", "behind", datetime(2026, 10, 9, 6, tzinfo=UTC)),
        (1, "more", "wrong-tries behind", datetime(2026, 10, 9, 7, tzinfo=UTC)),
        (1, "cleared", "", datetime(2026, 11, 3, 6, tzinfo=UTC)),
        (2, "raised", "falling", datetime(2026, 10, 11, 6, tzinfo=UTC)),
        (2, "raised", "misconception", datetime(2026, 10, 20, 6, tzinfo=UTC)),
        (2, "cleared", "", datetime(2026, 10, 21, 6, tzinfo=UTC)),
        (3, "fewer", "behind", datetime(2026, 10, 12, 6, tzinfo=UTC)),
        (3, "cleared", "", datetime(2026, 10, 13, 6, tzinfo=UTC)),
        (5, "raised", "weak silent failed", datetime(2026, 10, 30, 6, tzinfo=UTC)),
    ):
        row = alert_events.insert().values(
            cohort_id=cohort,
            user_id=students[student],
            kind=kind,
            reasons=json.dumps(reasons.split()),
            at=day,
        )
        connection.execute(row)


def test_every_number_is_the_recounted_one(filled, sample, tmp_path):
    book = compare(filled, sample, CONTENT, tmp_path, START, quick=True)
    assert not book.faults, "\n".join(map(str, book.faults))
    assert book.compared.total() > 10_000
    for page, fewest in FEWEST.items():
        assert sum(n for one, n in book.compared.items() if page in one) >= fewest, page


FEWEST = {
    "/report.pdf?": 100,
    "/report.pdf?month=2026-10": 20,
    "/export/sections.xlsx": 100,
    "/analysis.xlsx": 100,
    "/choices.xlsx": 20,
    "/results.xlsx": 100,
    "/gradebook.xlsx": 100,
    "/self-study": 100,
    "/my-data/looks": 10,
    "/members": 2,
    "/results": 100,
    "/cohorts/1/assignments": 10,
    "/gradebook?leaf=": 50,
    "/results?items=all": 50,
}
"""Comparisons there must be, for a page that is not compared agrees with anything."""


def test_what_is_kept_wrongly_is_noticed(filled, sample, tmp_path):
    def falsify(connection):
        connection.exec_driver_sql("UPDATE learner_sections SET answers = answers + 1")
        connection.exec_driver_sql("UPDATE learner_costs SET missed = missed + 1")

    filled.write(falsify)
    parts = ("groups", "reports", "files")
    book = compare(filled, sample, CONTENT, tmp_path, START, quick=True, parts=parts)
    pages = {fault.partition(":")[0] for fault in book.faults}
    assert {"/groups/1", "/groups/1/export/sections.xlsx", "/groups/1/export/help.csv"} <= pages
    assert "/groups/1/report.pdf?month=2026-11" in pages
    assert any("/explain" in page for page in pages)


def _rows(table):
    for row in table.rows:
        yield [value + 1 if type(value) is int else value for value in row]


def _raised(patch):
    usual = file_routes.write_xlsx

    def write(file, tables, zone):
        usual(file, [replace(one, rows=_rows(one)) for one in tables], zone)

    patch.setattr(file_routes, "write_xlsx", write)


def _after(patch, where, name, change):
    """What a function gives, changed."""
    usual = getattr(where, name)
    patch.setattr(where, name, lambda *args, **named: change(usual(*args, **named)))


def _to_the_first_group(targets):
    return {assignment: {("group", 1)} for assignment in targets}


PLANTED = {
    "an answer too many in the report's weeks": (
        lambda patch: _after(
            patch, report, "find_activity", lambda one: replace(one, answers=one.answers + 1)
        ),
        ("reports",),
        {"/groups/1/report.pdf?month=2026-11"},
    ),
    "a rise of mastery too many in the report": (
        lambda patch: _after(
            patch, gathering, "moves", lambda every: [replace(x, rose=x.rose + 1) for x in every]
        ),
        ("reports",),
        {"/groups/1/report.pdf?month=2026-11"},
    ),
    "a wrong median in the report": (
        lambda patch: _after(patch, assignments, "median", lambda share: share * Fraction(9, 10)),
        ("reports",),
        {"/groups/1/report.pdf?month=2026-11"},
    ),
    "a student too many who missed it": (
        lambda patch: _after(
            patch,
            explaining,
            "costs",
            lambda found: {
                kind: [replace(one, students=one.students + 1) for one in costs]
                for kind, costs in found.items()
            },
        ),
        ("reports",),
        {"/groups/1/report.pdf?month=2026-11"},
    ),
    "an alert left out of a past month": (
        lambda patch: _after(patch, past_help, "within", lambda found: found[1:]),
        ("reports",),
        {"/groups/1/report.pdf?month=2026-10"},
    ),
    "a reason left out of a past month": (
        lambda patch: _after(
            patch,
            past_help,
            "within",
            lambda found: [replace(one, reasons=one.reasons[:1]) for one in found],
        ),
        ("reports",),
        {"/groups/1/report.pdf?month=2026-10"},
    ),
    "alerts of a past month a day too long": (
        lambda patch: _after(
            patch,
            past_help,
            "within",
            lambda found: [
                replace(one, until=one.until and one.until + timedelta(days=1)) for one in found
            ],
        ),
        ("reports",),
        {"/groups/1/report.pdf?month=2026-10"},
    ),
    "a month too few to choose from": (
        lambda patch: patch.setattr(group_report, "MOST_MONTHS", 1),
        ("reports",),
        {"/groups/1/report"},
    ),
    "whole numbers one too high in workbooks": (
        _raised,
        ("files",),
        {
            *(f"/groups/1/export/{name}.xlsx" for name in ("sections", "objectives", "explain")),
            "/groups/1/export/help.xlsx",
            "/teach/assignments/1/analysis.xlsx",
            "/teach/assignments/1/choices.xlsx",
            "/teach/assignments/1/results.xlsx",
            "/teach/cohorts/1/bank/analysis.xlsx",
            "/teach/cohorts/1/gradebook.xlsx",
        },
    ),
    "half of the share in results": (
        lambda patch: _after(patch, gradebook, "counted", lambda share: share / 2),
        ("API", "work"),
        {
            "/api/v1/teaching/assignments/1/results?limit=50&cursor=",
            "/teach/cohorts/1/gradebook?leaf=1",
            "/teach/assignments/1/results?items=all",
        },
    ),
    "an assignment said to be of the first group": (
        lambda patch: _after(patch, teaching_api, "list_targets", _to_the_first_group),
        ("API",),
        {"/api/v1/teaching/cohorts/1/assignments"},
    ),
    "a student left out by the API": (
        lambda patch: _after(patch, members, "list_students", lambda rows: rows[1:]),
        ("API",),
        {"/api/v1/teaching/cohorts/1/members?limit=50&cursor="},
    ),
    "looks that are not logged": (
        lambda patch: patch.setattr(looks.looks, "add_all", lambda *row: None),
        ("people", "students"),
        {"/my-data/looks?leaf=1"},
    ),
    "looks of programs that are not logged": (
        lambda patch: patch.setattr(teaching_api, "add_looks", lambda *row: None),
        ("API", "students"),
        {"/my-data/looks?leaf=1"},
    ),
    "all looks but one in the list": (
        lambda patch: _after(patch, looks.looks, "list_looks", lambda found: found[:-1]),
        ("people", "students"),
        {"/my-data/looks?leaf=1"},
    ),
    "an answer too many in a week of self-study": (
        lambda patch: _after(
            patch,
            mastery,
            "weeks",
            lambda found: [replace(one, answers=one.answers + 1) for one in found],
        ),
        ("shared",),
        {"self-study"},
    ),
    "a minute too many in a week of self-study": (
        lambda patch: _after(
            patch,
            mastery,
            "weeks",
            lambda found: [replace(one, minutes=one.minutes + 1) for one in found],
        ),
        ("shared",),
        {"self-study"},
    ),
    "a try too many in the map of mastery": (
        lambda patch: _after(
            patch, mastery_words, "mastery", lambda one: replace(one, tries=one.tries + 1)
        ),
        ("shared",),
        {"self-study"},
    ),
    "answers shown that are not shared": (
        lambda patch: _after(
            patch, study, "find_plan", lambda plan: plan and replace(plan, shared="answers")
        ),
        ("shared",),
        {"self-study"},
    ),
    "the newest answer of self-study left out": (
        lambda patch: _after(patch, shared_study, "_answers", lambda found: found[1:]),
        ("shared",),
        {"self-study"},
    ),
    "other groups open to everybody on the staff": (
        lambda patch: patch.setattr(Post, "has", lambda post, group: True),
        ("staff",),
        {"/groups/1/report", "/groups/1/explain", "/api/v1/teaching/groups/1/glance"},
    ),
    "students of other groups in a teacher's gradebook": (
        lambda patch: patch.setattr(grids, "visible", lambda found, groups: list(found)),
        ("staff", "files"),
        {"/teach/cohorts/1/gradebook.csv", "/teach/cohorts/1/gradebook.xlsx"},
    ),
}
"""What is made wrong, what of it is compared, and the pages on which it must be noticed."""


def test_what_is_shown_wrongly_is_noticed(filled, sample, tmp_path):
    passed_over = {}
    for what, (plant, parts, pages) in PLANTED.items():
        # what is in the log already is not logged again
        filled.write(lambda connection: connection.exec_driver_sql("DELETE FROM looks"))
        with pytest.MonkeyPatch.context() as patch:
            plant(patch)
            book = compare(filled, sample, CONTENT, tmp_path, START, quick=True, parts=parts)
        shown = {fault.partition(": ")[0] for fault in book.faults}
        missed = {page for page in pages if not any(page in one for one in shown)}
        if missed:
            passed_over[what] = missed
    assert not passed_over
