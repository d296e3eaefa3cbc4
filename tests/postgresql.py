"""A throw-away PostgreSQL cluster, started from the binaries of the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path


def binaries() -> Path | None:
    """The folder with ``initdb`` and ``pg_ctl``, if there is one."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return folders[0].parent if folders else None


class Cluster:
    """A cluster on a Unix socket in a folder of its own.

    Without ``durable`` it runs without fsync: it will be thrown away. ``kept``: a folder in which
    its data stay when it stops, to be started again; the server's user must be able to enter it.
    """

    def __init__(self, *, durable: bool = False, kept: Path | None = None) -> None:
        bin_dir = binaries()
        assert bin_dir is not None
        self._bin = bin_dir
        self._home = Path(tempfile.mkdtemp(prefix="course-pg-"))
        self._kept = kept is not None
        self._data = self._home / "data"
        self._as: list[str] = []
        if kept is not None:
            kept.mkdir(parents=True, exist_ok=True)
            self._data = kept.resolve() / "data"
        if os.geteuid() == 0:  # the server refuses to run as root
            user = "postgres" if _exists("postgres") else "nobody"
            shutil.chown(self._home, user)
            if kept is not None:
                shutil.chown(kept, user)
            self._as = ["runuser", "-u", user, "--"]
        if not (self._data / "PG_VERSION").exists():
            self._call(
                "initdb",
                "-D",
                str(self._data),
                "-A",
                "trust",
                "-U",
                "course",
                "-E",
                "UTF8",
                "--no-locale",
                "--no-sync",
            )
        options = f"-c listen_addresses= -c unix_socket_directories={self._home}"
        if not durable:
            options += " -c fsync=off"
        self._call(
            "pg_ctl",
            "-D",
            str(self._data),
            "-w",
            "-l",
            f"{self._home}/log",
            "-o",
            options,
            "start",
        )

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://course@/{database}?host={self._home}"

    def stop(self) -> None:
        how = "fast" if self._kept else "immediate"
        self._call("pg_ctl", "-D", str(self._data), "-m", how, "stop")
        shutil.rmtree(self._home, ignore_errors=True)

    def _call(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self._as, str(self._bin / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd="/",
        )


def _exists(user: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
