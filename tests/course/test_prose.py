"""Words, sentences, reading time."""

import pytest

from course.markdown import lesson_parser
from course.prose import minutes, sentences, word_count, words_of


@pytest.mark.parametrize(("words", "expected"), [(0, 0), (1, 1), (130, 1), (131, 2), (1040, 8)])
def test_minutes_are_rounded_up(words: int, expected: int) -> None:
    assert minutes(words) == expected


def test_words_are_counted_as_the_reader_sees_them() -> None:
    text = "## Бір\n\n[[ҚПК 192|екі үш]] **төрт**\n\n- 192-бап\n\n```item\nid: алты\n```\n"
    assert word_count(lesson_parser().parse(text, {})) == 5


def test_words_keep_their_hyphens() -> None:
    assert words_of("192-бап, ЖІҚ-тың «сөзі»") == ["192-бап", "ЖІҚ-тың", "сөзі"]


def test_sentences_end_before_a_capital() -> None:
    assert sentences("Бірі 192-б. 2-б. тұр. Екіншісі! «Үшінші?» деді. соңы") == [
        "Бірі 192-б.",
        "2-б. тұр.",
        "Екіншісі!",
        "«Үшінші?» деді. соңы",
    ]
