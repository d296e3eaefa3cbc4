"""Every construct of the content format: Markdown in, HTML or faults out.

The pairs are in `fixtures/`, a file for each construct. In a file called `faults` the second
half of a pair is what is wrong, as `line:column code`.
"""

from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file

from tests.course.reading import read_body

FIXTURES = Path(__file__).parent / "fixtures"


def pairs(*, faults: bool) -> list[object]:
    return [
        pytest.param(body, expected, id=f"{file.stem}: {title}")
        for file in sorted(FIXTURES.glob("*.md"))
        if (file.stem == "faults") is faults
        for _, title, body, expected in read_fixture_file(file)
    ]


@pytest.mark.parametrize(("body", "expected"), pairs(faults=False))
def test_markdown_becomes_html(tmp_path: Path, body: str, expected: str) -> None:
    outcome = read_body(body, tmp_path)
    assert outcome.told == []
    assert outcome.html == expected


@pytest.mark.parametrize(("body", "expected"), pairs(faults=True))
def test_fault_in_markdown_is_told_with_its_place(tmp_path: Path, body: str, expected: str) -> None:
    assert read_body(body, tmp_path).told == expected.splitlines()
