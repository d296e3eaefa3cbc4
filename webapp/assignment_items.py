"""What the analysis of an assignment tells of its items: what each is called and weighs."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy import Connection

from course.model import Course
from quizzes.generators import GENERATORS
from quizzes.item import Item
from webapp import figure_words
from webapp.assignment_figures import TestAndTotals, View
from webapp.figure_words import Told
from webapp.queries import drawn_items


def beginning(text: str, most: int = 90) -> str:
    """The first words of a text."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def stem_of(course: Course, item: Item | None, item_id: str) -> str:
    if item is not None:
        return beginning(course.plain(item.stem))
    generator = GENERATORS.get(item_id)
    return generator.title if generator is not None else item_id


def part_of(test: TestAndTotals, item_id: str) -> dict[str, Told]:
    """What an item that everybody was asked contributes to the total; else nothing."""
    found = test.whole.parts.get(f"item:{item_id}")
    return (
        figure_words.of_part(found, test.whole.n, test.whole.parts_asked)
        if found is not None
        else {}
    )


def meant_of(connection: Connection, test: TestAndTotals, view: View) -> dict[str, Fraction]:
    """Item → its share of the points of the test, of those that everybody was asked: what it was
    meant to weigh.
    """
    if not view.counted:
        return {}
    rows = drawn_items.list_items(connection, view.counted[0].sitting_id)
    asked = {one.item_id: one.points for one in rows if f"item:{one.item_id}" in test.whole.parts}
    most = view.counted[0].points
    return {item_id: Fraction(points, most) for item_id, points in asked.items()} if most else {}
