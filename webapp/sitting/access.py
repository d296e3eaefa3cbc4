"""Whose sitting it is, and that it is judged by the clock before anything else is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from webapp.permissions import require_account, row_id
from webapp.queries import exam_sittings
from webapp.queries.exam_sittings import SittingRow
from webapp.site import Site, Visit
from webapp.sitting.desk import (
    Desk,
    Progress,
    Sheet,
    load_desk,
    load_progress,
    load_sheet,
)
from webapp.sitting.standing import Standing, stand
from webapp.sitting.sweeping import end_one


class _Standing(Protocol):
    @property
    def standing(self) -> Standing: ...


T = TypeVar("T", bound=_Standing)

HEARD_EVERY = timedelta(seconds=45)
"""A sign of life from the page of an assignment's sitting is noted at most so often. Its script
asks how the sitting stands every 20 seconds, out of sight every minute (``static/js/sitting.js``).
"""


async def own_standing(site: Site, visit: Visit) -> Standing:
    """How the visitor's sitting stands; ended now if its time is up.

    Raises:
        HTTPException: 401 not signed in, 404 no such sitting, 403 someone else's.
    """
    return (await _own(site, visit, _load_standing)).standing


async def own_sheet(site: Site, visit: Visit, item_id: str) -> Sheet:
    """The visitor's sitting with the place of one item; ended now if its time is up.

    Raises:
        HTTPException: as :func:`own_standing`.
    """

    def load(connection: Connection, sitting: SittingRow, now: datetime) -> Sheet:
        return load_sheet(connection, sitting, now, item_id)

    return await _own(site, visit, load)


async def own_progress(site: Site, visit: Visit) -> Progress:
    """The visitor's sitting with what is answered; ended now if its time is up.

    Raises:
        HTTPException: as :func:`own_standing`.
    """
    return await _own(site, visit, load_progress)


async def own_desk(site: Site, visit: Visit) -> Desk:
    """The visitor's sitting with all on it; ended now if its time is up.

    Raises:
        HTTPException: as :func:`own_standing`.
    """
    return await _own(site, visit, load_desk)


@dataclass(frozen=True, slots=True)
class _Bare:
    standing: Standing


def _load_standing(connection: Connection, sitting: SittingRow, now: datetime) -> _Bare:
    return _Bare(stand(connection, sitting, now))


async def _own(
    site: Site, visit: Visit, load: Callable[[Connection, SittingRow, datetime], T]
) -> T:
    user_id = require_account(visit)
    number = row_id(visit.request.path_params["sitting_id"])
    if number is None:
        raise HTTPException(404, "error.no_sitting")

    def read(connection: Connection) -> T | None:
        sitting = exam_sittings.find_sitting(connection, number)
        if sitting is None:
            return None
        if sitting.user_id != user_id:
            raise HTTPException(403, "error.not_your_sitting")
        return load(connection, sitting, visit.now)

    found = await site.glance(read)
    if found is not None and found.standing.over:
        if await end_one(site, number, visit.now):
            site.handed_in()
        found = await site.glance(read)
    if found is None:
        raise HTTPException(404, "error.no_sitting")
    _heard(site, found.standing)
    return found


def _heard(site: Site, standing: Standing) -> None:
    """Note that the student's page was heard from, for the staff who watch; nobody waits for it."""
    sitting, now = standing.sitting, standing.now
    if not standing.takes or standing.own is not None:
        return
    if sitting.touched_at is None or now - sitting.touched_at >= HEARD_EVERY:
        site.writer.leave(lambda connection: exam_sittings.touch(connection, sitting.id, now))
