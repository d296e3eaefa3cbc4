"""Where in the lessons to read again what an item asks: the heading it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from course.model import Course, HtmlBlock, Lesson
from course.norms import UnknownNorm
from quizzes.generator import practised
from webapp.self_test.pool import Practicable, pool

_HEADING = re.compile(r"<h[2-6][^>]*?\sid=\"([^\"]+)\"")
_CITED = re.compile(r"<h[2-6][^>]*?\sid=\"([^\"]+)\"|href=\"(/norms/[^\"]+)\"")


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a lesson; ``heading`` "": its beginning."""

    href: str
    lesson: str  # number and title
    heading: str


_kept: tuple[Course, Mapping[str, Passage]] | None = None


def passages(course: Course) -> Mapping[str, Passage]:
    """Key of the pool → where to read again. An item stands under a heading of its lesson. A card
    and a generator belong where their section cites their first norm most closely; else to their
    objective: the place of the first item that asks for it, the first lesson that teaches it; else
    to the first lesson of the section.
    """
    global _kept
    if _kept is None or _kept[0] is not course:
        _kept = (course, _passages(course))
    return _kept[1]


def passage(course: Course, item_id: str) -> Passage | None:
    """Where to read again what an item, a card or a variant asks."""
    return passages(course).get(practised(item_id))


def distinct(course: Course, keys: Iterable[str], most: int) -> tuple[Passage, ...]:
    """The passages of some keys, each once, those that most keys lead to first."""
    times: dict[Passage, int] = {}
    for key in keys:
        found = passage(course, key)
        if found is not None:
            times[found] = times.get(found, 0) + 1
    return tuple(sorted(times, key=lambda one: -times[one])[:most])


def _passages(course: Course) -> dict[str, Passage]:
    found: dict[str, Passage] = {}
    by_objective: dict[str, Passage] = {}
    by_section: dict[str, Passage] = {}
    for lesson in course.lessons.values():
        top = _at(lesson, "")
        by_section.setdefault(lesson.section, top)
        here = top
        for block in lesson.blocks:
            if isinstance(block, HtmlBlock):
                ids = _HEADING.findall(block.html)
                here = _at(lesson, ids[-1]) if ids else here
                continue
            found[block.item_id] = here
            item = course.items.get(block.item_id)
            for objective in item.objectives if item is not None else ():
                by_objective.setdefault(objective, here)
    for lesson in course.lessons.values():
        for objective in lesson.objectives:
            by_objective.setdefault(objective, _at(lesson, ""))
    cited = _cited(course)
    for key, one in pool(course).items():
        if key not in found:
            place = _by_norm(course, one, cited)
            of_objective = (by_objective[o] for o in one.objectives if o in by_objective)
            place = place or next(of_objective, None) or by_section.get(one.section)
            if place is not None:
                found[key] = place
    return found


def _cited(course: Course) -> dict[str, list[tuple[str, Passage]]]:
    """Section → (address of a norm, where it is cited), in the order of the course."""
    found: dict[str, list[tuple[str, Passage]]] = {}
    for lesson in course.lessons.values():
        here = _at(lesson, "")
        for block in lesson.blocks:
            if not isinstance(block, HtmlBlock):
                continue
            for heading, href in _CITED.findall(block.html):
                if heading:
                    here = _at(lesson, heading)
                else:
                    found.setdefault(lesson.section, []).append((href, here))
    return found


def _by_norm(
    course: Course, one: Practicable, cited: Mapping[str, list[tuple[str, Passage]]]
) -> Passage | None:
    """The passage of its section that cites its first norm: that very part before the article as a
    whole, most often before once. None: none does.
    """
    if not one.norms:
        return None
    try:
        href = course.norms.resolve(one.norms[0]).href
    except UnknownNorm:
        return None
    nearest: dict[int, dict[Passage, int]] = {}
    for other, place in cited.get(one.section, ()):
        far = _far(href, other)
        if far is not None:
            times = nearest.setdefault(far, {})
            times[place] = times.get(place, 0) + 1
    if not nearest:
        return None
    best = nearest[min(nearest)]
    return max(best, key=lambda place: best[place])  # the first of the most cited


def _far(href: str, other: str) -> int | None:
    """How far one citation is from another: 0 the same, 1 inside it, 2 in its article; None:
    elsewhere.
    """
    if other == href:
        return 0
    if other.startswith((f"{href}.", f"{href}#")):
        return 1
    return 2 if other.partition("#")[0] == href.partition("#")[0] else None


def _at(lesson: Lesson, heading: str) -> Passage:
    words = {one.id: one.text for one in lesson.headings}
    name = f"{lesson.number}. {lesson.title}"
    if heading not in words:
        return Passage(lesson.href, name, "")
    return Passage(f"{lesson.href}#{heading}", name, words[heading])
