"""Nothing that is kept of a person is forgotten when it is handed out or erased."""

from __future__ import annotations

from sqlmodel import SQLModel

from webapp.queries.personal import HIDDEN, PLACES

PERSONAL = ("users", "sittings", "attempts")


def test_every_column_that_names_a_person_is_handed_out_or_has_a_reason() -> None:
    """A new table with a key to people or their work must be added to PLACES: say whether its
    rows are handed out, and what erasing does to them.
    """
    named = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name in PERSONAL for key in column.foreign_keys)
    }
    listed = [f"{place.table.name}.{place.column.name}" for place in PLACES]
    assert sorted(named) == sorted(listed)


def test_what_goes_can_go() -> None:
    """A column that is emptied may be empty; what stays refers to an account that stays."""
    for place in PLACES:
        if place.fate == "forget":
            assert place.column.nullable, place.column
        if place.leads_to in ("sittings", "attempts"):
            assert place.fate in ("study", "forget"), place.column


def test_no_secret_is_handed_out() -> None:
    open_columns = {
        column.name
        for table in {place.table for place in PLACES}
        for column in table.columns
        if column.name not in HIDDEN.get(table, frozenset())
    }
    assert not {one for one in open_columns if "hash" in one or "token" in one or "seed" in one}
