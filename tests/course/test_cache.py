import shutil
from pathlib import Path

import pytest

from course.cache import load_ready
from tests.sample import CONTENT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def test_a_kept_course_is_the_same_and_is_not_read_again(content, tmp_path, monkeypatch):
    first = load_ready(content, tmp_path / "var")
    monkeypatch.setattr("course.loader.load", None)  # reading again would fail
    again = load_ready(content, tmp_path / "var")
    assert again.course is not None
    assert first.course is not None
    assert again.course.items == first.course.items
    assert list(again.course.lessons) == list(first.course.lessons)
    assert again.index is not None
    assert again.index.search("мерзім")
    item = again.course.items["1.1-citation"]
    right = next(sample for sample in item.samples() if sample.name == "right")
    assert item.score(item.parse(right.form)).score == 1


def test_reading_takes_place_in_another_process(content, tmp_path, monkeypatch):
    monkeypatch.setattr("course.loader.load", None)  # reading here would fail
    assert load_ready(content, tmp_path / "var").course is not None


def test_the_folder_may_be_named_in_any_way(content, tmp_path, monkeypatch):
    load_ready(content, tmp_path / "var")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("course.loader.load", None)
    assert load_ready(Path("content"), Path("var")).course is not None


def test_changed_content_is_read_anew(content, tmp_path):
    load_ready(content, tmp_path / "var")
    lesson = content / "chapters/01-bastau/1.1.2-jalgasy.md"
    lesson.write_text(lesson.read_text().replace("title: Жалғасы", "title: Соңы"))
    ready = load_ready(content, tmp_path / "var")
    assert ready.course is not None
    assert ready.course.lessons["1.1.2-jalgasy"].title == "Соңы"
    assert len(list((tmp_path / "var").glob("*.pickle"))) == 1


def test_content_with_errors_is_told_and_not_kept(content, tmp_path):
    (content / "norms.yaml").write_text("acts: [")
    ready = load_ready(content, tmp_path / "var")
    assert ready.course is None
    assert ready.diagnostics
    assert list((tmp_path / "var").glob("*")) == []


def test_a_spoiled_or_unwritable_cache_does_no_harm(content, tmp_path):
    folder = tmp_path / "var"
    load_ready(content, folder)
    (kept,) = folder.glob("*.pickle")
    kept.write_bytes(b"spoiled")
    assert load_ready(content, folder).course is not None
    assert load_ready(content, tmp_path / "content" / "norms.yaml").course is not None
