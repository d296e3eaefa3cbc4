"""A group's monthly report: what it tells, for which month, to whom."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from quizzes.score_summary import score_figures
from tests.conftest import START, Browser
from tests.webapp.insight import term as terms
from webapp import explaining, figure_words
from webapp.exports import Order
from webapp.insight import group_files
from webapp.insight.counting import count_all
from webapp.messages import translate
from webapp.permissions import Post
from webapp.queries import summaries
from webapp.report.gathering import gather
from webapp.report.month import Month
from webapp.tables import alert_events, help_alerts, looks, users

ZONE = ZoneInfo("Asia/Almaty")
TODAY = date(2026, 11, 25)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def term(app, database, sample):
    made = database.write(terms.fill, sample)
    database.write(count_all, sample, ZONE)  # so that the keeper has nothing to do beside us
    with Browser(app) as browser:
        yield terms.Term(browser, app, database, **made)


def gathered(
    term, sample, lang="kk", month=NOVEMBER, now=START, groups=None, before=lambda connection: None
) -> dict[str, Any]:
    """The report; ``before`` is done to the database in the same transaction."""

    def read(connection):
        before(connection)
        order = Order(term.cohort, None, lang, ZONE)
        span = explaining.Span(0, month, TODAY)
        group = group_files.load_group(connection, sample, order, (term.group, "ПҚ-1"), span, now)
        today = now.astimezone(ZONE).date()
        head = {"maker": "lead аты", "waiting": 0}
        post = Post(0, term.cohort, "2026 күз", False, "instructor", groups)
        return gather(connection, sample, order, group, Month.of(month, today), post, head)

    return term.database.write(read)


def tables_of(data, title: str) -> list[dict[str, Any]]:
    """The tables under a heading."""
    found, inside = [], False
    for one in data["blocks"]:
        if one["kind"] == "heading":
            inside = one["text"] == translate(data["lang"], title)
        elif inside and one["kind"] == "table":
            found.append(one)
    return found


def test_work_by_week_counts_what_the_group_answered_without_own_sets(term, sample):
    data = gathered(term, sample)
    (weeks,) = tables_of(data, "report.activity")
    in_week = {row[0]: row for row in weeks["rows"]}["23.11–25.11"]
    given = sum(max(1, n % 7) for n in range(terms.STUDENTS)) + 1
    right = sum(n % 7 for n in range(terms.STUDENTS))
    assert in_week[1]["text"] == str(given)
    assert in_week[1]["bar"] == 1
    assert in_week[2] == "12 / 12"
    assert in_week[3].startswith(f"{right} / {given} (")
    assert all(row[1]["text"] == "0" for row in weeks["rows"] if row[0] != "23.11–25.11")


def test_an_assignment_has_mean_and_median_of_the_group_and_reliability_of_all(term, sample):
    data = gathered(term, sample)
    ((title, handed_in, mean, median, reliability),) = tables_of(data, "report.assignments")[0][
        "rows"
    ]
    assert title == "Аралық бақылау"
    assert handed_in == "12 / 12"
    shares = sorted(Fraction(n % 7, 6) for n in range(terms.STUDENTS))
    told = figure_words.value_text("kk", "facility", sum(shares) / 12)
    assert mean == f"{told} (n = 12)"
    assert median == figure_words.value_text("kk", "facility", (shares[5] + shares[6]) / 2)
    scope = summaries.of_assignment(term.exam)
    alpha = score_figures(term.database.read(summaries.find_scores, scope)).alpha
    assert reliability.startswith(figure_words.value_text("kk", "alpha", alpha.value))
    assert reliability.endswith("n = 13")


def test_where_few_are_of_other_groups_a_groups_instructor_gets_figures_of_their_own(term, sample):
    data = gathered(term, sample, groups=frozenset({term.group}))
    (row,) = tables_of(data, "report.assignments")[0]["rows"]
    assert row[-1].endswith("n = 12")
    assert all(one[0].endswith("n = 12") for one in tables_of(data, "report.flags")[0]["rows"])


def test_few_have_no_mean_but_their_number(term, sample):
    data = gathered(term, sample, month=date(2026, 10, 1))
    assert tables_of(data, "report.assignments") == []
    term.group = term.second
    (row,) = tables_of(gathered(term, sample), "report.assignments")[0]["rows"]
    assert row[1:4] == ["1 / 1", "— (n = 1)", "—"]


def test_flags_stand_with_their_evidence_and_n(term, sample):
    data = gathered(term, sample)
    rows = tables_of(data, "report.flags")[0]["rows"]
    assert all(row[0].endswith("n = 13") for row in rows)
    assert any("1.1-citation" in row[0] and "7,7" in row[1] for row in rows)


def test_a_month_before_anything_says_so(term, sample):
    data = gathered(term, sample, month=date(2026, 9, 1))
    for title in ("report.explain", "report.assignments", "report.mastery"):
        assert tables_of(data, title) == []
    assert len(data["lead"]) == 2
    said = [one["text"] for one in data["blocks"] if one["kind"] in ("heading", "para")]
    assert translate("kk", "report.help_then") in said
    assert translate("kk", "report.help_then_nothing") in said
    assert translate("kk", "report.help") not in said


def written(term, *rows: tuple[int, str, str, date]) -> None:
    """Events of alerts, at noon in the course's zone: (student, kind, reasons, day)."""

    def work(connection):
        for student, kind, reasons, on in rows:
            noon = datetime.combine(on, time(12), ZONE).astimezone(UTC)
            connection.execute(
                alert_events.insert().values(
                    cohort_id=term.cohort,
                    user_id=term.students[student],
                    kind=kind,
                    reasons=json.dumps(reasons.split()),
                    at=noon,
                )
            )

    term.database.write(work)


