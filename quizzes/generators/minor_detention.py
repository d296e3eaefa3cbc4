"""When the detention of a minor ends: twenty-four hours, seventy-two in exceptional cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from quizzes import solution_words as words
from quizzes.counting_tasks import event_day, false_moment_options, moment_task
from quizzes.generator import Generator
from quizzes.invented_names import TEENAGERS
from quizzes.terms import Term, count
from quizzes.working_days import WorkingDays

_AGES = ("Он алты", "Он жеті")
_PLAIN = (
    "меншікке қарсы ауыр қылмысқа күдікті, күдік бойынша ол жалғыз болған",
    "ауырлығы орташа қылмысқа күдікті, күдік бойынша ол жалғыз болған",
)
_GRAVE = (
    "аса ауыр қылмысқа күдікті",
    "қылмыстық топтың құрамында жасалған қылмысқа күдікті",
    "есірткінің заңсыз айналымына байланысты қылмысқа күдікті",
)


def _make(random: Random, days: WorkingDays) -> Mapping[str, Any]:
    day = event_day(random, days, any_day=True)
    began = datetime.combine(day, time(random.randrange(8, 20), random.randrange(5, 56, 5)))
    protocol = began + timedelta(minutes=random.randrange(35, 175, 5))
    same = "сол күні" if protocol.date() == began.date() else "келесі күні"
    grave = random.random() < 0.35
    hours = 72 if grave else 24
    term = Term(hours, "hours")
    counted = count(began, term, "custody", days)
    if grave:
        rule = (
            "Айрықша жағдайда жетпіс екі сағаттық шек кәмелетке толмағанға да қатысты "
            "([[ҚПК 131.4]])."
        )
        other = (
            24,
            "too-narrow",
            "Жиырма төрт сағат — кәмелетке толмағанның жалпы шегі. Айрықша жағдайда ол жетпіс екі "
            "сағатқа дейін созылады ([[ҚПК 131.4]]).",
        )
    else:
        rule = (
            "Айрықша жағдай болмаса, кәмелетке толмаған жиырма төрт сағаттан артық ұсталмайды "
            "([[ҚПК 131.4]])."
        )
        other = (
            72,
            "ground-confused",
            "Жетпіс екі сағатқа айрықша жағдай керек, мұнда ол жоқ ([[ҚПК 131.4]]).",
        )
    facts = random.choice(_GRAVE if grave else _PLAIN)
    exceptional = "" if grave else " 131-баптың 4-бөлігіндегі айрықша жағдайлардың бірі де жоқ."
    return moment_task(
        random,
        stem=(
            f"{random.choice(_AGES)} жасар {random.choice(TEENAGERS)} {words.on(day)}, сағат "
            f"{words.at_clock(began)} нақты ұсталды; хаттама {same} {words.at_clock(protocol)} "
            f"жасалды. Ол {facts}.{exceptional} Сот қаулысы түспесе, ұстау мерзімі қашан бітеді?"
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
            (
                began + timedelta(hours=48),
                "actor-confused",
                "Қырық сегіз сағат — ересек адамның жалпы шегі ([[ҚПК 131.4]]).",
            ),
        ],
        others=[
            (began + timedelta(hours=other[0]), other[1], other[2]),
            (
                began + timedelta(hours=12),
                "wrong-length",
                "Он екі сағат — ұстау туралы прокурорға хабарлайтын мерзім ([[ҚПК 131.3]]), "
                "ұстаудың өзіне берілген мерзім емес.",
            ),
            *false_moment_options(began, hours, "custody", days),
        ],
        explanation=f"{rule}\n\n{words.solved(term, counted, began, days)}",
    )


GENERATOR = Generator(
    id="4.2-gen-minor-detention",
    title="Кәмелетке толмағанды ұстау мерзімі",
    theme="deadlines",
    objectives=("4.2.e",),
    norms=("ҚПК 131.4", "ҚПК 48.4", "ҚПК 48.5"),
    make=_make,
)
