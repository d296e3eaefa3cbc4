"""Every statistic in words and figures: one source for pages, the page of definitions, exports.

A statistic goes by its name: those of :data:`quizzes.item_figures.FIGURES`, and those of
:mod:`quizzes.score_summary` as :func:`of_test` and :func:`of_part` name them. Its title, what it
is, how it is read and its formula are messages; limits in them come from the engine's constants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cache
from typing import Literal, Protocol

from quizzes import item_flags, score_summary
from quizzes.falling import PAUSE
from quizzes.intervals import Interval
from quizzes.item_figures import FEWEST, FIGURES
from quizzes.item_flags import Flag
from quizzes.item_summary import FEWEST_OTHERS
from quizzes.mastery import PER_ITEM, WINDOW
from quizzes.needs_help import LUCK, HelpRules
from quizzes.score_summary import FEWEST_PARTS, PartFigures, ScoreFigures
from webapp.insight.figures import FEWEST_PEOPLE
from webapp.insight.strangers import MOST_READ
from webapp.messages import THIN, number, translate

MINUS = "\N{MINUS SIGN}"
ABSENT = "\N{EM DASH}"

Unit = Literal["percent", "coefficient", "points", "seconds"]

UNITS: Mapping[str, Unit] = {
    "facility": "percent",
    "spread": "percent",
    "discrimination": "coefficient",
    "efficiency": "coefficient",
    "guess": "percent",
    "seconds": "seconds",
    "mean": "points",
    "median": "points",
    "sd": "points",
    "skewness": "coefficient",
    "kurtosis": "coefficient",
    "alpha": "coefficient",
    "standard_error": "points",
    "error_ratio": "percent",
    "effective_weight": "percent",
    "item_total": "coefficient",
    "item_rest": "coefficient",
    "alpha_without": "coefficient",
}

OF_ITEM = FIGURES
OF_TEST = ("mean", "median", "sd", "skewness", "kurtosis", "alpha", "standard_error", "error_ratio")
OF_PART = ("effective_weight", "item_total", "item_rest", "alpha_without")
BASICS = ("n", "interval", "thirds", "others", "flags")
"""What all of them rest on, explained beside them."""

OF_STUDENT = ("falling",)
"""What rules for help rest on: no figure of a page of analysis, and yet worked out."""

MISSING = ("too-few", "all-alike", "no-rest", "few-parts", "unknown", "against-total")

STRENGTHS: Mapping[str, tuple[bool, ...]] = {
    code: {
        "below-guess": (True,),
        "idle-choice": (True,),
        "like-guessing": (False,),
    }.get(code, (True, False))
    for code in item_flags.CODES
}
"""Which flags come as likely (True), as worth a look (False), or as both."""


class Figured(Protocol):
    """What is told of a statistic: :class:`quizzes.item_figures.Figure` is one."""

    @property
    def n(self) -> int: ...
    @property
    def value(self) -> float | None: ...
    @property
    def missing(self) -> str | None: ...
    @property
    def interval(self) -> Interval | None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """A statistic of a test: as :class:`quizzes.item_figures.Figure`, with two more reasons why
    there is none (``against-total``, ``few-parts``).
    """

    n: int
    value: float | None = None
    missing: str | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """``definition``: one sentence, what it is; ``reading``: what is good; ``formula``: how it is
    worked out, "" for what is no figure.
    """

    name: str
    title: str
    definition: str
    reading: str
    formula: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A statistic in words. ``value`` is «—» where there is none, and ``missing`` says why (else
    ""). ``n``: «41 жауап». ``interval``: «95 % аралығы: 0,01 … 0,56», "" without one.
    """

    value: str
    n: str
    interval: str
    missing: str
    lack: str


@dataclass(frozen=True, slots=True)
class FlagWords:
    """A flag in words. ``strength``: «Ықтимал»; ``title``: its name in a list; ``evidence``: the
    numbers it rests on; ``advice``: what to do.
    """

    code: str
    likely: bool
    strength: str
    title: str
    sentence: str
    evidence: str
    advice: str


