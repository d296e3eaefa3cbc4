import pytest

from tests.webapp.routes.people_school import COHORT, school
from webapp.tables import cohorts, groups

__all__ = ["school"]


def test_each_sees_the_cohorts_where_they_teach(school):
    page = school.as_("teacher").get("/teach").text
    assert "Құқық" in page
    assert "Көрші" not in page
    assert "ПҚ-301" in page
    assert "ПҚ-302" not in page


def test_someone_without_a_post_is_told_how_to_get_one(school):
    answer = school.as_("aliya").get("/teach")
    assert answer.status_code == 403
    assert "жетекші оқытушысына логиніңізді айтыңыз" in answer.text
    assert school.as_("").get("/teach").headers["location"] == "/sign-in?back=/teach"


def test_the_old_address_of_the_groups_leads_on(school):
    assert school.as_("lead").get("/groups").headers["location"] == "/teach"


def test_an_instructor_opens_a_cohort_and_leads_it(school):
    answer = school.as_("teacher").submit(
        "/teach/cohorts/new",
        {"title": " Көктем  2027 ", "group": "ПҚ-1", "starts_on": "2027-01-18", "ends_on": ""},
    )
    assert answer.status_code == 303
    home = answer.headers["location"]
    page = school.browser.get(home).text
    assert "Көктем 2027" in page
    assert "2027 ж. 18 қаңтар" in page
    assert "ПҚ-1" in page
    assert school.browser.get(f"{home}/archive").status_code == 200


@pytest.mark.parametrize("login", ["helper", "aliya"])
def test_only_an_instructor_opens_a_cohort(school, login):
    browser = school.as_(login)
    assert browser.get("/teach/cohorts/new").status_code == 403
    assert browser.submit("/teach/cohorts/new", {"title": "Ағын"}).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "  "),
        ("title", "а" * 201),
        ("group", "а" * 201),
        ("starts_on", "ертең"),
        ("ends_on", "2027-01-17"),
        ("ends_on", "9999-01-01"),
    ],
)
def test_a_form_that_cannot_be_taken_comes_back_as_typed(school, field, value):
    sent = {"title": "Көктем", "group": "ПҚ-1", "starts_on": "2027-01-18", "ends_on": "2027-05-30"}
    answer = school.as_("lead").submit("/teach/cohorts/new", sent | {field: value})
    assert answer.status_code == 422
    assert 'value="ПҚ-1"' in answer.text or field == "group"
    assert "has-error" in answer.text
    assert len(school.all(cohorts.select())) == 2


def test_the_lead_changes_title_and_days(school):
    browser = school.as_("lead")
    assert 'value="Құқық"' in browser.get(f"{COHORT}/edit").text
    sent = {"title": "Құқық 2", "starts_on": "2026-09-01", "ends_on": "2026-12-20"}
    assert browser.submit(f"{COHORT}/edit", sent).status_code == 303
    page = browser.get(COHORT).text
    assert "Құқық 2" in page
    assert "2026 ж. 20 желтоқсан" in page
    assert school.as_("teacher").submit(f"{COHORT}/edit", sent).status_code == 403


def test_a_group_instructor_sees_only_the_own_group_in_the_overview(school):
    page = school.as_("teacher").get(COHORT).text
    assert "ПҚ-301" in page
    assert "/groups/2" not in page


def test_an_archived_cohort_is_read_only_until_it_is_brought_back(school):
    browser = school.as_("lead")
    assert browser.get(f"{COHORT}/archive").status_code == 200
    browser.submit(f"{COHORT}/archive")
    assert browser.submit(f"{COHORT}/groups", {"title": "Жаңа"}).status_code == 409
    assert browser.submit(f"{COHORT}/people/4/take-out").status_code == 409
    assert browser.submit(f"{COHORT}/roster", {"rows": "Ә Ә;abc"}).status_code == 409
    assert "мұрағатта" in browser.get(COHORT).text
    assert "Мұрағаттағы ағындар" in browser.get("/teach").text
    assert browser.get(f"{COHORT}/people").status_code == 200
    browser.submit(f"{COHORT}/bring-back")
    assert browser.submit(f"{COHORT}/groups", {"title": "Жаңа"}).status_code == 303
    assert len(school.all(groups.select())) == 4


@pytest.mark.parametrize("number", ["77", "x", "0", "99999999999"])
def test_a_cohort_that_is_not_there_is_not_found(school, number):
    assert school.as_("lead").get(f"/teach/cohorts/{number}").status_code == 404