def of_october(day: int) -> date:
    return date(2026, 10, day)


def test_a_month_that_is_over_tells_who_had_an_alert_in_it_since_when_and_why(term, sample):
    written(
        term,
        (0, "raised", "silent", date(2026, 9, 29)),
        (0, "cleared", "", of_october(3)),
        (1, "raised", "silent", of_october(5)),
        (1, "more", "silent behind", of_october(8)),
        (2, "raised", "falling", of_october(20)),
        (1, "fewer", "behind", of_october(22)),
        (2, "cleared", "", date(2026, 11, 4)),
        (3, "raised", "silent", date(2026, 9, 1)),
        (3, "cleared", "", date(2026, 9, 30)),
        (4, "raised", "silent", date(2026, 11, 1)),
    )
    data = gathered(term, sample, "en", month=of_october(1))
    (table,) = tables_of(data, "report.help_then")
    first, second, third = names_of(term)[:3]
    assert table["rows"] == [
        [first, "no answers for a long time", "29 September 2026", "3 October 2026"],
        [
            second,
            "no answers for a long time (05.10–22.10)\nbehind in an assignment (08.10–…)",
            "5 October 2026",
            "not recorded",
        ],
        [third, "mastery has fallen", "20 October 2026", "4 November 2026"],
    ]
    assert translate("en", "report.lead_helped", n=3) in data["lead"]
    said = [one["text"] for one in data["blocks"] if one["kind"] in ("para", "hint")]
    assert translate("en", "report.help_then_note") in said
    assert not any("first record" in one for one in said)
    terms_ = dict(data["blocks"][-1]["terms"])
    assert terms_["Needs help"].startswith(translate("en", "report.rules_now"))


def names_of(term) -> list[str]:
    def read(connection):
        rows = connection.execute(users.select().where(users.c.id.in_(term.students)))
        named = {row.id: row.name for row in rows}
        return [named[one] for one in term.students]

    return term.database.read(read)


def test_an_alert_that_stands_is_told_as_such(term, sample):
    written(term, (1, "raised", "silent", of_october(5)))
    october = of_october(5).isoformat() + "T07:00:00+00:00"
    alert = {"since": october, "changed": october, "reasons": ["silent"], "with_what": []}
    row = {"cohort_id": term.cohort, "user_id": term.students[1], "alert": json.dumps(alert)}

    def stand(connection):  # the keeper would take it away, for nobody is silent
        connection.execute(help_alerts.insert().values(**row, changed_at=START))

    data = gathered(term, sample, "en", month=of_october(1), before=stand)
    ((_, reasons, _, until),) = tables_of(data, "report.help_then")[0]["rows"]
    assert (reasons, until) == ("no answers for a long time", "still so")


def test_who_bears_the_same_name_is_told_apart_by_the_login(term, sample):
    first, second = term.students[:2]

    def call_alike(connection):
        connection.execute(users.update().where(users.c.id == second).values(name="Аян Ахмет"))
        connection.execute(users.update().where(users.c.id == first).values(name="Аян  ахмет"))
        named = connection.execute(users.select().where(users.c.id.in_([first, second])))
        logins.extend(row.login for row in named)

    logins: list[str] = []
    term.database.write(call_alike)
    written(term, (0, "raised", "silent", TODAY), (1, "raised", "silent", TODAY))
    written(term, (0, "raised", "silent", of_october(5)), (1, "raised", "silent", of_october(5)))
    said = [one["text"] for one in gathered(term, sample)["blocks"] if one["kind"] == "para"]
    (line,) = [one for one in said if "Аян" in one]
    past = tables_of(gathered(term, sample, "en", month=of_october(1)), "report.help_then")
    for login in logins:
        assert f"({login})" in line
        assert any(f"({login})" in row[0] for row in past[0]["rows"])


