"""Keys with which programs read a cohort's figures. Only the hash of a key is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from webapp.queries import Prepared, cohorts
from webapp.queries.people import Reader, add_event
from webapp.tables import api_tokens, users

MOST = 10
"""Keys in force of one person in one cohort."""

USED_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept."""


class TooManyTokens(Exception):
    """The person has :data:`MOST` keys in force in this cohort."""


@dataclass(frozen=True, slots=True)
class Token:
    """A key that a program sent, and whose it is. ``maker`` is who they are now."""

    token_hash: str
    id: str
    cohort_id: int
    label: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    maker: Reader


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A key in the list."""

    id: str
    user_id: int
    maker: str
    label: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def in_force(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


_find = Prepared(
    lambda _: (
        select(
            api_tokens.c.id,
            api_tokens.c.cohort_id,
            api_tokens.c.label,
            api_tokens.c.created_at,
            api_tokens.c.expires_at,
            api_tokens.c.used_at,
            api_tokens.c.revoked_at,
            users.c.id,
            users.c.login,
            users.c.name,
            users.c.revision,
        )
        .join(users, users.c.id == api_tokens.c.user_id)
        .where(api_tokens.c.token_hash == bindparam("token_hash"))
    )
)


def find(connection: Connection, token_hash: str) -> Token | None:
    """The key with this hash, also one that works no more."""
    row = _find.first(connection, token_hash=token_hash)
    if row is None:
        return None
    maker = Reader(token_hash, row[7], row[8], row[9], row[10], instructor=True)
    return Token(token_hash, row[0], row[1], row[2], row[3], row[4], row[5], row[6], maker)


def touch(connection: Connection, token_hash: str, now: datetime) -> None:
    """Note the use of a key, if the last one noted is not of just now."""
    connection.execute(
        update(api_tokens)
        .where(
            api_tokens.c.token_hash == token_hash,
            or_(api_tokens.c.used_at.is_(None), api_tokens.c.used_at <= now - USED_EVERY),
        )
        .values(used_at=now)
    )


def add(
    connection: Connection,
    token_hash: str,
    token_id: str,
    user_id: int,
    cohort_id: int,
    label: str,
    expires_at: datetime,
    now: datetime,
) -> None:
    """Keep a new key.

    Raises:
        TooManyTokens: nothing was kept.
    """
    cohorts.lock(connection, cohort_id)  # so that two presses at once do not make one too many
    count = connection.execute(
        select(func.count())
        .select_from(api_tokens)
        .where(
            api_tokens.c.user_id == user_id,
            api_tokens.c.cohort_id == cohort_id,
            api_tokens.c.revoked_at.is_(None),
            api_tokens.c.expires_at > now,
        )
    ).scalar_one()
    if count >= MOST:
        raise TooManyTokens
    connection.execute(
        insert(api_tokens).values(
            token_hash=token_hash,
            id=token_id,
            user_id=user_id,
            cohort_id=cohort_id,
            label=label,
            created_at=now,
            expires_at=expires_at,
        )
    )
    add_event(
        connection,
        user_id,
        "api-token-made",
        now,
        cohort=cohort_id,
        token=token_id,
        label=label,
        expires=expires_at.isoformat(),
    )


def list_tokens(
    connection: Connection, cohort_id: int, user_id: int | None = None
) -> list[TokenLine]:
    """The keys of a cohort, those of one person or (None) all, the newest first."""
    statement: Any = (
        select(
            api_tokens.c.id,
            api_tokens.c.user_id,
            users.c.name,
            api_tokens.c.label,
            api_tokens.c.created_at,
            api_tokens.c.expires_at,
            api_tokens.c.used_at,
            api_tokens.c.revoked_at,
        )
        .join(users, users.c.id == api_tokens.c.user_id)
        .where(api_tokens.c.cohort_id == cohort_id)
        .order_by(api_tokens.c.created_at.desc(), api_tokens.c.id)
    )
    if user_id is not None:
        statement = statement.where(api_tokens.c.user_id == user_id)
    return [TokenLine(*row) for row in connection.execute(statement)]


def revoke(
    connection: Connection, cohort_id: int, token_id: str, revoked_by: int, now: datetime
) -> None:
    """From now on the key works no more. One that is revoked already stays as it is."""
    done = connection.execute(
        update(api_tokens)
        .where(
            api_tokens.c.cohort_id == cohort_id,
            api_tokens.c.id == token_id,
            api_tokens.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    if done.rowcount:
        add_event(
            connection, revoked_by, "api-token-revoked", now, cohort=cohort_id, token=token_id
        )
