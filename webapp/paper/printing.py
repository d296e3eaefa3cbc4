"""From the data of a paper to its PDF, in a process of its own.

The typesetter keeps what it has worked out for the next time, and gives none of it back: 5 MB a
report, gigabytes for a large paper. So it runs in a child of the server and goes with it.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool

SOURCE = Path(__file__).with_name("paper.typ")
TYPESETTER = Path(__file__).with_name("typesetter.py")

MOST_SECONDS = 120
"""All 735 questions of the course in six variants, with the key, take 25 s."""

AT_ONCE = 2
"""PDFs set at the same time; who asks for more waits."""


class CannotPrint(RuntimeError):
    """No PDF came of it: what the typesetter said, or how it ended."""


def pdf(data: dict[str, Any], source: Path = SOURCE) -> bytes:
    """The paper as PDF. Takes a second or so: not for the event loop.

    Raises:
        CannotPrint: a fault in the source, no end within :data:`MOST_SECONDS`, or the process was
            ended from outside.
    """
    # run() kills a child that is late, and waits for every child: none is left
    try:
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-P", str(TYPESETTER), str(source), str(MOST_SECONDS + 1)],
            input=json.dumps(data, ensure_ascii=False).encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise CannotPrint(f"{source.name}: not ready after {MOST_SECONDS} s") from fault
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise CannotPrint(f"{source.name}: {said or f'ended with {done.returncode}'}")
    return done.stdout


class Press:
    """Sets PDFs for requests, few at a time; those who wait hold no thread."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(AT_ONCE)

    async def pdf(self, data: dict[str, Any], source: Path = SOURCE) -> bytes:
        """As :func:`pdf`."""
        async with self._free:
            return await run_in_threadpool(pdf, data, source)
