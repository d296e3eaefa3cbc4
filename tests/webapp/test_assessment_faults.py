from dataclasses import replace

import pytest

from quizzes.assessment import (
    Assessment,
    AssessmentSection,
    CaseDraw,
    Draw,
    Filter,
    FixedItem,
)
from quizzes.drawing import Candidate, draw
from webapp.assessment_faults import faults_in

ONE = Candidate("1.1-a", "v", 1, "1.1", "deadlines", ("1.1.a",), "date", 1, ("ҚПК 192.2",), None)


def bank(count, start=0, **changed):
    return [
        replace(ONE, item_id=f"1.1-x{number}", **changed) for number in range(start, start + count)
    ]


def asked(*entries):
    return Assessment(sections=(AssessmentSection(entries=entries),))


def keys(assessment, items):
    return [(one.section, one.entry, one.key) for one in faults_in(assessment, items)]


def test_an_assessment_that_can_be_drawn_has_no_faults():
    assert keys(asked(Draw(count=3), FixedItem(item="1.1-x0")), bank(4)) == []


@pytest.mark.parametrize("empty", [Assessment(), asked()])
def test_one_that_asks_for_nothing_cannot_be_given(empty):
    assert keys(empty, bank(3)) == [(None, None, "builder.fault_nothing")]


def test_an_empty_part_is_a_fault():
    two = Assessment(sections=(AssessmentSection(entries=(Draw(count=1),)), AssessmentSection()))
    assert keys(two, bank(3)) == [(1, None, "builder.fault_section")]


def test_an_item_that_is_gone_or_stands_twice_is_a_fault():
    fixed = asked(FixedItem(item="1.1-joq"), FixedItem(item="1.1-x0"), FixedItem(item="1.1-x0"))
    assert keys(fixed, bank(2)) == [
        (0, 0, "builder.fault_gone"),
        (0, 2, "builder.fault_twice"),
    ]


def test_every_draw_that_asks_for_too_much_is_told_with_its_numbers():
    wants = asked(Draw(count=9), Draw(count=2, of=Filter(themes=("history",))))
    found = faults_in(wants, bank(5))
    assert [(one.entry, dict(one.params)) for one in found] == [
        (0, {"found": 5, "wanted": 9}),
        (1, {"found": 0, "wanted": 2}),
    ]


def test_fixed_items_are_not_counted_for_draws():
    assert keys(asked(FixedItem(item="1.1-x0"), Draw(count=3)), bank(3)) == [
        (0, 1, "builder.fault_few")
    ]


def test_a_wide_draw_gives_way_to_a_narrow_one_in_any_order():
    items = bank(6) + bank(3, start=6, theme="history")
    narrow = Draw(count=3, of=Filter(themes=("history",)))
    assert keys(asked(Draw(count=6), narrow), items) == []
    assert keys(asked(narrow, Draw(count=6)), items) == []
    assert keys(asked(narrow, Draw(count=7)), items) == [(0, 1, "builder.fault_few")]


def test_without_faults_every_seed_can_be_drawn():
    items = bank(4) + bank(3, start=4, theme="history") + bank(4, start=7, case="is")
    wanted = asked(CaseDraw(), Draw(count=3, of=Filter(themes=("history",))), Draw(count=2))
    assert keys(wanted, items) == []
    for seed in range(50):
        draw(wanted, items, (), str(seed))


def test_cases_too_few_or_broken_up_before_are_a_fault():
    case = bank(2, case="is")
    assert keys(asked(CaseDraw(count=2)), case) == [(0, 0, "builder.fault_few_cases")]
    assert keys(asked(Draw(count=1), CaseDraw()), case) == [(0, 1, "builder.fault_order")]
    assert keys(asked(CaseDraw()), case) == []


def test_more_items_than_one_can_sit_are_a_fault():
    assert keys(asked(Draw(count=150), Draw(count=100)), bank(300)) == [
        (None, None, "builder.fault_many")
    ]


def test_every_fault_is_a_sentence_in_every_language():
    items = bank(6) + bank(3, start=6, theme="history") + bank(2, start=9, case="is")
    many = asked(
        FixedItem(item="x"),
        FixedItem(item="x"),
        Draw(count=5),
        Draw(count=3, of=Filter(themes=("history",))),
        CaseDraw(count=9),
        Draw(count=200, of=Filter(types=("essay",))),
    )
    for one in (*faults_in(many, items), *faults_in(Assessment(), items)):
        for language in ("kk", "ru", "en"):
            assert "{" not in one.sentence(language)
