"""Language, theme and text size, kept in a cookie that only these values can come out of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from webapp.pages import LANGUAGES, Language

COOKIE = "prefs"
THEMES = ("auto", "light", "dark")
SIZES = ("s", "m", "l", "xl")


@dataclass(frozen=True, slots=True)
class Preferences:
    lang: Language = "kk"
    theme: str = "auto"
    size: str = "m"

    @property
    def cookie(self) -> str:
        return f"{self.lang}.{self.theme}.{self.size}"


_QUALITY = re.compile(r"(0(\.\d{0,3})?|1(\.0{0,3})?)", re.ASCII)
_ALL = {
    chosen.cookie: chosen
    for chosen in (
        Preferences(language, theme, size)
        for language in LANGUAGES
        for theme in THEMES
        for size in SIZES
    )
}
DEFAULT = Preferences()


def preferences(request: Request) -> Preferences:
    """What this browser chose; Kazakh, the system's theme and middle size otherwise."""
    return _ALL.get(request.cookies.get(COOKIE, ""), DEFAULT)


def spoken(request: Request) -> Language:
    """The language for a program, which has no cookie: the best liked of ours in
    ``Accept-Language`` (RFC 9110, 12.5.4); Kazakh if it names none. A cookie comes first.
    """
    if request.cookies.get(COOKIE, "") in _ALL:
        return preferences(request).lang
    liked: list[tuple[float, int, Language]] = []
    for place, part in enumerate(request.headers.get("accept-language", "")[:500].split(",")):
        name, _, weight = part.strip().partition(";")
        name = name.strip().lower().partition("-")[0]
        for language in LANGUAGES:
            if name == language and (quality := _quality(weight)) > 0:
                liked.append((-quality, place, language))
    return min(liked)[2] if liked else DEFAULT.lang


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1.0
    found = _QUALITY.fullmatch(value.strip()) if name.strip().lower() == "q" else None
    return float(found[0]) if found else 0.0


def chosen(lang: str, theme: str, size: str) -> Preferences | None:
    """The preferences of a settings form; None if a value is not one of ours."""
    return _ALL.get(Preferences(cast(Language, lang), theme, size).cookie)
