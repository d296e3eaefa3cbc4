"""Whose sitting it is, and that it is judged by the clock before anything else is done with it."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from webapp.permissions import require_account, row_id
from webapp.queries import exam_sittings
from webapp.site import Site, Visit
from webapp.sitting import standing as standings
from webapp.sitting.desk import Desk, load_desk
from webapp.sitting.standing import Standing
from webapp.sitting.sweeping import end_one


async def _require_own(site: Site, visit: Visit) -> int:
    """The sitting's number, if it is the visitor's own.

    Raises:
        HTTPException: 401 not signed in, 404 no such sitting, 403 someone else's.
    """
    user_id = require_account(visit)
    number = row_id(visit.request.path_params["sitting_id"])
    found = await site.read(exam_sittings.find_sitting, number) if number is not None else None
    if found is None:
        raise HTTPException(404, "error.no_sitting")
    if found.user_id != user_id:
        raise HTTPException(403, "error.not_your_sitting")
    return found.id


async def own_standing(site: Site, visit: Visit) -> Standing:
    """The visitor's sitting as it stands; ended now if its time is up.

    Raises:
        HTTPException: as :func:`_require_own`.
    """
    number = await _require_own(site, visit)
    found = await site.read(standings.find, number, visit.now)
    if found is not None and found.over:
        await _end(site, visit, number)
        found = await site.read(standings.find, number, visit.now)
    assert found is not None
    return found


async def own_desk(site: Site, visit: Visit) -> Desk:
    """The visitor's sitting with all on it; ended now if its time is up.

    Raises:
        HTTPException: as :func:`_require_own`.
    """
    number = await _require_own(site, visit)
    found = await site.read(load_desk, number, visit.now)
    if found is not None and found.standing.over:
        await _end(site, visit, number)
        found = await site.read(load_desk, number, visit.now)
    assert found is not None
    return found


async def _end(site: Site, visit: Visit, number: int) -> None:
    if await end_one(site, number, visit.now):
        site.handed_in()
