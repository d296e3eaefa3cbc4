from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update

from quizzes.needs_help import Finding, HelpRules
from tests.conftest import START
from tests.webapp import factories
from tests.webapp.insight.group import ITEM, OTHERS, ZONE, klass
from webapp.insight.standing import in_section, load, load_section, standings, together
from webapp.queries import alerts
from webapp.tables import assignments, cohorts, extensions, learner_costs

__all__ = ["klass"]

WEEK = timedelta(weeks=1)


def rules_of(judgement):
    return [one.rule for one in judgement.reasons]


def set_rules(klass, **changed):
    klass.database.write(
        alerts.put_rules, klass.cohort, HelpRules(**changed), klass.ids["lead"], START
    )


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


class TestAssignments:
    DUE = START + timedelta(days=10)

    def given(self, klass, due=DUE, **more):
        made = klass.assign(opens=START - timedelta(days=1))
        klass.database.write(
            lambda connection: connection.execute(
                update(assignments).where(assignments.c.id == made).values({"due_at": due, **more})
            )
        )
        return made

    def test_who_has_done_nothing_when_half_the_time_has_gone_is_behind(self, klass):
        made = self.given(klass)
        klass.database.write(
            factories.handed_in,
            klass.ids["bolat"],
            made,
            {},
            [klass.course.items[one] for one in OTHERS],
        )
        found = klass.standings(START + timedelta(days=5))
        assert "behind" in rules_of(found["aliya"].judgement)
        assert found["aliya"].given[0].part == "not-started"
        assert "behind" not in rules_of(found["bolat"].judgement)
        assert found["bolat"].given[0].part == "handed-in"

    def test_an_extension_moves_the_due_date_of_one(self, klass):
        made = self.given(klass, closes_at=self.DUE + timedelta(days=1))
        klass.database.write(
            lambda connection: factories.added(
                connection,
                extensions,
                assignment_id=made,
                user_id=klass.ids["bolat"],
                closes_at=self.DUE + timedelta(days=90),
                reason="ауырды",
                granted_by=klass.ids["lead"],
                granted_at=START,
            )
        )
        found = klass.standings(self.DUE + timedelta(hours=20))
        late = [one for one in found["aliya"].judgement.reasons if one.rule == "behind"]
        assert late[0].params["overdue"] == 1
        assert "behind" not in rules_of(found["bolat"].judgement)
        # for everybody but bolat it closes
        found = klass.standings(self.DUE + timedelta(days=2))
        assert found["aliya"].given == ()
        (lost,) = [one for one in found["aliya"].judgement.reasons if one.rule == "behind"]
        assert lost.with_what == ("assignment:1",)
        assert lost.params == {"done": 0, "missed": 1}
        assert "behind" not in rules_of(found["bolat"].judgement)
        assert found["bolat"].given[0].due == (self.DUE + timedelta(days=89)).date()

    def test_who_missed_what_has_closed_is_behind_for_two_weeks(self, klass):
        made = self.given(klass, closes_at=self.DUE)
        klass.database.write(
            factories.handed_in,
            klass.ids["bolat"],
            made,
            {},
            [klass.course.items[one] for one in OTHERS],
        )
        found = klass.standings(self.DUE + timedelta(days=14))
        assert "behind" in rules_of(found["aliya"].judgement)
        assert "behind" not in rules_of(found["bolat"].judgement)
        found = klass.standings(self.DUE + timedelta(days=15))
        assert "behind" not in rules_of(found["aliya"].judgement)

    def test_what_has_a_clock_is_asked_for_only_after_its_due_date(self, klass):
        self.given(klass, limit_s=3600)
        found = klass.standings(self.DUE - timedelta(hours=1))["aliya"]
        assert "behind" not in rules_of(found.judgement)
        found = klass.standings(self.DUE + timedelta(days=1))["aliya"]
        assert "behind" in rules_of(found.judgement)


def test_of_several_assignments_the_longest_overdue_speaks(klass):
    klass.stuck("aliya")
    whole = klass.standings()["aliya"].judgement
    left = {"done": Fraction(0), "expected": Fraction(1, 2), "left": 2}
    found = together(
        whole,
        4,
        [
            Finding("behind", "yes", ("assignment:1",), left),
            Finding("behind", "no", ("assignment:2",), {"done": Fraction(1)}),
            Finding("behind", "yes", ("assignment:3",), {"done": Fraction(0), "overdue": 4}),
        ],
    )
    assert rules_of(found) == ["wrong-tries", "behind"]
    assert found.reasons[1].with_what == ("assignment:3", "assignment:1")
    assert found.reasons[1].params["overdue"] == 4
