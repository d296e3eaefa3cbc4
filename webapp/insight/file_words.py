"""Headings of the files that instructors take away, and the sheet that says what they mean.

A figure is given as exactly as it is known, in the unit its heading names, with the n it rests on;
where there is none, the cell is empty and the last columns say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from course.model import Course
from quizzes.item import Item
from webapp import figure_words
from webapp.exports import Order
from webapp.messages import translate
from webapp.spreadsheets import Table


def say(order: Order, key: str, **params: object) -> str:
    return translate(order.lang, key, **params)


def heads(order: Order, names: str) -> list[str]:
    return [translate(order.lang, f"export.head_{name}") for name in names.split()]


def defined(order: Order, rows: Iterable[tuple[str, str, str, str]]) -> Table:
    """The sheet that says what the columns mean: name, what it is, how it is read, formula."""
    return Table(say(order, "export.definitions"), heads(order, "column is read formula"), rows)


def plainly(order: Order, names: str) -> Iterator[tuple[str, str, str, str]]:
    for name in names.split():
        yield (
            translate(order.lang, f"export.head_{name}"),
            translate(order.lang, f"export.is_{name}"),
            "",
            "",
        )


def of_figures(order: Order, names: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """Definitions of statistics, as pages have them."""
    for name in names:
        found = figure_words.words(order.lang, name)
        yield found.title, found.definition, found.reading, found.formula


def stem(course: Course, item: Item | None) -> str:
    """The text of an item on one line; "" of one that is not at hand."""
    return " ".join(course.plain(item.stem).split()) if item is not None else ""
