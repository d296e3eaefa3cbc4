"""Mock exams: blueprints that the bank can fill, or a diagnostic at the very draw."""

from pathlib import Path

import pytest

from tests.course.tree import loaded, told

HEAD = "title: Сынақ\nabout: Барлығы.\nminutes: 20\nparts:\n  - title: Бірінші\n    draws:\n"


def with_exam(tmp_path: Path, *draws: str, head: str = HEAD, name: str = "synaq") -> list[str]:
    text = head + "".join(f"      - {{{one}}}\n" for one in draws)
    return told(loaded(tmp_path, {f"exams/{name}.yaml": text}))


def test_an_exam_that_the_bank_can_fill_is_of_the_course(tmp_path):
    text = HEAD + '      - {count: 2, sections: ["2.1"], themes: [deadlines]}\n'
    course = loaded(tmp_path, {"exams/synaq.yaml": text}).course
    assert course is not None
    exam = course.exams["synaq"]
    assert (exam.count, exam.limit.total_seconds(), exam.variants) == (2, 1200, False)
    assert exam.assessment.sections[0].title == "Бірінші"


def test_without_exams_there_are_none(tmp_path):
    course = loaded(tmp_path).course
    assert course is not None
    assert course.exams == {}


@pytest.mark.parametrize(
    ("draw", "column", "code"),
    [
        ("count: 4", 9, "exam.short"),
        ("count: 1, themes: [history]", 9, "exam.short"),
        ('count: 1, sections: ["9.9"]', 31, "exam.unknown"),
        ("count: 1, objectives: [2.1.z]", 33, "exam.unknown"),
        ("count: 1, types: [essay]", 28, "exam.unknown"),
        ("count: 1, themes: [deadline]", 29, "field.not-allowed"),
        ("count: 0", 17, "field.out-of-range"),
        ("cuont: 1", 10, "field.unknown-near"),
    ],
)
def test_what_cannot_be_is_told_where_it_stands(tmp_path, draw, column, code):
    found = with_exam(tmp_path, draw)
    assert f"exams/synaq.yaml:7:{column} error {code}" in found


def test_two_draws_that_want_the_same_items_are_told_of(tmp_path):
    found = with_exam(tmp_path, "count: 2", "count: 2, themes: [deadlines]")
    assert [one.partition(" ")[2] for one in found] == ["error exam.short"]


def test_a_name_that_is_no_address_and_too_many_items_are_told_of(tmp_path):
    assert with_exam(tmp_path, "count: 1", name="Сынақ емтихан") == [
        "exams/Сынақ емтихан.yaml:1:1 error exam.bad-name"
    ]
    found = with_exam(tmp_path, *["count: 90"] * 3, name="kop")
    assert "exams/kop.yaml:5:3 error exam.too-many" in found


def test_a_faulty_item_does_not_make_the_bank_look_short(tmp_path):
    files = {"exams/synaq.yaml": HEAD + "      - {count: 3}\n", "norms.yaml": "acts: []\n"}
    assert not [one for one in told(loaded(tmp_path, files)) if "exam." in one]


def test_the_exams_of_the_course_ask_of_every_chapter_alike():
    from course.loader import load
    from quizzes.assessment import Draw

    course = load(Path("content")).course
    assert course is not None
    assert {(one.count, one.limit.total_seconds() / 60) for one in course.exams.values()} == {
        (50, 60),
        (25, 30),
    }
    for exam in course.exams.values():
        chapters: dict[str, int] = {}
        for section in exam.assessment.sections:
            for entry in section.entries:
                assert isinstance(entry, Draw)
                (chapter,) = {one.partition(".")[0] for one in entry.of.sections}
                chapters[chapter] = chapters.get(chapter, 0) + entry.count
        assert set(chapters) == {one.id for one in course.chapters}
        assert len(set(chapters.values())) == 1
