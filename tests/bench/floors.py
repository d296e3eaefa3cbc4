"""What the pages are measured against: the same bytes with nothing behind them.

``python -m tests.bench.floors bytes|template FILE PORT``
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route


def bytes_app(body: bytes) -> Starlette:
    """(b) A bare Starlette application that returns a page from memory."""

    async def page(_: object) -> Response:
        return Response(body, media_type="text/html")

    return Starlette(routes=[Route("/", page)])


def template_app(body: str) -> FastAPI:
    """(c) A bare FastAPI route that renders a Jinja2 template giving a page of the same size.

    The page stands in the template as it is, with a value printed, escaped, every thousand
    letters or so. There is no database and no loop: the cheapest template of this size that
    still depends on the request.
    """
    pieces = [body[start : start + 1000] for start in range(0, len(body), 1000)]
    source = "{{ name }}".join("{% raw %}" + piece + "{% endraw %}" for piece in pieces)
    template = Environment(loader=DictLoader({"page": source}), autoescape=True).get_template(
        "page"
    )
    app = FastAPI()

    @app.get("/", response_class=HTMLResponse)
    async def page(request: Request) -> str:
        return template.render(name=request.url.path)

    return app


def main() -> None:
    kind, path, port = sys.argv[1:4]
    body = Path(path).read_bytes()
    app = bytes_app(body) if kind == "bytes" else template_app(body.decode())
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
