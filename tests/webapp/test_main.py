import pytest

from tests.sample import CONTENT
from webapp import __main__ as program


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("localhost", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_the_address_printed_can_be_opened(host, address):
    assert program.web_address(host, 8000) == address


def test_a_request_that_hangs_does_not_keep_the_server_from_stopping(monkeypatch, tmp_path, capsys):
    seen = []

    class Server:
        def __init__(self, config):
            seen.append(config)

        def run(self, sockets):
            sockets[0].close()

    monkeypatch.setattr(program.uvicorn, "Server", Server)
    for name, value in {"VAR_DIR": tmp_path, "PORT": 0, "CONTENT_DIR": CONTENT}.items():
        monkeypatch.setenv(name, str(value))
    for name in ("HOST", "DATABASE_URL", "PUBLIC_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert program.main() == 0
    assert seen[0].timeout_graceful_shutdown == 5
    assert capsys.readouterr().out.startswith("http://127.0.0.1:")
