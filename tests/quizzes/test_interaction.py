from __future__ import annotations

import pytest

from quizzes.interaction import ItemFault, position_id, shuffled, with_position_ids


@pytest.mark.parametrize(
    ("position", "made"), [(0, "a"), (25, "z"), (26, "aa"), (51, "az"), (52, "ba"), (702, "aaa")]
)
def test_ids_made_from_positions(position: int, made: str) -> None:
    assert position_id(position) == made


def test_made_ids_never_meet() -> None:
    assert len({position_id(position) for position in range(2000)}) == 2000


def test_what_is_no_list_of_mappings_is_left_for_the_schema_to_refuse() -> None:
    assert with_position_ids("text") == "text"
    assert with_position_ids(["text", {"text": "екі"}]) == ["text", {"id": "b", "text": "екі"}]


def test_a_shuffle_depends_on_the_seed_and_not_on_the_order_given() -> None:
    assert shuffled("abc", "1") == shuffled("cba", "1")
    orders = [shuffled("abc", str(seed)) for seed in range(600)]
    counts = {order: orders.count(order) for order in orders}
    assert len(counts) == 6
    assert min(counts.values()) > 60  # 100 each, were it even


def test_a_fault_seen_from_outside() -> None:
    fault = ItemFault(("options", 1), "why.missing", "warning", {"n": 1})
    assert fault.under("gaps", "kim") == ItemFault(
        ("gaps", "kim", "options", 1), "why.missing", "warning", {"n": 1}
    )
