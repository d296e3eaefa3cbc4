"""The register of facts and the coverage table."""

import json
from pathlib import Path

import pytest

from course.__main__ import main
from course.facts import coverage
from tests.course.tree import LESSON, lesson, loaded, told, write

FACTS = """\
facts:
  - {prefix: F-2.1-, count: 3}
left_out:
  - {fact: F-2.1-03, why: баспа қатесі}
"""
MARKED = lesson('{facts="F-2.1-01 F-2.1-02"}\nМерзім — бір ай.\n')


def test_a_fact_is_accounted_for_by_a_lesson_or_a_reason(tmp_path: Path) -> None:
    result = loaded(tmp_path, {"facts.yaml": FACTS, LESSON: MARKED})
    assert told(result) == []
    assert result.facts is not None
    rows = coverage(result.facts, result.contents)
    assert [(row.fact, row.lessons, row.left_out) for row in rows] == [
        ("F-2.1-01", ["2.1.1-merzim"], ""),
        ("F-2.1-02", ["2.1.1-merzim"], ""),
        ("F-2.1-03", [], "баспа қатесі"),
    ]


def test_items_that_test_a_fact_are_listed(tmp_path: Path) -> None:
    tested = MARKED.replace("difficulty: 1\n", "difficulty: 1\nfacts: [F-2.1-01]\n")
    result = loaded(tmp_path, {"facts.yaml": FACTS, LESSON: tested})
    assert result.facts is not None
    assert coverage(result.facts, result.contents)[0].items == ["2.1-ai-1", "2.1-ai-2", "2.1-ai-3"]


def test_a_fact_nobody_teaches_is_told(tmp_path: Path) -> None:
    result = loaded(tmp_path, {"facts.yaml": FACTS})
    assert told(result) == ["facts.yaml:1:1 warning fact.unaccounted"] * 2


def test_an_unknown_fact_is_told_where_it_stands(tmp_path: Path) -> None:
    text = MARKED.replace("F-2.1-02", "F-2.1-99").replace(
        "difficulty: 1\n", "difficulty: 1\nfacts: [F-9-1]\n", 1
    )
    found = told(loaded(tmp_path, {"facts.yaml": FACTS, LESSON: text}))
    assert "2.1.1-merzim.md:8:18 warning fact.unknown" in found
    assert sum("fact.unknown" in one for one in found) == 2


def test_a_reason_for_an_unknown_fact_is_told(tmp_path: Path) -> None:
    facts = FACTS.replace("fact: F-2.1-03", "fact: F-2.1-30")
    found = told(loaded(tmp_path, {"facts.yaml": facts, LESSON: MARKED}))
    assert found == [
        "facts.yaml:1:1 warning fact.unaccounted",
        "facts.yaml:4:12 warning fact.unknown",
    ]


def test_a_fact_both_taught_and_left_out_is_told(tmp_path: Path) -> None:
    facts = FACTS.replace("F-2.1-03, why", "F-2.1-02, why")
    found = told(loaded(tmp_path, {"facts.yaml": facts, LESSON: MARKED}))
    assert "facts.yaml:1:1 warning fact.left-out-taught" in found


def test_faults_of_the_file_are_told(tmp_path: Path) -> None:
    result = loaded(tmp_path, {"facts.yaml": "facts: [{prefix: F-, count: x}]\n"})
    assert [one.severity for one in result.diagnostics] == ["error"]


@pytest.mark.parametrize(("text", "status"), [(MARKED, 0), (lesson(), 1)])
def test_the_command_prints_every_fact_and_fails_when_one_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, status: int
) -> None:
    write(tmp_path, {"facts.yaml": FACTS, LESSON: text})
    assert main(["coverage", "--content", str(tmp_path), "--lang", "en"]) == status
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines[:3]] == ["F-2.1-01", "F-2.1-02", "F-2.1-03"]
    assert lines[3].startswith("3 facts:")
    assert main(["coverage", "--json", "--content", str(tmp_path)]) == status
    assert len(json.loads(capsys.readouterr().out)) == 3


def test_the_command_says_when_there_is_no_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    assert main(["coverage", "--content", str(tmp_path), "--lang", "en"]) == 1
    assert "facts.yaml" in capsys.readouterr().err
