"""Latin addresses."""

import pytest

from course.slug import slug, unique_slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Мерзім не үшін керек?", "merzim-ne-ushin-kerek"),
        ("Қадағалау актісі", "qadagalau-aktisi"),
        ("Сот — ЖІҚ (192-бап)", "sot-zhiq-192-bap"),
        ("объект", "obekt"),
        ("Щётка, цех, ұғым, һәм", "shchyotka-tsekh-ugym-ham"),
        ("CPC 1", "cpc-1"),
        ("…", "bolim"),
    ],
)
def test_slug_is_latin(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_composed_and_decomposed_letters_give_one_slug() -> None:
    assert slug("заңдай") == slug("заңдаи\u0306")


def test_taken_slugs_are_numbered() -> None:
    assert unique_slug("сот", {"sot", "sot-2"}) == "sot-3"
