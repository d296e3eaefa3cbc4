"""Short texts: blocks, one line, words alone."""

import pytest

from course.diagnostics import Report
from course.source import file_source
from tests.course.reading import texts


@pytest.mark.parametrize(
    ("text", "block", "inline"),
    [
        ("Бір", "<p>Бір</p>\n", "Бір"),
        ('Бір "екі" < үш', "<p>Бір &quot;екі&quot; &lt; үш</p>\n", "Бір &quot;екі&quot; &lt; үш"),
        ("**Бір**", "<p><strong>Бір</strong></p>\n", "<strong>Бір</strong>"),
        ("Бір\n\nЕкі", "<p>Бір</p>\n<p>Екі</p>\n", "Бір<br>Екі"),
        ("- бір\n- екі", "<ul>\n<li>бір</li>\n<li>екі</li>\n</ul>\n", "бір<br>екі"),
        ("2. бір", '<ol start="2">\n<li>бір</li>\n</ol>\n', "бір"),
        ("5 тәулік", "<p>5 тәулік</p>\n", "5 тәулік"),
        ("# бір", "<p># бір</p>\n", "# бір"),
        ("{gap} ай", "<p>{gap} ай</p>\n", "{gap} ай"),
        ("<script>", "<p>&lt;script&gt;</p>\n", "&lt;script&gt;"),
        ("[а](javascript:x)", "<p>[а](javascript:x)</p>\n", "[а](javascript:x)"),
    ],
)
def test_text_is_rendered(text: str, block: str, inline: str) -> None:
    found = texts().rendered(text)
    assert (found.block, found.inline) == (block, inline)


def test_plain_words_are_not_escaped() -> None:
    assert texts().rendered("**А** < [[ҚПК 192|Б]]").plain == "А < Б"


def test_the_same_fault_in_two_places_is_told_twice() -> None:
    report = Report()
    found = texts(report)
    for path in ("a", "b"):
        found.prepare("[[#жоқ]]", file_source(path, "[[#жоқ]]", 1))
    assert [one.path for one in report] == ["a", "b"]


def test_texts_that_come_after_the_loading_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.texts.MOST_LATER", 3)
    found = texts()
    found.prepare("**курс**", file_source("a", "**курс**", 1))
    first = found.rendered("**курс**")
    kept = [found.rendered(f"**{number}**") for number in range(10)]
    assert [one.plain for one in kept] == [str(number) for number in range(10)]
    assert len(found._later) <= 3
    assert found.rendered("**курс**") is first
