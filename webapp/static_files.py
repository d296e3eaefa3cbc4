"""Style, scripts and fonts, read once at start and answered from memory.

A file asked for with its own mark (``?v=``, see webapp.templating.asset) may be kept for ever: its
address changes with it. So may a font, whose name carries its version. With another mark, as an
older page has it, a file is kept briefly: else a cache would hold it under the wrong address.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from webapp.templating import STATIC, as_sent

FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
MARK = 10  # signs of the digest that make the mark
_NONE = re.compile(r"q\s*=\s*0(\.0*)?")
_TYPES = {
    ".woff2": "font/woff2",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file ready to send; ``packed`` None: compressing gains nothing."""

    plain: bytes
    packed: bytes | None
    kind: str
    etag: str

    @classmethod
    def of(cls, plain: bytes, kind: str) -> File:
        packed: bytes | None = None
        if kind != "font/woff2":
            packed = gzip.compress(plain, 9, mtime=0)
            if len(packed) >= len(plain):
                packed = None
        return cls(plain, packed, kind, f'"{hashlib.sha256(plain).hexdigest()[:20]}"')

    def answer(self, request: Request, keep: str) -> Response:
        """The file, or 304; ``keep`` is its Cache-Control."""
        headers = {"etag": self.etag, "cache-control": keep, "vary": "accept-encoding"}
        if _matches(request.headers.get("if-none-match", ""), self.etag):
            return Response(status_code=304, headers=headers)
        if self.packed is not None and _takes_gzip(request.headers.get("accept-encoding", "")):
            headers["content-encoding"] = "gzip"
            return Response(self.packed, headers=headers, media_type=self.kind)
        return Response(self.plain, headers=headers, media_type=self.kind)


class StaticFiles:
    """The files below ``webapp/static``."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._files: dict[str, File] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self._files[path.relative_to(folder).as_posix()] = _load(path)

    async def answer(self, request: Request) -> Response:
        found = self._files.get(request.path_params["path"])
        if found is None:
            return Response("404", 404, media_type="text/plain")
        mark = request.query_params.get("v")
        own = mark == found.etag[1 : 1 + MARK]
        lasting = own if mark is not None else found.kind == "font/woff2"
        return found.answer(request, FOREVER if lasting else BRIEFLY)


def _matches(stated: str, etag: str) -> bool:
    """Whether If-None-Match names the file: a list of marks, weak or not, or any (RFC 9110)."""
    tags = [tag.strip() for tag in stated.split(",")]
    return tags == ["*"] or etag in [tag.removeprefix("W/") for tag in tags]


def _takes_gzip(stated: str) -> bool:
    """Whether Accept-Encoding allows gzip: by name, else by ``*``; a weight of 0 forbids."""
    weights: dict[str, bool] = {}
    for part in stated.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights[name] = not any(_NONE.fullmatch(parameter) for parameter in parameters)
    return weights.get("gzip", weights.get("*", False))


def _load(path: Path) -> File:
    kind = (
        _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    )
    return File.of(as_sent(path), kind)
