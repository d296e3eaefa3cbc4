"""Files that are made once for the course as loaded and then only given out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool


class Kept(NamedTuple):
    etag: str
    data: bytes


class Shelf:
    """One file is made at a time, in a thread: a crowd that asks at once waits for the same file.

    A running application serves one course, so nothing on the shelf grows old.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], Kept] = {}
        self._making = asyncio.Lock()

    async def get(self, key: tuple[str, ...], make: Callable[[], bytes]) -> Kept:
        """The file under a key; ``make`` is called if it is not there yet."""
        found = self._kept.get(key)
        if found is None:
            async with self._making:
                found = self._kept.get(key)
                if found is None:
                    data = await run_in_threadpool(make)
                    etag = f'"{sha256(data).hexdigest()[:16]}"'
                    found = self._kept[key] = Kept(etag, data)
        return found
