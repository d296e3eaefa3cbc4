from __future__ import annotations

import pytest

from quizzes.acts import ActNames, is_country, same_word, words_of
from quizzes.text import keyboard_key

NAMES = ActNames(
    {
        "ҚПК": [
            "ҚР ҚПК",
            "Қылмыстық-процестік кодекс",
            "УПК",
            "CPC",
            "Уголовно-процессуальный кодекс",
        ],
        "ҚК": ["УК", "Қылмыстық кодекс"],
        "КЗ": ["Конституциялық заң", "Закон о прокуратуре", "Прокуратура туралы заң"],
        "Конституция": [],
        "Конституция-1995": ["1995 жылғы Конституция"],
        "ЖІҚ заңы": ["Жедел-іздестіру қызметі туралы заң"],
    }
)


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("ҚПК", ["ҚПК"]),
        ("қпк-нің", ["ҚПК"]),
        ("ҚПКнің", ["ҚПК"]),
        ("кпк", ["ҚПК"]),
        ("KПK", ["ҚПК"]),
        ("CPC", ["ҚПК"]),
        ("СРС", ["ҚПК"]),  # Cyrillic letters
        ("Қазақстан Республикасы Қылмыстық-процестік кодексінің", ["ҚПК"]),
        ("Уголовно-процессуального кодекса", ["ҚПК"]),
        ("УК РК", ["ҚК"]),
        ("қылмыстық кодексте", ["ҚК"]),
        ("Конституциялық заңның", ["КЗ"]),
        ("Закон РК «О прокуратуре»", ["КЗ"]),
        ("законом о прокуратуре", ["КЗ"]),
        ("Конституцияның", ["Конституция"]),
        ("Конституции", ["Конституция"]),
        ("Конституция-1995", ["Конституция-1995"]),
        ("1995 жылғы Конституцияда", ["Конституция-1995"]),
        ("ЖІҚ заңының", ["ЖІҚ заңы"]),
        ("жедел-іздестіру қызметі туралы заңда", ["ЖІҚ заңы"]),
        ("ҚПК пен ҚК", ["ҚПК", "ҚК"]),
        ("ГПК", []),
        ("қпкд", []),
        ("конституциялық", []),
    ],
)
def test_find(text: str, acts: list[str]) -> None:
    assert [short for short, _ in NAMES.find(words_of(keyboard_key(text)))] == acts


def test_the_words_of_an_act_are_told() -> None:
    found = NAMES.find(words_of(keyboard_key("1995 жылғы Конституцияның 83-бабы")))
    assert found == [("Конституция-1995", range(3))]


@pytest.mark.parametrize(
    ("given", "wanted", "same"),
    [
        ("кодекса", "кодекс", True),
        ("процессуального", "процессуальный", True),
        ("конституции", "конституция", True),
        ("заннин", "зани", True),
        ("зан", "зани", False),
        ("1995", "1995", True),
        ("1996", "1995", False),
        ("прокурор", "прокуратура", False),
    ],
)
def test_same_word(given: str, wanted: str, same: bool) -> None:
    assert same_word(keyboard_key(given), keyboard_key(wanted)) == same


def test_the_country_is_no_act() -> None:
    assert all(is_country(keyboard_key(word)) for word in ("ҚР", "РК", "Қазақстан", "Республики"))
    assert not is_country("кпк")
