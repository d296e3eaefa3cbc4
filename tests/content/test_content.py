"""The real course: no faults, nothing unaccounted for, every item marks as it says."""

from fractions import Fraction

import pytest

from course.facts import coverage
from course.loader import Loaded, load
from quizzes.interactions import AUTHORED
from quizzes.outcome import ResponseError
from tests.conftest import ROOT

LETTERS = set("әғқңөұүһі")


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(ROOT / "content")


def test_the_content_has_no_faults(loaded):
    assert [one.line_of_text("en") for one in loaded.diagnostics] == []


def test_every_fact_of_the_source_is_taught_or_left_out_with_a_reason(loaded):
    assert loaded.facts is not None
    rows = coverage(loaded.facts, loaded.contents)
    assert len(rows) == 828
    assert [row.fact for row in rows if not row.accounted] == []


def test_every_item_type_is_used(loaded):
    used = {item.type for item in loaded.contents.items.values()}
    assert used == set(AUTHORED)


def marked(item, sample) -> Fraction | str:
    """What an item makes of a sample: its score, or in a word why there is none."""
    try:
        outcome = item.score(item.parse(sample.form))
    except ResponseError as error:
        return error.kind
    return outcome.status if outcome.status == "awaiting" else outcome.score


def test_every_sample_of_every_item_is_marked_as_it_says(loaded):
    samples = [
        (item, sample) for item in loaded.contents.items.values() for sample in item.samples()
    ]
    assert len(samples) > 1000
    other = [(item.id, sample) for item, sample in samples if marked(item, sample) != sample.expect]
    assert other == []


def test_difficulties_are_spread(loaded):
    items = loaded.contents.items.values()
    for level in (1, 2, 3):
        share = sum(item.difficulty == level for item in items) / len(items)
        assert share >= 0.2, level


def test_every_objective_has_an_item_that_asks_to_apply(loaded):
    applied = {
        objective
        for item in loaded.contents.items.values()
        if item.difficulty > 1
        for objective in item.objectives
    }
    taught = {
        objective.id
        for source in loaded.contents.chapters
        for section in source.chapter.sections
        if section.lessons
        for objective in section.objectives
    }
    assert taught - applied == set()


def test_wrong_options_carry_a_misconception(loaded):
    wrong = coded = 0
    for item in loaded.contents.items.values():
        for option in getattr(item.interaction, "options", ()):
            if not option.right:
                wrong += 1
                coded += option.misconception is not None
    assert coded / wrong >= 0.8


def test_every_lesson_says_when_its_norms_were_checked_and_is_in_kazakh(loaded):
    assert loaded.course is not None
    for lesson in loaded.course.lessons.values():
        assert lesson.checked.year == 2026
        assert LETTERS & set(lesson.source_text.lower())


def test_the_course_has_cards_of_terms_and_deadlines(loaded):
    course = loaded.course
    assert course is not None
    themes = [one.theme for one in course.cards.values()]
    assert themes.count("deadlines") >= 40
    assert themes.count("concepts") >= 150
    assert len({one.stem for one in course.cards.values()}) == len(course.cards)
    for item_id, one in course.cards.items():
        section = course.objectives[one.objectives[0]].section
        assert item_id.startswith(f"{section}-card-")
