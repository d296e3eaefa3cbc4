from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.amounts import read_amount, read_quantity, read_unit
from quizzes.outcome import ResponseError

UNITS = ("ай", "тәулік", "сағат", "күн", "жұмыс күні", "пайыз")


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("2", Fraction(2), None),
        (" ２ ", Fraction(2), None),
        ("2.", Fraction(2), None),
        ("02", Fraction(2), None),
        ("2 ай", Fraction(2), "ай"),
        ("2ай", Fraction(2), "ай"),
        ("2-ай", Fraction(2), "ай"),
        ("2 айдан", Fraction(2), "ай"),
        ("2 (екі) ай", Fraction(2), "ай"),
        ("2 ай ішінде", Fraction(2), "ай"),
        ("2 месяца", Fraction(2), "ай"),
        ("2 мес.", Fraction(2), "ай"),
        ("екі ай", Fraction(2), "ай"),
        ("еки aй", Fraction(2), "ай"),
        ("два месяца", Fraction(2), "ай"),
        ("2,5 ай", Fraction(5, 2), "ай"),
        ("2.5", Fraction(5, 2), None),
        ("0,125", Fraction(1, 8), None),
        ("1/2", Fraction(1, 2), None),
        ("½", Fraction(1, 2), None),
        ("20 000", Fraction(20000), None),
        ("20\u00a0000 тәулік", Fraction(20000), "тәулік"),
        ("72 сағ.", Fraction(72), "сағат"),
        ("72 ч", Fraction(72), "сағат"),
        ("10 жұмыс күні", Fraction(10), "жұмыс күні"),
        ("10 күн", Fraction(10), "күн"),
        ("50%", Fraction(50), "пайыз"),
        ("он", Fraction(10), None),
        ("он бес тәулік", Fraction(15), "тәулік"),
        ("жиырма бір", Fraction(21), None),
        ("отыз", Fraction(30), None),
        ("отыз бир", Fraction(31), None),
        ("двадцать один день", Fraction(21), "күн"),
        ("пятнадцать суток", Fraction(15), "тәулік"),
        ("нөл", Fraction(0), None),
        ("2 апта", Fraction(2), None),
    ],
)
def test_amounts_and_units(text: str, amount: Fraction, unit: str | None) -> None:
    value, written = read_quantity(text)
    assert value == amount
    assert read_unit(written, UNITS) == unit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("көп", "unreadable"),
        ("ай", "unreadable"),
        ("отыз екі", "unreadable"),
        ("бір екі", "unreadable"),
        ("он он", "unreadable"),
        ("2 3", "unreadable"),
        ("2 ай 5 күн", "unreadable"),
        ("1/0", "unreadable"),
        ("1.000", "ambiguous"),
        ("20,000 теңге", "ambiguous"),
    ],
)
def test_what_is_no_amount_is_asked_again(text: str, code: str) -> None:
    with pytest.raises(ResponseError) as refused:
        read_quantity(text)
    assert refused.value.code == f"response.number.{code}"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2", Fraction(2)),
        ("1,5", Fraction(3, 2)),
        ("2/3", Fraction(2, 3)),
        ("2 ай", None),
        ("x", None),
    ],
)
def test_authored_amounts_stand_alone(text: str, amount: Fraction | None) -> None:
    assert read_amount(text) == amount


@given(st.integers(min_value=0, max_value=10**12))
def test_whole_numbers_are_read_back(number: int) -> None:
    assert read_amount(str(number)) == number
    assert read_amount(f"{number:,}".replace(",", " ")) == number


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    with suppress(ResponseError):
        assert read_quantity(text)[0] >= 0
