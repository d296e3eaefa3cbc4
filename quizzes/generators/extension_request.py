"""The last day to ask for an extension: five days or ten before the term ends (ҚПК 192.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, dated, event_day, working_end
from quizzes.generator import Generator, Redraw
from quizzes.working_days import WorkingDays

_ASKED = (
    ("аудан прокурорына", 5),
    ("облыс прокурорына", 5),
    ("өңірлік көлік прокурорына", 5),
    ("Бас көлік прокурорына", 5),
    ("Бас әскери прокурорға", 5),
    ("Бас Прокурорға", 10),
    ("Бас Прокурордың орынбасарына", 10),
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    asked, before = random.choice(_ASKED)
    ends = event_day(random, days)
    key = _back(ends, before)
    other = 15 - before
    if days.is_off(key):  # whether such a day moves, and which way, the law does not say
        raise Redraw
    return dated(
        days,
        began=ends,
        stem=(
            f"Тергеп-тексеру мерзімі {words.on(ends)} бітеді. Тергеу бөлімінің бастығы мерзімді "
            f"ұзарту туралы қаулыны {asked} ұсынбақ. Қаулы ең кеш дегенде қай күні ұсынылуға "
            "тиіс? Мерзім бітетін күннің өзін есепке қоспай, артқа қарай санаңыз."
        ),
        key=key,
        why=(
            f"{words.named(ends)} есепке алынбайды, одан бұрынғы {words.ordinal(before)} тәулік — "
            f"{words.named(key)}."
        ),
        slips=(
            Slip(
                _back(ends, other),
                "neighbouring-procedure",
                f"{words.number(other).capitalize()} тәулік — "
                + ("өзге прокурорларға" if other == 5 else "Бас Прокурор мен оның орынбасарларына")
                + " ұсынғанда ([[ҚПК 192.6]]).",
            ),
            Slip(
                _back(ends, before - 1),
                "counting-rule",
                f"Мұнда мерзім бітетін күннің өзі, {words.short(ends)}, есепке қосылған. Шартта ол "
                "саналмайды делінген.",
            ),
            Slip(
                working_end(ends, -before, days),
                "working-days",
                f"Бұл — {words.number(before)} жұмыс күні бұрын. Заң тәулікті айтады, жұмыстан тыс "
                "уақыт та мерзімге кіреді ([[ҚПК 48.3]]).",
            ),
            Slip(
                ends,
                "wrong-length",
                "Соңғы күні ұсынылған қаулы кеш: прокурор іспен танысып үлгермейді. Кемінде "
                f"{words.number(before)} тәулік керек ([[ҚПК 192.6]]).",
            ),
        ),
        explanation="Артқа қарай санаймыз:\n\n"
        + words.as_list(
            [
                f"Қаулы {asked} мерзім бітерден кемінде {words.number(before)} тәулік бұрын "
                "ұсынылады ([[ҚПК 192.6]]).",
                f"Мерзім бітетін {words.short(ends)} саналмайды, алдыңғы бірінші тәулік — "
                f"{words.named(_back(ends, 1))}.",
                f"{words.ordinal(before).capitalize()} тәулік — {words.named(key)}. Қаулы осы "
                "күннен кешіктірілмейді.",
            ]
        ),
        hint="Қаулы кімге ұсынылады: Бас Прокурорға ма, әлде өзге прокурорға ма?",
    )


def _back(day: date, count: int) -> date:
    return day - timedelta(days=count)


GENERATOR = Generator(
    id="2.1-gen-extension-request",
    title="Ұзарту туралы қаулыны ұсынатын соңғы күн",
    theme="deadlines",
    objectives=("2.1.j",),
    norms=("ҚПК 192.6",),
    make=_make,
)
