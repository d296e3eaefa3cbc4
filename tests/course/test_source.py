"""From a place in a text to a place in its file."""

from course.diagnostics import Position
from course.positioned import read
from course.source import file_source, yaml_source


def test_offset_counts_from_the_line_of_the_block() -> None:
    source = file_source("a.md", "бір\n- екі\n  үш [[x]]", 8)
    assert source.offset(1, "екі\nүш [[x]]", 7) == Position(10, 6)


def test_what_cannot_be_found_is_at_the_beginning_of_its_line() -> None:
    source = file_source("a.md", "бір\n  екі", 8)
    assert source.find([1, 2], "жоқ") == Position(9, 3)
    assert source.offset(1, "жоқ", 0) == Position(9, 1)
    assert source.find(None, "екі") == Position(9, 3)
    assert source.start(99) == Position(107, 1)


def test_text_of_a_yaml_field_is_found_in_the_file() -> None:
    document = read("a: |\n  бір\n  екі\n", first_line=5)
    source = yaml_source("a.md", document, ("a",), "бір\nекі")
    assert source.find(None, "кі") == Position(7, 4)
