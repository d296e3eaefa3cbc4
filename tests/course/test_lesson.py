"""What is gathered from one lesson beside its HTML."""

from pathlib import Path

from course.diagnostics import Report
from course.figures import FigureFolder
from course.files import FileReader
from tests.course.reading import read_body
from tests.course.tree import block

BODY = block(
    """
    ## Бірінші

    {facts="F-2.1-1 F-2.1-2"}
    Бір [[ҚПК 192.4]] екі [[#тәулік]].

    ```case
    id: is
    title: Іс
    text: Жағдаят мәтіні.
    ```

    ### Екінші

    {facts="F-2.1-2 F-2.1-3"}
    Үш [[ҚПК 192.4]], [[ҚПК 192]].
    """
)


def test_facts_norms_terms_and_cases_are_gathered_once_in_order(tmp_path: Path) -> None:
    lesson = read_body(BODY, tmp_path).lesson
    assert lesson.facts == ("F-2.1-1", "F-2.1-2", "F-2.1-3")
    assert list(lesson.findings.norms) == ["ҚПК 192.4", "ҚПК 192"]
    assert list(lesson.findings.terms) == ["taulik"]
    assert lesson.cases["is"].text == "Жағдаят мәтіні."


def test_headings_know_their_places_in_the_text_for_searching(tmp_path: Path) -> None:
    lesson = read_body(BODY, tmp_path).lesson
    assert [(one.id, one.level, one.text) for one in lesson.headings] == [
        ("birinshi", 2, "Бірінші"),
        ("ekinshi", 3, "Екінші"),
    ]
    for heading in lesson.headings:
        assert lesson.source_text[heading.offset :].startswith(heading.text)
    assert "Жағдаят мәтіні." in lesson.source_text


def test_case_text_is_not_counted_among_the_words(tmp_path: Path) -> None:
    # Бірінші | Бір ҚПК 192-бап 4-бөлік екі тәулік | Екінші | Үш ҚПК 192-бап 4-бөлік, ҚПК 192-бап
    assert read_body(BODY, tmp_path).lesson.words == 1 + 6 + 1 + 6


def test_fault_of_a_drawing_is_told_at_the_drawing(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">\n<script/>\n</svg>'
    (tmp_path / "figures/jaman.svg").write_text(drawing)
    (one,) = read_body("![а](figures/jaman.svg)\n", tmp_path).diagnostics
    assert (one.path, one.line, one.column, one.code) == ("figures/jaman.svg", 2, 1, "svg.element")


def test_words_of_a_drawing_are_checked_like_others(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>cот</text></svg>'
    (tmp_path / "figures/jaman.svg").write_text(drawing)
    (one,) = read_body("![а](figures/jaman.svg)\n", tmp_path).diagnostics
    assert (one.code, one.params["word"]) == ("text.mixed-scripts", "cот")


def test_file_outside_the_content_keeps_its_whole_name(tmp_path: Path) -> None:
    reader = FileReader(tmp_path / "content", Report())
    assert reader.name(tmp_path / "content/a/b.md") == "a/b.md"
    assert reader.name(tmp_path / "b.md") == (tmp_path / "b.md").as_posix()
    assert FigureFolder(tmp_path, "x").href("figures/a.png") == "/figures/x/a.png"
