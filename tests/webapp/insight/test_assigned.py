from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update

from quizzes.needs_help import Finding
from quizzes.rules import defaults
from tests.conftest import START
from tests.webapp import factories
from tests.webapp.insight.group import ITEM, OTHERS, RIGHT, WRONG, klass, rules_of, set_rules
from webapp.insight.assigned import together
from webapp.tables import (
    assignments,
    extensions,
    sittings,
)

__all__ = ["klass"]


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


class TestResults:
    """An assignment of four questions, passed with half of the points."""

    def failed(self, klass, now=START):
        found = klass.standings(now)["aliya"].judgement.findings
        return next((one for one in found if one.rule == "failed"), None)

    @pytest.fixture
    def made(self, klass):
        rules = defaults("practice").model_copy(
            update={"pass_share": Fraction(1, 2), "counts": "last", "late": Fraction(1, 2)}
        )
        items = [klass.course.items[one] for one in (ITEM, *OTHERS)]
        return klass.database.write(
            factories.assignment, klass.cohort, items, rules, klass.ids["lead"]
        )

    def sat(self, klass, made, right, ordinal=11, closed=START - timedelta(hours=1)):
        names = (ITEM, *OTHERS)
        answers = {
            name: {key: [one] if isinstance(one, str) else one for key, one in form.items()}
            for place, name in enumerate(names)
            for form in (RIGHT[name] if place < right else WRONG[name],)
        }
        items = [klass.course.items[one] for one in names]

        def work(connection):
            sitting_id, _ = factories.handed_in(
                connection, klass.ids["aliya"], made, answers, items, closed=closed
            )
            connection.execute(
                update(sittings).where(sittings.c.id == sitting_id).values(ordinal=ordinal)
            )
            return sitting_id

        return klass.database.write(work)

    def test_a_result_below_the_mark_is_told_for_two_weeks(self, klass, made):
        self.sat(klass, made, 1)
        found = self.failed(klass)
        assert (found.state, found.with_what) == ("yes", (f"assignment:{made}",))
        assert found.params == {"share": Fraction(1, 4), "passing": Fraction(1, 2), "days": 0}
        assert klass.standings()["aliya"].failed == (found,)
        assert self.failed(klass, START + timedelta(days=14)).state == "yes"
        assert self.failed(klass, START + timedelta(days=15)) is None
        set_rules(klass, failed=Fraction(1, 2))
        assert self.failed(klass).state == "no", "a quarter is half of the mark"
        set_rules(klass, failed_days=30)
        assert self.failed(klass, START + timedelta(days=30)).state == "yes"

    def test_what_counts_of_several_tries_is_what_the_gradebook_counts(self, klass, made):
        self.sat(klass, made, 1)
        self.sat(klass, made, 2, ordinal=12)
        assert self.failed(klass).state == "no"
        self.sat(klass, made, 1, ordinal=13)
        assert self.failed(klass).params["share"] == Fraction(1, 4)

    def test_while_another_try_runs_nobody_knows(self, klass, made):
        self.sat(klass, made, 1)
        self.sat(klass, made, 0, ordinal=12, closed=None)
        assert self.failed(klass).state == "unknown"

    def test_lateness_costs_what_it_costs_in_the_gradebook(self, klass, made):
        self.sat(klass, made, 2)
        assert self.failed(klass).state == "no"
        due = START - timedelta(hours=3)
        klass.database.write(
            lambda connection: connection.execute(
                update(assignments).where(assignments.c.id == made).values(due_at=due)
            )
        )
        assert self.failed(klass).params["share"] == Fraction(1, 4)

    def test_without_a_mark_to_pass_nothing_is_said(self, klass):
        self.sat(klass, klass.assign(), 0)
        assert self.failed(klass) is None


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
