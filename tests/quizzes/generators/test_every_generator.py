"""What holds for every variant of every generator in the registry.

``make test`` looks at 2 000 variants in all; with ``NIGHTLY=1`` in the environment it is 100 000.
A generator whose rule table has fewer than thirty different variants says so in ``FEWER``.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from quizzes.generator import (
    BadSeed,
    CannotGenerate,
    Generator,
    Redraw,
    generate,
    practised,
)
from quizzes.generators import GENERATORS
from quizzes.item import Item, item_from_canonical
from quizzes.working_days import OutsideCalendar, WorkingDays
from tests.quizzes.generators.calendar import DAYS

VARIANTS = 100_000 if os.environ.get("NIGHTLY") == "1" else 2_000
EACH = -(-VARIANTS // len(GENERATORS))

DRAWS = 200

FEWER: dict[str, int] = {}
"""Generator → how many different variants its table has, where it is fewer than thirty."""

SHOWN = 200
MOST_AT_ONE_PLACE = 0.45


EVERY = pytest.mark.parametrize("generator", GENERATORS.values(), ids=list(GENERATORS))

_LINK = re.compile(r"\]\([a-z]+:[^)]*\)")  # the address of a link, not its words
_ROMAN = re.compile(r"\b[IVXLCDM]+\b")
_LATIN = re.compile(r"[A-Za-z]")
_SLOPPY = re.compile(r"[{}]|  |\n\n\n| [,.;:?!)»]|[(«] |\.\.|,,|\bNone\b|^\s|\s$|[ \t]\n")


def _blemishes(text: str) -> list[str]:
    plain = _ROMAN.sub("", _LINK.sub("]", text))
    return _LATIN.findall(plain) + _SLOPPY.findall(plain)


def _texts(item: Item) -> list[str]:
    return [text for _, text in item.texts()]


@EVERY
def test_every_variant_is_sound(generator: Generator) -> None:
    for number in range(EACH):
        item = generate(generator, f"sound-{number}", DAYS)
        where = f"{generator.id} sound-{number}"
        assert list(item.faults()) == [], where
        assert practised(item.id) == generator.id
        assert set(item.objectives) <= set(generator.objectives), where
        for text in _texts(item):
            assert _blemishes(text) == [], f"{where}: {text!r}"
        _check_key(item, where)


def _check_key(item: Item, where: str) -> None:
    """The key earns everything; every known false answer nothing, and its false rule is named."""
    told = [code for _, code in item.misconceptions()]
    for sample in item.samples():
        if not isinstance(sample.expect, Fraction):
            continue
        outcome = item.score(item.parse(sample.form))
        assert outcome.score == sample.expect, f"{where} {sample.name}"
        if sample.name.startswith("right"):
            assert outcome.score == 1, where
        if sample.name.startswith("known wrong"):
            assert outcome.score == 0, where
            assert outcome.misconceptions[0] in told, where


@EVERY
def test_a_seed_makes_the_same_variant_always_and_seeds_differ(generator: Generator) -> None:
    made = {seed: generate(generator, f"seed-{seed}", DAYS) for seed in range(60)}
    for seed in (0, 59):
        again = generate(generator, f"seed-{seed}", DAYS)
        assert again.version == made[seed].version
        assert item_from_canonical(again.canonical()).version == again.version
    assert len({item.version for item in made.values()}) >= FEWER.get(generator.id, 30)


@EVERY
def test_a_draw_does_often_enough_that_no_seed_is_left_without(generator: Generator) -> None:
    """One draw in twenty would leave one seed of 30 000 without a variant; ours do far better."""
    chance, done = Random(1), 0
    for _ in range(DRAWS):
        try:
            generator.make(chance, DAYS)
        except (Redraw, OutsideCalendar):
            continue
        done += 1
    assert done > DRAWS // 20


@EVERY
def test_the_options_of_a_choice_are_alike_in_length(generator: Generator) -> None:
    """The right option must not give itself away: it is not the longest by far every time."""
    longest = []
    for seed in range(30):
        item = generate(generator, f"length-{seed}", DAYS)
        options = getattr(item.interaction, "options", ())
        if item.type != "single-choice":
            return
        right = max(len(one.text) for one in options if one.right)
        others = [len(one.text) for one in options if not one.right]
        longest.append(right > 1.5 * max(others))
    assert not all(longest)


@EVERY
def test_the_key_of_a_choice_stands_at_every_place(generator: Generator) -> None:
    """Neither the id of an option nor its place tells that it is the right one."""
    if generate(generator, "place", DAYS).type != "single-choice":
        return
    places: Counter[int] = Counter()
    for seed in range(SHOWN):
        options = getattr(generate(generator, f"place-{seed}", DAYS).interaction, "options")  # noqa: B009
        places[[one.right for one in options].index(True)] += 1
    assert set(places) == set(range(len(options)))
    assert max(places.values()) <= MOST_AT_ONE_PLACE * SHOWN, places


@EVERY
def test_two_copies_for_one_sitting_have_ids_of_their_own(generator: Generator) -> None:
    second = generate(generator, "copy", DAYS, copy=2)
    assert second.id == f"{generator.id}-n2"
    assert practised(second.id) == generator.id
    assert list(second.faults()) == []


@EVERY
def test_a_malformed_seed_or_copy_is_refused(generator: Generator) -> None:
    for seed in ("", " ", "a b", "ә", "x" * 101, "-x", "a\n"):
        with pytest.raises(BadSeed):
            generate(generator, seed, DAYS)
    for copy in (0, 100):
        with pytest.raises(ValueError, match="1 to 99"):
            generate(generator, "a", DAYS, copy=copy)


@EVERY
def test_a_calendar_that_is_too_short_ends_in_an_error_not_in_a_loop(
    generator: Generator,
) -> None:
    """Who needs no calendar does without; the others give up after so many draws."""
    try:
        item = generate(generator, "short", WorkingDays(frozenset(), {}))
    except CannotGenerate:
        return
    assert list(item.faults()) == []


def test_ids_say_section_and_name() -> None:
    for name, generator in GENERATORS.items():
        assert re.fullmatch(r"\d\.\d-gen-[a-z0-9]+(-[a-z0-9]+)*", name)
        assert generator.id == name
        assert all(one.startswith(f"{generator.section}.") for one in generator.objectives), name
        assert generator.title
        assert 1 <= generator.difficulty <= 3
