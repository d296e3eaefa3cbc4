from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.assessment import (
    Assessment,
    AssessmentSection,
    CaseDraw,
    Draw,
    Entry,
    Filter,
    FixedItem,
)
from quizzes.drawing import Candidate, CannotDraw, Drawn, counts, draw, passes

SEEDS = [f"seed-{number}" for number in range(40)]


def one(name: str, **changed: Any) -> Candidate:
    plain = Candidate(
        item_id=name,
        version="v1",
        points=2,
        section="2.1",
        theme="deadlines",
        objectives=("2.1.a",),
        type="single-choice",
        difficulty=1,
        norms=("ҚПК 192.4",),
        case=None,
    )
    return replace(plain, **changed)


def asked(*entries: Entry, shuffle: bool = True) -> Assessment:
    return Assessment(sections=(AssessmentSection(entries=entries, shuffle=shuffle),))


def ids(drawn: tuple[Drawn, ...]) -> list[str]:
    return [each.item_id for each in drawn]


BANK = [one(f"item-{number}") for number in range(12)]
CASES = [
    *(one(f"alpha-{n}", case="alpha") for n in range(3)),
    *(one(f"beta-{n}", case="beta") for n in range(2)),
    one("lonely", case="lonely"),
]


# --- what passes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "passing"),
    [
        (Filter(), True),
        (Filter(sections=("2.1",)), True),
        (Filter(sections=("2.2",)), False),
        (Filter(sections=("2.2", "2.1")), True),
        (Filter(themes=("deadlines",)), True),
        (Filter(themes=("history",)), False),
        (Filter(objectives=("2.1.b", "2.1.a")), True),
        (Filter(objectives=("2.1.b",)), False),
        (Filter(types=("single-choice",)), True),
        (Filter(types=("essay",)), False),
        (Filter(difficulties=(1, 2)), True),
        (Filter(difficulties=(3,)), False),
        (Filter(themes=("deadlines",), difficulties=(3,)), False),  # all of them at once
        (Filter(norms=("ҚПК 192.4",)), True),
        (Filter(norms=("ҚПК 192",)), True),
        (Filter(norms=("ҚПК",)), True),
        (Filter(norms=("ҚПК 19",)), False),
        (Filter(norms=("ҚПК 192.4.1",)), False),
        (Filter(norms=("ҚК", "ҚПК 192")), True),
    ],
)
def test_which_items_are_of_the_kind_wanted(wanted: Filter, passing: bool) -> None:
    assert passes(one("x"), wanted) is passing


def test_an_article_with_a_number_of_its_own_is_not_a_part_of_another() -> None:
    assert not passes(one("x", norms=("ҚПК 192-1.4",)), Filter(norms=("ҚПК 192",)))


# --- single entries -----------------------------------------------------------------------------


