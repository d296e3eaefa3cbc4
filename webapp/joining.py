"""Joining a group by its code: whether the code works, and what joining does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from webapp.queries import groups, members, people


class JoinClosed(Exception):
    """A join code that is not there or does not work now; ``status`` and the message ``key``."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


def open_group(connection: Connection, code: str, now: datetime) -> Any:
    """The group that a code opens.

    Raises:
        JoinClosed: 404 there is no such code (or a newer one), 410 it does not work now.
    """
    group = groups.find_group_by_code(connection, code)
    if group is None:
        raise JoinClosed(404, "error.no_group")
    is_open, until, archived_at, cohort_archived_at = group[5:]
    if cohort_archived_at is not None:
        raise JoinClosed(410, "error.join_cohort_archived")
    if archived_at is not None:
        raise JoinClosed(410, "error.join_group_archived")
    if not is_open:
        raise JoinClosed(410, "error.join_off")
    if until is not None and until <= now:
        raise JoinClosed(410, "error.join_ended")
    return group


def join_group(connection: Connection, code: str, user_id: int, now: datetime) -> None:
    """Make someone a student of a code's group; another group of that cohort is left.

    Raises:
        JoinClosed: the code was closed meanwhile.
    """
    group = open_group(connection, code, now)
    members.move(connection, group[2], user_id, group[0], now)
    people.add_event(connection, user_id, "join", now, group=group[0])
