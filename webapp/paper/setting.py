"""What goes on the paper: each variant drawn and ordered by a seed that is printed on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from course.model import Course
from quizzes.assessment import Assessment
from quizzes.dates import in_words
from quizzes.drawing import Drawn, draw
from quizzes.interactions.citation import CitationEntry
from quizzes.interactions.cloze import Cloze
from quizzes.interactions.date import DateEntry
from quizzes.interactions.essay import Essay
from quizzes.interactions.matching import Matching
from quizzes.interactions.multiple_choice import MultipleChoice
from quizzes.interactions.number import NumberEntry
from quizzes.interactions.ordering import Ordering
from quizzes.interactions.recall import Recall
from quizzes.interactions.short_text import ShortText
from quizzes.interactions.single_choice import SingleChoice
from quizzes.item import Item
from quizzes.options import Option
from webapp import item_bank
from webapp.item_views import order_of
from webapp.messages import translate
from webapp.paper.nodes import Node, from_html, with_gaps
from webapp.templating import letter

MOST_VARIANTS = 8
LINES_MOST = 28
"""Lines left for an essay at most: about a page."""

WORDS = (
    "page name group points point several match order gaps number date text citation essay"
    " sheet key seed rubric model norms answer_no total essay_key essay_sheet order_sheet"
)


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """What is wanted. ``day`` is printed as typed."""

    title: str
    day: str
    variants: int
    sheet: bool
    key: bool
    seed: str


def build(
    connection: Connection,
    course: Course,
    cohort_id: int,
    assessment: Assessment,
    order: PaperOrder,
    lang: str = "kk",
) -> dict[str, Any]:
    """All that the paper says, as plain data.

    Raises:
        quizzes.drawing.CannotDraw: the bank does not hold what is asked for.
    """
    bank = item_bank.candidates(connection, course, cohort_id)
    variants = []
    for number in range(1, order.variants + 1):
        seed = f"{order.seed}\0{number}"
        drawn = draw(assessment, bank, (), seed)
        variants.append(
            {
                "name": translate(lang, "paper.word_variant", n=number),
                "sections": _sections(connection, course, assessment, drawn, seed, lang),
                "points": sum(one.points for one in drawn),
            }
        )
    return {
        "title": order.title,
        "day": order.day,
        "seed": order.seed,
        "sheet": order.sheet,
        "key": order.key,
        "intro": from_html(course.html(assessment.intro)) if assessment.intro else [],
        "variants": variants,
        "words": {name: translate(lang, f"paper.word_{name}") for name in WORDS.split()},
        "lang": lang,
    }


def _sections(
    connection: Connection,
    course: Course,
    assessment: Assessment,
    drawn: Sequence[Drawn],
    seed: str,
    lang: str,
) -> list[dict[str, Any]]:
    """Sections with their blocks; a case text stands once before the items that share it."""
    sections: list[dict[str, Any]] = [
        {"title": section.title, "blocks": []} for section in assessment.sections
    ]
    case_before: tuple[int, str | None] | None = None
    for number, one in enumerate(drawn, start=1):
        item = item_bank.find_item(connection, course, one.item_id, one.version)
        assert item is not None  # it was in the bank a moment ago
        blocks = sections[one.section]["blocks"]
        case = course.cases.get(item.case) if item.case is not None else None
        if case is None or case_before != (one.section, case.id):
            told = None
            if case is not None:
                told = {
                    "title": from_html(course.inline(case.title)),
                    "text": from_html(course.html(case.text)),
                }
            blocks.append({"case": told, "items": []})
        case_before = (one.section, case.id if case is not None else None)
        shown = order_of(item, seed, shuffle=assessment.shuffle_options)
        blocks[-1]["items"].append(_item(course, item, number, one.points, shown, lang))
    return sections


def _item(
    course: Course,
    item: Item,
    number: int,
    points: int,
    shown: tuple[str, ...] | dict[str, tuple[str, ...]],
    lang: str,
) -> dict[str, Any]:
    asked, key = _interaction(course, item, shown, lang)
    return {
        "id": item.id,
        "version": item.version,
        "number": number,
        "points": points,
        "type": item.type,
        "stem": from_html(course.html(item.stem)),
        **asked,
        "answer": key,
        "norms": list(item.norms),
    }


def _inline(course: Course, text: str) -> list[Node]:
    return from_html(course.inline(text))


def _lettered(
    course: Course, options: Sequence[Option], ids: Sequence[str]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """(options as shown, id → letter)."""
    by_id = {option.id: option for option in options}
    letters = {one: letter(place) for place, one in enumerate(ids)}
    return [
        {"letter": letters[one], "text": _inline(course, by_id[one].text)} for one in ids
    ], letters


def _interaction(
    course: Course, item: Item, shown: Any, lang: str
) -> tuple[dict[str, Any], list[Node]]:
    """(what is printed under the stem, the right answer for the key)."""
    interaction = item.interaction
    match interaction:
        case SingleChoice() | MultipleChoice():
            options, letters = _lettered(course, interaction.options, shown)
            right = [one for one in shown if interaction.by_id[one].right]
            key: list[Node] = [", ".join(letters[one] for one in right)]
            if isinstance(interaction, SingleChoice):
                key += [" — ", *_inline(course, interaction.by_id[right[0]].text)]
            return {"options": options}, key
        case Matching():
            return _matching(course, interaction, shown)
        case Ordering():
            letters = {one: letter(place) for place, one in enumerate(shown)}
            steps = [
                {"letter": letters[one], "text": _inline(course, interaction.by_id[one].text)}
                for one in shown
            ]
            key = [" → ".join(letters[one] for one in interaction.model_order)]
            if any(step.after for step in interaction.steps):
                key.append(f" ({translate(lang, 'paper.word_other_orders')})")
            return {"steps": steps}, key
        case Cloze():
            return _cloze(course, interaction, shown)
        case NumberEntry():
            words = [interaction.key.words, *(one.words for one in interaction.accept)]
            return {"units": list(interaction.units)}, [" / ".join(words)]
        case DateEntry():
            return {}, [in_words(interaction.key)]
        case ShortText():
            return {}, [" / ".join(interaction.accept)]
        case CitationEntry():
            return {}, [" / ".join((interaction.key, *interaction.accept))]
        case Essay():
            return _essay(course, interaction)
        case Recall():  # in no bank, so on no paper
            raise TypeError("a card is printed as a card")


def _matching(
    course: Course, interaction: Matching, shown: Any
) -> tuple[dict[str, Any], list[Node]]:
    letters = {one: letter(place) for place, one in enumerate(shown)}
    return {
        "prompts": [_inline(course, one.text) for one in interaction.prompts],
        "targets": [
            {"letter": letters[one], "text": _inline(course, interaction.by_id[one].text)}
            for one in shown
        ],
        "reuse": interaction.reuse,
    }, [
        "; ".join(
            f"{place} – {letters[prompt.key]}"
            for place, prompt in enumerate(interaction.prompts, start=1)
        )
    ]


def _cloze(course: Course, interaction: Cloze, shown: Any) -> tuple[dict[str, Any], list[Node]]:
    numbers = {name: place for place, name in enumerate(interaction.gap_names, start=1)}
    gaps = []
    key: list[Node] = []
    for name, number in numbers.items():
        options, letters = _lettered(course, interaction.gaps[name].options, shown[name])
        right = interaction.gaps[name].right
        gaps.append({"number": number, "options": options})
        key += [f"({number}) {letters[right.id]} — ", *_inline(course, right.text)]
        if number < len(numbers):
            key.append("; ")
    text = with_gaps(from_html(course.html(interaction.text)), numbers)
    return {"text": text, "gaps": gaps}, key


def _essay(course: Course, interaction: Essay) -> tuple[dict[str, Any], list[Node]]:
    rubric = [
        {
            "criterion": _inline(course, one.criterion),
            "levels": [
                {"points": level.points, "text": _inline(course, level.text)}
                for level in one.levels
            ],
        }
        for one in interaction.rubric
    ]
    return {
        "words": [interaction.min_words, interaction.max_words],
        "lines": max(6, min(LINES_MOST, interaction.max_words // 9)),
        "rubric": rubric,
        "model": from_html(course.html(interaction.model_answer)),
    }, []
