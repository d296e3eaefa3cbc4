"""How the objectives of the course stand with a learner."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from course.model import Course, Lesson, Objective
from quizzes.mastery import Mastery, Try, Word, mastery
from quizzes.mastery import counts as counted
from webapp.queries import memories, study
from webapp.self_test.feeding import up_to_date
from webapp.self_test.folding import Objectives
from webapp.self_test.pool import pool
from webapp.site import Site
from webapp.writer import StorageError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standings:
    """Objective → how it stands, every objective of the course."""

    course: Course
    by_objective: Mapping[str, Mastery]

    def counts(self, section: str | None = None) -> dict[Word, int]:
        """How many objectives (of a section) stand at each word."""
        return counted(
            one.word
            for objective, one in self.by_objective.items()
            if section is None or self.course.objectives[objective].section == section
        )


def standings(course: Course, tries: Mapping[str, tuple[Try, ...]]) -> Standings:
    """From the first tries at each key."""
    known = Objectives(pool(course), course.objectives)
    return Standings(
        course,
        {one: mastery(known.keys(one), tries) for one in course.objectives},
    )


def load_standings(connection: Connection, course: Course, user_id: int) -> Standings:
    """As far as answers are worked in."""
    return standings(course, memories.list_tries(connection, user_id))


async def standings_of(
    site: Site, user_id: int, now: datetime, *, begin: bool = True
) -> Standings | None:
    """How the objectives stand now. ``begin`` False: None for a learner who has never opened a
    page of self-study; nothing is worked in for them, and where nothing can be stored, the words
    are those from before: what is read must not hang on it.

    Raises:
        webapp.writer.StorageError: what was new could not be worked in.
    """
    if not begin and await site.glance(study.find_state, user_id) is None:
        return None
    try:
        await up_to_date(site, user_id, now)
    except StorageError as fault:
        if begin:
            raise
        log.warning("answers wait to be worked in: %s", fault)
    return await site.read(load_standings, site.course, user_id)


async def words_of_lesson(
    site: Site, user_id: int, lesson: Lesson, now: datetime
) -> tuple[tuple[Objective, Word], ...]:
    """The objectives of a lesson with their words; empty for someone without self-study."""
    found = await standings_of(site, user_id, now, begin=False)
    if found is None:
        return ()
    return tuple(
        (site.course.objectives[one], found.by_objective[one].word) for one in lesson.objectives
    )
