"""Fixtures: both databases, the sample course, the application, a browser.

A test that needs PostgreSQL or Chromium does not run where they are missing, and the last lines
of the run say so. With REQUIRE_ALL=1 (as in .ci/run) that is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from starlette.testclient import TestClient

from course.loader import load
from course.model import Course
from tests import postgresql
from tests.sample import CONTENT
from webapp.app import create_app
from webapp.database import Database
from webapp.migrate import upgrade
from webapp.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
ENGINES = ("sqlite", "postgresql")
START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def chromium() -> str | None:
    """Path of a Chromium to drive."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return None


MISSING = {
    name: how
    for name, there, how in (
        ("postgresql", postgresql.binaries() is not None, "apt-get install postgresql"),
        ("browser", chromium() is not None, "apt-get install chromium"),
    )
    if not there
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        needs = {mark.name for mark in item.iter_markers()}
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if "postgresql" in parameters.values():
            needs.add("postgresql")
        for name in needs & MISSING.keys():
            item.add_marker(pytest.mark.skip(reason=f"no {name}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = len(terminalreporter.stats.get("skipped", ()))
    for name, how in MISSING.items():
        terminalreporter.write_line(f"NOT RUN: tests that need {name}; to get them: {how}")
    if skipped:
        terminalreporter.write_line(f"NOT RUN: {skipped} tests in all")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REQUIRE_ALL") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgresql.Cluster]:
    started = postgresql.Cluster()
    template = Database(started.url())
    engine = create_engine(started.url(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE template_course")
    template.close()
    migrated = Database(started.url("template_course"))
    upgrade(migrated)
    migrated.close()
    engine.dispose()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "course.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


_made = iter(range(1_000_000))


def fresh_url(engine: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """Address of an empty, migrated database of the engine."""
    if engine == "sqlite":
        path = folder / "course.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    cluster = request.getfixturevalue("cluster")
    name = f"course_{next(_made)}"
    admin = create_engine(cluster.url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template_course")
    admin.dispose()
    return str(cluster.url(name))


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database: each test runs on both engines."""
    made = Database(fresh_url(request.param, request, tmp_path))
    yield made
    made.close()


@pytest.fixture(scope="session")
def sample() -> Course:
    """The sample course."""
    loaded = load(CONTENT)
    assert loaded.course is not None, "\n".join(map(str, loaded.diagnostics))
    return loaded.course


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **span: float) -> None:
        self.time += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def settings_for(database: Database, folder: Path, **changed: str) -> Settings:
    return Settings.from_environment(
        {
            "DATABASE_URL": database.url.render_as_string(hide_password=False),
            "VAR_DIR": str(folder),
            "SECRET_KEY": "test-secret-0123456789-abcdefghijklmnopq",
            "CONTENT_DIR": str(CONTENT),
            **changed,
        }
    )


class Browser(TestClient):
    """A client that states where its forms come from, as browsers do."""

    def __init__(self, app: object) -> None:
        super().__init__(
            app,  # type: ignore[arg-type]
            base_url="http://testserver",
            headers={"sec-fetch-site": "same-origin"},
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    def submit(self, address: str, fields: dict[str, object] | None = None, **more: object):  # type: ignore[no-untyped-def]
        return self.post(address, data=fields or {"x": ""}, **more)


@pytest.fixture
def app(database: Database, sample: Course, tmp_path: Path, clock: Clock) -> object:
    return create_app(settings_for(database, tmp_path), sample, database, clock)


@pytest.fixture
def browser(app: object) -> Iterator[Browser]:
    """A visitor's browser; the application runs as long as the test. Nothing is counted beside
    its requests, so that a test knows who counted.
    """
    with Browser(app) as client:
        client.portal.call(app.state.keeper.stop)
        yield client


__all__ = ["ENGINES", "make_url"]
