"""Recall cards as data for printing: fronts on one page, backs on the next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from course.model import Course
from quizzes.interactions.recall import Recall
from quizzes.item import Item
from webapp.messages import translate
from webapp.paper.nodes import from_html
from webapp.paper.printing import pdf

SOURCE = Path(__file__).with_name("cards.typ")


def cards_of(course: Course, section: str | None = None) -> list[Item]:
    """The cards of the course or of a section, in order."""
    return [
        one
        for one in course.cards.values()
        if section is None or one.id.partition("-")[0] == section
    ]


def printed(course: Course, cards: Iterable[Item], lang: str) -> bytes:
    """The cards as PDF. Takes a second or so: not for the event loop."""
    words = {name: translate(lang, f"take.print_{name}") for name in ("sheet", "front", "back")}
    data: dict[str, Any] = {
        "title": course.title,
        "lang": lang,
        "words": words,
        "cards": [_card(course, one) for one in cards],
    }
    return pdf(data, SOURCE)


def _card(course: Course, card: Item) -> dict[str, Any]:
    assert isinstance(card.interaction, Recall)
    return {
        "section": card.id.partition("-")[0],
        "front": from_html(course.html(card.stem)),
        "back": from_html(course.html(card.interaction.back)),
        "norms": "; ".join(card.norms),
    }
