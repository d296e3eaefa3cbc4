from datetime import timedelta

import pytest

from tests.webapp.routes.people_school import COHORT, school

__all__ = ["school"]
GROUP = f"{COHORT}/groups/1"


def test_the_lead_makes_groups_and_no_two_of_one_title(school):
    browser = school.as_("lead")
    made = browser.submit(f"{COHORT}/groups", {"title": "ПҚ-303"})
    assert made.headers["location"] == f"{COHORT}/groups/4"
    again = browser.submit(f"{COHORT}/groups", {"title": " пқ-303"})
    assert again.status_code == 422
    assert 'value="пқ-303"' in again.text
    assert browser.submit(f"{COHORT}/groups", {"title": ""}).status_code == 422
    assert school.as_("teacher").submit(f"{COHORT}/groups", {"title": "Ж"}).status_code == 403


def test_an_instructor_renames_the_own_group_only(school):
    browser = school.as_("teacher")
    assert browser.submit(GROUP, {"title": "ПҚ-301 кешкі"}).status_code == 303
    assert "ПҚ-301 кешкі" in browser.get(GROUP).text
    assert browser.submit(GROUP, {"title": "ПҚ-302"}).status_code == 422
    assert browser.get(f"{COHORT}/groups/2").status_code == 403
    assert browser.submit(f"{COHORT}/groups/2", {"title": "Менікі"}).status_code == 403


def test_a_group_of_another_cohort_is_not_found_here(school):
    assert school.as_("lead").get(f"{COHORT}/groups/3").status_code == 404


class TestCodes:
    def join(self, school, code):
        return school.as_("nobody").submit(f"/join/{code}")

    def test_a_rotated_code_is_dead_at_once_and_the_new_one_works(self, school):
        old = school.code(1)
        assert school.as_("teacher").submit(f"{GROUP}/code", {"do": "new"}).status_code == 303
        assert school.as_("nobody").get(f"/join/{old}").status_code == 404
        assert self.join(school, old).status_code == 404
        assert school.studies("nobody") == []
        assert self.join(school, school.code(1)).status_code == 303
        assert school.studies("nobody") == [1]

    def test_a_code_switched_off_is_gone_until_switched_on(self, school):
        code = school.code(1)
        school.as_("teacher").submit(f"{GROUP}/code", {"do": "off"})
        for answer in (school.as_("nobody").get(f"/join/{code}"), self.join(school, code)):
            assert answer.status_code == 410
            assert "Қосылу сілтемесі өшірулі" in answer.text
        school.as_("teacher").submit(f"{GROUP}/code", {"do": "on"})
        assert self.join(school, code).status_code == 303

    def test_a_code_works_to_the_end_of_its_last_day_in_the_courses_zone(self, school, clock):
        sent = {"title": "ПҚ-301", "join_until": "2026-11-26"}
        assert school.as_("teacher").submit(GROUP, sent).status_code == 303
        assert 'value="2026-11-26"' in school.browser.get(GROUP).text
        clock.time = clock.time.replace(day=26, hour=18, minute=59)  # 23:59 in Astana
        assert school.as_("nobody").get(f"/join/{school.code(1)}").status_code == 200
        clock.pass_(minutes=1)
        for answer in (
            school.as_("nobody").get(f"/join/{school.code(1)}"),
            self.join(school, school.code(1)),
            school.as_("").submit(
                f"/join/{school.code(1)}",
                {"login": "jana", "name": "Жаңа Адам", "password": "құпия-сөз-1"},
            ),
        ):
            assert answer.status_code == 410
            assert "Қосылу мерзімі өткен" in answer.text
        assert school.studies("nobody") == []

    @pytest.mark.parametrize("what", ["group", "cohort"])
    def test_nobody_joins_what_is_archived(self, school, what):
        if what == "group":
            school.as_("lead").submit(f"{GROUP}/archive", {"do": "archive"})
        else:
            school.as_("lead").submit(f"{COHORT}/archive")
        assert self.join(school, school.code(1)).status_code == 410

    def test_a_last_day_that_cannot_be_read_changes_nothing(self, school):
        answer = school.as_("teacher").submit(GROUP, {"title": "Жаңа", "join_until": "31.12"})
        assert answer.status_code == 422
        assert 'value="31.12"' in answer.text
        assert "ПҚ-301" in school.browser.get(GROUP).text

    def test_an_unknown_order_is_malformed(self, school):
        assert school.as_("teacher").submit(f"{GROUP}/code", {"do": "x"}).status_code == 400
        assert school.as_("lead").submit(f"{GROUP}/archive", {"do": "x"}).status_code == 400

    def test_an_assistant_does_not_touch_codes(self, school):
        assert school.as_("helper").get(GROUP).status_code == 403
        assert school.as_("helper").submit(f"{GROUP}/code", {"do": "off"}).status_code == 403


def test_joining_a_second_group_of_a_cohort_moves_and_says_so(school):
    browser = school.as_("aliya")
    page = browser.get(f"/join/{school.code(2)}").text
    assert "Қазір «ПҚ-301» тобында оқисыз" in page
    browser.submit(f"/join/{school.code(2)}")
    assert school.studies("aliya") == [2]


def test_a_person_studies_in_one_group_and_teaches_another(school):
    school.as_("teacher").submit(f"/join/{school.code(2)}")
    assert school.studies("teacher") == [2]
    assert school.posts("teacher") == [("instructor", 1)]
    assert (
        school.as_("teacher").submit(f"/join/{school.code(1)}").headers["location"] == "/groups/1"
    )
    assert school.studies("teacher") == [2]


def test_an_archived_group_keeps_its_students_and_comes_back(school):
    browser = school.as_("lead")
    browser.submit(f"{GROUP}/archive", {"do": "archive"})
    assert school.studies("aliya") == [1]
    assert "Мұрағаттағы топтар: 1" in browser.get(COHORT).text
    browser.submit(f"{GROUP}/archive", {"do": "back"})
    assert "Мұрағаттағы топтар" not in browser.get(COHORT).text


def test_a_group_does_not_come_back_beside_another_of_its_title(school):
    browser = school.as_("lead")
    browser.submit(f"{GROUP}/archive", {"do": "archive"})
    browser.submit(f"{COHORT}/groups", {"title": "ПҚ-301"})
    assert browser.submit(f"{GROUP}/archive", {"do": "back"}).status_code == 422


def test_a_student_leaves_from_the_account_page_and_the_work_stays(school, clock):
    browser = school.as_("aliya")
    assert "Топтан шығу" in browser.get("/account").text
    clock.time += timedelta(hours=1)
    assert browser.submit("/account/leave", {"group_id": "1"}).status_code == 303
    assert school.studies("aliya") == []
    assert browser.submit("/account/leave", {"group_id": "1"}).status_code == 409
    assert browser.submit("/account/leave", {"group_id": "77"}).status_code == 404
    assert "Шыққандар мен шығарылғандар: 1" in school.as_("lead").get(f"{COHORT}/people").text
