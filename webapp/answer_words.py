"""A form as it was typed, in words: what a reader sees of an answer outside its item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course.model import Course
from quizzes.interactions import cloze, matching, ordering
from quizzes.interactions.cloze import Cloze
from quizzes.interactions.matching import Matching
from quizzes.interactions.multiple_choice import MultipleChoice
from quizzes.interactions.ordering import Ordering
from quizzes.interactions.recall import GRADES, Recall
from quizzes.interactions.single_choice import SingleChoice
from quizzes.item import Item
from webapp.messages import translate

_UNSHOWN = frozenset({"certainty", "asked", "csrf", "attempt", "version", "do"})


def in_words(
    course: Course, item: Item | None, form: Mapping[str, Sequence[str]], lang: str
) -> str:
    """The answer line by line. What the item does not know is told as it was typed; ``item``
    None: there is no such item any more.
    """
    interaction = item.interaction if item is not None else None
    match interaction:
        case SingleChoice() | MultipleChoice():
            texts = {option.id: option.text for option in interaction.options}
            return "\n".join(_plain(course, texts.get(one, one)) for one in form.get("choice", ()))
        case Matching():
            targets = {one.id: one.text for one in interaction.targets}
            return "\n".join(
                f"{_plain(course, prompt.text)} → {_plain(course, targets.get(given, given))}"
                for prompt in interaction.prompts
                if (given := _one(form, matching.FIELD + prompt.id))
            )
        case Ordering():
            placed = [
                (place, step.text)
                for step in interaction.steps
                if (place := _one(form, ordering.FIELD + step.id))
            ]
            placed.sort(key=lambda one: (len(one[0]), one[0]))
            return "\n".join(f"{place}. {_plain(course, text)}" for place, text in placed)
        case Cloze():
            found = []
            for number, name in enumerate(interaction.gap_names, start=1):
                options = {one.id: one.text for one in interaction.gaps[name].options}
                if given := _one(form, cloze.FIELD + name):
                    found.append(f"({number}) {_plain(course, options.get(given, given))}")
            return "\n".join(found)
        case Recall():
            grade = _one(form, "grade")
            return translate(lang, f"recall.{grade}") if grade in GRADES else grade
    values = [
        " ".join(given)
        for name, given in form.items()
        if name not in _UNSHOWN and any(one.strip() for one in given)
    ]
    return " ".join(values)


def _one(form: Mapping[str, Sequence[str]], name: str) -> str:
    values = form.get(name)
    return values[0] if values else ""


def _plain(course: Course, text: str) -> str:
    return " ".join(course.plain(text).split())
