import csv
import io
import json
import re

import pytest

from quizzes.rules import defaults
from tests.webapp import factories
from webapp.queries import item_reports, notices
from webapp.tables import own_items

ITEM = "1.1-single-choice"
FORM = f"/items/{ITEM}/report"
GOOD = {"kind": "key", "text": "ҚПК 192-бап өзгерген"}


class School:
    def __init__(self, browser, app, database, sample):
        self.browser, self.app, self.database = browser, app, database
        self.people = {}
        item = sample.items[ITEM]
        own = item.model_copy(update={"id": "1.1-own-1"})
        items = [item, own]

        def fill(connection):
            self.cohort = factories.cohort(connection)
            other = factories.cohort(connection, "Көрші")
            one = factories.group(connection, self.cohort, "ПҚ-1")
            two = factories.group(connection, self.cohort, "ПҚ-2")
            for login, cohort, group, role in (
                ("lead", self.cohort, None, "instructor"),
                ("two", self.cohort, two, "instructor"),
                ("kara", self.cohort, None, "assistant"),
                ("neighbour", other, None, "instructor"),
                ("aigerim", self.cohort, one, "student"),
                ("bolat", self.cohort, two, "student"),
            ):
                self.people[login] = factories.member(connection, login, cohort, group, role)
            self.assignment = factories.assignment(
                connection, self.cohort, items, defaults("exam"), self.people["lead"]
            )
            self.sitting, _ = factories.handed_in(
                connection, self.people["aigerim"], self.assignment, {}, items
            )
            factories.added(
                connection,
                own_items,
                item_id=own.id,
                version=own.version,
                cohort_id=self.cohort,
                author_id=self.people["lead"],
                shared=False,
                created_at=factories.START,
                updated_at=factories.START,
            )

        self.own = own
        database.write(fill)
        self.other = other_cohort(database)

    def become(self, login):
        factories.become(self.browser, self.app, login)

    def report(self, login, path=FORM, **changed):
        self.become(login)
        return self.browser.submit(path, GOOD | changed)

    @property
    def list(self):
        return f"/teach/cohorts/{self.cohort}/reports"

    def answer(self, **fields):
        self.become("lead")
        return self.browser.submit(f"{self.list}/{ITEM}", fields)


def other_cohort(database):
    from sqlalchemy import select

    from webapp.tables import cohorts

    return database.read(
        lambda connection: connection.execute(
            select(cohorts.c.id).where(cohorts.c.title == "Көрші")
        ).scalar_one()
    )


@pytest.fixture
def school(browser, app, database, sample):
    return School(browser, app, database, sample)


def test_a_guest_reports_and_is_answered_on_their_page(browser, app, database):
    page = browser.get(FORM)
    assert page.status_code == 200
    answer = browser.submit(FORM, GOOD)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/lessons/1.1.1-merzim#item-{ITEM}"
    assert GOOD["text"] in browser.get("/reports").text
    browser.cookies.clear()
    assert GOOD["text"] not in browser.get("/reports").text


@pytest.mark.parametrize(
    "wrong", [{"kind": ""}, {"kind": "joq"}, {"text": " "}, {"text": "ұ" * 2_001}]
)
def test_a_report_without_kind_or_text_comes_back_with_what_was_typed(browser, wrong):
    answer = browser.submit(FORM, GOOD | wrong)
    assert answer.status_code == 422
    assert (GOOD | wrong)["text"].strip() in answer.text
    browser.cookies.clear()


def test_an_unknown_item_is_not_found(browser):
    assert browser.get("/items/9.9-joq/report").status_code == 404
    assert browser.submit("/items/9.9-joq/report", GOOD).status_code == 404


def test_reports_are_limited_a_day_and_the_text_stays(school, clock):
    for number in range(10):
        assert school.report("aigerim", text=f"Қате {number}").status_code == 303
    answer = school.report("aigerim", text="Он біріншісі")
    assert answer.status_code == 429
    assert "Он біріншісі" in answer.text
    assert school.report("bolat").status_code == 303
    clock.pass_(days=1, seconds=1)
    assert school.report("aigerim", text="Он біріншісі").status_code == 303


