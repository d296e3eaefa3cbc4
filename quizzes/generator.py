"""Generator: a rule that makes items by a seed, all different, each with its key and reasons.

The same generator, seed and calendar make the same item, down to the version. A variant keeps the
generator's id: it is another version of the same item, so that what is known of a learner at one
variant holds for the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes.item import Item, Theme, item_from_mapping
from quizzes.working_days import OutsideCalendar, WorkingDays

TRIES = 200
"""How often one seed may draw a case that does not do before the generator gives up."""

MOST_VARIANTS = 200_000
"""Variants asked for at once: more is a mistake, not a wish."""

_SEED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}")


class BadSeed(ValueError):
    """A seed is 1 to 100 Latin letters, digits and ``. _ : / -``, the first a letter or digit."""


class CannotGenerate(Exception):
    """No case that does was found within :data:`TRIES` draws: the generator is faulty, or the
    calendar it was given is too short.
    """


class Redraw(Exception):
    """Raised by a ``make`` whose draw does not do (two answers fall together): draw again."""


Make = Callable[[Random, WorkingDays], Mapping[str, Any]]
"""Draws a case and returns what an author would write: ``stem``, ``explanation``, the fields of
its type, and whatever of ``norms``, ``difficulty``, ``hints`` differs from case to case.

Raises:
    Redraw: this draw does not do.
"""


@dataclass(frozen=True, slots=True)
class Generator:
    """``id`` is that of its items, «4.2-gen-appeal-term»: the section it belongs to, ``-gen-``, a
    name. ``title`` tells a learner what it practises. ``norms`` are the rules the key follows from.
    """

    id: str
    title: str
    theme: Theme
    objectives: tuple[str, ...]
    norms: tuple[str, ...]
    make: Make
    difficulty: int = 2

    @property
    def section(self) -> str:
        """The section of the course, «4.2»."""
        return self.id.partition("-")[0]


def generate(generator: Generator, seed: str, days: WorkingDays, *, copy: int = 1) -> Item:
    """The variant that belongs to a seed.

    ``copy`` above 1 gives the item an id of its own (``…-n2``), so that one sitting can ask
    several variants.

    Raises:
        BadSeed: the seed is not one.
        ValueError: ``copy`` is not between 1 and 99.
        CannotGenerate: no fitting case was found.
    """
    if not _SEED.fullmatch(seed):
        raise BadSeed(seed)
    if not 1 <= copy <= 99:
        raise ValueError("a sitting asks 1 to 99 variants of one generator")
    random = Random(f"{generator.id}\0{seed}")  # noqa: S311  reproducible, not secret
    for _ in range(TRIES):
        try:
            made = generator.make(random, days)
        except (Redraw, OutsideCalendar):
            continue
        return item_from_mapping(
            {
                "id": generator.id if copy == 1 else f"{generator.id}-n{copy}",
                "theme": generator.theme,
                "objectives": generator.objectives,
                "norms": generator.norms,
                "basis": "law",
                "difficulty": generator.difficulty,
                **made,
            }
        )
    raise CannotGenerate(f"{generator.id}: seed {seed}")


def practised(item_id: str) -> str:
    """What an item practises: itself, for the copy of a variant the generator."""
    return _COPY.sub("", item_id)


_COPY = re.compile(r"(?<=.)-n\d{1,2}$")
