"""How exact marks are shown: rounded down, so that no figure promises more than was earned.

49,996 % is shown as 49,99 %: a figure that reaches the pass mark is always a pass.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

PLACES = 2
"""Decimals shown at most."""


def points(value: Fraction) -> str:
    """Points with at most two decimals: «16,66»."""
    return _shown(value, PLACES)


def percent(share: Fraction) -> str:
    """A share in per cent with at most two decimals: «83,33 %»."""
    return _shown(share * 100, PLACES) + "\N{NARROW NO-BREAK SPACE}%"


def rounded_down(value: Fraction, places: int) -> Fraction:
    """The nearest number with so many decimals that is not above ``value``."""
    unit = 10**places
    return Fraction(floor(value * unit), unit)


def _shown(value: Fraction, places: int) -> str:
    units = floor(value * 10**places)
    whole, rest = divmod(abs(units), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0")
    text = f"{whole:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return ("\N{MINUS SIGN}" if units < 0 else "") + text + (f",{decimals}" if decimals else "")
