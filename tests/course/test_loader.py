"""From files to a Course, or to every fault with its line and column."""

from datetime import date
from pathlib import Path

import pytest

from course.loader import load
from course.model import HtmlBlock, ItemBlock
from tests.course.tree import (
    CHAPTER,
    COURSE,
    FOLDER,
    FRONT,
    GLOSSARY,
    ITEM,
    LESSON,
    MISCONCEPTIONS,
    NORMS,
    changed,
    files,
    lesson,
    loaded,
    told,
    write,
)


def test_whole_tree_loads_without_a_word(tmp_path: Path) -> None:
    result = loaded(tmp_path)
    assert told(result) == []
    assert result.course is not None


def test_course_holds_what_was_written(tmp_path: Path) -> None:
    course = loaded(tmp_path).course
    assert course is not None
    assert (course.title, course.edition) == ("Сынақ курсы", date(2026, 11, 23))
    found = course.lessons["2.1.1-merzim"]
    assert (found.number, found.title, found.section, found.chapter) == (
        "2.1.1",
        "Мерзім",
        "2.1",
        "2",
    )
    assert found.objectives == ("2.1.a",)
    assert found.href == "/lessons/2.1.1-merzim"
    assert (found.words, found.minutes) == (543, 5)
    assert found.item_ids == ("2.1-ai-1", "2.1-ai-2", "2.1-ai-3")
    assert [type(block) for block in found.blocks] == [HtmlBlock, *[ItemBlock] * 3]
    assert found.blocks[3] == ItemBlock("2.1-ai-3", 3)
    assert (found.previous, found.next) == (None, None)
    assert course.item_lessons["2.1-ai-1"] == "2.1.1-merzim"
    assert course.objectives["2.1.a"].text == "Мерзімді айтады"
    assert [section.number for section in course.chapters[0].sections] == ["2.1", "2.2"]
    assert course.chapters[0].slug == "02-tergeu"


def test_section_without_lessons_is_in_preparation_and_no_fault(tmp_path: Path) -> None:
    course = loaded(tmp_path).course
    assert course is not None
    assert course.sections["2.2"].lessons == ()


def test_lessons_know_their_neighbours(tmp_path: Path) -> None:
    chapter = changed(CHAPTER, "[2.1.1-merzim]", "[2.1.1-merzim, 2.1.2-uzartu]")
    other = lesson().replace("2.1-ai", "2.1-uzartu")
    ids = files()["item-ids.txt"] + files()["item-ids.txt"].replace("2.1-ai", "2.1-uzartu")
    result = loaded(
        tmp_path,
        {
            f"{FOLDER}/chapter.yaml": chapter,
            f"{FOLDER}/2.1.2-uzartu.md": other,
            "item-ids.txt": ids,
        },
    )
    assert told(result) == []
    assert result.course is not None
    assert result.course.lessons["2.1.1-merzim"].next == "2.1.2-uzartu"
    assert result.course.lessons["2.1.2-uzartu"].previous == "2.1.1-merzim"


def test_texts_of_items_are_rendered_with_their_norms(tmp_path: Path) -> None:
    course = loaded(tmp_path).course
    assert course is not None
    explanation = course.items["2.1-ai-1"].explanation
    link = '<a class="norm" href="/norms/cpc/192#p-2">ҚПК 192-бап 2-бөлік</a>'
    assert course.inline(explanation) == f"Анықтау бір айда бітеді ({link})."
    assert course.html(explanation) == f"<p>Анықтау бір айда бітеді ({link}).</p>\n"
    assert course.plain(explanation) == "Анықтау бір айда бітеді (ҚПК 192-бап 2-бөлік)."


def test_one_run_tells_every_fault(tmp_path: Path) -> None:
    result = loaded(
        tmp_path,
        {
            "course.yaml": changed(COURSE, "2026-11-23", "ертең"),
            "glossary.yaml": changed(GLOSSARY, "[тәулік]", "[жоқ термин]"),
            LESSON: lesson("### Асығыс\n\n[[ҚПК 500]]\n"),
        },
    )
    assert told(result) == [
        "2.1.1-merzim.md:8:1 error heading.skipped",
        "2.1.1-merzim.md:10:1 error norm.unknown-article",
        "course.yaml:3:10 error field.bad-date",
        "glossary.yaml:13:11 error term.unknown",
    ]
    assert result.course is None


