"""What a visitor sees: pages as trees, numbers as they are written; and the book of comparisons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from course.model import Course
from webapp.app import create_app
from webapp.database import Database
from webapp.demo_people import PASSWORD
from webapp.settings import Settings

_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Node:
    """An element of a page."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def all(self, tag: str = "", cls: str = "", **attributes: str) -> list[Node]:
        """Those beneath it of a kind, in order."""
        return [one for one in self.walk() if one.is_a(tag, cls, attributes)]

    def one(self, tag: str = "", cls: str = "", **attributes: str) -> Node:
        found = self.first(tag, cls, **attributes)
        if found is None:
            raise LookupError(f"no {tag}.{cls} {attributes}")
        return found

    def first(self, tag: str = "", cls: str = "", **attributes: str) -> Node | None:
        return next((one for one in self.walk() if one.is_a(tag, cls, attributes)), None)

    def is_a(self, tag: str, cls: str, attributes: dict[str, str]) -> bool:
        return (
            (not tag or self.tag == tag)
            and (not cls or cls in self.attributes.get("class", "").split())
            and all(self.attributes.get(name) == value for name, value in attributes.items())
        )

    def walk(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def text(self, *, without: tuple[str, ...] = ()) -> str:
        """Its words; ``without`` what has one of these classes."""
        parts = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif not set(child.attributes.get("class", "").split()) & set(without):
                parts.append(child.text(without=without))
        return re.sub(r"[ \n\t]+", " ", " ".join(parts)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def tree(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    return reader.root


_NUMBER = re.compile(r"[-−–]?\d+(?:[ \u00a0\u202f\u2009]\d{3})*(?:[.,]\d+)?")


def numbers(text: str) -> list[str]:
    """The numbers of a text as they are written."""
    return _NUMBER.findall(text)


def value_of(written: str) -> Fraction:
    plain = re.sub(r"[ \u00a0\u202f\u2009]", "", written).replace(",", ".")
    sign = -1 if plain[0] in "-−–" else 1
    return sign * Fraction(plain.lstrip("-−–"))


def unit_of(written: str) -> Fraction:
    """The value of its last digit."""
    _, comma, digits = written.replace(",", ".").partition(".")
    return Fraction(1, 10 ** len(digits)) if comma else Fraction(1)


@dataclass
class Book:
    """What was compared, and what differed."""

    compared: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    page: str = ""
    tell: Callable[[str], None] = lambda fault: None
    """Is told each fault as it is found."""

    def same(self, what: str, shown: Any, expected: Any) -> None:
        """Whole numbers, words, exact fractions."""
        self.compared[self.page] += 1
        if shown != expected:
            self._fault(what, shown, expected)

    def close(self, what: str, shown: float | None, expected: float | None) -> None:
        """Floating-point numbers, from different orders of adding."""
        self.compared[self.page] += 1
        if shown is None or expected is None:
            if shown is not expected:
                self._fault(what, shown, expected)
        elif abs(shown - expected) > 1e-9 * max(1.0, abs(expected)) + 1e-9:
            self._fault(what, shown, expected)

    def written(self, what: str, text: str, expected: Fraction | float) -> None:
        """The first number of a text, rounded as it is written."""
        self.compared[self.page] += 1
        found = numbers(text)
        if not found:
            self._fault(what, text, expected)
            return
        off = abs(float(value_of(found[0])) - float(expected))
        if off > float(unit_of(found[0])) * 0.5000001 + 1e-9:
            self._fault(what, text, float(expected))

    def lacking(self, what: str, text: str) -> None:
        """No value is shown."""
        self.compared[self.page] += 1
        if numbers(text):
            self._fault(what, text, "nothing")

    def _fault(self, what: str, shown: Any, expected: Any) -> None:
        self.note(f"{self.page}: {what}: shown {shown!r}, recounted {expected!r}")

    def note(self, fault: str) -> None:
        self.faults.append(fault)
        self.tell(fault)


class Visitor:
    """The program itself in this process, at one moment, looked at by whoever is signed in."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self.login = ""
        self.visits: list[tuple[str, str]] = []
        """(login, address) of all that was shown, in order: what the log of looks must know."""
        self.watch: Callable[[str, str], None] | None = None
        """Is given every text that is shown, with its address."""

    def sign_in(self, login: str) -> None:
        self.login = login
        self._client.cookies.clear()
        self._client.cookies.set("prefs", "en.auto.m")
        answer = self._client.post("/sign-in", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, (login, answer.status_code)

    def get(self, address: str, *, by: str = "", **headers: str) -> Any:
        """An answer. Raises LookupError if it is no page. ``by``: who made the key that is sent."""
        answer = self._client.get(address, headers=headers)
        if answer.status_code != 200:
            raise LookupError(f"{address}: {answer.status_code}")
        self.visits.append((by or self.login, address))
        kind = answer.headers.get("content-type", "")
        if self.watch is not None and (kind.startswith("text/") or "json" in kind):
            self.watch(address, answer.text)
        return answer

    def status(self, address: str, **headers: str) -> int:
        """What is answered where nothing should be shown."""
        return int(self._client.get(address, headers=headers).status_code)

    def page(self, address: str) -> Node:
        return tree(self.get(address).text)


@contextmanager
def visiting(app: Any) -> Iterator[Visitor]:
    """The program runs for as long."""
    with TestClient(
        app,
        base_url="http://testserver",
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    ) as client:
        yield Visitor(client)


def app_of(database: Database, course: Course, var_dir: Path, content: Path, now: datetime) -> Any:
    """The program on this database, its clock standing still."""
    settings = Settings.from_environment(
        {
            "DATABASE_URL": database.url.render_as_string(hide_password=False),
            "VAR_DIR": str(var_dir),
            "SECRET_KEY": "recount-secret-0123456789-abcdefghijkl",
            "CONTENT_DIR": str(content),
        }
    )
    return create_app(settings, course, database, lambda: now.astimezone(UTC))
