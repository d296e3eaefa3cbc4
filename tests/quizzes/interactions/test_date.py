from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.quizzes.factories import fault_codes, item


@pytest.mark.parametrize(
    ("text", "score"),
    [("2026 жылғы 2 наурыз", 1), ("2.3.26", 1), ("28.02.2026", 0), ("2025-03-02", 0)],
)
def test_score(text: str, score: int) -> None:
    one = item("date")
    assert one.score(one.parse({"date": [text]})).score == score


def test_a_known_false_date_names_the_broken_rule() -> None:
    one = item("date")
    outcome = one.score(one.parse({"date": ["28 ақпан 2026"]}))
    assert outcome.parts[0].why == "Бұл — сенбі."
    assert outcome.parts[1].answer == "2026 жылғы 2 наурыз"
    assert outcome.misconceptions == ("counting-rule",)


@pytest.mark.parametrize("key", ["2026", "02.03.2026", "1772409600", "2026-02-30"])
def test_authors_write_dates_in_one_way(key: str) -> None:
    with pytest.raises(ValidationError):
        item("date", key=key)


@pytest.mark.parametrize(
    ("dates", "fault"),
    [
        (["2026-03-02"], (("wrong", 0, "date"), "wrong.is_right")),
        (["2026-03-03", "2026-03-03"], (("wrong", 1, "date"), "wrong.repeated")),
    ],
)
def test_faults(dates: list[str], fault: object) -> None:
    wrong: list[Any] = [{"date": one, "why": "?", "misconception": "x"} for one in dates]
    assert fault_codes(item("date", wrong=wrong)) == [fault]
