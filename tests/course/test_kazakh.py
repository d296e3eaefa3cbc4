"""Kazakh words made comparable."""

import pytest

from course.kazakh import SHORTEST, folded, stem, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ӘҒҚҢӨҰҮҺІ", "агкноуухы"),
        ("өкілеттік", "окылеттык"),
        ("окилеттик", "окылеттык"),
        ("ёлка", "елка"),
        ("cот", "сот"),  # the first letter is Latin
        ("қaулы", "каулы"),  # the second letter is Latin
    ],
)
def test_letters_typed_for_one_another_are_one(text: str, expected: str) -> None:
    assert folded(text) == expected


SAME = """
мерзім мерзімдерін мерзімі мерзімінің мерзімдердің мерзімге мерзімнен мерзімде мерзіммен мерзімін
прокурор прокурордың прокурорға прокуроры прокурорлар прокурорлардың прокурорынан
каулы қаулы қаулысын қаулының қаулыға қаулылар қаулысы қаулысында қаулымен
окилеттик өкілеттік өкілеттіктері өкілеттіктерін өкілеттігі өкілеттігінің өкілеттікке
кагидат қағидат қағидаттар қағидаттарының қағидаты қағидатқа
бап бабы бабының баптың бапта баптар бабында
бөлік бөлігі бөлігінің бөлікте
кодекс кодексі кодексінің кодекстің
сот соттың сотқа сотта соттан соты соттар
тәулік тәуліктен тәулігі тәулікке
заң заңның заңы заңда заңмен заңдар
мәміле мәмілелерді мәмілесі мәмілеге
апелляция апелляцияға апелляциялар апелляциясы апелляцияның
қадағалау қадағалауы қадағалаудың қадағалауға
азаматтық азаматтык
орган органы органның органдары органға орган
қала қаланы қаланың қалада
тергеу тергеуі тергеудің тергеуге тергеуде
жауап жауабы жауаптың жауапқа
"""


@pytest.mark.parametrize("line", SAME.strip().splitlines())
def test_forms_of_a_word_have_one_stem(line: str) -> None:
    assert len({stem(folded(word)) for word in line.split()}) == 1, {
        word: stem(folded(word)) for word in line.split()
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("мерзім", "мезгіл"),
        ("сот", "сотталған"),
        ("қаулы", "қағида"),
        ("анықтау", "айыптау"),
        ("тергеу", "тергеуші"),
        ("үкім", "үкімет"),
        ("бап", "бас"),
    ],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(folded(one)) != stem(folded(other))


@pytest.mark.parametrize("word", ["ата", "анда", "оны", "сода", "ты", "я", "бап"])
def test_stem_is_never_too_short(word: str) -> None:
    assert len(stem(folded(word))) >= min(SHORTEST, len(word))


def test_numbers_keep_their_hyphens_and_words_lose_them() -> None:
    assert [word for word, _, _ in words("545-1-бап, ЖІҚ-тың")] == ["545-1", "бап", "жык", "тын"]
    assert stems("192-бабы") == ["192", "бап"]


def test_words_know_their_places() -> None:
    assert words("Бір екі") == [("быр", 0, 3), ("екы", 4, 7)]
