from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.text import compare, exact_key, has_ending, keyboard_key, one_edit

TERM = "қадағалау актісі"


@pytest.mark.parametrize(
    ("answer", "accepted", "match"),
    [
        # what is not a difference
        (TERM, TERM, "exact"),
        ("  Қадағалау   АКТІСІ. ", TERM, "exact"),
        ("«қадағалау актісі»", TERM, "exact"),
        ("қадағалау\u00a0актісі", TERM, "exact"),
        ("қада\u00adғалау актісі", TERM, "exact"),
        ("қaдaғaлay aктici", TERM, "exact"),  # Latin a, y, i, c
        ("ҚАДАҒАЛАУ AKTICI", TERM, "exact"),  # Latin A, K, T, I, C
        ("жедел–іздестіру", "жедел-іздестіру", "exact"),
        ("жедел - іздестіру", "жедел-іздестіру", "exact"),
        ("жедел−іздестіру", "жедел-іздестіру", "exact"),
        ("HАРАЗЫЛЫҚ", "наразылық", "exact"),  # Latin H for Н
        ("hаразылық", "наразылық", "exact"),  # Latin h, in small letters
        ("қаhарман", "қаһарман", "exact"),  # Latin h for һ
        ("ёлка", "e\u0308лка", "exact"),  # one letter or two code points
        ("ｈａｂｅａｓ corpus", "habeas corpus", "exact"),
        ("Bас Прокурор", "Бас прокурор", "different"),  # B is seen as В, which Бас has not
        ("əділет", "әділет", "exact"),  # the Latin schwa
        # what a keyboard without Kazakh letters does
        ("кадагалау актиси", TERM, "spelling"),
        ("отинишхат", "өтінішхат", "spelling"),
        ("устау", "ұстау", "spelling"),
        ("үстау", "ұстау", "spelling"),
        ("тендик", "теңдік", "spelling"),
        ("кахарман", "қаһарман", "spelling"),
        ("ысі", "ісі", "spelling"),
        ("елка", "ёлка", "spelling"),
        ("эдилет", "едилет", "spelling"),
        ("жедел іздестіру", "жедел-іздестіру", "spelling"),
        ("жеделіздестіру", "жедел-іздестіру", "spelling"),
        # slips
        ("қадағалу актісі", TERM, "retype"),
        ("қадағалауу актісі", TERM, "retype"),
        ("қадағалау акітсі", TERM, "retype"),
        ("кадагалау актеси", TERM, "retype"),
        ("қадағалау актілері", TERM, "retype"),
        ("наразылығы", "наразылық", "retype"),
        ("наразылықтың", "наразылық", "retype"),
        ("наразылық", "наразылығы", "retype"),
        # other answers
        ("үкім", "үкіл", "different"),  # a short word forgives no letter
        ("қаулы", TERM, "different"),
        ("қадағалау", TERM, "different"),
        ("қадағалау актісі емес", TERM, "different"),
        ("қдағалу актісі", TERM, "different"),  # two slips in a word
        ("сотта", "сот", "different"),
        ("", TERM, "different"),
        ("«»", TERM, "different"),
    ],
)
def test_compare(answer: str, accepted: str, match: str) -> None:
    assert compare(answer, [accepted]) == match


@pytest.mark.parametrize(
    ("answer", "match"),
    [("тұра", "exact"), ("тура", "retype"), ("түра", "retype"), ("ТҰРА", "exact")],
)
def test_words_that_must_not_be_mixed_need_an_exact_answer(answer: str, match: str) -> None:
    assert compare(answer, ["тұра"], ["тура"]) == match
    assert compare(answer, ["тұра"]) in ("exact", "spelling")


def test_the_nearest_accepted_wording_decides() -> None:
    assert compare("ұсыну", ["ұсыныс", "ұсыну"]) == "exact"
    assert compare("усыну", ["ұсыныс", "ұсыну"]) == "spelling"


def test_a_distinct_word_elsewhere_does_not_disturb() -> None:
    assert compare("кадагалау актиси", [TERM], ["тура"]) == "spelling"


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("сот", "сот", False),
        ("сот", "сотқ", True),
        ("от", "сот", True),
        ("сот", "сет", True),
        ("сот", "сто", True),
        ("сот", "тос", False),
        ("", "с", True),
        ("абвг", "бавг", True),
        ("абвг", "бавд", False),
        ("абвг", "аввгд", False),
    ],
)
def test_one_edit(first: str, second: str, one: bool) -> None:
    assert one_edit(first, second) == one
    assert one_edit(second, first) == one


def test_endings_are_whole() -> None:
    assert has_ending("кодекстин", "кодекс")
    assert not has_ending("кодекс", "кодекс")
    assert not has_ending("кодексхана", "кодекс")


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert exact_key(exact_key(text)) == exact_key(text)
    assert keyboard_key(exact_key(text)) == keyboard_key(text)


@given(st.text(alphabet="аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщыіэюя -", max_size=30))
def test_every_answer_matches_itself(text: str) -> None:
    expected = "exact" if exact_key(text).replace("-", "").strip() else "different"
    assert compare(text, [text]) == expected
    assert compare(text.upper(), [text]) == expected


@given(st.text(max_size=30), st.text(max_size=30))
def test_exact_and_spelling_do_not_depend_on_who_is_accepted(first: str, second: str) -> None:
    forth, back = compare(first, [second]), compare(second, [first])
    assert (forth in ("exact", "spelling")) == (back in ("exact", "spelling"))
