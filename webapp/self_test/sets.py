"""What a set is made of: the pool as one learner stands to it, and the items asked."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from course.model import Course
from quizzes import mistakes
from quizzes.generator import CannotGenerate, practised
from quizzes.generators import GENERATORS
from quizzes.item import Item
from quizzes.mistakes import KeyStatus
from webapp.queries import study
from webapp.queries.own_sets import Known, list_known
from webapp.self_test.beginning import Asked
from webapp.self_test.pool import Practicable, make, pool
from webapp.site import Site, Visit

log = logging.getLogger(__name__)

_TRIES = 5
"""Seeds tried until a further variant of a generator asks something else."""


@dataclass(frozen=True, slots=True)
class Learner:
    """The pool with what each thing is to a learner. ``statuses`` knows every key of the pool."""

    pool: Mapping[str, Practicable]
    known: Mapping[str, Known]
    statuses: Mapping[str, frozenset[KeyStatus]]

    @property
    def missed(self) -> list[Practicable]:
        """The list of mistakes in the order of the course."""
        return [one for one in self.pool.values() if "missed" in self.statuses[one.key]]

    @property
    def unseen(self) -> list[Practicable]:
        return [one for one in self.pool.values() if "new" in self.statuses[one.key]]


def load_learner(connection: Connection, course: Course, user_id: int, today: date) -> Learner:
    """How a learner stands to all that can be practised."""
    things = pool(course)
    known = list_known(connection, user_id)
    flags = study.list_flags(connection, user_id)
    statuses = {key: _status(known.get(key), key in flags, today) for key in things}
    return Learner(things, known, statuses)


_NEW = mistakes.statuses(None, None, date.min)
_NEW_FLAGGED = mistakes.statuses(None, None, date.min, flagged=True)


def _status(known: Known | None, flagged: bool, today: date) -> frozenset[KeyStatus]:
    if known is None:
        return _NEW_FLAGGED if flagged else _NEW
    return mistakes.statuses(
        known.memory,
        known.mistake,
        today,
        right=known.right,
        certainty=known.certainty,
        flagged=flagged,
    )


def today_of(site: Site, visit: Visit) -> date:
    """The day in the course's zone."""
    return visit.now.astimezone(site.settings.zone).date()


def items_of(course: Course, keys: Iterable[str], seed: str) -> list[Asked]:
    """What is asked for these keys: items and cards as they are, of a generator a variant of this
    seed. A generator that finds no case is left out and noted: the rest can be practised.
    """
    found = []
    for key in keys:
        try:
            found.append(Asked(make(course, key, seed)))
        except CannotGenerate as fault:
            log.error("left out of a set: %s", fault)
    return found


def variants_of(course: Course, key: str, seed: str, count: int) -> list[Asked]:
    """So many variants of one generator, no two alike as far as it can make them so.

    Raises:
        KeyError: there is no such generator.
        quizzes.generator.CannotGenerate: it finds no case.
    """
    if key not in GENERATORS:
        raise KeyError(key)
    found: list[Item] = []
    asked: set[tuple[str, str]] = set()
    for copy in range(1, count + 1):
        for turn in range(_TRIES):
            item = make(course, key, f"{seed}.{copy}.{turn}", copy=copy)
            told = (item.stem, item.interaction.model_dump_json())
            if told not in asked:
                break
        asked.add(told)
        found.append(item)
    return [Asked(one) for one in found]


def by_section(course: Course, found: Sequence[Practicable]) -> list[tuple[str, list[Practicable]]]:
    """(number of a section, what of it was found), in the order of the course."""
    groups: dict[str, list[Practicable]] = {}
    for one in found:
        groups.setdefault(one.section, []).append(one)
    return [(number, groups[number]) for number in course.sections if number in groups]


def name_of(course: Course, key: str, item: Item | None = None) -> str:
    """How a thing is called in a list: what an item asks, the title of a generator."""
    if key in GENERATORS:
        return GENERATORS[key].title
    found = item or make(course, practised(key), "")
    return " ".join(course.plain(found.stem).split())
