"""Starting servers to measure, and reading what they cost."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server process."""

    def __init__(
        self, arguments: list[str], port: int, environment: dict[str, str] | None = None
    ) -> None:
        self.port = port
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.DEVNULL,
        )
        atexit.register(self.stop)  # also when a measurement fails
        self._wait()
        self.start_seconds = time.perf_counter() - started

    def _wait(self) -> None:
        until = time.monotonic() + 180  # a busy machine takes its time
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"server ended with {self.process.returncode}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).read()
            except (ConnectionError, urllib.error.URLError):
                time.sleep(0.01)
            else:
                return
        raise RuntimeError("server did not answer")

    def cpu_seconds(self) -> float:
        """Processor time used so far, user and system."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = text.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mb(self) -> float:
        """Resident memory now, MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)
