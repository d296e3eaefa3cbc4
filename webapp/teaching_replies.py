"""What the answers to programs have in common: cursors, ETag, the log of looks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime, time
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from webapp.api_models import ErrorAnswer
from webapp.insight.counting import up_to_date
from webapp.permissions import MOST_ID
from webapp.queries import teaching_api
from webapp.token_access import Caller

MOST_LISTED = 500

Id = Annotated[int, Path(ge=1, le=MOST_ID)]
Limit = Annotated[int, Query(ge=1, le=MOST_LISTED, description="at most so many entries")]
After = Annotated[
    str, Query(max_length=20, description="`next` of the answer before; empty: from the beginning")
]
OfGroup = Annotated[int | None, Query(ge=1, le=MOST_ID, description="only students of this group")]


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of a route besides those that every route has."""
    found: dict[int | str, dict[str, Any]] = {
        status: {"model": ErrorAnswer} for status in (401, 403, 422, 429, 500, 503, *statuses)
    }
    found[304] = {"description": "nothing has changed since the ETag sent in If-None-Match"}
    return found


def place(cursor: str) -> int:
    """The number that a cursor stands for.

    Raises:
        HTTPException: 422, it is none of ours.
    """
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and int(cursor) <= MOST_ID):
        raise HTTPException(422, "error.api_bad_cursor")
    return int(cursor)


def reply(asked: Caller, found: BaseModel) -> Response:
    """The answer, or 304 if the program has just this one already."""
    body = found.model_dump_json().encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {
        "etag": tag,
        "cache-control": "private, no-cache",
        "vary": "authorization, accept-language",
    }
    known = asked.visit.request.headers.get("if-none-match", "")
    if tag in [one.strip().removeprefix("W/") for one in known.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


async def note_looks(asked: Caller, user_ids: Iterable[int]) -> None:
    """Log that data of these students is given away: a row for a student and day of the course's
    zone, whatever is asked for. Called before the answer: what cannot be logged is not given.

    Raises:
        webapp.writer.StorageError: it could not be logged.
    """
    zone = asked.site.settings.zone
    now = asked.visit.now
    today = datetime.combine(now.astimezone(zone).date(), time(), zone)
    viewer, cohort_id = asked.post.user_id, asked.post.cohort_id
    new = await asked.read(teaching_api.list_unlooked, viewer, list(user_ids), today)
    if not new:
        return

    def work(connection: Connection) -> None:
        teaching_api.add_looks(connection, viewer, new, cohort_id, today, now)

    await asked.site.writer.run(work)


async def counted(asked: Caller, user_ids: Collection[int]) -> int:
    """Bring what is counted of these students up to date; gives how many still wait."""
    return await up_to_date(asked.site, user_ids)
