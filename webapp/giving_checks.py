"""Whether what is asked can be asked: before an assessment is given to anyone."""

from __future__ import annotations

from sqlalchemy import Connection

from course.model import Course
from quizzes.drawing import CannotDraw, draw
from webapp.item_bank import candidates
from webapp.queries.assignments import find_assessment


def can_be_drawn(
    connection: Connection, course: Course, cohort_id: int, assessment_id: int
) -> bool:
    """Whether the bank of the cohort holds what one of its assessments asks for."""
    found = find_assessment(connection, assessment_id)
    if found is None or found[0][1] != cohort_id:
        return False
    try:
        draw(found[1], candidates(connection, course, cohort_id), (), "")
    except CannotDraw:
        return False
    return True
