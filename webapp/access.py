"""Who is behind a request, and whether a form came from our own page.

The cookie ``reader`` holds a random token, signed; the database holds its SHA-256. A lesson or a
page with a form gives a visitor the cookie; only the first thing to be kept, an answer say, makes
a guest, a row in the database.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response

from webapp.settings import Settings

COOKIE = "reader"
COOKIE_AGE = 400 * 24 * 3600  # seconds; the longest that browsers keep


def new_token() -> str:
    """A secret for a cookie or a link, 256 bits."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def signer(secret_key: str) -> Signer:
    """What signs the cookie. Its key is derived here, once, and not for each signature."""
    key = hashlib.sha256(b"reader" + secret_key.encode()).hexdigest()
    return Signer(key, key_derivation="none", digest_method=hashlib.sha256)


class Access:
    """Signs and reads the cookie; makes and checks form tokens (CSRF)."""

    def __init__(self, settings: Settings) -> None:
        self._signer = signer(settings.secret_key)
        self._key = settings.secret_key.encode()
        self._secure = settings.secure
        self._public_host = settings.public_host
        self._known: dict[str, str] = {}  # cookie value → token hash, to check a signature once

    def token_hash(self, request: Request) -> str | None:
        """Hash of the token in the request's cookie, if its signature is ours."""
        value = request.cookies.get(COOKIE)
        if not value:
            return None
        known = self._known.get(value)
        if known is not None:
            return known
        try:
            token = self._signer.unsign(value).decode()
        except (BadSignature, UnicodeDecodeError):
            return None
        if len(self._known) > 20_000:
            self._known.clear()
        self._known[value] = hashed(token)
        return self._known[value]

    def set_cookie(self, response: Response, token: str) -> None:
        response.set_cookie(
            COOKIE,
            self._signer.sign(token).decode(),
            max_age=COOKIE_AGE,
            httponly=True,
            samesite="lax",
            secure=self._secure,
        )

    def cookie_header(self, token: str) -> bytes:
        """The same as a header value, for the busiest pages."""
        value = self._signer.sign(token).decode()
        secure = "; Secure" if self._secure else ""
        return (
            f"{COOKIE}={value}; HttpOnly; Max-Age={COOKIE_AGE}; Path=/; SameSite=lax{secure}"
        ).encode("ascii")

    def drop_cookie(self, response: Response) -> None:
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=self._secure)

    def form_token(self, token_hash: str) -> str:
        """What the hidden field ``csrf`` must hold for this browser."""
        return hmac.new(self._key, b"csrf" + token_hash.encode(), hashlib.sha256).hexdigest()[:40]

    def reader_mark(self, user_id: int) -> str:
        """An opaque id of a person, the same in all their browsers: tells whose text is kept."""
        mark = hmac.new(self._key, b"reader%d" % user_id, hashlib.sha256)
        return mark.hexdigest()[:12]

    def right_form_token(self, given: str, token_hash: str | None) -> bool:
        return token_hash is not None and hmac.compare_digest(
            given.encode("utf-8", "replace"), self.form_token(token_hash).encode()
        )

    def origin(self, request: Request) -> str:
        """Where a form was sent from: ``same``, ``cross``, or ``unknown`` (an old browser).

        Browsers state it themselves (Fetch Metadata; the Origin header, RFC 6454).
        """
        return self._origin(request.headers)

    def _origin(self, headers: Mapping[str, str]) -> str:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return "same" if site == "same-origin" else "cross"
        origin = headers.get("origin")
        if origin is None:
            return "unknown"
        try:
            stated = urlsplit(origin)
        except ValueError:
            return "cross"
        ours = {headers.get("host", ""), self._public_host} - {""}
        web = stated.scheme in ("http", "https")
        return "same" if web and stated.netloc in ours else "cross"
