from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.conftest import START
from tests.webapp import factories
from tests.webapp.insight.group import ITEM, OTHERS, ZONE, klass, rules_of, set_rules
from webapp.insight.standing import in_section, load, load_section, standings
from webapp.tables import (
    cohorts,
    learner_costs,
    learner_sections,
)

__all__ = ["klass"]

WEEK = timedelta(weeks=1)


def test_wrong_tries_show_in_their_section_and_for_the_person(klass):
    klass.stuck("aliya")
    for item in OTHERS:
        klass.answer("bolat", item, True)
    found = klass.standings()
    assert found["aliya"].cells["1.1"].standing == "needs-help"
    assert rules_of(found["aliya"].judgement) == ["wrong-tries"]
    assert found["aliya"].judgement.reasons[0].with_what == (ITEM,)
    assert found["bolat"].cells["1.1"].state == "no"
    assert found["bolat"].judgement.standing == "working"
    assert found["dana"].cells == {}
    assert found["dana"].judgement.standing == "not-started"
    assert found["dana"].judgement.state == "unknown"


def test_a_section_alone_is_judged_as_among_all(klass):
    klass.stuck("aliya")
    for item in OTHERS:
        klass.answer("bolat", item, True)
    klass.standings()

    def both(connection):
        group = klass.cohort, [klass.group]
        every = standings(klass.course, load(connection, *group, START, words=True), START, ZONE)
        known = load_section(connection, *group, "1.1")
        return every, in_section(klass.course, known, "1.1", START, ZONE)

    every, alone = klass.database.read(both)
    assert [one.student for one in alone] == [one.student for one in every]
    for one, whole in zip(alone, every, strict=True):
        assert one.judgement == whole.cells.get("1.1")
        assert one.facts == whole.facts.get("1.1")
    assert any(one.judgement is not None for one in alone)


def test_who_is_only_asked_about_altogether_is_judged_the_same(klass):
    klass.stuck("aliya")
    every = klass.standings()
    known = klass.database.read(load, klass.cohort, [klass.group], START)
    for one in standings(klass.course, known, START, ZONE, cells=False):
        assert one.judgement == every[one.student.login].judgement
        assert one.cells == {}


def test_a_rule_that_is_switched_off_says_nothing(klass):
    klass.stuck("aliya", 6)
    set_rules(klass, wrong_tries=None)
    found = klass.standings()["aliya"]
    assert not found.judgement.reasons
    assert "wrong-tries" not in [one.rule for one in found.judgement.findings]


def test_silence_is_judged_for_the_course_and_not_for_a_section(klass):
    for item in OTHERS:
        klass.answer("aliya", item, True)
    found = klass.standings(START + timedelta(days=8))
    assert rules_of(found["aliya"].judgement) == ["silent"]
    assert found["aliya"].cells["1.1"].state == "no"
    assert found["dana"].judgement.reasons[0].params == {"days": 8, "ever": 0}


@pytest.mark.parametrize(
    ("column", "day", "silent"),
    [("ends_on", 3, False), ("starts_on", 4, False), ("starts_on", -30, True)],
)
def test_nobody_is_silent_outside_of_the_term(klass, column, day, silent):
    edge = (START + timedelta(days=day)).date()
    klass.database.write(
        lambda connection: connection.execute(
            update(cohorts).where(cohorts.c.id == klass.cohort).values({column: edge})
        )
    )
    found = klass.standings(START + timedelta(days=8))["dana"]
    assert (rules_of(found.judgement) == ["silent"]) is silent


def test_one_misconception_is_judged_for_the_course(klass):
    def betray(connection, week, n):
        factories.added(
            connection,
            learner_costs,
            user_id=klass.ids["aliya"],
            week=week,
            kind="misconception",
            name="counts",
            asked=n,
            missed=n,
        )

    klass.standings()
    monday = START.date() - timedelta(days=START.weekday())
    for week, n in ((monday, 6), (monday - timedelta(weeks=1), 5), (monday - 4 * WEEK, 40)):
        klass.database.write(betray, week, n)
    found = klass.standings()
    (one,) = [one for one in found["aliya"].judgement.findings if one.rule == "misconception"]
    assert (one.state, one.with_what, one.params["answers"]) == ("yes", ("counts",), 11)
    assert "misconception" not in [
        one.rule for cell in found["aliya"].cells.values() for one in cell.findings
    ]
    set_rules(klass, same_mistake=12)
    assert "misconception" not in rules_of(klass.standings()["aliya"].judgement)


def test_who_is_weak_in_most_objectives_is_told_for_the_course(klass):
    klass.answer("aliya", ITEM, False)
    klass.standings()
    klass.database.write(
        lambda connection: connection.execute(
            update(learner_sections)
            .where(learner_sections.c.user_id == klass.ids["aliya"])
            .values(judged=12, weak=8)
        )
    )
    found = klass.standings()["aliya"]
    (one,) = [one for one in found.judgement.reasons if one.rule == "weak"]
    assert one.params == {"weak": 8, "judged": 12}
    assert "weak" not in [one.rule for cell in found.cells.values() for one in cell.findings]
