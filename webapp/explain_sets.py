"""A set of questions out of a subject to explain again: which, and what it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from course.model import Course
from quizzes.assessment import Assessment, AssessmentSection, Draw, Filter, FixedItem
from quizzes.drawing import Candidate
from webapp.explaining import Kind, title_of
from webapp.item_bank import section_of
from webapp.item_writing import TYPES

MOST_ASKED, FEWEST_ASKED = 10, 5
"""Questions of a set that is made in one click; with fewer there is a word about it."""


def title_for_students(course: Course, kind: Kind, name: str, asked: Assessment) -> str:
    """What a set is about, as it may be called before those who sit it: an objective in its words;
    a misconception by the section that most of its questions are from, or else by the numbers of
    its sections, for its name says what is wrong with somebody.
    """
    if kind == "objective":
        return title_of(course, kind, name, "kk") or name
    met = Counter(section_of(course, one) for one in asked.fixed())
    numbers = [one for one in course.sections if met[one]]
    for one in numbers:
        if 2 * met[one] > met.total():
            return course.sections[one].title
    return ", ".join(numbers)


def usable(
    kind: Kind,
    name: str,
    bank: Iterable[Candidate],
    carrying: Collection[str],
    suspects: Collection[tuple[str, str]],
) -> tuple[list[Candidate], int]:
    """What a set can be made of: questions of a cohort's bank that nobody has to mark; and how
    many are left out because they are ``suspects`` (id, version). ``carrying``: ids of the items
    that can betray the misconception.
    """
    found = [
        one
        for one in bank
        if one.type != "essay"
        and (name in one.objectives if kind == "objective" else one.item_id in carrying)
    ]
    sound = [one for one in found if (one.item_id, one.version) not in suspects]
    return sound, len(found) - len(sound)


@dataclass(frozen=True, slots=True)
class Known:
    """Of some students and the questions that can betray a misconception. ``fallen``: item → their
    answers that betrayed it, of those who have not got the question right since; ``met``: item →
    how many of the ``students`` have answered it.
    """

    students: int
    fallen: Mapping[str, int]
    met: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MadeSet:
    """``fallen``: so many of its questions were missed by this misconception, None: it is not
    chosen by that.
    """

    asked: Assessment
    size: int
    fallen: int | None


def on_objective(
    name: str, there: Collection[Candidate], asked: Mapping[str, int], left_out: int = 0
) -> MadeSet | None:
    """A set out of what is ``usable``; None: nothing is.

    Each student draws what they have not met before what they have. A draw cannot leave a question
    out: there questions are named, the least ``asked`` first.
    """
    if not there:
        return None
    if left_out:
        return _named(sorted(there, key=lambda one: asked.get(one.item_id, 0))[:MOST_ASKED], None)
    types = tuple(one for one in TYPES if one != "essay")
    size = min(len(there), MOST_ASKED)
    draw = Draw(count=size, of=Filter(objectives=(name,), types=types))
    return MadeSet(Assessment(sections=(AssessmentSection(entries=(draw,)),)), size, None)


def on_misconception(
    bank: Iterable[Candidate],
    there: Collection[Candidate],
    missed: Collection[str],
    known: Known,
) -> MadeSet | None:
    """A set out of what is ``usable``; None: nothing is.

    First the questions by which these students showed the misconception, most often first, of
    equals those of objectives that the set has not, of the sections where it is met most. Then
    others of the sections and themes of all that was ``missed``, those that fewer than half of the
    students have met before the rest, spread over the objectives. With fewer than five also of
    other sections, of these themes.
    """
    taken: list[Candidate] = []
    of: Counter[str] = Counter()  # objective → questions of the set

    def take(pool: list[Candidate], most: int, order: Callable[[Candidate], Any]) -> None:
        while pool and len(taken) < most:
            best = min(pool, key=order)
            pool.remove(best)
            taken.append(best)
            of.update(best.objectives)

    def spread(one: Candidate) -> int:
        return max((of[name] for name in one.objectives), default=0)

    theirs = [one for one in there if known.fallen.get(one.item_id)]
    sections: Counter[str] = Counter()
    for one in theirs:
        sections[one.section] += known.fallen[one.item_id]
    take(
        list(theirs),
        MOST_ASKED,
        lambda one: (-known.fallen[one.item_id], spread(one), -sections[one.section], one.item_id),
    )
    fallen = len(taken)
    places = {(one.section, one.theme) for one in bank if one.item_id in missed}
    themes = {theme for _, theme in places}
    rest = [one for one in there if one not in theirs]
    near = [one for one in rest if not places or (one.section, one.theme) in places]
    far = [one for one in rest if one not in near and one.theme in themes]
    for pool, most in ((near, MOST_ASKED), (far, FEWEST_ASKED)):
        take(
            pool,
            most,
            lambda one: (
                2 * known.met.get(one.item_id, 0) >= max(1, known.students),
                spread(one),
                known.met.get(one.item_id, 0),
                one.item_id,
            ),
        )
    return _named(taken, fallen) if taken else None


def _named(taken: Collection[Candidate], fallen: int | None) -> MadeSet:
    entries = tuple(FixedItem(item=one.item_id) for one in taken)
    asked = Assessment(sections=(AssessmentSection(entries=entries),))
    return MadeSet(asked, len(entries), fallen)
