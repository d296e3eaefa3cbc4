"""What comes back because it changed: an item in another version, or a norm that was amended.

Whoever had it right before would go on knowing the old law. Nothing is stored of this: it follows
from the version and the day of the last answer, and ends with the next one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.amendments import Amendment, amendments_of
from course.model import Course, ItemBlock, Lesson
from quizzes.changes import DIFFERENCES, Difference, differences
from quizzes.generator import practised
from quizzes.item import Item
from webapp.item_bank import find_item
from webapp.pages.sitting import ChangedNote
from webapp.queries.memories import Remembered
from webapp.self_test.pool import Practicable, make, pool

_MOST_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Returned:
    """Something mastered that changed since: ``before`` is the version answered last."""

    key: str
    before: str
    changed: tuple[Difference, ...]
    amendments: tuple[Amendment, ...]

    @property
    def weight(self) -> int:
        """What makes an earlier answer wrong comes before what only words it otherwise."""
        if self.amendments:
            return 0
        return 1 + DIFFERENCES.index(self.changed[0])


def mastered(one: Remembered) -> bool:
    """Whether someone would take it for known: answered right last, and no mistake is open."""
    return one.right and one.mistake is None


def find_returned(
    connection: Connection,
    course: Course,
    remembered: Mapping[str, Remembered],
    today: date,
    zone: ZoneInfo,
) -> list[Returned]:
    """What was mastered and changed after the last answer, the weightiest first."""
    amended = _amended(course)
    things = pool(course)
    found: list[Returned] = []
    for key, one in remembered.items():
        thing = things.get(key)
        if thing is None or not mastered(one):
            continue
        since: tuple[Amendment, ...] = ()
        if key in amended:
            last = one.last_at.astimezone(zone).date()
            since = tuple(each for each in amended[key] if last < each.day <= today)
        changed = _changed(connection, course, thing, one.version)
        if changed or since:
            found.append(Returned(key, one.version, changed, since))
    places = {key: number for number, key in enumerate(things)}
    return sorted(found, key=lambda one: (one.weight, places[one.key]))


_amended_kept: tuple[Course, Mapping[str, tuple[Amendment, ...]]] | None = None


def _amended(course: Course) -> Mapping[str, tuple[Amendment, ...]]:
    """The amendments that touch each thing of the pool, worked out once a course."""
    global _amended_kept
    if _amended_kept is None or _amended_kept[0] is not course:
        norms = {key: one.norms for key, one in pool(course).items()}
        _amended_kept = (course, amendments_of(course.amendments, norms))
    return _amended_kept[1]


_compared: dict[tuple[str, str, str], tuple[Difference, ...]] = {}


def _changed(
    connection: Connection, course: Course, thing: Practicable, before: str
) -> tuple[Difference, ...]:
    """What differs now from the version answered; every variant of a generator is another one."""
    if thing.kind == "generator":
        return ()
    item = make(course, thing.key, "")
    if item.version == before:
        return ()
    return _compare(connection, course, item, before)


def _compare(
    connection: Connection, course: Course, item: Item, before: str
) -> tuple[Difference, ...]:
    known = (item.id, before, item.version)
    if known not in _compared:
        if len(_compared) > _MOST_KEPT:
            _compared.clear()
        old = find_item(connection, course, item.id, before)
        _compared[known] = differences(old, item) if old is not None else ()
    return _compared[known]


def told(returned: Iterable[Returned]) -> dict[str, Any]:
    """What the definition of a round keeps, so that its pages can say what changed."""
    return {
        one.key: {"from": one.before, "amended": [each.day.isoformat() for each in one.amendments]}
        for one in returned
    }


@lru_cache(maxsize=500)
def _kept_in(definition: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(definition).get("changed", {})
    return found


def note_of(
    connection: Connection, course: Course, definition: str, item: Item
) -> ChangedNote | None:
    """What the page of an item in a round says has changed; None: nothing."""
    if '"changed"' not in definition:
        return None
    key = practised(item.id)
    kept = _kept_in(definition).get(key)
    if kept is None:
        return None
    days = set(kept["amended"])
    amendments = [one for one in _amended(course).get(key, ()) if one.day.isoformat() in days]
    changed: tuple[Difference, ...] = ()
    thing = pool(course).get(key)
    if thing is not None and thing.kind != "generator":
        changed = _compare(connection, course, item, kept["from"])
    if not changed and not amendments:
        return None
    return ChangedNote(
        changed=changed,
        amendments=tuple((one.day, one.note) for one in amendments),
        href=paragraph_of(course, key),
    )


_HEADING = re.compile(r'<h[2-4][^>]* id="([^"]+)"')


def _heading_above(lesson: Lesson, item_id: str) -> str:
    """The heading under which an item stands; "" if it stands before the first."""
    above = ""
    for block in lesson.blocks:
        if isinstance(block, ItemBlock):
            if block.item_id == item_id:
                return above
        else:
            found = _HEADING.findall(block.html)
            above = found[-1] if found else above
    return ""


def paragraph_of(course: Course, key: str) -> str:
    """Where to read anew: the heading above an item in its lesson; else the first lesson of the
    section; "" if there is none.
    """
    lesson_id = course.item_lessons.get(key)
    if lesson_id is None:
        section = course.sections.get(key.partition("-")[0])
        return f"/lessons/{section.lessons[0]}" if section and section.lessons else ""
    heading = _heading_above(course.lessons[lesson_id], key)
    return f"/lessons/{lesson_id}" + (f"#{heading}" if heading else "")
