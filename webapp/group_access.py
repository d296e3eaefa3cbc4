"""A group before its staff: the group of the address, and what the visitor is there."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException

from webapp.permissions import Post, post, require_account, row_id
from webapp.queries import groups
from webapp.site import Site, Visit


async def staffed_group(site: Site, visit: Visit) -> tuple[Any, str]:
    """The group of the address and the visitor's role there: who leads one group and assists in
    another has both.

    Raises:
        HTTPException: 401, 404 no such group, 403 not on its staff.
    """
    user_id = require_account(visit)
    group = await _group(site, visit)
    role = await site.read(groups.staff_role, user_id, group[0])
    if role is None:
        raise HTTPException(403, "error.not_your_group")
    return group, role


async def posted_group(site: Site, visit: Visit, *, instructor: bool = False) -> tuple[Any, Post]:
    """The group of the address and the visitor's post in its cohort, which reaches it.

    Raises:
        HTTPException: 401, 404 no such group, 403 as :func:`webapp.permissions.post`, or not one
            of their groups.
    """
    require_account(visit)
    group = await _group(site, visit)
    theirs = await post(site, visit, group[2], instructor=instructor)
    if not theirs.has(group[0]):
        raise HTTPException(403, "error.not_your_group")
    return group, theirs


async def _group(site: Site, visit: Visit) -> Any:
    key = row_id(visit.request.path_params["group_id"])
    group = await site.read(groups.find_group, key) if key is not None else None
    if group is None:
        raise HTTPException(404, "error.no_group")
    return group
