from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from quizzes.assessment import MOST_ITEMS, Assessment


def section(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"entries": list(entries), **more}


def item(name: str, **more: Any) -> dict[str, Any]:
    return {"kind": "item", "item": name, **more}


def draw(count: int, **more: Any) -> dict[str, Any]:
    return {"kind": "draw", "count": count, **more}


def case(count: int) -> dict[str, Any]:
    return {"kind": "case", "count": count}


def made(*sections: dict[str, Any]) -> Assessment:
    return Assessment.model_validate({"sections": list(sections)})


def test_it_is_stored_as_json_and_read_back_the_same() -> None:
    whole = made(
        section(item("1.1-a", points=3), draw(6, of={"themes": ["deadlines"]}), title="Бірінші"),
        section(case(1), way_back=False, shuffle=False),
    )
    assert Assessment.model_validate_json(whole.model_dump_json()) == whole


def test_the_items_named_one_by_one_are_known() -> None:
    whole = made(section(item("1.1-a"), draw(2)), section(case(1), item("1.1-b")))
    assert whole.fixed() == ("1.1-a", "1.1-b")


@pytest.mark.parametrize(
    "sections",
    [
        [section(item(""))],
        [section(item("1.1-a", points=0))],
        [section(item("1.1-a", points=101))],
        [section(draw(0))],
        [section(draw(MOST_ITEMS + 1))],
        [section(case(0))],
        [section({"kind": "lottery"})],
        [section(item("1.1-a", weight=2))],
    ],
)
def test_what_cannot_be_asked_is_refused(sections: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError):
        made(*sections)
