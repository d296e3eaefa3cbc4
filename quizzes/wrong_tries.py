"""Wrong tries at one item since it was last right: who is stuck, and where.

The state does not depend on the order in which answers become known, so that one made offline and
sent later changes nothing it should not; two states can be joined (a guest who signs in).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

KEPT = 10
"""Wrong tries remembered: more than any rule asks for."""

Place = tuple[datetime, int]
"""When an answer was received, and its attempt id: an order without ties."""


@dataclass(frozen=True, slots=True)
class WrongTries:
    """``right``: the newest wholly right answer; ``wrong``: the newest ones that are not wholly
    right since then, oldest first, at most :data:`KEPT`.
    """

    right: Place | None = None
    wrong: tuple[Place, ...] = ()

    @property
    def count(self) -> int:
        return len(self.wrong)

    def to_json(self) -> dict[str, Any]:
        return {
            "right": None if self.right is None else _written(self.right),
            "wrong": [_written(place) for place in self.wrong],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> WrongTries:
        """Raises KeyError, TypeError or ValueError if ``data`` did not come from to_json."""
        right = data["right"]
        return cls(
            right=None if right is None else _read(right),
            wrong=tuple(_read(place) for place in data["wrong"]),
        )


def _written(place: Place) -> list[str | int]:
    return [place[0].isoformat(), place[1]]


def _read(place: list[Any]) -> Place:
    moment, attempt = place
    return datetime.fromisoformat(moment), int(attempt)


def tried(state: WrongTries, place: Place, *, right: bool) -> WrongTries:
    """The state after one more answer. ``right``: wholly. Blank answers are no tries."""
    one = WrongTries(right=place) if right else WrongTries(wrong=(place,))
    return joined(state, one)


def joined(one: WrongTries, other: WrongTries) -> WrongTries:
    """What both together know."""
    right = max((place for place in (one.right, other.right) if place is not None), default=None)
    wrong = sorted({*one.wrong, *other.wrong})
    return WrongTries(
        right, tuple(place for place in wrong if right is None or place > right)[-KEPT:]
    )


def replay(answers: Iterable[tuple[Place, bool]]) -> WrongTries:
    """The recount: the state that these answers leave."""
    state = WrongTries()
    for place, right in answers:
        state = tried(state, place, right=right)
    return state
