"""The table of powers against lists taken from the law by hand."""

import re
from itertools import chain

import pytest

from quizzes.powers.acts import CASES, FORMS
from quizzes.powers.appointments import APPOINTMENTS, WAYS
from quizzes.powers.bodies import BODIES
from quizzes.powers.decisions import DECISIONS
from quizzes.powers.execution import EXECUTION
from quizzes.powers.minors import MINORS
from quizzes.powers.permissions import GATES, PERMISSIONS
from quizzes.powers.prosecutors import (
    INQUIRY_POWERS,
    POSTS,
    RANK_POWERS,
    SYSTEM_POWERS,
    WITH_STAFF,
)

ROWS = (*DECISIONS, *EXECUTION, *MINORS)

# Points of ҚПК 193, part 2, by who has them: its last paragraph gives 2), 3), 6)–10) with 9-1) to
# heads of units too.
UNIT = {"2.2", "2.3", "2.6", "2.7", "2.8", "2.9", "2.9-1", "2.10"}
HEAD = {"2.1", "2.4", "2.5", "2.11"}

# What the investigating judge sanctions (ҚПК 55.1, 234.1, 254.1) among the acts of the table.
COURT = {
    *("custody", "house-arrest", "suspension", "approach", "bail", "property"),
    *("search", "secret-seizure", "forced-exam", "samples", "covert-calls", "covert-entry"),
}


@pytest.mark.parametrize("row", RANK_POWERS, ids=lambda row: row.id)
def test_the_rank_of_a_power_follows_from_its_point(row):
    point = row.norm.removeprefix("ҚПК 193.")
    assert row.rank == ("unit" if point in UNIT else "head" if point in HEAD else "process")


def test_the_court_sanctions_what_the_code_says_and_nothing_else():
    assert {row.id for row in PERMISSIONS if row.gate == "court"} == COURT


def test_what_prosecutors_sanction_is_what_the_code_still_calls_so():
    assert {row.norms[0] for row in PERMISSIONS if row.gate == "sanction"} == {"ҚПК 122.2"}


def test_a_permission_has_a_reason_for_every_other_and_lifting_needs_consent():
    for row in PERMISSIONS:
        for gate in GATES:
            if gate != row.gate:
                assert row.why_not(gate).why.startswith("Жоқ. ")
                assert "[[" in row.why_not(gate).why
        if row.id.startswith("lift"):
            assert row.gate == "consent"


def test_a_question_is_told_in_more_than_one_story_with_people_or_places_drawn():
    for row in (*ROWS, *CASES):
        assert len(set(row.stories)) >= 2, row.id
        assert all("{" in story for story in row.stories), row.id


def test_a_row_denies_three_others_each_with_its_norm():
    for row in ROWS:
        assert len(row.may) == 1
        assert len(row.denied) == 3, row.id
        assert not set(row.may) & set(row.denied), row.id
        assert set(row.may) | set(row.denied) <= set(BODIES), row.id
        assert all(one.why.startswith("Жоқ. ") for one in row.denied.values()), row.id
        bare = [one.why for one in row.denied.values() if "[[" not in one.why]
        assert bare == [], row.id
        assert all(f"[[{norm}]]" in row.why for norm in row.norms[:1]), row.id


def test_ids_are_used_once_in_a_table():
    for table in (
        DECISIONS,
        EXECUTION,
        MINORS,
        PERMISSIONS,
        RANK_POWERS,
        SYSTEM_POWERS,
        INQUIRY_POWERS,
        CASES,
    ):
        ids = [row.id for row in table]
        assert len(ids) == len(set(ids))


def test_who_protests_in_cassation_and_who_appeals():
    by_id = {one.id: one.may for one in (*SYSTEM_POWERS, *INQUIRY_POWERS)}
    assert by_id["cassation"] == {"general", "general-deputy", "chief-military", "chief-transport"}
    assert by_id["protest"] == set(WITH_STAFF)
    assert by_id["suspend"] == by_id["address"] == set(WITH_STAFF) - {"unit-chief", "senior"}
    assert by_id["annul"] == set(POSTS)
    assert by_id["constitutional"] == {"general"}
    assert "district" not in by_id["group"]
    assert by_id["three-months"].isdisjoint(by_id["twelve-months"])
    assert by_id["twelve-months"].isdisjoint(by_id["beyond"])


def test_a_case_never_offers_what_could_be_argued_for():
    for case in CASES:
        assert case.form in FORMS
        assert case.form not in case.never
        assert case.never <= set(FORMS)
        assert len(set(FORMS) - case.never) >= 4


def test_appointments_use_the_known_ways():
    assert {one.way for one in APPOINTMENTS} < set(WAYS)


def test_no_text_holds_an_unfilled_or_unknown_placeholder():
    for text in chain.from_iterable(row.stories for row in (*ROWS, *CASES)):
        assert set(re.findall(r"{(\w*)}", text)) <= {"t", "p", "k", "a"}
