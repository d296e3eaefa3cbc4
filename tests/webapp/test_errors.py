import sqlite3

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

LESSON = "/lessons/1.1.1-merzim"


@pytest.mark.parametrize(
    "fault",
    [
        OperationalError("SELECT", {}, Exception("the database is gone")),
        sqlite3.OperationalError("unable to open database file"),
        PoolTimeout("no connection is free"),
    ],
    ids=lambda fault: type(fault).__module__,
)
@pytest.mark.parametrize("address", [LESSON, "/account", "/api/v1/me"])
def test_a_database_that_cannot_be_asked_is_said_so(app, browser, monkeypatch, address, fault):
    browser.get(LESSON)  # gives the cookie

    async def gone(token_hash):
        raise fault

    monkeypatch.setattr(app.state.site, "reader", gone)
    answer = browser.get(address)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "content-security-policy" in answer.headers
    html = "text/html" in answer.headers["content-type"]
    assert html is not address.startswith("/api/")
