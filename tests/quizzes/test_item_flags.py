from __future__ import annotations

from fractions import Fraction
from math import comb, exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.item_figures import item_figures
from quizzes.item_flags import (
    CODES,
    ENOUGH_FOR_IDLE,
    LIKELY,
    Flag,
    by_chance,
    item_flags,
    negative_by_chance,
)
from quizzes.item_summary import Observation, summary

OFFERED = {"a": True, "b": False, "c": False, "d": False}
QUARTER = Fraction(1, 4)


def flags(answers: str, *, offered: dict[str, bool] = OFFERED) -> dict[str, Flag]:
    """Of people from the weakest to the strongest; «-»: no answer."""
    people = len(answers)
    seen = summary(
        Observation(
            Fraction(offered.get(choice, False)),
            Fraction(place, people),
            (choice,),
            answered=choice != "-",
        )
        for place, choice in enumerate(answers)
    )
    return {
        flag.code: flag for flag in item_flags(item_figures(seen, offered=offered, guess=QUARTER))
    }


def test_a_sound_item_has_no_flag() -> None:
    assert flags("bcdbcabdacabacaaabaaaaaacaaaaa") == {}


def test_too_few_answers_raise_no_flag_however_bad() -> None:
    assert flags("aaaabbbbb") == {}


def test_a_wrong_key_is_found_by_whom_the_strong_choose() -> None:
    found = flags("acadacabacdabbabbbabbbbbbabbbb")
    assert found["key-doubtful"] == Flag(
        "key-doubtful", True, "b", {"top": 9, "key_top": 1, "of": 10}
    )
    assert found["negative"].likely
    assert "second-key" not in found, "said once"


def test_a_wrong_key_is_found_in_a_group_of_twelve() -> None:
    assert flags("aacadcbabbbb")["key-doubtful"].choice == "b"


def test_a_second_key_is_found_by_the_strong_it_draws() -> None:
    found = flags("cdcadacdacadcabaabaababaabaabb")
    assert found["second-key"].choice == "b"
    assert (found["second-key"].params["top"], found["second-key"].params["bottom"]) == (5, 0)
    assert "key-doubtful" not in found


def test_the_key_is_not_doubted_for_a_hard_item_that_only_the_strong_know() -> None:
    assert "key-doubtful" not in flags("bcdbcdbcdbcdbcdbcdbcdbcdbaacaa")


def test_a_choice_that_beats_the_key_among_the_strong_is_no_proof_while_the_key_works() -> None:
    found = flags("bcdbcdbcdbcdbcdbcdbcdbcdbcdbcdbcdbcdbcdb" + "abbcbbabbabbabcbabba")
    assert "key-doubtful" not in found
    assert found["second-key"].choice == "b"


def test_fewer_right_than_by_guessing() -> None:
    assert flags("b" * 15 + "c" * 15)["below-guess"].likely
    found = flags("bcda" * 5 + "bcdb")
    assert not found["like-guessing"].likely
    assert "below-guess" not in found


def test_hardly_telling_strong_from_weak_needs_thirty_answers() -> None:
    even = "aabbaacaad"
    assert "weak" not in flags(even * 2)
    assert "weak" in flags(even * 6)


@pytest.mark.parametrize(("answers", "told"), [(10, False), (29, False), (30, True)])
def test_too_easy_needs_thirty_answers(answers, told) -> None:
    assert ("too-easy" in flags("a" * answers)) is told


def test_nearly_all_right_is_easy_and_not_weak() -> None:
    found = flags("a" * 60)
    assert found["too-easy"].params["facility"] == 1
    assert not found.keys() & {"weak", "negative"}


def test_a_choice_that_nobody_takes_needs_sixty_wrong_answers() -> None:
    assert "idle-choice" not in flags("bc" * 29 + "aaaaa" * 8)
    found = flags("bc" * 30 + "aaaaa" * 8)
    assert found["idle-choice"] == Flag("idle-choice", True, "d", {"taken": 0, "of": 60})
    assert 0.95**ENOUGH_FOR_IDLE < LIKELY


