"""What all drawings share: the width, the rounding of lengths, words in lines."""

from __future__ import annotations

from fractions import Fraction

WIDTH = 320

LINE = 16
"""A line of text."""
CHARACTERS = 42
"""Characters of a label that fit into a line (Golos at 13 units, Kazakh and Russian)."""


def units(value: Fraction | int) -> float:
    return float(round(Fraction(value), 2))


def wrapped(text: str, characters: int = CHARACTERS, lines: int = 2) -> tuple[str, ...]:
    """The text in lines; what does not fit into the last ends in «…». The table has it whole."""
    found: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and len(longer) > characters:
            found.append(line)
            line = word
        else:
            line = longer
    found.append(line)
    kept = [
        one if len(one) <= characters else one[: characters - 1].rstrip() + "…"
        for one in found[:lines]
    ]
    if len(found) > lines and not kept[-1].endswith("…"):
        kept[-1] = kept[-1][: characters - 1].rstrip(" ,;:.–") + "…"
    return tuple(kept)
