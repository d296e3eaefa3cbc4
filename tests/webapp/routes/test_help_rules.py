from fractions import Fraction

import pytest

from quizzes.needs_help import HelpRules
from tests.conftest import START
from tests.webapp.insight.group import klass
from webapp.queries import alerts
from webapp.tables import cohorts, enrolments

__all__ = ["klass"]

SENT = {
    "wrong": "1",
    "wrong_tries": "3",
    "falling": "1",
    "fall": "12,5 %",
    "fall_days": "10",
    "fall_tries": "5",
    "misconception": "1",
    "same_mistake": "7",
    "same_share": "25",
    "weak": "80",
    "weak_from": "20",
    "silent_days": "99",  # of a rule that is switched off
    "behind": "40",
    "behind_from": "0",
}


def address(klass):
    return f"/teach/cohorts/{klass.cohort}/help-rules"


def rules(klass):
    return klass.database.read(alerts.find_rules, klass.cohort).rules


def test_rules_are_set_and_switched_off_and_hold_at_once(klass):
    klass.stuck("aliya", 3)
    klass.standings()
    browser = klass.as_("lead")
    assert 'value="4"' in browser.get(address(klass)).text
    assert browser.submit(address(klass), SENT).status_code == 303
    assert rules(klass) == HelpRules(
        wrong_tries=3,
        fall=Fraction(1, 8),
        fall_days=10,
        fall_tries=5,
        silent_days=None,
        behind=Fraction(2, 5),
        behind_from=Fraction(0),
        same_mistake=7,
        same_share=Fraction(1, 4),
        weak=Fraction(4, 5),
        weak_from=20,
        failed=None,
    )
    html = browser.get(address(klass)).text
    assert "3 студенттің ішінде 1 студентке көмек керек" in html
    assert "Соңғы рет өзгерткен: lead аты" in html
    assert 'value="12,5"' in html


def test_the_defaults_come_back(klass):
    browser = klass.as_("lead")
    browser.submit(address(klass), SENT)
    assert browser.submit(address(klass), {"defaults": "1"}).status_code == 303
    assert rules(klass) == HelpRules()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("wrong_tries", "1"),
        ("wrong_tries", "11"),
        ("wrong_tries", "төрт"),
        ("fall", "4"),
        ("fall", "101"),
        ("fall_days", "0"),
        ("fall_days", "61"),
        ("fall_tries", "1"),
        ("fall_tries", "9"),
        ("same_mistake", "1"),
        ("weak_from", "4"),
        ("weak", "0"),
        ("behind", "0"),
        ("behind_from", "-1"),
    ],
)
def test_what_is_out_of_bounds_comes_back_as_typed(klass, field, value):
    answer = klass.as_("lead").submit(
        address(klass), SENT | {field: value, "fall_days": "10"} | {field: value}
    )
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text
    assert f'value="{value}"' in answer.text
    assert rules(klass) == HelpRules()


@pytest.mark.parametrize("who", ["helper", "teacher"])
def test_who_does_not_lead_the_cohort_sees_the_rules_and_who_changes_them(klass, who):
    """They hold for all groups: one group's instructor must not judge the others' students."""
    browser = klass.as_(who)
    html = browser.get(address(klass)).text
    assert "Бір сұраққа қатарынан 4 рет" in html
    assert "Ережелерді тек ағынның жетекші оқытушысы өзгертеді: lead аты." in html
    assert '<form method="post" action="' + address(klass) not in html
    assert browser.submit(address(klass), SENT).status_code == 403
    assert rules(klass) == HelpRules()


def test_where_nobody_leads_any_group_s_instructor_changes_the_rules(klass):
    ended = enrolments.update().where(enrolments.c.user_id == klass.ids["lead"])
    klass.database.write(lambda connection: connection.execute(ended.values(ended_at=START)))
    sentence = "Бұл ағында жетекші оқытушы жоқ"
    assert sentence in klass.as_("helper").get(address(klass)).text
    assert klass.browser.submit(address(klass), SENT).status_code == 403
    browser = klass.as_("teacher")
    assert sentence in browser.get(address(klass)).text
    assert browser.submit(address(klass), SENT).status_code == 303
    assert rules(klass).wrong_tries == 3


def test_in_an_archived_cohort_nobody_is_said_to_change_the_rules(klass):
    archived = cohorts.update().where(cohorts.c.id == klass.cohort)
    klass.database.write(lambda connection: connection.execute(archived.values(archived_at=START)))
    for who in ("lead", "teacher"):
        html = klass.as_(who).get(address(klass)).text
        assert "жетекші оқытушы" not in html
        assert "Ағын мұрағатта" in html
        assert klass.browser.submit(address(klass), SENT).status_code in (403, 409)
