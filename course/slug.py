"""Latin addresses made of Kazakh words."""

import re
import unicodedata
from collections.abc import Container

_LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщыіэюя"
_IN_LATIN = (
    "a a b v g g d e yo zh z i i k q l m n ng o o p r s t u u u f kh h ts ch sh shch y i e yu ya"
)
_LATIN = {**dict(zip(_LETTERS, _IN_LATIN.split(" "), strict=True)), "ъ": "", "ь": ""}


def slug(text: str) -> str:
    """`text` in lower-case Latin letters, digits and single hyphens.

    The same text always gives the same slug; a text without letters gives "bolim".
    """
    lowered = unicodedata.normalize("NFC", text).casefold()
    latin = "".join(_LATIN.get(letter, letter) for letter in lowered)
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-") or "bolim"


def unique_slug(text: str, taken: Container[str]) -> str:
    """The slug of `text`, numbered from 2 when it is taken."""
    base = slug(text)
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
