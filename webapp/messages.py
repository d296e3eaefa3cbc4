"""The words of the interface in Kazakh, Russian and English.

Flat YAML files, a folder a language in ``webapp/messages``, a file an area. Keys and placeholders
are the same in all three; a test compares them.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from quizzes.wrong_tries import KEPT

FOLDER = Path(__file__).with_name("messages")
THIN = "\u202f"

_MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}


@cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of a language."""
    all_found: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.yaml")):
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  text only, no objects
        all_found |= found or {}
    return all_found


def translate(language: str, key: str, **params: object) -> str:
    """The message with its placeholders filled.

    Raises:
        KeyError: no such message, or a placeholder without a value.
    """
    message = catalogue(language)[key]
    if not params:
        return message
    text = message.format_map(params)
    # a sentence that ends with «2026 г.» has its full stop
    return text.replace(" г..", " г.") if language == "ru" else text


def day(language: str, value: date) -> str:
    """A date as people write it: «2026 ж. 23 қараша»."""
    month = _MONTHS[language].split()[value.month - 1]
    match language:
        case "kk":
            return f"{value.year} ж. {value.day} {month}"
        case "ru":
            return f"{value.day} {month} {value.year} г."
        case _:
            return f"{value.day} {month} {value.year}"


def clock(value: datetime, zone: ZoneInfo, seconds: bool = False) -> str:
    """A time of day in the course's zone."""
    return value.astimezone(zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def moment(language: str, value: datetime, zone: ZoneInfo) -> str:
    """A date and a time in the course's zone."""
    return f"{day(language, value.astimezone(zone).date())}, {clock(value, zone)}"


def number(value: int | Fraction) -> str:
    """A number with thin spaces between thousands and a comma before decimals."""
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{float(value):,.2f}".rstrip("0").replace(",", THIN).replace(".", ",")
    return f"{int(value):,}".replace(",", THIN)


def wrong_tries(value: int | Fraction) -> str:
    """Wrong tries in a row, of which no more than :data:`KEPT` are remembered: «4», «10+»."""
    return f"{KEPT}+" if value >= KEPT else number(value)
