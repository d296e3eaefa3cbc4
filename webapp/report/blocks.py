"""What a report is made of, as plain data for Typst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]


def heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def para(text: str) -> Block:
    return {"kind": "para", "text": text}


def hint(text: str) -> Block:
    return {"kind": "hint", "text": text}


def lead(text: str) -> Block:
    """What stands between a heading and its table, on one page with both."""
    return {"kind": "lead", "text": text}


def table(head: Sequence[str], rows: Iterable[Sequence[Any]], columns: str) -> Block:
    """``columns``: l, r – as wide as needed, left and right; w – what is left; b – a bar."""
    return {"kind": "table", "head": list(head), "rows": [list(row) for row in rows],
            "columns": list(columns)}  # fmt: skip
