"""Passwords: Argon2id, on text normalised so that any keyboard gives the same.

A hash takes 64 MB and a good part of a second on purpose, so at most two are made at once, and a
crowd that waits for one is sent away rather than let it fill the server.
"""

from __future__ import annotations

import asyncio
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from pwdlib import PasswordHash

T = TypeVar("T")

LEAST = 8
MOST = 200
AT_ONCE = 2
MOST_WAITING = 20

_hasher = PasswordHash.recommended()
_nobody: list[str] = []


class TooMany(Exception):
    """Too many wait for a hash already."""


class _Turns:
    """Work done by few threads of its own, for not too many at a time."""

    def __init__(self, at_once: int, most_waiting: int) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="passwords")
        self._most = at_once + most_waiting
        self._taken = 0
        self._lock = threading.Lock()

    def take(self, work: Callable[..., T], *args: object) -> Future[T]:
        """Begin ``work`` when its turn comes.

        Raises:
            TooMany: the turns that may wait are taken.
        """
        with self._lock:
            if self._taken >= self._most:
                raise TooMany
            self._taken += 1
        try:
            future = self._pool.submit(work, *args)
        except BaseException:
            self._free()
            raise
        future.add_done_callback(self._free)
        return future

    def _free(self, _: object = None) -> None:
        with self._lock:
            self._taken -= 1


_turns = _Turns(AT_ONCE, MOST_WAITING)


def _normal(password: str) -> str:
    # «й» typed as one sign or as two must be the same password
    return unicodedata.normalize("NFKC", password)


def right_length(password: str) -> bool:
    """Whether a new password is neither short nor long, whichever keyboard it is typed on."""
    return LEAST <= len(_normal(password)) <= MOST


def hash_password(password: str) -> str:
    """What to keep of a new password. Waits: call it from a thread that may.

    Raises:
        TooMany: too many wait for a hash already.
    """
    return _turns.take(lambda: _hasher.hash(_normal(password))).result()


async def verify(password: str, stored: str | None) -> bool:
    """Whether a password fits; takes the same time when there is no account.

    Raises:
        TooMany: too many wait for a hash already.
    """
    return await asyncio.wrap_future(_turns.take(_verify, password, stored))


def _verify(password: str, stored: str | None) -> bool:
    if stored is None:
        if not _nobody:
            _nobody.append(_hasher.hash("nobody"))
        _hasher.verify(_normal(password), _nobody[0])
        return False
    return _hasher.verify(_normal(password), stored)
