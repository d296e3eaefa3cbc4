"""The last day to ask for an extension: five days or ten before the term ends (ҚПК 192.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import event_day
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
    false = (
        (
            _back(ends, other),
            "neighbouring-procedure",
            f"{words.number(other).capitalize()} тәулік — "
            + ("өзге прокурорларға" if other == 5 else "Бас Прокурор мен оның орынбасарларына")
            + " ұсынғанда ([[ҚПК 192.6]]).",
        ),
        (
            _back(ends, before - 1),
            "counting-rule",
            f"Мұнда мерзім бітетін {words.short(ends)} де есепке қосылған. Шарт бойынша ол күн "
            "саналмайды.",
        ),
        (
            _back_working(ends, before, days),
            "working-days",
            f"Бұл — {words.number(before)} жұмыс күні бұрын. Заң тәулікті айтады, жұмыстан тыс "
            "уақыт та мерзімге кіреді ([[ҚПК 48.3]]).",
        ),
        (
            ends,
            "wrong-length",
            "Соңғы күні ұсынылған қаулы кеш: прокурор іспен танысып үлгермейді "
            f"([[ҚПК 192.6]]). Кемінде {words.number(before)} тәулік керек.",
        ),
    )
    known = {day: (code, why) for day, code, why in reversed(false) if day != key}
    return {
        "type": "date",
        "stem": (
            f"Тергеп-тексеру мерзімі {words.on(ends)} бітеді. Тергеу бөлімінің бастығы мерзімді "
            f"ұзарту туралы қаулыны {asked} ұсынбақ. Қаулы ең кеш дегенде қай күні ұсынылуға "
            "тиіс? Мерзім бітетін күннің өзін есепке қоспай, артқа қарай санаңыз."
        ),
        "key": key.isoformat(),
        "why": (
            f"{words.named(ends)} есепке алынбайды, одан бұрынғы {words.ordinal(before)} тәулік — "
            f"{words.named(key)}."
        ),
        "wrong": [
            {"date": day.isoformat(), "misconception": code, "why": why}
            for day, (code, why) in sorted(known.items())
        ],
        "hints": ["Қаулы кімге ұсынылады: Бас Прокурорға ма, әлде өзге прокурорға ма?"],
        "explanation": "Артқа қарай санаймыз:\n\n"
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
    }


def _back(day: date, count: int) -> date:
    return day - timedelta(days=count)


def _back_working(day: date, count: int, days: WorkingDays) -> date:
    while count:
        day -= timedelta(days=1)
        count -= not days.is_off(day)
    return day


GENERATOR = Generator(
    id="2.1-gen-extension-request",
    title="Ұзарту туралы қаулыны ұсынатын соңғы күн",
    theme="deadlines",
    objectives=("2.1.j",),
    norms=("ҚПК 192.6",),
    make=_make,
)