def test_the_same_report_sent_twice_is_one(school):
    school.report("aigerim")
    school.report("aigerim")
    found = school.database.read(item_reports.list_of_person, school.people["aigerim"])
    assert len(found) == 1


def test_the_form_never_shows_the_key(school, sample):
    school.become("aigerim")
    item = sample.items[ITEM]
    for path in (FORM, f"{FORM}?sitting={school.sitting}"):
        page = school.browser.get(path).text
        assert item.stem.strip()[:20] in page
        for option in item.interaction.options:
            assert not option.why or option.why not in page
        assert item.explanation.strip()[:20] not in page


def test_an_own_item_is_known_only_to_whom_it_was_given(school):
    path = f"/items/{school.own.id}/report"
    for login in ("bolat", None):
        school.become(login)
        assert school.browser.get(f"{path}?sitting={school.sitting}").status_code == 404
    assert school.report("aigerim", path).status_code == 404
    answer = school.report("aigerim", path, sitting=school.sitting)
    assert answer.headers["location"] == f"/sittings/{school.sitting}"
    (made,) = school.database.read(item_reports.list_of_cohort, school.cohort, None)
    assert (made.item_id, made.version) == (school.own.id, school.own.version)


def test_back_leads_only_within_the_site(school):
    assert school.report("aigerim", back="/glossary").headers["location"] == "/glossary"
    answer = school.report("aigerim", back="//evil.example", text="Басқа")
    assert answer.headers["location"].startswith("/lessons/")


def test_a_lesson_links_to_the_report_before_and_after_answering(browser):
    link = f'href="{FORM}"'
    assert browser.get("/lessons/1.1.1-merzim").text.count(link) == 1
    browser.submit(f"/lessons/1.1.1-merzim/items/{ITEM}", {"choice": "a"})
    assert browser.get("/lessons/1.1.1-merzim").text.count(link) == 1


class TestWhoReads:
    def sees(self, school, login, cohort=None):
        school.become(login)
        page = school.browser.get(f"/teach/cohorts/{cohort or school.cohort}/reports")
        assert page.status_code == 200
        return f"reports/{ITEM}" in page.text

    def test_the_staff_of_the_authors_group(self, school):
        school.report("aigerim")
        assert self.sees(school, "lead")
        assert self.sees(school, "kara")
        assert not self.sees(school, "two")
        assert not self.sees(school, "neighbour", school.other)
        school.become("two")
        assert school.browser.get(f"{school.list}/{ITEM}").status_code == 404

    def test_what_readers_outside_report_reaches_whoever_leads(self, school):
        school.report(None)
        assert self.sees(school, "lead")
        assert self.sees(school, "neighbour", school.other)
        assert not self.sees(school, "two")
        assert not self.sees(school, "kara")

    def test_a_report_from_a_sitting_stays_in_its_cohort(self, school):
        school.report("aigerim", sitting=school.sitting)
        assert self.sees(school, "lead")
        assert not self.sees(school, "neighbour", school.other)

    def test_a_guests_report_goes_along_into_the_account(self, school, browser):
        school.report(None)
        browser.submit("/sign-up", {"login": "jana", "name": "Жаңа", "password": "құпия-сөз-1"})
        assert GOOD["text"] in browser.get("/reports").text


