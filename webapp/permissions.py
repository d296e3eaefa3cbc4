"""Who may do what in a cohort. Unknown is 404, a stranger 401, someone without the right 403."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException

from webapp.queries import staff
from webapp.site import Site, Visit

MOST_ID = 2_147_483_647  # of a row: the database's integer


def row_id(text: str) -> int | None:
    """A row's number from an address or a form; None if it cannot be one."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    number = int(text)
    return number if 1 <= number <= MOST_ID else None


def require_account(visit: Visit) -> int:
    """The user id of someone signed in.

    Raises:
        HTTPException: 401.
    """
    reader = visit.reader
    if reader is None or reader.guest:
        raise HTTPException(401, "error.sign_in_first")
    return reader.user_id


def require_someone(visit: Visit) -> int:
    """The user id of someone of whom anything is kept: signed in, or a guest.

    Raises:
        HTTPException: 401.
    """
    if visit.user_id is None:
        raise HTTPException(401, "error.sign_in_first")
    return visit.user_id


@dataclass(frozen=True, slots=True)
class Post:
    """A member of staff in a cohort. ``groups`` None: all groups of the cohort."""

    user_id: int
    cohort_id: int
    cohort: str  # title
    archived: bool
    role: str  # instructor | assistant
    groups: frozenset[int] | None

    @property
    def instructor(self) -> bool:
        return self.role == "instructor"

    @property
    def leads(self) -> bool:
        """Makes groups, names staff, copies and archives."""
        return self.instructor and self.groups is None

    def has(self, group_id: int) -> bool:
        return self.groups is None or group_id in self.groups


async def post(
    site: Site, visit: Visit, cohort_id: str | int, *, instructor: bool = False, leads: bool = False
) -> Post:
    """The visitor's post in a cohort.

    Raises:
        HTTPException: 401 not signed in, 404 no such cohort, 403 not on its staff, or an
            assistant where an instructor is wanted, or a group's instructor where the lead is.
    """
    user_id = require_account(visit)
    key = cohort_id if isinstance(cohort_id, int) else row_id(cohort_id)
    found: Any = await site.read(staff.find_post, user_id, key) if key is not None else None
    if found is None:
        raise HTTPException(404, "error.no_cohort")
    title, archived, role, groups = found
    if role is None:
        raise HTTPException(403, "error.not_on_staff")
    assert key is not None
    made = Post(user_id, key, title, archived, role, groups)
    if instructor and not made.instructor:
        raise HTTPException(403, "error.instructors_only")
    if leads and not made.leads:
        raise HTTPException(403, "error.leads_only")
    return made


async def post_for_change(
    site: Site, visit: Visit, cohort_id: str | int, *, leads: bool = False
) -> Post:
    """The post of an instructor who changes something: an archived cohort is read-only.

    Raises:
        HTTPException: as :func:`post`; 409 the cohort is archived.
    """
    made = await post(site, visit, cohort_id, instructor=True, leads=leads)
    if made.archived:
        raise HTTPException(409, "error.cohort_archived")
    return made
