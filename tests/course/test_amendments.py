"""Changes of the law: the file, and what they touch."""

from datetime import date

import pytest

from course.amendments import Amendment, amendments_from
from course.diagnostics import Report
from course.positioned import read

HEAD = "amendments:\n  - date: 2026-07-01\n    norms: [ҚПК 192.2]\n    note: Мерзім өзгерді.\n"


def told(sample, text: str) -> list[str]:
    report = Report()
    amendments_from("amendments.yaml", read(text), sample.norms, sample.items, report)
    return [f"{one.line}:{one.column} {one.code}" for one in report.sorted()]


def test_a_norm_or_an_item_that_does_not_exist_is_told_with_its_place(sample):
    assert told(sample, HEAD) == []
    assert told(sample, HEAD.replace("192.2", "999")) == ["3:13 norm.unknown-article"]
    assert told(sample, HEAD.replace("ҚПК 192.2", "Кодекс 1")) == ["3:13 norm.unknown-act"]
    assert told(sample, HEAD + "    items: [1.1-joq]\n") == ["5:13 amendment.unknown-item"]
    assert told(sample, HEAD.replace("ҚПК 192.2", "ҚПК")) == []  # a whole act


def test_the_same_change_written_twice_and_a_day_that_is_none_are_told(sample):
    again = HEAD + HEAD.removeprefix("amendments:\n")
    assert told(sample, again) == ["6:13 amendment.twice"]
    assert told(sample, HEAD.replace("2026-07-01", "шілде")) == ["2:11 field.bad-date"]


@pytest.mark.parametrize(
    ("changed", "cited", "touched"),
    [
        ("ҚПК 192", "ҚПК 192.2", True),
        ("ҚПК 192.2", "ҚПК 192", True),
        ("ҚПК", "ҚПК 48.2", True),
        ("ҚПК 19", "ҚПК 192", False),
        ("ҚПК 192.2", "ҚПК 192.4", False),
        ("Конституция", "Конституция-1995 83", False),
    ],
)
def test_a_change_touches_what_cites_the_norm_or_a_piece_of_it(changed, cited, touched):
    amendment = Amendment(date(2026, 7, 1), (changed,), "")
    assert amendment.touches("1.1-a", [cited]) is touched


def test_an_entry_that_names_items_touches_only_these():
    amendment = Amendment(date(2026, 7, 1), ("ҚПК 192",), "", frozenset({"1.1-a"}))
    assert amendment.touches("1.1-a", ["ҚПК 192"])
    assert not amendment.touches("1.1-b", ["ҚПК 192"])
