"""Shares as people write them: in per cent, exact."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

from webapp.messages import THIN

_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,6})?")


def read_percent(text: str) -> Fraction | None:
    """The share that «80», «33,3 %» or «12.5» means, from 0 to 1. None: not a share."""
    plain = text.replace("%", "").replace(",", ".").strip()
    if not (plain.isascii() and _PERCENT.fullmatch(plain)):
        return None
    share = Fraction(plain) / 100
    return share if share <= 1 else None


def show_percent(share: Fraction) -> str:
    """«80», «33,3»; a share that no decimal gives exactly is cut to two places."""
    value = share * 100
    for places in range(7):
        if (value * 10**places).denominator == 1:
            whole, rest = divmod(int(value * 10**places), 10**places)
            return f"{whole},{rest:0{places}}" if places else str(whole)
    whole, rest = divmod(floor(value * 100), 100)
    return f"{whole},{rest:02}"


def with_sign(share: Fraction) -> str:
    """«80 %», as a sentence has it."""
    return f"{show_percent(share)}{THIN}%"
