"""Generators against the real content: norms, objectives, misconceptions, the calendar."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course.loader import load
from course.model import Course
from quizzes.generator import Generator, generate
from quizzes.generators import GENERATORS

EVERY = pytest.mark.parametrize("generator", GENERATORS.values(), ids=list(GENERATORS))
SEEDS = 20

_CITED = re.compile(r"\[\[([^\]|#]+)\]\]")


@pytest.fixture(scope="module")
def course() -> Course:
    loaded = load(Path("content"))
    assert loaded.course is not None
    return loaded.course


@EVERY
def test_a_generator_practises_what_its_section_teaches(
    generator: Generator, course: Course
) -> None:
    section = course.sections[generator.section]
    assert set(generator.objectives) <= {one.id for one in section.objectives}
    assert not set(generator.norms) - {
        course.norms.resolve(one).citation for one in generator.norms
    }


@EVERY
def test_norms_and_misconceptions_of_every_variant_are_in_the_registers(
    generator: Generator, course: Course
) -> None:
    for seed in range(SEEDS):
        item = generate(generator, f"course-{seed}", course.working_days)
        for _, norm in item.cited():
            course.norms.resolve(norm)
        for _, text in item.texts():
            for norm in _CITED.findall(text):
                course.norms.resolve(norm)
        for _, code in item.misconceptions():
            assert code in course.misconceptions, f"{generator.id} {code}"


def test_no_written_item_has_the_id_of_a_generator(course: Course) -> None:
    assert not set(GENERATORS) & set(course.items)