def test_a_month_says_how_far_the_records_reach_back(term, sample):
    written(term, (1, "raised", "silent", of_october(12)), (1, "cleared", "", of_october(13)))
    then = translate("kk", "report.help_then_from", day="2026 ж. 12 қазан")
    for month, rows in ((date(2026, 9, 1), 0), (of_october(1), 1)):
        data = gathered(term, sample, month=month)
        said = [one["text"] for one in data["blocks"] if one["kind"] == "para"]
        assert then in said
        assert sum(len(one["rows"]) for one in tables_of(data, "report.help_then")) == rows
        assert translate("kk", "report.help_then_none") not in said
    data = gathered(term, sample, now=START + timedelta(days=9))
    said = [one["text"] for one in data["blocks"] if one["kind"] == "para"]
    assert translate("kk", "report.help_then_none") in said
    assert then not in said


def test_who_is_named_in_a_month_that_is_over_can_see_that(term, database, clock):
    clock.pass_(days=9)
    written(term, (1, "raised", "silent", of_october(5)), (2, "raised", "falling", TODAY))
    written(term, (3, "raised", "silent", of_october(5)), (3, "cleared", "", of_october(30)))
    written(term, (2, "cleared", "", date(2026, 12, 1)), (4, "raised", "silent", date(2026, 12, 1)))
    term.get("first", f"/groups/{term.group}/report.pdf?month=2026-11")
    log = database.read(lambda connection: list(connection.execute(looks.select())))
    assert {(one.user_id, one.page) for one in log} == {
        (term.students[1], "report"),
        (term.students[2], "report"),
    }


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_language_has_all_of_it(term, sample, lang):
    data = gathered(term, sample, lang)
    said = [one["text"] for one in data["blocks"] if one["kind"] in ("heading", "para", "hint")]
    assert len(said) > 10
    assert not any("{" in one for one in [*said, *data["lead"]])
    assert data["title"].startswith("ПҚ-1: ")
    terms_ = data["blocks"][-1]["terms"]
    assert all(name and text for name, text in terms_)


def test_the_pdf_is_made_and_who_is_named_in_it_can_see_that(term, database, clock):
    clock.pass_(days=9)
    term.get("first", f"/groups/{term.group}/report.pdf?month=2026-11")
    assert database.read(lambda connection: list(connection.execute(looks.select()))) == []
    answer = term.get("first", f"/groups/{term.group}/report.pdf?month=2026-12")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    log = database.read(lambda connection: list(connection.execute(looks.select())))
    assert {(one.user_id, one.page) for one in log} == {(one, "report") for one in term.students}


def test_who_is_named_because_an_alert_was_cleared_can_see_that_too(term, database):
    student = term.students[3]
    event = {"cohort_id": term.cohort, "user_id": student, "kind": "cleared", "at": START}
    database.write(lambda connection: connection.execute(alert_events.insert().values(**event)))
    term.get("first", f"/groups/{term.group}/report.pdf?month=2026-11")
    log = database.read(lambda connection: list(connection.execute(looks.select())))
    assert [one.page for one in log if one.user_id == student] == ["report"]


def test_a_month_that_is_none_is_told_on_the_page(term):
    answer = term.get("first", f"/groups/{term.group}/report.pdf?month=2030-01", 422)
    assert translate("kk", "report.page_no_month") in answer.text


def test_a_month_before_the_term_is_neither_offered_nor_made(term):
    html = term.get("first", f"/groups/{term.group}/report").text
    assert "2025-01" not in html
    term.get("first", f"/groups/{term.group}/report.pdf?month=2025-01", 422)


def test_the_page_leads_to_the_report_and_all_files(term):
    html = term.get("first", f"/groups/{term.group}/report").text
    assert f'action="/groups/{term.group}/report.pdf"' in html
    assert '<option value="2026-11" selected>' in html
    for name in group_files.OF_GROUP:
        for ending in ("csv", "xlsx"):
            assert f"/groups/{term.group}/export/{name}.{ending}" in html
    term.get("first", f"/groups/{term.second}/report", 403)
    term.get("helper", f"/groups/{term.group}/report", 403)
    term.get(None, f"/groups/{term.group}/report.pdf", 401)