@cache
def words(language: str, name: str) -> Words:
    """Raises KeyError: there is no such statistic."""
    limits = _limits()
    return Words(
        name,
        translate(language, f"figure.{name}"),
        translate(language, f"figure_is.{name}", **limits),
        translate(language, f"figure_read.{name}", **limits),
        translate(language, f"figure_formula.{name}", **limits)
        if name in UNITS or name in OF_STUDENT
        else "",
    )


def value_text(language: str, name: str, value: float | Fraction) -> str:
    """«63,4 %», «−0,12», «4,62», «1 мин 05 с». Raises KeyError: there is no such statistic."""
    match UNITS[name]:
        case "percent":
            return f"{_percent(float(value))}{THIN}%"
        case "seconds":
            return _time(language, value)
    return decimals(float(value), 2)


def decimals(value: float, places: int) -> str:
    """Rounded to so many places, with a comma, and thin spaces between thousands: «−1 234,50»."""
    text = f"{abs(value):,.{places}f}"
    text = text.replace(",", THIN).replace(".", ",")
    return MINUS + text if value < 0 and text.strip("0,") else text


def shown(language: str, name: str, figure: Figured) -> Shown:
    """A statistic with what belongs to it: a value or the reason why there is none, its n, its
    interval.
    """
    n = n_text(language, name, figure.n)
    if figure.value is None:
        reason = figure.missing or "unknown"
        return Shown(
            ABSENT,
            n,
            "",
            missing_text(language, name, figure),
            translate(language, f"figures.lack.{reason}"),
        )
    interval = ""
    if figure.interval is not None:
        interval = translate(
            language, "figures.interval", range=range_text(language, name, figure.interval)
        )
    return Shown(value_text(language, name, figure.value), n, interval, "", "")


def n_text(language: str, name: str, n: int) -> str:
    """«41 жауап», «41 әрекет». The guess level is known of the item, not of answers."""
    if name == "guess":
        return translate(language, "figures.by_item")
    basis = "answers" if name in OF_ITEM else "sittings"
    return translate(language, f"figures.{basis}", n=number(n))


def missing_text(language: str, name: str, figure: Figured) -> str:
    """A sentence on why there is no figure."""
    reason = figure.missing or "unknown"
    if reason == "too-few" and name not in OF_ITEM:
        reason = "too-few-sittings"
    return translate(
        language,
        f"figures.missing.{reason}",
        n=figure.n,
        fewest=FEWEST,
        others=FEWEST_OTHERS,
        parts=FEWEST_PARTS,
    )


def range_text(language: str, name: str, interval: Interval) -> str:
    """«48,1–77,2 %», «−0,12 … 0,35»."""
    if UNITS[name] == "percent":
        return f"{_percent(interval.low)}\N{EN DASH}{_percent(interval.high)}{THIN}%"
    low, high = (value_text(language, name, one) for one in (interval.low, interval.high))
    return f"{low} … {high}"


def flag_words(language: str, flag: Flag, choice: str = "") -> FlagWords:
    """``choice``: the answer it is about, as the page calls it: «В», or its text."""
    filled: dict[str, object] = {"choice": choice, "hard": _share(item_flags.HARD)}
    for name, value in flag.params.items():
        unit = {"r": "discrimination", "facility": "facility", "guess": "guess"}.get(name)
        filled[name] = value if unit is None else value_text(language, unit, value)
    strength = strength_of(flag)
    return FlagWords(
        flag.code,
        flag.likely,
        translate(language, f"flag.strength.{strength}"),
        translate(language, f"flag.title.{flag.code}"),
        translate(language, f"flag.{strength}.{flag.code}", **filled),
        translate(language, f"flag.evidence.{flag.code}", **filled),
        translate(language, f"flag.advice.{flag.code}", **filled),
    )


