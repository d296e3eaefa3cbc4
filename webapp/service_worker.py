"""The service worker and the manifest: what makes the course an app that opens without a network.

The worker's text is ``static/js/sw.js`` with three names before it: ``BUILD``, a mark of all that
is served; ``FEW``, what the page without a network needs; ``ALL``, what kept pages need.
"""

from __future__ import annotations

import hashlib
import json

from webapp.templating import STATIC, as_sent, asset

#: read by instructors alone, who need a network anyway
_TEACHING = {
    "css/assignview.css",
    "css/api.css",
    "css/bank.css",
    "css/figures.css",
    "css/glance.css",
    "css/explain.css",
    "css/gradebook.css",
    "css/marking.css",
    "css/people.css",
    "js/builder.js",
    "js/counts.js",
    "js/live.js",
    "js/marking.js",
    "js/preview.js",
    "js/sw.js",
}
_FEW = (
    "css/site.css",
    "css/pages.css",
    "css/offline.css",
    "css/print.css",
    "js/site.js",
    "js/offline.js",
    "js/keeping.js",
    "js/drafts.js",
    "icons/mark.svg",
)
_SHORT_FONTS = ("fonts/literata-3103.woff2", "fonts/golos-400-1000.woff2")
COLOURS = ("#faf7f1", "#171614")
"""Of the paper, light and dark."""


def kept_files() -> list[str]:
    """Addresses of all that a kept page may ask for, as pages ask for them."""
    found = []
    for path in sorted(STATIC.rglob("*")):
        name = path.relative_to(STATIC).as_posix()
        if path.suffix in (".css", ".js", ".svg") and name not in _TEACHING:
            found.append(asset(name))
        elif path.suffix == ".woff2":
            found.append(f"/static/{name}")
    return found


def worker() -> bytes:
    """The service worker's script. It changes when any file that it keeps does."""
    few = [asset(name) for name in _FEW] + [f"/static/{name}" for name in _SHORT_FONTS]
    every = kept_files()
    source = as_sent(STATIC / "js" / "sw.js")
    build = hashlib.sha256(json.dumps(every).encode() + source).hexdigest()[:12]
    head = f"const BUILD = {json.dumps(build)};\n"
    head += f"const FEW = {json.dumps(few)};\nconst ALL = {json.dumps(every)};\n"
    return head.encode() + source


def manifest(name: str, short_name: str, offline: str) -> bytes:
    """The web app manifest. ``offline``: what the shortcut to the kept course is called."""
    icons: list[dict[str, str]] = [
        {"src": asset("icons/mark.svg"), "sizes": "any", "type": "image/svg+xml"}
    ]
    for size in (192, 512):
        for purpose in ("any", "maskable"):
            icons.append(
                {
                    "src": asset(f"icons/mark-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
            )
    return json.dumps(
        {
            "id": "/",
            "name": name,
            "short_name": short_name,
            "lang": "kk",
            "dir": "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": COLOURS[0],
            "theme_color": COLOURS[0],
            "categories": ["education"],
            "icons": icons,
            "shortcuts": [{"name": offline, "url": "/offline"}],
        },
        ensure_ascii=False,
    ).encode()
