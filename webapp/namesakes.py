"""Students who bear the same name: the login beside the name tells them apart.

Whether a name is borne twice is decided over all who study or studied in a cohort, so that a person
is called the same on every page: a page that lists only one of two would not say which.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol, TypeVar, cast

from markupsafe import Markup, escape


class Named(str):
    """A name with a login, as a sentence says it: «Name (login)»."""

    __slots__ = ("login", "name")

    name: str
    login: str

    def __new__(cls, name: str, login: str) -> Named:
        made = super().__new__(cls, f"{name} ({login})")
        made.name, made.login = name, login
        return made


class Person(Protocol):
    """A dataclass that names somebody; ``user_id`` None: a guest."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


P = TypeVar("P", bound=Person)


class Namesakes:
    """``people``: (id, name, login) of everybody a name may be mixed up with. Capitals and spaces
    make no difference: nobody hears them.
    """

    def __init__(self, people: Iterable[tuple[int, str, str | None]] = ()) -> None:
        named: dict[str, dict[int, str | None]] = {}
        for user_id, name, login in people:
            named.setdefault(" ".join(name.split()).casefold(), {})[user_id] = login
        self._logins = {
            user_id: login
            for theirs in named.values()
            if len(theirs) > 1
            for user_id, login in theirs.items()
            if login
        }

    def shown(self, user_id: int | None, name: str) -> str:
        """How this person is called: with the login, if another bears the name."""
        login = self._logins.get(user_id) if user_id is not None else None
        return Named(name, login) if login and name else name

    def called(self, person: P) -> P:
        """The same with the name as it is shown."""
        if person.user_id not in self._logins:
            return person
        shown = self.shown(person.user_id, person.name)
        return cast(P, replace(cast(Any, person), name=shown))

    def all_called(self, people: Iterable[P]) -> list[P]:
        return [self.called(one) for one in people]


NOBODY = Namesakes()


def who(name: str) -> str:
    """For templates: the same words, the login small."""
    if not isinstance(name, Named):
        return name
    return Markup('{} <small class="login">({})</small>').format(
        escape(name.name), escape(name.login)
    )
