"""Reading what a browser sent, and refusing what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

MOST_FIELDS = 500
MOST_TEXT = 1_000_000_000
"""Bytes of one field: the limit of the whole body, MAX_BODY, is the nearer one."""


class BadRequest(Exception):
    """A request that cannot be read. ``key`` is the message that says why."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


@dataclass(frozen=True, slots=True)
class Form:
    """Fields of a form, each with all its values in order."""

    fields: dict[str, list[str]] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        """The first value of a field."""
        values = self.fields.get(name)
        return values[0] if values else default

    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, value) for name, values in self.fields.items() for value in values)

    def without(self, *names: str) -> dict[str, list[str]]:
        return {name: values for name, values in self.fields.items() if name not in names}


async def read_form(request: Request) -> Form:
    """A form sent as ``application/x-www-form-urlencoded`` in UTF-8.

    Raises:
        BadRequest: 415 another content type, 400 not UTF-8 or too many fields (413 comes from
            the body itself, see webapp.errors.BodyLimit).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise BadRequest(415, "error.content_type")
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError:
        raise BadRequest(400, "error.encoding") from None
    except ValueError:
        raise BadRequest(400, "error.malformed") from None
    return _form(pairs)


def _form(pairs: list[tuple[str, str]]) -> Form:
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        if "\x00" in name or "\x00" in value:  # PostgreSQL text cannot hold it
            raise BadRequest(400, "error.encoding")
        fields.setdefault(name, []).append(value)
    return Form(fields)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent with a form. ``name`` is what the browser called it, without folders."""

    name: str
    data: bytes


class _Parts(MultiPartParser):
    """Knows whether the last boundary came: a body cut short would lose its last part unseen."""

    whole = False

    def on_end(self) -> None:
        self.whole = True


async def read_form_with_file(request: Request) -> tuple[Form, Upload | None]:
    """A form sent as ``multipart/form-data`` with one file at most; also one without a file sent
    in the plain way. None: no file was chosen.

    Raises:
        BadRequest: as :func:`read_form`; 400 more than one file, or parts that cannot be read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        return await read_form(request), None
    parser = _Parts(
        request.headers,
        request.stream(),
        max_files=1,
        max_fields=MOST_FIELDS,
        max_part_size=MOST_TEXT,
    )
    try:
        sent = await parser.parse()
    except MultiPartException:
        raise BadRequest(400, "error.malformed") from None
    try:
        if not parser.whole:
            raise BadRequest(400, "error.malformed")
        pairs = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
        for _, value in sent.multi_items():
            if isinstance(value, UploadFile) and value.filename:
                name = value.filename.replace("\\", "/").rpartition("/")[2]
                return _form(pairs), Upload(name.replace("\x00", "")[:200], await value.read())
        return _form(pairs), None
    finally:
        await sent.close()
