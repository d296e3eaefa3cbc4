import pytest
from starlette.requests import Request

from webapp.access import Access
from webapp.settings import Settings


@pytest.mark.parametrize(
    ("origin", "where"),
    [
        (None, "unknown"),
        ("http://course.example", "same"),
        ("https://course.example", "same"),
        ("https://public.example:8443", "same"),
        ("https://public.example", "cross"),
        ("ftp://course.example", "cross"),
        ("chrome-extension://course.example", "cross"),
        ("//course.example", "cross"),
        ("https://a@course.example", "cross"),
        ("http://[course.example", "cross"),
        ("http://[::1", "cross"),
        ("null", "cross"),
        ("", "cross"),
    ],
)
def test_where_a_form_came_from(tmp_path, origin, where):
    settings = Settings.from_environment(
        {"VAR_DIR": str(tmp_path), "PUBLIC_URL": "https://public.example:8443"}
    )
    headers = [(b"host", b"course.example")]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    assert Access(settings).origin(Request({"type": "http", "headers": headers})) == where
