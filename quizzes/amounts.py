"""Reading of amounts: «2», «2 ай», «1,5», «жиырма бір тәулік», «двадцать один»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from quizzes.outcome import ResponseError
from quizzes.text import fold, has_ending, keyboard_key

_WORDS = {
    keyboard_key(word): value
    for value, words in {
        0: "нөл ноль",
        1: "бір один одна одно",
        2: "екі два две",
        3: "үш три",
        4: "төрт четыре",
        5: "бес пять",
        6: "алты шесть",
        7: "жеті семь",
        8: "сегіз восемь",
        9: "тоғыз девять",
        10: "он десять",
        11: "одиннадцать",
        12: "двенадцать",
        13: "тринадцать",
        14: "четырнадцать",
        15: "пятнадцать",
        16: "шестнадцать",
        17: "семнадцать",
        18: "восемнадцать",
        19: "девятнадцать",
        20: "жиырма двадцать",
        30: "отыз тридцать",
    }.items()
    for word in words.split()
}

# What Russian and short writing call the units authors use.
_OTHER_NAMES = {
    keyboard_key(unit): frozenset(keyboard_key(name) for name in names.split())
    for unit, names in {
        "минут": "мин минута минуты",
        "сағат": "сағ ч час часа часов",
        "тәулік": "тәул сут сутки суток",
        "күн": "д день дня дней",
        "апта": "нед неделя недели недель",
        "ай": "мес месяц месяца месяцев",
        "жыл": "ж г год года лет",
        "пайыз": "% процент процента процентов",
    }.items()
}

_FIGURES = re.compile(
    r"(?P<whole>\d{1,3}(?: \d{3})+(?!\d)|\d+)"
    r"(?:(?P<mark>[.,])(?P<decimals>\d+)|/(?P<under>\d+))?"
    r"(?P<rest>\D*)"
)
_IN_BRACKETS = re.compile(r"\([^)]*\)")


def _unreadable() -> ResponseError:
    return ResponseError("unreadable", "response.number.unreadable", field="value")


def read_quantity(text: str) -> tuple[Fraction, str]:
    """The amount, and what is written after it (folded), "" if nothing.

    Figures with a decimal comma or point, thousands parted by spaces, common fractions, digits of
    any width; Kazakh and Russian number words up to 31. Raises ResponseError: unreadable, also
    where a point may part thousands or decimals («1.000»).
    """
    plain = keyboard_key(_IN_BRACKETS.sub(" ", text)).replace("\u2044", "/")
    figures = _FIGURES.fullmatch(plain)
    if figures:
        whole, decimals, under = figures["whole"], figures["decimals"], figures["under"]
        if decimals and len(decimals) == 3 and len(whole) <= 3 and int(whole):
            raise ResponseError(
                "unreadable", "response.number.ambiguous", {"text": text}, field="value"
            )
        amount = Fraction(int(whole.replace(" ", "")))
        if decimals:
            amount += Fraction(int(decimals), 10 ** len(decimals))
        elif under:
            if not int(under):
                raise _unreadable()
            amount /= int(under)
        return amount, figures["rest"].strip(" .,;:")
    words = plain.split()
    if not words or words[0] not in _WORDS:
        raise _unreadable()
    value, rest = _WORDS[words[0]], words[1:]
    tens = value in (10, 20, 30)
    if tens and rest and 1 <= _WORDS.get(rest[0], 0) <= 9:
        value += _WORDS[rest[0]]
        rest = rest[1:]
    if value > 31 or (rest and rest[0] in _WORDS):
        raise _unreadable()
    return Fraction(value), " ".join(rest)


def read_amount(text: str) -> Fraction | None:
    """An authored amount without a unit; None if it is not one."""
    try:
        amount, rest = read_quantity(text)
    except ResponseError:
        return None
    return None if rest else amount


def read_unit(written: str, units: Sequence[str]) -> str | None:
    """Which of ``units`` the words after an amount begin with; None if none of them."""
    words = keyboard_key(written).replace(".", " ").split()
    best: tuple[int, str] | None = None
    for unit in units:
        (wanted,) = fold(unit).words
        given = words[: len(wanted)]
        others = _OTHER_NAMES.get(" ".join(wanted), frozenset())
        if len(given) < len(wanted):
            continue
        same = given[:-1] == list(wanted[:-1]) and (
            given[-1] == wanted[-1] or has_ending(given[-1], wanted[-1])
        )
        if (same or given[0] in others) and (best is None or len(wanted) > best[0]):
            best = (len(wanted), unit)
    return best[1] if best else None
