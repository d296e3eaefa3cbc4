"""One student's answers to take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from course.model import Course
from webapp import explaining, item_bank
from webapp.answer_words import in_words
from webapp.exports import Order
from webapp.insight.file_words import defined, heads, plainly, say, stem
from webapp.queries import exports
from webapp.spreadsheets import Table, Value


def answers_tables(
    connection: Connection, course: Course, order: Order, user_id: int, *, lessons: bool
) -> list[Table]:
    """Every answer of a student in the cohort's assignments and, while they study there, in
    lessons; the newest first. Never those of their own sets.
    """

    def rows() -> Iterator[Sequence[Value]]:
        for piece in exports.student_answers(connection, order.cohort_id, user_id, lessons=lessons):
            pairs = [(one.item_id, one.version) for one in piece]
            items = item_bank.find_items(connection, course, pairs)
            for one in piece:
                item = items.get((one.item_id, one.version))
                yield [
                    one.at,
                    one.place or _lesson(course, one.item_id),
                    one.try_number,
                    one.item_id,
                    one.version,
                    stem(course, item),
                    one.number,
                    in_words(course, item, one.form, order.lang),
                    say(order, f"export.status_{one.status}") if one.status else "",
                    one.share * 100 if one.share is not None else None,
                    one.share.numerator if one.share is not None else None,
                    one.share.denominator if one.share is not None else None,
                    "; ".join(
                        explaining.title_of(course, "misconception", code, order.lang) or code
                        for code in one.misconceptions
                    ),
                ]

    columns = "received where try item version stem number typed status share_percent"
    return [
        Table(
            say(order, "export.answers"),
            heads(order, f"{columns} exact_num exact_den misconceptions"),
            rows(),
        ),
        defined(order, plainly(order, "number version share_percent misconceptions")),
    ]


def _lesson(course: Course, item_id: str) -> str:
    lesson = course.lessons.get(course.item_lessons.get(item_id, ""))
    return f"{lesson.number} {lesson.title}" if lesson is not None else ""
