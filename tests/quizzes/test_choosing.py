from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.choosing import FACETS, Wish, choose, count, passes


@dataclass(frozen=True)
class Thing:
    key: str
    kind: str = "item"
    section: str = "2.1"
    theme: str = "deadlines"
    objectives: tuple[str, ...] = ("2.1.a", "2.1.b")
    type: str = "single-choice"
    difficulty: int = 1
    case: str | None = None


NEW = frozenset({"new"})
MET = frozenset({"missed", "due"})


def things(count: int, **changed):
    return [Thing(f"{changed.get('section', '2.1')}-{n:03}", **changed) for n in range(count)]


def all_new(pool):
    return {one.key: NEW for one in pool}


@pytest.mark.parametrize(
    ("wish", "takes"),
    [
        (Wish(), True),
        (Wish(sections=frozenset({"2.1", "3.1"})), True),
        (Wish(sections=frozenset({"3.1"})), False),
        (Wish(themes=frozenset({"deadlines"}), difficulties=frozenset({2})), False),
        (Wish(types=frozenset({"matching"})), False),
        (Wish(objectives=frozenset({"2.1.b", "2.1.c"})), True),
        (Wish(objectives=frozenset({"2.1.c"})), False),
        (Wish(statuses=frozenset({"missed", "flagged"})), True),
        (Wish(statuses=frozenset({"new"})), False),
    ],
)
def test_something_passes_when_it_has_a_value_of_each_facet_wished(wish, takes):
    assert passes(Thing("a"), MET, wish) is takes


def test_generated_tasks_and_cards_hang_on_their_switches_not_on_types():
    variant = Thing("g", kind="generator", type="generator")
    card = Thing("c", kind="card", type="recall")
    plain = Wish(types=frozenset({"matching"}))
    assert passes(variant, NEW, plain)
    assert not passes(variant, NEW, replace(plain, variants=False))
    assert not passes(card, NEW, plain)
    assert passes(card, NEW, replace(plain, cards=True))


POOL = [
    Thing(f"{section}-{number}-{kind}", kind, section, theme, (theme,), kind, difficulty)
    for number, (section, theme, difficulty) in enumerate(
        (s, t, d) for s in ("1.1", "2.1") for t in ("powers", "history") for d in (1, 2, 3)
    )
    for kind in ("item", "card", "generator")
]
STATUSES = {
    one.key: (NEW, MET, frozenset({"mastered", "flagged"}))[n % 3] for n, one in enumerate(POOL)
}
WISHES = st.builds(
    Wish,
    sections=st.frozensets(st.sampled_from(["1.1", "2.1", "9.9"])),
    themes=st.frozensets(st.sampled_from(["powers", "history"])),
    objectives=st.frozensets(st.sampled_from(["powers", "history"])),
    types=st.frozensets(st.sampled_from(["item"])),
    difficulties=st.frozensets(st.sampled_from([1, 2, 3])),
    statuses=st.frozensets(st.sampled_from(["new", "missed", "due", "mastered"])),
    variants=st.booleans(),
    cards=st.booleans(),
)


@given(WISHES)
def test_counts_are_what_would_pass_with_that_value_alone(wish):
    counts = count(POOL, STATUSES, wish)

    def passing(changed: Wish) -> int:
        return sum(passes(one, STATUSES[one.key], changed) for one in POOL)

    assert counts.total == passing(wish)
    for facet in FACETS:
        for value in ("1.1", "2.1", "9.9", "powers", "history", 1, 2, "new", "missed", "flagged"):
            if facet == "types":
                continue
            alone = replace(wish, **{facet: frozenset({value})})
            assert counts.of[facet].get(value, 0) == passing(alone)
    for kind, switch in (("generator", "variants"), ("card", "cards")):
        with_kind, without = replace(wish, **{switch: True}), replace(wish, **{switch: False})
        assert counts.kinds.get(kind, 0) == passing(with_kind) - passing(without)


@given(WISHES, st.integers(0, 40), st.text(max_size=5))
def test_a_set_asks_only_what_passes_each_once_and_as_many_as_there_are(wish, most, seed):
    chosen = choose(POOL, STATUSES, wish, most, seed)
    passing = {one.key for one in POOL if passes(one, STATUSES[one.key], wish)}
    assert len(chosen) == len(set(chosen)) == min(most, len(passing))
    assert set(chosen) <= passing
    assert chosen == choose(POOL, STATUSES, wish, most, seed)


def test_what_was_never_met_comes_first():
    pool = things(20)
    statuses = {one.key: MET if n % 2 else NEW for n, one in enumerate(pool)}
    chosen = choose(pool, statuses, Wish(), 14, "s")
    assert {key for key in chosen if statuses[key] == NEW} == {
        one.key for one in pool if statuses[one.key] == NEW
    }


def test_the_sections_take_turns_however_unlike_they_are():
    pool = [*things(80, section="2.1"), *things(3, section="1.1"), *things(30, section="3.1")]
    chosen = choose(pool, all_new(pool), Wish(), 15, "s")
    assert Counter(key.partition("-")[0] for key in chosen) == {"2.1": 6, "3.1": 6, "1.1": 3}


def test_another_seed_chooses_otherwise():
    pool = things(50)
    assert choose(pool, all_new(pool), Wish(), 10, "a") != choose(
        pool, all_new(pool), Wish(), 10, "b"
    )


def test_items_of_a_case_stand_together_in_their_order():
    pool = [replace(one, case="is" if n % 7 == 0 else None) for n, one in enumerate(things(28))]
    chosen = choose(pool, all_new(pool), Wish(), 28, "s")
    at = [chosen.index(one.key) for one in pool if one.case]
    assert at == list(range(at[0], at[0] + 4))
