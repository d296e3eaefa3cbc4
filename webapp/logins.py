"""Logins: the form they must have and the form they are stored in."""

from __future__ import annotations

import re
import unicodedata

_LOGIN = re.compile(r"[\w.@+-]{3,100}")


def folded_login(text: str) -> str:
    """A login as it is stored: normalised, without case and outer spaces."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def is_login(folded: str) -> bool:
    """Whether a folded login has the form of one: 3 to 100 letters, digits and ``. @ + - _``."""
    return _LOGIN.fullmatch(folded) is not None
