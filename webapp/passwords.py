"""Passwords: Argon2id, on text normalised so that any keyboard gives the same."""

from __future__ import annotations

import unicodedata

from pwdlib import PasswordHash

LEAST = 8
MOST = 200

_hasher = PasswordHash.recommended()
_nobody: list[str] = []


def _normal(password: str) -> str:
    # «й» typed as one sign or as two must be the same password
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    return _hasher.hash(_normal(password))


def verify(password: str, stored: str | None) -> bool:
    """Whether a password fits; takes the same time when there is no account."""
    if stored is None:
        if not _nobody:
            _nobody.append(_hasher.hash("nobody"))
        _hasher.verify(_normal(password)[:MOST], _nobody[0])
        return False
    return _hasher.verify(_normal(password)[:MOST], stored)
