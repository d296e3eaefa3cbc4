"""The map of an appeal: every way leads somewhere, and the way of a case is the table's."""

from dataclasses import replace
from itertools import pairwise

import pytest

from quizzes.appellate import decide, every_facts
from quizzes.appellate_map import CHOICES, BadChoice, Choice, choice_from, clashes, trace
from quizzes.appellate_places import PLACES, WAYS
from quizzes.generators import GENERATORS

FILED = {"filer": "victim", "time": "on-time", "form": "complete", "taken": "kept"}


def test_every_place_is_practised_by_a_generator_there_is():
    assert {place.generator for place in PLACES.values()} <= set(GENERATORS)


def test_every_place_is_reached_and_every_question_has_its_answers():
    reached = {"act"}
    for source, target, _ in WAYS:
        assert source in PLACES
        reached.add(target)
    assert reached == set(PLACES)
    for place in PLACES.values():
        answers = [label for source, _, label in WAYS if source == place.id]
        if place.kind == "question":
            assert len(answers) == len(set(answers)) > 1
        elif place.kind == "end":
            assert answers == []


def test_nothing_chosen_marks_nothing():
    traced = trace(Choice())
    assert traced.places == ()
    assert traced.missing == ("filer", "act", "sought", "found")


@pytest.mark.parametrize(
    ("chosen", "end"),
    [
        ({"filer": "nobody"}, "in-force"),
        ({"filer": "witness"}, "no-right"),
        ({"filer": "victim", "time": "late"}, "returned"),
        ({"filer": "victim", "time": "late-found"}, "returned"),
        ({"filer": "victim", "time": "late-no-reason"}, "not-restored"),
        ({**FILED, "form": "faulty"}, "to-mend"),
        ({**FILED, "taken": "withdrawn"}, "closed"),
        (FILED, "hearing"),
        ({**FILED, "time": "late-obstacle"}, "hearing"),
        ({"filer": "victim"}, "timely"),
    ],
)
def test_the_way_of_a_paper_ends_where_the_rule_says(chosen, end):
    traced = trace(Choice(**chosen))
    assert traced.places[-1] == end
    assert set(pairwise(traced.places)) == traced.ways  # no step is left out


def test_the_way_of_every_case_ends_at_its_decisions():
    at = {
        "acquitted": "new-verdict",
        "new-conviction": "new-verdict",
        "convicted": "new-after-acquittal",
        "new-acquittal": "new-after-acquittal",
    }
    for facts in every_facts():
        traced = trace(Choice(act=facts.act, sought=facts.sought, found=facts.found))
        row = decide(facts)
        assert traced.row == row
        ends = {place for place in traced.places if PLACES[place].kind == "end"}
        assert ends == {at.get(decision, decision) for decision in row.lawful}
        if row.single:
            assert set(pairwise(traced.places)) == traced.ways


def test_a_paper_that_never_comes_to_the_sitting_decides_nothing():
    deciding = {"act": "conviction", "sought": "worse", "found": "too-lenient"}
    assert trace(Choice(filer="victim", time="late", **deciding)).row is None
    assert trace(Choice(**FILED, **deciding)).row is not None


def test_who_filed_and_what_was_asked_must_agree():
    case = Choice(**{**FILED, "act": "conviction", "sought": "worse", "found": "too-lenient"})
    assert not clashes(case)
    traced = trace(replace(case, filer="convict"))
    assert traced.clash
    assert traced.row is None


@pytest.mark.parametrize(
    "pairs",
    [
        [("filer", "nobody-at-all")],
        [("colour", "red")],
        [("filer", "victim"), ("filer", "victim")],
        [("act", "Conviction")],
    ],
)
def test_a_fact_the_map_does_not_have_is_refused(pairs):
    with pytest.raises(BadChoice):
        choice_from(pairs)


def test_every_fact_that_is_offered_is_read():
    for name, values in CHOICES.items():
        for value in values:
            assert getattr(choice_from([(name, value)]), name) == value
    assert choice_from([("filer", ""), ("act", "")]) == Choice()
