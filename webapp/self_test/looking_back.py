"""A finished set of one's own as the review judges it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sqlalchemy import Connection

from course.model import Course
from quizzes.generator import practised
from quizzes.item import Item
from quizzes.review import Judged
from webapp.queries import own_sets, results
from webapp.queries.results import SittingScore
from webapp.self_test.pool import section_of
from webapp.sitting.desk import Desk
from webapp.sitting.ending import load_items


def load_judged(
    connection: Connection, course: Course, desk: Desk
) -> tuple[SittingScore, list[Judged]]:
    """(its result, its items as judged, in the order asked) of a sitting that is over."""
    standing = desk.standing
    score = results.load_own(connection, standing.marked_by, standing.sitting.id)
    items = load_items(connection, course, list(desk.layout.rows))
    shown = own_sets.list_misconceptions(connection, standing.sitting.id)
    return score, judged(course, score, items, shown)


def judged(
    course: Course,
    score: SittingScore,
    items: Mapping[str, Item],
    misconceptions: Mapping[str, tuple[str, ...]],
) -> list[Judged]:
    """An item whose version cannot be read any more is left out."""
    found = []
    for line in score.lines:
        item = items.get(line.item_id)
        if item is None:
            continue
        share = line.score.share if line.score.share is not None else Fraction(0)
        found.append(
            Judged(
                key=practised(line.item_id),
                section=section_of(course, line.item_id),
                theme=item.theme,
                objectives=item.objectives,
                points=line.score.points,
                share=share,
                answered=line.score.answered,
                misconceptions=misconceptions.get(line.item_id, ()),
            )
        )
    return found
