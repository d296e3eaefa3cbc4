"""What is peculiar to a recall card: the learner's own grade."""

from __future__ import annotations

import pytest

from quizzes.interactions import AUTHORED, INTERACTIONS
from quizzes.interactions.recall import GRADES
from tests.quizzes.factories import item


@pytest.mark.parametrize("grade", GRADES)
def test_the_grade_can_be_read_from_the_answer_and_only_forgetting_costs(grade: str) -> None:
    card = item("recall")
    response = card.parse({"grade": [grade]})
    assert response.model_dump() == {"grade": grade}
    assert card.score(response).score == (0 if grade == "again" else 1)


def test_the_back_stands_in_no_public_form() -> None:
    assert "back" not in item("recall").public()["interaction"]


def test_cards_are_no_type_to_write() -> None:
    assert set(INTERACTIONS) - set(AUTHORED) == {"recall"}
