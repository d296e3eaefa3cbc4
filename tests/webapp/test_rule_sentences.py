from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from quizzes.rules import PRACTICE, Rules, Visibility, defaults
from quizzes.timing import Allowance, Window, for_person
from tests.conftest import START
from webapp.pages import LANGUAGES
from webapp.queries.assignments import AssignmentInfo
from webapp.rule_sentences import deadline_now, duration, sentences, tries

ZONE = ZoneInfo("Asia/Almaty")
WINDOW = Window(START, None, START + timedelta(hours=3), timedelta(minutes=90))


def given(rules: Rules, window: Window = WINDOW, password: str | None = None) -> AssignmentInfo:
    return AssignmentInfo(1, 1, 1, "Емтихан", "", window, rules, password, 1, 1, False)


def said(rules: Rules, window: Window = WINDOW, lang: str = "kk") -> str:
    return " ".join(sentences(lang, ZONE, given(rules, window), window))


def test_the_rule_of_attempts_is_one_sentence():
    rules = Rules(attempts=3)
    assert tries("kk", rules) == ["Үш әрекет бар, ең жоғары нәтижесі есептеледі."]
    assert tries("ru", rules) == ["Три попытки, засчитывается лучший результат."]
    assert tries("en", rules) == ["Three attempts, the best result counts."]


def test_granted_attempts_are_counted_in():
    assert tries("kk", defaults("exam")) == ["Бір ғана әрекет бар."]
    assert tries("ru", defaults("exam"), 4)[0].startswith("Пять попыток")


def test_every_time_is_told_in_the_courses_zone_with_its_name():
    text = said(defaults("exam"))
    assert "Ашылады: 2026 ж. 25 қараша, 14:00 (Астана уақыты)." in text
    assert "Жабылады: 2026 ж. 25 қараша, 17:00 (Астана уақыты)." in text


def test_lateness_is_told_only_where_one_can_be_late():
    rules = Rules(late=Fraction(4, 5))
    assert "80\u202f%" not in said(rules)
    assert "80\u202f%" in said(rules, replace(WINDOW, due=START + timedelta(hours=1)))
    assert "80\u202f%" not in said(rules, replace(WINDOW, due=WINDOW.closes))


def test_what_is_seen_is_told_by_moment():
    text = said(Rules(visibility=Visibility(feedback="never")))
    assert "Тапсырған бойда көресіз: өз жауаптарыңыз, балл." in text
    assert "бәріне жабылған соң көресіз: дұрыс жауаптар." in text
    assert "Көрсетілмейді: түсіндірме." in text
    assert said(Rules(visibility=PRACTICE)).count("көресіз:") == 1


def test_what_a_person_is_granted_is_in_the_sentences():
    info = given(defaults("exam"))
    mine = for_person(WINDOW, Allowance(factor=Fraction(3, 2)))
    text = " ".join(sentences("kk", ZONE, info, mine))
    assert "2 сағат 15 минут" in text
    assert "17:45" in text
    assert "жеңілдік" in text
    assert "жеңілдік" not in " ".join(sentences("kk", ZONE, info, WINDOW))


def test_the_deadline_of_a_start_now_is_a_clock_time_and_says_when_it_is_short():
    assert "15:30 (Астана уақыты)" in deadline_now("kk", ZONE, WINDOW, START)
    late = deadline_now("kk", ZONE, WINDOW, START + timedelta(hours=2))
    assert "17:00 (Астана уақыты)" in late
    assert "1 сағат ғана қалды" in late
    assert "шектелмейді" in deadline_now("kk", ZONE, Window(START), START)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("counts", ["best", "last", "first", "average"])
@pytest.mark.parametrize("attempts", [None, 1, 2, 5, 21])
def test_every_rule_has_words_in_every_language(lang, counts, attempts):
    rules = Rules(
        attempts=attempts,
        counts=counts,
        wait_s=3600,
        late=Fraction(0),
        pass_share=Fraction(1, 2),
        certainty=True,
    )
    window = replace(WINDOW, due=START + timedelta(hours=1))
    found = sentences(lang, ZONE, given(rules, window, "hash"), window)
    assert all(one.endswith(".") for one in found)
    assert not any("{" in one for one in found)


@pytest.mark.parametrize(
    ("span", "ru", "kk"),
    [
        (timedelta(minutes=1), "1 минута", "1 минут"),
        (timedelta(minutes=22), "22 минуты", "22 минут"),
        (timedelta(minutes=41), "41 минута", "41 минут"),
        (timedelta(minutes=11), "11 минут", "11 минут"),
        (timedelta(minutes=56, seconds=15), "56 минут 15 секунд", "56 минут 15 секунд"),
        (timedelta(days=2, hours=1), "2 дня 1 час", "2 күн 1 сағат"),
    ],
)
def test_spans_are_written_as_people_say_them(span, ru, kk):
    assert duration("ru", span) == ru
    assert duration("kk", span) == kk
