from __future__ import annotations

import re
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from markupsafe import escape

from quizzes.intervals import Interval
from quizzes.item_figures import Figure, item_figures
from quizzes.item_flags import CODES, Flag
from quizzes.item_summary import Observation, summary
from quizzes.score_summary import score_figures, score_summary
from tests.quizzes.factories import item
from webapp import figure_words
from webapp.choice_names import choice_name, in_sentence, named_rows
from webapp.figure_words import (
    BASICS,
    MISSING,
    OF_ITEM,
    OF_PART,
    OF_STUDENT,
    OF_TEST,
    STRENGTHS,
    UNITS,
    decimals,
    flag_words,
    of_part,
    of_test,
    shown,
    value_text,
    words,
)
from webapp.messages import THIN
from webapp.pages import LANGUAGES
from webapp.templating import Templates

SHARES: dict[str, float | int] = {"r": 0.1, "facility": 0.2, "guess": 0.25}
COUNTS = dict.fromkeys(
    ("n", "of", "top", "key_top", "bottom", "of_top", "of_bottom", "blank", "taken"), 9
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statistic_reason_and_flag_has_words(language: str) -> None:
    assert set(OF_ITEM + OF_TEST + OF_PART) == set(UNITS)
    for name in (*UNITS, *BASICS, *OF_STUDENT):
        found = words(language, name)
        assert all((found.title, found.definition, found.reading))
        assert bool(found.formula) == (name in UNITS or name in OF_STUDENT)
    for reason in MISSING:
        told = shown(language, "alpha", figure_words.Told(3, missing=reason))
        assert (told.value, told.interval) == ("—", "")
        assert told.missing
        assert told.lack
    for code in CODES:
        for likely in STRENGTHS[code]:
            told_flag = flag_words(language, Flag(code, likely, "x", {**SHARES, **COUNTS}), "В")
            texts = (told_flag.sentence, told_flag.evidence, told_flag.advice, told_flag.title)
            assert not any(re.search(r"[{}]", text) for text in texts)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("facility", 0.6342, f"63,4{THIN}%"),
        ("facility", 1, f"100{THIN}%"),
        ("facility", 0.99999, f"99,9{THIN}%"),
        ("facility", 0.00001, f"0,1{THIN}%"),
        ("facility", Fraction(1, 2), f"50{THIN}%"),
        ("discrimination", -0.123, "−0,12"),
        ("discrimination", -0.001, "0,00"),
        ("mean", Fraction(1234567, 1000), f"1{THIN}234,57"),
        ("seconds", 7.5, "7,5 с"),
        ("seconds", 59.6, "1 мин 00 с"),
        ("seconds", 65, "1 мин 05 с"),
        ("seconds", 3900, "1 сағ 5 мин"),
    ],
)
def test_values_are_written_as_people_write_them(name: str, value: float, text: str) -> None:
    assert value_text("kk", name, value) == text


def test_a_statistic_is_told_with_its_n_and_its_interval() -> None:
    told = shown("kk", "discrimination", Figure(1041, 0.314, interval=Interval(-0.02, 0.58)))
    assert (told.value, told.n) == ("0,31", f"1{THIN}041 жауап")
    assert told.interval == "95 % аралығы: −0,02 … 0,58"
    few = shown("kk", "facility", Figure(7, missing="too-few"))
    assert (few.value, few.n, few.missing) == (
        "—", "7 жауап", "Кемінде 10 жауап керек, әзірге 7.",
    )  # fmt: skip
    share = shown("kk", "facility", Figure(20, 0.5, interval=Interval(0.299, 0.701)))
    assert share.interval == f"95 % аралығы: 29,9–70,1{THIN}%"


def test_statistics_of_a_test_have_a_value_or_a_reason() -> None:
    rows = [{"a": Fraction(n > 3), "b": Fraction(n > 6), "c": Fraction(n % 2)} for n in range(12)]
    found = score_figures(score_summary(rows))
    told = of_test(found)
    assert tuple(told) == OF_TEST
    assert told["mean"].value == pytest.approx(float(sum(sum(r.values()) for r in rows)) / 12)
    assert told["alpha"].interval == found.alpha.interval
    assert all(one.n == 12 for one in told.values())
    assert tuple(of_part(found.parts["a"], found.n, found.parts_asked)) == OF_PART
    few = of_test(score_figures(score_summary(rows[:9])))
    assert {one.missing for one in few.values()} == {"too-few"}
    alike = of_test(score_figures(score_summary(rows[:1] * 10)))
    assert (alike["alpha"].missing, alike["skewness"].missing) == ("all-alike", "all-alike")
    assert alike["mean"].value == 0


