"""The bank: the items of the course, what instructors wrote themselves, what a cohort leaves out.

An item that was given to a student stays readable in the version it was given in, whatever
happens to the course or to the instructor's own text afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import Connection

from course.model import Course
from quizzes.drawing import Candidate
from quizzes.item import Item, item_from_canonical
from webapp.queries import own_items
from webapp.queries.drawn_items import list_bodies
from webapp.queries.sittings import find_item_version


@lru_cache(maxsize=4_000)
def _read(body: str) -> Item:
    return item_from_canonical(body)


def find_item(connection: Connection, course: Course, item_id: str, version: str) -> Item | None:
    """An item in one of its versions. None: there never was one."""
    current = course.items.get(item_id) or course.cards.get(item_id)
    if current is not None and current.version == version:
        return current
    body = find_item_version(connection, item_id, version)
    if body is None:
        return None
    return _read(body).with_acts(course.norms.aliases())


def find_items(
    connection: Connection, course: Course, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Item]:
    """(id, version) → the item, of those that there ever were: :func:`find_item` for many."""
    found, missing = {}, []
    for item_id, version in dict.fromkeys(wanted):
        current = course.items.get(item_id) or course.cards.get(item_id)
        if current is not None and current.version == version:
            found[item_id, version] = current
        else:
            missing.append((item_id, version))
    acts = course.norms.aliases()
    for key, body in list_bodies(connection, missing).items():
        found[key] = _read(body).with_acts(acts)
    return found


def newest_item(connection: Connection, course: Course, item_id: str) -> Item | None:
    """An item or a card of the course, or an instructor's own (also a retired one), as it is
    now.
    """
    current = course.items.get(item_id) or course.cards.get(item_id)
    if current is not None:
        return current
    version = own_items.find_version(connection, item_id)
    return find_item(connection, course, item_id, version) if version is not None else None


def section_of(course: Course, item_id: str) -> str:
    """The lesson section an item belongs to: by its lesson, an own item by its id."""
    lesson = course.item_lessons.get(item_id)
    return course.lessons[lesson].section if lesson is not None else item_id.partition("-")[0]


def candidate(course: Course, item: Item) -> Candidate:
    return Candidate(
        item_id=item.id,
        version=item.version,
        points=item.points,
        section=section_of(course, item.id),
        theme=item.theme,
        objectives=item.objectives,
        type=item.type,
        difficulty=item.difficulty,
        norms=item.norms,
        case=item.case,
    )


def candidates(connection: Connection, course: Course, cohort_id: int) -> list[Candidate]:
    """What may be drawn in a cohort: the course's items and the own items it may use, without
    those it leaves out and those retired.
    """
    left_out = own_items.list_exclusions(connection, cohort_id).keys()
    found = [candidate(course, item) for item in course.items.values() if item.id not in left_out]
    for item_id, version in own_items.list_usable(connection, cohort_id):
        if item_id not in left_out:
            item = find_item(connection, course, item_id, version)
            if item is not None:
                found.append(candidate(course, item))
    return found
