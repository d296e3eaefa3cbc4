"""People, guests, and the browsers that know them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from webapp.queries import Prepared, chunks, insert_or_ignore
from webapp.queries.count_queue import queue_people
from webapp.queries.progress import merge_readings
from webapp.queries.sittings import move_drafts
from webapp.queries.study import mark_stale
from webapp.tables import enrolments, events, item_reports, notices, sign_ins, sittings, users


class NotAGuest(Exception):
    """Someone who was a guest is one no longer."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is behind a request."""

    token_hash: str
    user_id: int
    login: str | None  # None: a guest
    name: str
    revision: int
    instructor: bool  # on the staff of a cohort
    unread: bool = False  # has a notice not seen yet

    @property
    def guest(self) -> bool:
        return self.login is None


_teaches = (
    select(enrolments.c.id)
    .where(
        enrolments.c.user_id == users.c.id,
        enrolments.c.role != "student",
        enrolments.c.ended_at.is_(None),
    )
    .exists()
)
_unread = (
    select(notices.c.id)
    .where(notices.c.user_id == users.c.id, notices.c.read_at.is_(None))
    .exists()
)


_find_reader = Prepared(
    lambda _: (
        select(
            sign_ins.c.user_id,
            users.c.login,
            users.c.name,
            users.c.revision,
            _teaches.label("instructor"),
            _unread.label("unread"),
        )
        .join(users, users.c.id == sign_ins.c.user_id)
        .where(sign_ins.c.token_hash == bindparam("token_hash"))
    )
)


def find_reader(connection: Connection, token_hash: str) -> Reader | None:
    """The person whose browser holds this token."""
    return _reader(token_hash, _find_reader(connection, token_hash=token_hash).fetchone())


def find_reader_raw(connection: sqlite3.Connection, token_hash: str) -> Reader | None:
    """The same straight from the SQLite driver, for every view of a lesson."""
    return _reader(token_hash, _find_reader.first_raw(connection, token_hash=token_hash))


def _reader(token_hash: str, row: Any | None) -> Reader | None:
    if row is None:
        return None
    return Reader(token_hash, row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5]))


def get_or_add_guest(connection: Connection, token_hash: str, now: datetime) -> int:
    """Id of the person this browser belongs to; a new guest if it belongs to no one yet.

    A visitor who presses twice sends two requests under one token: they make one guest.
    """
    known = connection.execute(
        select(sign_ins.c.user_id).where(sign_ins.c.token_hash == token_hash)
    ).scalar()
    if known is not None:
        return int(known)
    user_id = _inserted(connection, users, name="", revision=0, created_at=now)
    added = connection.execute(
        insert_or_ignore(connection, sign_ins)
        .values(token_hash=token_hash, user_id=user_id, created_at=now, seen_at=now)
        .returning(sign_ins.c.token_hash)
    ).first()
    if added is not None:
        return user_id
    # another process was faster with the same token: the guest is theirs
    connection.execute(delete(users).where(users.c.id == user_id))
    return int(
        connection.execute(
            select(sign_ins.c.user_id).where(sign_ins.c.token_hash == token_hash)
        ).scalar_one()
    )


_merged_into = Prepared(
    lambda _: select(users.c.merged_into).where(users.c.id == bindparam("user_id"))
)


def followed(connection: Connection, user_id: int) -> int:
    """The person, or the account that a guest joined: what was under way belongs to it."""
    row = _merged_into(connection, user_id=user_id).fetchone()
    return int(row[0]) if row is not None and row[0] is not None else user_id


def list_joined(connection: Connection, user_id: int) -> list[int]:
    """Ids of the guests whose work this account took over."""
    return list(
        connection.execute(select(users.c.id).where(users.c.merged_into == user_id)).scalars()
    )


def add_account(
    connection: Connection, login: str, name: str, password_hash: str, now: datetime
) -> int:
    """A new account. Raises IntegrityError when the login is taken."""
    return _inserted(
        connection,
        users,
        login=login,
        name=name,
        password_hash=password_hash,
        revision=0,
        created_at=now,
    )


def make_account(
    connection: Connection, user_id: int, login: str, name: str, password_hash: str
) -> None:
    """Turn a guest into an account.

    Raises:
        IntegrityError: the login is taken.
        NotAGuest: the guest signed up or in meanwhile, in another tab.
    """
    done = connection.execute(
        update(users)
        .where(users.c.id == user_id, users.c.login.is_(None), users.c.merged_into.is_(None))
        .values(login=login, name=name, password_hash=password_hash, revision=users.c.revision + 1)
    )
    if done.rowcount != 1:
        raise NotAGuest


