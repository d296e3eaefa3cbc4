"""The form by which a set is built: read, checked, shown again with everything in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, get_args

from course.model import Course
from quizzes.choosing import MOST, Wish
from quizzes.interactions import AUTHORED
from quizzes.item import Theme
from quizzes.mistakes import KEY_STATUSES, KeyStatus
from webapp.self_test.beginning import Mode

MOST_MINUTES = 600
DEFAULT_COUNT = 20
DEFAULT_MINUTES = 30

THEMES: tuple[str, ...] = get_args(Theme)
TYPES: tuple[str, ...] = tuple(name for name in AUTHORED if name != "essay")
DIFFICULTIES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class SetWish:
    """A set as asked for; ``count`` and ``minutes`` as typed. ``errors``: field → message key with
    its parameters; with one the numbers may not be used.
    """

    wish: Wish
    count: str = str(DEFAULT_COUNT)
    mode: Mode = "tutor"
    timed: bool = False
    minutes: str = str(DEFAULT_MINUTES)
    certainty: bool = False
    errors: Mapping[str, tuple[str, dict[str, object]]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return int(self.count)

    @property
    def limit(self) -> timedelta | None:
        return timedelta(minutes=int(self.minutes)) if self.timed else None

    def definition(self) -> str:
        """What was asked for, as JSON to be stored with the set."""
        asked = {
            "sections": sorted(self.wish.sections),
            "themes": sorted(self.wish.themes),
            "objectives": sorted(self.wish.objectives),
            "types": sorted(self.wish.types),
            "difficulties": sorted(self.wish.difficulties),
            "statuses": sorted(self.wish.statuses),
            "variants": self.wish.variants,
            "cards": self.wish.cards,
            "count": self.number,
            "mode": self.mode,
            "minutes": int(self.minutes) if self.timed else None,
            "certainty": self.certainty,
        }
        return json.dumps({"wish": asked})


def read_wish(course: Course, fields: Mapping[str, Sequence[str]]) -> SetWish:
    """The set that a form, or the query of an address, asks for. An address without ``count`` is
    a form not yet filled in: its switches stand as they do at first.
    """
    errors: dict[str, tuple[str, dict[str, object]]] = {}

    def chosen(name: str, known: Callable[[str], bool]) -> frozenset[str]:
        given = [one for one in fields.get(name, ()) if one]
        for one in given:
            if not known(one):
                errors.setdefault(name, ("error.practice_unknown", {"name": one[:60]}))
        return frozenset(one for one in given if known(one))

    def number(name: str, key: str, default: int, most: int) -> str:
        text = (list(fields.get(name, ())) or [str(default)])[0].strip()
        fits = text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= most
        if not fits:
            errors[name] = (key, {"most": most})
        return text[:20]

    filled = "count" in fields
    mode: Literal["tutor", "exam"] = "tutor"
    given_mode = chosen("mode", lambda one: one in ("tutor", "exam"))
    if "exam" in given_mode:
        mode = "exam"
    timed = bool(fields.get("timed"))
    difficulties = chosen("difficulty", lambda one: one in {str(n) for n in DIFFICULTIES})
    statuses: frozenset[KeyStatus] = frozenset(
        one for one in KEY_STATUSES if one in chosen("status", lambda name: name in KEY_STATUSES)
    )
    wish = Wish(
        sections=chosen("section", lambda one: one in course.sections),
        themes=chosen("theme", lambda one: one in THEMES),
        objectives=chosen("objective", lambda one: one in course.objectives),
        types=chosen("type", lambda one: one in TYPES),
        difficulties=frozenset(int(one) for one in difficulties),
        statuses=statuses,
        variants=bool(fields.get("variants")) or not filled,
        cards=bool(fields.get("cards")) and mode == "tutor",
    )
    count = number("count", "error.practice_count", DEFAULT_COUNT, MOST)
    minutes = (
        number("minutes", "error.practice_minutes", DEFAULT_MINUTES, MOST_MINUTES)
        if timed
        else (list(fields.get("minutes", ())) or [str(DEFAULT_MINUTES)])[0][:20]
    )
    return SetWish(
        wish,
        count=count,
        mode=mode,
        timed=timed,
        minutes=minutes,
        certainty=bool(fields.get("certainty")),
        errors=errors,
    )
