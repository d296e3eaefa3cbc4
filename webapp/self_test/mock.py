"""A mock exam for one learner: drawn by its blueprint, what was never met first."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection

from course.exams import Exam, variants
from course.model import Course
from quizzes.drawing import Candidate, draw
from quizzes.generator import CannotGenerate
from webapp.item_bank import candidate
from webapp.self_test.beginning import Asked
from webapp.self_test.pool import make, pool

log = logging.getLogger(__name__)


def bank(course: Course, exam: Exam) -> list[Candidate]:
    """What the exam may draw: no essays, no recall cards."""
    found = [candidate(course, item) for item in course.items.values() if item.id in pool(course)]
    return [*found, *variants(course.objectives)] if exam.variants else found


def drawn(course: Course, exam: Exam, seen: Collection[str], seed: str) -> list[Asked]:
    """The items of one sitting in the order shown. The same seed and history give the same. A
    generator that finds no case is noted and left out, and the exam drawn anew.

    Raises:
        quizzes.drawing.CannotDraw: the bank does not hold it. Loading the course rules that out,
            unless generators that it counted on fail.
    """
    found = bank(course, exam)
    while True:
        asked = []
        for number, one in enumerate(draw(exam.assessment, found, seen, seed)):
            try:
                item = make(course, one.item_id, f"{seed}.{number}")
            except CannotGenerate as fault:
                log.error("left out of a mock exam: %s", fault)
                found = [other for other in found if other.item_id != one.item_id]
                break
            asked.append(Asked(item, one.section, one.points))
        else:
            return asked


def definition(exam: Exam) -> str:
    """How the sitting is laid out, and of which exam it is, as JSON to be stored with it."""
    return json.dumps({"exam": exam.id, **exam.assessment.model_dump(mode="json")})


def exam_of(definition: str) -> str | None:
    """The exam that a stored definition is of; None: it is of another set."""
    found = json.loads(definition).get("exam")
    return found if isinstance(found, str) else None
