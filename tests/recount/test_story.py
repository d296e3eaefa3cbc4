"""What the demo's story speaks of is there: the course may change under it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from course.loader import load
from tests.recount import story
from webapp import demo_group, demo_story
from webapp.demo_answers import Replies

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture(scope="module")
def course():
    found = load(CONTENT).course
    assert found is not None
    return found


def test_the_items_it_speaks_of_are_there_and_scored_by_the_machine(course):
    asked = {*demo_story.STUCK_ITEMS, *demo_story.FAULTY}
    assert asked <= course.items.keys()
    assert all(Replies().of(course.items[name])[1] for name in asked)
    assert demo_story.STUCK_REACHED in course.lessons
    reached = list(course.lessons).index(demo_story.STUCK_REACHED)
    before = list(course.lessons)[: reached + 1]
    assert {course.item_lessons[name] for name in demo_story.STUCK_ITEMS} <= set(before)


@pytest.mark.parametrize("strength", [-1.0, 0.0, 1.0])
def test_the_faulty_items_offer_the_choices_they_are_answered_with(course, strength):
    for name, fault in demo_story.faults().items():
        offered = {one.id for one in course.items[name].interaction.options}
        assert {fault(strength, random.Random(seed)) for seed in range(50)} <= offered


def test_the_falling_objectives_have_items_enough_to_fall(course):
    for name in demo_story.FALLING_OBJECTIVES:
        items = [one for one in course.items.values() if one.objectives == (name,)]
        assert sum(one.type != "essay" for one in items) >= 5


def test_the_misconception_of_the_hasty_one_can_be_betrayed_in_many_items(course):
    replies = Replies()
    found = [
        item.id
        for item in course.items.values()
        if item.theme == demo_story.HASTY_THEME
        and replies.betraying(item, demo_story.HASTY_CODE) is not None
    ]
    assert len(found) >= 20


def test_the_answers_to_the_riddle_name_the_same_people_and_items(course):
    places = (
        demo_story.STUCK,
        demo_story.FALLING,
        demo_story.SILENT,
        demo_story.BEHIND,
        demo_story.HASTY,
    )
    assert [one.login for one in story.STUDENTS] == [f"student{place + 1:03}" for place in places]
    assert max(places) < demo_group.STUDENTS // len(demo_group.GROUPS)
    assert tuple(one.item_id for one in story.ITEMS) == demo_story.FAULTY
    assert set(story.STUDENTS[0].concerns) == set(demo_story.STUCK_ITEMS)
    assert set(story.STUDENTS[1].concerns) == set(demo_story.FALLING_OBJECTIVES)
