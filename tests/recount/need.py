"""In which order those who need help are named, worked out from their reasons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.recount.group_pages import Recount

_LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_GRAVEST_FIRST = ("silent falling wrong-tries misconception weak failed missed behind").split()


def in_order(here: Recount, cohort: int, users: Iterable[int]) -> list[int]:
    """Who can wait stands last; else by how many reasons, then by how grave they are, by name."""

    def place(user: int) -> Any:
        one = here.standing(cohort, user)
        ended = [
            one.ends[int(task)] for why in one.reasons if why.rule == "behind" for task in why.what
        ]
        # an alert does not say which of the closed ones was failed, and which was missed
        missed = "missed" in ended and all(why.rule != "failed" for why in one.reasons)
        rules = ["missed" if why.rule == "behind" and missed else why.rule for why in one.reasons]
        both = "weak" in rules and "failed" in rules
        return (
            rules == ["behind"] and set(ended) == {"waits"},
            -len(rules) + (1 if both else 0),
            [*sorted(_GRAVEST_FIRST.index(rule) for rule in rules), len(_GRAVEST_FIRST)],
            [_LETTERS.find(letter) for letter in here.raw.names[user].casefold()],
            user,
        )

    return sorted(users, key=place)
