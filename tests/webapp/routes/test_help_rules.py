from fractions import Fraction

import pytest

from quizzes.needs_help import HelpRules
from tests.webapp.insight.group import klass
from webapp.queries import alerts

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
    browser = klass.as_("teacher")
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
    )
    html = browser.get(address(klass)).text
    assert "3 студенттің ішінде 1 студентке көмек керек" in html
    assert "teacher аты" in html
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


def test_an_assistant_sees_the_rules_and_changes_nothing(klass):
    browser = klass.as_("helper")
    html = browser.get(address(klass)).text
    assert "Бір сұраққа қатарынан 4 рет" in html
    assert '<form method="post" action="' + address(klass) not in html
    assert browser.submit(address(klass), SENT).status_code == 403
