"""What a choice is called on pages: the letter under which the bank shows it, and its words.

Choices go by the short names of :func:`quizzes.choices.choices`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.model import Course
from quizzes.choices import OTHER, PARTLY, RIGHT
from quizzes.interactions.cloze import Cloze
from quizzes.interactions.matching import Matching
from quizzes.interactions.multiple_choice import MultipleChoice
from quizzes.interactions.single_choice import SingleChoice
from quizzes.item import Item
from quizzes.item_figures import ChoiceRow, ItemFigures
from quizzes.item_summary import BLANK
from webapp.messages import translate
from webapp.templating import letter

MOST_IN_SENTENCE = 60


@dataclass(frozen=True, slots=True)
class ChoiceName:
    """``letter``: of an option as written in the bank, "" elsewhere. ``text``: Markdown of the
    item, ``own`` False: words of the interface. ``asked``: place of the prompt or gap it answers,
    ``prompt``: its words, ``answer``: the text without them (elsewhere both are empty).
    """

    letter: str
    text: str
    own: bool = True
    asked: int = 0
    prompt: str = ""
    answer: str = ""


def choice_name(course: Course, language: str, item: Item | None, choice: str) -> ChoiceName:
    """The name of any choice that a summary holds; one the item does not know keeps its short
    name.
    """
    if choice == BLANK:
        return ChoiceName("", translate(language, "figures.choice.blank"), own=False, asked=1_000)
    match item.interaction if item is not None else None:
        case SingleChoice(options=options) | MultipleChoice(options=options):
            for place, option in enumerate(options):
                if option.id == choice:
                    return ChoiceName(letter(place), option.text)
        case Matching() as matching:
            prompt, _, target = choice.rpartition(":")
            prompts = {one.id: one.text for one in matching.prompts}
            targets = {one.id: one.text for one in matching.targets}
            asked, given = prompts.get(prompt, prompt), targets.get(target, target)
            place = _place(list(prompts), prompt)
            return ChoiceName("", f"{asked} → {given}", True, place, asked, given)
        case Cloze() as cloze:
            name, _, wanted = choice.rpartition(":")
            if name in cloze.gaps:
                texts = {one.id: one.text for one in cloze.gaps[name].options}
                place = _place(cloze.gap_names, name)
                given = texts.get(wanted, wanted)
                return ChoiceName("", f"({place}) {given}", True, place, f"({place})", given)
    if choice in (RIGHT, PARTLY, OTHER):
        return ChoiceName("", translate(language, f"figures.choice.{choice}"), own=False)
    if choice in course.misconceptions:
        return ChoiceName("", course.misconceptions[choice].title)
    return ChoiceName("", choice)


NamedRow = tuple[ChoiceRow, ChoiceName]


def named_rows(
    course: Course, language: str, item: Item | None, found: ItemFigures
) -> tuple[NamedRow, ...]:
    """The distractor table with names, as ``figures.choices_table`` takes it: what answers the
    same prompt or gap stands together.
    """
    rows = [(row, choice_name(course, language, item, row.choice)) for row in found.choices]
    return tuple(sorted(rows, key=lambda one: one[1].asked))


def _place(ids: Sequence[str], wanted: str) -> int:
    return ids.index(wanted) + 1 if wanted in ids else 0


def in_sentence(course: Course, name: ChoiceName) -> str:
    """«В», or the words in quotes."""
    if name.letter:
        return name.letter
    text = " ".join(course.plain(name.text).split()) if name.own else name.text
    if len(text) > MOST_IN_SENTENCE:
        text = text[: MOST_IN_SENTENCE - 1].rsplit(" ", 1)[0] + "…"
    return f"«{text}»"
