"""The log of looks: who of the staff opened a page about a student. The student can read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, get_args

from webapp.permissions import Post
from webapp.queries import looks
from webapp.site import Site

LookedAt = Literal[
    "progress",
    "answers",
    "answer",
    "self-study",
    "report",
    "api",
    "member",
    "sitting",
    "accommodation",
]
"""What was looked at: the message ``looks.page_<name>`` says it."""
PAGES: tuple[LookedAt, ...] = get_args(LookedAt)

ONE_LOOK = timedelta(minutes=1)
"""The same page opened again by the same person within this time is the same look."""


async def note(site: Site, post: Post, user_id: int, page: LookedAt) -> None:
    """Log that the holder of ``post`` looks at a page about a student. Called before the page is
    sent: what cannot be logged is not shown. A look at oneself is none.

    Raises:
        webapp.writer.StorageError: it could not be logged.
    """
    if post.user_id == user_id:
        return
    now = site.now()
    if await site.glance(looks.has_looked, post.user_id, user_id, page, now - ONE_LOOK):
        return
    await site.writer.run(
        lambda connection: looks.add(connection, post.user_id, user_id, post.cohort_id, page, now)
    )
