import pytest

from tests.webapp.routes.people_school import COHORT, school

__all__ = ["school"]
STAFF = f"{COHORT}/staff"


def name(school, login, role="instructor", **more):
    sent = {"login": login, "role": role, "scope": "all"} | more
    return school.as_("lead").submit(STAFF, sent)


def test_the_lead_names_someone_for_the_whole_cohort(school):
    assert name(school, " NOBODY ", "assistant").status_code == 303
    assert school.posts("nobody") == [("assistant", None)]
    assert school.as_("nobody").get(COHORT).status_code == 200


def test_the_lead_names_someone_for_some_groups(school):
    name(school, "nobody", scope="some", group_id=["1", "2", "3", "x"])
    assert school.posts("nobody") == [("instructor", 1), ("instructor", 2)]


def test_a_new_post_replaces_the_old_one(school):
    name(school, "teacher", "assistant", scope="some", group_id="2")
    assert school.posts("teacher") == [("assistant", 2)]
    assert school.as_("teacher").get("/groups/1").status_code == 403


@pytest.mark.parametrize(
    ("login", "more"),
    [("joq", {}), ("nobody", {"scope": "some"}), ("aliya", {})],
    ids=["unknown login", "no group chosen", "studies there"],
)
def test_what_cannot_be_is_said_and_the_form_stays(school, login, more):
    answer = name(school, login, **more)
    assert answer.status_code == 422
    assert f'value="{login}"' in answer.text
    assert school.posts("nobody") == []


def test_a_student_of_one_group_may_teach_another(school):
    assert name(school, "aliya", scope="some", group_id="1").status_code == 422
    assert name(school, "aliya", scope="some", group_id="2").status_code == 303
    assert school.studies("aliya") == [1]
    assert school.posts("aliya") == [("instructor", 2)]


@pytest.mark.parametrize("sent", [{"role": "lead"}, {"scope": "x"}])
def test_an_unknown_role_is_malformed(school, sent):
    assert name(school, "nobody", **sent).status_code == 400


def test_the_last_lead_neither_goes_nor_steps_down(school):
    me = f"{STAFF}/{school.ids['lead']}/remove"
    assert school.as_("lead").submit(me).status_code == 409
    assert name(school, "lead", "assistant").status_code == 422
    assert name(school, "lead", scope="some", group_id="1").status_code == 422
    assert school.posts("lead") == [("instructor", None)]
    name(school, "nobody")
    assert school.as_("lead").submit(me).status_code == 303
    assert school.posts("lead") == []
    assert school.as_("lead").get(COHORT).status_code == 403


def test_someone_let_go_sees_the_cohort_no_more(school):
    gone = f"{STAFF}/{school.ids['teacher']}/remove"
    assert school.as_("lead").submit(gone).status_code == 303
    assert school.as_("teacher").get("/groups/1").status_code == 403
    assert school.as_("lead").submit(gone).status_code == 404


def test_only_the_lead_names_and_lets_go(school):
    for login in ("teacher", "helper", "other"):
        browser = school.as_(login)
        sent = {"login": "nobody", "role": "instructor", "scope": "all"}
        assert browser.submit(STAFF, sent).status_code == 403
        assert browser.submit(f"{STAFF}/{school.ids['helper']}/remove").status_code == 403
    assert school.as_("teacher").get(STAFF).status_code == 200
