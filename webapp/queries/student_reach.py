"""How far those who teach see a student: lessons, and the assignments of their cohort.

Answers in sets of one's own are never within reach: a student shares them elsewhere, or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_

from webapp.tables import (
    assignments,
    sittings,
)


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be seen of a student from a cohort. ``lessons`` False: they study there no more;
    what they did in assignments stays.
    """

    user_id: int
    cohort_id: int
    lessons: bool = True


in_lessons: Any = and_(sittings.c.assignment_id.is_(None), sittings.c.seed.is_(None))
"""Condition on sittings: of a lesson's practice."""
not_own: Any = or_(sittings.c.assignment_id.is_not(None), sittings.c.seed.is_(None))
"""Condition on sittings: of lessons and assignments, for one's own sets are one's own."""


def reached(reach: Reach) -> Any:
    """Condition on sittings joined with assignments."""
    of_cohort = assignments.c.cohort_id == reach.cohort_id
    where = or_(of_cohort, in_lessons) if reach.lessons else of_cohort
    return and_(sittings.c.user_id == reach.user_id, where)
