"""A link by which a student sets a new password, made by an instructor of theirs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from webapp.access import hashed, new_token
from webapp.queries import groups, people
from webapp.routes.accounts import RESET_LASTS
from webapp.site import Site, Visit


def full_address(site: Site, visit: Visit, path: str) -> str:
    """A full address to give to people."""
    base = site.settings.public_url or str(visit.request.base_url).rstrip("/")
    return base + path


def why_not(connection: Connection, user_id: int, studies: list[Any]) -> str:
    """«yes», or why an instructor may not make a link for a student of theirs: «staff», the person
    teaches somewhere (the link would open what they teach); «added», an instructor enrolled an
    account that was there before (else enrolling would be a way into any account).

    ``studies``: rows of :func:`webapp.queries.members.list_studies`.
    """
    if groups.on_staff(connection, user_id):
        return "staff"
    return "yes" if any(row[4] is None for row in studies) else "added"


async def make(site: Site, visit: Visit, user_id: int, issuer: int) -> str:
    """The full address of a new link; an older one ends."""
    token = new_token()

    def work(connection: Connection) -> None:
        groups.expire_invitations(connection, "reset", user_id, visit.now)
        groups.add_invitation(
            connection,
            hashed(token),
            "reset",
            visit.now,
            visit.now + RESET_LASTS,
            user_id=user_id,
            issued_by=issuer,
        )
        people.add_event(connection, issuer, "reset-link", visit.now, for_user=user_id)

    await site.writer.run(work)
    return full_address(site, visit, f"/reset/{token}")
