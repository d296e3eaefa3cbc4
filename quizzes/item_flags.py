"""What the figures of an item say in plain words: which question may be bad, and why.

A flag is a suspicion with its evidence, for a person to judge. Two kinds:

- of the key and the choices (``key-doubtful``, ``negative``, ``second-key``), and of what is rare
  or frequent (``idle-choice``, ``often-blank``): a test. ``likely``: were all well, chance would
  make it look so at most one time in twenty; else it is worth a look: at most one time in five;
- of a limit (``below-guess`` and ``like-guessing``, ``weak``, ``too-hard``, ``too-easy``): the
  figure lies beyond it. ``likely``: so does its whole interval of 95 %; else it is worth a look,
  and the true value may well lie on the good side: with thirty answers an item that discriminates
  by 0.25 is found below :data:`WEAK` about one time in five.

Each test is made for each item and each wrong choice, without a correction for their number: a flag
costs a look, a fault that was missed costs marks. What that means for whole items, by simulation
(20 items of four options, all sound, 3 % blank; 10 to 300 answers): up to two of a hundred get a
likely flag against the key, up to five any likely one; up to one of ten is worth a look, and of
mild items near thirty answers, which are called weak, up to three of ten.

No flag rests on fewer than ten answers; those about what is *absent* need more. The words are
messages named by the codes. The limits are rules of thumb.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import atanh, sqrt
from statistics import NormalDist
from typing import Literal

from quizzes.intervals import beta_share
from quizzes.item_figures import ChoiceRow, ItemFigures
from quizzes.item_summary import BLANK

Code = Literal[
    "key-doubtful",
    "negative",
    "below-guess",
    "like-guessing",
    "second-key",
    "weak",
    "too-hard",
    "too-easy",
    "often-blank",
    "idle-choice",
]
CODES: tuple[Code, ...] = (
    "key-doubtful",  # strong people choose `choice` rather than the key: top, key_top, of
    "negative",  # who is right here is weaker elsewhere: r
    "below-guess",  # fewer right than by blind guessing: facility, guess
    "like-guessing",  # no more right than by blind guessing: facility, guess
    "second-key",  # wrong `choice` draws the strong more than the weak: top, bottom
    "weak",  # hardly tells strong from weak: r
    "too-hard",  # facility
    "too-easy",  # facility
    "often-blank",  # blank, of
    "idle-choice",  # hardly anyone who is wrong takes `choice`: taken, of
)
"""Gravest first."""

WEAK = 0.1
"""A discrimination below it hardly tells anything (common advice: revise below 0.2, drop below
0.1); «likely» if even the upper end of the interval is below :data:`FAIR`. A short or uneven test
lowers the discrimination of all of its items, for its rest tells strength poorly."""
FAIR = 0.2
ENOUGH_FOR_WEAK = 30
"""Answers from which a discrimination near nought is worth a flag: with fewer the interval reaches
from plainly bad to plainly good."""

HARD = Fraction(1, 5)
EASY = Fraction(19, 20)
"""Nearly all are right: nothing wrong with that in practice, and it cannot discriminate much, so
that such an item is not called weak."""
ENOUGH_FOR_EASY = 30
"""Answers from which «too easy» is worth a flag: an item that one in ten gets wrong shows nobody
wrong among ten every third time (0.9¹⁰ = 0.35), among twenty every eighth, among thirty one time
in twenty-four (0.9³⁰ = 0.04)."""

IDLE = Fraction(1, 20)
ENOUGH_FOR_IDLE = 60
"""Wrong answers. If really one in twenty of them fell on a choice (:data:`IDLE`), then none of
sixty would one time in twenty; of more, so few are told as chance leaves no oftener."""

BLANKS = Fraction(1, 5)
SELDOM_BLANK = Fraction(1, 10)
"""So many may leave a sound item without an answer: from these on, blanks are told if they are
:data:`BLANKS` of all and more than chance would make of such an item."""
FEWEST_TOP = 3
"""People in the top third who must take a wrong choice before it is held against the key."""

LOOK = 0.2
LIKELY = 0.05


@dataclass(frozen=True, slots=True)
class Flag:
    """``params``: the evidence, for the sentence. Shares and r as floats, people as ints."""

    code: Code
    likely: bool
    choice: str | None = None
    params: dict[str, float | int] = field(default_factory=dict)


def item_flags(figures: ItemFigures) -> tuple[Flag, ...]:
    """The flags of an item version, gravest first. Empty: nothing found — or not enough answers
    (``figures.enough``), which is not the same.
    """
    if not figures.enough:
        return ()
    found = [
        *_about_choices(figures),
        *_about_discrimination(figures),
        *_about_facility(figures),
    ]
    accused = {flag.choice for flag in found if flag.code == "key-doubtful"}
    found = [flag for flag in found if flag.code != "second-key" or flag.choice not in accused]
    return tuple(
        sorted(found, key=lambda flag: (CODES.index(flag.code), not flag.likely, flag.choice or ""))
    )


def _about_choices(figures: ItemFigures) -> Iterator[Flag]:
    distractors = [row for row in figures.choices if row.key is False and row.choice != BLANK]
    wrong = sum(row.taken for row in distractors)
    for row in distractors:
        if figures.thirds is not None:
            yield from _against_key(row, figures)
            yield from _draws_strong(row, figures)
        # Of matching a wrong choice here is often the right one there: only whole options. And
        # among the wrong answers: where nearly all are right, every wrong choice is rare.
        enough = not _asked(row) and wrong >= ENOUGH_FOR_IDLE
        if enough and 1 - by_chance(row.taken + 1, wrong, float(IDLE)) < LIKELY:
            yield Flag("idle-choice", True, row.choice, {"taken": row.taken, "of": wrong})
    chance = by_chance(figures.blank, figures.n, float(SELDOM_BLANK))
    if figures.blank >= BLANKS * figures.n and chance < LOOK:
        yield Flag("often-blank", chance < LIKELY, params={"blank": figures.blank, "of": figures.n})


def _asked(row: ChoiceRow) -> str:
    """What a choice answers: the prompt or the gap («gap:option»); the whole item: empty."""
    return row.choice.rpartition(":")[0]


def _against_key(row: ChoiceRow, figures: ItemFigures) -> Iterator[Flag]:
    """Only where one choice is right: elsewhere strong people take several."""
    keys = [key for key in figures.choices if key.key and _asked(key) == _asked(row)]
    if len(keys) != 1 or figures.thirds is None:
        return
    key = keys[0]
    top, key_top = row.top or 0, key.top or 0
    if top < FEWEST_TOP or _works(figures):
        return
    chance = by_chance(top, top + key_top)
    if chance < LOOK:
        yield Flag(
            "key-doubtful",
            chance < LIKELY,
            row.choice,
            {"top": top, "key_top": key_top, "of": figures.thirds.top},
        )


def _works(figures: ItemFigures) -> bool:
    """Whether who chooses the key is stronger elsewhere, beyond chance: a hard item may be missed
    by most of the strong, and still be known by none but them.
    """
    r = figures.discrimination
    return r.value is not None and 1 - negative_by_chance(r.value, r.n) < LOOK


def _draws_strong(row: ChoiceRow, figures: ItemFigures) -> Iterator[Flag]:
    cut = figures.thirds
    top, bottom = row.top or 0, row.bottom or 0
    if cut is None or top < FEWEST_TOP:
        return
    # Thirds differ in size where people are equal.
    chance = by_chance(top, top + bottom, cut.top / (cut.top + cut.bottom))
    if chance < LOOK:
        yield Flag(
            "second-key",
            chance < LIKELY,
            row.choice,
            {"top": top, "bottom": bottom, "of_top": cut.top, "of_bottom": cut.bottom},
        )


def by_chance(found: int, of: int, chance: float = 0.5) -> float:
    """The chance of finding so many or more of these where each is found with ``chance``: the
    one-sided sign (binomial) test. (A sum of binomials is a beta function: DLMF 8.17.5.)
    """
    return beta_share(chance, found, of - found + 1) if found else 1.0


def _about_discrimination(figures: ItemFigures) -> Iterator[Flag]:
    figure = figures.discrimination
    if figure.value is None:
        return
    params: dict[str, float | int] = {"r": figure.value, "n": figure.n}
    chance = negative_by_chance(figure.value, figure.n)
    if figure.value < 0 and chance < LOOK:
        yield Flag("negative", chance < LIKELY, params=params)
    elif (
        figure.value < WEAK
        and figure.n >= ENOUGH_FOR_WEAK
        and figures.mean is not None
        and figures.mean < EASY
    ):
        high = figure.interval.high if figure.interval else 1.0
        yield Flag("weak", high < FAIR, params=params)


def negative_by_chance(r: float, n: int) -> float:
    """The chance that so low a correlation is found in n pairs where there is none (Fisher's z)."""
    if abs(r) >= 1 or n < 4:
        return float(r > -1)
    return NormalDist().cdf(atanh(r) * sqrt(n - 3))


def _about_facility(figures: ItemFigures) -> Iterator[Flag]:
    mean, interval, guess = figures.mean, figures.facility.interval, figures.guess.value
    if mean is None or interval is None:
        return
    params: dict[str, float | int] = {"facility": float(mean), "n": figures.n}
    if guess and mean <= guess:
        yield Flag(
            "below-guess" if interval.high < guess else "like-guessing",
            interval.high < guess,
            params={**params, "guess": guess},
        )
    elif mean < HARD:
        yield Flag("too-hard", interval.high < HARD, params=params)
    if mean >= EASY and figures.n >= ENOUGH_FOR_EASY:
        yield Flag("too-easy", interval.low >= EASY, params=params)
