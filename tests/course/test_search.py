"""Searching the course."""

from pathlib import Path

import pytest

from course.search import SearchIndex
from tests.course.tree import CHAPTER as CHAPTER_FILE
from tests.course.tree import FOLDER, LESSON, changed, files, lesson, loaded

BODY = """\
## Қаулы

Прокурор қаулысын бес тәулікте шығарады. Өкілеттіктері [[ҚПК 193.1.5|заңда]] тұр.

## Қағидаттар

Қағидаттар <төртеу> & «тең».

"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    root: Path = tmp_path_factory.mktemp("content")
    chapter = changed(CHAPTER_FILE, "[2.1.1-merzim]", "[2.1.1-merzim, 2.1.2-uzartu]")
    second = (
        lesson(BODY.replace("<төртеу>", "1 < 2"))
        .replace("2.1-ai", "2.1-uzartu")
        .replace("title: Мерзім\n", "title: Қаулы және мерзімдер\n")
    )
    ids = files()["item-ids.txt"] + files()["item-ids.txt"].replace("2.1-ai", "2.1-uzartu")
    course = loaded(
        root,
        {
            f"{FOLDER}/chapter.yaml": chapter,
            f"{FOLDER}/2.1.2-uzartu.md": second,
            LESSON: lesson(),
            "item-ids.txt": ids,
        },
    ).course
    assert course is not None
    return SearchIndex(course)


def titles(index: SearchIndex, query: str) -> list[str]:
    return [hit.title for hit in index.search(query)]


@pytest.mark.parametrize(
    "query",
    ["мерзімдерін", "мерзім", "МЕРЗІМ", "мерзим", "мерз", "мерзімдердің"],
)
def test_title_hits_come_first_in_any_form_of_the_word(index: SearchIndex, query: str) -> None:
    found = titles(index, query)
    assert found[0] == "Мерзім"
    assert set(found[1:3]) == {"Қаулы және мерзімдер", "ҚПК 192-бап"}


@pytest.mark.parametrize(
    "query", ["каулы", "қаулысын", "прокурордың", "окилеттик", "кагидат", "қағидаттар"]
)
def test_body_is_found_without_kazakh_letters_or_endings(index: SearchIndex, query: str) -> None:
    assert "Қаулы және мерзімдер" in titles(index, query)


@pytest.mark.parametrize("query", ["192", "ҚПК 192-бап", "кпк 192 бап", "УПК 192", "ҚПК 192"])
def test_norm_is_found_by_its_number(index: SearchIndex, query: str) -> None:
    hit = index.search(query)[0]
    assert (hit.kind, hit.title, hit.href) == ("norm", "ҚПК 192-бап", "/norms/cpc/192")


def test_number_is_not_found_by_its_beginning(index: SearchIndex) -> None:
    assert "ҚПК 192-бап" not in titles(index, "19")


def test_lesson_is_found_by_a_norm_it_cites_in_other_words(index: SearchIndex) -> None:
    assert "Қаулы және мерзімдер" in titles(index, "ҚПК 193-бап")


def test_every_word_is_required_when_some_text_has_them_all(index: SearchIndex) -> None:
    assert titles(index, "қаулысын тәулікте") == ["Қаулы және мерзімдер"]


def test_any_word_will_do_when_no_text_has_them_all(index: SearchIndex) -> None:
    assert titles(index, "қаулысын зымыран") == ["Қаулы және мерзімдер"]


def test_last_word_may_be_unfinished_the_others_not(index: SearchIndex) -> None:
    assert "тәулік" in titles(index, "тәу")
    assert titles(index, "тәу ") == []


def test_term_is_found_in_russian_and_english(index: SearchIndex) -> None:
    for query in ("сутки", "day", "supervisory act"):
        hit = index.search(query)[0]
        assert hit.kind == "term"


def test_hit_leads_to_the_section_and_marks_the_words(index: SearchIndex) -> None:
    (hit,) = [hit for hit in index.search("қағидат") if hit.kind == "lesson"]
    assert hit.href == "/lessons/2.1.2-uzartu#qagidattar"
    assert "<mark>Қағидаттар</mark> 1 &lt; 2 &amp; «тең»." in hit.snippet


def test_snippet_of_a_term_begins_with_its_first_letter(index: SearchIndex) -> None:
    hit = index.search("қадағалау актісі")[0]
    assert hit.snippet == "Прокурордың жазбаша шешімі."


@pytest.mark.parametrize("query", ["", "   ", "?!", "зымыран"])
def test_nothing_is_found_for_nothing(index: SearchIndex, query: str) -> None:
    assert index.search(query) == ()


def test_limit_is_kept(index: SearchIndex) -> None:
    assert len(index.search("мерзім", limit=1)) == 1