def find_account(connection: Connection, login: str) -> Any | None:
    """Row (id, login, name, password_hash) of an account, by its folded login."""
    return connection.execute(
        select(users.c.id, users.c.login, users.c.name, users.c.password_hash).where(
            users.c.login == login
        )
    ).first()


def find_user(connection: Connection, user_id: int) -> Any | None:
    """Row (id, login, name) of a person."""
    return connection.execute(
        select(users.c.id, users.c.login, users.c.name).where(users.c.id == user_id)
    ).first()


def set_password(connection: Connection, user_id: int, password_hash: str) -> None:
    connection.execute(
        update(users).where(users.c.id == user_id).values(password_hash=password_hash)
    )


def add_sign_in(connection: Connection, user_id: int, token_hash: str, now: datetime) -> None:
    connection.execute(
        insert(sign_ins).values(token_hash=token_hash, user_id=user_id, created_at=now, seen_at=now)
    )


def end_sign_in(connection: Connection, token_hash: str) -> None:
    connection.execute(delete(sign_ins).where(sign_ins.c.token_hash == token_hash))


def end_all_sign_ins(connection: Connection, user_id: int) -> None:
    connection.execute(delete(sign_ins).where(sign_ins.c.user_id == user_id))


def list_sign_ins(connection: Connection, user_id: int) -> list[Any]:
    """Rows (token_hash, created_at), newest first."""
    return list(
        connection.execute(
            select(sign_ins.c.token_hash, sign_ins.c.created_at)
            .where(sign_ins.c.user_id == user_id)
            .order_by(sign_ins.c.created_at.desc())
        )
    )


_bump = Prepared(
    lambda _: (
        update(users)
        .where(users.c.id == bindparam("user_id"))
        .values(revision=users.c.revision + 1)
    )
)


def bump(connection: Connection, user_id: int) -> None:
    """Something that this person's pages show has changed."""
    _bump(connection, user_id=user_id)


def bump_all(connection: Connection, user_ids: Iterable[int]) -> None:
    """The same for many people, in few statements."""
    for some in chunks(user_ids):
        connection.execute(
            update(users).where(users.c.id.in_(some)).values(revision=users.c.revision + 1)
        )


def merge_guest(connection: Connection, guest_id: int, user_id: int) -> None:
    """Give a guest's work to an account. Attempts are not touched.

    A lesson that both have worked at keeps two sittings, told apart by their ordinal; pages show
    the answers of both. Drafts move to the newer sitting; where both have one of an item, the
    guest's stays and the account's is kept aside.
    """
    mine = connection.execute(
        select(sittings.c.id, sittings.c.assessment)
        .where(sittings.c.user_id == guest_id)
        .order_by(sittings.c.id)
    ).all()
    for sitting_id, assessment in mine:
        older = [
            row[0]
            for row in connection.execute(
                select(sittings.c.id)
                .where(sittings.c.user_id == user_id, sittings.c.assessment == assessment)
                .order_by(sittings.c.ordinal)
            )
        ]
        last = connection.execute(
            select(func.max(sittings.c.ordinal)).where(
                sittings.c.user_id == user_id, sittings.c.assessment == assessment
            )
        ).scalar()
        connection.execute(
            update(sittings)
            .where(sittings.c.id == sitting_id)
            .values(user_id=user_id, ordinal=(last or 0) + 1)
        )
        for other in older:
            move_drafts(connection, other, sitting_id)
    merge_readings(connection, guest_id, user_id)
    connection.execute(
        update(item_reports).where(item_reports.c.user_id == guest_id).values(user_id=user_id)
    )
    connection.execute(update(users).where(users.c.id == guest_id).values(merged_into=user_id))
    mark_stale(connection, [user_id])
    queue_people(connection, [guest_id, user_id], stale=True)
    bump(connection, user_id)


def add_event(
    connection: Connection, user_id: int | None, kind: str, now: datetime, **data: Any
) -> None:
    connection.execute(
        insert(events).values(
            user_id=user_id, kind=kind, at=now, data=json.dumps(data, ensure_ascii=False)
        )
    )


def _inserted(connection: Connection, table: Any, **values: Any) -> int:
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])
