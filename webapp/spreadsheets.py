"""Tables for spreadsheet programs."""

from __future__ import annotations

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """A text as a cell that no spreadsheet program takes for a formula.

    What begins like one gets an apostrophe in front, as the programs themselves write it
    (OWASP, CSV injection).
    """
    return "'" + text if text.startswith(_BEGINS_A_FORMULA) else text
