import re

import pytest

from tests.webapp.routes.people_school import COHORT, school
from webapp.queries import groups, notices
from webapp.tables import invitations

__all__ = ["school"]


def member(school, login):
    return f"{COHORT}/people/{school.ids[login]}"


def test_a_group_instructor_sees_only_the_own_groups_students(school):
    page = school.as_("teacher").get(f"{COHORT}/people").text
    assert "Aliya Аты" in page
    assert "Ulan Аты" not in page
    page = school.as_("teacher").get(f"{COHORT}/people?group=2&q=ulan").text
    assert "Ulan Аты" not in page
    assert school.as_("teacher").get(member(school, "ulan")).status_code == 403
    for what in ("progress", "answers", "answers/1", "self-study"):
        address = f"{member(school, 'ulan')}/{what}"
        assert school.as_("teacher").get(address).status_code == 403
        assert school.as_("other").get(address).status_code == 403
    for order in ("move", "take-out", "reset"):
        answer = school.as_("teacher").submit(f"{member(school, 'ulan')}/{order}")
        assert answer.status_code == 403
    assert school.as_("helper").get(member(school, "aliya")).status_code == 200
    assert school.as_("helper").get(member(school, "ulan")).status_code == 403


@pytest.mark.parametrize("login", ["nobody", "other", "lead"])
def test_who_does_not_study_here_is_not_found(school, login):
    assert school.as_("lead").get(member(school, login)).status_code == 404


def test_the_list_is_searched_by_name_login_and_group(school):
    browser = school.as_("lead")
    both = browser.get(f"{COHORT}/people").text
    assert "Aliya Аты" in both
    assert "Ulan Аты" in both
    assert "Ulan Аты" not in browser.get(f"{COHORT}/people?group=1").text
    assert "Ulan Аты" not in browser.get(f"{COHORT}/people?q=ALI").text
    assert "Мұндай студент табылмады" in browser.get(f"{COHORT}/people?q=жоқ").text
    assert browser.get(f"{COHORT}/people?leaf=99&group=x").status_code == 200


class TestMoving:
    def test_a_student_changes_group_and_is_told(self, school):
        answer = school.as_("lead").submit(f"{member(school, 'aliya')}/move", {"group_id": "2"})
        assert answer.status_code == 303
        assert school.studies("aliya") == [2]
        told = school.database.read(notices.list_notices, school.ids["aliya"])
        assert [(one.kind, one.params) for one in told] == [("enrolled", {"group": "ПҚ-302"})]

    def test_a_group_instructor_moves_only_within_the_own_groups(self, school):
        answer = school.as_("teacher").submit(f"{member(school, 'aliya')}/move", {"group_id": "2"})
        assert answer.status_code == 422
        assert school.studies("aliya") == [1]

    @pytest.mark.parametrize("group", ["", "x", "3", "77"])
    def test_a_group_that_is_not_of_the_cohort_is_no_choice(self, school, group):
        answer = school.as_("lead").submit(f"{member(school, 'aliya')}/move", {"group_id": group})
        assert answer.status_code == 422
        assert school.studies("aliya") == [1]

    def test_nobody_is_moved_to_a_group_they_teach(self, school):
        school.as_("teacher").submit(f"/join/{school.code(2)}")
        answer = school.as_("lead").submit(f"{member(school, 'teacher')}/move", {"group_id": "1"})
        assert answer.status_code == 422
        assert "студент бола алмайды" in answer.text


class TestTakingOut:
    def test_who_is_taken_out_stands_in_the_list_and_is_brought_back(self, school):
        browser = school.as_("teacher")
        assert browser.submit(f"{member(school, 'aliya')}/take-out").status_code == 303
        assert school.studies("aliya") == []
        page = browser.get(f"{COHORT}/people").text
        assert "Шыққандар мен шығарылғандар: 1" in page
        assert browser.get(member(school, "aliya")).status_code == 200
        browser.submit(f"{member(school, 'aliya')}/move", {"group_id": "1"})
        assert school.studies("aliya") == [1]
        assert "Шыққандар" not in browser.get(f"{COHORT}/people").text

    def test_another_groups_instructor_does_not_bring_back(self, school):
        school.as_("lead").submit(f"{member(school, 'ulan')}/take-out")
        answer = school.as_("teacher").submit(f"{member(school, 'ulan')}/move", {"group_id": "1"})
        assert answer.status_code == 403

    def test_an_assistant_takes_nobody_out(self, school):
        assert school.as_("helper").submit(f"{member(school, 'aliya')}/take-out").status_code == 403
        assert school.studies("aliya") == [1]


class TestResetLinks:
    @pytest.mark.parametrize("login", ["lead", "teacher"])
    def test_staff_of_the_cohort_or_the_group_make_one(self, school, login):
        answer = school.as_(login).submit(f"{member(school, 'aliya')}/reset")
        link = re.search(r"/reset/[\w-]+", answer.text)
        assert link
        assert school.as_("").get(link.group()).status_code == 200

    def test_never_for_someone_who_teaches_elsewhere(self, school):
        school.as_("other").submit(f"/join/{school.code(1)}")
        assert "сондықтан құпиясөзін мұнда" in school.as_("lead").get(member(school, "other")).text
        assert school.as_("lead").submit(f"{member(school, 'other')}/reset").status_code == 403
        answer = school.as_("teacher").submit(
            "/groups/1/reset", {"user_id": str(school.ids["other"])}
        )
        assert answer.status_code == 403

    def test_enrolling_an_account_is_no_way_into_it_until_its_owner_joins(self, school):
        school.database.write(
            groups.enrol,
            school.ids["nobody"],
            1,
            1,
            "student",
            school.browser.app.state.site.now(),
            school.ids["lead"],
        )
        browser = school.as_("lead")
        assert browser.submit(f"{member(school, 'nobody')}/reset").status_code == 403
        browser.submit(f"{member(school, 'nobody')}/move", {"group_id": "2"})
        assert browser.submit(f"{member(school, 'nobody')}/reset").status_code == 403
        browser.submit(f"{member(school, 'nobody')}/take-out")
        browser.submit(f"{member(school, 'nobody')}/move", {"group_id": "1"})
        assert browser.submit(f"{member(school, 'nobody')}/reset").status_code == 403
        assert school.all(invitations.select()) == []
        school.as_("nobody").submit(f"/join/{school.code(1)}")
        assert school.as_("lead").submit(f"{member(school, 'nobody')}/reset").status_code == 200

    def test_not_for_who_has_left(self, school):
        school.as_("lead").submit(f"{member(school, 'aliya')}/take-out")
        assert school.as_("lead").submit(f"{member(school, 'aliya')}/reset").status_code == 403
