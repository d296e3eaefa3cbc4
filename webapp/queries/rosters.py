"""Rosters that were read, and doing what they say: few statements however many rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from webapp.queries import (
    chunks,
    cohorts,
    count_queue,
    groups,
    insert_or_ignore,
    notices,
    people,
)
from webapp.roster import Row
from webapp.roster_plan import Now, Options, Plan, Step, group_key, plan
from webapp.tables import enrolments, invitations, roster_imports, users


@dataclass(frozen=True, slots=True)
class StoredRoster:
    """A roster as stored. ``made``: ids of the accounts it made when it was applied."""

    id: int
    cohort_id: int
    file_name: str
    rows: tuple[Row, ...]
    options: Options
    made: tuple[int, ...]
    read_by: int
    read_at: datetime
    applied_at: datetime | None


class Changed(Exception):
    """The people are not those that the preview showed any more."""


def add(
    connection: Connection,
    cohort_id: int,
    file_name: str,
    rows: Sequence[Row],
    options: Options,
    user_id: int,
    now: datetime,
) -> int:
    """Keep a roster that was read; gives its id."""
    key = connection.execute(
        insert(roster_imports).values(
            cohort_id=cohort_id,
            file_name=file_name,
            rows=_dumped(rows, options, ()),
            read_by=user_id,
            read_at=now,
        )
    ).inserted_primary_key
    assert key is not None
    return int(key[0])


def _dumped(rows: Sequence[Row], options: Options, made: Sequence[int]) -> str:
    values = [[row.line, row.name, row.login, row.group, row.fault, row.other] for row in rows]
    held = {"rows": values, "options": asdict(options), "made": list(made)}
    return json.dumps(held, ensure_ascii=False)


def find(connection: Connection, import_id: int) -> StoredRoster | None:
    row = connection.execute(
        select(
            roster_imports.c.id,
            roster_imports.c.cohort_id,
            roster_imports.c.file_name,
            roster_imports.c.rows,
            roster_imports.c.read_by,
            roster_imports.c.read_at,
            roster_imports.c.applied_at,
        ).where(roster_imports.c.id == import_id)
    ).first()
    if row is None:
        return None
    held = json.loads(row[3])
    return StoredRoster(
        row[0],
        row[1],
        row[2],
        tuple(Row(*values) for values in held["rows"]),
        Options(**held["options"]),
        tuple(held["made"]),
        row[4],
        row[5],
        row[6],
    )


def set_options(connection: Connection, roster: StoredRoster, options: Options) -> None:
    """Read a roster that was not applied in another way."""
    connection.execute(
        update(roster_imports)
        .where(roster_imports.c.id == roster.id, roster_imports.c.applied_at.is_(None))
        .values(rows=_dumped(roster.rows, options, ()))
    )


def load_now(connection: Connection, cohort_id: int, logins: Iterable[str]) -> Now:
    """The people of a cohort, and the accounts with these logins."""
    accounts: dict[str, tuple[int, str]] = {}
    for some in chunks(dict.fromkeys(logins)):
        for row in connection.execute(
            select(users.c.login, users.c.id, users.c.name).where(users.c.login.in_(some))
        ):
            accounts[row[0]] = (row[1], row[2])
    studies: dict[int, frozenset[int]] = {}
    staff: dict[int, frozenset[int] | None] = {}
    for row in connection.execute(
        select(enrolments.c.user_id, enrolments.c.group_id, enrolments.c.role).where(
            enrolments.c.cohort_id == cohort_id, enrolments.c.ended_at.is_(None)
        )
    ):
        if row[2] == "student":
            studies[row[0]] = studies.get(row[0], frozenset()) | {row[1]}
        elif row[1] is None:
            staff[row[0]] = None
        else:
            held = staff.get(row[0], frozenset())
            staff[row[0]] = held | {row[1]} if held is not None else None
    all_groups = groups.list_of_cohort(connection, cohort_id)
    return Now(
        groups=tuple((row[0], row[1]) for row in all_groups if row[5] is None),
        accounts=accounts,
        studies=studies,
        staff=staff,
        titles={row[0]: row[1] for row in all_groups},
    )


def planned(
    connection: Connection, roster: StoredRoster, mine: Collection[int] | None, leads: bool
) -> Plan:
    """What a roster would do now."""
    now = load_now(connection, roster.cohort_id, (row.login for row in roster.rows if row.login))
    return plan(roster.rows, now, roster.options, mine, leads=leads)


def apply(
    connection: Connection,
    import_id: int,
    shown: str,
    mine: Collection[int] | None,
    leads: bool,
    user_id: int,
    now: datetime,
    new_code: Callable[[], str],
    href: str,
) -> bool:
    """Do what the preview with the digest ``shown`` said. False: it was done before.

    Raises:
        Changed: it would do something else now; nothing is done.
        sqlalchemy.exc.IntegrityError: another process made one of the accounts just now.
    """
    roster = find(connection, import_id)
    assert roster is not None
    cohorts.lock(connection, roster.cohort_id)
    taken = connection.execute(
        update(roster_imports)
        .where(roster_imports.c.id == import_id, roster_imports.c.applied_at.is_(None))
        .values(applied_at=now)
    )
    if taken.rowcount != 1:
        return False
    what = planned(connection, roster, mine, leads)
    if what.digest() != shown:
        raise Changed
    group_of = {
        group_key(title): groups.add_to_cohort(connection, roster.cohort_id, title, new_code(), now)
        for title in what.made_groups
    }
    made = _make_accounts(connection, what.of("new"), now)
    places: dict[int, list[int]] = {}  # group → people who come to study there
    for step in what.steps:
        if step.action in ("new", "enrol", "move"):
            group_id = step.group_id or group_of[group_key(step.group)]
            places.setdefault(group_id, []).append(step.user_id or made[step.login])
    for group_id, members in places.items():
        _enrol(connection, roster.cohort_id, group_id, members, set(made.values()), user_id, now)
    known = [step for step in what.steps if step.action in ("enrol", "move")]
    titles = dict.fromkeys(step.group for step in known)
    for title in titles:
        told = [step.user_id for step in known if step.group == title and step.user_id]
        notices.tell(connection, told, "enrolled", href, now, group=title)
    connection.execute(
        update(roster_imports)
        .where(roster_imports.c.id == import_id)
        .values(rows=_dumped(roster.rows, roster.options, list(made.values())))
    )
    people.add_event(connection, user_id, "roster", now, roster=import_id, changes=what.changes())
    return True


def _make_accounts(connection: Connection, steps: Sequence[Step], now: datetime) -> dict[str, int]:
    """Accounts without a password; gives login → user id in the order of the rows."""
    if not steps:
        return {}
    connection.execute(
        insert(users),
        [
            {"login": step.login, "name": step.name, "revision": 0, "created_at": now}
            for step in steps
        ],
    )
    found: dict[str, int] = {}
    for some in chunks(step.login for step in steps):
        for row in connection.execute(
            select(users.c.login, users.c.id).where(users.c.login.in_(some))
        ):
            found[row[0]] = row[1]
    return {step.login: found[step.login] for step in steps}


def _enrol(
    connection: Connection,
    cohort_id: int,
    group_id: int,
    members: Sequence[int],
    new: Collection[int],
    added_by: int,
    now: datetime,
) -> None:
    connection.execute(
        insert_or_ignore(connection, enrolments),
        [
            {
                "user_id": member,
                "cohort_id": cohort_id,
                "group_id": group_id,
                "role": "student",
                "created_at": now,
                "added_by": None if member in new else added_by,
            }
            for member in members
        ],
    )
    count_queue.queue_people(connection, members, now, stale=True)
    for some in chunks(members):
        theirs = (
            enrolments.c.cohort_id == cohort_id,
            enrolments.c.role == "student",
            enrolments.c.user_id.in_(some),
        )
        connection.execute(
            update(enrolments)
            .where(*theirs, enrolments.c.group_id == group_id, enrolments.c.ended_at.is_not(None))
            .values(ended_at=None)
        )
        connection.execute(
            update(enrolments)
            .where(*theirs, enrolments.c.group_id != group_id, enrolments.c.ended_at.is_(None))
            .values(ended_at=now)
        )


def list_without_password(
    connection: Connection, roster: StoredRoster, group_ids: Collection[int] | None
) -> list[Any]:
    """Rows (user id, name, login, group title) of the accounts a roster made that nobody has
    opened yet and that still study in the cohort, in these groups (None: all). Who teaches
    anywhere is not among them.
    """
    post = enrolments.alias("post")
    teaches = (
        select(post.c.id)
        .where(post.c.user_id == users.c.id, post.c.role != "student", post.c.ended_at.is_(None))
        .exists()
    )
    titles = {row[0]: row[1] for row in groups.list_of_cohort(connection, roster.cohort_id)}
    found = []
    for some in chunks(roster.made):
        for row in connection.execute(
            select(users.c.id, users.c.name, users.c.login, enrolments.c.group_id)
            .join(enrolments, enrolments.c.user_id == users.c.id)
            .where(
                users.c.id.in_(some),
                users.c.password_hash.is_(None),
                ~teaches,
                enrolments.c.cohort_id == roster.cohort_id,
                enrolments.c.role == "student",
                enrolments.c.ended_at.is_(None),
            )
            .order_by(users.c.id)
        ):
            if group_ids is None or row[3] in group_ids:
                found.append((row[0], row[1], row[2], titles[row[3]]))
    return found


def renew_links(
    connection: Connection,
    links: Sequence[tuple[int, str]],
    user_id: int,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Make one-time links, (user id, token hash) each; unused ones of these people end."""
    for some in chunks(one[0] for one in links):
        connection.execute(
            update(invitations)
            .where(
                invitations.c.purpose == "reset",
                invitations.c.user_id.in_(some),
                invitations.c.used_at.is_(None),
            )
            .values(used_at=now)
        )
    if links:
        connection.execute(
            insert(invitations),
            [
                {
                    "token_hash": token_hash,
                    "purpose": "reset",
                    "user_id": member,
                    "issued_by": user_id,
                    "created_at": now,
                    "expires_at": expires_at,
                }
                for member, token_hash in links
            ],
        )
        people.add_event(connection, user_id, "roster-links", now, links=len(links))


def list_of_cohort(connection: Connection, cohort_id: int, most: int = 10) -> list[Any]:
    """Rows (id, file name, read by, read at, applied at) of the rosters read last."""
    return list(
        connection.execute(
            select(
                roster_imports.c.id,
                roster_imports.c.file_name,
                roster_imports.c.read_by,
                roster_imports.c.read_at,
                roster_imports.c.applied_at,
            )
            .where(roster_imports.c.cohort_id == cohort_id)
            .order_by(roster_imports.c.id.desc())
            .limit(most)
        )
    )