def test_directory_that_does_not_exist_is_a_fault_not_a_traceback(tmp_path: Path) -> None:
    codes = {one.code for one in load(tmp_path / "none").diagnostics}
    assert codes == {"file.no-directory", "file.missing", "file.no-chapters"}


def test_missing_registers_come_from_the_fallback(tmp_path: Path) -> None:
    own = write(tmp_path / "own", {"course.yaml": None, "misconceptions.yaml": None})
    whole = write(tmp_path / "whole")
    assert load(own).course is None
    assert told(load(own, fallback=whole)) == []


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        # files
        ("course.yaml", None, "course.yaml:1:1 error file.missing"),
        (
            "course.yaml",
            COURSE.encode().replace("Шағын".encode(), "Ша".encode() + b"\xff"),
            "course.yaml:2:13 error file.encoding",
        ),
        ("course.yaml", "\ufeff" + COURSE, "course.yaml:1:1 warning file.byte-order-mark"),
        (
            "course.yaml",
            COURSE.replace("Шағын", "Ша\x07ғын"),
            "course.yaml:2:13 error file.control",
        ),
        (
            "course.yaml",
            COURSE.replace("Сынақ", "Cынақ"),
            "course.yaml:1:8 error text.mixed-scripts",
        ),
        (
            "course.yaml",
            COURSE.replace("Шағын", "Шағын и\u0306"),
            "course.yaml:2:17 warning text.not-composed",
        ),
        # YAML
        ("course.yaml", COURSE + "title: Екі\n", "course.yaml:4:1 error yaml.duplicate-key"),
        ("course.yaml", COURSE + "tite: Екі\n", "course.yaml:4:1 error field.unknown-near"),
        ("course.yaml", COURSE + "x: Екі\n", "course.yaml:4:1 error field.unknown"),
        (
            "course.yaml",
            COURSE.replace("subtitle: Шағын курс\n", ""),
            "course.yaml:1:1 error field.missing",
        ),
        (
            "course.yaml",
            COURSE.replace("Шағын курс", ""),
            "course.yaml:2:1 error field.empty",
        ),
        (
            "course.yaml",
            COURSE.replace("Шағын курс", "бір: екі"),
            "course.yaml:2:14 error yaml.colon",
        ),
        ("course.yaml", "- бір\n", "course.yaml:1:1 error yaml.not-a-mapping"),
        ("course.yaml", "", "course.yaml:1:1 error yaml.not-a-mapping"),
        # misconceptions
        (
            "misconceptions.yaml",
            MISCONCEPTIONS.replace("code: wrong-length", "code: wrong-body"),
            "misconceptions.yaml:7:11 error misconception.duplicate",
        ),
        # norms
        (
            "norms.yaml",
            changed(NORMS, "short: КЗ", "short: ҚПК"),
            "norms.yaml:24:12 error norm.duplicate-act",
        ),
        (
            "norms.yaml",
            changed(NORMS, 'article: "7"', 'article: "193"'),
            "norms.yaml:19:18 error norm.duplicate-article",
        ),
        (
            "norms.yaml",
            changed(NORMS, '["12"]', '["12", "12"]'),
            "norms.yaml:19:18 error norm.duplicate-part",
        ),
        (
            "norms.yaml",
            changed(NORMS, '["12"]', '["12..."]'),
            "norms.yaml:21:17 error field.bad-form",
        ),
        # glossary
        (
            "glossary.yaml",
            changed(GLOSSARY, "term: қадағалау актісі", "term: Тәулік"),
            "glossary.yaml:7:11 error term.duplicate",
        ),
        (
            "glossary.yaml",
            changed(GLOSSARY, "    basis: textbook\n", ""),
            "glossary.yaml:7:5 error term.no-basis",
        ),
        (
            "glossary.yaml",
            changed(GLOSSARY, "norms: [ҚПК 192.1]", "norms: [ҚПК 192.9]"),
            "glossary.yaml:6:13 error norm.unknown-part",
        ),
        (
            "glossary.yaml",
            changed(GLOSSARY, "[[ҚПК 192.1]]", "[[ҚБК 192.1]]"),
            "glossary.yaml:3:48 error norm.unknown-act",
        ),
        (
            "glossary.yaml",
            changed(GLOSSARY, "[ден қою актісі]", "[тәулік]"),
            "glossary.yaml:12:14 error term.forbids-headword",
        ),
        # chapters
        (
            f"{FOLDER}/chapter.yaml",
            CHAPTER.replace('id: "2"', 'id: "3"'),
            "chapter.yaml:4:13 error section.other-chapter",
        ),
        (
            f"{FOLDER}/chapter.yaml",
            changed(CHAPTER, "id: 2.2.a", "id: 2.1.a"),
            "chapter.yaml:13:13 error objective.duplicate",
        ),
        (
            f"{FOLDER}/chapter.yaml",
            changed(CHAPTER, "id: 2.2.a", "id: 2.3.a"),
            "chapter.yaml:13:13 error objective.other-section",
        ),
        (
            f"{FOLDER}/chapter.yaml",
            changed(CHAPTER, "[2.1.1-merzim]", "[2.1.1-merzim, 2.1.2-joq]"),
            "chapter.yaml:9:29 error lesson.missing-file",
        ),
        (
            f"{FOLDER}/chapter.yaml",
            changed(CHAPTER, "[2.1.1-merzim]", "[2.1.1-merzim, Мерзім]"),
            "chapter.yaml:9:29 error lesson.bad-name",
        ),
        (
            f"{FOLDER}/chapter.yaml",
            changed(CHAPTER, "[2.1.1-merzim]", "[2.1.1-merzim, 2.1.1-merzim]"),
            "chapter.yaml:9:29 error lesson.named-twice",
        ),
        (f"{FOLDER}/2.1.9-artyq.md", "", "2.1.9-artyq.md:1:1 warning lesson.not-named"),
        (
            "chapters/Тарау/chapter.yaml",
            "",
            "chapters/Тарау:1:1 error chapter.bad-folder",
        ),
        # front matter
        (LESSON, "## Бірден\n", "2.1.1-merzim.md:1:1 error front.missing"),
        (LESSON, "---\ntitle: Мерзім\n", "2.1.1-merzim.md:1:1 error front.unclosed"),
        (
            LESSON,
            lesson(front=changed(FRONT, "title: Мерзім", "title: Мерзім\nauthor: Мен")),
            "2.1.1-merzim.md:3:1 error field.unknown",
        ),
        (
            LESSON,
            lesson(front=changed(FRONT, "checked: 2026-11-23", "checked: кеше")),
            "2.1.1-merzim.md:6:10 error field.bad-date",
        ),
        (
            LESSON,
            lesson(front=changed(FRONT, '"2.1"', '"2.2"')),
            "2.1.1-merzim.md:3:10 error front.other-section",
        ),
        (
            LESSON,
            lesson(front=changed(FRONT, "[2.1.a]", "[2.1.a, 2.1.z]")),
            "2.1.1-merzim.md:5:21 error objective.unknown",
        ),
        # the register of ids
        (
            "item-ids.txt",
            "2.1-ai-1 single-choice 2.1\n2.1-ai-2 single-choice 2.1\n",
            "2.1.1-merzim.md:58:5 warning register.unregistered",
        ),
        ("item-ids.txt", None, "item-ids.txt:1:1 warning register.missing"),
        (
            "item-ids.txt",
            files()["item-ids.txt"] + "2.1-eski single-choice 2.1\n",
            "item-ids.txt:4:1 error register.vanished",
        ),
        (
            "item-ids.txt",
            files()["item-ids.txt"] + "2.1-eski single-choice 2.1 retired\n",
            None,
        ),
        (
            "item-ids.txt",
            changed(files()["item-ids.txt"], "2.1-ai-2 single-choice", "2.1-ai-2 matching"),
            "2.1.1-merzim.md:36:5 error register.reused",
        ),
        (
            "item-ids.txt",
            changed(files()["item-ids.txt"], "ai-2 single-choice 2.1", "ai-2 single-choice 2.2"),
            "2.1.1-merzim.md:36:5 error register.reused",
        ),
        (
            "item-ids.txt",
            changed(
                files()["item-ids.txt"], "ai-2 single-choice 2.1", "ai-2 single-choice 2.1 retired"
            ),
            "2.1.1-merzim.md:36:5 error register.reused-retired",
        ),
        (
            "item-ids.txt",
            files()["item-ids.txt"] + "қате\n",
            "item-ids.txt:4:1 error register.bad-line",
        ),
        (
            "item-ids.txt",
            files()["item-ids.txt"] + "2.1-ai-1 single-choice 2.1\n",
            "item-ids.txt:4:1 error register.duplicate",
        ),
    ],
)
def test_fault_is_told_with_its_place(
    tmp_path: Path, name: str, content: str | bytes | None, expected: str | None
) -> None:
    result = loaded(tmp_path, {name: content})
    found = told(result)
    if expected is None:
        assert found == []
    else:
        assert expected in found
        errors = any(" error " in one for one in found)
        assert (result.course is None) == errors


