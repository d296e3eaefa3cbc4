"""Looking up what texts refer to."""

from datetime import date

import pytest

from course.resolving import edition_line


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 7, 1), "2026 ж. 1 шілдедегі редакция"),
        (date(2022, 11, 5), "2022 ж. 5 қарашадағы редакция"),
        (date(2025, 1, 31), "2025 ж. 31 қаңтардағы редакция"),
    ],
)
def test_edition_is_told_in_kazakh(day: date, expected: str) -> None:
    assert edition_line(day) == expected
