"""A running server and a real browser in front of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from starlette.types import Receive, Scope, Send

from course.model import Course
from tests.conftest import chromium, settings_for
from webapp.app import create_app
from webapp.database import Database
from webapp.migrate import upgrade

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


class Running:
    """A server on a free port, in a thread, with a database of its own."""

    def __init__(
        self,
        course: Course,
        folder: Path,
        url: str = "",
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.database = Database(url or f"sqlite:///{folder}/course.db")
        upgrade(self.database)
        self.app = create_app(settings_for(self.database, folder), course, self.database, clock)
        self.cut = False  # the line: what still comes in is broken off
        config = uvicorn.Config(
            self._answer, port=0, interface="asgi3", log_level="warning", access_log=False
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
        self.address = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.cut and scope["type"] == "http":
            for one in list(self._server.server_state.connections):
                one.transport.abort()
        else:
            await self.app(scope, receive, send)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self.database.close()


@pytest.fixture(scope="package")  # its event loop must be gone before other tests run theirs
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def chrome(playwright_driver: Playwright) -> Iterator[Browser]:
    browser = playwright_driver.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def server(sample: Course, tmp_path: Path) -> Iterator[Running]:
    running = Running(sample, tmp_path)
    yield running
    running.stop()


@pytest.fixture
def context(chrome: Browser, server: Running) -> Iterator[BrowserContext]:
    """A phone: 360 px wide, touch, with scripts."""
    made = chrome.new_context(
        base_url=server.address, viewport={"width": 360, "height": 740}, has_touch=True
    )
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when a script fails or the content policy is broken."""
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on(
        "console",
        lambda message: (
            faults.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield made
    assert faults == []