def test_parts_of_a_test_say_why_they_have_no_statistic() -> None:
    """Where all have the same total nobody is against it, and two parts need no four others."""
    same = score_figures(
        score_summary([{"a": Fraction(n % 2), "b": Fraction(1 - n % 2)} for n in range(12)])
    )
    told = of_part(same.parts["a"], same.n, same.parts_asked)
    assert {told[name].missing for name in ("effective_weight", "item_total")} == {"all-alike"}
    rows = [{"a": Fraction(n > 5), "b": Fraction(n > 8, 2)} for n in range(12)]
    against = score_figures(score_summary([{**row, "c": -2 * row["a"]} for row in rows]))
    assert (
        of_part(against.parts["b"], against.n, against.parts_asked)["effective_weight"].missing
        == "against-total"
    )
    two = score_figures(score_summary(rows))
    without = of_part(two.parts["a"], two.n, two.parts_asked)["alpha_without"]
    alone = of_test(score_figures(score_summary([{"a": row["a"]} for row in rows])))["alpha"]
    for name, one in (("alpha_without", without), ("alpha", alone)):
        assert one.missing == "few-parts"
        assert "2" in shown("en", name, one).missing


def test_numbers_never_lose_their_sign_or_gain_one() -> None:
    assert decimals(-0.004, 2) == "0,00"
    assert decimals(-0.006, 2) == "−0,01"
    assert decimals(-10, 0) == "−10"


def test_choices_are_called_by_their_letter_or_their_words(sample) -> None:  # type: ignore[no-untyped-def]
    single, matching, cloze = (item(one) for one in ("single-choice", "matching", "cloze"))
    ids = [one.id for one in single.interaction.options]  # type: ignore[union-attr]
    second = choice_name(sample, "kk", single, ids[1])
    assert (second.letter, second.text) == ("Б", "облыс прокуроры")
    assert in_sentence(sample, second) == "Б"
    prompt = matching.interaction.prompts[1].id  # type: ignore[union-attr]
    pair = choice_name(sample, "kk", matching, f"{prompt}:ush-ay")
    assert (in_sentence(sample, pair), pair.asked) == ("«облыс → үш айға дейін»", 2)
    gap = cloze.interaction.gap_names[0]  # type: ignore[union-attr]
    option = next(iter(cloze.interaction.gaps[gap].options))  # type: ignore[union-attr]
    assert choice_name(sample, "kk", cloze, f"{gap}:{option.id}").text.startswith("(1) ")
    assert choice_name(sample, "ru", None, "").text == "Без ответа"
    assert choice_name(sample, "en", None, "other").text == "Another wrong answer"
    code, mistake = next(iter(sample.misconceptions.items()))
    assert choice_name(sample, "kk", None, code).text == mistake.title
    assert choice_name(sample, "kk", single, "gone").text == "gone"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_macros_say_values_reasons_and_the_key_in_words(sample, language: str) -> None:  # type: ignore[no-untyped-def]
    single = item("single-choice")
    wrong, key, _ = (one.id for one in single.interaction.options)  # type: ignore[union-attr]
    seen = summary(
        Observation(Fraction(n > 12), Fraction(n, 30), (key if n > 12 else wrong,))
        for n in range(30)
    )
    found = item_figures(seen, offered={wrong: False, key: True})
    environment = Templates(sample, ZoneInfo("Asia/Almaty")).environment(language)
    page = environment.from_string(
        '{{ figures.figure(found.facility, "facility") }}'
        '{{ figures.figure(found.seconds, "seconds") }}'
        '{{ figures.cell(found.guess, "guess") }}{{ figures.head("alpha") }}'
        "{{ figures.flag(flag, choice) }}{{ figures.flag_line(flag) }}"
        "{{ figures.choices_table(found, rows) }}"
    ).render(
        found=found,
        rows=named_rows(sample, language, single, found),
        flag=Flag("second-key", True, wrong, {"top": 9, "bottom": 1, "of_top": 10, "of_bottom": 9}),
        choice="А",
    )
    assert f"56,7{THIN}%" in page
    assert escape(words(language, "facility").definition) in page
    linked = set(re.findall(r'href="/figures#([a-z_]+)"', page))
    assert linked == {"facility", "seconds", "alpha", "thirds"}
    assert page.count("is-key") == 1
    assert "17 / 30" in page
    assert "10 / 10" in page
    empty = item_figures(summary([]))
    told = environment.from_string("{{ figures.choices_table(found, ()) }}").render(found=empty)
    assert "10" in told
    assert "<table" not in told
