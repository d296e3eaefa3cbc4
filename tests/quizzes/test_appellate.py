"""The table of appellate outcomes: whole, consistent, and as the Code says where it matters."""

from itertools import product
from typing import get_args

import pytest

from quizzes.appellate import (
    DECISIONS,
    FILERS,
    ROWS,
    Decision,
    Facts,
    Filer,
    Form,
    Paper,
    Taken,
    Time,
    decide,
    every_facts,
    follow,
    may_withdraw,
    why_not,
)

CONVICTIONS = {"conviction", "jury-conviction"}
ACQUITTALS = {"acquittal", "jury-acquittal"}


def test_every_combination_of_facts_has_a_decision_or_does_not_occur():
    for facts in every_facts():
        row = decide(facts)
        assert bool(row.lawful) == row.possible, facts
        assert set(row.lawful) <= set(get_args(Decision))
        assert not row.open_too & set(row.lawful)
        assert row.says.endswith(".")
        assert bool(row.norms) == row.possible


def test_every_row_decides_something():
    used = {decide(facts).id for facts in every_facts()}
    assert {row.id for row in ROWS} == used
    assert len({row.id for row in ROWS}) == len(ROWS)


def test_nobody_is_made_worse_off_unless_the_accusers_asked_for_it_in_time():
    for facts in every_facts():
        row = decide(facts)
        if facts.sought != "worse" and facts.found != "violation":
            assert "convicted" not in row.lawful
        if facts.found in ("too-lenient", "heavier-law") and row.possible:
            asked = facts.sought == "worse" and facts.act == "conviction"
            assert ("changed" in row.lawful) == asked


def test_only_a_jurys_judgment_is_sent_back_and_only_a_ruling_unheard():
    for facts in every_facts():
        lawful = decide(facts).lawful
        assert "retrial" not in lawful or facts.act.startswith("jury-")
        assert "ruling-returned" not in lawful or facts.act == "unheard"
        assert not {"ruling-changed", "ruling-returned"} & set(lawful) or facts.act in (
            "ruling",
            "unheard",
        )


def test_a_jurys_punishment_is_never_made_harsher():
    for facts in every_facts():
        if facts.act == "jury-conviction" and facts.found in (
            "too-lenient",
            "heavier-law",
            "heavier-dropped",
        ):
            assert decide(facts).lawful in ((), ("unchanged",))


def test_an_acquittal_nobody_disputes_stands_whatever_the_violation():
    assert decide(Facts("acquittal", "mild", "violation")).lawful == ("unchanged",)
    assert decide(Facts("dropped", "worse", "violation")).lawful == ("unchanged",)


def test_a_case_is_acquitted_only_of_a_conviction_and_convicted_only_of_an_acquittal():
    for facts in every_facts():
        lawful = decide(facts).lawful
        assert not {"acquitted", "new-conviction"} & set(lawful) or facts.act in CONVICTIONS
        assert not {"convicted", "new-acquittal"} & set(lawful) or facts.act in ACQUITTALS


def test_a_missing_record_quashes_nothing():
    for facts in every_facts():
        row = decide(facts)
        if facts.found == "no-record" and row.possible:
            assert row.lawful == ("completed",)


def test_why_not_is_refused_for_what_the_law_allows_or_leaves_open():
    for facts in every_facts():
        row = decide(facts)
        if not row.single:
            continue
        for decision in DECISIONS:
            if decision in row.lawful or decision in row.open_too:
                with pytest.raises(ValueError, match=row.id):
                    why_not(decision, facts)
            else:
                assert why_not(decision, facts).count(".") >= 2


def expected_fate(paper: Paper) -> str:
    """The fate of a paper, told again from the articles."""
    if FILERS[paper.filer].document is None:  # 414
        return "no-right"
    late = {  # 418.3, 419
        "late": "returned-late",
        "late-found": "left-late",
        "late-no-reason": "not-restored",
        "late-obstacle": "restored",
    }
    if paper.time in late:
        return late[paper.time]
    if paper.form != "complete":  # 423.2
        return "to-mend" if paper.form == "faulty" else "not-filed"
    return "closed" if paper.taken == "withdrawn" else "heard"  # 423.5, 470.2


def test_what_becomes_of_a_paper():
    for one in product(get_args(Filer), get_args(Time), get_args(Form), get_args(Taken)):
        paper = Paper(*one)
        rule = follow(paper)
        assert rule.fate == expected_fate(paper)
        assert rule.norms


@pytest.mark.parametrize(
    ("author", "by", "consent", "allowed"),
    [
        ("convict", "author", False, True),
        ("defender", "author", True, True),
        ("defender", "author", False, False),
        ("guardian", "author", False, False),
        ("defender", "convict", False, True),
        ("victim", "author", False, True),
        ("victim", "convict", True, False),
        ("victim", "superior", True, False),
        ("prosecutor", "author", False, True),
        ("prosecutor", "superior", False, True),
        ("prosecutor", "convict", True, False),
        ("convict", "superior", True, False),
    ],
)
def test_who_may_take_a_paper_back(author, by, consent, allowed):
    assert may_withdraw(author, by, consent=consent, sitting_begun=False) == allowed
    assert not may_withdraw(author, by, consent=consent, sitting_begun=True)
