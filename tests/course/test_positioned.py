"""YAML with positions: text stays text, every fault has its place."""

import pytest

from course.diagnostics import Position
from course.positioned import read


def test_scalars_stay_text() -> None:
    document = read("a: no\nb: 12:30\nc: 010\nd: 2026-01-01\ne: ''\nf:\n")
    assert document.value == {
        "a": "no",
        "b": "12:30",
        "c": "010",
        "d": "2026-01-01",
        "e": "",
        "f": None,
    }
    assert document.faults == ()


def test_values_and_keys_know_their_places() -> None:
    document = read("ата: мән\nтізім:\n  - {а: бір}\n", first_line=10, indent=2)
    assert document.place(("ата",)) == Position(10, 8)
    assert document.key_place(("тізім",)) == Position(11, 3)
    assert document.place(("тізім", 0, "а")) == Position(12, 11)


def test_place_of_what_is_missing_is_the_value_around_it() -> None:
    document = read("a:\n  - {b: c}\n")
    assert document.place(("a", 0, "joq", 3)) == document.place(("a", 0))


def test_place_inside_a_block_text_is_exact() -> None:
    document = read("a: |\n\n    бір\n    екі үш\n", first_line=5, indent=2)
    assert document.value == {"a": "\nбір\nекі үш\n"}
    assert document.locate(("a",), 2, 4) == Position(8, 11)


@pytest.mark.parametrize(
    ("text", "column"), [("a: екі үш", 8), ("a: 'екі үш'", 9), ('a: "екі үш"', 9)]
)
def test_place_inside_a_line_is_exact(text: str, column: int) -> None:
    assert read(text).locate(("a",), 0, 4) == Position(1, column)


def test_place_in_folded_text_is_its_first_line() -> None:
    assert read("a: >\n  бір\n  екі\n").locate(("a",), 0, 4) == Position(1, 4)


def test_first_of_duplicate_keys_is_kept_and_told() -> None:
    document = read("a: 1\nb: 2\na: {c: [3]}\nd: 4\n")
    assert document.value == {"a": "1", "b": "2", "d": "4"}
    assert [(fault.position, fault.code, fault.params) for fault in document.faults] == [
        (Position(3, 1), "yaml.duplicate-key", {"key": "a", "line": "1"})
    ]


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("a: бір: екі", (1, 7), "yaml.colon"),
        ("a: [бір", (1, 4), "yaml.unclosed-bracket"),
        ("a: {b: в", (1, 4), "yaml.unclosed-bracket"),
        ("a: 'бір", (1, 4), "yaml.unclosed-quote"),
        ("a: @бір", (1, 4), "yaml.bad-start"),
        ("a: 1\n\tb: 2", (2, 1), "yaml.bad-start"),
        ("a: 1\nбір\n", (2, 1), "yaml.no-colon"),
        ("a: &x 1", (1, 4), "yaml.alias"),
        ("a: *x", (1, 4), "yaml.alias"),
        ("a: &x [*x]", (1, 8), "yaml.alias"),
        ("a: 1\n---\nb: 2", (2, 1), "yaml.second-document"),
        ("[а]: 1", (1, 1), "yaml.key-not-text"),
        ("- а\nb: 1", (2, 1), "yaml.syntax"),
        ("a: {b: бір, екі үш}", (1, 13), "yaml.comma"),
        ("a: " + "[" * 60 + "]" * 60, (1, 44), "yaml.too-deep"),
        ("a: " + "[" * 20000, (1, 1003), "yaml.unclosed-bracket"),
    ],
)
def test_bad_yaml_is_told_with_its_place(text: str, place: tuple[int, int], code: str) -> None:
    faults = [(fault.position, fault.code) for fault in read(text).faults]
    assert (Position(*place), code) in faults


def test_tags_give_text_and_nothing_else() -> None:
    assert read("a: !!python/object:os.system ls").value == {"a": "ls"}


def test_every_text_is_listed_with_its_path() -> None:
    assert list(read("a: б\nв:\n  - г\n  - {д: е}\n").texts()) == [
        (("a",), "б"),
        (("в", 0), "г"),
        (("в", 1, "д"), "е"),
    ]
