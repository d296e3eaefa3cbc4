"""Who is behind a request that brings a key instead of a cookie.

A key gives what its maker may see in one cohort at the moment of use, never more: the post is
looked up each time. No cookie is read, so that nothing a browser sends by itself opens anything.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from webapp.access import hashed
from webapp.permissions import Post, post
from webapp.preferences import preferences, spoken
from webapp.queries import api_tokens, cohorts
from webapp.queries.api_tokens import USED_EVERY, Token
from webapp.site import Site, Visit

MOST_AGE = timedelta(days=365)
"""How long a key may live."""

PREFIX = "pq_"
"""What every key begins with, so that one that leaked is known for what it is."""

MOST_SENT = 200
"""Characters that are looked at."""

PER_MINUTE = 120
"""Requests that a key may make in a minute."""


def new_api_token() -> tuple[str, str]:
    """(a key of 256 random bits, the name by which lists call it)."""
    return PREFIX + secrets.token_urlsafe(32), secrets.token_hex(5)


class Pace:
    """Counts the requests of each key in the running minute, in this process."""

    def __init__(self, most: int = PER_MINUTE, span: timedelta = timedelta(minutes=1)) -> None:
        self._most = most
        self._span = span
        self._began: datetime | None = None
        self._counts: dict[str, int] = {}

    def wait(self, key: str, now: datetime) -> int:
        """Seconds to wait before the next request is taken; 0: this one is taken."""
        if self._began is None or not self._began <= now < self._began + self._span:
            self._began = now
            self._counts.clear()
        count = self._counts[key] = self._counts.get(key, 0) + 1
        if count <= self._most:
            return 0
        return max(1, math.ceil((self._began + self._span - now).total_seconds()))


@dataclass(frozen=True, slots=True)
class Caller:
    """A program and what it may see. ``post`` is its maker's, an instructor's."""

    site: Site
    visit: Visit
    token: Token
    post: Post

    async def read(self, query: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return await self.site.read(query, *args, **kwargs)


def _unknown(key: str, error: str = ' error="invalid_token"') -> HTTPException:
    """RFC 6750, 3: without a key no error code."""
    comma = "," if error else ""
    return HTTPException(
        401, key, headers={"www-authenticate": f'Bearer realm="teaching"{comma}{error}'}
    )


_bearer = HTTPBearer(
    scheme_name="token",
    description=(
        "A key made by an instructor on the page /teach/cohorts/{cohort_id}/api. It gives what its "
        "maker may see in that cohort at the moment of use."
    ),
    auto_error=False,
)


async def caller(
    request: Request,
    sent: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Caller:
    """Who asks.

    Raises:
        HTTPException: 401 no key, or one that is unknown, revoked or has run out; 403 its maker
            is no instructor of the cohort any more; 429 too many requests.
    """
    site: Site = request.app.state.site
    visit = Visit(
        request, replace(preferences(request), lang=spoken(request)), None, None, site.now()
    )
    if sent is None:
        raise _unknown("error.api_no_token", "")
    key = sent.credentials
    token: Token | None = None
    if key.startswith(PREFIX) and len(key) <= MOST_SENT:
        token = await site.glance(api_tokens.find, hashed(key))
    if token is None or token.maker.guest:
        raise _unknown("error.api_unknown_token")
    if token.revoked_at is not None:
        raise _unknown("error.api_revoked_token")
    if token.expires_at <= visit.now:
        raise _unknown("error.api_old_token")
    pace: Pace = request.app.state.pace
    if seconds := pace.wait(token.id, visit.now):
        raise HTTPException(429, "error.api_pace", headers={"retry-after": str(seconds)})
    visit.reader = token.maker
    mine = await post(site, visit, token.cohort_id, instructor=True)
    if token.used_at is None or visit.now - token.used_at >= USED_EVERY:
        await site.writer.run(
            lambda connection: api_tokens.touch(connection, token.token_hash, visit.now)
        )
    return Caller(site, visit, token, mine)


Asked = Annotated[Caller, Depends(caller)]
"""The parameter of a route for programs."""


async def require_cohort(asked: Caller, cohort_id: int) -> None:
    """A key is good for one cohort.

    Raises:
        HTTPException: 404 there is no such cohort, 403 the key belongs to another.
    """
    if cohort_id == asked.token.cohort_id:
        return
    if await asked.read(cohorts.exists, cohort_id):
        raise HTTPException(403, "error.api_other_cohort")
    raise HTTPException(404, "error.no_cohort")
