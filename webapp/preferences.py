"""Language, theme and text size, kept in a cookie that only these values can come out of."""

from __future__ import annotations

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


def chosen(lang: str, theme: str, size: str) -> Preferences | None:
    """The preferences of a settings form; None if a value is not one of ours."""
    return _ALL.get(Preferences(cast(Language, lang), theme, size).cookie)
