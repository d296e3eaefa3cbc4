"""What a first visit to a lesson costs on the wire: the page, its style, scripts and fonts."""

from __future__ import annotations

import gzip
import re
import urllib.request

from tests.bench.servers import Server

_LINK = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_IMPORT = re.compile(r'(?:from|import)\s*\(?\s*"(\.[^"]+|/static/[^"]+)"')
_FONT = re.compile(r'url\("?([^")]+\.woff2[^")]*)"?\)')


def first_visit(server: Server, path: str) -> dict[str, int]:
    """Bytes of answer bodies and heads as sent with gzip.

    ``page``: document and style. ``all``: with every script, icon and font that the page, its
    style or its scripts name: no fewer than a browser fetches (italics count though unused).
    """
    seen: dict[str, int] = {}
    texts: dict[str, str] = {}

    def fetch(address: str) -> None:
        if address in seen:
            return
        request = urllib.request.Request(
            f"http://127.0.0.1:{server.port}{address}", headers={"Accept-Encoding": "gzip"}
        )
        with urllib.request.urlopen(request) as response:
            body = response.read()
            seen[address] = len(body) + len(bytes(response.headers)) + 20
            if response.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            if b"\x00" not in body[:100]:
                texts[address] = body.decode()

    fetch(path)
    for address in _LINK.findall(texts[path]):
        fetch(address)
    for address in list(texts):
        base = address.rpartition("/")[0]
        for pattern in (_IMPORT, _FONT):
            for target in pattern.findall(texts[address]):
                fetch(_resolve(base, target))
    page = sum(size for address, size in seen.items() if address == path or ".css" in address)
    return {"page": page, "all": sum(seen.values())}


def _resolve(base: str, target: str) -> str:
    if target.startswith("/"):
        return target
    parts = base.split("/")
    for step in target.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
