"""Where to read again."""

from dataclasses import replace

import pytest

from course.model import HtmlBlock
from webapp.self_test import pool, rereading

CARD = "1.1-card-anyqtau-merzimi"


@pytest.fixture
def forget():
    yield
    pool._kept = rereading._kept = None


def items_of(lesson):
    return tuple(one for one in lesson.blocks if not isinstance(one, HtmlBlock))


def silent(course):
    """The lessons without their text."""
    return {key: replace(one, blocks=items_of(one)) for key, one in course.lessons.items()}


def test_a_card_leads_to_the_heading_that_cites_its_very_norm(sample, forget):
    (norm,) = sample.cards[CARD].norms
    href = sample.norms.resolve(norm).href
    article = href.partition("#")[0]
    lesson = next(iter(sample.lessons.values()))
    headings = tuple(replace(lesson.headings[0], id=f"h{n}") for n in (1, 2, 3))
    first, second, third = headings
    text = (
        f'<h2 id="{first.id}">…</h2><p><a href="{article}">…</a></p>'
        f'<h2 id="{second.id}">…</h2><p><a href="{article}#p-77">…</a><a href="{article}">…</a></p>'
        f'<h2 id="{third.id}">…</h2><p><a href="{href}">…</a></p>'
    )
    block = replace(next(one for one in lesson.blocks if isinstance(one, HtmlBlock)), html=text)
    cited = replace(lesson, blocks=(block, *items_of(lesson)), headings=headings)
    course = replace(sample, lessons={**silent(sample), lesson.id: cited})
    found = rereading.passage(course, CARD)
    assert found is not None
    assert found.href == f"{lesson.href}#{third.id}"


def test_without_a_citation_it_leads_to_the_objective(sample, forget):
    found = rereading.passage(replace(sample, lessons=silent(sample)), CARD)
    assert found is not None
    assert found.heading == ""
