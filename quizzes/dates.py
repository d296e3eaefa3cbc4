"""Reading of calendar dates in the ways they are written in Kazakhstan."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from quizzes.outcome import ResponseError
from quizzes.text import has_ending, keyboard_key

_MONTHS = [
    tuple(keyboard_key(name) for name in names.split())
    for names in (
        "қаңтар январь january",
        "ақпан февраль february",
        "наурыз март march",
        "сәуір апрель april",
        "мамыр май",
        "маусым июнь june",
        "шілде июль july",
        "тамыз август august",
        "қыркүйек сентябрь september",
        "қазан октябрь october",
        "қараша ноябрь november",
        "желтоқсан декабрь december",
    )
]
# «мая», «марта»: Russian cases of the names.
_CASES = {
    form: number
    for number, names in enumerate(_MONTHS, start=1)
    for form in (
        *(names[1][:-1] + ending for ending in ("я", "е", "ю", "и", "ем")),
        *(names[1] + ending for ending in ("а", "е", "у", "ом")),
    )
}
KAZAKH_MONTHS = (
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_SHORTEST = 3


def _error(code: str, **params: str | int) -> ResponseError:
    return ResponseError("unreadable", f"response.date.{code}", params, "date")


def read_month(word: str) -> int | None:
    """1–12 for a month's name in Kazakh, Russian or English, with endings or shortened to at
    least three letters; None for another word."""
    if word.casefold() == "may":  # in Latin letters; folded it would be маусым cut short
        return 5
    word = keyboard_key(word)
    if len(word) < _SHORTEST:
        return None
    if word in _CASES:
        return _CASES[word]
    for number, names in enumerate(_MONTHS, start=1):
        if any(name.startswith(word) or has_ending(word, name) for name in names):
            return number
    return None


def read_date(text: str) -> dt.date:
    """A date: 2026-03-02, 02.03.2026, 2/3/26, «2 наурыз 2026», «2026 жылғы 2 наурыз»,
    «2 марта 2026 г.», March 2, 2026. Figures alone are day, month, year unless the year leads;
    two figures of a year are this century's.

    Raises ResponseError: unreadable, without a year, or a day that no calendar has.
    """
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", text))
    numbers = [token for token in tokens if token.isdigit()]
    months = [month for token in tokens if (month := read_month(token)) is not None]
    if len(months) > 1 or len(numbers) > 3 or any(len(one) > 4 for one in numbers):
        raise _error("unreadable")
    if months:
        day, year = _day_and_year(numbers)
        month = months[0]
    else:
        if len(numbers) == 2 and all(len(one) <= 2 for one in numbers):
            raise _error("no_year")
        if len(numbers) != 3:
            raise _error("unreadable")
        first, second, third = numbers
        if len(first) == 4:
            year, month, day = _year(first), int(second), int(third)
        else:
            day, month, year = int(first), int(second), _year(third)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise _error("impossible", text=text) from None


def _day_and_year(numbers: list[str]) -> tuple[int, int]:
    """Beside a month's name: the four-figure number is the year, else the second one is."""
    if len(numbers) == 1 and len(numbers[0]) <= 2:
        raise _error("no_year")
    if len(numbers) != 2:
        raise _error("unreadable")
    first, second = numbers
    if len(first) == 4:
        first, second = second, first
    return int(first), _year(second)


def _year(figures: str) -> int:
    if len(figures) == 4:
        return int(figures)
    if len(figures) == 2:
        return 2000 + int(figures)
    raise _error("unreadable")


def in_words(day: dt.date) -> str:
    """«2026 жылғы 2 наурыз»."""
    return f"{day.year} жылғы {day.day} {KAZAKH_MONTHS[day.month - 1]}"
