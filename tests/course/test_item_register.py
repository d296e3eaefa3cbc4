"""The register of item ids ever used."""

import pytest

from course.diagnostics import Position, Report
from course.item_register import (
    HEADER,
    CannotRegister,
    RegisteredItem,
    UsedItem,
    read_register,
    updated,
)


def used(item_id: str) -> UsedItem:
    return UsedItem(item_id, "number", "2.1", "a.md", Position(1, 1))


def test_register_is_written_sorted_and_read_back() -> None:
    text = updated({}, [used("2.1-b"), used("2.1-a")])
    assert text == HEADER + "2.1-a number 2.1\n2.1-b number 2.1\n"
    report = Report()
    found = read_register("item-ids.txt", text, report)
    assert report.sorted() == ()
    assert found["2.1-b"] == RegisteredItem("2.1-b", "number", "2.1", False, 4)
    assert updated(found, [used("2.1-b"), used("2.1-a")]) == text


def test_removed_item_is_marked_retired_and_stays() -> None:
    register = {"2.1-a": RegisteredItem("2.1-a", "number", "2.1")}
    text = updated(register, [], retire=["2.1-a"])
    assert text == HEADER + "2.1-a number 2.1 retired\n"
    assert updated(read_register("", text, Report()), []) == text


@pytest.mark.parametrize("item_id", ["2.1-a", "2.1-joq"])
def test_item_in_use_or_unknown_cannot_be_retired(item_id: str) -> None:
    register = {"2.1-a": RegisteredItem("2.1-a", "number", "2.1")}
    with pytest.raises(CannotRegister):
        updated(register, [used("2.1-a")], retire=[item_id])