@pytest.mark.parametrize(("taken", "of", "told"), [(1, 60, False), (2, 60, False), (1, 100, True)])
def test_a_choice_that_one_in_twenty_would_take_is_not_called_idle(taken, of, told) -> None:
    """Of sixty wrong answers two or fewer fall on such a choice two times in five."""
    found = flags("d" * taken + "bc" * ((of - taken) // 2) + "b" * ((of - taken) % 2) + "a" * 40)
    assert ("idle-choice" in found) is told
    assert (sum(comb(of, k) * 19 ** (of - k) for k in range(taken + 1)) / 20**of < LIKELY) is told


@pytest.mark.parametrize(
    ("blank", "of", "likely"),
    [(2, 10, None), (3, 10, False), (4, 10, True), (4, 20, False), (6, 40, None), (8, 40, True)],
)
def test_many_without_an_answer_are_more_than_chance(blank, of, likely) -> None:
    """Where one in ten leaves an item blank, two of ten do so by chance every fourth time."""
    found = flags("-" * blank + "abca" * ((of - blank) // 4) + "a" * ((of - blank) % 4))
    if likely is None:
        assert "often-blank" not in found
        return
    assert found["often-blank"] == Flag("often-blank", likely, None, {"blank": blank, "of": of})


def test_one_gap_of_a_cloze_is_judged_by_its_own_key() -> None:
    gaps = {"x:a": True, "x:b": False, "y:a": True, "y:b": False}
    seen = summary(
        Observation(
            Fraction(1 + (place < 15), 2),
            Fraction(place, 30),
            ("x:a" if place < 15 else "x:b", "y:a"),
        )
        for place in range(30)
    )
    found = item_flags(item_figures(seen, offered=gaps))
    assert [(flag.code, flag.choice) for flag in found][:2] == [
        ("key-doubtful", "x:b"),
        ("negative", None),
    ]


def test_a_target_that_belongs_elsewhere_is_not_idle() -> None:
    targets = {"x:a": True, "x:b": False, "x:c": False, "y:b": True, "y:a": False, "y:c": False}
    seen = summary(
        Observation(
            Fraction(place % 2), Fraction(place, 80), ("x:b", "y:b" if place % 2 else "y:a")
        )
        for place in range(80)
    )
    codes = {flag.code for flag in item_flags(item_figures(seen, offered=targets))}
    assert "idle-choice" not in codes


def test_of_several_right_options_none_is_held_against_the_others() -> None:
    several = {"a": True, "b": True, "c": False}
    seen = summary(
        Observation(Fraction(place >= 15), Fraction(place, 30), ("a", "b" if place >= 15 else "c"))
        for place in range(30)
    )
    assert not item_flags(item_figures(seen, offered=several))


def test_gravest_first() -> None:
    found = list(flags("acadacabacdabbabbbabbbbbbabbbb"))
    assert found == sorted(found, key=CODES.index)  # type: ignore[arg-type]


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.01, 0.99))
def test_sign_test_is_the_binomial_sum(found: int, more: int, chance: float) -> None:
    of = found + more
    exact = sum(comb(of, k) * chance**k * (1 - chance) ** (of - k) for k in range(found, of + 1))
    assert by_chance(found, of, chance) == pytest.approx(exact, abs=1e-9)


def test_thousands_of_answers_are_weighed_too() -> None:
    assert by_chance(5000, 10_000) == pytest.approx(0.5, abs=0.01)
    assert by_chance(6000, 10_000) < 1e-9
    found = flags("abcd" * 1500 + "b" * 3000)
    assert found["key-doubtful"].likely


def test_chance_of_a_negative_correlation() -> None:
    assert negative_by_chance(0.0, 30) == pytest.approx(0.5)
    assert negative_by_chance(-0.3061, 30) == pytest.approx(0.05, abs=0.001)
    assert negative_by_chance(-1.0, 30) == 0
    assert negative_by_chance(-0.9, 3) == 1


@pytest.mark.parametrize("people", [12, 30, 120])
def test_sound_items_are_seldom_suspected_and_planted_faults_mostly_found(people: int) -> None:
    """People of differing strength; the chance of the key grows with it (a logistic curve above the
    guess level), wrong answers fall on the distractors alike. Forty tests of twenty items; the last
    two of each have a fault: a wrong key, and one that all answer blindly."""
    random = Random(people)
    suspected, accused, wrong_key, blind = 0, 0, 0, 0
    for _ in range(40):
        strengths = sorted(random.gauss(0, 1) for _ in range(people))
        answers = [
            [_answer(random, strength, item) for item in range(20)] for strength in strengths
        ]
        rights = [sum(choice == "a" for choice in row[:18]) for row in answers]
        for item in range(20):
            key = "b" if item == 18 else "a"
            seen = summary(
                Observation(
                    Fraction(row[item] == key),
                    Fraction(right - (item < 18 and row[item] == "a"), 18),
                    (row[item],),
                )
                for row, right in zip(answers, rights, strict=True)
            )
            found = item_flags(
                item_figures(seen, offered={one: one == key for one in "abcd"}, guess=QUARTER)
            )
            grave = {
                flag.code
                for flag in found
                if flag.likely and flag.code in ("key-doubtful", "negative", "below-guess")
            }
            suspected += item < 18 and bool(grave)
            accused += item < 18 and any(flag.likely for flag in found)
            wrong_key += item == 18 and "key-doubtful" in {flag.code for flag in found}
            blind += item == 19 and bool(
                {flag.code for flag in found} & {"weak", "negative", "like-guessing", "below-guess"}
            )
    assert suspected <= 0.01 * 40 * 18
    assert accused <= LIKELY * 40 * 18, "of any kind"
    assert wrong_key >= {12: 32, 30: 34, 120: 40}[people]
    assert blind >= {12: 24, 30: 28, 120: 35}[people]


def _answer(random: Random, strength: float, item: int) -> str:
    if item == 19:
        return random.choice("abcd")
    hard = (item % 6 - 3) / 2
    known = 1 / (1 + exp(-1.5 * (strength - hard)))
    return "a" if random.random() < known else random.choice("abcd")