def flag_meaning(language: str, code: str) -> tuple[str, str]:
    """What a kind of flag says in general, and what to do, for the page of definitions."""
    choice = translate(language, "flag.some_choice")
    strength = "likely" if STRENGTHS[code][0] else "look"
    hard = _share(item_flags.HARD)
    return (
        translate(language, f"flag.{strength}.{code}", choice=choice, hard=hard),
        translate(language, f"flag.advice.{code}"),
    )


def strength_of(flag: Flag) -> Literal["likely", "look"]:
    return "likely" if flag.likely else "look"


def of_test(found: ScoreFigures) -> dict[str, Told]:
    """The statistics of a test by their names (:data:`OF_TEST`)."""
    lack: str = found.alpha.missing or "all-alike"
    if lack == "no-rest":
        lack = "few-parts"
    values = {
        "mean": found.mean,
        "median": found.median,
        "sd": found.spread,
        "skewness": found.skewness,
        "kurtosis": found.kurtosis,
        "alpha": found.alpha.value,
        "standard_error": found.standard_error,
        "error_ratio": found.error_ratio,
    }
    return {
        name: _told(
            found.n,
            value,
            "all-alike" if name in ("skewness", "kurtosis") and lack != "too-few" else lack,
            found.alpha.interval if name == "alpha" else None,
        )
        for name, value in values.items()
    }


def of_part(found: PartFigures, n: int, parts: int) -> dict[str, Told]:
    """The statistics of a part of a test of so many ``parts``, by their names (:data:`OF_PART`)."""
    # Where the totals do not vary, no part goes against them.
    against = "all-alike" if found.item_total is None else "against-total"
    return {
        "effective_weight": _told(n, found.effective_weight, against),
        "item_total": _told(n, found.item_total, "all-alike"),
        "item_rest": _told(n, found.item_rest, "all-alike"),
        "alpha_without": _told(
            n, found.alpha_without, "few-parts" if parts < FEWEST_PARTS + 1 else "all-alike"
        ),
    }


def _told(
    n: int, value: float | Fraction | None, lack: str, interval: Interval | None = None
) -> Told:
    if value is None:
        return Told(n, missing=lack)
    return Told(n, float(value), interval=interval)


def _percent(share: float) -> str:
    """To one decimal; what is not all (or none) never looks like it."""
    tenths = round(share * 1000)
    if share < 1:
        tenths = min(tenths, 999)
    if share > 0:
        tenths = max(tenths, 1)
    return decimals(tenths / 10, 1).removesuffix(",0")


def _share(share: Fraction) -> str:
    return f"{_percent(float(share))}{THIN}%"


def _time(language: str, seconds: float | Fraction) -> str:
    """To the second; under ten seconds halves are shown, for a median may lie between two."""
    whole = round(seconds)
    if seconds < 10 and seconds != whole:
        return translate(language, "figures.seconds", s=decimals(float(seconds), 1))
    minutes, rest = divmod(whole, 60)
    hours, of_hour = divmod(minutes, 60)
    if hours:
        return translate(language, "figures.hours", h=hours, m=of_hour)
    if minutes:
        return translate(language, "figures.minutes", m=minutes, s=f"{rest:02}")
    return translate(language, "figures.seconds", s=rest)


def _limits() -> dict[str, object]:
    """The engine's limits, as sentences name them."""
    return {
        "fewest": FEWEST,
        "others": FEWEST_OTHERS,
        "people": FEWEST_PEOPLE,
        "read": MOST_READ,
        "hard": _share(item_flags.HARD),
        "easy": _share(item_flags.EASY),
        "weak": decimals(item_flags.WEAK, 1),
        "fair": decimals(item_flags.FAIR, 1),
        "good_alpha": decimals(score_summary.GOOD, 2),
        "fair_alpha": decimals(score_summary.FAIR, 2),
        "likely": _share(Fraction(str(item_flags.LIKELY))),
        "look": _share(Fraction(str(item_flags.LOOK))),
        "fall_tries": HelpRules().fall_tries,
        "luck": _share(LUCK),
        "window": WINDOW,
        "per_item": PER_ITEM,
        "pause": PAUSE // timedelta(hours=1),
    }