def test_same_id_in_two_lessons_names_the_first_place(tmp_path: Path) -> None:
    body = f"## Кіріспе\n\n{ITEM.replace('2.1-ai', '2.1-ai-3')}"
    result = loaded(tmp_path, {LESSON: lesson(body)})
    assert told(result) == ["2.1.1-merzim.md:81:5 error item.duplicate-id"]
    assert result.diagnostics[0].params["line"] == "11"


def test_case_of_one_id_in_two_lessons_is_told(tmp_path: Path) -> None:
    case = "## Іс\n\n```case\nid: is\ntitle: Іс\ntext: Мән-жай.\n```\n"
    chapter = changed(CHAPTER, "[2.1.1-merzim]", "[2.1.1-merzim, 2.1.2-uzartu]")
    result = loaded(
        tmp_path,
        {
            f"{FOLDER}/chapter.yaml": chapter,
            LESSON: lesson(case),
            f"{FOLDER}/2.1.2-uzartu.md": lesson(case).replace("2.1-ai", "2.1-uzartu"),
        },
    )
    assert "2.1.2-uzartu.md:10:1 error case.duplicate" in told(result)


def test_one_slip_in_a_register_does_not_make_its_other_entries_unknown(tmp_path: Path) -> None:
    result = loaded(
        tmp_path,
        {
            "norms.yaml": changed(NORMS, '["12"]', '["12..."]'),
            "glossary.yaml": changed(GLOSSARY, "    ru: сутки\n", ""),
            "misconceptions.yaml": MISCONCEPTIONS + "    it: x\n",
            LESSON: lesson("## Кіріспе\n\n[[ҚПК 192]], [[ҚПК 500]], [[#қадағалау актісі]]\n"),
        },
    )
    assert told(result) == [
        "2.1.1-merzim.md:10:14 error norm.unknown-article",
        "glossary.yaml:2:5 error field.missing",
        "misconceptions.yaml:12:5 error field.unknown",
        "norms.yaml:21:17 error field.bad-form",
    ]


def test_unreadable_registers_are_not_followed_by_faults_of_their_users(tmp_path: Path) -> None:
    result = loaded(
        tmp_path,
        {
            "norms.yaml": NORMS + "more: [а",
            "glossary.yaml": None,
            "misconceptions.yaml": "misconceptions: {",
            LESSON: lesson("## Кіріспе\n\n[[ҚПК 192]], [[#тәулік]]\n"),
        },
    )
    assert told(result) == [
        "glossary.yaml:1:1 error file.missing",
        "misconceptions.yaml:2:1 error yaml.unclosed-bracket",
        "norms.yaml:35:7 error yaml.unclosed-bracket",
    ]
