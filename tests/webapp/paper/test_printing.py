"""PDFs are set beside the server: what goes wrong is told, and nothing is left behind."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from webapp.paper import printing
from webapp.paper.printing import AT_ONCE, CannotPrint, Press, pdf

ROOT = Path(printing.__file__).parents[2]
WITHOUT_END = "#for a in range(1000000) { for b in range(1000000) {} }"


@pytest.fixture
def source(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "қағаз.typ"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started."""
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    return started


def test_the_typesetter_and_its_memory_stay_out_of_the_server(tmp_path):
    path = tmp_path / "a.typ"
    path.write_text("#json(bytes(sys.inputs.data)).n", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from webapp.paper.printing import pdf; "
        "print(pdf({'n': 'Қ'}, Path(sys.argv[1]))[:5].decode(), 'typst' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, check=True
    )
    assert found.stdout.decode().split() == ["%PDF-", "False"]


def test_a_fault_comes_out_in_the_words_of_the_typesetter(source, children):
    with pytest.raises(CannotPrint, match="panicked with: «қате»"):
        pdf({}, source('#panic("«қате»")'))
    with pytest.raises(CannotPrint, match="unknown variable: absent"):
        pdf({}, source("#absent"))
    assert [one.returncode for one in children] == [1, 1]


def test_what_takes_too_long_is_stopped_and_leaves_no_process(source, children, monkeypatch):
    monkeypatch.setattr(printing, "MOST_SECONDS", 1)
    with pytest.raises(CannotPrint, match="1 s"):
        pdf({}, source(WITHOUT_END))
    assert [one.returncode for one in children] == [-9]  # ended, and taken note of


def test_the_typesetter_ends_itself_when_nobody_stops_it(source):
    path = source(WITHOUT_END)
    command = [sys.executable, "-P", str(printing.TYPESETTER), str(path), "1"]
    done = subprocess.run(command, input=b"{}", capture_output=True, check=False)
    assert done.returncode == -signal.SIGALRM


def test_a_typesetter_that_dies_silently_is_told_too(source, children, monkeypatch):
    killer = source("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    monkeypatch.setattr(printing, "TYPESETTER", killer)
    with pytest.raises(CannotPrint, match="-9"):
        pdf({}, killer)


def test_a_crowd_waits_without_holding_threads(monkeypatch):
    lock, running, seen = threading.Lock(), [], []

    def slow(data: dict[str, Any], source: Path) -> bytes:
        with lock:
            running.append(data["n"])
            seen.append(len(running))
        threading.Event().wait(0.02)
        with lock:
            running.remove(data["n"])
        return str(data["n"]).encode()

    monkeypatch.setattr(printing, "pdf", slow)

    async def crowd() -> list[bytes]:
        press = Press()
        return await asyncio.gather(*(press.pdf({"n": n}) for n in range(9)))

    assert asyncio.run(crowd()) == [str(n).encode() for n in range(9)]
    assert max(seen) == AT_ONCE
