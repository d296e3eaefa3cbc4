"""From the data of a paper to its PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("paper.typ")


def pdf(data: dict[str, Any], source: Path = SOURCE) -> bytes:
    """The paper as PDF. Takes a second or so: not for the event loop."""
    made: bytes = _made(data, "pdf", source)
    return made


def _made(data: dict[str, Any], kind: str, source: Path = SOURCE) -> Any:
    import typst  # only who prints needs it

    return typst.compile(
        str(source),
        root=str(source.parent),
        ignore_system_fonts=True,
        format=kind,  # type: ignore[call-overload]
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
