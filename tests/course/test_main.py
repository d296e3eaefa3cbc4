"""The commands."""

import json
from pathlib import Path

import pytest

from course.__main__ import main
from tests.course.tree import LESSON, lesson, write


def test_clean_content_exits_with_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--content", str(write(tmp_path))]) == 0
    assert capsys.readouterr().out == "1 сабақ, 3 тапсырма; 0 қате, 0 ескерту\n"


def test_faults_are_printed_and_exit_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {LESSON: lesson("## Кіріспе\n\n[[ҚПК 500]]\n")})
    assert main(["check", "--content", str(tmp_path), "--lang", "en"]) == 1
    assert capsys.readouterr().out == (
        "chapters/02-tergeu/2.1.1-merzim.md:10:1: error norm.unknown-article:"
        " the register has no article 500 of ҚПК — add the article with its heading to norms.yaml\n"
        "1 lessons, 3 items; 1 errors, 0 warnings\n"
    )


def test_warnings_alone_exit_with_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"item-ids.txt": None})
    assert main(["check", "--content", str(tmp_path)]) == 0
    assert "1 ескерту" in capsys.readouterr().out


def test_json_lists_contents_and_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"item-ids.txt": None})
    assert main(["check", "--json", "--content", str(tmp_path), "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is True
    assert found["counts"] == {
        "lessons": 1,
        "items": 3,
        "cases": 0,
        "terms": 2,
        "errors": 0,
        "warnings": 1,
    }
    assert found["items"] == {
        "by_section": {"2.1": 3},
        "by_theme": {"deadlines": 3},
        "by_type": {"single-choice": 3},
        "by_difficulty": {"1": 3},
        "by_basis": {"law": 3},
    }
    section = found["chapters"][0]["sections"][0]
    assert section["lessons"] == [
        {"id": "2.1.1-merzim", "title": "Мерзім", "words": 543, "items": 3}
    ]
    assert found["objectives"][0] == {"id": "2.1.a", "text": "Мерзімді айтады", "items": 3}
    assert found["norms"] == [{"norm": "ҚПК 192.2", "lessons": 0, "items": 3}]
    assert found["diagnostics"] == [
        {
            "path": "item-ids.txt",
            "line": 1,
            "column": 1,
            "severity": "warning",
            "code": "register.missing",
            "message": "there is no register of items yet (3 ids not registered)",
            "mend": "run “python -m course register”",
        }
    ]


def test_register_adds_new_ids_and_content_is_clean_then(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"item-ids.txt": None})
    assert main(["register", "--content", str(tmp_path)]) == 0
    assert main(["check", "--content", str(tmp_path)]) == 0
    assert capsys.readouterr().out.endswith("0 қате, 0 ескерту\n")


def test_register_refuses_a_vanished_id_until_it_is_retired(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = "2.1-eski number 2.1\n"
    write(tmp_path, {"item-ids.txt": before})
    assert main(["register", "--content", str(tmp_path)]) == 1
    assert (tmp_path / "item-ids.txt").read_text() == before
    assert "register.vanished" in capsys.readouterr().err
    assert main(["register", "--retire", "2.1-eski", "--content", str(tmp_path)]) == 0
    assert "2.1-eski number 2.1 retired\n" in (tmp_path / "item-ids.txt").read_text()


def test_register_does_not_retire_what_is_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    assert main(["register", "--retire", "2.1-ai-1", "--content", str(tmp_path)]) == 1
    assert "2.1-ai-1" in capsys.readouterr().err


def test_command_is_required(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2
    assert "check" in capsys.readouterr().err


def test_json_counts_norms_that_lessons_and_items_cite(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {LESSON: lesson("Мерзім — бір ай ([[ҚПК 192.1]], [[ҚПК 192.2]]).\n")})
    assert main(["check", "--json", "--content", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["norms"] == [
        {"norm": "ҚПК 192.1", "lessons": 1, "items": 0},
        {"norm": "ҚПК 192.2", "lessons": 1, "items": 3},
    ]
