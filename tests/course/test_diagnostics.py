"""Diagnostics and their wording in two languages."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from course.catalogue import WARNINGS, WORDINGS
from course.diagnostics import Diagnostic, Report, count
from quizzes.interaction import FAULT_CODES

SOURCES = sorted(Path("course").rglob("*.py"))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_line_has_place_severity_code_wording_and_mend() -> None:
    report = Report()
    report.add("a.md", (3, 7), "norm.unknown-article", act="ҚПК", article="500")
    (one,) = report.sorted()
    assert one.line_of_text() == (
        "a.md:3:7: error norm.unknown-article: тізілімде ҚПК 500-бабы жоқ"
        " — norms.yaml файлына бапты тақырыбымен қосыңыз"
    )
    assert one.line_of_text("en").endswith(
        ": the register has no article 500 of ҚПК — add the article with its heading to norms.yaml"
    )
    assert (one.message, one.mend) == one.worded("kk")


def test_report_is_sorted_and_keeps_a_fault_once() -> None:
    report = Report()
    for path, line in (("b", 1), ("a", 10), ("a", 9), ("a", 9)):
        report.add(path, (line, 1), "box.stray")
    assert [(one.path, one.line) for one in report] == [("a", 9), ("a", 10), ("b", 1)]


def test_warnings_are_not_errors() -> None:
    report = Report()
    report.add("a", (1, 1), "lesson.short", words=1, least=2, most=3)
    assert not report.has_errors()
    report.put("a", (1, 1), "lesson.short", {"words": 1, "least": 2, "most": 4}, "error")
    assert report.has_errors()
    assert (count(report, "error"), count(report, "warning")) == (1, 1)


def test_params_may_be_called_like_arguments() -> None:
    report = Report()
    report.add("a", (1, 1), "misconception.duplicate", code="x")
    report.add("a", (1, 1), "item.duplicate-id", id="x", path="b", line=3)
    assert [one.params.get("path") for one in report] == ["b", None]


def test_both_languages_have_the_same_codes_and_placeholders() -> None:
    kazakh, english = WORDINGS["kk"], WORDINGS["en"]
    assert set(kazakh) == set(english)
    for code in kazakh:
        for one, other in zip(kazakh[code], english[code], strict=True):
            assert placeholders(one) == placeholders(other), code


def test_wordings_are_not_empty_and_kazakh_is_kazakh() -> None:
    for message, mend in WORDINGS["kk"].values():
        assert re.search("[а-яәғқңөұүһі]", message)
        assert mend
    assert all(message and mend for message, mend in WORDINGS["en"].values())


def test_warnings_are_codes_of_the_catalogue() -> None:
    assert set(WORDINGS["kk"]) >= WARNINGS


def test_every_fault_of_an_item_has_wording() -> None:
    assert {code.replace("_", "-") for code in FAULT_CODES} <= set(WORDINGS["kk"])


def test_every_code_in_the_sources_has_wording_and_every_wording_is_used() -> None:
    """A code is a text of the form `word.words` that some module of the course holds."""
    groups = {code.partition(".")[0] for code in WORDINGS["kk"]}
    form = re.compile(rf"^({'|'.join(groups)})\.[a-z-]+$")
    used = {
        node.value
        for file in SOURCES
        if file.parent.name != "catalogue"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if form.match(node.value) and not node.value.endswith((".yaml", ".txt", ".md"))
    }
    known = set(WORDINGS["kk"])
    assert used <= known
    assert known - used == {code.replace("_", "-") for code in FAULT_CODES} - used


@pytest.mark.parametrize("language", ["kk", "en"])
@pytest.mark.parametrize("code", sorted(WORDINGS["kk"]))
def test_wording_takes_its_params(language: str, code: str) -> None:
    names = placeholders(" ".join(WORDINGS["kk"][code]))
    one = Diagnostic("a", 1, 1, "error", code, dict.fromkeys(names, "Х"))
    message, mend = one.worded("kk" if language == "kk" else "en")
    # A doubled brace that is left over would be shown to the author.
    assert "{{" not in message + mend
