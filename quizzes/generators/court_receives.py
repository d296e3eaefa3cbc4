"""The judge decides in five days of the case's arrival; a preliminary hearing is in ten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import Slip, date_task, event_day, last_day
from quizzes.generator import Generator, Redraw
from quizzes.invented_names import SUSPECTS
from quizzes.terms import Term
from quizzes.working_days import WorkingDays

_FIVE = Term(5, "days")
_TEN = Term(10, "days")


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    came = event_day(random, days)
    ruled = came + timedelta(days=random.randrange(1, 5))
    if days.is_off(ruled):
        raise Redraw
    name = random.choice(SUSPECTS)
    return (_decision if random.random() < 0.5 else _hearing)(random, days, came, ruled, name)


def _decision(
    random: Random, days: WorkingDays, came: date, ruled: date, name: str
) -> Mapping[str, Any]:
    sent = came - timedelta(days=random.randrange(1, 4))
    if days.is_off(sent):
        raise Redraw
    return date_task(
        random,
        days,
        stem=(
            f"Прокурор айыпталушы {name} туралы істі {words.on(sent)} жолдады, іс "
            "сотқа "
            f"{words.at_named(came, sent)} түсті. Айыпталушы бостандықта. Судья іс бойынша "
            "шешімді ең кеш дегенде қай күні қабылдауға тиіс?"
        ),
        began=came,
        term=_FIVE,
        rule=(
            "Сотқа түскен іс бойынша судья шешімді іс түскен сәттен бастап бес тәуліктен "
            "кешіктірмей қабылдайды ([[ҚПК 319.4]])."
        ),
        slips=(
            Slip(
                last_day(sent, _FIVE, days),
                "wrong-start",
                f"Мұнда мерзім іс жолданған күннен, {words.since(sent)} саналған. Ол іс сотқа "
                "түскен сәттен есептеледі ([[ҚПК 319.4]]).",
            ),
            Slip(
                last_day(came, _TEN, days),
                "wrong-length",
                "Он тәулік — алдын ала тыңдаудың мерзімі ([[ҚПК 321.2]]). Шешімге бес тәулік "
                "берілген ([[ҚПК 319.4]]).",
            ),
        ),
        hint="Бұл — шешім қабылдау мерзімі ме, әлде алдын ала тыңдау мерзімі ме?",
    )


def _hearing(
    random: Random, days: WorkingDays, came: date, ruled: date, name: str
) -> Mapping[str, Any]:
    return date_task(
        random,
        days,
        stem=(
            f"Айыпталушы {name} туралы іс сотқа {words.on(came)} түсті. Судья алдын ала тыңдау "
            f"өткізу туралы қаулыны {words.at_named(ruled)} шығарды. Айыпталушы бостандықта. "
            "Алдын ала тыңдау ең кеш дегенде қай күні өтуге тиіс?"
        ),
        began=ruled,
        term=_TEN,
        rule=(
            "Алдын ала тыңдау оны өткізу туралы қаулы шығарылған сәттен бастап он тәулік ішінде "
            "өтеді ([[ҚПК 321.2]])."
        ),
        slips=(
            Slip(
                last_day(came, _TEN, days),
                "wrong-start",
                f"Мұнда мерзім іс сотқа түскен күннен, {words.since(came)} саналған. Ол алдын ала "
                "тыңдау туралы қаулыдан есептеледі ([[ҚПК 321.2]]).",
            ),
            Slip(
                last_day(ruled, _FIVE, days),
                "wrong-length",
                "Бес тәулік — судьяның іс бойынша шешім қабылдау мерзімі ([[ҚПК 319.4]]). Алдын "
                "ала тыңдауға он тәулік берілген ([[ҚПК 321.2]]).",
            ),
        ),
        hint="Алдын ала тыңдаудың мерзімі қай құжаттан есептеледі?",
    )


GENERATOR = Generator(
    id="5.2-gen-court-receives",
    title="Іс сотқа түскеннен кейінгі мерзімдер",
    theme="deadlines",
    objectives=("5.2.c",),
    norms=("ҚПК 319.4", "ҚПК 321.2", "ҚПК 48.2", "ҚПК 48.4"),
    make=_make,
)