class TestAnswering:
    def test_the_reporter_sees_the_result_and_is_told(self, school):
        school.report("aigerim")
        answer = school.answer(report="1", state="fixed", reply="Жаңа нұсқа қойылды")
        assert answer.status_code == 303
        school.become("aigerim")
        page = school.browser.get("/reports").text
        assert "Түзетілді" in page
        assert "Жаңа нұсқа қойылды" in page
        told = school.database.read(notices.list_notices, school.people["aigerim"])
        assert [(one.kind, one.href) for one in told] == [("report_answered", "/reports")]

    def test_reports_on_one_item_are_answered_together_but_none_that_was_not_shown(self, school):
        school.report("aigerim")
        school.report("bolat", text="Мен де байқадым")
        school.report("bolat", text="Кейін келді")
        school.become("lead")
        page = school.browser.get(f"{school.list}/{ITEM}").text
        assert len(re.findall(r'name="report" value="\d+" checked', page)) == 3
        school.browser.submit(
            f"{school.list}/{ITEM}", {"report": ["1", "2"], "state": "fixed", "reply": ""}
        )
        found = school.database.read(item_reports.list_of_cohort, school.cohort, None)
        assert [one.state for one in found] == ["fixed", "fixed", "open"]

    def test_keeping_an_item_needs_a_reply(self, school):
        school.report("aigerim")
        answer = school.answer(report="1", state="kept", reply=" ")
        assert answer.status_code == 422
        assert school.answer(report="1", state="joq", reply="Сөз").status_code == 422
        assert school.answer(state="fixed", reply="Сөз").status_code == 422

    def test_what_was_passed_on_is_answered_later(self, school):
        school.report("aigerim")
        school.answer(report="1", state="passed-on", reply="")
        school.answer(report="1", state="kept", reply="Норма осы")
        school.answer(report="1", state="fixed", reply="Кеш")
        (made,) = school.database.read(item_reports.list_of_cohort, school.cohort, None)
        assert (made.state, made.reply) == ("kept", "Норма осы")

    def test_an_assistant_does_not_answer(self, school):
        school.report("aigerim")
        school.become("kara")
        page = school.browser.get(f"{school.list}/{ITEM}").text
        assert 'name="state"' not in page
        fields = {"report": "1", "state": "fixed", "reply": ""}
        assert school.browser.submit(f"{school.list}/{ITEM}", fields).status_code == 403

    def test_another_groups_reports_are_not_answered_by_number(self, school):
        school.report("aigerim")
        school.report("bolat")
        school.become("two")
        fields = {"report": ["1", "2"], "state": "fixed", "reply": ""}
        school.browser.submit(f"{school.list}/{ITEM}", fields)
        found = school.database.read(item_reports.list_of_cohort, school.cohort, None)
        assert [one.state for one in found] == ["open", "fixed"]


class TestExport:
    def rows(self, school):
        school.become("lead")
        answer = school.browser.get(f"{school.list}.csv")
        assert answer.status_code == 200
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    def test_without_names_and_safe_from_formulas(self, school):
        school.report("aigerim", text='=HYPERLINK("x")\nекінші жол')
        school.report("bolat", text="-2+3")
        rows = self.rows(school)
        assert [row["text"] for row in rows] == ['\'=HYPERLINK("x")\nекінші жол', "'-2+3"]
        assert not any("аты" in cell or "aigerim" in cell for row in rows for cell in row.values())
        assert set(rows[0]) == {
            "item",
            "version",
            "current",
            "kind",
            "text",
            "reported",
            "state",
            "reply",
            "answered",
        }

    def test_json_holds_the_same_with_the_text_as_typed(self, school):
        school.report("aigerim", text="=1+1")
        school.become("lead")
        answer = school.browser.get(f"{school.list}.json")
        (row,) = json.loads(answer.text)["reports"]
        assert (row["item"], row["text"], row["state"]) == (ITEM, "=1+1", "open")
        assert "aigerim" not in answer.text

    def test_only_the_courses_own_items(self, school):
        school.report("aigerim", f"/items/{school.own.id}/report", sitting=school.sitting)
        assert self.rows(school) == []

    def test_only_instructors(self, school):
        for login, status in (("kara", 403), ("aigerim", 403), (None, 401), ("neighbour", 403)):
            school.become(login)
            assert school.browser.get(f"{school.list}.csv").status_code == status
            assert school.browser.get(f"{school.list}.json").status_code == status
