"""A case returned or revived: at most a month from its arrival (ҚПК 192.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import OFFICERS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_TERM = Term(1, "months")
_REASONS = (
    "процестік прокурордың істі қосымша тергеп-тексеруге қайтару туралы қаулысын бекітті",
    "тергеушінің істі тоқтату туралы қаулысының күшін жойды",
    "тергеушінің тергеп-тексеру мерзімін үзу туралы қаулысының күшін жойды",
    "тергеушінің істі тоқтату туралы қаулысын бекітуден бас тартты",
)
"""Powers of the head of a prosecutor's office alone (ҚПК 193.2)."""


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    decided = event_day(random, days)
    arrived = decided + timedelta(days=random.randrange(2, 8))
    if days.is_off(arrived):
        raise Redraw
    two = Term(2, "months")
    return date_task(
        random,
        days,
        stem=(
            f"Аудан прокуроры {random.choice(OFFICERS)} {words.on(decided)} "
            f"{random.choice(_REASONS)}. Іс "
            f"тергеушіге {words.at_named(arrived, decided)} келіп түсті. Прокурор заң рұқсат "
            "ететін ең ұзақ мерзімді белгіледі. Ол мерзім қай күні бітеді?"
        ),
        began=arrived,
        term=_TERM,
        rule=(
            "Мұндай іске прокурор жаңа мерзім белгілейді. Ол іс тергеушіге түскен сәттен бастап "
            "бір айдан аспайды ([[ҚПК 192.7]])."
        ),
        slips=(
            Slip(
                last_day(decided, _TERM, days),
                "wrong-start",
                f"Мұнда мерзім прокурордың шешімінен, {words.since(decided)} саналған. Ол іс "
                "тергеушіге түскен сәттен есептеледі ([[ҚПК 192.7]]).",
            ),
            Slip(
                last_day(arrived, two, days),
                "wrong-length",
                "Екі ай — алдын ала тергеудің бастапқы мерзімі. Қайтқан іске бір айдан артық "
                "мерзім белгіленбейді ([[ҚПК 192.7]]).",
            ),
        ),
        hint="Мерзім шешім шыққан күннен есептеле ме, әлде іс түскен күннен бе?",
    )


GENERATOR = Generator(
    id="2.1-gen-returned-case",
    title="Қайтқан істің мерзімі",
    theme="deadlines",
    objectives=("2.1.k", "2.1.g"),
    norms=("ҚПК 192.7", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
