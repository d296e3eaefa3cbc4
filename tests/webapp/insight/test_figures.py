from __future__ import annotations

import json
from fractions import Fraction

from quizzes.choices import offered
from quizzes.item_figures import FEWEST
from quizzes.item_flags import CODES, Flag, item_flags
from quizzes.item_summary import ItemSummary, Observation, summary
from tests.quizzes.factories import item
from webapp.insight.figures import KEPT, NO_FLAG, all_figures, figures_of, over_few, place, read

ITEM = item("single-choice")
WRONG, KEY, OTHER = offered(ITEM)


MANY = "kokkkokkkowkwwwwkw-wwwwkwwwwww"


def answered(choices: str) -> ItemSummary:
    """By people from the weakest to the strongest; «k» the key, «w» and «o» wrong, «-» none."""
    ids = {"k": KEY, "w": WRONG, "o": OTHER}
    return summary(
        Observation(
            Fraction(choice == "k"),
            Fraction(place, len(choices)),
            (ids[choice],) if choice in ids else (),
            answered=choice in ids,
            seconds=20 + place,
        )
        for place, choice in enumerate(choices)
    )


def stored(seen: ItemSummary) -> str:
    return json.dumps(figures_of(ITEM, seen))


def test_what_is_stored_is_what_the_page_of_the_item_works_out() -> None:
    seen = answered(MANY)
    kept, whole = read(stored(seen)), all_figures(ITEM, seen)
    assert (kept.n, kept.blank) == (30, 1)
    for name in KEPT:
        assert getattr(kept, name) == getattr(whole, name)
        assert getattr(kept, name).n == 30
    assert kept.flags == item_flags(whole)
    assert kept.flags[0].code == "key-doubtful"
    assert kept.flags[0].choice == WRONG
    assert kept.worst == place(kept.flags[0]) == 0


def test_fewer_than_ten_answers_leave_reasons_and_no_flag() -> None:
    kept = read(stored(answered("w" * (FEWEST - 1))))
    assert (kept.facility.value, kept.facility.missing, kept.worst) == (None, "too-few", NO_FLAG)
    assert read(stored(answered("w" * FEWEST))).facility.value == 0


def test_a_flag_over_a_third_of_fewer_than_five_tells_no_numbers_over_cohorts() -> None:
    few, many = (item_flags(all_figures(ITEM, answered(one))) for one in ("kkkkkwwkwwww", MANY))
    assert [one.code for one in few if over_few(one)] == ["key-doubtful"]
    assert [one.code for one in many if over_few(one)] == []
    assert many[0].code == "key-doubtful"


def test_without_the_item_nothing_is_said_of_its_key() -> None:
    kept = read(json.dumps(figures_of(None, answered("kokkkokkkowkwwwwkw"))))
    assert kept.guess.missing == "unknown"
    assert all(flag.choice is None for flag in kept.flags)
    assert kept.facility.value == 0.5


def test_each_kind_of_flag_has_a_place_of_its_own_and_likely_comes_first() -> None:
    places = [place(Flag(code, likely)) for code in CODES for likely in (True, False)]
    assert places == list(range(2 * len(CODES)))
    assert places[-1] < NO_FLAG
