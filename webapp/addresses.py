"""Whole addresses of this site, for links that leave it."""

from __future__ import annotations

from webapp.site import Site, Visit


def address(site: Site, visit: Visit, path: str) -> str:
    """A path with the site's own address before it; "" gives that alone, without a slash."""
    base = site.settings.public_url or str(visit.request.base_url).rstrip("/")
    return f"{base}{path}"
