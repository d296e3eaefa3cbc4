"""Certainty-based marking (A. R. Gardner-Medwin): the mark of an answer by how sure one was.

Right and sure earns most, wrong and sure loses most, so that an honest statement pays. It is worth
saying 2 from a chance of two thirds, 3 from four fifths.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

Certainty = Literal["0", "1", "2", "3"]
"""«0»: no idea (earns and loses nothing); 1, 2, 3: ever surer."""

CERTAINTIES: tuple[Certainty, ...] = ("0", "1", "2", "3")
UNSAID: Certainty = "1"
"""Taken for an answer whose certainty was not said."""

_RIGHT = {"0": 0, "1": 1, "2": 2, "3": 3}
_WRONG = {"0": 0, "1": 0, "2": -2, "3": -6}
_BEST = 3


def adjusted(share: Fraction, certainty: Certainty) -> Fraction:
    """The share of the points after certainty: from −2 to 1. A part of the credit stands between
    wrong and right in proportion."""
    right, wrong = Fraction(_RIGHT[certainty], _BEST), Fraction(_WRONG[certainty], _BEST)
    return wrong + (right - wrong) * share
