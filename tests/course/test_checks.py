"""Checks across files."""

from pathlib import Path

import pytest

from tests.course.tree import (
    CHAPTER,
    FOLDER,
    FRONT,
    ITEM,
    LESSON,
    PROSE,
    changed,
    items,
    lesson,
    loaded,
    told,
)


def test_objective_nobody_tests_or_teaches_is_told(tmp_path: Path) -> None:
    chapter = changed(
        CHAPTER,
        "        text: Мерзімді айтады\n",
        "        text: Мерзімді айтады\n      - {id: 2.1.b, text: Есептейді}\n",
    )
    assert told(loaded(tmp_path, {f"{FOLDER}/chapter.yaml": chapter})) == [
        "chapter.yaml:9:14 warning objective.no-item",
        "chapter.yaml:9:14 warning objective.not-taught",
    ]


def test_objective_with_two_items_is_told(tmp_path: Path) -> None:
    text = f"{FRONT}\n## Мерзім\n\n{PROSE}\n\n{items(2)}"
    ids = "2.1-ai-1 single-choice 2.1\n2.1-ai-2 single-choice 2.1\n"
    result = loaded(tmp_path, {LESSON: text, "item-ids.txt": ids})
    assert told(result) == ["chapter.yaml:7:13 warning objective.few-items"]
    assert result.course is not None


@pytest.mark.parametrize(
    ("sentences", "code"), [(80, "lesson.short"), (84, None), (266, None), (280, "lesson.long")]
)
def test_length_is_counted_without_items(tmp_path: Path, sentences: int, code: str | None) -> None:
    prose = "Тергеу мерзімі заңда белгіленген шектен аспайды. " * sentences
    result = loaded(tmp_path, {LESSON: f"{FRONT}\n## Мерзім\n\n{prose}\n\n{items()}"})
    assert [one.code for one in result.diagnostics] == ([code] if code else [])


def test_item_of_another_section_is_told(tmp_path: Path) -> None:
    body = f"## Кіріспе\n\n{ITEM.replace('2.1-ai', '2.2-ai')}\n"
    assert "2.1.1-merzim.md:11:5 error item.other-section" in told(
        loaded(tmp_path, {LESSON: lesson(body)})
    )


def stem_told(root: Path, stem: str) -> list[str]:
    text = lesson(f"## Кіріспе\n\n{ITEM.replace('Анықтау неше айда бітеді?', stem)}\n")
    return [one for one in told(loaded(root, {LESSON: text})) if "style." in one]


@pytest.mark.parametrize(
    ("stem", "column"),
    [
        ("Қайсысы мерзімге жатпайды?", 24),
        ("Тергеу бітті. Қай пікір дұрыс емес?", 31),
        ("Төмендегілердің қайсысы шарт емес?", 36),
    ],
)
def test_negation_in_a_question_must_be_bold(tmp_path: Path, stem: str, column: int) -> None:
    assert stem_told(tmp_path, stem) == [f"2.1.1-merzim.md:18:{column} warning style.negation"]


@pytest.mark.parametrize(
    "stem",
    [
        "Қайсысы мерзімге **жатпайды**?",
        "Адам кінәлі емес. Прокурор не істейді?",
        "Онша ауыр емес қылмыс туралы іс қай мерзімде бітеді?",
        "Мерзім іске жатпайды. Неше ай?",
    ],
)
def test_other_negations_are_left_alone(tmp_path: Path, stem: str) -> None:
    assert stem_told(tmp_path, stem) == []


def test_negation_in_a_block_stem_has_its_own_line(tmp_path: Path) -> None:
    block = "|\n  Бір сөйлем.\n  Қайсысы жатпайды?"
    assert stem_told(tmp_path, block) == ["2.1.1-merzim.md:20:11 warning style.negation"]


def test_forbidden_synonym_is_found_in_any_case(tmp_path: Path) -> None:
    body = "## Кіріспе\n\nПрокурор **ден қою актілерін** енгізді.\n"
    result = loaded(tmp_path, {LESSON: lesson(body)})
    assert told(result) == ["2.1.1-merzim.md:10:12 warning term.forbidden"]
    assert result.diagnostics[0].params["term"] == "қадағалау актісі"


def test_forbidden_synonym_may_be_named_where_it_is_put_right(tmp_path: Path) -> None:
    body = "## Кіріспе\n\n::: textbook\nОқулықта «ден қою актісі» дейді.\n:::\n"
    assert told(loaded(tmp_path, {LESSON: lesson(body)})) == []


def test_mixed_scripts_are_not_sought_in_code_and_addresses(tmp_path: Path) -> None:
    body = "## Кіріспе\n\n`cот` және [сілтеме](https://x.kz/cот) мен PDF-файл, XXІ cот.\n"
    result = [one for one in told(loaded(tmp_path, {LESSON: lesson(body)})) if "mixed" in one]
    assert result == [
        "2.1.1-merzim.md:10:54 error text.mixed-scripts",
        "2.1.1-merzim.md:10:58 error text.mixed-scripts",
    ]
