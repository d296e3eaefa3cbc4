"""When the detention of an adult ends: forty-eight hours or seventy-two, from the minute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import event_day, false_moment_options, moment_task
from quizzes.generator import Generator
from quizzes.invented_names import SUSPECTS
from quizzes.terms import Term, count
from quizzes.working_days import WorkingDays

_PLAIN = (
    "ауырлығы орташа қылмыс жасады деген күдікпен",
    "жалғыз өзі ұрлық жасады деген күдікпен",
    "жалғыз өзі алаяқтық жасады деген күдікпен",
    "меншікке қарсы ауыр қылмысты жалғыз өзі жасады деген күдікпен",
)
_GRAVE = (
    "аса ауыр қылмыс жасады деген күдікпен",
    "террористік қылмыс жасады деген күдікпен",
    "жаппай тәртіпсіздік кезінде қылмыс жасады деген күдікпен",
    "қылмыстық топтың құрамында қылмыс жасады деген күдікпен",
    "есірткінің заңсыз айналымына байланысты қылмыс жасады деген күдікпен",
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    day = event_day(random, days, any_day=True)
    began = datetime.combine(day, time(random.randrange(8, 20), random.randrange(5, 56, 5)))
    protocol = began + timedelta(minutes=random.randrange(35, 175, 5))
    grave = random.random() < 0.4
    hours, other = (72, 48) if grave else (48, 72)
    term = Term(hours, "hours")
    counted = count(began, term, "custody", days)
    if grave:
        rule = (
            "Бұл — айрықша жағдай, онда адам жетпіс екі сағаттан асырмай ұсталады ([[ҚПК 131.4]])."
        )
        length_why = (
            "Қырық сегіз сағат — жалпы шек. Мұнда айрықша жағдай бар, шек — жетпіс екі сағат "
            "([[ҚПК 131.4]])."
        )
    else:
        rule = (
            "Ересек адам қылмыс жасады деген күдікпен қырық сегіз сағаттан асырмай ұсталады, "
            "мұнда айрықша жағдай жоқ ([[ҚПК 131.4]])."
        )
        length_why = (
            "Жетпіс екі сағатқа айрықша жағдай керек, мұнда ол жоқ. Шек — қырық сегіз сағат "
            "([[ҚПК 131.4]])."
        )
    same = "сол күні" if protocol.date() == began.date() else "келесі күні"
    exceptional = "" if grave else " 131-баптың 4-бөлігіндегі айрықша жағдайлардың бірі де жоқ."
    return moment_task(
        random,
        stem=(
            f"Отыз жастағы {random.choice(SUSPECTS)} {random.choice(_GRAVE if grave else _PLAIN)} "
            f"{words.on(day)}, сағат {words.at_clock(began)} нақты ұсталды. Ұстау хаттамасы "
            f"{same} {words.at_clock(protocol)} жасалды.{exceptional} Сот қаулысы түспесе, ұстау "
            "мерзімі қашан бітеді?"
        ),
        right=counted.ends,
        right_why="Иә. Мерзім нақты ұсталған минуттан саналады, демалыс оны жылжытпайды.",
        natural=[
            (
                protocol + timedelta(hours=hours),
                "wrong-start",
                "Мұнда мерзім хаттамадан саналған. Ол нақты ұсталған минуттан есептеледі "
                "([[ҚПК 48.5]]).",
            ),
            (began + timedelta(hours=other), "ground-confused", length_why),
        ],
        others=[
            (
                began + timedelta(hours=24),
                "actor-confused",
                "Жиырма төрт сағат — кәмелетке толмаған адамның жалпы шегі ([[ҚПК 131.4]]).",
            ),
            *false_moment_options(began, hours, "custody", days),
        ],
        explanation=f"{rule}\n\n{words.solved(term, counted, began, days)}",
    )


GENERATOR = Generator(
    id="2.2-gen-detention",
    title="Ұстау мерзімі қашан бітеді",
    theme="deadlines",
    objectives=("2.2.b",),
    norms=("ҚПК 131.4", "ҚПК 48.4", "ҚПК 48.5"),
    make=_make,
)
