from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.citation import Citation, CitationReader, parse_norm
from quizzes.outcome import ResponseError

ACTS = {
    "ҚПК": [
        "ҚР ҚПК",
        "Қылмыстық-процестік кодекс",
        "УПК",
        "CPC",
        "Уголовно-процессуальный кодекс",
    ],
    "ҚК": ["УК"],
    "КЗ": ["Конституциялық заң", "Закон о прокуратуре"],
    "Конституция": ["Constitution"],
    "Конституция-1995": ["1995 жылғы Конституция"],
    "ЖІҚ заңы": ["Жедел-іздестіру қызметі туралы заң"],
}
READER = CitationReader(ACTS)


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        # the same norm in its many spellings
        ("ҚПК 192-бап 2-бөлік", "ҚПК 192.2"),
        ("ҚР ҚПК-нің 192-бабының 2-бөлігі", "ҚПК 192.2"),
        ("192 б. 2 б. ҚПК", "ҚПК 192.2"),
        ("192-б. 2-б. ҚПК", "ҚПК 192.2"),
        ("ҚПК 192.2", "ҚПК 192.2"),
        ("ҚПК 192(2)", "ҚПК 192.2"),
        ("ҚПК 192/2", "ҚПК 192.2"),
        ("ҚПК 192, 2-б.", "ҚПК 192.2"),
        ("ст. 192 ч. 2 УПК РК", "ҚПК 192.2"),
        ("ст.192 ч.2 УПК", "ҚПК 192.2"),
        ("ч. 2 ст. 192 УПК", "ҚПК 192.2"),
        ("192 ст. 2 ч. УПК", "ҚПК 192.2"),
        ("часть вторая статьи 192 УПК", "ҚПК 192.2"),
        ("частью 2 статьи 192 Уголовно-процессуального кодекса Республики Казахстан", "ҚПК 192.2"),
        ("CPC art. 192(2)", "ҚПК 192.2"),
        ("article 192 part 2 CPC", "ҚПК 192.2"),
        ("CPC Article 192, paragraph 2", "ҚПК 192.2"),
        ("қпк-192-2б", "ҚПК 192.2"),
        ("қпк-192-2-б", "ҚПК 192.2"),
        ("кпк 192 2", "ҚПК 192.2"),
        ("KПK 192 бап 2 бөлік", "ҚПК 192.2"),
        ("кпк 192 бап 2 болик", "ҚПК 192.2"),
        ("ҚПКнің 192бабы 2бөлігі", "ҚПК 192.2"),
        ("ҚПК 192-баптың екінші бөлігі", "ҚПК 192.2"),
        ("бап 192 бөлік 2 ҚПК", "ҚПК 192.2"),
        ("ҚПК １９２-бап ２-бөлік", "ҚПК 192.2"),
        (
            "Қазақстан Республикасы Қылмыстық-процестік кодексінің 192-бабының 2-бөлігіне сәйкес",
            "ҚПК 192.2",
        ),
        ("2014 жылғы 4 шілдедегі № 231-V ҚПК 192-бап 2-бөлік", "ҚПК 192.2"),
        ("УПК от 04.07.2014 ст. 192 ч. 2", "ҚПК 192.2"),
        # articles alone
        ("ҚПК-192", "ҚПК 192"),
        ("ҚПК 192-2-бап", "ҚПК 192-2"),
        ("192-бап, ҚПК", "ҚПК 192"),
        ("Қазақстан ҚПК 192", "ҚПК 192"),
        # numbers of their own
        ("ҚПК 192-2-бап 6-бөлік", "ҚПК 192-2.6"),
        ("ҚПК 193-бап 1-1-бөлік", "ҚПК 193.1-1"),
        ("ҚПК 545-1.2", "ҚПК 545-1.2"),
        ("ст. 545-1 ч. 2 УПК", "ҚПК 545-1.2"),
        ("ҚПК 192² 6-бөлік", "ҚПК 192-2.6"),
        # points
        ("ҚПК-нің 193-бабы 1-бөлігінің 5) тармағы", "ҚПК 193.1.5"),
        ("ҚПК 193-б. 1-б. 5)", "ҚПК 193.1.5"),
        ("ҚПК 193(1)5)", "ҚПК 193.1.5"),
        ("ҚПК 193.1.3-1", "ҚПК 193.1.3-1"),
        ("ҚПК 193-б. 1-б. 3-1) т.", "ҚПК 193.1.3-1"),
        ("п. 5 ч. 1 ст. 193 УПК", "ҚПК 193.1.5"),
        ("п. 3-1) ч. 1 ст. 193 УПК", "ҚПК 193.1.3-1"),
        ("ҚПК 7-бап 34) тармақ", "ҚПК 7.34"),
        # a statute: clauses and sub-clauses
        ("КЗ 9-бап 2-тармақ 3) тармақша", "КЗ 9.2.3"),
        ("Конституциялық заңның 9-бабының 2-тармағы", "КЗ 9.2"),
        ("Закон РК «О прокуратуре», пп. 3 п. 2 ст. 9", "КЗ 9.2.3"),
        ("Конституция 83-бап 1-тармақ", "Конституция 83.1"),
        ("Конституция-1995 83.1", "Конституция-1995 83.1"),
        ("1995 жылғы Конституцияның 83-бабының 1-тармағы", "Конституция-1995 83.1"),
        ("ЖІҚ заңының 14-бабы", "ЖІҚ заңы 14"),
    ],
)
def test_the_likeliest_reading(text: str, norm: str) -> None:
    assert str(READER.read(text)[0]) == norm


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("ҚПК 192-2", ["ҚПК 192-2", "ҚПК 192.2"]),
        ("қпк-192-2б", ["ҚПК 192.2", "ҚПК 192-2"]),
        ("ҚПК 193-1-5", ["ҚПК 193-1-5", "ҚПК 193-1.5", "ҚПК 193.1-5", "ҚПК 193.1.5"]),
        ("ҚПК 192-2-бап", ["ҚПК 192-2"]),
        ("ҚПК 193.1-1", ["ҚПК 193.1-1"]),
    ],
)
def test_a_lone_number_with_a_hyphen_is_read_in_every_way(text: str, norms: list[str]) -> None:
    assert [str(norm) for norm in READER.read(text)] == norms


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("192-бап 2-бөлік", "no_act"),
        ("АПК 192-бап", "no_act"),
        ("192", "no_act"),
        ("ҚПК", "no_article"),
        ("ҚПК 2-бөлік", "no_article"),
        ("ҚПК 192-бап, ҚК 99-бап", "several"),
        ("ҚПК 192-бап, 193-бап", "several"),
        ("ҚПК 192-бап 1-бөлік, 2-бөлік", "several"),
        ("ҚПК 192-бап 1, 2-бөліктер", "several"),
        ("?!", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_asked_again(text: str, code: str) -> None:
    with pytest.raises(ResponseError) as refused:
        READER.read(text)
    assert (refused.value.kind, refused.value.code) == ("unreadable", f"response.citation.{code}")
    assert refused.value.field == "text"


def test_a_given_act_need_not_be_named_but_another_one_counts() -> None:
    reader = CitationReader(ACTS, given="ҚПК")
    assert [str(norm) for norm in reader.read("192-бап 2-бөлік")] == ["ҚПК 192.2"]
    assert [str(norm) for norm in reader.read("ст. 192 ч. 2")] == ["ҚПК 192.2"]
    assert [str(norm) for norm in reader.read("ҚК 192-бап")] == ["ҚК 192"]
    with pytest.raises(ResponseError, match="no_act"):
        reader.read("АПК 192")


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("ҚПК 192", Citation("ҚПК", "192")),
        ("ҚПК 192.4", Citation("ҚПК", "192", ("4",))),
        ("ҚПК 193.1.3-1", Citation("ҚПК", "193", ("1", "3-1"))),
        ("ҚПК 545-1.2", Citation("ҚПК", "545-1", ("2",))),
        ("Конституция-1995 83.1", Citation("Конституция-1995", "83", ("1",))),
        ("Қарсы барлау заңы 5", Citation("Қарсы барлау заңы", "5")),
    ],
)
def test_the_courses_own_notation(text: str, citation: Citation) -> None:
    assert parse_norm(text) == citation
    assert str(citation) == text


