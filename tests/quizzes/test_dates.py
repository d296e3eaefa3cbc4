from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.dates import in_words, read_date, read_month
from quizzes.outcome import ResponseError


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02",
        "2026-3-2",
        "2026.03.02",
        "02.03.2026",
        "2.3.2026",
        "2.3.26",
        "02/03/2026",
        "02-03-2026",
        "02 03 2026",
        "02.03.2026 ж.",
        "2 наурыз 2026",
        "2-наурыз 2026",
        "2 нау 2026",
        "2026 жылғы 2 наурыз",
        "2026 ж. 2 наурызда",
        "2026 жылдың 2 наурызы, дүйсенбі",
        "2 НАУРЫЗ 26",
        "2 марта 2026",
        "2 марта 2026 г.",
        "2 мар. 2026 года",
        "March 2, 2026",
        "２.３.２０２６",
        "2 нaурыз 2026",  # Latin a
    ],
)
def test_the_second_of_march(text: str) -> None:
    assert read_date(text) == dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("кеше", "unreadable"),
        ("2026", "unreadable"),
        ("02032026", "unreadable"),
        ("наурыз", "unreadable"),
        ("2 наурыз 3 сәуір 2026", "unreadable"),
        ("1.2.3.2026", "unreadable"),
        ("2.3.202", "unreadable"),
        ("2.3", "no_year"),
        ("2 наурыз", "no_year"),
        ("31.02.2026", "impossible"),
        ("2026-02-29", "impossible"),
        ("03/13/2026", "impossible"),
        ("0.3.2026", "impossible"),
        ("31 сәуір 2026", "impossible"),
    ],
)
def test_what_is_no_date_is_asked_again(text: str, code: str) -> None:
    with pytest.raises(ResponseError) as refused:
        read_date(text)
    assert (refused.value.kind, refused.value.code) == ("unreadable", f"response.date.{code}")


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("қаңтар", 1),
        ("кантардын", 1),
        ("ақпанда", 2),
        ("марта", 3),
        ("сәуірдің", 4),
        ("май", 5),
        ("мая", 5),
        ("May", 5),
        ("мамыр", 5),
        ("мау", 6),
        ("маусым", 6),
        ("июля", 7),
        ("шілде", 7),
        ("тамызға", 8),
        ("қыркүйек", 9),
        ("октября", 10),
        ("қазан", 10),
        ("қараша", 11),
        ("желтоқсан", 12),
        ("Қазақстан", None),
        ("ай", None),
        ("мамандық", None),
    ],
)
def test_read_month(word: str, month: int | None) -> None:
    assert read_month(word) == month


days = st.dates(min_value=dt.date(1991, 12, 16), max_value=dt.date(2099, 12, 31))


@given(days)
def test_every_day_is_read_from_each_of_its_forms(day: dt.date) -> None:
    for text in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day}/{day.month}/{day.year}"):
        assert read_date(text) == day
    assert read_date(in_words(day)) == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with suppress(ResponseError):
        assert isinstance(read_date(text), dt.date)
