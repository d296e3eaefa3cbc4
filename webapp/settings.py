"""Settings of the server, read once from the environment.

Every setting is listed in README; a test compares the two.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: name in the environment, default, one line of help (Markdown, for the README)
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("HOST", "127.0.0.1", "address to listen on"),
    ("PORT", "8000", "port to listen on; 0 takes a free one"),
    ("DATABASE_URL", "sqlite:///VAR_DIR/course.db", "`sqlite:///path` or `postgresql://…`"),
    ("VAR_DIR", "var", "folder for the database, the secret key and measurements"),
    ("CONTENT_DIR", "content", "folder of the course"),
    (
        "SECRET_KEY",
        "made once, kept in `VAR_DIR/secret.key`",
        "signs cookies; 32 characters or more",
    ),
    ("PUBLIC_URL", "", "address people use, if another than HOST:PORT (behind a proxy)"),
    ("COURSE_ZONE", "Asia/Almaty", "time zone of every time shown"),
    ("MAX_BODY", "2000000", "largest request body, bytes"),
    (
        "SIGN_IN_TRIES",
        "10",
        "failed sign-ins allowed per login in 15 minutes; an address may miss ten times as often",
    ),
)


class SettingsError(ValueError):
    """A setting cannot be used; the message names it and says what is wrong."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the server is told from outside."""

    host: str
    port: int
    database_url: str
    var_dir: Path
    content_dir: Path
    secret_key: str
    public_url: str
    zone: ZoneInfo
    max_body: int
    sign_in_tries: int

    @property
    def secure(self) -> bool:
        """Cookies are sent over HTTPS only."""
        return self.public_url.startswith("https://")

    @property
    def public_host(self) -> str:
        """Host and port of PUBLIC_URL, or an empty string."""
        return urlsplit(self.public_url).netloc

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the settings.

        Raises:
            SettingsError: a value has the wrong form, or the secret is a placeholder.
        """
        given = {
            name: environment.get(name, "").strip() or default for name, default, _ in SETTINGS
        }
        var_dir = Path(given["VAR_DIR"])
        database_url = environment.get("DATABASE_URL", "").strip()
        if not database_url:
            database_url = f"sqlite:///{(var_dir / 'course.db').absolute()}"
        if not database_url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise SettingsError("DATABASE_URL: sqlite:///… or postgresql://… is needed")
        try:
            zone = ZoneInfo(given["COURSE_ZONE"])
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise SettingsError(f"COURSE_ZONE: no such zone: {given['COURSE_ZONE']}") from fault
        public_url = given["PUBLIC_URL"].rstrip("/")
        if public_url and not public_url.startswith(("http://", "https://")):
            raise SettingsError("PUBLIC_URL: must begin with http:// or https://")
        return cls(
            host=given["HOST"],
            port=_whole(given, "PORT", 0, 65535),
            database_url=database_url,
            var_dir=var_dir,
            content_dir=Path(given["CONTENT_DIR"]),
            secret_key=_secret(environment.get("SECRET_KEY", "").strip(), var_dir),
            public_url=public_url,
            zone=zone,
            max_body=_whole(given, "MAX_BODY", 10_000, 1_000_000_000),
            sign_in_tries=_whole(given, "SIGN_IN_TRIES", 1, 1_000_000),
        )


def _whole(given: Mapping[str, str], name: str, least: int, most: int) -> int:
    try:
        value = int(given[name])
    except ValueError:
        raise SettingsError(f"{name}: a whole number is needed, not {given[name]!r}") from None
    if not least <= value <= most:
        raise SettingsError(f"{name}: from {least} to {most}, not {value}")
    return value


def _secret(given: str, var_dir: Path) -> str:
    if given:
        if not _strong(given):
            raise SettingsError("SECRET_KEY: give at least 32 random characters, or leave it out")
        return given
    path = var_dir / "secret.key"
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_bytes().decode("ascii").strip()
    except OSError as fault:
        raise SettingsError(f"VAR_DIR: the secret key cannot be kept there: {fault}") from fault
    except UnicodeDecodeError:
        key = ""
    if not _strong(key):
        raise SettingsError(
            f"SECRET_KEY: {path} holds no key of 32 random characters; restore the file, "
            "or remove it to have a new key made (everyone must sign in again)"
        )
    return key


def _strong(key: str) -> bool:
    return len(key) >= 32 and len(set(key)) >= 10


def _make_key(path: Path) -> None:
    """Write a new key: whole or not at all, and never over one that another process made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".secret.", dir=path.parent)  # its owner's only
    made = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, path)  # unlike a rename it gives way to a key already there
        except FileExistsError:
            return
        except OSError:  # a file system without hard links
            os.replace(made, path)
    finally:
        made.unlink(missing_ok=True)
