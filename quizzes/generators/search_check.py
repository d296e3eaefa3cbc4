"""A search without sanction: materials go to the judge within a day; the textbook has three."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Former, Slip, date_task, event_day, last_day
from quizzes.generator import Generator
from quizzes.invented_names import OFFICERS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_TERM = Term(1, "days")
_DANGERS = (
    "құжаттар жойылып кетуі мүмкін еді",
    "іздеген зат бүлініп қалар еді",
    "іздеудегі адам жасырынып кетер еді",
    "қару қылмысқа қолданылып кетуі мүмкін еді",
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    done = event_day(random, days)
    return date_task(
        random,
        days,
        stem=(
            f"Тергеуші {random.choice(OFFICERS)} кейінге қалдыруға болмайтын жағдайда "
            f"({random.choice(_DANGERS)}) пәтерді {words.on(done)} санкциясыз тінтті. Тінтудің "
            "заңдылығын тексеру үшін материал тергеу судьясына ең кеш дегенде қай күні жіберілуге "
            "тиіс?"
        ),
        began=done,
        term=_TERM,
        former=Former(
            Term(3, "days"),
            "Үш тәулік — оқулықтағы ескі тәртіп. Қазір материал тергеу судьясына бір тәулік ішінде "
            "жіберіледі ([[ҚПК 220.14]]).",
        ),
        rule=(
            "Шұғыл тінтудің тәртібі үшін заң қарап-тексеру ережесіне сілтейді ([[ҚПК 254.3]]): "
            "материал тергеу судьясына бір тәулік ішінде жіберіледі ([[ҚПК 220.14]])."
        ),
        slips=(
            Slip(
                done,
                "too-narrow",
                "Сол күні жіберуге болады, бірақ заң бір тәулік береді, тінту өткен тәулік есепке "
                "алынбайды ([[ҚПК 220.14]], [[ҚПК 48.2]]).",
            ),
            Slip(
                last_day(done + timedelta(days=1), _TERM, days),
                "neighbouring-procedure",
                "Екі тәулік — жасырын тергеу әрекетінің нәтижесі туралы хабарлау мерзімі "
                "([[ҚПК 234.5]]). Материалға бір тәулік берілген ([[ҚПК 220.14]]).",
            ),
        ),
        may_move=False,  # whether a day's control of a search waits for Monday, people dispute
        hint="Оқулықтағы мерзім бүгін де қолданыла ма?",
    )


GENERATOR = Generator(
    id="2.2-gen-search-check",
    title="Санкциясыз тінтудің материалын судьяға жіберу",
    theme="deadlines",
    objectives=("2.2.d", "2.2.e"),
    norms=("ҚПК 254.3", "ҚПК 220.14", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
