"""``python -m webapp``: check the content, migrate the database, serve."""

from __future__ import annotations

import gc

gc.disable()  # nothing made while importing is garbage: looking for it is a sixth of the start

# ruff: noqa: E402
import os
import socket
import sys
from datetime import UTC, datetime, timedelta

import uvicorn
from sqlalchemy import Connection

from course.cache import load_ready
from webapp.access import hashed, new_token
from webapp.app import create_app
from webapp.database import Database
from webapp.migrate import upgrade
from webapp.queries import groups
from webapp.settings import Settings, SettingsError

LINK_LASTS = timedelta(days=7)
LAST_ANSWERS = 5  # seconds that requests under way are given when the server is stopped


def main() -> int:
    """Serve until stopped. 1: settings or content have errors, said on standard error."""
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as fault:
        print(f"settings: {fault}", file=sys.stderr)
        return 1
    loaded = load_ready(settings.content_dir, settings.var_dir)
    if loaded.course is None:
        for diagnostic in loaded.diagnostics:
            if diagnostic.severity == "error":
                print(diagnostic, file=sys.stderr)
        print("content has errors: python -m course check", file=sys.stderr)
        return 1
    database = Database(settings.database_url)
    upgrade(database)
    app = create_app(settings, loaded.course, database, index=loaded.index)
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as fault:
        print(f"HOST, PORT: cannot listen there: {fault}", file=sys.stderr)
        return 1
    address = settings.public_url or web_address(settings.host, listener.getsockname()[1])
    print(f"{address}", flush=True)
    token = database.write(first_instructor_link)
    if token is not None:
        print(f"{address}/welcome/{token}  (once: makes the first instructor account)", flush=True)
    gc.freeze()  # the course and the code stay: no need to look through them ever again
    gc.enable()
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=LAST_ANSWERS,
        )
    )
    server.run(sockets=[listener])
    database.close()
    return 0


def web_address(host: str, port: int) -> str:
    """The address to open; an IPv6 host stands in brackets (RFC 3986)."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def first_instructor_link(connection: Connection) -> str | None:
    """A fresh one-time link while there is no instructor yet; older ones end."""
    if groups.any_instructor(connection):
        return None
    now = datetime.now(UTC)
    token = new_token()
    groups.expire_invitations(connection, "instructor", None, now)
    groups.add_invitation(connection, hashed(token), "instructor", now, now + LINK_LASTS)
    return token


if __name__ == "__main__":
    sys.exit(main())