@pytest.mark.parametrize("text", ["", "ҚПК", "192.4", "ҚПК 192.", "ҚПК 192-бап", "ҚПК192"])
def test_anything_else_is_not_the_courses_notation(text: str) -> None:
    with pytest.raises(ValueError, match="not a citation"):
        parse_norm(text)


def test_a_piece_lies_within_its_norm() -> None:
    part = parse_norm("ҚПК 193.1")
    assert parse_norm("ҚПК 193.1.5").within(part)
    assert part.within(part)
    assert not parse_norm("ҚПК 193").within(part)
    assert not parse_norm("ҚПК 193.11").within(part)
    assert not parse_norm("ҚК 193.1").within(part)


numbers = st.from_regex(r"[1-9][0-9]{0,2}(-[1-9])?", fullmatch=True)


@given(st.sampled_from(sorted(ACTS)), numbers, st.lists(numbers, max_size=2))
def test_every_norm_is_read_back_from_its_own_notation(
    act: str, article: str, path: list[str]
) -> None:
    norm = Citation(act, article, tuple(path))
    assert READER.read(str(norm))[0] == norm


@given(numbers, numbers, numbers)
def test_every_norm_is_read_back_from_its_full_form(article: str, part: str, point: str) -> None:
    norm = Citation("ҚПК", article, (part, point))
    full = f"ҚПК-нің {article}-бабының {part}-бөлігінің {point}) тармағы"
    assert READER.read(full) == (norm,)
    assert READER.read(f"п. {point} ч. {part} ст. {article} УПК РК") == (norm,)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ResponseError):
        assert all(norm.act in ACTS for norm in READER.read(f"ҚПК {text}"))
