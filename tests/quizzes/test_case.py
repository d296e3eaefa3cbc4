from __future__ import annotations

import pytest
from pydantic import ValidationError

from quizzes.case import CaseText


def test_a_case_has_a_title_and_a_text() -> None:
    case = CaseText.model_validate({"id": "is-1", "title": "Іс", "text": " Мән-жайы. "})
    assert case.text == "Мән-жайы."


@pytest.mark.parametrize("spoiled", [{"text": " "}, {"title": None}, {"norms": []}])
def test_a_case_without_its_parts_or_with_others_is_refused(spoiled: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CaseText.model_validate({"id": "is-1", "title": "Іс", "text": "Мән-жайы.", **spoiled})