def test_fixed_items_come_in_their_order_when_nothing_is_shuffled() -> None:
    drawn = draw(
        asked(FixedItem(item="item-5"), FixedItem(item="item-1", points=7), shuffle=False),
        BANK,
        (),
        "s",
    )
    assert drawn == (Drawn(0, "item-5", "v1", 2), Drawn(0, "item-1", "v1", 7))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_fixed_item_is_never_drawn_besides_also_not_in_an_earlier_section(seed: str) -> None:
    whole = Assessment(
        sections=(
            AssessmentSection(entries=(Draw(count=11),)),
            AssessmentSection(entries=(FixedItem(item="item-3"),)),
        )
    )
    drawn = draw(whole, BANK, (), seed)
    assert sorted(ids(drawn)) == sorted(each.item_id for each in BANK)
    assert drawn[-1] == Drawn(1, "item-3", "v1", 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_items_not_met_before_come_first(seed: str) -> None:
    seen = {f"item-{number}" for number in range(9)}
    drawn = ids(draw(asked(Draw(count=5)), BANK, seen, seed))
    assert {"item-9", "item-10", "item-11"} <= set(drawn)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_comes_whole_in_the_banks_order_and_together(seed: str) -> None:
    fixed = [FixedItem(item=f"item-{number}") for number in range(4)]
    drawn = ids(draw(asked(CaseDraw(), *fixed), [*BANK, *CASES], (), seed))
    found = [name for name in drawn if not name.startswith("item")]
    assert found in (["alpha-0", "alpha-1", "alpha-2"], ["beta-0", "beta-1"])
    at = drawn.index(found[0])
    assert drawn[at : at + len(found)] == found


@pytest.mark.parametrize("seed", SEEDS)
def test_two_cases_are_each_kept_together(seed: str) -> None:
    drawn = draw(asked(CaseDraw(count=2), FixedItem(item="item-0")), [*BANK, *CASES], (), seed)
    runs = [list(run) for _, run in groupby(ids(drawn), key=lambda name: name.partition("-")[0])]
    assert sorted(runs) == [["alpha-0", "alpha-1", "alpha-2"], ["beta-0", "beta-1"], ["item-0"]]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_case_not_met_before_comes_first(seed: str) -> None:
    assert ids(draw(asked(CaseDraw()), CASES, {"alpha-1"}, seed)) == ["beta-0", "beta-1"]
    assert len(draw(asked(CaseDraw()), CASES, {"beta-1"}, seed)) == 3


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_is_not_broken_by_a_draw_that_stands_before_it(seed: str) -> None:
    drawn = ids(draw(asked(Draw(count=3), CaseDraw(count=2)), CASES + BANK[:2], (), seed))
    assert {each.item_id for each in CASES if each.case != "lonely"} <= set(drawn)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_of_which_an_item_is_asked_by_name_is_not_drawn(seed: str) -> None:
    whole = asked(FixedItem(item="alpha-1"), CaseDraw())
    assert sorted(ids(draw(whole, CASES, (), seed))) == ["alpha-1", "beta-0", "beta-1"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wide_draw_leaves_what_a_narrow_one_needs(seed: str) -> None:
    hard = [one(f"hard-{number}", difficulty=3) for number in range(4)]
    whole = asked(Draw(count=4), Draw(count=4, of=Filter(difficulties=(3,))))
    drawn = ids(draw(whole, [*BANK[:4], *hard], (), seed))
    assert len(set(drawn)) == 8


@pytest.mark.parametrize("seed", SEEDS)
def test_draws_that_overlap_are_all_filled_if_it_can_be_done(seed: str) -> None:
    bank = [
        one("a", theme="history"),
        one("b", theme="history", difficulty=2),
        one("c", difficulty=2),
    ]
    whole = asked(
        Draw(count=1, of=Filter(difficulties=(2,))),
        Draw(count=2, of=Filter(themes=("history",))),
    )
    assert sorted(ids(draw(whole, bank, {"c"}, seed))) == ["a", "b", "c"]


@pytest.mark.parametrize("seed", SEEDS)
def test_points_of_the_entry_go_before_those_of_the_item(seed: str) -> None:
    whole = asked(Draw(count=1, points=5), shuffle=False)
    assert [each.points for each in draw(whole, BANK, (), seed)] == [5]


# --- what cannot be drawn -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "entry", "wanted", "found"),
    [
        ((FixedItem(item="item-0"), FixedItem(item="gone")), 1, 1, 0),
        ((Draw(count=19),), 0, 19, 18),
        ((Draw(count=2, of=Filter(themes=("history",))),), 0, 2, 0),
        ((FixedItem(item="item-0"), Draw(count=18)), 1, 18, 17),
        ((Draw(count=10), Draw(count=9)), 1, 9, 8),
        ((CaseDraw(count=3),), 0, 3, 2),  # a case of one item is none
        ((CaseDraw(count=1), CaseDraw(count=2)), 1, 2, 1),
    ],
)
def test_what_the_bank_lacks_is_named(
    entries: tuple[Entry, ...], entry: int, wanted: int, found: int
) -> None:
    whole = Assessment(
        sections=(
            AssessmentSection(entries=(FixedItem(item="first"),)),
            AssessmentSection(entries=entries),
        )
    )
    with pytest.raises(CannotDraw) as fault:
        draw(whole, [one("first"), *BANK, *CASES], (), "s")
    told = fault.value
    assert (told.section, told.entry, told.wanted, told.found) == (1, entry, wanted, found)


# --- over all assessments -----------------------------------------------------------------------

themes = st.sampled_from(["deadlines", "history", "powers"])
filters = st.builds(
    Filter,
    themes=st.lists(themes, max_size=2).map(tuple),
    difficulties=st.lists(st.integers(1, 3), max_size=2).map(tuple),
)


@st.composite
def banks(draw_: st.DrawFn) -> list[Candidate]:
    return [
        one(
            f"i{number}",
            theme=draw_(themes),
            difficulty=draw_(st.integers(1, 3)),
            case=draw_(st.sampled_from([None, None, "alpha", "beta", "gamma"])),
        )
        for number in range(draw_(st.integers(1, 14)))
    ]


@st.composite
def problems(draw_: st.DrawFn) -> tuple[Assessment, list[Candidate], frozenset[str]]:
    bank = draw_(banks())
    names = [each.item_id for each in bank]
    fixed = draw_(st.lists(st.sampled_from(names), unique=True, max_size=2))
    entries: list[Entry] = [FixedItem(item=name) for name in fixed]
    entries += draw_(
        st.lists(
            st.builds(Draw, count=st.integers(1, 3), of=filters)
            | st.builds(CaseDraw, count=st.integers(1, 2), of=filters),
            min_size=1,
            max_size=4,
        )
    )
    entries = draw_(st.permutations(entries))
    cut = draw_(st.integers(0, len(entries) - 1))
    parts = [part for part in (entries[:cut], entries[cut:]) if part]
    whole = Assessment(
        sections=tuple(
            AssessmentSection(entries=tuple(part), shuffle=draw_(st.booleans())) for part in parts
        )
    )
    return whole, bank, draw_(st.frozensets(st.sampled_from(names)))


def tried(
    whole: Assessment, bank: list[Candidate], seen: frozenset[str], seed: str
) -> tuple[tuple[Drawn, ...], CannotDraw | None]:
    try:
        return draw(whole, bank, seen, seed), None
    except CannotDraw as refusal:
        return (), refusal


@given(problem=problems(), seed=st.text(max_size=5))
def test_what_is_drawn_is_what_was_asked(
    problem: tuple[Assessment, list[Candidate], frozenset[str]], seed: str
) -> None:
    whole, bank, seen = problem
    by_id = {each.item_id: each for each in bank}
    drawn, refusal = tried(whole, bank, seen, seed)
    if refusal is not None:
        entry = whole.sections[refusal.section].entries[refusal.entry]
        assert not isinstance(entry, FixedItem)  # those are all in the bank
        assert refusal.wanted == entry.count
        assert 0 <= refusal.found < refusal.wanted
        return
    assert draw(whole, bank, set(seen), seed) == drawn  # the same seed, the same sitting
    names = ids(drawn)
    assert len(names) == len(set(names))
    assert set(whole.fixed()) <= set(names)
    assert [each.section for each in drawn] == sorted(each.section for each in drawn)
    for number, section in enumerate(whole.sections):
        here = [each for each in drawn if each.section == number]
        singles = sum(
            1 if isinstance(entry, FixedItem) else entry.count
            for entry in section.entries
            if not isinstance(entry, CaseDraw)
        )
        cases = sum(entry.count for entry in section.entries if isinstance(entry, CaseDraw))
        assert len(here) >= singles + 2 * cases
        if not cases:
            assert len(here) == singles
        kinds = [entry.of for entry in section.entries if not isinstance(entry, FixedItem)]
        for each in here:
            assert each.item_id in whole.fixed() or any(
                passes(by_id[each.item_id], kind) for kind in kinds
            )


@given(problem=problems(), seeds=st.lists(st.text(max_size=5), min_size=2, max_size=4))
def test_without_cases_it_depends_on_no_seed_whether_it_can_be_drawn(
    problem: tuple[Assessment, list[Candidate], frozenset[str]], seeds: list[str]
) -> None:
    whole, bank, seen = problem
    bank = [replace(each, case=None) for each in bank]
    refused = {
        tried(whole, bank, met, seed)[1] is not None
        for seed in seeds
        for met in (seen, frozenset[str]())
    }
    assert len(refused) == 1


@given(bank=banks(), count=st.integers(1, 5), seed=st.text(max_size=5), data=st.data())
def test_nothing_met_before_is_drawn_while_something_new_is_left(
    bank: list[Candidate], count: int, seed: str, data: st.DataObject
) -> None:
    names = [each.item_id for each in bank]
    seen = data.draw(st.frozensets(st.sampled_from(names)))
    if count > len(bank):
        return
    drawn = ids(draw(asked(Draw(count=count)), bank, seen, seed))
    new = len(set(names) - seen)
    assert sum(name not in seen for name in drawn) == min(count, new)


def test_students_differ_and_every_item_has_its_turn() -> None:
    chosen = [tuple(ids(draw(asked(Draw(count=3)), BANK, (), seed))) for seed in SEEDS]
    assert len(set(chosen)) > len(SEEDS) // 2
    assert {name for names in chosen for name in names} == {each.item_id for each in BANK}


def test_the_order_in_the_bank_does_not_matter_to_what_is_drawn() -> None:
    whole = asked(Draw(count=5))
    assert draw(whole, BANK, (), "s") == draw(whole, BANK[::-1], (), "s")


def test_a_new_version_of_an_item_changes_no_choice() -> None:
    newer = [replace(each, version="v2") for each in BANK]
    whole = asked(Draw(count=5))
    assert ids(draw(whole, newer, (), "s")) == ids(draw(whole, BANK, (), "s"))


def test_only_a_section_that_may_be_shuffled_is() -> None:
    entries = tuple(FixedItem(item=f"item-{number}") for number in range(6))
    written = [entry.item for entry in entries]
    orders = {tuple(ids(draw(asked(*entries), BANK, (), seed))) for seed in SEEDS}
    assert len(orders) > 1
    assert all(sorted(order) == written for order in orders)
    for seed in SEEDS:
        assert ids(draw(asked(*entries, shuffle=False), BANK, (), seed)) == written


def test_the_builder_sees_how_many_pass() -> None:
    whole = Assessment(
        sections=(
            AssessmentSection(entries=(FixedItem(item="item-0"), Draw(count=1))),
            AssessmentSection(entries=(CaseDraw(), Draw(count=1, of=Filter(themes=("history",))))),
        )
    )
    assert list(counts(whole, [*BANK, *CASES])) == [(0, 1, 17), (1, 0, 2), (1, 1, 0)]


def test_the_builder_sees_all_cases_also_beyond_what_one_entry_may_draw() -> None:
    bank = [one(f"c{number}-{n}", case=f"c{number}") for number in range(25) for n in range(2)]
    assert list(counts(asked(CaseDraw()), bank)) == [(0, 0, 25)]
